// What every step of state resolution works with: the rules of the room version and the events behind the ids.
import { authEventOf } from '../auth/auth-event.ts'
import { checkAuth } from '../auth/check-auth.ts'
import type { AuthEvent, AuthState } from '../auth/state.ts'
import type { CoreCrypto } from '../crypto/crypto.ts'
import type { Pdu } from '../events/pdu.ts'
import type { RoomVersionRules } from '../room-versions/rules.ts'
import { StateResolutionError } from './resolution-error.ts'

/** An event as state resolution reads it. */
export interface ResolutionEvent extends AuthEvent {
  /** Read by version 1 of the algorithm alone; counts as 0 where it is absent. */
  depth?: number
}

/** Where state resolution finds events. The same question must get the same answer while one resolution runs. */
export interface ResolutionSource {
  /** The event; undefined makes the resolution fail with `missing_event`. */
  getEvent(eventId: string): ResolutionEvent | undefined
  /** Whether the event was rejected on receipt; without this none was. */
  isRejected?(eventId: string): boolean
  /** For the signatures of third-party invites. */
  crypto: CoreCrypto
}

/** One run of state resolution. */
export interface Resolution {
  rules: RoomVersionRules
  /** The event, or a StateResolutionError. */
  getEvent(eventId: string): ResolutionEvent
  isRejected(eventId: string): boolean
  crypto: CoreCrypto
}

/** The part of a PDU that state resolution reads, under its event id. The content is shared, not copied. */
export function resolutionEventOf(pdu: Pdu, eventId: string): ResolutionEvent {
  return { ...authEventOf(pdu, eventId), depth: pdu.depth }
}

/** Starts a run of state resolution. */
export function startResolution(rules: RoomVersionRules, source: ResolutionSource): Resolution {
  return {
    rules,
    getEvent: (eventId) => {
      const event = source.getEvent(eventId)
      if (event === undefined) throw new StateResolutionError('missing_event', eventId)
      return event
    },
    isRejected: (eventId) => source.isRejected?.(eventId) ?? false,
    crypto: source.crypto,
  }
}

/**
 * The events that authorize an event, by id.
 *
 * From room version 12 on the create event is among them though it is not written there: "The `m.room.create` event
 * MUST NOT be selected for `auth_events` on events. The `room_id` (being the `m.room.create` event's ID) implies this
 * instead." (v1.19, room version 12)
 */
export function authEventIds(rules: RoomVersionRules, event: AuthEvent): readonly string[] {
  const ids = event.auth_events ?? []
  if (!rules.roomIdIsCreateHash || event.type === 'm.room.create' || event.room_id === undefined) return ids
  return [...ids, `$${event.room_id.slice(1)}`]
}

/**
 * The events reachable from `eventIds` over `auth_events`, themselves included.
 *
 * @param enter whether to follow the way into an event; by default every way is followed
 */
export function authClosure(
  resolution: Resolution,
  eventIds: Iterable<string>,
  enter: (eventId: string) => boolean = () => true,
): Set<string> {
  const reached = new Set<string>(eventIds)
  const waiting = [...reached]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const authId of authEventIds(resolution.rules, resolution.getEvent(id))) {
      if (reached.has(authId) || !enter(authId)) continue
      reached.add(authId)
      waiting.push(authId)
    }
  }
  return reached
}

/** Whether the authorization rules allow an event in a state. */
export function isAllowed(resolution: Resolution, event: AuthEvent, state: AuthState): boolean {
  return checkAuth(resolution.rules, event, state, { crypto: resolution.crypto }) === undefined
}
