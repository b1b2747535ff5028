// A room that comes to be: all its first events at once, or no room at all.
import { MatrixError } from '@chappe/contract'
import type { JsonObject, RoomVersionRules } from '@chappe/core'
import { roomIdFromCreate, roomVersionRules } from '@chappe/core'
import type { ProfilePolicy } from '@chappe/policy'
import { FORUM } from '@chappe/policy'
import type { Clock } from '../../deps.ts'
import type { Room } from '../../engine/room.ts'
import { RuleRefusal } from '../../engine/room-guard.ts'
import { deleteEmptyRoom, insertRoom } from '../../engine/rooms-store.ts'
import type { Draft } from '../../engine/steps/append.ts'
import { append, eventIdOfDraft } from '../../engine/steps/append.ts'
import { emptyRoom } from '../../engine/steps/load-rooms.ts'
import type { SessionLife } from '../../session.ts'
import type { MemberProfile, RoomsDeps } from './rooms-deps.ts'

/** What a new room is made of. */
export interface RoomPlan {
  rules: RoomVersionRules
  creator: string
  /** That of the creator's session. */
  life: SessionLife | undefined
  /** The content of the create event. */
  creation: JsonObject
  /** What follows the create event; the room has its id by then. */
  rest(room: Room): Draft[]
  /** What has to hold before the events are stored, such as that a name is free. */
  before?(room: Room): Promise<void>
  /** Nobody here goes on in it: it is loaded when somebody asks for it. */
  isLeft?: boolean
  /** The events are stored; their ids are in the order of the drafts, that of the create event first. */
  stored?(room: Room, eventIds: readonly string[]): Promise<void>
}

/** A state event with everything but its sender. */
export interface PlannedState {
  type: string
  state_key?: string | undefined
  content: JsonObject
}

const ENCRYPTION = { algorithm: 'm.megolm.v1.aes-sha2' }
const MAX_ATTEMPTS = 20

/** The rules of a room version; throws `M_UNSUPPORTED_ROOM_VERSION` where Chappe does not speak it. */
export function rulesOfVersion(version: string): RoomVersionRules {
  const rules = roomVersionRules(version)
  if (rules === undefined) throw new MatrixError('M_UNSUPPORTED_ROOM_VERSION')
  return rules
}

/**
 * Makes a room. Throws `M_INVALID_ROOM_STATE` where the authorization rules refuse one of its events, and what `before`
 * throws; nothing of the room is left then.
 */
export async function makeRoom(deps: RoomsDeps, plan: RoomPlan): Promise<Room> {
  // Better refused before anything of the room is stored.
  deps.engine.append.committer.assertOpen()
  await deps.engine.ensureRules(plan.creator)
  const { room, create } = await reserveRoom(deps, plan)
  let eventIds: readonly string[]
  try {
    await plan.before?.(room)
    eventIds = await appendFirst(deps, room, [create, ...plan.rest(room)])
  } catch (error) {
    // Nobody has seen the room: its name goes; where it is in doubt whether it became durable, after the doubt.
    if (error instanceof MatrixError && error.status < 500) await deleteEmptyRoom(deps.db, room.roomNid)
    else void forgetLater(deps, room)
    throw error
  }
  if (plan.isLeft !== true) deps.engine.registry.add(room)
  await plan.stored?.(room, eventIds)
  return room
}

async function appendFirst(deps: RoomsDeps, room: Room, drafts: readonly Draft[]): Promise<string[]> {
  try {
    return await append(deps.engine.append, room, drafts)
  } catch (error) {
    if (!(error instanceof MatrixError) || error.code !== 'M_FORBIDDEN' || error instanceof RuleRefusal) throw error
    throw new MatrixError('M_INVALID_ROOM_STATE', { message: error.message, cause: error })
  }
}

/** Forgets a room that has not become durable, once that is certain. What fails here is met again by `takeAlias`. */
async function forgetLater(deps: RoomsDeps, room: Room): Promise<void> {
  const { committer } = deps.engine.append
  await committer.recovered()
  if (committer.isOpen()) await deleteEmptyRoom(deps.db, room.roomNid).catch(() => undefined)
}

/** The room object with its create event's place reserved: from version 12 on, the create event makes the room id. */
async function reserveRoom(deps: RoomsDeps, plan: RoomPlan): Promise<{ room: Room; create: Draft }> {
  const { rules } = plan
  const base = momentFor(deps.clock)
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const originServerTs = base + attempt
    const create = createDraft(plan, originServerTs)
    const blank = emptyRoom({ roomNid: 0, roomId: '', version: rules.version }, base)
    const roomId = rules.roomIdIsCreateHash
      ? roomIdFromCreate(eventIdOfDraft(deps.engine.append, blank, create))
      : deps.names.newRoomId()
    // Two rooms made by one person in one millisecond would be one room: the later one moves on.
    const roomNid = await insertRoom(deps.db, { roomId, version: rules.version, createdAtMs: originServerTs })
    if (roomNid === undefined) continue
    const room = emptyRoom({ roomNid, roomId, version: rules.version }, base)
    room.allMembersLoaded = true
    return { room, create }
  }
  throw new MatrixError('M_LIMIT_EXCEEDED', { fields: { retry_after_ms: MAX_ATTEMPTS } })
}

/** When the last room was made, by whose clock. */
const latest = new WeakMap<Clock, number>()
/** A clock that was set back further than that is believed. */
const AHEAD_MS_MAX = 1000

/**
 * Now, or a millisecond after the last room: rooms that one person makes in one millisecond would be one room, and whoever
 * makes many, as the server does when it tells everybody something, would try again for most of them.
 */
function momentFor(clock: Clock): number {
  const now = clock.now()
  const next = (latest.get(clock) ?? 0) + 1
  const moment = next > now && next <= now + AHEAD_MS_MAX ? next : now
  latest.set(clock, moment)
  return moment
}

/** "The server will overwrite the following keys: `creator`, `room_version`." Version 11 knows no `creator` any more. */
function createDraft({ rules, creator, life, creation }: RoomPlan, originServerTs: number): Draft {
  const { creator: _, ...given } = creation
  const content: JsonObject = { ...given, room_version: rules.version }
  if (!rules.implicitCreator) content['creator'] = creator
  return { type: 'm.room.create', stateKey: '', sender: creator, content, originServerTs, life }
}

/** The encryption that a room has to have, where the policy says so; `state` is what else it begins with. */
export function requiredEncryption(policy: ProfilePolicy, joinRule: unknown, state: readonly PlannedState[]): PlannedState[] {
  const isForum = state.some((each) => each.type === FORUM)
  if (!policy.encryptedPrivateRooms || (joinRule === 'public' && (isForum || !policy.encryptedOpenRooms))) return []
  return [{ type: 'm.room.encryption', content: ENCRYPTION }]
}

/** A membership event with the names that a profile gives the member. */
export function memberDraft(sender: string, userId: string, profile: MemberProfile, content: JsonObject): Draft {
  const { displayname, avatar_url: avatarUrl } = profile
  const names: JsonObject = {}
  if (displayname !== undefined) names['displayname'] = displayname
  if (avatarUrl !== undefined) names['avatar_url'] = avatarUrl
  return { type: 'm.room.member', stateKey: userId, sender, content: { ...names, ...content } }
}

/** The drafts of state events. */
export function stateDrafts(sender: string, state: readonly PlannedState[]): Draft[] {
  return state.map(({ type, state_key: stateKey = '', content }) => ({ type, stateKey, sender, content }))
}
