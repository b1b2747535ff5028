// Creating a room: all its first events at once, or no room at all.
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3createroom
import { MatrixError } from '@chappe/contract'
import type { JsonObject, RoomVersionRules } from '@chappe/core'
import { DEFAULT_ROOM_VERSION, isRoomAlias, isUserId } from '@chappe/core'
import type { ProfilePolicy } from '@chappe/policy'
import { DIRECT, EXERCISE } from '@chappe/policy'
import type { Draft } from '../../engine/steps/append.ts'
import { serverUserIdOf } from '../../server-user.ts'
import type { Session } from '../../session.ts'
import { aliasesOf } from './canonical-alias.ts'
import { addressesRefused, assertInvitable } from './invitations.ts'
import type { Room } from '../../engine/room.ts'
import type { PlannedState, RoomPlan } from './new-room.ts'
import { makeRoom, memberDraft, requiredEncryption, rulesOfVersion, stateDrafts } from './new-room.ts'
import { defaultPowerLevels } from './power-levels.ts'
import type { MemberProfile, RoomsDeps } from './rooms-deps.ts'

/** How a room is to be. Field names as on the wire. */
export interface CreateRoomInput {
  creation_content?: JsonObject | undefined
  initial_state?: PlannedState[] | undefined
  invite?: string[] | undefined
  invite_3pid?: readonly object[] | undefined
  is_direct?: boolean | undefined
  name?: string | undefined
  power_level_content_override?: JsonObject | undefined
  preset?: Preset | undefined
  room_alias_name?: string | undefined
  room_version?: string | undefined
  topic?: string | undefined
  visibility?: 'public' | 'private' | undefined
}

type Preset = 'private_chat' | 'public_chat' | 'trusted_private_chat'

const PRESETS: Readonly<Record<Preset, { joinRule: string; guestAccess: string }>> = {
  private_chat: { joinRule: 'invite', guestAccess: 'can_join' },
  trusted_private_chat: { joinRule: 'invite', guestAccess: 'can_join' },
  public_chat: { joinRule: 'public', guestAccess: 'forbidden' },
}

/** What the server's own rooms begin with besides. */
export interface OwnBeginning {
  /** Is done before the first events are stored; where it fails there is no room. */
  before(room: { roomNid: number; roomId: string }): Promise<void>
  /** A message that is stored with them: who is invited finds it there. It relates to nothing. */
  message: { type: string; content: JsonObject; txnId: string }
}

/** A room that was made, and the id of its message. */
export interface BegunRoom {
  roomId: string
  eventId: string
}

/** Creates a room that begins with a message, in one commit. Throws as `createRoom`. */
export async function beginRoom(deps: RoomsDeps, session: Session, input: CreateRoomInput, { before, message }: OwnBeginning): Promise<BegunRoom> {
  const { deviceNid, life, userId: sender } = session
  const { type, content, txnId } = message
  let eventId = ''
  const room = await planRoom(deps, session, input, {
    before,
    // As many rooms as there are people, each for somebody who may come tomorrow.
    isLeft: true,
    last: [{ type, content, sender, deviceNid, life, txnId }],
    async stored({ roomNid }, eventIds) {
      eventId = eventIds.at(-1) ?? ''
      await deps.engine.transactions.note({ deviceNid, roomNid, type, txnId }, eventId)
    },
  })
  return { roomId: room.roomId, eventId }
}

/** Creates a room; gives back its id. Throws `M_ROOM_IN_USE` where its alias is taken, and what the events' rules refuse. */
export async function createRoom(deps: RoomsDeps, session: Session, input: CreateRoomInput): Promise<string> {
  const room = await planRoom(deps, session, input, { last: [] })
  if (input.visibility === 'public') await deps.names.setPublished(room.roomNid, true)
  return room.roomId
}

/** What comes before the first events of a room, at their end, and after them. */
interface Around extends Pick<RoomPlan, 'before' | 'stored' | 'isLeft'> {
  last: readonly Draft[]
}

