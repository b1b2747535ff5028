// A room as the deprecated first syncs show it: its state, its last events, and what the user keeps about it.
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidinitialsync
import { bundlesOf } from '../../engine/aggregations.ts'
import { clientJsonOf, stateJsonOf } from '../../engine/client-event.ts'
import type { Session } from '../../session.ts'
import type { AccountDataEntry } from '../account-data/account-data.ts'
import type { ReadableRoom, Reading } from '../rooms/rooms.ts'
import { bundledReads, eventReads, formatPageToken, readableRoomOf, stateAt, walkTimeline } from '../rooms/rooms.ts'
import type { OldSyncDeps } from './old-sync-deps.ts'

const DEFAULT_LIMIT = 10
const MAX_LIMIT = 100

/** The first sync of one room. Throws `M_FORBIDDEN` to those who may not read it. */
export async function roomInitialSync(deps: OldSyncDeps, session: Session, roomId: string): Promise<Reading> {
  const readable = await readableRoomOf(deps.rooms, session.userId, roomId)
  const data = await deps.accountDataOf(session.userId, deps.currentChange())
  return roomInfoOf(deps, session, readable, { limit: undefined, accountData: data.rooms.get(readable.room.roomNid) ?? [] })
}

/** The object that describes a room, as JSON text. */
export async function roomInfoOf(
  deps: OldSyncDeps,
  session: Session,
  readable: ReadableRoom,
  options: { limit: number | undefined; accountData: readonly AccountDataEntry[] },
): Promise<Reading> {
  const { room, member, until } = readable
  const { roomId } = room
  const from = Math.min(until, room.committedPosition) + 1
  const limit = Math.min(options.limit ?? DEFAULT_LIMIT, MAX_LIMIT)
  const walk = { readable, viewer: session.userId, backwards: true, from, to: undefined, limit, matches: () => true }
  const { events, end } = await walkTimeline(deps.rooms, walk)
  const state = await stateAt(deps.rooms, room, from, { members: true })
  const viewer = { userId: session.userId, deviceNid: session.deviceNid, now: deps.rooms.clock.now(), until }
  const bundles = await bundlesOf(deps.rooms, room, viewer, events)
  const chunk = events.toReversed().map((event) => clientJsonOf(roomId, event, viewer, bundles))
  const start = end === undefined ? '' : `"start":"${formatPageToken(end)}",`
  const data = options.accountData.map(({ type, content }) => `{"type":${JSON.stringify(type)},"content":${content}}`)
  const parts = [
    `"room_id":${JSON.stringify(roomId)}`,
    ...(member === undefined ? [] : [`"membership":${JSON.stringify(member.membership)}`]),
    `"messages":{${start}"end":"${formatPageToken(from)}","chunk":[${chunk.join(',')}]}`,
    `"state":[${state.map((each) => stateJsonOf(roomId, each)).join(',')}]`,
    `"visibility":"${(await deps.published()).has(room.roomNid) ? 'public' : 'private'}"`,
    `"account_data":[${data.join(',')}]`,
  ]
  return { text: `{${parts.join(',')}}`, reads: [...eventReads(room, events), ...eventReads(room, state), ...bundledReads(room, bundles)] }
}
