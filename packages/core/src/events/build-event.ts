// Completes a local event: content hash, event id and canonical text. This is the hot path of sending, so the text is
// written from a template (the top-level keys are in canonical order already) and `content` is printed once.
// Byte for byte what the generic functions give: see build-event.test.ts.
import type { CoreCrypto } from '../crypto/crypto.ts'
import { canonicalJson } from '../json/canonical.ts'
import type { JsonObject } from '../json/value.ts'
import type { RoomVersionRules } from '../room-versions/rules.ts'
import { referenceEncoding } from './hash.ts'
import type { EventReferences, Pdu } from './pdu.ts'
import { keepsContentWhenRedacted, redactContent } from './redact.ts'

/** An event before its hashes. */
export interface EventInput {
  /** Versions 1 and 2: pairs of id and hashes; ids alone from version 3 on. */
  auth_events: EventReferences
  prev_events: EventReferences
  depth: number
  /** Milliseconds since 1970. */
  origin_server_ts: number
  /** Absent in the create event of room version 12 and later. */
  room_id?: string
  sender: string
  type: string
  state_key?: string
  content: JsonObject
  /** Top level up to room version 10; in `content` from 11 on. */
  redacts?: string
  /** Versions 1 and 2 only, and needed there. */
  event_id?: string
}

/** A complete event, not yet signed. */
export interface BuiltEvent {
  eventId: string
  pdu: Pdu
  /** The canonical JSON of `pdu`: with `hashes`, without `signatures` and `unsigned`. */
  json: string
}

/**
 * Builds a local event.
 *
 * @throws JsonError where the content has no canonical form (a float from version 6 on, a lone surrogate).
 * @throws TypeError where a version 1 or 2 event comes without its id.
 */
export function buildEvent(input: EventInput, rules: RoomVersionRules, crypto: CoreCrypto): BuiltEvent {
  const numbers = { lenientNumbers: !rules.strictCanonicalJson }
  const content = canonicalJson(input.content, numbers)
  const parts = templateParts(input, rules)

  const hash = crypto.sha256(`${parts.start}${content}${parts.middle}${parts.redacts}${parts.end}`, 'base64')
  const hashes = `,"hashes":{"sha256":"${hash}"}`
  const rest = `${parts.beforeHashes}${hashes}${parts.afterHashes}`
  const json = `${parts.start}${content}${rest}${parts.redacts}${parts.end}`

  const pdu = pduOf(input, hash)
  if (rules.eventIdFormat === 'server') return { eventId: givenEventId(input), pdu, json }

  // Most types lose their whole content when redacted, and so need no second canonical form.
  const kept = keepsContentWhenRedacted(input.type, rules)
    ? canonicalJson(redactContent(input.type, input.content, rules), numbers)
    : '{}'
  const reference = crypto.sha256(`${parts.start}${kept}${rest}${parts.end}`, referenceEncoding(rules))
  return { eventId: `$${reference}`, pdu, json }
}

interface TemplateParts {
  /** Up to and with `"content":`. */
  start: string
  /** From the content to `redacts`: `beforeHashes` and `afterHashes` without hashes between them. */
  middle: string
  beforeHashes: string
  afterHashes: string
  redacts: string
  end: string
}

function templateParts(input: EventInput, rules: RoomVersionRules): TemplateParts {
  const eventId = rules.eventIdFormat === 'server' ? `,"event_id":${quote(givenEventId(input))}` : ''
  const beforeHashes = `,"depth":${canonicalJson(input.depth)}${eventId}`
  const time = canonicalJson(input.origin_server_ts)
  const afterHashes = `,"origin_server_ts":${time},"prev_events":${references(input.prev_events)}`
  const roomId = input.room_id === undefined ? '' : `,"room_id":${quote(input.room_id)}`
  const stateKey = input.state_key === undefined ? '' : `,"state_key":${quote(input.state_key)}`
  return {
    start: `{"auth_events":${references(input.auth_events)},"content":`,
    middle: beforeHashes + afterHashes,
    beforeHashes,
    afterHashes,
    redacts: input.redacts === undefined ? '' : `,"redacts":${quote(input.redacts)}`,
    end: `${roomId},"sender":${quote(input.sender)}${stateKey},"type":${quote(input.type)}}`,
  }
}

function givenEventId(input: EventInput): string {
  if (input.event_id === undefined) throw new TypeError('An event of room version 1 or 2 needs an event_id')
  return input.event_id
}

function pduOf(input: EventInput, hash: string): Pdu {
  const pdu: Pdu = {
    auth_events: input.auth_events,
    content: input.content,
    depth: input.depth,
    hashes: { sha256: hash },
    origin_server_ts: input.origin_server_ts,
    prev_events: input.prev_events,
    sender: input.sender,
    type: input.type,
  }
  if (input.event_id !== undefined) pdu.event_id = input.event_id
  if (input.redacts !== undefined) pdu.redacts = input.redacts
  if (input.room_id !== undefined) pdu.room_id = input.room_id
  if (input.state_key !== undefined) pdu.state_key = input.state_key
  return pdu
}

// Printable ASCII without quote and backslash: needs quotes and nothing else.
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/

function quote(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : canonicalJson(text)
}

function references(list: EventReferences): string {
  let text = ''
  for (const reference of list) {
    text += `${text === '' ? '' : ','}${typeof reference === 'string' ? quote(reference) : canonicalJson(reference)}`
  }
  return `[${text}]`
}
