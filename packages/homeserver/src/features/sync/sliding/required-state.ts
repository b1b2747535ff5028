// Which state a client asked for. What two rules ask for is asked for together: each keeps its own exceptions.

/** One pattern; `undefined` matches everything. */
export interface StatePattern {
  type: string | undefined
  stateKey: string | undefined
}

/** What one rule of a request asks for. */
export interface StateRule {
  include: readonly StatePattern[]
  exclude: readonly StatePattern[]
  /** Members as far as the timeline needs them. */
  lazyMembers: boolean
}

/** What is asked for of a room: state that any of the rules matches. `key` is the same for the same rules. */
export interface RequiredState {
  key: string
  rules: readonly CompiledRule[]
  /** Some rule wants members lazily, and none wants them all. */
  lazyMembers: boolean
  /** Some rule wants every member. */
  allMembers: boolean
  /** The users whose membership is asked for by name. */
  namedMembers: readonly string[]
}

/** A rule that is looked up rather than walked through: clients may send hundreds of patterns. */
interface CompiledRule {
  key: string
  include: PatternSet
  exclude: PatternSet
  lazyMembers: boolean
}

interface PatternSet {
  everything: boolean
  types: ReadonlySet<string>
  stateKeys: ReadonlySet<string>
  /** State keys by type. */
  pairs: ReadonlyMap<string, ReadonlySet<string>>
}

const MEMBER = 'm.room.member'

/** Nothing at all. */
export const NO_STATE: RequiredState = gathered([])

/** What one rule asks for. */
export function requiredStateOf(rule: StateRule): RequiredState {
  const { include, exclude, lazyMembers } = rule
  return gathered([{ key: JSON.stringify(rule), include: patternSetOf(include), exclude: patternSetOf(exclude), lazyMembers }])
}

/** Everything that either asks for. */
export function unionOf(a: RequiredState, b: RequiredState): RequiredState {
  const known = new Set(a.rules.map((rule) => rule.key))
  const more = b.rules.filter((rule) => !known.has(rule.key))
  return more.length === 0 ? a : gathered([...a.rules, ...more])
}

/** Whether a state event is asked for; members wanted lazily are not looked at here. */
export function isRequired(required: RequiredState, type: string, stateKey: string): boolean {
  return required.rules.some((rule) => matches(rule, type, stateKey))
}

function gathered(rules: readonly CompiledRule[]): RequiredState {
  const allMembers = rules.some(wantsAllMembers)
  const named = new Set(rules.flatMap((rule) => [...rule.include.stateKeys, ...(rule.include.pairs.get(MEMBER) ?? [])]))
  const required = { rules, key: JSON.stringify(rules.map((rule) => rule.key)), allMembers, lazyMembers: !allMembers && rules.some((rule) => rule.lazyMembers) }
  const namedMembers = [...named].filter((userId) => userId.startsWith('@') && rules.some((rule) => matches(rule, MEMBER, userId)))
  return { ...required, namedMembers }
}

function patternSetOf(patterns: readonly StatePattern[]): PatternSet {
  const [types, stateKeys, pairs] = [new Set<string>(), new Set<string>(), new Map<string, Set<string>>()]
  let everything = false
  for (const { type, stateKey } of patterns) {
    if (type === undefined && stateKey === undefined) everything = true
    else if (stateKey === undefined && type !== undefined) types.add(type)
    else if (stateKey !== undefined && type === undefined) stateKeys.add(stateKey)
    else if (stateKey !== undefined && type !== undefined) pairs.set(type, (pairs.get(type) ?? new Set()).add(stateKey))
  }
  return { everything, types, stateKeys, pairs }
}

function matches(rule: CompiledRule, type: string, stateKey: string): boolean {
  const { include, exclude, lazyMembers } = rule
  // With lazy members, a rule for everything means everything but members; one that names them still counts.
  const byType = (include.everything || include.types.has(type)) && !(lazyMembers && type === MEMBER)
  const isIn = byType || include.stateKeys.has(stateKey) || include.pairs.get(type)?.has(stateKey) === true
  return isIn && !isInSet(exclude, type, stateKey)
}

function isInSet(set: PatternSet, type: string, stateKey: string): boolean {
  return set.everything || set.types.has(type) || set.stateKeys.has(stateKey) || set.pairs.get(type)?.has(stateKey) === true
}

function wantsAllMembers({ include, exclude, lazyMembers }: CompiledRule): boolean {
  const isIncluded = include.everything || include.types.has(MEMBER)
  return isIncluded && !lazyMembers && !exclude.everything && !exclude.types.has(MEMBER)
}
