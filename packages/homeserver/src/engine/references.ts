// How an event refers to those before it: by their ids, and in room versions 1 and 2 by pairs of id and hash.
// https://spec.matrix.org/v1.19/rooms/v1/#event-format
import type { EventReferences, Pdu, RoomVersionRules } from '@chappe/core'
import { referenceHash } from '@chappe/core'
import { nodeCrypto } from '../node-crypto.ts'
import type { Room, StateEntry } from './room.ts'
import { parsePdu } from './row-mapping.ts'

/** The state that an event names as its authority. */
export function authReferences(rules: RoomVersionRules, entries: readonly StateEntry[]): EventReferences {
  if (rules.eventIdFormat !== 'server') return entries.map((entry) => entry.eventId)
  return entries.map(({ eventId, json }): [string, { sha256: string }] => {
    return [eventId, { sha256: referenceHash(parsePdu(json), rules, nodeCrypto) }]
  })
}

/** The event that the next one of a room follows. */
export function prevReferences(room: Room): EventReferences {
  if (room.lastEventId === undefined) return []
  return room.lastHash === undefined ? [room.lastEventId] : [[room.lastEventId, { sha256: room.lastHash }]]
}

/** The hash that later events refer to this one by; nothing in room versions where the id says it. */
export function hashForReference(rules: RoomVersionRules, pdu: () => Pdu): string | undefined {
  return rules.eventIdFormat === 'server' ? referenceHash(pdu(), rules, nodeCrypto) : undefined
}