async function planRoom(deps: RoomsDeps, session: Session, input: CreateRoomInput, { before, last, stored, isLeft = false }: Around): Promise<Room> {
  const rules = rulesOfVersion(input.room_version ?? DEFAULT_ROOM_VERSION)
  const alias = aliasOf(deps, input)
  assertInput(deps, input, alias)
  const invited = [...new Set(input.invite)].filter((userId) => userId !== session.userId)
  await assertInvitable(deps, session.userId, invited)
  const keeper = keeperOf(deps, session, input)
  const profiles = await profilesOf(deps, [session.userId, ...invited])
  return makeRoom(deps, {
    rules,
    creator: session.userId,
    life: session.life,
    creation: creationOf(deps, session, input, rules),
    rest: () => [...draftsOf({ session, input, rules, alias, invited, profiles, keeper, policy: policyFor(deps, input) }), ...last],
    async before(room) {
      if (alias !== undefined && !(await deps.names.takeAlias(alias, room.roomNid, session.userId))) throw new MatrixError('M_ROOM_IN_USE')
      await before?.(room)
    },
    isLeft,
    ...(stored === undefined ? {} : { stored }),
  })
}

/** What is made up for a drill is encrypted where the drill says so. */
function policyFor({ settings }: RoomsDeps, { creation_content: creation }: CreateRoomInput): ProfilePolicy {
  return creation?.[EXERCISE] === true ? { ...settings.policy, encryptedPrivateRooms: false } : settings.policy
}

function assertInput(deps: RoomsDeps, input: CreateRoomInput, alias: string | undefined): void {
  if ((input.invite_3pid ?? []).length > 0) throw addressesRefused()
  for (const userId of input.invite ?? []) {
    if (!isUserId(userId)) throw new MatrixError('M_INVALID_PARAM', { message: `${userId} is not a user id` })
  }
  for (const state of input.initial_state ?? []) {
    // The room has no other alias yet than the one it is created with.
    if (state.type === 'm.room.canonical_alias' && (state.state_key ?? '') === '') {
      if (aliasesOf(state.content).some((each) => each !== alias)) throw new MatrixError('M_BAD_ALIAS')
    }
  }
  if (input.visibility === 'public' && deps.settings.policy.namedPublishedRooms && input.name === undefined) {
    throw new MatrixError('M_INVALID_PARAM', { message: 'A room in the directory needs a name' })
  }
}

/** "The server SHOULD combine `additional_creators` specified here and the `invite` array", in trusted private chats. */
function creationOf(deps: RoomsDeps, session: Session, input: CreateRoomInput, rules: RoomVersionRules): JsonObject {
  const { [DIRECT]: _, ...given } = input.creation_content ?? {}
  const content: JsonObject = deps.settings.policy.roomsKeepAdmins && isTalk(input) ? { ...given, [DIRECT]: true } : given
  const keeper = keeperOf(deps, session, input)
  const isTrusted = input.preset === 'trusted_private_chat'
  if (!rules.privilegedCreators || (!isTrusted && keeper === undefined)) return content
  const listed = content['additional_creators']
  if (listed !== undefined && !Array.isArray(listed)) return content
  const others = [...(listed ?? []), ...((isTrusted ? input.invite : undefined) ?? []), ...(keeper === undefined ? [] : [keeper])]
  return { ...content, additional_creators: [...new Set(others)].filter((userId) => userId !== session.userId) }
}

/**
 * The server's own account, which looks after the room when its last admin has left; a talk of two people is theirs.
 */
function keeperOf({ settings }: RoomsDeps, session: Session, input: CreateRoomInput): string | undefined {
  const keeper = serverUserIdOf(settings.serverName)
  return settings.policy.roomsKeepAdmins && !isTalk(input) && session.userId !== keeper ? keeper : undefined
}

function isTalk({ is_direct: isDirect, invite = [], preset }: CreateRoomInput): boolean {
  return isDirect === true && invite.length <= 1 && preset !== 'public_chat'
}

