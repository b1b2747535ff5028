// Which state a client asked for. What two rules ask for is asked for together: each keeps its own exceptions.

/** One pattern; `undefined` matches everything. */
export interface StatePattern {
  type: string | undefined
  stateKey: string | undefined
}

/** What one rule asks for. */
export interface StateRule {
  include: readonly StatePattern[]
  exclude: readonly StatePattern[]
  /** Members as far as the timeline needs them. */
  lazyMembers: boolean
}

/** What is asked for of a room: state that any of the rules matches. `key` is the same for the same rules. */
export interface RequiredState {
  key: string
  rules: readonly StateRule[]
  /** Some rule wants members lazily, and none wants them all. */
  lazyMembers: boolean
  /** Some rule wants every member. */
  allMembers: boolean
}

/** Nothing at all. */
export const NO_STATE: RequiredState = requiredStateOf([])

/** Puts rules together. */
export function requiredStateOf(rules: readonly StateRule[]): RequiredState {
  const allMembers = rules.some(wantsAllMembers)
  return { key: JSON.stringify(rules), rules, lazyMembers: !allMembers && rules.some((rule) => rule.lazyMembers), allMembers }
}

/** Everything that either asks for. */
export function unionOf(a: RequiredState, b: RequiredState): RequiredState {
  if (a.key === b.key || b.rules.length === 0) return a
  return a.rules.length === 0 ? b : requiredStateOf([...a.rules, ...b.rules])
}

/** Whether a state event is asked for; members wanted lazily are not looked at here. */
export function isRequired(required: RequiredState, type: string, stateKey: string): boolean {
  return required.rules.some((rule) => {
    // With lazy members, a rule for everything means everything but members; one that names them still counts.
    const hit = rule.include.some((each) => matches(each, type, stateKey) && !leavesToLazy(rule, each, type))
    return hit && !rule.exclude.some((each) => matches(each, type, stateKey))
  })
}

/** The users whose membership is asked for by name. */
export function namedMembers(required: RequiredState): string[] {
  const names = new Set<string>()
  for (const rule of required.rules) {
    for (const { type, stateKey } of rule.include) {
      const isMember = type === undefined || type === 'm.room.member'
      if (isMember && stateKey !== undefined && stateKey.startsWith('@')) names.add(stateKey)
    }
  }
  return [...names].filter((userId) => isRequired(required, 'm.room.member', userId))
}

function matches(pattern: StatePattern, type: string, stateKey: string): boolean {
  return (pattern.type ?? type) === type && (pattern.stateKey ?? stateKey) === stateKey
}

function leavesToLazy(rule: StateRule, pattern: StatePattern, type: string): boolean {
  return rule.lazyMembers && type === 'm.room.member' && pattern.stateKey === undefined
}

function wantsAllMembers(rule: StateRule): boolean {
  const included = rule.include.some((each) => (each.type ?? 'm.room.member') === 'm.room.member' && each.stateKey === undefined)
  const excluded = rule.exclude.some((each) => (each.type ?? 'm.room.member') === 'm.room.member' && each.stateKey === undefined)
  return included && !excluded && !rule.lazyMembers
}
