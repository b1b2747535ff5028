// The published rooms in memory, in the order they are shown: most joined members first.
import type { JsonObject } from '@chappe/core'
import { isJsonObject, parseJson } from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { RoomEngine } from '../../engine/engine.ts'
import type { Room } from '../../engine/room.ts'
import { contentOf } from '../rooms/rooms.ts'
import { listListings } from './listing-store.ts'
import type { DirectoryNames } from './room-names.ts'
import type { Summary } from './summary.ts'
import { SUMMARY_TYPES, summaryOf } from './summary.ts'

/** The published rooms. */
export interface Listing {
  /** Their summaries, in order; each as of now. */
  list(): Promise<readonly Summary[]>
  /** The summaries of some rooms, in order, whether they are published or not. */
  listOf(roomNids: readonly number[]): Promise<readonly Summary[]>
}

interface Entry {
  summary: Summary
  /** `lastStatePosition` of the room in memory that the summary was made of; -1: made of rows. */
  statePosition: number
  /** Until when it is good as long as its room is not in memory, in milliseconds since 1970. */
  until: number
}

/** How soon rooms that left memory because a commit failed are looked up once more: by then it is certain what they are. */
const DOUBT_MS = 60_000
const LOAD_AT_ONCE = 500

/** What the listing needs. */
export interface ListingDeps {
  db: Db
  clock: Clock
  engine: Pick<RoomEngine, 'registry' | 'stream'>
  names: DirectoryNames
}

/**
 * Opens an empty listing. A room changes in memory only, and what leaves memory is told of: so a summary is made once
 * and again when its room has changed, and looking costs no question to the database.
 */
export function createListing(deps: ListingDeps): Listing {
  const { db, clock, engine, names } = deps
  const { registry, stream } = engine
  const entries = new Map<number, Entry>()
  const doubtful = new Set<number>()
  let sorted: readonly Summary[] = []
  let published: ReadonlySet<number> | undefined
  let renewedAt = -1
  /** A summary was replaced since the last sorting. */
  let isStale = false
  let loading: Promise<void> | undefined
  registry.onDropped((room) => {
    const { roomNid } = room
    if (published?.has(roomNid) !== true) return
    isStale = true
    if (!room.discarded) {
      entries.set(roomNid, liveEntryOf(room))
      return
    }
    entries.delete(roomNid)
    doubtful.add(roomNid)
  })

  /** Takes what the rooms in memory say; gives back the rooms that only the database can tell of. */
  function renew(): { missing: number[]; changed: boolean } {
    const now = clock.now()
    const missing: number[] = []
    let changed = false
    renewedAt = stream.published
    for (const roomNid of published ?? []) {
      const entry = entries.get(roomNid)
      const room = registry.peek(roomNid)
      if (room === undefined) {
        if (entry === undefined || entry.until < now) missing.push(roomNid)
      } else if (entry?.statePosition !== room.lastStatePosition) {
        entries.set(roomNid, liveEntryOf(room))
        changed = true
      }
    }
    return { missing, changed }
  }

  async function load(missing: readonly number[]): Promise<void> {
    for (let start = 0; start < missing.length; start += LOAD_AT_ONCE) {
      const rows = await listListings(db, missing.slice(start, start + LOAD_AT_ONCE), SUMMARY_TYPES)
      for (const row of rows) {
        const until = doubtful.delete(row.roomNid) ? clock.now() + DOUBT_MS : Infinity
        entries.set(row.roomNid, { summary: storedSummaryOf(row), statePosition: -1, until })
      }
    }
  }

  return {
    listOf: (roomNids) => listOf(deps, roomNids),
    async list() {
      const now = await names.published()
      // Nothing became durable since, so nothing changed.
      if (now === published && renewedAt === stream.published && !isStale && loading === undefined) return sorted
      for (const roomNid of now === published ? [] : entries.keys()) if (!now.has(roomNid)) entries.delete(roomNid)
      let changed = now !== published || isStale
      isStale = false
      published = now
      const renewed = renew()
      changed ||= renewed.changed
      if (renewed.missing.length > 0) {
        // Many who look at once share one loading.
        loading ??= load(renewed.missing).finally(() => (loading = undefined))
        await loading
        changed = true
      }
      if (changed || sorted.length !== entries.size) sorted = sortAgain(sorted, entries)
      return sorted
    },
  }
}

/** Rooms of networks are asked for seldom, and so are not kept. */
async function listOf({ db, engine }: ListingDeps, roomNids: readonly number[]): Promise<readonly Summary[]> {
  const live = roomNids.flatMap((roomNid) => engine.registry.peek(roomNid) ?? [])
  const found = live.map((room) => liveEntryOf(room).summary)
  const known = new Set(live.map((room) => room.roomNid))
  const others = roomNids.filter((roomNid) => !known.has(roomNid))
  for (let start = 0; start < others.length; start += LOAD_AT_ONCE) {
    const rows = await listListings(db, others.slice(start, start + LOAD_AT_ONCE), SUMMARY_TYPES)
    found.push(...rows.map(storedSummaryOf))
  }
  return found.sort(inOrder)
}

/** The summaries in order: from the order there was, which is nearly right and so is quickly put right. */
function sortAgain(sorted: readonly Summary[], entries: ReadonlyMap<number, Entry>): readonly Summary[] {
  const known = new Set(sorted.map((summary) => summary.roomNid))
  const again = sorted.flatMap(({ roomNid }) => entries.get(roomNid)?.summary ?? [])
  for (const [roomNid, { summary }] of entries) if (!known.has(roomNid)) again.push(summary)
  return again.sort(inOrder)
}

/** The order of the directory. */
export function inOrder(a: { joined: number; roomNid: number }, b: { joined: number; roomNid: number }): number {
  return b.joined - a.joined || a.roomNid - b.roomNid
}

function liveEntryOf(room: Room): Entry {
  const { roomNid, roomId, joinedCount: joined, lastStatePosition: statePosition } = room
  const summary = summaryOf({ roomNid, roomId, joined }, (type) => contentOf(room, type))
  return { summary, statePosition, until: Infinity }
}

function storedSummaryOf(row: { roomNid: number; roomId: string; joined: number; events: string[] }): Summary {
  const contents = new Map<unknown, JsonObject>()
  for (const text of row.events) {
    const event = parseJson(text)
    if (isJsonObject(event) && isJsonObject(event['content'])) contents.set(event['type'], event['content'])
  }
  return summaryOf(row, (type) => contents.get(type))
}
