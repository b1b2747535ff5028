// State resolution versions 2 (room versions 2 to 11) and 2.1 (room version 12).
// https://spec.matrix.org/v1.19/rooms/v2/#state-resolution
// https://spec.matrix.org/v1.19/rooms/v12/#state-resolution
import { fullConflictedSet } from './full-conflicted-set.ts'
import { applyAllowed } from './iterative-auth-checks.ts'
import { sortByMainline } from './mainline-ordering.ts'
import { selectPowerEvents } from './power-events.ts'
import { sortByPower } from './power-ordering.ts'
import type { Resolution } from './resolution.ts'
import { separateConflicts } from './separate-conflicts.ts'
import { buildStateMap, findStateId, setStateId, stateEntries } from './state-map.ts'
import type { MutableStateMap, StateMap } from './state-map.ts'

/** Resolves states by version 2 or 2.1 of the algorithm, whichever the room version's rules name. */
export function resolveV2(resolution: Resolution, states: readonly StateMap[]): StateMap {
  const separated = separateConflicts(states)
  const { unconflicted } = separated
  const fullConflicted = fullConflictedSet(resolution, separated)
  if (fullConflicted.size === 0) return unconflicted

  // 1. "Select the set X of all power events [...]. Sort X into a list using the reverse topological power ordering."
  const powerEvents = selectPowerEvents(resolution, fullConflicted)
  const sortedPowerEvents = sortByPower(resolution, powerEvents)

  // 2. "Apply the iterative auth checks algorithm, starting from the unconflicted state map [version 2.1: an empty
  // state map], to the list of events from the previous step to get a partially resolved state."
  const isV21 = resolution.rules.stateResolution === 'v2.1'
  const state: MutableStateMap = isV21 ? new Map() : buildStateMap(stateEntries(unconflicted))
  applyAllowed(resolution, state, sortedPowerEvents)

  // 3. "Take all remaining events that weren't picked in step 1 and order them by the mainline ordering based on the
  // power level in the partially resolved state obtained in step 2."
  const remaining = [...fullConflicted].filter((id) => !powerEvents.has(id))
  const sortedRemaining = sortByMainline(resolution, remaining, findStateId(state, 'm.room.power_levels', ''))

  // 4. "Apply the iterative auth checks algorithm on the partial resolved state and the list of events from the
  // previous step."
  applyAllowed(resolution, state, sortedRemaining)

  // 5. "Update the result by replacing any event with the event with the same key from the unconflicted state map, if
  // such an event exists, to get the final resolved state."
  for (const entry of stateEntries(unconflicted)) setStateId(state, entry)
  return state
}
