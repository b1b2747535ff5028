// Push rules: what notifies a user, edited over the API and read on the way of every event.
import { MatrixError } from '@chappe/contract'
import type { JsonObject, PushKind, PushRule, PushRuleProblem, PushRuleResult, PushRuleset, StoredPushRules } from '@chappe/core'
import {
  copyRoomRules,
  deleteRule,
  getRule,
  isPushKind,
  mergeWithDefaults,
  parsePushActions,
  parsePushRule,
  PLAIN_PUSH_RULES,
  putRule,
  setRuleActions,
  setRuleEnabled,
} from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import type { Changes } from '../../streams/changes.ts'
import type { VirtualAccountData } from '../account-data/account-data.ts'
import { parseStoredRules } from './parse-stored.ts'
import { findRules, lockRules, updateRules } from './push-store.ts'
import type { RulesMemory } from './rules-memory.ts'
import { createRulesMemory } from './rules-memory.ts'

/** Which rule, as a path names it. */
export interface RuleRef {
  kind: string
  ruleId: string
}

/** Where a rule goes among the user's own. */
export interface RulePlace {
  before?: string | undefined
  after?: string | undefined
}

/** The operations on push rules. */
export interface PushRules extends Omit<RulesMemory, 'remember'> {
  /** The user's whole ruleset: their own rules and the defaults. */
  rulesOf(userId: string): Promise<PushRuleset>
  /** One rule; throws `M_NOT_FOUND`. */
  getRule(userId: string, ref: RuleRef): Promise<PushRule>
  putRule(userId: string, ref: RuleRef, rule: { body: JsonObject; place: RulePlace }): Promise<void>
  deleteRule(userId: string, ref: RuleRef): Promise<void>
  setEnabled(userId: string, ref: RuleRef, enabled: boolean): Promise<void>
  setActions(userId: string, ref: RuleRef, actions: JsonObject): Promise<void>
  /** For a room that is upgraded: what a user has set for the old room holds for the new one, too. */
  copyRoomRules(userId: string, oldRoomId: string, newRoomId: string): Promise<void>
  /** Called after commit with the user whose rules have changed. */
  onRulesChange(listener: (userId: string) => void): void
  /** The rules as the account data `m.push_rules`. */
  accountData: VirtualAccountData
}

interface State {
  db: Db
  changes: Changes
  memory: RulesMemory
  listeners: ((userId: string) => void)[]
}

/** Ties the operations to what they need. */
export function createPushRules(deps: { db: Db; changes: Changes }): PushRules {
  const state: State = { ...deps, memory: createRulesMemory(deps.db), listeners: [] }
  const { memory } = state
  return {
    ownRules: (userId) => memory.ownRules(userId),
    listRuleMembers: (roomNids) => memory.listRuleMembers(roomNids),
    ensureLoaded: (roomNid) => memory.ensureLoaded(roomNid),
    ensureUserLoaded: (userId) => memory.ensureUserLoaded(userId),
    rulesOf: (userId) => rulesOf(state, userId),
    getRule: async (userId, { kind, ruleId }) => valueOf(getRule(await rulesOf(state, userId), pushKind(kind), ruleId)),
    async putRule(userId, { kind, ruleId }, { body, place }) {
      const knownKind = pushKind(kind)
      const rule = valueOf(parsePushRule(knownKind, ruleId, body))
      const { before, after } = place
      const where = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
      await edit(state, userId, (stored) => putRule(stored, knownKind, rule, where))
    },
    async deleteRule(userId, { kind, ruleId }) {
      const knownKind = pushKind(kind)
      await edit(state, userId, (stored) => deleteRule(stored, knownKind, ruleId))
    },
    async setEnabled(userId, { kind, ruleId }, enabled) {
      const ref = { kind: pushKind(kind), ruleId }
      await edit(state, userId, (stored) => setRuleEnabled(stored, ref, enabled))
    },
    async setActions(userId, { kind, ruleId }, body) {
      const ref = { kind: pushKind(kind), ruleId }
      const actions = valueOf(parsePushActions(body['actions']))
      await edit(state, userId, (stored) => setRuleActions(stored, ref, actions))
    },
    async copyRoomRules(userId, oldRoomId, newRoomId) {
      const row = await findRules(state.db, userId)
      const copied = (stored: StoredPushRules): StoredPushRules => copyRoomRules(stored, oldRoomId, newRoomId)
      const stored = row === undefined ? PLAIN_PUSH_RULES : parseStoredRules(row.rules)
      if (copied(stored) === stored) return
      await edit(state, userId, (present) => ({ ok: true, value: copied(present) }))
    },
    onRulesChange(listener) {
      state.listeners.push(listener)
    },
    accountData: pushRulesAsAccountData(state),
  }
}

function pushRulesAsAccountData(state: State): VirtualAccountData {
  return {
    type: 'm.push_rules',
    contentOf: async (userId) => JSON.stringify({ global: await rulesOf(state, userId) }),
    changedPosition: async (userId) => (await findRules(state.db, userId))?.position ?? 0,
  }
}

async function rulesOf({ db }: State, userId: string): Promise<PushRuleset> {
  const row = await findRules(db, userId)
  return mergeWithDefaults(row === undefined ? PLAIN_PUSH_RULES : parseStoredRules(row.rules), userId)
}

async function edit(
  { db, changes, memory, listeners }: State,
  userId: string,
  change: (stored: StoredPushRules) => PushRuleResult<StoredPushRules>,
): Promise<void> {
  await changes.write([{ kind: 'accountData', users: [userId] }], async (position) => {
    // Locked, so that two devices editing at once do not undo each other.
    const written = await db.transaction().execute(async (tx) => {
      const before = parseStoredRules(await lockRules(tx, userId, JSON.stringify(PLAIN_PUSH_RULES)))
      const stored = valueOf(change(before))
      const rules = JSON.stringify(stored)
      return { stored, version: await updateRules(tx, { userId, rules, position }) }
    })
    memory.remember(userId, written.stored, written.version)
  })
  for (const listener of listeners) listener(userId)
}

function pushKind(kind: string): PushKind {
  if (isPushKind(kind)) return kind
  throw new MatrixError('M_INVALID_PARAM', { message: 'That is not a kind of push rule' })
}

function valueOf<T>(result: PushRuleResult<T>): T {
  if (result.ok) return result.value
  throw errorOf(result.problem, result.message)
}

function errorOf(problem: PushRuleProblem, message: string): MatrixError {
  switch (problem) {
    case 'not_found':
      return new MatrixError('M_NOT_FOUND', { message })
    case 'unknown_relative':
      // The specification's example for a rule that is not there to be placed beside.
      return new MatrixError('M_UNKNOWN', { status: 400, message })
    case 'bad_rule':
      return new MatrixError('M_BAD_JSON', { message })
    case 'too_many':
      return new MatrixError('M_TOO_LARGE', { message })
    default:
      return new MatrixError('M_INVALID_PARAM', { message })
  }
}
