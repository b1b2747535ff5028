// Creating a room: all its first events at once, or no room at all.
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3createroom
import { MatrixError } from '@chappe/contract'
import type { JsonObject } from '@chappe/core'
import type { RoomVersionRules } from '@chappe/core'
import { DEFAULT_ROOM_VERSION, isRoomAlias, isUserId, roomIdFromCreate, roomVersionRules } from '@chappe/core'
import type { ProfilePolicy } from '@chappe/policy'
import type { Room } from '../../engine/room.ts'
import { deleteEmptyRoom, insertRoom } from '../../engine/rooms-store.ts'
import type { Draft } from '../../engine/steps/append.ts'
import { append, eventIdOfDraft } from '../../engine/steps/append.ts'
import { emptyRoom } from '../../engine/steps/load-rooms.ts'
import type { Session } from '../../session.ts'
import { defaultPowerLevels } from './power-levels.ts'
import type { MemberProfile, RoomsDeps } from './rooms-deps.ts'
import { assertPolicy } from './send.ts'

/** How a room is to be. Field names as on the wire. */
export interface CreateRoomInput {
  creation_content?: JsonObject | undefined
  initial_state?: InitialState[] | undefined
  invite?: string[] | undefined
  is_direct?: boolean | undefined
  name?: string | undefined
  power_level_content_override?: JsonObject | undefined
  preset?: Preset | undefined
  room_alias_name?: string | undefined
  room_version?: string | undefined
  topic?: string | undefined
  visibility?: 'public' | 'private' | undefined
}

interface InitialState {
  type: string
  state_key?: string | undefined
  content: JsonObject
}

type Preset = 'private_chat' | 'public_chat' | 'trusted_private_chat'

const PRESETS: Readonly<Record<Preset, { joinRule: string; guestAccess: string }>> = {
  private_chat: { joinRule: 'invite', guestAccess: 'can_join' },
  trusted_private_chat: { joinRule: 'invite', guestAccess: 'can_join' },
  public_chat: { joinRule: 'public', guestAccess: 'forbidden' },
}

const ENCRYPTION = { algorithm: 'm.megolm.v1.aes-sha2' }
const MAX_ATTEMPTS = 20

/** Creates a room; gives back its id. Throws `M_ROOM_IN_USE` where its alias is taken, and what the events' rules refuse. */
export async function createRoom(deps: RoomsDeps, session: Session, input: CreateRoomInput): Promise<string> {
  const version = input.room_version ?? DEFAULT_ROOM_VERSION
  const rules = roomVersionRules(version)
  // Versions 1 and 2 refer to events by pairs of id and hash; nothing creates rooms of them any more.
  if (rules === undefined || rules.eventIdFormat === 'server') throw new MatrixError('M_UNSUPPORTED_ROOM_VERSION')
  assertInput(deps, input)
  // Better refused before anything of the room is stored.
  deps.engine.append.committer.assertOpen()
  const alias = aliasOf(deps, input)
  await deps.engine.ensureRules(session.userId)
  const profiles = await profilesOf(deps, [session.userId, ...(input.invite ?? [])])
  const { room, createdAt } = await newRoom(deps, session, input, rules)
  try {
    if (alias !== undefined && !(await deps.names.takeAlias(alias, room.roomNid, session.userId))) {
      throw new MatrixError('M_ROOM_IN_USE')
    }
    await append(deps.engine.append, room, draftsOf({ session, input, rules, alias, profiles, deps, createdAt }))
    if (input.visibility === 'public') await deps.names.setPublished(room.roomNid, true)
  } catch (error) {
    // Nobody has seen the room: its name goes; where it is in doubt whether it became durable, after the doubt.
    if (error instanceof MatrixError && error.status < 500) await deleteEmptyRoom(deps.db, room.roomNid)
    else void forgetLater(deps, room)
    throw error
  }
  deps.engine.registry.add(room)
  return room.roomId
}

/** Forgets a room that has not become durable, once that is certain. What fails here is met again by `takeAlias`. */
async function forgetLater(deps: RoomsDeps, room: Room): Promise<void> {
  const { committer } = deps.engine.append
  await committer.recovered()
  if (committer.isOpen()) await deleteEmptyRoom(deps.db, room.roomNid).catch(() => undefined)
}

function assertInput(deps: RoomsDeps, input: CreateRoomInput): void {
  for (const userId of input.invite ?? []) {
    if (!isUserId(userId)) throw new MatrixError('M_INVALID_PARAM', { message: `${userId} is not a user id` })
  }
  for (const state of input.initial_state ?? []) assertPolicy(deps, state.type, state.content)
  if (input.visibility === 'public' && deps.settings.policy.namedPublishedRooms && input.name === undefined) {
    throw new MatrixError('M_INVALID_PARAM', { message: 'A room in the directory needs a name' })
  }
}

/** The room object with its create event's place reserved: from version 12 on, the create event makes the room id. */
async function newRoom(
  deps: RoomsDeps,
  session: Session,
  input: CreateRoomInput,
  rules: RoomVersionRules,
): Promise<{ room: Room; createdAt: number }> {
  const base = deps.clock.now()
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const originServerTs = base + attempt
    const blank = emptyRoom({ roomNid: 0, roomId: '', version: rules.version }, base)
    const create = createDraft(session, input, rules, originServerTs)
    const roomId = rules.roomIdIsCreateHash
      ? roomIdFromCreate(eventIdOfDraft(deps.engine.append, blank, create))
      : deps.names.newRoomId()
    // Two rooms made by one person in one millisecond would be one room: the later one moves on.
    const roomNid = await insertRoom(deps.db, { roomId, version: rules.version, createdAtMs: originServerTs })
    if (roomNid === undefined) continue
    const room = emptyRoom({ roomNid, roomId, version: rules.version }, base)
    room.allMembersLoaded = true
    return { room, createdAt: originServerTs }
  }
  throw new MatrixError('M_LIMIT_EXCEEDED', { fields: { retry_after_ms: MAX_ATTEMPTS } })
}

