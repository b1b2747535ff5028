// Step: reverse topological power ordering.
import { userPowerLevel } from '../auth/levels.ts'
import type { AuthEvent, AuthState } from '../auth/state.ts'
import { popHeap, pushHeap } from './min-heap.ts'
import { StateResolutionError } from './resolution-error.ts'
import { authEventIds } from './resolution.ts'
import type { Resolution } from './resolution.ts'

interface RankedEvent {
  id: string
  power: number
  timestamp: number
}

/**
 * "The reverse topological power ordering of a set of events is the lexicographically smallest topological ordering
 * based on the DAG formed by auth events. [It] is ordered from earliest event to latest. [It] can be found by sorting
 * the events using Kahn's algorithm for topological sorting, and at each step selecting, among all the candidate
 * vertices, the smallest vertex using the [...] comparison relation." (v1.19)
 *
 * @returns the ids of `eventIds`; fails with `auth_cycle` where no such order exists
 */
export function sortByPower(resolution: Resolution, eventIds: ReadonlySet<string>): readonly string[] {
  // The comparison relation is a total order, so it is worked out once: the smaller the rank, the earlier.
  const ranked = [...eventIds].map((id) => rankEvent(resolution, id)).toSorted(compareByPower)
  const ranks = new Map(ranked.map(({ id }, rank) => [id, rank]))
  const citing: number[][] = ranked.map(() => [])
  const unsorted: number[] = ranked.map(({ id }, rank) => {
    const parents = new Set(authEventIds(resolution.rules, resolution.getEvent(id)))
    let count = 0
    for (const parent of parents) {
      const parentRank = ranks.get(parent)
      if (parentRank === undefined) continue
      citing[parentRank]?.push(rank)
      count += 1
    }
    return count
  })
  return kahn(ranked, citing, unsorted)
}

function kahn(ranked: readonly RankedEvent[], citing: readonly number[][], unsorted: number[]): readonly string[] {
  const candidates: number[] = []
  for (const [rank, count] of unsorted.entries()) if (count === 0) pushHeap(candidates, rank)
  const sorted: string[] = []
  for (let rank = popHeap(candidates); rank !== undefined; rank = popHeap(candidates)) {
    sorted.push(ranked[rank]?.id ?? '')
    for (const citingRank of citing[rank] ?? []) {
      const left = (unsorted[citingRank] ?? 0) - 1
      unsorted[citingRank] = left
      if (left === 0) pushHeap(candidates, citingRank)
    }
  }
  const stuck = ranked.find((_event, rank) => (unsorted[rank] ?? 0) > 0)
  if (stuck !== undefined) throw new StateResolutionError('auth_cycle', stuck.id)
  return sorted
}

function rankEvent(resolution: Resolution, id: string): RankedEvent {
  const event = resolution.getEvent(id)
  return { id, power: senderPower(resolution, event), timestamp: event.origin_server_ts ?? 0 }
}

// "[...] when looking at their respective `auth_event`s" (v1.19)
function senderPower(resolution: Resolution, event: AuthEvent): number {
  const cited = authEventIds(resolution.rules, event).map((id) => resolution.getEvent(id))
  const state: AuthState = {
    get: (type, stateKey) => cited.find((other) => other.type === type && other.state_key === stateKey),
  }
  return userPowerLevel(resolution.rules, state, event.sender)
}

// "x < y if x's sender has greater power level than y's sender [...]; or the senders have the same power level, but
// x's `origin_server_ts` is less than y's `origin_server_ts`; or the senders have the same power level and the events
// have the same `origin_server_ts`, but x's `event_id` is less than y's `event_id`." (v1.19)
function compareByPower(left: RankedEvent, right: RankedEvent): number {
  if (left.power !== right.power) return left.power > right.power ? -1 : 1
  if (left.timestamp !== right.timestamp) return left.timestamp < right.timestamp ? -1 : 1
  return left.id < right.id ? -1 : 1
}
