// Delayed events as the API shows them.
import type { JsonObject } from '@chappe/core'
import { isJsonObject, parseJson } from '@chappe/core'
import type { DelayedEvent } from '../delayed-events.ts'

/** One of them, in the words of the proposal as it stands and of the one before. */
export function delayedAnswer(event: DelayedEvent) {
  const { eventId, finalisedAtMs, error } = event
  const end = {
    ...(eventId === undefined ? {} : { event_id: eventId }),
    ...(error === undefined ? {} : { error: objectIn(error) }),
  }
  return {
    delay_id: event.delayId,
    room_id: event.roomId,
    type: event.type,
    ...(event.stateKey === undefined ? {} : { state_key: event.stateKey }),
    delay: event.delayMs,
    running_since: event.sinceMs,
    delay_ms: event.delayMs,
    delayed_since_ts: event.sinceMs,
    content: objectIn(event.content),
    ...end,
    ...(finalisedAtMs === undefined ? {} : { origin_server_ts: finalisedAtMs, finalised: { ...end, finalised_ts: finalisedAtMs } }),
  }
}

/** One that is over, with what became of it. */
export function finalisedAnswer(event: DelayedEvent) {
  const { eventId, finalisedAtMs, error, state, byAction } = event
  return {
    delayed_event: delayedAnswer(event),
    outcome: state === 'sent' ? 'send' : 'cancel',
    reason: error !== undefined ? 'error' : byAction ? 'action' : 'delay',
    ...(eventId === undefined ? {} : { event_id: eventId }),
    ...(error === undefined ? {} : { error: objectIn(error) }),
    ...(finalisedAtMs === undefined ? {} : { origin_server_ts: finalisedAtMs }),
  }
}

function objectIn(text: string): JsonObject {
  const value = parseJson(text)
  return isJsonObject(value) ? value : {}
}
