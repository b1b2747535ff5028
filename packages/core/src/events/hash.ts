// The hashes of an event and the ids made from them.
// https://spec.matrix.org/v1.19/server-server-api/#calculating-the-content-hash-for-an-event
import type { CoreCrypto } from '../crypto/crypto.ts'
import { canonicalJson } from '../json/canonical.ts'
import type { RoomVersionRules } from '../room-versions/rules.ts'
import type { EventReferences, Pdu } from './pdu.ts'
import { redact } from './redact.ts'

/**
 * The content hash: SHA-256 of the event without `unsigned`, `signatures` and `hashes`, in unpadded base64. Numbers
 * are printed leniently, since versions 1 to 5 have floats; `checkEventFormat` refuses them from version 6 on.
 *
 * NOTE: a float of versions 1 to 5 prints as JavaScript prints it (`1.0` as `1`), which may not be what its sender
 * hashed; such an event counts as tampered with and is redacted.
 *
 * @throws JsonError where the event has no canonical form (lone surrogates).
 */
export function contentHash(pdu: Pdu, crypto: CoreCrypto): string {
  const { unsigned: _unsigned, signatures: _signatures, hashes: _hashes, ...rest } = pdu
  return crypto.sha256(canonicalJson(rest, { lenientNumbers: true }), 'base64')
}

/** Whether the event carries the content hash it should. */
export function hasValidContentHash(pdu: Pdu, crypto: CoreCrypto): boolean {
  return pdu.hashes?.sha256 === contentHash(pdu, crypto)
}

/**
 * The reference hash: SHA-256 of the redacted event without `signatures` and `unsigned`, in the alphabet of the room
 * version's event ids (plain base64 in versions 1 to 3).
 * https://spec.matrix.org/v1.19/server-server-api/#calculating-the-reference-hash-for-an-event
 *
 * @throws JsonError where the event has no canonical form.
 */
export function referenceHash(pdu: Pdu, rules: RoomVersionRules, crypto: CoreCrypto): string {
  return crypto.sha256(signableText(pdu, rules), referenceEncoding(rules))
}

/** The base64 alphabet of reference hashes in this room version. */
export function referenceEncoding(rules: RoomVersionRules): 'base64' | 'base64url' {
  return rules.eventIdFormat === 'base64url' ? 'base64url' : 'base64'
}

/** What the reference hash and the signatures of an event cover: its redacted form, canonically. */
export function signableText(pdu: Pdu, rules: RoomVersionRules): string {
  const { signatures: _signatures, unsigned: _unsigned, ...rest } = redact(pdu, rules)
  return canonicalJson(rest, { lenientNumbers: !rules.strictCanonicalJson })
}

/**
 * The event's id: what it carries in versions 1 and 2 (undefined where it carries none), `$` and the reference hash
 * from version 3 on.
 */
export function eventIdOf(pdu: Pdu, rules: RoomVersionRules, crypto: CoreCrypto): string | undefined {
  if (rules.eventIdFormat === 'server') return pdu.event_id
  return `$${referenceHash(pdu, rules, crypto)}`
}

/**
 * Version 12: "The room ID is the event ID of the event with sigil `!` instead of `$`."
 */
export function roomIdFromCreate(createEventId: string): string {
  return `!${createEventId.slice(1)}`
}

/** The ids in an event's `auth_events` or `prev_events`, whichever shape the room version gives them. */
export function eventReferenceIds(references: EventReferences): string[] {
  return references.map((reference) => (typeof reference === 'string' ? reference : reference[0]))
}
