// Removing a room: everybody leaves, its names go, and what there is of it is deleted.
import { MatrixError } from '@chappe/contract'
import { adminsOf } from '@chappe/policy'
import type { Room } from '../../engine/room.ts'
import { authStateOf } from '../../engine/room.ts'
import type { RoomAdminDeps } from './room-admin-deps.ts'
import { purgeRoom } from './purge-room.ts'
import {
  beginPurge,
  deleteAliasesOf,
  findRemovedNid,
  forgetForEverybody,
  insertBlock,
  insertRemoval,
  listCutPurges,
  listMembersOf,
  unlistFromNetworks,
  updateRemoval,
} from './room-admin-store.ts'

/** How a room is to be removed. */
export interface RemovalWish {
  roomId: string
  /** Nobody may join it again. */
  block: boolean
  /** What there is of it is deleted. */
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
  const roomNid = room?.roomNid ?? (await findRemovedNid(deps.db, wish.roomId))
  if (roomNid === undefined && !wish.block) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such room' })
  const removalId = deps.random.text(16)
  await insertRemoval(deps.db, { removalId, roomId: wish.roomId, atMs: deps.clock.now() })
  if (wish.block) await insertBlock(deps.db, { roomId: wish.roomId, userNid, atMs: deps.clock.now() })
  return { removalId, done: finish(deps, removalId, { room, roomNid }, wish) }
}

/** Goes on with the removals that were cut short while they deleted; their rooms are nobody's from now on. */
export async function resumePurges(deps: RoomAdminDeps): Promise<void> {
  const cut = await listCutPurges(deps.db)
  for (const { roomNid } of cut) await deps.rooms.close(roomNid)
  void (async () => {
    for (const purge of cut) {
      try {
        await purgeRoom(deps, purge.roomNid)
        await updateRemoval(deps.db, { ...purge, status: 'complete' })
      } catch (error) {
        deps.logger.error({ err: error, removalId: purge.removalId }, 'what is left of a room could not be deleted')
      }
    }
  })()
}

/** A room that may be in memory, by its number. */
interface Removed {
  room: Room | undefined
  roomNid: number | undefined
}

async function finish(deps: RoomAdminDeps, removalId: string, { room, roomNid }: Removed, wish: RemovalWish): Promise<RemovalResult> {
  try {
    const result = room === undefined ? EMPTY : await emptyRoom(deps, room, wish)
    // Who could not be taken out still has the room.
    if (wish.purge && roomNid !== undefined && result.failed_to_kick_users.length === 0) {
      await beginPurge(deps.db, { removalId, roomNid, result: JSON.stringify(result) })
      await purgeRoom(deps, roomNid)
    }
    await updateRemoval(deps.db, { removalId, status: 'complete', result: JSON.stringify(result) })
    return result
  } catch (error) {
    deps.logger.error({ err: error, removalId }, 'a room could not be removed')
    await updateRemoval(deps.db, { removalId, status: 'failed' }).catch(() => undefined)
    throw error
  }
}

const EMPTY: RemovalResult = { kicked_users: [], failed_to_kick_users: [], local_aliases: [], new_room_id: null }

/** While others are in it, a room is not left without an admin. */
function adminsLast(room: Room, userIds: readonly string[]): string[] {
  const admins = new Set(adminsOf({ rules: room.rules, state: authStateOf(room) }))
  return [...userIds.filter((userId) => !admins.has(userId)), ...userIds.filter((userId) => admins.has(userId))]
}

async function emptyRoom(deps: RoomAdminDeps, room: Room, wish: RemovalWish): Promise<RemovalResult> {
  const { db, rooms } = deps
  const { roomId, roomNid } = room
  const localAliases = await deleteAliasesOf(db, roomNid)
  await rooms.unpublish(roomNid)
  await unlistFromNetworks(db, roomNid)
  const members = await listMembersOf(db, roomNid, ['join', 'invite', 'knock'])
  const failed: string[] = []
  for (const userId of adminsLast(room, members)) {
    try {
      await rooms.leaveRoom(await rooms.sessionOf(userId), { roomId, reason: undefined })
    } catch (error) {
      if (!(error instanceof MatrixError) || error.status >= 500) throw error
      failed.push(userId)
    }
  }
  if (wish.purge) {
    await forgetForEverybody(db, roomNid)
    rooms.forget(roomNid, await listMembersOf(db, roomNid, ['leave', 'ban']))
  }
  const kicked = members.filter((userId) => !failed.includes(userId))
  return { kicked_users: kicked, failed_to_kick_users: failed, local_aliases: localAliases, new_room_id: null }
}
