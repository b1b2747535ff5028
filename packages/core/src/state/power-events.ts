// Step: the events that may take someone's power away, and what they rest on.
import type { AuthEvent } from '../auth/state.ts'
import { authClosure } from './resolution.ts'
import type { Resolution } from './resolution.ts'

/**
 * "A power event is a state event with type `m.room.power_levels` or `m.room.join_rules`, or a state event with type
 * `m.room.member` where the `membership` is `leave` or `ban` and the `sender` does not match the `state_key`." (v1.19)
 */
export function isPowerEvent(event: AuthEvent): boolean {
  if (event.state_key === undefined) return false
  if (event.type === 'm.room.power_levels' || event.type === 'm.room.join_rules') return true
  if (event.type !== 'm.room.member' || event.sender === event.state_key) return false
  return event.content.membership === 'leave' || event.content.membership === 'ban'
}

/**
 * "Select the set X of all power events that appear in the full conflicted set. For each such power event P, enlarge X
 * by adding the events in the auth chain of P which also belong to the full conflicted set." (v1.19)
 *
 * NOTE: the walk stays within the full conflicted set, as in every deployed server. In version 2.1 that is no
 * difference, since the set holds whatever lies between two of its members.
 */
export function selectPowerEvents(resolution: Resolution, fullConflicted: ReadonlySet<string>): ReadonlySet<string> {
  const power = [...fullConflicted].filter((id) => isPowerEvent(resolution.getEvent(id)))
  return authClosure(resolution, power, (id) => fullConflicted.has(id))
}
