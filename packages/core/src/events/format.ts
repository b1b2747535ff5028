// Whether a PDU has the shape its room version demands: the first check on receipt, and on what we build.
// https://spec.matrix.org/v1.19/server-server-api/#checks-performed-on-receipt-of-a-pdu
// https://spec.matrix.org/v1.19/client-server-api/#size-limits
import { isEventId, isRoomId, isUserId } from '../ids/ids.ts'
import { canonicalJson, isJsonObject } from '../json/canonical.ts'
import { JsonError } from '../json/json-error.ts'
import { fitsUtf8 } from '../json/text.ts'
import type { JsonObject, JsonValue } from '../json/value.ts'
import type { RoomVersionRules } from '../room-versions/rules.ts'
import type { Pdu } from './pdu.ts'

/** "The complete event MUST NOT be larger than 65536 bytes, when formatted ... as Canonical JSON." */
export const MAX_EVENT_BYTES = 65_536
/** "`sender`, `room_id`, `state_key`, `type`, `event_id` MUST NOT exceed 255 bytes" each. */
export const MAX_EVENT_KEY_BYTES = 255
/** "Must contain less than or equal to 10 events." */
export const MAX_AUTH_EVENTS = 10
/** "Must contain less than or equal to 20 events." */
export const MAX_PREV_EVENTS = 20

/** Why something is no event: a stable code for programs, a sentence for people. */
export interface EventFormatFault {
  code: 'not_canonical' | 'too_large' | 'missing_field' | 'bad_field' | 'field_too_long' | 'too_many_references'
  message: string
  /** The field at fault, where it is one. */
  field?: string
}

/**
 * Checks the shape and size of a PDU; undefined where all is well, and then the value may be taken as a `Pdu`.
 * Hashes and signatures are checked for shape only, and may be absent (an event being built has none yet).
 *
 * @param json the event's canonical text, where the caller has it; saves printing it once more.
 */
export function checkEventFormat(
  pdu: Pdu | JsonObject,
  rules: RoomVersionRules,
  json?: string,
): EventFormatFault | undefined {
  return (
    checkSize(pdu, rules, json) ??
    checkText(pdu, 'type') ??
    checkText(pdu, 'sender', isUserId) ??
    checkText(pdu, 'state_key', undefined, true) ??
    checkRoomId(pdu, rules) ??
    checkEventId(pdu, rules) ??
    checkContent(pdu) ??
    checkInteger(pdu, 'origin_server_ts', Number.MIN_SAFE_INTEGER) ??
    checkInteger(pdu, 'depth', 0) ??
    checkReferences(pdu, 'auth_events', { rules, limit: MAX_AUTH_EVENTS }) ??
    checkReferences(pdu, 'prev_events', { rules, limit: MAX_PREV_EVENTS }) ??
    checkRedacts(pdu, rules) ??
    checkHashes(pdu) ??
    checkSignatures(pdu) ??
    checkUnsigned(pdu)
  )
}

function read(pdu: Pdu | JsonObject, field: string): JsonValue | undefined {
  return Object.hasOwn(pdu, field) ? pdu[field] : undefined
}

function bad(field: string, what: string): EventFormatFault {
  return { code: 'bad_field', message: `${field} is not ${what}`, field }
}

function missing(field: string): EventFormatFault {
  return { code: 'missing_field', message: `${field} is missing`, field }
}

function checkSize(pdu: Pdu | JsonObject, rules: RoomVersionRules, json?: string): EventFormatFault | undefined {
  try {
    const text = json ?? canonicalJson(pdu, { lenientNumbers: !rules.strictCanonicalJson })
    if (fitsUtf8(text, MAX_EVENT_BYTES)) return undefined
    return { code: 'too_large', message: `The event is larger than ${MAX_EVENT_BYTES} bytes` }
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    return { code: 'not_canonical', message: `The event has no canonical form: ${error.message}` }
  }
}

