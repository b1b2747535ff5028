// Everything at once, as clients asked for it before there was /sync.
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3initialsync
import { stateJsonOf } from '../../engine/client-event.ts'
import type { UserRoom } from '../../engine/user-rooms.ts'
import { secretReads } from '../../key-reads.ts'
import type { Session } from '../../session.ts'
import { formatSyncToken } from '../../streams/sync-token.ts'
import type { Reading } from '../rooms/rooms.ts'
import { eventReads, membershipOf, readableRoomOf } from '../rooms/rooms.ts'
import type { OldSyncDeps } from './old-sync-deps.ts'
import { roomInfoOf } from './room-info.ts'

/** What is asked for. */
export interface InitialSyncInput {
  limit: number | undefined
  /** Rooms that were left, too. */
  archived: boolean
}

const WRITER = 1

/** Every room of a user, one after the other, and what they keep. */
export async function initialSync(deps: OldSyncDeps, session: Session, input: InitialSyncInput): Promise<Reading<'events' | 'keys'>> {
  const { engine } = deps.rooms
  const { rooms } = await engine.userRooms.open(session.userId)
  const now = { writer: WRITER, events: engine.stream.published, changes: deps.currentChange() }
  const data = await deps.accountDataOf(session.userId, now.changes)
  const texts: string[] = []
  const reads: Reading<'events' | 'keys'>['reads'] = []
  for (const each of [...rooms.values()].filter((room) => isWanted(room, input))) {
    if (await isInvitedByIgnored(deps, session, each)) continue
    const options = { limit: input.limit, accountData: data.rooms.get(each.roomNid) ?? [] }
    const shown = await showRoom(deps, session, each, options)
    texts.push(shown.text)
    reads.push(...shown.reads)
  }
  const global = data.global.map(({ type, content }) => `{"type":${JSON.stringify(type)},"content":${content}}`)
  const text = `{"end":"${formatSyncToken(now)}","presence":[],"rooms":[${texts.join(',')}],"account_data":[${global.join(',')}]}`
  return { text, reads: [...reads, ...secretReads(data.global)] }
}

/** "Servers must not send room invites from ignored users to clients." */
async function isInvitedByIgnored(deps: OldSyncDeps, { userId }: Session, each: UserRoom): Promise<boolean> {
  const ignored = deps.rooms.engine.ignored.of(userId)
  if (ignored === undefined || each.membership !== 'invite') return false
  const room = each.room ?? (await deps.rooms.engine.registry.get(each.roomNid))
  const own = await membershipOf(deps.rooms, room, userId)
  return own !== undefined && ignored.has(own.sender)
}

function isWanted({ membership, forgotten }: UserRoom, { archived }: InitialSyncInput): boolean {
  if (membership === 'join' || membership === 'invite') return true
  return archived && !forgotten && (membership === 'leave' || membership === 'ban')
}

async function showRoom(
  deps: OldSyncDeps,
  session: Session,
  each: UserRoom,
  options: Parameters<typeof roomInfoOf>[3],
): Promise<Reading> {
  const room = each.room ?? (await deps.rooms.engine.registry.get(each.roomNid))
  const own = await membershipOf(deps.rooms, room, session.userId)
  // Who is invited, or was never in, sees that and no more of the room.
  const wasIn = each.membership === 'join' || (each.membership !== 'invite' && (await mayRead(deps, session, room.roomId)))
  if (wasIn) return roomInfoOf(deps, session, await readableRoomOf(deps.rooms, session.userId, room.roomId), options)
  const invite = own === undefined || each.membership !== 'invite' ? '' : `,"invite":${stateJsonOf(room.roomId, own)}`
  const text = `{"room_id":${JSON.stringify(room.roomId)},"membership":"${each.membership}"${invite}}`
  return { text, reads: own === undefined ? [] : eventReads(room, [own]) }
}

async function mayRead(deps: OldSyncDeps, session: Session, roomId: string): Promise<boolean> {
  return readableRoomOf(deps.rooms, session.userId, roomId).then(
    () => true,
    () => false,
  )
}
