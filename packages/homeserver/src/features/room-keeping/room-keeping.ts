// Rooms are never without an admin: one that its last admin leaves goes to its organisation, in whose name the server's
// own account looks after it until somebody of the organisation takes it over.
import { MatrixError } from '@chappe/contract'
import type { JsonObject } from '@chappe/core'
import { isJsonObject } from '@chappe/core'
import type { ProfilePolicy } from '@chappe/policy'
import { ADMIN_LEVEL, adminsOf, FORUM, forumDeclarationOf, isKept, joinedAdmins, OWNERSHIP } from '@chappe/policy'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { RoomEngine } from '../../engine/engine.ts'
import type { Room } from '../../engine/room.ts'
import { authStateOf, findState } from '../../engine/room.ts'
import type { Session } from '../../session.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { Handover } from './room-keeping-store.ts'
import { findHandover, insertHandover, listActing, listHandovers, recordTaking } from './room-keeping-store.ts'

export type { Handover } from './room-keeping-store.ts'

/** What the operations need. */
export interface RoomKeepingDeps {
  db: Db
  clock: Clock
  engine: Pick<RoomEngine, 'registry' | 'accountFacts'>
  rooms: Rooms
  people: KeepingPeople
  settings: { policy: ProfilePolicy }
}

/** Whom the server acts as. */
export interface KeepingPeople {
  /** The server's own account. */
  serverUserId: string
  serverCaller(): Promise<Session>
  /** A session of somebody who is not there. */
  sessionOf(userId: string): Promise<Session>
}

/** The operations of this feature. */
export interface RoomKeeping {
  /** Somebody is about to leave: where they are the last admin and others stay, the room goes to its organisation first. */
  beforeLeaving(session: Session, roomId: string): Promise<void>
  /** The rooms that wait for somebody of an organisation; of nobody's rooms, for an operator. */
  list(session: Session): Promise<Handover[]>
  /**
   * Makes whoever asks an admin of a room that has none who can act, and invites them to it; the act is on record
   * before. Throws `M_FORBIDDEN` to those who are no admin of the room's organisation and where the room has an admin,
   * `M_NOT_FOUND` where there is no room that is kept like that.
   */
  takeOver(session: Session, roomId: string): Promise<void>
  /** Somebody has come into a room: where they look after it now, the server goes. */
  afterJoining(userId: string, room: Room): Promise<void>
}

const MAX_LISTED = 500

/** Ties the operations to what they need. */
export function createRoomKeeping(deps: RoomKeepingDeps): RoomKeeping {
  return {
    beforeLeaving: (session, roomId) => beforeLeaving(deps, session, roomId),
    async list(session) {
      if (session.roles.includes('operator')) return listHandovers(deps.db, undefined, MAX_LISTED)
      if (!session.roles.includes('organisation_admin') || session.organisationNid === undefined) throw notYours()
      return listHandovers(deps.db, session.organisationNid, MAX_LISTED)
    },
    takeOver: (session, roomId) => takeOver(deps, session, roomId),
    afterJoining: (userId, room) => afterJoining(deps, userId, room),
  }
}

function notYours(): MatrixError {
  return new MatrixError('M_FORBIDDEN', { message: 'Only an admin of the organisation of a room takes it over' })
}

/** The room where the server keeps it and its admins are in memory; nothing else is looked after. */
async function keptRoomOf(deps: RoomKeepingDeps, roomId: string): Promise<Room | undefined> {
  if (!deps.settings.policy.roomsKeepAdmins) return undefined
  const room = await deps.engine.registry.find(roomId)
  if (room === undefined || !isKept(viewOf(deps, room), deps.settings.policy)) return undefined
  await deps.engine.registry.ensureMembers(room, adminsOf(viewOf(deps, room)))
  return room
}

function viewOf({ people }: RoomKeepingDeps, room: Room): { rules: Room['rules']; state: ReturnType<typeof authStateOf>; serverUserId: string } {
  return { rules: room.rules, state: authStateOf(room), serverUserId: people.serverUserId }
}

async function beforeLeaving(deps: RoomKeepingDeps, session: Session, roomId: string): Promise<void> {
  const room = await keptRoomOf(deps, roomId)
  if (room === undefined || session.userId === deps.people.serverUserId) return
  const admins = joinedAdmins(viewOf(deps, room)).filter((userId) => userId !== deps.people.serverUserId)
  if (admins.length !== 1 || admins[0] !== session.userId || othersIn(deps, room) === 0) return
  await handOver(deps, room, { session, reason: 'admin_left' })
}

/** How many are in the room beside the one admin and the server. */
function othersIn({ people }: RoomKeepingDeps, room: Room): number {
  return room.joinedCount - 1 - Number(isServerIn({ people }, room))
}

/** Whether the server looks after a room. */
function isServerIn({ people }: Pick<RoomKeepingDeps, 'people'>, room: Room): boolean {
  return findState(room, 'm.room.member', people.serverUserId)?.auth.content['membership'] === 'join'
}

