// The published rooms in memory, in the order they are shown: most joined members first.
import { parseJson, isJsonObject } from '@chappe/core'
import type { JsonObject } from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Room, RoomEngine } from '../rooms/rooms.ts'
import { contentOf } from '../rooms/rooms.ts'
import { listListings } from './listing-store.ts'
import type { DirectoryNames } from './room-names.ts'
import type { Summary } from './summary.ts'
import { SUMMARY_TYPES, summaryOf } from './summary.ts'

/** The published rooms. */
export interface Listing {
  /** Their summaries, in order; each as of now. */
  list(): Promise<readonly Summary[]>
}

interface Entry {
  summary: Summary
  /** `lastStatePosition` of the room in memory that the summary was made of; -1: made of rows. */
  statePosition: number
  at: number
}

/**
 * How long a summary is good when its room is not in memory. A room that was in memory since, and changed, stays there
 * for longer than this after its last use: whoever looks within this time finds it and takes what it says.
 */
const GOOD_MS = 10 * 60_000
const LOAD_AT_ONCE = 500

/** Opens an empty listing. */
export function createListing(deps: {
  db: Db
  clock: Clock
  registry: RoomEngine['registry']
  names: DirectoryNames
}): Listing {
  const { db, clock, registry, names } = deps
  const entries = new Map<number, Entry>()
  let sorted: Summary[] = []
  let published: ReadonlySet<number> | undefined
  let loading: Promise<boolean> | undefined

  /** Takes what the rooms in memory say; gives back the rooms that only the database can tell of. */
  function renew(): { missing: number[]; changed: boolean } {
    const now = clock.now()
    const missing: number[] = []
    let changed = false
    for (const roomNid of published ?? []) {
      const entry = entries.get(roomNid)
      const room = registry.peek(roomNid)
      if (room === undefined) {
        if (entry === undefined || entry.at + GOOD_MS < now) missing.push(roomNid)
      } else if (entry?.statePosition === room.lastStatePosition) {
        entry.at = now
      } else {
        entries.set(roomNid, { summary: liveSummaryOf(room), statePosition: room.lastStatePosition, at: now })
        changed = true
      }
    }
    return { missing, changed }
  }

  async function load(missing: readonly number[]): Promise<boolean> {
    const at = clock.now()
    for (let start = 0; start < missing.length; start += LOAD_AT_ONCE) {
      const rows = await listListings(db, missing.slice(start, start + LOAD_AT_ONCE), SUMMARY_TYPES)
      for (const row of rows) entries.set(row.roomNid, { summary: storedSummaryOf(row), statePosition: -1, at })
    }
    return true
  }

  return {
    async list() {
      const now = await names.published()
      let changed = now !== published
      published = now
      for (const roomNid of changed ? entries.keys() : []) if (!now.has(roomNid)) entries.delete(roomNid)
      const renewed = renew()
      changed ||= renewed.changed
      if (renewed.missing.length > 0) {
        // Many who look at once share one loading.
        loading ??= load(renewed.missing).finally(() => (loading = undefined))
        changed = await loading
      }
      if (changed || sorted.length !== entries.size) sorted = [...entries.values()].map((entry) => entry.summary).sort(inOrder)
      return sorted
    },
  }
}

/** The order of the directory. */
export function inOrder(a: { joined: number; roomNid: number }, b: { joined: number; roomNid: number }): number {
  return b.joined - a.joined || a.roomNid - b.roomNid
}

function liveSummaryOf(room: Room): Summary {
  const { roomNid, roomId, joinedCount: joined } = room
  return summaryOf({ roomNid, roomId, joined }, (type) => contentOf(room, type))
}

function storedSummaryOf(row: { roomNid: number; roomId: string; joined: number; events: string[] }): Summary {
  const contents = new Map<unknown, JsonObject>()
  for (const text of row.events) {
    const event = parseJson(text)
    if (isJsonObject(event) && isJsonObject(event['content'])) contents.set(event['type'], event['content'])
  }
  return summaryOf(row, (type) => contents.get(type))
}
