// Reading a room's state and its members; who left reads them as of their leaving.
// https://spec.matrix.org/v1.19/client-server-api/#getting-events-for-a-room
import { MatrixError } from '@chappe/contract'
import type { JsonObject } from '@chappe/core'
import { topLevelMembers } from '@chappe/core'
import { stateJsonOf } from '../../engine/client-event.ts'
import type { Room } from '../../engine/room.ts'
import { listTimeline } from '../../engine/rooms-store.ts'
import { parsePdu, timelineEventOf } from '../../engine/row-mapping.ts'
import { eventsInHistory } from '../../engine/visibility.ts'
import type { Session } from '../../session.ts'
import { joinedRoomOf, notInRoom, readableRoomOf } from './access.ts'
import { parsePageToken } from './page-tokens.ts'
import type { Reading } from './reading.ts'
import { eventReads } from './reading.ts'
import type { RoomsDeps } from './rooms-deps.ts'
import { membersAt, stateAt, stateEntryAt } from './state-at.ts'

/** Which members are asked for. */
export interface MembersInput {
  roomId: string
  at: string | undefined
  membership: string | undefined
  notMembership: string | undefined
}

/** The whole state. Throws `M_FORBIDDEN` to strangers, as all of these do. */
export async function getState(deps: RoomsDeps, session: Session, roomId: string): Promise<Reading> {
  const { room, until } = await readableRoomOf(deps, session.userId, roomId)
  const state = await stateAt(deps, room, gapAfter(until), { members: true })
  return { text: `[${state.map((each) => stateJsonOf(room.roomId, each)).join(',')}]`, reads: eventReads(room, state) }
}

/** The content of one state event, or the event; `M_NOT_FOUND` where there is none. */
export async function getStateEvent(
  deps: RoomsDeps,
  session: Session,
  input: { roomId: string; type: string; stateKey: string; format: 'content' | 'event' | undefined },
): Promise<Reading> {
  const { room, until } = await readableRoomOf(deps, session.userId, input.roomId)
  const entry = await stateEntryAt(deps, room, gapAfter(until), input)
  if (entry === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'The room has no such state' })
  const text = input.format === 'event' ? stateJsonOf(room.roomId, entry) : contentTextOf(entry.json)
  return { text, reads: eventReads(room, [entry]) }
}

/** The member events, at present or at a token. */
export async function getMembers(
  deps: RoomsDeps,
  session: Session,
  input: MembersInput,
): Promise<Reading<'events' | 'people'>> {
  const at = input.at === undefined ? undefined : parsePageToken(input.at)
  const { room, until } = await readableRoomOf(deps, session.userId, input.roomId)
  if (at !== undefined) await assertVisibleAt(deps, room, session.userId, at)
  const gap = Math.min(at ?? Number.MAX_SAFE_INTEGER, gapAfter(until))
  const { membership, notMembership } = input
  const members = (await membersAt(deps, room, gap)).filter((member) => {
    if (membership === undefined && notMembership === undefined) return true
    const value = parsePdu(member.json).content['membership']
    // "When specified alongside membership, the two parameters create an 'or' condition."
    return value === membership || (notMembership !== undefined && value !== notMembership)
  })
  const text = `{"chunk":[${members.map((member) => stateJsonOf(room.roomId, member)).join(',')}]}`
  return { text, reads: peopleReads(eventReads(room, members)) }
}

/** Those who are joined, with their names; for those who are joined themselves. */
export async function getJoinedMembers(
  deps: RoomsDeps,
  session: Session,
  roomId: string,
): Promise<Reading<'events' | 'people'>> {
  const room = await joinedRoomOf(deps, session.userId, roomId)
  await deps.engine.registry.ensureAllMembers(room)
  const parts: string[] = []
  const shown: { position: number }[] = []
  for (const [userId, member] of room.members) {
    if (member?.membership !== 'join') continue
    parts.push(`${JSON.stringify(userId)}:${JSON.stringify(namesOf(member.auth.content))}`)
    shown.push(member)
  }
  return { text: `{"joined":{${parts.join(',')}}}`, reads: peopleReads(eventReads(room, shown)) }
}

/** Who may not see the last event before a gap may not see who was there then. */
async function assertVisibleAt(deps: RoomsDeps, room: Room, viewer: string, gap: number): Promise<void> {
  if (gap > (room.tail.at(-1)?.position ?? 0)) return
  const range = { roomNid: room.roomNid, after: 0, before: gap, backwards: true, limit: 1 }
  const events = (await listTimeline(deps.db, range)).map(timelineEventOf)
  if ((await eventsInHistory(deps, room, viewer, events)).length < events.length) throw notInRoom()
}

function gapAfter(position: number): number {
  return Math.min(position + 1, Number.MAX_SAFE_INTEGER)
}

function namesOf(content: JsonObject): { display_name?: string; avatar_url?: string } {
  const { displayname, avatar_url: avatarUrl } = content
  return {
    ...(typeof displayname === 'string' ? { display_name: displayname } : {}),
    ...(typeof avatarUrl === 'string' ? { avatar_url: avatarUrl } : {}),
  }
}

/** The text of an event's content, cut out of the event's. */
function contentTextOf(json: string): string {
  const member = topLevelMembers(json).find(([key]) => key === 'content')
  return member === undefined ? '{}' : json.slice(member[1], member[2])
}

/** Member events show events and people alike. */
function peopleReads(reads: Reading['reads']): Reading<'events' | 'people'>['reads'] {
  return reads.flatMap((read) => [
    read,
    { kind: 'people' as const, count: read.count, ...(read.roomNid === undefined ? {} : { roomNid: read.roomNid }) },
  ])
}
