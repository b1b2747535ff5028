// From rows to what rooms keep in memory.
import type { AuthEvent, Pdu } from '@chappe/core'
import { authEventOf, isJsonObject, parseJson } from '@chappe/core'
import type { Member, PlacedPdu, StateEntry, TimelineEvent } from './room.ts'
import type { StoredEvent, StoredMember } from './rooms-store.ts'

/** The PDU that a stored text is. What is stored was checked before, so only a broken database makes this throw. */
export function parsePdu(json: string): Pdu {
  const value = parseJson(json)
  if (!isPdu(value)) throw new Error('a stored event is not a PDU')
  return value
}

function isPdu(value: unknown): value is Pdu {
  return isJsonObject(value) && typeof value['type'] === 'string' && isJsonObject(value['content'])
}

/** The event as the timeline has it. */
export function timelineEventOf(row: StoredEvent): TimelineEvent {
  return {
    position: row.position,
    eventId: row.eventId,
    type: row.type,
    stateKey: row.stateKey ?? undefined,
    sender: row.sender,
    notifyOrdinal: row.notifyOrdinal,
    deviceNid: row.deviceNid ?? undefined,
    txnId: row.txnId ?? undefined,
    redactedBy: row.redactedBy ?? undefined,
    replacesState: row.replacesState ?? undefined,
    previous: placedPduOf(row.prevPosition, row.prevJson),
    redaction: placedPduOf(row.redactionPosition, row.redactionJson),
    relation: undefined,
    json: row.json,
  }
}

/** An event that stands within another one; nothing where there is none, or it is there no more. */
export function placedPduOf(position: number | null, json: string | null): PlacedPdu | undefined {
  return position === null || json === null ? undefined : { position, json }
}

/** The event as the state has it. Most state is shown more often than it judges: it is parsed when it first does. */
export function stateEntryOf(row: { position: number; eventId: string; sender: string; json: string }): StateEntry {
  const { position, eventId, sender, json } = row
  let auth: AuthEvent | undefined
  return {
    position,
    eventId,
    sender,
    json,
    get auth() {
      auth ??= authEventOf(parsePdu(this.json), eventId)
      return auth
    },
    set auth(value) {
      auth = value
    },
  }
}

/** The event as the membership of its state key; parsed when it first judges, too. */
export function memberOf(row: StoredMember): Member {
  const { membership, joinedPosition, joinedOrdinal } = row
  return Object.assign(stateEntryOf(row), { membership, joinedPosition, joinedOrdinal })
}
