// From the wire format to what authorization reads.
import { eventReferenceIds } from '../events/hash.ts'
import type { Pdu } from '../events/pdu.ts'
import type { AuthEvent } from './state.ts'

/** The part of a PDU that authorization reads, under its event id. The content is shared, not copied. */
export function authEventOf(pdu: Pdu, eventId: string): AuthEvent {
  const event: AuthEvent = {
    event_id: eventId,
    type: pdu.type,
    sender: pdu.sender,
    content: pdu.content,
    auth_events: eventReferenceIds(pdu.auth_events),
    prev_events: eventReferenceIds(pdu.prev_events),
    origin_server_ts: pdu.origin_server_ts,
  }
  if (pdu.state_key !== undefined) event.state_key = pdu.state_key
  if (pdu.room_id !== undefined) event.room_id = pdu.room_id
  if (pdu.redacts !== undefined) event.redacts = pdu.redacts
  return event
}
