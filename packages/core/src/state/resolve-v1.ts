// State resolution version 1 (room version 1).
// https://spec.matrix.org/v1.19/rooms/v1/#state-resolution
import type { AuthState } from '../auth/state.ts'
import { isAllowed } from './resolution.ts'
import type { Resolution, ResolutionEvent } from './resolution.ts'
import { sha1Hex } from './sha1.ts'
import { findStateId, setStateId, stateEntries } from './state-map.ts'
import type { MutableStateMap, StateEntry, StateMap } from './state-map.ts'

/** Conflicting events by type and state key. */
type Conflicts = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>

/** The types that affect authorization, in the order in which their conflicts are resolved. */
const AUTH_TYPES: readonly string[] = ['m.room.power_levels', 'm.room.join_rules', 'm.room.member']

/**
 * Resolves states by version 1 of the algorithm: "The resolved state is built up in a number of passes; here we use R
 * to refer to the results of the resolution so far." (v1.19)
 *
 * NOTE: within one pass every conflict is judged by what R was before the pass, so that the order in which conflicts
 * are met decides nothing.
 */
export function resolveV1(resolution: Resolution, states: readonly StateMap[]): StateMap {
  // "Start by setting R to the union of the states to be resolved, excluding any conflicting events."
  const conflicts = findConflicts(states)
  const resolved: MutableStateMap = new Map()
  for (const state of states) {
    for (const entry of stateEntries(state)) {
      if (!conflicts.get(entry.type)?.has(entry.stateKey)) setStateId(resolved, entry)
    }
  }
  // "First we resolve conflicts between `m.room.power_levels` events. [...] Repeat the above process for conflicts
  // between `m.room.join_rules` events. Repeat the above process for conflicts between `m.room.member` events."
  for (const type of AUTH_TYPES) runPass(resolved, conflicts, [type], (ids) => pickAuthEvent(resolution, resolved, ids))
  // "No other events affect the authorization rules, so for all other conflicts, just pick the event [...]"
  const others = [...conflicts.keys()].filter((type) => !AUTH_TYPES.includes(type))
  runPass(resolved, conflicts, others, (ids) => pickOtherEvent(resolution, resolved, ids))
  return resolved
}

// "A conflict occurs between states where those states have different `event_ids` for the same `(event_type,
// state_key)`." A key that is missing from some states is no conflict. (v1.19)
function findConflicts(states: readonly StateMap[]): Conflicts {
  const conflicts = new Map<string, Map<string, Set<string>>>()
  const first: MutableStateMap = new Map()
  for (const state of states) {
    for (const entry of stateEntries(state)) {
      const { type, stateKey, eventId } = entry
      const known = findStateId(first, type, stateKey)
      if (known === undefined) setStateId(first, entry)
      if (known === undefined || known === eventId) continue
      const byKey = conflicts.get(type) ?? new Map<string, Set<string>>()
      conflicts.set(type, byKey.set(stateKey, (byKey.get(stateKey) ?? new Set([known])).add(eventId)))
    }
  }
  return conflicts
}

function runPass(
  resolved: MutableStateMap,
  conflicts: Conflicts,
  types: readonly string[],
  pick: (eventIds: ReadonlySet<string>) => string,
): void {
  const picked: StateEntry[] = []
  for (const type of types) {
    for (const [stateKey, ids] of conflicts.get(type) ?? []) picked.push({ type, stateKey, eventId: pick(ids) })
  }
  for (const entry of picked) setStateId(resolved, entry)
}

/**
 * "Sort the list by ascending `depth` then descending `sha1(event_id)`. Add the first event in the list to R. For each
 * subsequent event in the list, check that the event would be allowed by the authorization rules for a room in state
 * R. If the event would be allowed, then update R with the event and continue with the next event in the list. If it
 * would not be allowed, stop". (v1.19)
 */
function pickAuthEvent(resolution: Resolution, resolved: StateMap, eventIds: ReadonlySet<string>): string {
  const [first, ...rest] = sortNewestFirst(resolution, eventIds).toReversed()
  let picked = first
  for (const event of rest) {
    if (!isAllowed(resolution, event, stateWith(resolution, resolved, picked))) break
    picked = event
  }
  return picked?.event_id ?? ''
}

/**
 * "[...] just pick the event with the highest depth and lowest `sha1(event_id)` that passes authentication in R and
 * add it to R." (v1.19)
 *
 * NOTE: the specification does not say what happens when none passes; deployed servers take the last one tried.
 */
function pickOtherEvent(resolution: Resolution, resolved: StateMap, eventIds: ReadonlySet<string>): string {
  const sorted = sortNewestFirst(resolution, eventIds)
  const state = stateWith(resolution, resolved, undefined)
  const allowed = sorted.find((event) => isAllowed(resolution, event, state))
  return (allowed ?? sorted.at(-1))?.event_id ?? ''
}

/** Highest depth first, of the same depth lowest SHA-1 first. */
function sortNewestFirst(resolution: Resolution, eventIds: ReadonlySet<string>): readonly ResolutionEvent[] {
  const keyed = [...eventIds].map((id) => {
    const event = resolution.getEvent(id)
    return { event, depth: event.depth ?? 0, hash: sha1Hex(id) }
  })
  const sorted = keyed.toSorted((left, right) => {
    if (left.depth !== right.depth) return left.depth > right.depth ? -1 : 1
    return left.hash < right.hash ? -1 : 1
  })
  return sorted.map(({ event }) => event)
}

/** R, with one event put over it. */
function stateWith(resolution: Resolution, resolved: StateMap, over: ResolutionEvent | undefined): AuthState {
  return {
    get: (type, stateKey) => {
      if (over?.type === type && over.state_key === stateKey) return over
      const id = findStateId(resolved, type, stateKey)
      return id === undefined ? undefined : resolution.getEvent(id)
    },
  }
}
