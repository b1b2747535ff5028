// What the policy says of rooms, asked once for every event, whichever way it came: the rules themselves are in
// @chappe/policy, and what they need to know is gathered here.
import { MatrixError } from '@chappe/contract'
import type { JsonObject } from '@chappe/core'
import { isJsonObject } from '@chappe/core'
import type { PersonFacts, RoomEvent, RoomPolicy, RoomView, Violation, ViolationCode } from '@chappe/policy'
import { adminsOf, checkNewRoom, checkRoomEvent, FORUM, isKept } from '@chappe/policy'
import type { Db } from '../db/pool.ts'
import type { Clock } from '../deps.ts'
import type { AccountFacts, FactsByUser } from './account-facts.ts'
import { listMembersOf } from './rooms-store.ts'
import type { Room } from './room.ts'
import { authStateOf } from './room.ts'
import { memberOf, parsePdu } from './row-mapping.ts'

/** A rule of the policy refuses an event. The code is for programs, the words for people. */
export class RuleRefusal extends MatrixError {
  readonly violation: ViolationCode

  constructor({ code, reason }: Violation) {
    super('M_FORBIDDEN', { message: reason, fields: { 'org.chappe.rule': code } })
    this.violation = code
  }
}

/** What the policy looks at of an event that is to be. */
export interface JudgedDraft {
  type: string
  stateKey?: string | undefined
  sender: string
  content: JsonObject
  /** The event to redact. */
  redacts?: { json: string } | undefined
}

/** Asks the policy. */
export interface RoomGuard {
  /** Loads whom the rules will ask about; undefined where they ask about nobody. */
  prepare(room: Room, drafts: readonly JudgedDraft[]): Promise<FactsByUser> | FactsByUser | undefined
  /** Throws `RuleRefusal` where a rule is against an event. Memory is what it is judged by. */
  assertAllowed(room: Room, draft: JudgedDraft, asked: { isNew: boolean; people: FactsByUser | undefined }): void
  /** The same for a new room as a whole. */
  assertNewRoom(room: Room, creator: string, people: FactsByUser | undefined): void
}

/** What the guard is made of. */
export interface RoomGuardDeps {
  db: Db
  clock: Clock
  facts: Pick<AccountFacts, 'of'>
  policy: RoomPolicy
  serverUserId: string
}

/** Makes the guard. */
export function createRoomGuard(deps: RoomGuardDeps): RoomGuard {
  const { policy } = deps
  return {
    prepare(room, drafts) {
      const concerned = drafts.flatMap((draft) => concernedBy(room, draft))
      const missing = drafts.some((draft) => mayTakeAdmins(draft)) ? missingAdmins(deps, room) : []
      if (missing.length > 0) return loadMembers(deps, room, missing).then(() => deps.facts.of(concerned))
      return concerned.length === 0 ? undefined : deps.facts.of(concerned)
    },
    assertAllowed(room, draft, { isNew, people }) {
      const [violation] = checkRoomEvent(viewOf(deps, room, { isNew, people }), eventOf(draft), policy)
      if (violation !== undefined) throw new RuleRefusal(violation)
    },
    assertNewRoom(room, creator, people) {
      const [violation] = checkNewRoom(viewOf(deps, room, { isNew: true, people }), creator, policy)
      if (violation !== undefined) throw new RuleRefusal(violation)
    },
  }
}

const NOBODY: ReadonlyMap<string, PersonFacts> = new Map()

function viewOf(deps: RoomGuardDeps, room: Room, { isNew, people = NOBODY }: { isNew: boolean; people: FactsByUser | undefined }): RoomView {
  return {
    rules: room.rules,
    state: authStateOf(room),
    joinedCount: room.joinedCount,
    invitedCount: room.invitedCount,
    isNew,
    serverUserId: deps.serverUserId,
    person: (userId) => people.get(userId),
    nowMs: deps.clock.now(),
  }
}

function eventOf({ type, stateKey, sender, content, redacts }: JudgedDraft): RoomEvent {
  if (redacts === undefined) return { type, stateKey, sender, content, redacts: undefined }
  const target = parsePdu(redacts.json)
  return { type, stateKey, sender, content, redacts: { type: target.type, stateKey: target.state_key, sender: target.sender } }
}

/** Whom the rules ask about: for what people say in a room, nobody. */
function concernedBy(room: Room, { type, stateKey, sender, content, redacts }: JudgedDraft): string[] {
  if (stateKey === undefined) return redacts === undefined ? [] : [sender]
  if (type === 'm.room.member') return isOwnChange(room, { stateKey, sender, content }) ? [] : [sender, stateKey]
  if (type === 'm.room.create') return [sender, ...textsIn(content['additional_creators'])]
  if (type === 'm.room.power_levels') return [sender, ...keysOf(content['users']), ...textsIn(declarationOf(room)?.['owners'])]
  if (type === FORUM) return [sender, ...textsIn(content['owners'])]
  return [sender]
}

/** Who is in a room and stays changes at most their name: nothing is waited for, so that a later change comes later. */
function isOwnChange(room: Room, { stateKey, sender, content }: Pick<JudgedDraft, 'stateKey' | 'sender' | 'content'>): boolean {
  return stateKey === sender && content['membership'] === 'join' && room.members.get(sender)?.membership === 'join'
}

function declarationOf(room: Room): JsonObject | undefined {
  return room.state.get(FORUM)?.get('')?.auth.content
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}

function keysOf(value: unknown): string[] {
  return isJsonObject(value) ? Object.keys(value) : []
}

/** Whether the rules will ask which admins are in the room. */
function mayTakeAdmins({ type, stateKey, content }: JudgedDraft): boolean {
  if (stateKey === undefined) return false
  const { membership } = content
  return type === 'm.room.power_levels' || (type === 'm.room.member' && (membership === 'leave' || membership === 'ban'))
}

function missingAdmins(deps: RoomGuardDeps, room: Room): string[] {
  if (room.allMembersLoaded) return []
  const view = { rules: room.rules, state: authStateOf(room), serverUserId: deps.serverUserId }
  return isKept(view, deps.policy.profile) ? adminsOf(view).filter((userId) => !room.members.has(userId)) : []
}

async function loadMembers({ db }: RoomGuardDeps, room: Room, userIds: readonly string[]): Promise<void> {
  const rows = await listMembersOf(db, userIds, userIds.map(() => room.roomNid))
  const found = new Map(rows.map((row) => [row.userId, row]))
  for (const userId of userIds) {
    // What came into memory meanwhile is newer.
    const row = found.get(userId)
    if (!room.members.has(userId)) room.members.set(userId, row === undefined ? null : memberOf(row))
  }
}
