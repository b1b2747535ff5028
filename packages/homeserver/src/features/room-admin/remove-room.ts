// Removing a room: everybody leaves, its names go, and who was in it reads it no more.
import { MatrixError } from '@chappe/contract'
import type { Room } from '../../engine/room.ts'
import type { RoomAdminDeps } from './room-admin-deps.ts'
import { deleteAliasesOf, forgetForEverybody, insertBlock, insertRemoval, listMembersOf, updateRemoval } from './room-admin-store.ts'

/** How a room is to be removed. */
export interface RemovalWish {
  roomId: string
  /** Nobody may join it again. */
  block: boolean
  /** Those who leave cannot read it any more. */
  purge: boolean
}

/** What the removal did; field names as on the wire. */
export interface RemovalResult {
  kicked_users: string[]
  failed_to_kick_users: string[]
  local_aliases: string[]
  new_room_id: null
}

/** Starts a removal: gives back its id at once, and a promise of its end. Throws `M_NOT_FOUND` for an unknown room that is not to be blocked. */
export async function startRemoval(
  deps: RoomAdminDeps,
  userNid: number,
  wish: RemovalWish,
): Promise<{ removalId: string; done: Promise<RemovalResult> }> {
  const room = await deps.rooms.find(wish.roomId)
  if (room === undefined && !wish.block) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such room' })
  const removalId = deps.random.text(16)
  await insertRemoval(deps.db, { removalId, roomId: wish.roomId, atMs: deps.clock.now() })
  if (wish.block) await insertBlock(deps.db, { roomId: wish.roomId, userNid, atMs: deps.clock.now() })
  return { removalId, done: finish(deps, removalId, room, wish) }
}

async function finish(deps: RoomAdminDeps, removalId: string, room: Room | undefined, wish: RemovalWish): Promise<RemovalResult> {
  try {
    const result = room === undefined ? EMPTY : await emptyRoom(deps, room, wish)
    await updateRemoval(deps.db, { removalId, status: 'complete', result: JSON.stringify(result) })
    return result
  } catch (error) {
    deps.logger.error({ err: error, removalId }, 'a room could not be removed')
    await updateRemoval(deps.db, { removalId, status: 'failed', result: null }).catch(() => undefined)
    throw error
  }
}

const EMPTY: RemovalResult = { kicked_users: [], failed_to_kick_users: [], local_aliases: [], new_room_id: null }

async function emptyRoom(deps: RoomAdminDeps, room: Room, wish: RemovalWish): Promise<RemovalResult> {
  const { db, rooms } = deps
  const { roomId, roomNid } = room
  const localAliases = await deleteAliasesOf(db, roomNid)
  await rooms.unpublish(roomNid)
  const kicked: string[] = []
  const failed: string[] = []
  for (const userId of await listMembersOf(db, roomNid, ['join', 'invite', 'knock'])) {
    try {
      await rooms.leaveRoom(await rooms.sessionOf(userId), { roomId, reason: undefined })
      kicked.push(userId)
    } catch (error) {
      if (!(error instanceof MatrixError) || error.status >= 500) throw error
      failed.push(userId)
    }
  }
  if (wish.purge) {
    await forgetForEverybody(db, roomNid)
    rooms.forget(roomNid, kicked)
  }
  return { kicked_users: kicked, failed_to_kick_users: failed, local_aliases: localAliases, new_room_id: null }
}
