// Finds events that hold the words asked for, in the rooms that the asker may read, as far as they may see them.
import type { RoomEventsCriteria } from '@chappe/contract'
import type { Room, TimelineEvent } from '../../../engine/room.ts'
import { timelineEventOf } from '../../../engine/row-mapping.ts'
import { visibleEvents } from '../../../engine/visibility.ts'
import { wordsOf, writtenWordsOf } from '../../../folding.ts'
import type { Session } from '../../../session.ts'
import type { EventFilter, ReadableRoom, RoomsDeps } from '../../rooms/rooms.ts'
import { parseEventFilter, readableRoomOf } from '../../rooms/rooms.ts'
import type { PageStart } from '../page-token.ts'
import type { Hit, SearchedRoom } from '../search-store.ts'
import { listEventsAt, listHits } from '../search-store.ts'
import { KINDS } from './index-events.ts'

/** One result. */
export interface Found {
  hit: Hit
  readable: ReadableRoom
  event: TimelineEvent
}

/** A page of results. */
export interface FoundPage {
  found: Found[]
  hasMore: boolean
  /** About how many there are in all that the asker may see; exact where they fit into one step. */
  count: number
  asked: Asked
}

/** The words asked for: folded, and as they were written. */
export interface Asked {
  folded: string[]
  written: string[]
}

/** What was asked for, made ready. */
interface Plan {
  criteria: RoomEventsCriteria
  filter: EventFilter
  limit: number
  start: PageStart | undefined
  rooms: SearchedRoom[]
}

const DEFAULT_LIMIT = 10
const MAX_LIMIT = 100
const STEP = 200
/** How many hits are looked at for a page, seen or not. */
const SCAN_MAX = 2000
/** Rooms that somebody has left, looked at for what they may still read there. */
const LEFT_ROOMS_MAX = 500

/** One page of results. */
export async function findHits(
  deps: RoomsDeps,
  session: Session,
  criteria: RoomEventsCriteria,
  start: PageStart | undefined,
): Promise<FoundPage> {
  const asked: Asked = { folded: wordsOf(criteria.search_term), written: writtenWordsOf(criteria.search_term) }
  const empty: FoundPage = { found: [], hasMore: false, count: 0, asked }
  if (asked.folded.length === 0) return empty
  const filter = parseEventFilter(JSON.stringify(criteria.filter ?? {}))
  const limit = Math.min(criteria.filter?.limit ?? DEFAULT_LIMIT, MAX_LIMIT)
  const rooms = await roomsToSearch(deps, session.userId, filter, start)
  if (rooms.length === 0) return empty
  return collect(deps, session, { criteria, filter, limit, start, rooms }, asked)
}

/** The rooms of a user that the filter and the group allow: those they are in, and those they were. */
async function roomsToSearch(
  deps: RoomsDeps,
  userId: string,
  filter: EventFilter,
  start: PageStart | undefined,
): Promise<SearchedRoom[]> {
  const { engine } = deps
  const { rooms } = await engine.userRooms.open(userId)
  const left = [...rooms.values()].filter((each) => isLeft(each.membership) && !each.forgotten)
  left.sort((a, b) => b.position - a.position)
  const leftRooms = await engine.registry.getMany(left.slice(0, LEFT_ROOMS_MAX).map((each) => each.roomNid))
  const joined = [...rooms.values()].flatMap(({ membership, room, joinedPosition }) =>
    membership === 'join' && room !== undefined ? [{ room, seenFrom: joinedPosition }] : [],
  )
  // Of what was left, nothing is certain before it is looked at.
  const searched = [...joined, ...leftRooms.map((room) => ({ room, seenFrom: Number.MAX_SAFE_INTEGER }))]
  const only = start?.group?.key === 'room_id' ? start.group.value : undefined
  const allowed = (room: Room): boolean => filter.allowsRoom(room.roomId) && (only === undefined || only === room.roomId)
  return searched.flatMap(({ room, seenFrom }) => (allowed(room) ? [{ roomNid: room.roomNid, seenFrom }] : []))
}

function isLeft(membership: string): boolean {
  return membership === 'leave' || membership === 'ban'
}

async function collect(deps: RoomsDeps, session: Session, plan: Plan, asked: Asked): Promise<FoundPage> {
  const { criteria, limit, start, rooms } = plan
  const { filter = {}, keys } = criteria
  const onlySender = start?.group?.key === 'sender' ? [start.group.value] : filter.senders
  const readable = createReadable(deps, session.userId)
  const found: Found[] = []
  let after = start?.after
  let count = start?.count ?? 0
  for (let scanned = 0; scanned < SCAN_MAX; scanned += STEP) {
    const hits = await listHits(deps.db, {
      words: { folded: asked.folded.join(' '), written: asked.written.join(' ') },
      rooms,
      senders: onlySender,
      kinds: (keys ?? Object.keys(KINDS)).flatMap((key) => KINDS[key] ?? []),
      ignored: [...(deps.engine.ignored.of(session.userId) ?? [])],
      recentFirst: criteria.order_by === 'recent',
      after,
      limit: STEP,
    })
    const shown = await showable(deps, session, { hits, plan, readable })
    // What the asker may not see is not counted either: that it is there would be told by it.
    if (scanned === 0 && start?.count === undefined) count = hits.length < STEP ? shown.length : Math.max(shown.length, hits[0]?.certain ?? 0)
    for (const each of shown) {
      if (found.length === limit) return { found, hasMore: true, count, asked }
      found.push(each)
    }
    after = hits.at(-1)
    if (hits.length < STEP) break
  }
  return { found, hasMore: false, count, asked }
}

type Readable = (roomNid: number) => Promise<ReadableRoom | undefined>

/** Rooms as somebody may read them, each asked for once. */
function createReadable(deps: RoomsDeps, userId: string): Readable {
  const known = new Map<number, Promise<ReadableRoom | undefined>>()
  return (roomNid) => {
    const before = known.get(roomNid)
    if (before !== undefined) return before
    const loading = deps.engine.registry
      .get(roomNid)
      .then((room) => readableRoomOf(deps, userId, room.roomId))
      // Whoever may not read the room finds nothing in it.
      .catch(() => undefined)
    known.set(roomNid, loading)
    return loading
  }
}

/** Those of some hits that the asker may see, in their order. */
async function showable(
  deps: RoomsDeps,
  session: Session,
  { hits, plan, readable }: { hits: readonly Hit[]; plan: Plan; readable: Readable },
): Promise<Found[]> {
  const rows = await listEventsAt(deps.db, hits)
  const events = new Map(rows.map((row) => [row.position, timelineEventOf(row)]))
  const visible = new Set<TimelineEvent>()
  const rooms = new Map<number, ReadableRoom>()
  for (const roomNid of new Set(hits.map((hit) => hit.roomNid))) {
    const room = await readable(roomNid)
    if (room === undefined) continue
    rooms.set(roomNid, room)
    const candidates = hits.flatMap((hit) => (hit.roomNid === roomNid ? (events.get(hit.position) ?? []) : []))
    const inTime = candidates.filter(
      (event) => event.position <= room.until && event.redactedBy === undefined && plan.filter.matches(event),
    )
    for (const event of await visibleEvents(deps, room.room, session.userId, inTime)) visible.add(event)
  }
  return hits.flatMap((hit) => {
    const event = events.get(hit.position)
    const room = rooms.get(hit.roomNid)
    return event !== undefined && room !== undefined && visible.has(event) ? [{ hit, readable: room, event }] : []
  })
}
