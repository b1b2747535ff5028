// Events as clients get them, spliced from the stored text without parsing it.
// https://spec.matrix.org/v1.19/client-server-api/#room-event-format
import { isJsonObject } from '../json/canonical.ts'
import { JsonError } from '../json/json-error.ts'
import { parseJson } from '../json/parse.ts'
import type { RoomVersionRules } from '../room-versions/rules.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/** A member of an object in its text: its key, and where its value begins and ends (end exclusive). */
export type MemberRange = [key: string, start: number, end: number]

/**
 * The members of the object `json` is, in the order of the text, without parsing their values. The text must be JSON
 * without insignificant space, such as canonical JSON.
 *
 * @throws JsonError where the outline of the text shows that it is not; what lies inside values is not looked at.
 */
export function topLevelMembers(json: string): MemberRange[] {
  const members: MemberRange[] = []
  if (json.charCodeAt(0) !== OPEN_BRACE) throw notAnObject(0)
  if (json.charCodeAt(1) === CLOSE_BRACE && json.length === 2) return members
  let at = 1
  for (;;) {
    if (json.charCodeAt(at) !== QUOTE) throw notAnObject(at)
    const keyEnd = endOfString(json, at)
    if (json.charCodeAt(keyEnd) !== COLON) throw notAnObject(keyEnd)
    const start = keyEnd + 1
    const end = endOfValue(json, start)
    if (end === start) throw notAnObject(start)
    members.push([keyText(json, at, keyEnd), start, end])
    const unit = json.charCodeAt(end)
    if (unit === COMMA) {
      at = end + 1
    } else if (unit === CLOSE_BRACE && end === json.length - 1) {
      return members
    } else {
      throw notAnObject(end)
    }
  }
}

function notAnObject(position: number): JsonError {
  return new JsonError('syntax', 'Not an object without insignificant space', position)
}

function keyText(json: string, start: number, end: number): string {
  const inner = json.slice(start + 1, end - 1)
  return inner.includes('\\') ? String(parseJson(json.slice(start, end))) : inner
}

/** Behind the closing quote of the string that begins at `start`. */
function endOfString(json: string, start: number): number {
  let at = start
  for (;;) {
    at = json.indexOf('"', at + 1)
    if (at < 0) throw notAnObject(json.length)
    // An odd number of backslashes before it makes the quote a part of the string.
    let first = at
    while (json.charCodeAt(first - 1) === BACKSLASH) first -= 1
    if ((at - first) % 2 === 0) return at + 1
  }
}

/** Where the value that begins at `start` ends: at the comma or closing brace of the object around it. */
function endOfValue(json: string, start: number): number {
  let depth = 0
  let at = start
  while (at < json.length) {
    const unit = json.charCodeAt(at)
    if (unit === QUOTE) {
      at = endOfString(json, at)
      continue
    }
    // `[` and `{` (and their closing ones) differ in bit 0x20 alone.
    const folded = unit | 0x20
    if (folded === OPEN_BRACE) {
      depth += 1
    } else if (folded === CLOSE_BRACE) {
      if (depth === 0) return at
      depth -= 1
    } else if (unit === COMMA && depth === 0) {
      return at
    }
    at += 1
  }
  throw notAnObject(json.length)
}

/** What else goes into a client event. */
export interface ClientEventExtras {
  /** The JSON text of the `unsigned` member, which may depend on the event's `origin_server_ts`. */
  unsignedJson?: string | ((originServerTs: number) => string)
  /** Where a redaction names its target both at top level and in `content`, the room version says which one counts. */
  rules?: RoomVersionRules
}

/**
 * The client format of an event: `content`, `event_id`, `origin_server_ts`, `redacts`, `room_id`, `sender`,
 * `state_key`, `type` and `unsigned`, taken from its canonical PDU text. Only redactions are parsed, to carry `redacts`
 * both at top level and in `content` as the specification wants for clients of either age.
 *
 * @param extras the text of `unsigned`, or that and the room version's rules.
 * @throws JsonError where `pduJson` is no object.
 */
