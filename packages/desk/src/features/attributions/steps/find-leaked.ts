// From what has leaked, as somebody has it, to where it stands here. What is named by its id is looked up at once; texts, and
// rooms with a time, once two people have agreed. Texts are kept and compared as hashes: neither the database nor any log is
// given one.
import { createHash } from 'node:crypto'
import type { AttributionFailure } from '@chappe/contract'
import { MatrixError } from '@chappe/contract'
import { isJsonObject, parseJson } from '@chappe/core'
import type { Db } from '@chappe/homeserver/ports'
import { JobFailure } from '../../../jobs.ts'
import type { Place } from '../leaked-store.ts'
import { findLastPosition, findPositions, findRoomNid, listEventPlaces, listFiles, listMessages, listWritten } from '../leaked-store.ts'

/** What has leaked. */
export interface Leaked {
  events: readonly string[]
  places: readonly { room_id: string; at_ms: number }[]
  texts: readonly string[]
  /** Where texts are looked for; everywhere, where it is left out. */
  roomId: string | undefined
  files: readonly string[]
}

/** What is found by its id. */
export interface NamedLeaked {
  places: Place[]
  mediaIds: string[]
  missing: string[]
}

/** What is still to be looked for. */
export interface Sought {
  /** SHA-256 of each text, in base64. */
  hashes: string[]
  /** The room in which texts are looked for; null: everywhere. */
  room: number | null
  moments: { room: number; roomId: string; atMs: number }[]
}

/** What looking for it came to. */
export interface FoundLeaked {
  places: Place[]
  missing: string[]
  missingTexts: number
}

/** More than could say anything of anybody, or than is gone through. */
export class TooMuch extends JobFailure<Exclude<AttributionFailure, 'broken'>> {}

const MESSAGES_AT_ONCE = 2000
/** So many messages are looked through for texts. */
const MESSAGES_MAX = 20_000_000
/** What stands at more places than these says nothing of who has leaked it. */
const PLACES_MAX = 2000
const SAME_TEXT_MAX = 200
/** A clock on a picture is to the minute. */
const AROUND_MS = 60_000
const AROUND_MAX = 200
/** What was written in a room in two hours: more than this nobody reads. */
const WRITTEN_MAX = 100_000

/** Looks up what is named by its id. */
export async function findNamed(db: Db, { events, files }: Pick<Leaked, 'events' | 'files'>): Promise<NamedLeaked> {
  const found: NamedLeaked = { places: [], mediaIds: [], missing: [] }
  const known = new Map((events.length === 0 ? [] : await listEventPlaces(db, events)).map((each) => [each.eventId, each]))
  for (const eventId of events) {
    const place = known.get(eventId)
    if (place === undefined) found.missing.push(eventId)
    else found.places.push({ room: place.room, position: place.position })
  }
  await findFiles(db, files, found)
  return { ...found, places: onePlaceEach(found.places), mediaIds: [...new Set(found.mediaIds)] }
}

/** What is to be looked for later, and rooms that are not there. Throws `M_NOT_FOUND` where texts are looked for in such a room. */
export async function prepareSearch(db: Db, { places, texts, roomId }: Pick<Leaked, 'places' | 'texts' | 'roomId'>): Promise<{ sought: Sought; missing: string[] }> {
  const room = roomId === undefined ? undefined : await findRoomNid(db, roomId)
  if (roomId !== undefined && room === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such room' })
  const sought: Sought = { hashes: [...new Set(texts.map(hashOf))], room: room ?? null, moments: [] }
  const missing: string[] = []
  for (const { room_id: id, at_ms: atMs } of places) {
    const nid = await findRoomNid(db, id)
    if (nid === undefined) missing.push(nameOf(id, atMs))
    else sought.moments.push({ room: nid, roomId: id, atMs })
  }
  return { sought, missing }
}

/** Looks for it; `progress` is told the part that is done. Throws `TooMuch` where nothing could be said of anybody. */
export async function findSought(db: Db, sought: Sought, { fromMs, toMs, progress }: { fromMs: number; toMs: number; progress: (done: number) => Promise<void> }): Promise<FoundLeaked> {
  const found: FoundLeaked = { places: [], missing: [], missingTexts: 0 }
  for (const moment of sought.moments) {
    await findAround(db, moment, found)
    await progress(0)
  }
  if (sought.hashes.length > 0) await findTexts(db, { ...sought, fromMs, toMs, progress }, found)
  const places = onePlaceEach(found.places)
  if (places.length > PLACES_MAX) throw tooMuch()
  return { ...found, places }
}

/** Each place once. */
export function onePlaceEach(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [`${place.room}/${place.position}`, place])).values()]
}

