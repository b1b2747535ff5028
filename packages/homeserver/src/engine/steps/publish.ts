// After the commit: what became durable becomes visible, in order, and those who listen are told.
import type { PushRuleset } from '@chappe/core'
import { authEventOf } from '@chappe/core'
import type { LiveUser, LiveUsers } from '../../streams/live-users.ts'
import { noteNews } from '../../streams/live-users.ts'
import type { Redaction } from '../commit-store.ts'
import { advance, advanceThread } from '../read-marks.ts'
import { forgetChildren, forgetRelation, noteRelation } from '../relations.ts'
import type { PlacedPdu, Room } from '../room.ts'
import { findState, TAIL_MAX, TAIL_MIN } from '../room.ts'
import { parsePdu } from '../row-mapping.ts'
import type { UserRoomsRegistry } from '../user-rooms.ts'
import { timelineEventOfItem } from './append.ts'
import type { CommitItem } from './committer.ts'

/** The event stream: how far it is visible. */
export interface EventStream {
  /** Every event up to this position is durable and in its room's timeline. */
  published: number
}

/** What publishing touches. */
export interface PublishDeps {
  stream: EventStream
  userRooms: UserRoomsRegistry
  live: LiveUsers
  ownRules(userId: string): PushRuleset | undefined
  /** Notes the last own event of a user, to be written behind. */
  noteSent(sent: { userId: string; roomNid: number; position: number; ordinal: number }): void
}

/** Makes a committed batch visible and wakes its listeners. */
export function publish(deps: PublishDeps, items: readonly CommitItem[]): void {
  const rooms = new Set<Room>()
  const targets = new Set<LiveUser>()
  for (const item of items) {
    rooms.add(item.room)
    publishOne(deps, item)
    const target = item.membership === undefined ? undefined : deps.live.find(item.membership.userId)
    if (target !== undefined) targets.add(target)
  }
  for (const room of rooms) {
    if (room.committedPosition === room.lastPosition) room.settled = undefined
    for (const user of room.listeners) {
      noteNews(user.news, room.roomNid, deps.stream.published)
      targets.add(user)
    }
  }
  deps.live.wake(targets)
}

function publishOne(deps: PublishDeps, item: CommitItem): void {
  const { event } = item
  publishInRoom(item)
  deps.stream.published = Math.max(deps.stream.published, event.position)
  if (item.membership !== undefined) publishMembership(deps, item)
  noteOwn(deps, item)
  for (const { userId: affected, notifyDelta, highlight, threadId } of item.exceptions) {
    const each = deps.userRooms.peek(affected)?.rooms.get(event.roomNid)
    each?.exceptions.push({ position: event.position, notifyDelta, highlight, threadId })
  }
}

/** What a durable event changes of its room, as everybody sees it. */
export function publishInRoom(item: CommitItem): void {
  const { room, event } = item
  const shown = timelineEventOfItem(item)
  room.tail.push(shown)
  if (room.tail.length > TAIL_MAX) {
    const dropped = room.tail.splice(0, room.tail.length - TAIL_MIN)
    room.tailFrom = dropped.at(-1)?.position ?? room.tailFrom
    forgetChildren(room, dropped)
  }
  if (item.relation !== undefined) noteRelation(room, shown)
  room.committedPosition = event.position
  room.committedOrdinal = event.notifyOrdinal
  if (item.redaction !== undefined) applyRedaction(room, item.redaction, { position: event.position, json: event.json })
}

/** Who speaks has read: the main timeline, or the thread they speak in. */
function noteOwn(deps: PublishDeps, { event, relation }: CommitItem): void {
  const { position, notifyOrdinal: ordinal, sender: userId, roomNid } = event
  const each = deps.userRooms.peek(userId)?.rooms.get(roomNid)
  if (relation?.threadId !== undefined) {
    advanceThread(each, relation.threadId, position)
    return
  }
  advance(each, position, ordinal)
  deps.noteSent({ userId, roomNid, position, ordinal })
}

function publishMembership(deps: PublishDeps, item: CommitItem): void {
  const { room, membership } = item
  if (membership === undefined) return
  const { roomNid, userId, position, joinedPosition, joinedOrdinal } = membership
  const isJoined = membership.membership === 'join'
  deps.userRooms.setMembership({
    userId,
    roomNid,
    membership: membership.membership,
    position,
    joinedPosition,
    joinedOrdinal,
    room: isJoined ? room : undefined,
  })
  if (isJoined) {
    setRuleMember(deps, room, userId)
    return
  }
  room.ruleMembers.delete(userId)
  const user = deps.live.find(userId)
  if (user !== undefined) room.listeners.delete(user)
}

/** Notes whether a joined member has push rules of their own; they are known by then. */
export function setRuleMember(deps: Pick<PublishDeps, 'ownRules'>, room: Room, userId: string): void {
  if (deps.ownRules(userId) === undefined) room.ruleMembers.delete(userId)
  else room.ruleMembers.add(userId)
}

/** The redacted event loses its content wherever it stands in memory. */
function applyRedaction(room: Room, redaction: Redaction, by: PlacedPdu): void {
  for (const event of room.tail) {
    if (event.eventId === redaction.eventId) {
      forgetRelation(room, event)
      event.json = redaction.json
      event.redactedBy = redaction.redactedBy
      event.redaction = by
    }
    if (event.replacesState === redaction.eventId && event.previous !== undefined) event.previous = { ...event.previous, json: redaction.json }
  }
  room.relations.threads?.remove(redaction.position)
  const pdu = parsePdu(redaction.json)
  if (pdu.state_key === undefined) return
  const entry = findState(room, pdu.type, pdu.state_key)
  if (entry?.eventId !== redaction.eventId) return
  entry.json = redaction.json
  entry.auth = authEventOf(pdu, redaction.eventId)
}