function createDraft(session: Session, input: CreateRoomInput, rules: RoomVersionRules, originServerTs: number): Draft {
  const content: JsonObject = { ...input.creation_content, room_version: rules.version }
  if (!rules.implicitCreator) content['creator'] = session.userId
  if (rules.privilegedCreators && input.preset === 'trusted_private_chat') {
    const given = content['additional_creators']
    const others = [...(Array.isArray(given) ? given : []), ...(input.invite ?? [])]
    content['additional_creators'] = [...new Set(others)].filter((userId) => userId !== session.userId)
  }
  return { type: 'm.room.create', stateKey: '', sender: session.userId, content, originServerTs }
}

interface Creation {
  deps: RoomsDeps
  session: Session
  input: CreateRoomInput
  rules: RoomVersionRules
  alias: string | undefined
  profiles: ReadonlyMap<string, MemberProfile>
  /** The time of the create event, which is part of the room's id. */
  createdAt: number
}

/** The first events, in the order of the specification. */
function draftsOf(creation: Creation): Draft[] {
  const { session, input, rules, alias, profiles, createdAt } = creation
  const sender = session.userId
  const create = createDraft(session, input, rules, createdAt)
  const preset = input.preset ?? (input.visibility === 'public' ? 'public_chat' : 'private_chat')
  const invite = input.invite ?? []
  const levels = { rules, creator: sender, preset, invite, override: input.power_level_content_override, create: create.content }
  const state: InitialState[] = [
    { type: 'm.room.power_levels', content: defaultPowerLevels(levels) },
    ...(alias === undefined ? [] : [{ type: 'm.room.canonical_alias', content: { alias } }]),
    ...presetState(input, preset, creation.deps.settings.policy),
    ...(input.initial_state ?? []),
    ...namingState(input),
  ]
  const direct = input.is_direct === true ? { is_direct: true } : {}
  return [
    create,
    memberDraft(sender, sender, profiles, { membership: 'join' }),
    ...state.map(({ type, state_key: stateKey = '', content }) => ({ type, stateKey, sender, content })),
    ...invite.map((userId) => memberDraft(sender, userId, profiles, { membership: 'invite', ...direct })),
  ]
}

/** What the preset says, as far as the input does not say otherwise. */
function presetState(input: CreateRoomInput, preset: Preset, policy: ProfilePolicy): InitialState[] {
  const { joinRule, guestAccess } = PRESETS[preset]
  const state: InitialState[] = [
    { type: 'm.room.join_rules', content: { join_rule: joinRule } },
    { type: 'm.room.history_visibility', content: { history_visibility: 'shared' } },
    { type: 'm.room.guest_access', content: { guest_access: policy.publicHistoryAndGuests ? guestAccess : 'forbidden' } },
  ]
  const mustEncrypt = policy.encryptedPrivateRooms && joinRuleOf(input, joinRule) !== 'public'
  if (mustEncrypt) state.push({ type: 'm.room.encryption', content: ENCRYPTION })
  const given = new Set((input.initial_state ?? []).filter((each) => (each.state_key ?? '') === '').map((each) => each.type))
  return state.filter((each) => !given.has(each.type))
}

function namingState({ name, topic }: CreateRoomInput): InitialState[] {
  const state: InitialState[] = []
  if (name !== undefined) state.push({ type: 'm.room.name', content: { name } })
  if (topic !== undefined) state.push({ type: 'm.room.topic', content: { topic, 'm.topic': { 'm.text': [{ body: topic }] } } })
  return state
}

function joinRuleOf(input: CreateRoomInput, preset: string): unknown {
  const given = input.initial_state?.find((each) => each.type === 'm.room.join_rules' && (each.state_key ?? '') === '')
  return given?.content['join_rule'] ?? preset
}

function memberDraft(sender: string, userId: string, profiles: ReadonlyMap<string, MemberProfile>, content: JsonObject): Draft {
  const { displayname, avatar_url: avatarUrl } = profiles.get(userId) ?? {}
  const profile: JsonObject = {}
  if (displayname !== undefined) profile['displayname'] = displayname
  if (avatarUrl !== undefined) profile['avatar_url'] = avatarUrl
  return { type: 'm.room.member', stateKey: userId, sender, content: { ...profile, ...content } }
}

async function profilesOf(deps: RoomsDeps, userIds: readonly string[]): Promise<Map<string, MemberProfile>> {
  const unique = [...new Set(userIds)]
  const profiles = await Promise.all(unique.map((userId) => deps.profileOf(userId)))
  return new Map(unique.map((userId, index) => [userId, profiles[index] ?? {}]))
}

function aliasOf(deps: RoomsDeps, input: CreateRoomInput): string | undefined {
  if (input.room_alias_name === undefined) return undefined
  const alias = `#${input.room_alias_name}:${deps.settings.serverName}`
  if (!isRoomAlias(alias)) throw new MatrixError('M_INVALID_PARAM', { message: 'That alias is not valid' })
  return alias
}
