// SQL of search.
import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'
import type { StoredEvent } from '../../engine/rooms-store.ts'
import { EVENT_COLUMNS } from '../../engine/rooms-store.ts'

/** An event whose text may be searched, or a redaction. */
export interface TextRow {
  roomNid: number
  position: number
  type: string
  sender: string
  json: string
}

/** An event by its place, as edits and redactions name it. */
export interface NamedEvent {
  eventId: string
  roomNid: number
  position: number
  type: string
  sender: string
  isRedacted: boolean
}

/** Words parted by spaces: folded, and as they are written (but small), since a stemmer knows endings by accents. */
export interface Words {
  folded: string
  written: string
}

/** A row to be searched. */
export interface NewEntry {
  roomNid: number
  position: number
  targetPosition: number
  kind: number
  sender: string
  originServerTs: number
  words: Words
}

/** A place in a room. */
export interface Place {
  roomNid: number
  position: number
}

/** Takes the accents off stems, where stemming with them comes first. */
const FOLD = sql.raw("'àâäáãåçéèêëíîïìñóôöòõúûùüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy'")

const NAMES: readonly string[] = ['m.room.name', 'm.room.topic']

/** Messages, names and topics of a stretch of the stream, but for those of encrypted rooms; and its redactions. */
export async function listTexts(tx: Tx, after: number, upTo: number): Promise<TextRow[]> {
  const rows = await sql<TextRow>`SELECT e.room_nid AS "roomNid", e.position, e.type, e.sender, convert_from(e.pdu, 'UTF8') AS json
    FROM event e WHERE e.position > ${after} AND e.position <= ${upTo} AND e.redacted_by IS NULL
      AND (e.type = 'm.room.redaction' OR (
        ((e.type = 'm.room.message' AND e.state_key IS NULL) OR (e.type = ANY(${NAMES}::text[]) AND e.state_key = ''))
        AND NOT EXISTS (SELECT 1 FROM state_interval s WHERE s.room_nid = e.room_nid AND s.type = 'm.room.encryption'
          AND s.state_key = '' AND s.from_position < e.position)))
    ORDER BY e.position`.execute(tx)
  return rows.rows
}

/** Where events stand. */
export async function listNamedEvents(tx: Tx, eventIds: readonly string[]): Promise<NamedEvent[]> {
  if (eventIds.length === 0) return []
  const rows = await sql<NamedEvent>`SELECT event_id AS "eventId", room_nid AS "roomNid", position, type, sender,
      redacted_by IS NOT NULL AS "isRedacted" FROM event WHERE event_id = ANY(${eventIds}::text[])`.execute(tx)
  return rows.rows
}

/** Adds rows, each current until `settleCurrent` says otherwise. */
export async function insertEntries(tx: Tx, entries: readonly NewEntry[]): Promise<void> {
  if (entries.length === 0) return
  const column = <K extends keyof NewEntry>(key: K): NewEntry[K][] => entries.map((entry) => entry[key])
  await sql`INSERT INTO search_entry
      (room_nid, position, target_position, kind, sender, origin_server_ts, is_current, words)
    SELECT n.room_nid, n.position, n.target, n.kind, n.sender, n.ts, true,
      to_tsvector('chappe_french', n.folded) || to_tsvector('chappe_english', n.folded)
        || CASE WHEN n.written = n.folded THEN '' ELSE translate(to_tsvector('chappe_french', n.written)::text, ${FOLD})::tsvector END
        || array_to_tsvector(ARRAY['room:' || n.room_nid])
    FROM unnest(${column('roomNid')}::int4[], ${column('position')}::int8[], ${column('targetPosition')}::int8[],
      ${column('kind')}::int2[], ${column('sender')}::text[], ${column('originServerTs')}::int8[],
      ${column('words').map((each) => each.folded)}::text[], ${column('words').map((each) => each.written)}::text[])
      n (room_nid, position, target, kind, sender, ts, folded, written)
    ON CONFLICT DO NOTHING`.execute(tx)
}

/** Whether a row is an event's own, or that of an edit of it: those have an index to themselves. */
function leadsTo(row: string, position: string): RawBuilder<unknown> {
  return sql.raw(`(${row}.position = ${position} OR (${row}.target_position = ${position} AND ${row}.target_position <> ${row}.position))`)
}

/** Removes the rows of redacted events and of their edits; gives back the events that other rows may lead to still. */
export async function deleteEntries(tx: Tx, places: readonly Place[]): Promise<Place[]> {
  if (places.length === 0) return []
  const rows = await sql<Place>`DELETE FROM search_entry s
    USING unnest(${places.map((each) => each.roomNid)}::int4[], ${places.map((each) => each.position)}::int8[])
      g (room_nid, position)
    WHERE s.room_nid = g.room_nid AND ${leadsTo('s', 'g.position')}
    RETURNING s.room_nid AS "roomNid", s.target_position AS position`.execute(tx)
  return rows.rows
}

