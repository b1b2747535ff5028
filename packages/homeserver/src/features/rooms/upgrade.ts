// Upgrading: a room is replaced by one of another version that takes over what can be taken over.
// https://spec.matrix.org/v1.19/client-server-api/#room-upgrades
import { createHash } from 'node:crypto'
import { MatrixError } from '@chappe/contract'
import type { JsonObject, JsonValue } from '@chappe/core'
import { isUserId, privilegedCreators, requiredPowerLevel, userPowerLevel } from '@chappe/core'
import { AUDIENCE, checkContent, DIRECT, EXTERNALS, FORUM, isKept, RETENTION } from '@chappe/policy'
import type { Room } from '../../engine/room.ts'
import { authStateOf } from '../../engine/room.ts'
import { parsePdu } from '../../engine/row-mapping.ts'
import type { Draft } from '../../engine/steps/append.ts'
import { serverUserIdOf } from '../../server-user.ts'
import type { Session } from '../../session.ts'
import { joinedRoomOf } from './access.ts'
import { aliasesOf } from './canonical-alias.ts'
import type { PlannedState } from './new-room.ts'
import { makeRoom, memberDraft, requiredEncryption, rulesOfVersion, stateDrafts } from './new-room.ts'
import { listMembersByMembership } from './reading-store.ts'
import type { RoomsDeps } from './rooms-deps.ts'
import { appendOne } from './send.ts'
import type { VersionChange } from './upgraded-state.ts'
import { silencedPowerLevels, upgradedJoinRules, upgradedPowerLevels } from './upgraded-state.ts'
import { deleteUpgrade, findSuccessorId, upsertUpgrade } from './upgrades-store.ts'

/** What is asked for. */
export interface UpgradeInput {
  roomId: string
  newVersion: string
  additionalCreators: readonly string[]
}

/** State with an empty key that goes over as it is. */
const CARRIED = [
  'm.room.name',
  'm.room.topic',
  'm.room.avatar',
  'm.room.guest_access',
  'm.room.history_visibility',
  'm.room.encryption',
  'm.room.server_acl',
  AUDIENCE,
  EXTERNALS,
  FORUM,
  RETENTION,
]
/** State of any key that does: what is in a space, and which spaces a room is in. */
const CARRIED_RELATIONS = ['m.space.child', 'm.space.parent']
const MAX_BANS = 10_000

/**
 * Replaces a room; gives back the new one. `ready` is called for the upgrader, who is in it. Throws `M_FORBIDDEN` to
 * those who may not close the room, `M_UNSUPPORTED_ROOM_VERSION` for a version that is not known.
 */
export async function upgradeRoom(deps: RoomsDeps, session: Session, input: UpgradeInput): Promise<Room> {
  const old = await joinedRoomOf(deps, session.userId, input.roomId)
  const to = rulesOfVersion(input.newVersion)
  assertMayClose(old, session.userId)
  const additional = to.privilegedCreators ? creatorsOf(deps, session, input, old) : []
  const create = old.state.get('m.room.create')?.get('')?.auth
  const change: VersionChange = {
    from: old.rules,
    to,
    oldCreators: privilegedCreators(old.rules, create),
    newCreators: [session.userId, ...additional],
  }
  const request = requestOf(session, input)
  const room = (await cutShort(deps, old, request)) ?? (await makeSuccessor(deps, session, { old, change, additional, request }))
  await close(deps, session, { old, room })
  await deleteUpgrade(deps.db, old.roomNid, room.roomNid)
  return room
}

/** Who asks for what: a request that was cut short is known again by it. */
function requestOf({ userId }: Session, { newVersion, additionalCreators }: UpgradeInput): Buffer {
  return createHash('sha256').update(JSON.stringify([userId, newVersion, additionalCreators])).digest()
}

/** The room that the same request has made before it was cut short. */
async function cutShort(deps: RoomsDeps, old: Room, request: Buffer): Promise<Room | undefined> {
  const roomId = await findSuccessorId(deps.db, old.roomNid, request)
  return roomId === undefined ? undefined : deps.engine.registry.find(roomId)
}

async function makeSuccessor(
  deps: RoomsDeps,
  session: Session,
  { old, change, additional, request }: { old: Room; change: VersionChange; additional: readonly string[]; request: Buffer },
): Promise<Room> {
  const { to } = change
  const bans = await listMembersByMembership(deps.db, old.roomNid, 'ban', MAX_BANS)
  const aliases = await deps.names.listAliases(old.roomNid)
  const profile = await deps.people.profileOf(session.userId)
  return makeRoom(deps, {
    rules: to,
    creator: session.userId,
    life: session.life,
    creation: creationOf(old, additional),
    // Before anything of it is durable: a crash after that is finished by the same request.
    before: (room) => upsertUpgrade(deps.db, { roomNid: old.roomNid, successorNid: room.roomNid, request }),
    rest: ({ roomId }) => [
      memberDraft(session.userId, session.userId, profile, { membership: 'join' }),
      ...stateDrafts(session.userId, carriedState(deps, old, { to, newRoomId: roomId, aliases })),
      ...banDrafts(session.userId, bans, change),
      // Last, since without power levels the creator may do all of the above, whatever they may do afterwards.
      ...stateDrafts(session.userId, [{ type: 'm.room.power_levels', content: upgradedPowerLevels(levelsOf(old), change) }]),
    ],
  })
}

function assertMayClose(room: Room, userId: string): void {
  const state = authStateOf(room)
  if (userPowerLevel(room.rules, state, userId) >= requiredPowerLevel(room.rules, state, 'm.room.tombstone', true)) return
  throw new MatrixError('M_FORBIDDEN', { message: 'You may not upgrade this room' })
}

