// Administration of rooms: which there are, who is in them, closing them.
import { MatrixError } from '@chappe/contract'
import { isUserId } from '@chappe/core'
import { stateJsonOf } from '../../engine/client-event.ts'
import type { Room } from '../../engine/room.ts'
import type { Read } from '../../http/reveal-tap.ts'
import { shownReads } from '../../http/shown.ts'
import type { Session } from '../../session.ts'
import type { Audit } from '../audit/audit.ts'
import { makeRoomAdmin } from './make-room-admin.ts'
import type { RemovalResult, RemovalWish } from './remove-room.ts'
import { resumePurges, startRemoval } from './remove-room.ts'
import type { RoomAdminDeps } from './room-admin-deps.ts'
import type { ListedRoom, Removal } from './room-admin-store.ts'
import {
  deleteBlock,
  failCutRemovals,
  findBlock,
  findListedRoom,
  findRemoval,
  insertBlock,
  isBlocked,
  listMembersOf,
  listRemovals,
  listRooms,
} from './room-admin-store.ts'
import type { RoomDetails } from './room-details.ts'
import { detailsOf } from './room-details.ts'

export { auditedRoute } from '../audit/audit.ts'
export type { AdministeredRooms } from './room-admin-deps.ts'
export type { RemovalResult } from './remove-room.ts'
export type { Removal } from './room-admin-store.ts'
export type { RoomDetails } from './room-details.ts'

/** The operations of this feature. All throw `M_NOT_FOUND` for a room there is none of. */
export interface RoomAdmin {
  audit: Audit
  list(
    filter: { text: string | undefined },
    page: { from: number; limit: number; byMembers: boolean; backwards: boolean },
  ): Promise<{ rooms: RoomDetails[]; total: number }>
  get(roomId: string): Promise<RoomDetails>
  listMembers(roomId: string): Promise<string[]>
  /** The whole state as JSON text, and what of it the ledger is told. */
  getState(roomId: string): Promise<{ text: string; reads: Read<'events'>[] }>
  remove(session: Session, wish: RemovalWish): Promise<RemovalResult>
  startRemoval(session: Session, wish: RemovalWish): Promise<string>
  listRemovals(roomId: string): Promise<Removal[]>
  getRemoval(removalId: string): Promise<Removal>
  findBlock(roomId: string): Promise<string | undefined>
  setBlock(session: Session, roomId: string, block: boolean): Promise<void>
  /** For whoever wants to join: throws `M_FORBIDDEN` where nobody may. */
  assertNotBlocked(roomIdOrAlias: string): Promise<void>
  makeRoomAdmin(session: Session, roomIdOrAlias: string, userId: string | undefined): Promise<void>
}

/**
 * Ties the operations to what they need. Removals that the end of the last process cut short have
 * failed, unless they had begun to delete: those are finished.
 */
export async function createRoomAdmin(deps: RoomAdminDeps): Promise<RoomAdmin> {
  const { db } = deps
  await failCutRemovals(db)
  await resumePurges(deps)
  return {
    audit: deps.audit,
    list: (filter, page) => list(deps, filter, page),
    async get(roomId) {
      const room = await getRoom(deps, roomId)
      return detailsOf(room, await getListed(deps, room))
    },
    listMembers: async (roomId) => listMembersOf(db, (await getRoom(deps, roomId)).roomNid, ['join']),
    getState: (roomId) => getState(deps, roomId),
    remove: async (session, wish) => (await startRemoval(deps, session.userNid, wish)).done,
    async startRemoval(session, wish) {
      const { removalId, done } = await startRemoval(deps, session.userNid, wish)
      // Its failure stands in its row and in the log.
      done.catch(() => undefined)
      return removalId
    },
    async listRemovals(roomId) {
      const removals = await listRemovals(db, roomId)
      if (removals.length === 0) throw new MatrixError('M_NOT_FOUND', { message: 'That room was not removed' })
      return removals
    },
    async getRemoval(removalId) {
      const removal = await findRemoval(db, removalId)
      if (removal === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such removal' })
      return removal
    },
    findBlock: (roomId) => findBlock(db, roomId),
    async setBlock(session, roomId, block) {
      if (block) await insertBlock(db, { roomId, userNid: session.userNid, atMs: deps.clock.now() })
      else await deleteBlock(db, roomId)
    },
    async assertNotBlocked(roomIdOrAlias) {
      if (!(await isBlocked(db, roomIdOrAlias))) return
      throw new MatrixError('M_FORBIDDEN', { message: 'This room has been blocked on this server' })
    },
    async makeRoomAdmin(session, roomIdOrAlias, userId = session.userId) {
      if (!isUserId(userId)) throw new MatrixError('M_INVALID_PARAM', { message: 'That is not a user id' })
      await makeRoomAdmin(deps, await getRoom(deps, roomIdOrAlias), userId)
    },
  }
}

async function list(
  deps: RoomAdminDeps,
  filter: { text: string | undefined },
  page: { from: number; limit: number; byMembers: boolean; backwards: boolean },
): Promise<{ rooms: RoomDetails[]; total: number }> {
  const { rooms: listed, total } = await listRooms(deps.db, filter, page)
  const loaded = await deps.rooms.getMany(listed.map((each) => each.roomNid))
  const byNid = new Map(loaded.map((room) => [room.roomNid, room]))
  const rooms = listed.flatMap((each) => {
    const room = byNid.get(each.roomNid)
    return room === undefined ? [] : [detailsOf(room, each)]
  })
  return { rooms, total }
}

async function getState(deps: RoomAdminDeps, roomId: string): Promise<{ text: string; reads: Read<'events'>[] }> {
  const room = await getRoom(deps, roomId)
  await deps.rooms.ensureAllMembers(room)
  await room.settled?.catch(() => undefined)
  const members = [...room.members.values()].flatMap((member) => (member === null ? [] : [member]))
  const state = [...[...room.state.values()].flatMap((entries) => [...entries.values()]), ...members]
  const text = `{"state":[${state.map((each) => stateJsonOf(room.roomId, each)).join(',')}]}`
  return { text, reads: shownReads({ kind: 'events', roomNid: room.roomNid }, state.map(({ position }) => position)) }
}

async function getRoom(deps: RoomAdminDeps, roomIdOrAlias: string): Promise<Room> {
  const room = await deps.rooms.find(roomIdOrAlias)
  if (room === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such room' })
  return room
}

async function getListed(deps: RoomAdminDeps, room: Room): Promise<ListedRoom> {
  const listed = await findListedRoom(deps.db, room.roomNid)
  if (listed === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such room' })
  return listed
}
