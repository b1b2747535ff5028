// Walking along a room's timeline through somebody's eyes.
import type { Db } from '../../db/pool.ts'
import type { ReadableRoom } from './access.ts'
import type { FilteredEvent } from './event-filter.ts'
import type { Room, TimelineEvent } from '../../engine/room.ts'
import { timelineEventOf } from '../../engine/row-mapping.ts'
import { listTimeline } from '../../engine/rooms-store.ts'
import type { VisibilityDeps } from '../../engine/visibility.ts'
import { visibleEvents } from '../../engine/visibility.ts'

/** Where to walk, and what to pick up. */
export interface Walk {
  readable: ReadableRoom
  viewer: string
  backwards: boolean
  /** The gap to start from: before the event at this position. */
  from: number
  /** The gap to stop at. */
  to: number | undefined
  limit: number
  matches: (event: FilteredEvent) => boolean
}

/** What was picked up, in the direction of the walk. */
export interface Walked {
  events: TimelineEvent[]
  /** The gap behind the last event looked at; undefined where nothing lies behind it. */
  end: number | undefined
}

/** How many events are looked at for one page, shown or not, and how many at once after the first look. */
const MAX_SCAN = 5000
const SCAN_STEP = 500

/** Walks until `limit` events are picked up, nothing is left, or enough was looked at for one request. */
export async function walkTimeline(deps: VisibilityDeps, walk: Walk): Promise<Walked> {
  const { readable, viewer, backwards, limit } = walk
  const { room } = readable
  const events: TimelineEvent[] = []
  const top = Math.min(readable.until, room.committedPosition) + 1
  let gap = backwards ? Math.min(walk.from, top) : walk.from
  let scanned = 0
  for (;;) {
    // One more than is needed tells whether there is more.
    const wanted = scanned === 0 ? limit + 1 : Math.max(SCAN_STEP, limit - events.length + 1)
    const range = backwards
      ? { after: (walk.to ?? 0) - 1, before: gap }
      : { after: gap - 1, before: Math.min(walk.to ?? top, top) }
    const batch = await readStretch(deps.db, room, { ...range, backwards, limit: wanted })
    const visible = new Set(await visibleEvents(deps, room, viewer, batch))
    for (const event of batch) {
      if (events.length === limit) return { events, end: gap }
      gap = backwards ? event.position : event.position + 1
      if (visible.has(event) && walk.matches(event)) events.push(event)
    }
    if (batch.length < wanted) return { events, end: undefined }
    scanned += batch.length
    if (scanned >= MAX_SCAN) return { events, end: gap }
  }
}

interface Stretch {
  after: number
  before: number
  backwards: boolean
  limit: number
}

/** A stretch of the timeline: from memory where memory has it all, from the database otherwise. */
async function readStretch(db: Db, room: Room, stretch: Stretch): Promise<TimelineEvent[]> {
  if (stretch.before - stretch.after <= 1) return []
  const rows = fromTail(room, stretch)
  if (rows !== undefined) return rows
  return (await listTimeline(db, { roomNid: room.roomNid, ...stretch })).map(timelineEventOf)
}

function fromTail(room: Room, { after, before, backwards, limit }: Stretch): TimelineEvent[] | undefined {
  const holdsAll = after >= room.tailFrom
  if (!holdsAll && !backwards) return undefined
  const found = room.tail.filter((event) => event.position > after && event.position < before)
  if (!holdsAll && found.length < limit) return undefined
  return backwards ? found.reverse().slice(0, limit) : found.slice(0, limit)
}
