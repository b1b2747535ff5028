// Pages of a room's history.
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidmessages
import { bundlesOf } from '../../engine/aggregations.ts'
import { clientJsonOf, stateJsonOf } from '../../engine/client-event.ts'
import type { TimelineEvent } from '../../engine/room.ts'
import type { Session } from '../../session.ts'
import type { ReadableRoom } from './access.ts'
import { readableRoomOf } from './access.ts'
import { parseEventFilter } from './event-filter.ts'
import { formatPageToken, parsePageToken } from './page-tokens.ts'
import { listMembersBefore } from './reading-store.ts'
import type { Reading } from './reading.ts'
import { bundledReads, eventReads } from './reading.ts'
import type { RoomsDeps } from './rooms-deps.ts'
import type { StateText } from './state-at.ts'
import { walkTimeline } from './timeline.ts'

/** Which page is asked for. */
export interface MessagesInput {
  roomId: string
  dir: 'b' | 'f'
  from: string | undefined
  to: string | undefined
  limit: number | undefined
  filter: string | undefined
}

const DEFAULT_LIMIT = 10
/** The most events one answer shows. */
export const MAX_LIMIT = 1000

/** One page. Throws `M_FORBIDDEN` to strangers, `M_INVALID_PARAM` for tokens and filters that are none. */
export async function getMessages(deps: RoomsDeps, session: Session, input: MessagesInput): Promise<Reading> {
  const filter = parseEventFilter(input.filter)
  const given = input.from === undefined ? undefined : parsePageToken(input.from)
  const to = input.to === undefined ? undefined : parsePageToken(input.to)
  const readable = await readableRoomOf(deps, session.userId, input.roomId)
  const { room, until } = readable
  const backwards = input.dir === 'b'
  const from = given ?? (backwards ? Math.min(until, room.committedPosition) + 1 : 0)
  const limit = Math.min(input.limit ?? DEFAULT_LIMIT, MAX_LIMIT)
  const { matches } = filter
  const { events, end } = filter.allowsRoom(room.roomId)
    ? await walkTimeline(deps, { readable, viewer: session.userId, backwards, from, to, limit, matches })
    : { events: [], end: undefined }
  const viewer = { userId: session.userId, deviceNid: session.deviceNid, now: deps.clock.now(), until }
  const bundles = await bundlesOf(deps, room, viewer, events)
  const members = filter.lazyLoadMembers ? await sendersOf(deps, readable, events) : []
  let text = `{"chunk":[${events.map((event) => clientJsonOf(room.roomId, event, viewer, bundles)).join(',')}]`
  text += `,"start":${JSON.stringify(input.from ?? formatPageToken(from))}`
  if (end !== undefined) text += `,"end":"${formatPageToken(end)}"`
  if (members.length > 0) text += `,"state":[${members.map((member) => stateJsonOf(room.roomId, member)).join(',')}]`
  return { text: `${text}}`, reads: [...eventReads(room, events), ...bundledReads(room, bundles), ...eventReads(room, members)] }
}

/** The member events of those who sent some events: the present ones, or for who left, those of their leaving. */
export async function sendersOf(
  deps: RoomsDeps,
  { room, until }: ReadableRoom,
  events: readonly TimelineEvent[],
): Promise<StateText[]> {
  const senders = [...new Set(events.map((event) => event.sender))]
  if (senders.length === 0) return []
  if (until < room.lastPosition) return listMembersBefore(deps.db, room.roomNid, until + 1, senders)
  await deps.engine.registry.ensureMembers(room, senders)
  return senders.map((userId) => room.members.get(userId)).filter((member) => member !== undefined && member !== null)
}
