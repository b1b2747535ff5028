// Pages of what relates to an event.
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidrelationseventid
import { bundlesOf } from '../../engine/aggregations.ts'
import { clientJsonOf } from '../../engine/client-event.ts'
import { listChildren } from '../../engine/relations-store.ts'
import type { TimelineEvent } from '../../engine/room.ts'
import { timelineEventOf } from '../../engine/row-mapping.ts'
import { visibleEvents } from '../../engine/visibility.ts'
import type { Session } from '../../session.ts'
import type { Reading, RoomsDeps } from '../rooms/rooms.ts'
import { bundledReads, eventReads, formatPageToken, parsePageToken, readableRoomOf, seenEventOf } from '../rooms/rooms.ts'

/** Which page is asked for. */
export interface RelationsInput {
  roomId: string
  eventId: string
  relType?: string | undefined
  eventType?: string | undefined
  dir?: 'b' | 'f' | undefined
  from?: string | undefined
  to?: string | undefined
  limit?: number | undefined
  recurse?: boolean | undefined
}

const DEFAULT_LIMIT = 20
const MAX_LIMIT = 500
/** How many events are looked at for one page, shown or not. */
const MAX_SCAN = 5000
/** "Homeservers SHOULD traverse at least 3 levels of relationships." */
const RECURSION_DEPTH = 3

/** One page. Throws `M_FORBIDDEN` to strangers, `M_NOT_FOUND` for an event that is not there for these eyes. */
export async function getRelations(deps: RoomsDeps, session: Session, input: RelationsInput): Promise<Reading> {
  const from = input.from === undefined ? undefined : parsePageToken(input.from)
  const to = input.to === undefined ? undefined : parsePageToken(input.to)
  const readable = await readableRoomOf(deps, session.userId, input.roomId)
  const { room, until } = readable
  const parent = await seenEventOf(deps, readable, session.userId, input.eventId)
  const { events, end } = await walkChildren(deps, session, readable, { ...input, parentId: parent.eventId, fromGap: from, toGap: to })
  const viewer = { userId: session.userId, deviceNid: session.deviceNid, now: deps.clock.now(), until }
  const bundles = await bundlesOf(deps, room, viewer, events)
  let text = `{"chunk":[${events.map((event) => clientJsonOf(room.roomId, event, viewer, bundles)).join(',')}]`
  if (end !== undefined) text += `,"next_batch":"${formatPageToken(end)}"`
  if (input.from !== undefined) text += `,"prev_batch":${JSON.stringify(input.from)}`
  if (input.recurse !== undefined) text += `,"recursion_depth":${input.recurse ? RECURSION_DEPTH : 1}`
  return { text: `${text}}`, reads: [...eventReads(room, events), ...bundledReads(room, bundles)] }
}

type Readable = Awaited<ReturnType<typeof readableRoomOf>>

/** Walks until the page is full, nothing is left, or enough was looked at; `end` is the gap behind what was looked at. */
async function walkChildren(
  deps: RoomsDeps,
  session: Session,
  { room, until }: Readable,
  walk: RelationsInput & { parentId: string; fromGap: number | undefined; toGap: number | undefined },
): Promise<{ events: TimelineEvent[]; end: number | undefined }> {
  const backwards = walk.dir !== 'f'
  const limit = Math.min(walk.limit ?? DEFAULT_LIMIT, MAX_LIMIT)
  const top = Math.min(until, room.committedPosition) + 1
  const events: TimelineEvent[] = []
  if (!room.relations.any) return { events, end: undefined }
  let gap = backwards ? Math.min(walk.fromGap ?? top, top) : (walk.fromGap ?? 0)
  for (let scanned = 0; scanned < MAX_SCAN; ) {
    // One more than is needed tells whether there is more.
    const wanted = limit - events.length + 1
    const range = backwards
      ? { after: (walk.toGap ?? 0) - 1, before: gap }
      : { after: gap - 1, before: Math.min(walk.toGap ?? top, top) }
    const { parentId, relType, eventType: type } = walk
    const depth = walk.recurse === true ? RECURSION_DEPTH : 1
    const batch = (await listChildren(deps.db, { parentId, relType, type, depth, ...range, backwards, limit: wanted })).map(timelineEventOf)
    const visible = new Set(await visibleEvents(deps, room, session.userId, batch))
    for (const event of batch) {
      if (events.length === limit) return { events, end: gap }
      gap = backwards ? event.position : event.position + 1
      if (visible.has(event)) events.push(event)
    }
    if (batch.length < wanted) return { events, end: undefined }
    scanned += batch.length
  }
  return { events, end: gap }
}