/** Of the rows that lead to each of these events, makes the last edit the current one, or the event's own. */
export async function settleCurrent(tx: Tx, targets: readonly Place[]): Promise<void> {
  if (targets.length === 0) return
  await sql`UPDATE search_entry s SET is_current = NOT s.is_current
    FROM unnest(${targets.map((each) => each.roomNid)}::int4[], ${targets.map((each) => each.position)}::int8[])
      t (room_nid, position)
    WHERE s.room_nid = t.room_nid AND ${leadsTo('s', 't.position')} AND s.is_current <> (s.position = (
      SELECT c.position FROM search_entry c WHERE c.room_nid = s.room_nid AND ${leadsTo('c', 's.target_position')}
      ORDER BY c.position <> c.target_position DESC, c.origin_server_ts DESC, c.position DESC LIMIT 1))`.execute(tx)
}

/** A room, and from where on the asker certainly sees all of it: since their joining. */
export interface SearchedRoom {
  roomNid: number
  seenFrom: number
}

/** What to look for, and where. */
export interface EntrySearch {
  words: Words
  rooms: readonly SearchedRoom[]
  senders: readonly string[] | undefined
  kinds: readonly number[]
  /** People whose messages are left out; not their state. */
  ignored: readonly string[]
  recentFirst: boolean
  /** The last hit of the page before. */
  after: { rank: number; position: number } | undefined
  limit: number
}

/** An event that was found. */
export interface Hit {
  roomNid: number
  position: number
  rank: number
  /** How many there are, on every page, that the asker certainly sees. */
  certain: number
}

/** The kind of what is no state; see `KINDS`. */
const MESSAGE_KIND = 1

/** A page of hits. Every word has to be there, in the stems of one of the languages. */
export async function listHits(db: Db, search: EntrySearch): Promise<Hit[]> {
  const { words, after, recentFirst } = search
  const roomNids = search.rooms.map((room) => room.roomNid)
  const rooms = roomNids.map((roomNid) => `'room:${roomNid}'`).join('|')
  const query = sql`(plainto_tsquery('chappe_french', ${words.folded}) || plainto_tsquery('chappe_english', ${words.folded})
    || translate(plainto_tsquery('chappe_french', ${words.written})::text, ${FOLD})::tsquery)`
  const senders = search.senders === undefined ? sql`true` : sql`sender = ANY(${search.senders}::text[])`
  const heard = search.ignored.length === 0 ? sql`true` : sql`(kind <> ${MESSAGE_KIND} OR sender <> ALL(${search.ignored}::text[]))`
  const beyond = recentFirst
    ? sql`position < ${after?.position ?? 0}`
    : sql`(rank, position) < (${after?.rank ?? 0}::float8, ${after?.position ?? 0}::int8)`
  const order = recentFirst ? sql`position DESC` : sql`rank DESC, position DESC`
  const rows = await sql<Hit>`WITH hit AS MATERIALIZED (
      SELECT room_nid, target_position AS position, ts_rank(words, ${query})::float8 AS rank FROM search_entry
      WHERE words @@ (${query} && ${rooms}::tsquery) AND is_current AND room_nid = ANY(${roomNids}::int4[])
        AND kind = ANY(${search.kinds}::int2[]) AND ${senders} AND ${heard})
    SELECT room_nid AS "roomNid", position, rank, (SELECT count(*)::int FROM hit h
      JOIN unnest(${roomNids}::int4[], ${search.rooms.map((room) => room.seenFrom)}::int8[]) r (room_nid, seen_from)
        ON r.room_nid = h.room_nid AND h.position >= r.seen_from) AS certain FROM hit
    WHERE ${after === undefined ? sql`true` : beyond} ORDER BY ${order} LIMIT ${search.limit}`.execute(db)
  return rows.rows
}

/** Events by their places, in no order. */
export async function listEventsAt(db: Db, places: readonly Place[]): Promise<StoredEvent[]> {
  const rows = await sql<StoredEvent>`SELECT ${EVENT_COLUMNS}
    FROM unnest(${places.map((each) => each.roomNid)}::int4[], ${places.map((each) => each.position)}::int8[])
      p (room_nid, position) JOIN event e ON e.room_nid = p.room_nid AND e.position = p.position`.execute(db)
  return rows.rows
}

/** Those of some written words that have a stem in common with the words asked for; lists stand side by side. */
export async function listAlike(
  db: Db,
  asked: { folded: readonly string[]; written: readonly string[] },
  candidates: { folded: readonly string[]; written: readonly string[] },
): Promise<string[]> {
  const stems = sql`ts_lexize('french_stem', folded) || ts_lexize('english_stem', folded)
    || translate(ts_lexize('french_stem', written)::text, ${FOLD})::text[]`
  const rows = await sql<{ word: string }>`WITH stem AS (SELECT unnest(${stems}) AS text
      FROM unnest(${asked.folded}::text[], ${asked.written}::text[]) a (folded, written))
    SELECT written AS word FROM unnest(${candidates.folded}::text[], ${candidates.written}::text[]) c (folded, written)
    WHERE ${stems} && ARRAY(SELECT text FROM stem)`.execute(db)
  return rows.rows.map((row) => row.word)
}
