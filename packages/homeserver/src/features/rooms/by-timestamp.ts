// The event closest to a time.
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidtimestamp_to_event
import { MatrixError } from '@chappe/contract'
import { firstGapAt } from '../../engine/by-time.ts'
import { originServerTsOf } from '../../engine/client-event.ts'
import type { Session } from '../../session.ts'
import { readableRoomOf } from './access.ts'
import type { Reading } from './reading.ts'
import { eventReads } from './reading.ts'
import type { RoomsDeps } from './rooms-deps.ts'
import { walkTimeline } from './timeline.ts'

/** At or after a time, or at or before it. */
export interface ByTimestampInput {
  roomId: string
  /** Milliseconds since 1970. */
  ts: number
  dir: 'f' | 'b'
}

/**
 * The closest event in a direction that these eyes may see. Throws `M_NOT_FOUND` where there is none, `M_FORBIDDEN` to
 * strangers.
 *
 * NOTE: a room's events stand in the order in which they came, and that is the order of their times but for senders
 * who set the time themselves (application services). Near such events the answer may not be the closest one.
 */
export async function getEventByTimestamp(deps: RoomsDeps, session: Session, input: ByTimestampInput): Promise<Reading> {
  const readable = await readableRoomOf(deps, session.userId, input.roomId)
  const { room } = readable
  const { ts, dir } = input
  const backwards = dir === 'b'
  // Backwards, everything of the very millisecond counts too.
  const from = await firstGapAt(deps.db, room, backwards ? ts + 1 : ts)
  const matches = ({ json }: { json: string }): boolean => {
    const sentAt = originServerTsOf(json) ?? 0
    return backwards ? sentAt <= ts : sentAt >= ts
  }
  const walk = { readable, viewer: session.userId, backwards, from, to: undefined, limit: 1, matches }
  const [event] = (await walkTimeline(deps, walk)).events
  if (event === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no event on that side of that time' })
  const body = { event_id: event.eventId, origin_server_ts: originServerTsOf(event.json) ?? 0 }
  return { text: JSON.stringify(body), reads: eventReads(room, [event]) }
}