/** What was written in a room within a minute of a time, by the clock of whoever wrote it. */
async function findAround(db: Db, { room, roomId, atMs }: Sought['moments'][number], found: FoundLeaked): Promise<void> {
  // Clocks of devices differ from ours: what is looked through is more than what is taken.
  const range = await findPositions(db, { fromMs: atMs - 60 * AROUND_MS, toMs: atMs + 60 * AROUND_MS })
  const written = await listWritten(db, { room, ...range, limit: WRITTEN_MAX })
  const near = written.filter(({ pdu }) => Math.abs(numberIn(pdu, 'origin_server_ts') - atMs) <= AROUND_MS)
  if (near.length > AROUND_MAX) throw tooMuch()
  if (near.length === 0) found.missing.push(nameOf(roomId, atMs))
  found.places.push(...near.map(({ room: nid, position }) => ({ room: nid, position })))
}

type TextSearch = Pick<Sought, 'hashes' | 'room'> & { fromMs: number; toMs: number; progress: (done: number) => Promise<void> }

async function findTexts(db: Db, { hashes, room, fromMs, toMs, progress }: TextSearch, found: FoundLeaked): Promise<void> {
  const wanted = new Map(hashes.map((hash) => [hash, 0]))
  const range = await findPositions(db, { fromMs, toMs })
  const last = Math.min(range.to, await findLastPosition(db))
  let after = range.from
  for (let seen = 0; ; ) {
    const messages = await listMessages(db, { room: room ?? undefined, after, to: last, limit: MESSAGES_AT_ONCE })
    for (const { pdu, ...place } of messages) {
      const hash = hashOf(bodyOf(pdu))
      const times = wanted.get(hash)
      if (times === undefined) continue
      if (times >= SAME_TEXT_MAX) throw tooMuch()
      wanted.set(hash, times + 1)
      found.places.push(place)
    }
    seen += messages.length
    if (seen > MESSAGES_MAX) throw new TooMuch('too_many_messages')
    if (messages.length < MESSAGES_AT_ONCE) break
    after = messages.at(-1)?.position ?? last
    await progress((after - range.from) / Math.max(1, last - range.from))
  }
  found.missingTexts = [...wanted.values()].filter((times) => times === 0).length
}

async function findFiles(db: Db, files: readonly string[], found: NamedLeaked): Promise<void> {
  if (files.length === 0) return
  const hashes = files.filter((file) => /^[0-9a-f]{64}$/i.test(file)).map((hash) => hash.toLowerCase())
  const ids = new Map(files.flatMap((file) => (file.startsWith('mxc://') ? [[file, file.split('/').at(-1) ?? '']] : [])))
  const known = await listFiles(db, { mediaIds: [...ids.values()], hashes })
  const [knownIds, knownHashes] = [new Set(known.map(({ mediaId }) => mediaId)), new Set(known.map(({ sha256 }) => sha256))]
  found.mediaIds.push(...knownIds)
  for (const file of files) if (!knownIds.has(ids.get(file) ?? '') && !knownHashes.has(file.toLowerCase())) found.missing.push(file)
}

function nameOf(roomId: string, atMs: number): string {
  return `${roomId} ${new Date(atMs).toISOString()}`
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

function tooMuch(): TooMuch {
  return new TooMuch('too_many_places')
}