function creatorsOf({ settings }: RoomsDeps, { userId: upgrader }: Session, { additionalCreators }: UpgradeInput, old: Room): string[] {
  if (!additionalCreators.every((userId) => isUserId(userId))) {
    throw new MatrixError('M_INVALID_PARAM', { message: 'additional_creators holds what is not a user id' })
  }
  const serverUserId = serverUserIdOf(settings.serverName)
  // Whose the room is if its last admin leaves goes over with it.
  const keepers = isKept({ rules: old.rules, state: authStateOf(old), serverUserId }, settings.policy) ? [serverUserId] : []
  return [...new Set([...additionalCreators, ...keepers])].filter((userId) => userId !== upgrader)
}

function stateOf(room: Room, type: string): JsonObject | undefined {
  return room.state.get(type)?.get('')?.auth.content
}

function creationOf(old: Room, additional: readonly string[]): JsonObject {
  const { type, 'm.federate': federate, [DIRECT]: direct } = stateOf(old, 'm.room.create') ?? {}
  return {
    predecessor: { room_id: old.roomId, ...(old.lastEventId === undefined ? {} : { event_id: old.lastEventId }) },
    ...(type === undefined ? {} : { type }),
    ...(federate === undefined ? {} : { 'm.federate': federate }),
    ...(direct === true ? { [DIRECT]: true } : {}),
    ...(additional.length === 0 ? {} : { additional_creators: [...additional] }),
  }
}

function levelsOf(room: Room): JsonObject {
  const content = stateOf(room, 'm.room.power_levels')
  if (content !== undefined) return content
  const create = room.state.get('m.room.create')?.get('')
  return room.rules.privilegedCreators || create === undefined ? {} : { users: { [create.sender]: 100 } }
}

function carriedState(
  deps: RoomsDeps,
  old: Room,
  into: { to: VersionChange['to']; newRoomId: string; aliases: readonly string[] },
): PlannedState[] {
  const joinRules = stateOf(old, 'm.room.join_rules') ?? { join_rule: 'invite' }
  const ids = { oldRoomId: old.roomId, newRoomId: into.newRoomId }
  const state: PlannedState[] = [{ type: 'm.room.join_rules', content: upgradedJoinRules(joinRules, into.to, ids) }]
  for (const type of CARRIED) {
    // What the old room has although the policy would refuse it now stays behind.
    const content = stateOf(old, type)
    if (content !== undefined && checkContent({ type, content }, deps.settings.policy).length === 0) state.push({ type, content })
  }
  const encrypted = state.some((each) => each.type === 'm.room.encryption')
  if (!encrypted) state.push(...requiredEncryption(deps.settings.policy, state[0]?.content['join_rule'], state))
  for (const type of CARRIED_RELATIONS) {
    for (const [key, { auth }] of old.state.get(type) ?? []) {
      // "When not present or invalid, the child room is not considered to be part of the space": a child taken out.
      if (Array.isArray(auth.content['via'])) state.push({ type, state_key: key, content: auth.content })
    }
  }
  const names = canonicalOf(stateOf(old, 'm.room.canonical_alias') ?? {}, (alias) => into.aliases.includes(alias))
  if (aliasesOf(names).length > 0) state.push({ type: 'm.room.canonical_alias', content: names })
  return state
}

function canonicalOf(content: JsonObject, keeps: (alias: string) => boolean): JsonObject {
  const { alias, alt_aliases: alternatives } = content
  const kept: JsonValue[] = (Array.isArray(alternatives) ? alternatives : []).filter(
    (each) => typeof each === 'string' && keeps(each),
  )
  return {
    ...(typeof alias === 'string' && keeps(alias) ? { alias } : {}),
    ...(kept.length === 0 ? {} : { alt_aliases: kept }),
  }
}

function banDrafts(sender: string, bans: readonly { userId: string; json: string }[], change: VersionChange): Draft[] {
  // Nobody can ban a creator, and the upgrader is in the room.
  const unbannable = new Set(change.newCreators)
  return bans.flatMap(({ userId, json }) => {
    if (unbannable.has(userId)) return []
    const { reason } = parsePdu(json).content
    const content = { membership: 'ban', ...(typeof reason === 'string' ? { reason } : {}) }
    return [{ type: 'm.room.member', stateKey: userId, sender, content }]
  })
}

/** Points the old room to the new one, hands its names over and lets nobody speak there; twice does no more than once. */
async function close(
  deps: RoomsDeps,
  session: Session,
  { old, room }: { old: Room; room: Room },
): Promise<void> {
  const set = (type: string, content: JsonObject): Promise<string> =>
    appendOne(deps, old, { type, stateKey: '', sender: session.userId, content, deviceNid: session.deviceNid, life: session.life })
  await set('m.room.tombstone', { body: 'This room has been replaced', replacement_room: room.roomId })
  await deps.names.handOver(old.roomNid, room.roomNid)
  const aliases = await deps.names.listAliases(room.roomNid)
  const names = stateOf(old, 'm.room.canonical_alias') ?? {}
  const left = canonicalOf(names, (alias) => !aliases.includes(alias))
  if (aliasesOf(left).length < aliasesOf(names).length) await ifAllowed(set('m.room.canonical_alias', left))
  const silenced = silencedPowerLevels(levelsOf(old), old.rules)
  if (silenced !== undefined) await ifAllowed(set('m.room.power_levels', silenced))
}

/** "If possible": whoever may close a room may not always change what else is in it. */
async function ifAllowed(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof MatrixError) || error.code !== 'M_FORBIDDEN') throw error
  }
}
