// POST /_chappe/desk/v1/rooms/{roomId}/take_over
import { takeOverRoom } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskHandovers } from '../handovers.ts'

/** Takes a room over that has no admin. */
export function takeOverRoomRoute({ route }: DeskPorts, handovers: DeskHandovers): Route {
  return route(takeOverRoom, async (call) => {
    await handovers.takeOver(deskCallOf(takeOverRoom, call), { roomId: call.params.roomId, ...call.body })
    return {}
  })
}
