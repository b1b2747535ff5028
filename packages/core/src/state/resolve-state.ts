// State resolution: one room state out of several.
// https://spec.matrix.org/v1.19/server-server-api/#room-state-resolution
import type { RoomVersionRules } from '../room-versions/rules.ts'
import { startResolution } from './resolution.ts'
import type { ResolutionSource } from './resolution.ts'
import { resolveV1 } from './resolve-v1.ts'
import { resolveV2 } from './resolve-v2.ts'
import type { StateMap } from './state-map.ts'

/**
 * Resolves the states after several events into the one before their common successor, by the algorithm of the room
 * version. The order of `states`, and of the entries within them, never changes the result.
 *
 * @param states none gives the empty state, one gives itself
 * @param source must know every event of the states and of their auth chains that the algorithm comes upon
 * @throws StateResolutionError alone: an event is missing, or auth events form a cycle
 */
export function resolveState(
  rules: RoomVersionRules,
  states: readonly StateMap[],
  source: ResolutionSource,
): StateMap {
  const [first] = states
  if (first === undefined) return new Map()
  if (states.every((state) => state === first)) return first
  const resolution = startResolution(rules, source)
  return rules.stateResolution === 'v1' ? resolveV1(resolution, states) : resolveV2(resolution, states)
}
