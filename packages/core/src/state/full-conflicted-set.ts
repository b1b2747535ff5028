// Step: everything that has to be judged again.
import { authDifference } from './auth-difference.ts'
import { conflictedSubgraph } from './conflicted-subgraph.ts'
import type { Resolution } from './resolution.ts'
import type { SeparatedStates } from './separate-conflicts.ts'

/**
 * Version 2: "The full conflicted set is the union of the conflicted state set and the auth difference." Version 2.1:
 * "The full conflicted set is the union of the conflicted state set, the conflicted state subgraph, and the auth
 * difference." (v1.19)
 */
export function fullConflictedSet(resolution: Resolution, separated: SeparatedStates): ReadonlySet<string> {
  const conflicted = new Set<string>()
  for (const eventIds of separated.conflicted) for (const id of eventIds) conflicted.add(id)
  const isV21 = resolution.rules.stateResolution === 'v2.1'
  const full = new Set(isV21 ? conflictedSubgraph(resolution, conflicted) : conflicted)
  for (const id of authDifference(resolution, separated)) full.add(id)
  return full
}