interface Creation {
  session: Session
  input: CreateRoomInput
  rules: RoomVersionRules
  alias: string | undefined
  /** Everybody invited, the creator left out. */
  invited: readonly string[]
  profiles: ReadonlyMap<string, MemberProfile>
  keeper: string | undefined
  policy: ProfilePolicy
}

/** What follows the create event, in the order of the specification. */
function draftsOf(creation: Creation): Draft[] {
  const { session, input, rules, alias, invited, profiles, keeper, policy } = creation
  const sender = session.userId
  const preset = input.preset ?? (input.visibility === 'public' ? 'public_chat' : 'private_chat')
  const levels = { rules, creator: sender, preset, invite: invited, override: input.power_level_content_override, keeper }
  const naming = namingState(input)
  const named = new Set(naming.map((each) => each.type))
  const state: PlannedState[] = [
    { type: 'm.room.power_levels', content: defaultPowerLevels(levels) },
    ...(alias === undefined ? [] : [{ type: 'm.room.canonical_alias', content: { alias } }]),
    ...presetState(input, preset, policy),
    // "This overwrites any m.room.name event in initial_state."
    ...(input.initial_state ?? []).filter((each) => (each.state_key ?? '') !== '' || !named.has(each.type)),
    ...naming,
  ]
  const direct = input.is_direct === true ? { is_direct: true } : {}
  return [
    memberDraft(sender, sender, profiles.get(sender) ?? {}, { membership: 'join' }),
    ...stateDrafts(sender, state),
    ...invited.map((userId) => memberDraft(sender, userId, profiles.get(userId) ?? {}, { membership: 'invite', ...direct })),
  ]
}

/** What the preset says, as far as the input does not say otherwise. */
function presetState(input: CreateRoomInput, preset: Preset, policy: ProfilePolicy): PlannedState[] {
  const { joinRule, guestAccess } = PRESETS[preset]
  const state: PlannedState[] = [
    { type: 'm.room.join_rules', content: { join_rule: joinRule } },
    { type: 'm.room.history_visibility', content: { history_visibility: 'shared' } },
    { type: 'm.room.guest_access', content: { guest_access: policy.publicHistoryAndGuests ? guestAccess : 'forbidden' } },
  ]
  state.push(...requiredEncryption(policy, joinRuleOf(input, joinRule), input.initial_state ?? []))
  const given = new Set((input.initial_state ?? []).filter((each) => (each.state_key ?? '') === '').map((each) => each.type))
  return state.filter((each) => !given.has(each.type))
}

function namingState({ name, topic }: CreateRoomInput): PlannedState[] {
  const state: PlannedState[] = []
  if (name !== undefined) state.push({ type: 'm.room.name', content: { name } })
  if (topic !== undefined) state.push({ type: 'm.room.topic', content: { topic, 'm.topic': { 'm.text': [{ body: topic }] } } })
  return state
}

function joinRuleOf(input: CreateRoomInput, preset: string): unknown {
  const given = input.initial_state?.find((each) => each.type === 'm.room.join_rules' && (each.state_key ?? '') === '')
  return given?.content['join_rule'] ?? preset
}

async function profilesOf(deps: RoomsDeps, userIds: readonly string[]): Promise<Map<string, MemberProfile>> {
  const unique = [...new Set(userIds)]
  const profiles = await Promise.all(unique.map((userId) => deps.people.profileOf(userId)))
  return new Map(unique.map((userId, index) => [userId, profiles[index] ?? {}]))
}

function aliasOf(deps: RoomsDeps, input: CreateRoomInput): string | undefined {
  if (input.room_alias_name === undefined) return undefined
  const alias = `#${input.room_alias_name}:${deps.settings.serverName}`
  if (!isRoomAlias(alias)) throw new MatrixError('M_INVALID_PARAM', { message: 'That alias is not valid' })
  return alias
}
