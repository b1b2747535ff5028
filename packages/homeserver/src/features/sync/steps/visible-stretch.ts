// The newest events up to somebody's leaving, as far as they may see them.
import type { Room, TimelineEvent } from '../../../engine/room.ts'
import { listTimeline } from '../../../engine/rooms-store.ts'
import { timelineEventOf } from '../../../engine/row-mapping.ts'
import { passes, timelineLimitOf } from '../sync-filter.ts'
import type { SyncScope } from '../sync-request.ts'

/** The newest wanted events of (since, until], oldest first. */
export async function visibleStretch(
  scope: SyncScope,
  room: Room,
  until: number,
): Promise<{ timeline: TimelineEvent[]; limited: boolean; hides: boolean }> {
  const limit = Math.max(1, timelineLimitOf(scope.filter))
  const rows = await listTimeline(scope.deps.db, {
    roomNid: room.roomNid,
    after: scope.since.events,
    before: until + 1,
    backwards: true,
    limit: limit + 1,
  })
  const newest = rows.slice(0, limit).reverse().map(timelineEventOf)
  const seen = await scope.deps.visibleEvents(room, scope.session.userId, newest)
  const timeline = seen.filter((event) => passes(scope.filter.timeline, event))
  return { timeline, limited: rows.length > limit, hides: timeline.length < newest.length }
}
