// POST /_chappe/desk/v1/rooms/{roomId}/freeze
import { freezeRoom } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskContainment } from '../containment.ts'

/** Lets nobody join a room, and shows its past to nobody. */
export function freezeRoomRoute({ route }: DeskPorts, containment: DeskContainment): Route {
  return route(freezeRoom, async (call) => {
    await containment.freezeRoom(deskCallOf(freezeRoom, call), { roomId: call.params.roomId, ...call.body })
    return {}
  })
}
