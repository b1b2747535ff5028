// Pages of a room's threads.
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidthreads
import { canonicalJson, redact } from '@chappe/core'
import { bundlesOf } from '../../engine/aggregations.ts'
import { clientJsonOf } from '../../engine/client-event.ts'
import { withoutIgnored } from '../../engine/ignored-users.ts'
import { listThreads } from '../../engine/relations-store.ts'
import type { Room, TimelineEvent } from '../../engine/room.ts'
import { parsePdu, timelineEventOf } from '../../engine/row-mapping.ts'
import { isPurged } from '../../engine/purged.ts'
import { eventsInHistory } from '../../engine/visibility.ts'
import type { Session } from '../../session.ts'
import type { Reading, RoomsDeps } from '../rooms/rooms.ts'
import { bundledReads, eventReads, formatPageToken, parsePageToken, readableRoomOf } from '../rooms/rooms.ts'

/** Which page is asked for. */
export interface ThreadsInput {
  roomId: string
  include?: 'all' | 'participated' | undefined
  limit?: number | undefined
  from?: string | undefined
}

const DEFAULT_LIMIT = 20
const MAX_LIMIT = 100
/** How many pages are looked at where the roots of a whole page are not for these eyes. */
const MAX_PAGES = 10

/** One page. Throws `M_FORBIDDEN` to strangers, `M_INVALID_PARAM` for a token that is none. */
export async function getThreads(deps: RoomsDeps, session: Session, input: ThreadsInput): Promise<Reading> {
  const from = input.from === undefined ? Number.MAX_SAFE_INTEGER : parsePageToken(input.from)
  const { room, until } = await readableRoomOf(deps, session.userId, input.roomId)
  const { roots, end } = await walkThreads(deps, session, room, { ...input, until, gap: from })
  const viewer = { userId: session.userId, deviceNid: session.deviceNid, now: deps.clock.now(), until }
  const bundles = await bundlesOf(deps, room, viewer, roots)
  const shown = roots.map((root) => hideIgnored(deps, room, session.userId, root))
  let text = `{"chunk":[${shown.map((root) => clientJsonOf(room.roomId, root, viewer, bundles)).join(',')}]`
  if (end !== undefined) text += `,"next_batch":"${formatPageToken(end)}"`
  return { text: `${text}}`, reads: [...eventReads(room, shown), ...bundledReads(room, bundles)] }
}

/** Thread roots by their latest event, and the gap before the last of those if there is more. */
async function walkThreads(
  deps: RoomsDeps,
  { userId }: Session,
  room: Room,
  walk: ThreadsInput & { until: number; gap: number },
): Promise<{ roots: TimelineEvent[]; end: number | undefined }> {
  const limit = Math.min(walk.limit ?? DEFAULT_LIMIT, MAX_LIMIT)
  const roots: TimelineEvent[] = []
  if (!room.relations.any) return { roots, end: undefined }
  const until = Math.min(walk.until, room.committedPosition)
  const view = { viewer: userId, until, ignored: [...(deps.engine.ignored.of(userId) ?? [])] }
  let before = walk.gap
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const wanted = limit - roots.length + 1
    const query = { ...view, roomNid: room.roomNid, before, participated: walk.include === 'participated', limit: wanted }
    const rows = await listThreads(deps.db, query)
    const found = rows.map((row) => ({ root: timelineEventOf(row), latest: row.latestPosition }))
    const visible = new Set(await eventsInHistory(deps, room, userId, found.map(({ root }) => root)))
    for (const { root, latest } of found) {
      if (roots.length === limit) return { roots, end: before }
      before = latest
      if (visible.has(root) && !isPurged(root)) roots.push(root)
    }
    if (rows.length < wanted) return { roots, end: undefined }
  }
  return { roots, end: before }
}

/** "If the thread root event was sent by an ignored user, the event is returned redacted to the caller." */
function hideIgnored(deps: RoomsDeps, room: Room, viewer: string, root: TimelineEvent): TimelineEvent {
  if (withoutIgnored(deps.engine.ignored, viewer, [root]).length > 0) return root
  return { ...root, json: canonicalJson(redact(parsePdu(root.json), room.rules), { lenientNumbers: true }) }
}
