// Step: what the states agree on, and what they do not.
import { findStateId, setStateId, stateEntries } from './state-map.ts'
import type { MutableStateMap, StateMap } from './state-map.ts'

/** The states to be resolved, in two parts. */
export interface SeparatedStates {
  unconflicted: MutableStateMap
  /** For each state, in the order given, those of its events that are in conflict. */
  conflicted: readonly ReadonlySet<string>[]
}

/**
 * Separates states for versions 2 and 2.1 of the algorithm.
 *
 * "If a given key K is present in every S_i with the same value V in each state map, then the pair (K, V) belongs to
 * the unconflicted state map. Otherwise, V belongs to the conflicted state set." (v1.19)
 */
export function separateConflicts(states: readonly StateMap[]): SeparatedStates {
  const unconflicted: MutableStateMap = new Map()
  const conflicted = states.map((state) => {
    const own = new Set<string>()
    for (const entry of stateEntries(state)) {
      const { type, stateKey, eventId } = entry
      if (states.every((other) => findStateId(other, type, stateKey) === eventId)) setStateId(unconflicted, entry)
      else own.add(eventId)
    }
    return own
  })
  return { unconflicted, conflicted }
}
