// Step: mainline ordering.
import type { AuthEvent } from '../auth/state.ts'
import { authEventIds } from './resolution.ts'
import type { Resolution } from './resolution.ts'

interface PlacedEvent {
  id: string
  /** The mainline position; infinite where the event does not rest on the mainline. */
  position: number
  timestamp: number
}

/**
 * "Given mainline positions calculated from P, the mainline ordering based on P of a set of events is the ordering,
 * from smallest to largest, using the following comparison relation" (v1.19); see `compareByMainline`.
 *
 * @param powerLevelsId P, the power levels event of the partially resolved state; without it all positions are ∞
 */
export function sortByMainline(
  resolution: Resolution,
  eventIds: Iterable<string>,
  powerLevelsId: string | undefined,
): readonly string[] {
  const positions = mainlinePositions(resolution, powerLevelsId)
  const placed = [...eventIds].map((id): PlacedEvent => {
    const event = resolution.getEvent(id)
    return { id, position: findPosition(resolution, event, positions), timestamp: event.origin_server_ts ?? 0 }
  })
  return placed.toSorted(compareByMainline).map(({ id }) => id)
}

/**
 * "Starting with i = 0, repeatedly fetch P_i+1, the `m.room.power_levels` event in the `auth_events` of P_i. [...] The
 * mainline of P_0 is the list of events [P_0, P_1, ... , P_n], fetched in this way." (v1.19)
 */
function mainlinePositions(resolution: Resolution, powerLevelsId: string | undefined): Map<string, number> {
  const positions = new Map<string, number>()
  let id = powerLevelsId
  while (id !== undefined && !positions.has(id)) {
    positions.set(id, positions.size)
    id = citedPowerLevels(resolution, resolution.getEvent(id))
  }
  return positions
}

/**
 * "Find the smallest index j ≥ 1 for which e_j belongs to the mainline of P. If such a j exists, then e_j = P_i for
 * some unique index i ≥ 0. Otherwise set i = ∞ [...] In both cases, the mainline position of e is i." (v1.19)
 *
 * @param positions by power levels event; what is found on the way is added, so that no way is gone twice
 */
function findPosition(resolution: Resolution, event: AuthEvent, positions: Map<string, number>): number {
  const passed = new Set<string>()
  let id = citedPowerLevels(resolution, event)
  while (id !== undefined && !positions.has(id) && !passed.has(id)) {
    passed.add(id)
    id = citedPowerLevels(resolution, resolution.getEvent(id))
  }
  const position = (id === undefined ? undefined : positions.get(id)) ?? Infinity
  for (const powerLevels of passed) positions.set(powerLevels, position)
  return position
}

function citedPowerLevels(resolution: Resolution, event: AuthEvent): string | undefined {
  return authEventIds(resolution.rules, event).find((id) => {
    const { type, state_key } = resolution.getEvent(id)
    return type === 'm.room.power_levels' && state_key === ''
  })
}

// "x < y if the mainline position of x is greater than the mainline position of y [...]; or the mainline positions of
// the events are the same, but x's `origin_server_ts` is less than y's `origin_server_ts`; or the mainline positions
// of the events are the same and the events have the same `origin_server_ts`, but x's `event_id` is less than y's
// `event_id`." (v1.19)
function compareByMainline(left: PlacedEvent, right: PlacedEvent): number {
  if (left.position !== right.position) return left.position > right.position ? -1 : 1
  if (left.timestamp !== right.timestamp) return left.timestamp < right.timestamp ? -1 : 1
  return left.id < right.id ? -1 : 1
}