export function clientEventJson(
  pduJson: string,
  eventId: string,
  roomId: string,
  extras?: string | ClientEventExtras,
): string {
  const given: ClientEventExtras = typeof extras === 'string' ? { unsignedJson: extras } : (extras ?? {})
  const ids = { event: quotedId(eventId), room: quotedId(roomId) }
  const built = spliceBuilt(pduJson, ids, given.unsignedJson)
  if (built !== undefined) return built
  const member = pickMembers(pduJson)
  if (member.type === '"m.room.redaction"') spreadRedacts(member, given.rules)
  const redacts = member.redacts === '' ? '' : `,"redacts":${member.redacts}`
  const stateKey = member.stateKey === '' ? '' : `,"state_key":${member.stateKey}`
  return (
    `{"content":${member.content},"event_id":${ids.event},` +
    `"origin_server_ts":${member.originServerTs}${redacts},"room_id":${ids.room},` +
    `"sender":${member.sender}${stateKey},"type":${member.type}${unsignedMember(given.unsignedJson, member.originServerTs)}}`
  )
}

function unsignedMember(unsigned: ClientEventExtras['unsignedJson'], originServerTs: string): string {
  if (unsigned === undefined) return ''
  return `,"unsigned":${typeof unsigned === 'string' ? unsigned : unsigned(Number(originServerTs))}`
}

/** Hardly an id has anything in it that needs escaping. */
const PLAIN_ID = /^[!$][\w.:-]*$/

function quotedId(id: string): string {
  return PLAIN_ID.test(id) ? `"${id}"` : JSON.stringify(id)
}

const AUTH = '{"auth_events":['
const CONTENT = '],"content":'
const DEPTH = ',"depth":'
const HASHES = ',"hashes":{"sha256":"'
const TIME = '"},"origin_server_ts":'
const PREV = ',"prev_events":['
const ROOM = ',"room_id":"'
const SENDER = ',"sender":"'
const STATE_KEY = ',"state_key":"'
const TYPE = ',"type":"'

/**
 * The client format of an event whose text has the members that servers build events of since room version 3, in
 * canonical order and no others, and which is no redaction; nothing for any other. It runs for every event of every
 * answer: what clients do not see is jumped over, and what stands side by side in both formats is copied in one piece.
 */
function spliceBuilt(
  json: string,
  ids: { event: string; room: string },
  unsigned: ClientEventExtras['unsignedJson'],
): string | undefined {
  const contentAt = json.indexOf(CONTENT) + CONTENT.length
  if (!json.startsWith(AUTH) || json.charCodeAt(contentAt) !== OPEN_BRACE) return undefined
  const contentEnd = endOfValue(json, contentAt)
  if (!json.startsWith(DEPTH, contentEnd)) return undefined
  const hashesAt = json.indexOf(',', contentEnd + DEPTH.length)
  if (!json.startsWith(HASHES, hashesAt)) return undefined
  const hashEnd = json.indexOf('"', hashesAt + HASHES.length)
  if (!json.startsWith(TIME, hashEnd)) return undefined
  const timeAt = hashEnd + TIME.length
  const timeEnd = json.indexOf(',', timeAt)
  if (!json.startsWith(PREV, timeEnd)) return undefined
  const prevEnd = json.indexOf(']', timeEnd + PREV.length) + 1
  const senderAt = json.startsWith(ROOM, prevEnd) ? endOfString(json, prevEnd + ROOM.length - 1) : prevEnd
  if (!isBuiltEnd(json, senderAt)) return undefined
  const time = json.slice(timeAt, timeEnd)
  return (
    `{"content":${json.slice(contentAt, contentEnd)},"event_id":${ids.event},"origin_server_ts":${time},` +
    `"room_id":${ids.room}${json.slice(senderAt, -1)}${unsignedMember(unsigned, time)}}`
  )
}

/** Whether a sender, perhaps a state key, and a type other than a redaction's end the text. */
function isBuiltEnd(json: string, start: number): boolean {
  if (!json.startsWith(SENDER, start)) return false
  const senderEnd = endOfString(json, start + SENDER.length - 1)
  const typeAt = json.startsWith(STATE_KEY, senderEnd) ? endOfString(json, senderEnd + STATE_KEY.length - 1) : senderEnd
  if (!json.startsWith(TYPE, typeAt) || json.startsWith('m.room.redaction"', typeAt + TYPE.length)) return false
  return endOfString(json, typeAt + TYPE.length - 1) === json.length - 1
}

/** What says whose an event is and what it is about. */
export interface EventNames {
  type: string
  sender: string
  stateKey: string | undefined
}

/**
 * The names of an event, from its canonical PDU text: read from its end where nothing follows them, which is so of all
 * that is stored without signatures.
 *
 * @throws JsonError where `pduJson` is no object.
 */
