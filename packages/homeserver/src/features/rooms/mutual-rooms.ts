// The rooms that two people share.
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1mutual_rooms
import { MatrixError } from '@chappe/contract'
import { isUserId } from '@chappe/core'
import type { Session } from '../../session.ts'
import { listMutualRooms } from './reading-store.ts'
import type { RoomsDeps } from './rooms-deps.ts'

/** A page of the rooms the caller shares with somebody. */
export interface MutualRooms {
  joined: string[]
  count: number
  next_batch?: string
}

const PAGE = 100

/** Throws `M_INVALID_PARAM` for the caller themselves, for what is no user id, and for a token that is none. */
export async function getMutualRooms(
  deps: RoomsDeps,
  session: Session,
  input: { userId: string; from: string | undefined },
): Promise<MutualRooms> {
  if (!isUserId(input.userId) || input.userId === session.userId) {
    throw new MatrixError('M_INVALID_PARAM', { message: 'user_id: not the id of somebody else' })
  }
  const after = input.from === undefined ? 0 : Number(/^m(\d{1,10})$/.exec(input.from)?.[1] ?? Number.NaN)
  if (!(after < 2 ** 31)) throw new MatrixError('M_INVALID_PARAM', { message: 'That token is not known' })
  const { rooms, count } = await listMutualRooms(deps.db, [session.userId, input.userId], { after, limit: PAGE + 1 })
  const page = rooms.slice(0, PAGE)
  const last = page.at(-1)
  const more = rooms.length > PAGE && last !== undefined ? { next_batch: `m${last.roomNid}` } : {}
  return { joined: page.map((each) => each.roomId), count, ...more }
}
