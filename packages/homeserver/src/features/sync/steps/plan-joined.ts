// Which joined rooms have something to show, and which stretch of their timeline.
import { NO_BUNDLES } from '../../../engine/aggregations.ts'
import { withoutIgnored } from '../../../engine/ignored-users.ts'
import type { Room, TimelineEvent } from '../../../engine/room.ts'
import { listTimeline } from '../../../engine/rooms-store.ts'
import { timelineEventOf } from '../../../engine/row-mapping.ts'
import type { UserRoom } from '../../../engine/user-rooms.ts'
import { passes, passesAll, timelineLimitOf } from '../sync-filter.ts'
import type { JoinPlan, SyncScope } from '../sync-request.ts'

const MAX_PAGES = 5

/** Whether the client has to be told anything of a joined room's events. */
export function hasNews(scope: SyncScope, each: UserRoom, room: Room): boolean {
  return room.committedPosition > scope.since.events || each.joinedPosition > scope.since.events
}

/** Plans one joined room: its timeline now, its state later. */
export async function planJoined(scope: SyncScope, each: UserRoom, room: Room): Promise<JoinPlan> {
  // State in memory runs ahead of what is durable; what is shown must be durable.
  if (room.lastPosition > room.committedPosition) await room.settled?.catch(() => undefined)
  return planOf(scope, { each, room }, await takeTimeline(scope, each, room, startOf(scope, each)))
}

/** The same at once, where the timeline is in memory, all of it is wanted, and whether it may be seen is no question. */
export function planFromMemory(scope: SyncScope, each: UserRoom, room: Room): JoinPlan | undefined {
  if (room.lastPosition > room.committedPosition || !passesAll(scope.filter.timeline)) return undefined
  if (scope.deps.engine.ignored.of(scope.session.userId) !== undefined) return undefined
  const after = startOf(scope, each)
  const found = eventsInMemory(room, { after, before: scope.now.events + 1, limit: timelineLimitOf(scope.filter) })
  if (found === undefined || !seesAll(each, found.events)) return undefined
  return planOf(scope, { each, room }, { timeline: found.events, limited: found.more, hides: false })
}

/** Behind which position the timeline begins. */
function startOf({ initial, since }: SyncScope, each: UserRoom): number {
  return initial || each.joinedPosition > since.events ? 0 : since.events
}

function planOf(
  scope: SyncScope,
  { each, room }: { each: UserRoom; room: Room },
  { timeline, limited, hides }: { timeline: TimelineEvent[]; limited: boolean; hides: boolean },
): JoinPlan {
  return {
    each,
    room,
    whole: scope.initial || scope.fullState || each.joinedPosition > scope.since.events,
    timeline,
    limited,
    hides,
    pageFrom: timeline[0]?.position ?? Math.min(room.committedPosition, scope.now.events) + 1,
    state: [],
    members: new Map(),
    summary: undefined,
    bundles: NO_BUNDLES,
  }
}

/** The newest wanted events of (after, now], oldest first. */
export async function takeTimeline(
  scope: SyncScope,
  each: UserRoom,
  room: Room,
  after: number,
): Promise<{ timeline: TimelineEvent[]; limited: boolean; hides: boolean }> {
  const limit = timelineLimitOf(scope.filter)
  const all = passesAll(scope.filter.timeline)
  const wanted: TimelineEvent[] = []
  let before = scope.now.events + 1
  let hides = !all
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { events, more } = await newestEvents(scope, room, { after, before, limit })
    before = events[0]?.position ?? before
    const seen = await visible(scope, each, room, events)
    hides ||= seen.length < events.length
    wanted.unshift(...(all ? seen : seen.filter((event) => passes(scope.filter.timeline, event))))
    if (wanted.length >= limit || !more) return { ...cut(wanted, limit, more), hides }
  }
  return { ...cut(wanted, limit, true), hides }
}

function cut(events: TimelineEvent[], limit: number, more: boolean): { timeline: TimelineEvent[]; limited: boolean } {
  const timeline = events.length > limit ? events.slice(events.length - limit) : events
  return { timeline, limited: more || events.length > limit }
}

async function visible(
  scope: SyncScope,
  each: UserRoom,
  room: Room,
  events: readonly TimelineEvent[],
): Promise<readonly TimelineEvent[]> {
  const shown = withoutIgnored(scope.deps.engine.ignored, scope.session.userId, events)
  if (seesAll(each, shown)) return shown
  return scope.deps.visibleEvents(room, scope.session.userId, shown)
}

/** Whoever is joined sees what came since they joined; only what is older depends on the room's history visibility. */
function seesAll(each: UserRoom, events: readonly TimelineEvent[]): boolean {
  return events.length === 0 || (events[0]?.position ?? 0) >= each.joinedPosition
}

interface Range {
  after: number
  before: number
  limit: number
}

/** The newest events of a range, and whether it has more; nothing where memory does not reach back that far. */
function eventsInMemory(room: Room, { after, before, limit }: Range): { events: TimelineEvent[]; more: boolean } | undefined {
  let start = room.tail.length
  while (start > 0 && (room.tail[start - 1]?.position ?? 0) >= before) start -= 1
  const end = start
  while (start > 0 && end - start < limit && (room.tail[start - 1]?.position ?? 0) > after) start -= 1
  const exhausted = start === 0 ? after >= room.tailFrom : (room.tail[start - 1]?.position ?? 0) <= after
  return end - start === limit || exhausted ? { events: room.tail.slice(start, end), more: !exhausted } : undefined
}

async function newestEvents(scope: SyncScope, room: Room, range: Range): Promise<{ events: TimelineEvent[]; more: boolean }> {
  const inMemory = eventsInMemory(room, range)
  if (inMemory !== undefined) return inMemory
  const { after, before, limit } = range
  const rows = await listTimeline(scope.deps.db, { roomNid: room.roomNid, after, before, backwards: true, limit: limit + 1 })
  const more = rows.length > limit
  return { events: rows.slice(0, limit).reverse().map(timelineEventOf), more }
}
