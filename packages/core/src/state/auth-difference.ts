// Step: the events that authorize some of the states but not all of them.
import { authClosure } from './resolution.ts'
import type { Resolution } from './resolution.ts'
import type { SeparatedStates } from './separate-conflicts.ts'
import { stateEntries } from './state-map.ts'

/**
 * "The auth difference is calculated by first calculating the full auth chain for each state S_i, that is the union
 * of the auth chains for each event in S_i, and then taking every event that doesn't appear in every auth chain. If
 * C_i is the full auth chain of S_i, then the auth difference is ∪ C_i − ∩ C_i." (v1.19)
 *
 * What authorizes an event that all states share is in every C_i. So it is enough to walk from the conflicted events
 * of each state, and then to leave out what the shared events lead to; that second walk, which may go through the
 * whole room, is made only when something is left to leave out.
 *
 * NOTE: an event counts as part of its own auth chain here, as in every deployed server. Read to the letter, a shared
 * event that authorizes a conflicted event of one state alone would be in the difference.
 */
export function authDifference(resolution: Resolution, separated: SeparatedStates): ReadonlySet<string> {
  const chains = separated.conflicted.map((eventIds) => authClosure(resolution, eventIds))
  const difference = new Set<string>()
  for (const chain of chains) {
    for (const id of chain) if (!chains.every((other) => other.has(id))) difference.add(id)
  }
  if (difference.size === 0) return difference
  const shared = new Set<string>()
  for (const { eventId } of stateEntries(separated.unconflicted)) shared.add(eventId)
  for (const id of authClosure(resolution, shared)) difference.delete(id)
  return difference
}
