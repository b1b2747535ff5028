// Step of version 2.1: the events between conflicted events (MSC4297).
import { authClosure, authEventIds } from './resolution.ts'
import type { Resolution } from './resolution.ts'

/**
 * "Starting from an event in the conflicted state set and following `auth_events` edges may lead to another event in
 * the conflicted state set. The union of all such paths between any pair of events in the conflicted state set
 * (including endpoints) forms a subgraph of the original `auth_event` graph, called the conflicted state subgraph."
 * (v1.19, room version 12)
 *
 * @param conflicted the conflicted state set
 * @returns the subgraph and the conflicted state set in one, since both go into the full conflicted set
 */
export function conflictedSubgraph(resolution: Resolution, conflicted: ReadonlySet<string>): ReadonlySet<string> {
  // An event is on such a path when a conflicted event leads to it and it leads to a conflicted event. What the first
  // walk reaches is turned round, and a second walk goes back up from the conflicted events.
  const below = authClosure(resolution, conflicted)
  const citedBy = new Map<string, string[]>()
  for (const id of below) {
    for (const authId of authEventIds(resolution.rules, resolution.getEvent(id))) {
      const citing = citedBy.get(authId)
      if (citing === undefined) citedBy.set(authId, [id])
      else citing.push(id)
    }
  }
  const subgraph = new Set(conflicted)
  const waiting = [...conflicted]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const citing of citedBy.get(id) ?? []) {
      if (subgraph.has(citing)) continue
      subgraph.add(citing)
      waiting.push(citing)
    }
  }
  return subgraph
}