/** Each step finds what an earlier attempt has done: cut short anywhere, it is finished by the next one. */
async function handOver(
  deps: RoomKeepingDeps,
  room: Room,
  { session, reason }: { session: Session; reason: 'admin_left' | 'admins_stopped' },
): Promise<void> {
  const { roomId } = room
  const server = await deps.people.serverCaller()
  const organisationId = await organisationOf(deps, room, session.userId)
  const membership = findState(room, 'm.room.member', server.userId)?.auth.content['membership']
  if (membership !== 'join' && membership !== 'invite') {
    await deps.rooms.inviteUser(session, { roomId, userId: server.userId, reason: 'The room goes to its organisation' })
  }
  await deps.rooms.joinRoom(server, { roomIdOrAlias: roomId, reason: undefined })
  const atMs = deps.clock.now()
  const content: JsonObject = { ...(organisationId === undefined ? {} : { organisation: organisationId }), reason, since_ms: atMs }
  await deps.rooms.setRoomState(server, { roomId, type: OWNERSHIP, stateKey: '', content })
  await insertHandover(deps.db, { roomNid: room.roomNid, organisationId, reason, lastAdmin: session.userId, atMs })
}

/** Whose a room is: its forum declaration says it, or else it is that of its last admin's organisation. */
async function organisationOf({ engine }: RoomKeepingDeps, room: Room, lastAdmin: string): Promise<string | undefined> {
  const declared = forumDeclarationOf(room.state.get(FORUM)?.get('')?.auth.content)
  return declared?.organisation ?? (await engine.accountFacts.of([lastAdmin])).get(lastAdmin)?.organisationId
}

async function takeOver(deps: RoomKeepingDeps, session: Session, roomId: string): Promise<void> {
  assertAgent(session)
  const room = await keptRoomOf(deps, roomId)
  if (room === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such room, or none that needs an admin' })
  if (!isServerIn(deps, room)) await handOverStopped(deps, session, room)
  const handover = await findHandover(deps.db, room.roomNid)
  if (handover === undefined || !mayTake(session, handover)) throw notYours()
  await recordTaking(deps.db, room.roomNid, { userId: session.userId, atMs: deps.clock.now() })
  const server = await deps.people.serverCaller()
  await giveLevel(deps, server, room, session.userId)
  const membership = findState(room, 'm.room.member', session.userId)?.auth.content['membership']
  if (membership === 'join') return afterJoining(deps, session.userId, room)
  if (membership !== 'invite') await deps.rooms.inviteUser(server, { roomId, userId: session.userId, reason: 'The room is yours to look after' })
}

function assertAgent({ roles }: Session): void {
  if (!roles.includes('organisation_admin') && !roles.includes('operator')) throw notYours()
}

function mayTake({ roles, organisationNid }: Session, handover: { organisationNid: number | null }): boolean {
  if (handover.organisationNid === null) return roles.includes('operator')
  return roles.includes('organisation_admin') && organisationNid === handover.organisationNid
}

function hasAdmin(): MatrixError {
  return new MatrixError('M_FORBIDDEN', { message: 'This room has an admin who can act' })
}

/** All admins of a room are stopped: it goes to the organisation of the one who was named first, in their name. */
async function handOverStopped(deps: RoomKeepingDeps, session: Session, room: Room): Promise<void> {
  const admins = joinedAdmins(viewOf(deps, room)).filter((userId) => userId !== deps.people.serverUserId)
  const [first] = admins
  if (first === undefined || (await listActing(deps.db, admins)).length > 0) throw hasAdmin()
  // Whose it is has to be certain before anything is done: nobody but its organisation brings the server in.
  const facts = await deps.engine.accountFacts.of([session.userId])
  const organisationId = await organisationOf(deps, room, first)
  if (organisationId === undefined ? !session.roles.includes('operator') : facts.get(session.userId)?.organisationId !== organisationId) throw notYours()
  await handOver(deps, room, { session: await deps.people.sessionOf(first), reason: 'admins_stopped' })
}

async function giveLevel(deps: RoomKeepingDeps, server: Session, room: Room, userId: string): Promise<void> {
  await deps.engine.registry.ensureMembers(room, [userId])
  if (adminsOf(viewOf(deps, room)).includes(userId)) return
  const before = room.state.get('m.room.power_levels')?.get('')?.auth.content ?? {}
  const users = isJsonObject(before['users']) ? before['users'] : {}
  const content: JsonObject = { ...before, users: { ...users, [userId]: ADMIN_LEVEL } }
  await deps.rooms.setRoomState(server, { roomId: room.roomId, type: 'm.room.power_levels', stateKey: '', content })
}

async function afterJoining(deps: RoomKeepingDeps, userId: string, room: Room): Promise<void> {
  const { serverUserId } = deps.people
  if (userId === serverUserId || !isServerIn(deps, room)) return
  if (!isKept(viewOf(deps, room), deps.settings.policy) || !adminsOf(viewOf(deps, room)).includes(userId)) return
  await deps.rooms.leaveRoom(await deps.people.serverCaller(), { roomId: room.roomId, reason: undefined })
}
