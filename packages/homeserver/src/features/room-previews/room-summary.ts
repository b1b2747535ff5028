// What a room is, before one comes in.
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1room_summaryroomidoralias
import { MatrixError } from '@chappe/contract'
import { isRoomAlias } from '@chappe/core'
import type { Room } from '../../engine/room.ts'
import type { Session } from '../../session.ts'
import type { RoomsDeps } from '../rooms/rooms.ts'
import { previewOf } from './entry.ts'
import { lookerOf, mayPreview, NOBODY } from './looker.ts'

/** A summary as JSON text, and the room it is of. */
export interface RoomSummary {
  text: string
  room: Room
}

/** Throws `M_NOT_FOUND` where there is no such room, or none for these eyes. */
export async function getRoomSummary(
  deps: RoomsDeps,
  session: Session | undefined,
  roomIdOrAlias: string,
): Promise<RoomSummary> {
  if (session === undefined && deps.settings.policy.lookupsNeedToken) throw new MatrixError('M_MISSING_TOKEN')
  const room = await findRoom(deps, roomIdOrAlias)
  const looker = session === undefined ? NOBODY : await lookerOf(deps, session)
  if (room === undefined || !mayPreview(looker, room)) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such room' })
  const membership = session === undefined ? undefined : (looker.membershipIn(room) ?? 'leave')
  return { text: JSON.stringify({ ...previewOf(room), ...(membership === undefined ? {} : { membership }) }), room }
}

async function findRoom(deps: RoomsDeps, roomIdOrAlias: string): Promise<Room | undefined> {
  if (!isRoomAlias(roomIdOrAlias)) return deps.engine.registry.find(roomIdOrAlias)
  const roomNid = await deps.names.findAlias(roomIdOrAlias)
  return roomNid === undefined ? undefined : deps.engine.registry.get(roomNid)
}