export function eventNames(pduJson: string): EventNames {
  const typeAt = pduJson.lastIndexOf(TYPE)
  const senderAt = pduJson.lastIndexOf(SENDER, typeAt)
  // With an escape among them, or anything behind them, it takes a closer look.
  if (senderAt === -1 || pduJson.includes('\\', senderAt)) return namesOf(pduJson)
  if (pduJson.indexOf('"', typeAt + TYPE.length) !== pduJson.length - 2) return namesOf(pduJson)
  const senderEnd = endOfString(pduJson, senderAt + SENDER.length - 1)
  const hasKey = pduJson.startsWith(STATE_KEY, senderEnd)
  const keyEnd = hasKey ? endOfString(pduJson, senderEnd + STATE_KEY.length - 1) : senderEnd
  if (keyEnd !== typeAt) return namesOf(pduJson)
  return {
    type: pduJson.slice(typeAt + TYPE.length, -2),
    sender: pduJson.slice(senderAt + SENDER.length, senderEnd - 1),
    stateKey: hasKey ? pduJson.slice(senderEnd + STATE_KEY.length, keyEnd - 1) : undefined,
  }
}

function namesOf(json: string): EventNames {
  const { type, sender, stateKey } = pickMembers(json)
  return { type: textOf(type), sender: textOf(sender), stateKey: stateKey === '' ? undefined : textOf(stateKey) }
}

function textOf(json: string): string {
  const value = parseJson(json)
  return typeof value === 'string' ? value : ''
}

/** The texts of the members clients see; empty where the event lacks one. */
interface PickedMembers {
  content: string
  originServerTs: string
  redacts: string
  sender: string
  stateKey: string
  type: string
}

/** As `topLevelMembers`, without a list of them: this runs for every event of every answer. */
function pickMembers(json: string): PickedMembers {
  const picked: PickedMembers = { content: '{}', originServerTs: '0', redacts: '', sender: '""', stateKey: '', type: '""' }
  if (json.charCodeAt(0) !== OPEN_BRACE) throw notAnObject(0)
  if (json.charCodeAt(1) === CLOSE_BRACE && json.length === 2) return picked
  let at = 1
  for (;;) {
    if (json.charCodeAt(at) !== QUOTE) throw notAnObject(at)
    const keyEnd = endOfString(json, at)
    if (json.charCodeAt(keyEnd) !== COLON) throw notAnObject(keyEnd)
    const end = endOfValue(json, keyEnd + 1)
    const member = memberAt(json, at, keyEnd)
    if (member !== undefined) picked[member] = json.slice(keyEnd + 1, end)
    if (json.charCodeAt(end) === COMMA) at = end + 1
    else if (end === json.length - 1) return picked
    else throw notAnObject(end)
  }
}

/** The picked member whose key stands, quotes included, from `start` to `end`. */
function memberAt(json: string, start: number, end: number): keyof PickedMembers | undefined {
  switch (end - start) {
    case 6:
      return json.startsWith('"type"', start) ? 'type' : undefined
    case 8:
      return json.startsWith('"sender"', start) ? 'sender' : undefined
    case 9:
      if (json.startsWith('"content"', start)) return 'content'
      return json.startsWith('"redacts"', start) ? 'redacts' : undefined
    case 11:
      return json.startsWith('"state_key"', start) ? 'stateKey' : undefined
    case 18:
      return json.startsWith('"origin_server_ts"', start) ? 'originServerTs' : undefined
    default:
      return undefined
  }
}

/**
 * v11: "For backwards-compatibility with older clients, servers should add a `redacts` property to the top level of
 * m.room.redaction events ... For improved compatibility with newer clients, servers should add a `redacts` property to
 * the `content` of m.room.redaction events in older room versions."
 */
function spreadRedacts(member: PickedMembers, rules: RoomVersionRules | undefined): void {
  const content = parseJson(member.content, { maxDepth: 1000 })
  if (!isJsonObject(content)) return
  const inContent = typeof content.redacts === 'string' ? JSON.stringify(content.redacts) : ''
  const fromContent = rules?.updatedRedactionRules ?? inContent !== ''
  const redacts = fromContent ? inContent : member.redacts
  member.redacts = redacts
  if (redacts === inContent) return
  const { redacts: _redacts, ...rest } = content
  const others = JSON.stringify(rest).slice(1, -1)
  member.content = redacts === '' ? `{${others}}` : `{${others}${others === '' ? '' : ','}"redacts":${redacts}}`
}
