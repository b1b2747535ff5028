// Step: iterative auth checks.
import type { AuthEvent, AuthState } from '../auth/state.ts'
import { authEventIds, isAllowed } from './resolution.ts'
import type { Resolution } from './resolution.ts'
import { findStateId, setStateId } from './state-map.ts'
import type { MutableStateMap, StateMap } from './state-map.ts'

/**
 * "The iterative auth checks algorithm takes as input an initial room state and a sorted list of state events, and
 * constructs a new room state by iterating through the event list and applying the state event to the room state if
 * the state event is allowed by the authorization rules. If the state event is not allowed by the authorization rules,
 * then the event is ignored." (v1.19)
 *
 * @param state the initial room state; it becomes the new one
 */
export function applyAllowed(resolution: Resolution, state: MutableStateMap, sorted: readonly string[]): void {
  for (const eventId of sorted) {
    const event = resolution.getEvent(eventId)
    if (event.state_key === undefined) continue
    if (!isAllowed(resolution, event, stateAround(resolution, state, event))) continue
    setStateId(state, { type: event.type, stateKey: event.state_key, eventId })
  }
}

// "If a `(event_type, state_key)` key that is required for checking the authorization rules is not present in the
// state, then the appropriate state event from the event's `auth_events` is used if the auth event is not rejected."
// (v1.19)
function stateAround(resolution: Resolution, state: StateMap, event: AuthEvent): AuthState {
  const cited = authEventIds(resolution.rules, event)
  return {
    get: (type, stateKey) => {
      const resolved = findStateId(state, type, stateKey)
      if (resolved !== undefined) return resolution.getEvent(resolved)
      const own = cited.find((id) => {
        const authEvent = resolution.getEvent(id)
        return authEvent.type === type && authEvent.state_key === stateKey && !resolution.isRejected(id)
      })
      return own === undefined ? undefined : resolution.getEvent(own)
    },
  }
}