function checkText(
  pdu: Pdu | JsonObject,
  field: string,
  isValid?: (text: string) => boolean,
  optional = false,
): EventFormatFault | undefined {
  const value = read(pdu, field)
  if (value === undefined) return optional ? undefined : missing(field)
  if (typeof value !== 'string') return bad(field, 'a string')
  if (!fitsUtf8(value, MAX_EVENT_KEY_BYTES)) {
    return { code: 'field_too_long', message: `${field} is longer than ${MAX_EVENT_KEY_BYTES} bytes`, field }
  }
  return isValid === undefined || isValid(value) ? undefined : bad(field, 'a valid identifier')
}

function checkRoomId(pdu: Pdu | JsonObject, rules: RoomVersionRules): EventFormatFault | undefined {
  // v12: "Room identifier. Omitted from m.room.create events." That it is omitted is an authorization rule.
  const optional = rules.roomIdIsCreateHash && read(pdu, 'type') === 'm.room.create'
  return checkText(pdu, 'room_id', isRoomId, optional)
}

function checkEventId(pdu: Pdu | JsonObject, rules: RoomVersionRules): EventFormatFault | undefined {
  return checkText(pdu, 'event_id', isEventId, rules.eventIdFormat !== 'server')
}

function checkContent(pdu: Pdu | JsonObject): EventFormatFault | undefined {
  const content = read(pdu, 'content')
  if (content === undefined) return missing('content')
  return isJsonObject(content) ? undefined : bad('content', 'an object')
}

function checkInteger(pdu: Pdu | JsonObject, field: string, least: number): EventFormatFault | undefined {
  const value = read(pdu, field)
  if (value === undefined) return missing(field)
  if (Number.isSafeInteger(value) && Number(value) >= least) return undefined
  return bad(field, least === 0 ? 'an integer from 0 to 2^53 - 1' : 'an integer within 2^53 - 1')
}

function checkReferences(
  pdu: Pdu | JsonObject,
  field: 'auth_events' | 'prev_events',
  demand: { rules: RoomVersionRules; limit: number },
): EventFormatFault | undefined {
  const value = read(pdu, field)
  if (value === undefined) return missing(field)
  if (!Array.isArray(value)) return bad(field, 'a list')
  if (value.length > demand.limit) {
    return { code: 'too_many_references', message: `${field} has more than ${demand.limit} entries`, field }
  }
  if (demand.rules.eventIdFormat === 'server') {
    return value.every(isReferencePair) ? undefined : bad(field, 'a list of pairs of event id and hashes')
  }
  return value.every(isEventIdValue) ? undefined : bad(field, 'a list of event ids')
}

function isEventIdValue(value: JsonValue): boolean {
  return typeof value === 'string' && isEventId(value)
}

function isReferencePair(value: JsonValue): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false
  const [id, hashes] = value
  return id !== undefined && isEventIdValue(id) && isJsonObject(hashes) && typeof hashes.sha256 === 'string'
}

function checkRedacts(pdu: Pdu | JsonObject, rules: RoomVersionRules): EventFormatFault | undefined {
  // From version 11 on a top-level `redacts` means nothing.
  return rules.updatedRedactionRules ? undefined : checkText(pdu, 'redacts', undefined, true)
}

function checkHashes(pdu: Pdu | JsonObject): EventFormatFault | undefined {
  const hashes = read(pdu, 'hashes')
  if (hashes === undefined) return undefined
  if (!isJsonObject(hashes)) return bad('hashes', 'an object')
  return hashes.sha256 === undefined || typeof hashes.sha256 === 'string' ? undefined : bad('hashes.sha256', 'a string')
}

function checkSignatures(pdu: Pdu | JsonObject): EventFormatFault | undefined {
  const signatures = read(pdu, 'signatures')
  if (signatures === undefined) return undefined
  const isMap = (value: JsonValue): boolean =>
    isJsonObject(value) && Object.values(value).every((signature) => typeof signature === 'string')
  if (isJsonObject(signatures) && Object.values(signatures).every(isMap)) return undefined
  return bad('signatures', 'a map of servers to maps of keys to signatures')
}

function checkUnsigned(pdu: Pdu | JsonObject): EventFormatFault | undefined {
  const unsigned = read(pdu, 'unsigned')
  return unsigned === undefined || isJsonObject(unsigned) ? undefined : bad('unsigned', 'an object')
}
