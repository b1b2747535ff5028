// From what has leaked, as somebody has it, to where it stands here. Texts are compared by their hashes, in memory; neither
// the database nor any log is given one.
import { createHash } from 'node:crypto'
import { MatrixError } from '@chappe/contract'
import { isJsonObject, parseJson } from '@chappe/core'
import type { Db } from '@chappe/homeserver/ports'
import type { Place } from '../attributions-store.ts'
import { findPositions, findRoomNid, listEventPlaces, listFiles, listMessages, listWritten } from '../attributions-store.ts'

/** What has leaked. */
export interface Leaked {
  events: readonly string[]
  places: readonly { room_id: string; at_ms: number }[]
  texts: readonly string[]
  /** Where texts are looked for; everywhere, where it is left out. */
  roomId: string | undefined
  files: readonly string[]
  fromMs: number
  toMs: number
}

/** Where it stands. */
export interface FoundLeaked {
  places: Place[]
  mediaIds: string[]
  missing: string[]
  missingTexts: number
}

const MESSAGES_AT_ONCE = 2000
/** So many messages are looked through for a text. */
const MESSAGES_MAX = 500_000
/** What stands at more places than these says nothing of who has leaked it. */
const PLACES_MAX = 2000
const SAME_TEXT_MAX = 200
/** A clock on a picture is to the minute. */
const AROUND_MS = 60_000
const AROUND_MAX = 200

/** Looks for all of it. Throws `M_INVALID_PARAM` where there would be too much to say anything. */
export async function findLeaked(db: Db, leaked: Leaked): Promise<FoundLeaked> {
  const found: FoundLeaked = { places: [], mediaIds: [], missing: [], missingTexts: 0 }
  await findEvents(db, leaked, found)
  for (const place of leaked.places) await findAround(db, place, found)
  await findTexts(db, leaked, found)
  await findFiles(db, leaked, found)
  const places = new Map(found.places.map((place) => [`${place.room}/${place.position}`, place]))
  if (places.size > PLACES_MAX) throw tooMuch()
  return { ...found, places: [...places.values()], mediaIds: [...new Set(found.mediaIds)] }
}

async function findEvents(db: Db, { events }: Leaked, found: FoundLeaked): Promise<void> {
  const known = new Map((events.length === 0 ? [] : await listEventPlaces(db, events)).map((each) => [each.eventId, each]))
  for (const eventId of events) {
    const place = known.get(eventId)
    if (place === undefined) found.missing.push(eventId)
    else found.places.push({ room: place.room, position: place.position })
  }
}

/** What was written in a room within a minute of a time, by the clock of whoever wrote it. */
async function findAround(db: Db, { room_id: roomId, at_ms: atMs }: { room_id: string; at_ms: number }, found: FoundLeaked): Promise<void> {
  const room = await findRoomNid(db, roomId)
  // Clocks of devices differ from ours: what is looked through is more than what is taken.
  const range = await findPositions(db, { fromMs: atMs - 60 * AROUND_MS, toMs: atMs + 60 * AROUND_MS })
  const written = room === undefined ? [] : await listWritten(db, { room, ...range, limit: 100_000 })
  const near = written.filter(({ pdu }) => Math.abs(numberIn(pdu, 'origin_server_ts') - atMs) <= AROUND_MS)
  if (near.length > AROUND_MAX) throw tooMuch()
  if (near.length === 0) found.missing.push(`${roomId} ${new Date(atMs).toISOString()}`)
  found.places.push(...near.map(({ room: nid, position }) => ({ room: nid, position })))
}

async function findTexts(db: Db, { texts, roomId, fromMs, toMs }: Leaked, found: FoundLeaked): Promise<void> {
  if (texts.length === 0) return
  const wanted = new Map(texts.map((text) => [hashOf(text), 0]))
  const room = roomId === undefined ? undefined : await findRoomNid(db, roomId)
  if (roomId !== undefined && room === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such room' })
  const range = await findPositions(db, { fromMs, toMs })
  let after = range.from
  for (let seen = 0; ; ) {
    const messages = await listMessages(db, { room, after, to: range.to, limit: MESSAGES_AT_ONCE })
    for (const { pdu, ...place } of messages) {
      const hash = hashOf(bodyOf(pdu))
      const times = wanted.get(hash)
      if (times === undefined) continue
      if (times >= SAME_TEXT_MAX) throw tooMuch()
      wanted.set(hash, times + 1)
      found.places.push(place)
    }
    seen += messages.length
    if (seen > MESSAGES_MAX) throw new MatrixError('M_INVALID_PARAM', { message: 'There are too many messages to look through: name the room, or less time' })
    if (messages.length < MESSAGES_AT_ONCE) break
    after = messages.at(-1)?.position ?? range.to
  }
  found.missingTexts = [...wanted.values()].filter((times) => times === 0).length
}

async function findFiles(db: Db, { files }: Leaked, found: FoundLeaked): Promise<void> {
  if (files.length === 0) return
  const hashes = files.filter((file) => /^[0-9a-f]{64}$/i.test(file)).map((hash) => hash.toLowerCase())
  const ids = new Map(files.flatMap((file) => (file.startsWith('mxc://') ? [[file, file.split('/').at(-1) ?? '']] : [])))
  const known = await listFiles(db, { mediaIds: [...ids.values()], hashes })
  const [knownIds, knownHashes] = [new Set(known.map(({ mediaId }) => mediaId)), new Set(known.map(({ sha256 }) => sha256))]
  found.mediaIds.push(...knownIds)
  for (const file of files) if (!knownIds.has(ids.get(file) ?? '') && !knownHashes.has(file.toLowerCase())) found.missing.push(file)
}

/** Spaces round a text, and how its lines end, are what copying changes. */
function hashOf(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n').trim().normalize('NFC')).digest('base64')
}

function bodyOf(pdu: string): string {
  const event = parseJson(pdu)
  const content = isJsonObject(event) ? event['content'] : undefined
  const body = isJsonObject(content) ? content['body'] : undefined
  return typeof body === 'string' ? body : ''
}

function numberIn(pdu: string, key: string): number {
  const event = parseJson(pdu)
  const value = isJsonObject(event) ? event[key] : undefined
  return typeof value === 'number' ? value : 0
}

function tooMuch(): MatrixError {
  return new MatrixError('M_INVALID_PARAM', { message: 'That stands at too many places to say who has leaked it: name the room, or less time' })
}
