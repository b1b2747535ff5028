// POST /_chappe/desk/v1/rooms/{roomId}/thaw
import { thawRoom } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskContainment } from '../containment.ts'

/** Undoes a freeze. */
export function thawRoomRoute({ route }: DeskPorts, containment: DeskContainment): Route {
  return route(thawRoom, async (call) => {
    await containment.thawRoom(deskCallOf(thawRoom, call), { roomId: call.params.roomId, ...call.body })
    return {}
  })
}
