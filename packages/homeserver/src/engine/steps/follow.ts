// Rooms in memory of a process that does not write them: what their writer has committed is put in its place here, in
// order, as appending and publishing do it there.
import { authEventOf } from '@chappe/core'
import type { CommitItem } from './committer.ts'
import type { Member, Room, StateEntry } from '../room.ts'
import { setState } from '../room.ts'
import { parsePdu } from '../row-mapping.ts'
import { emptyRoom } from './load-rooms.ts'

/** A committed event on its way to another process: everything but the room, which that one has or has not in memory. */
export type FollowedItem = Omit<CommitItem, 'room' | 'media'>

/** What is sent of a committed event. */
export function followedItemOf({ event, previous, state, membership, exceptions, redaction, relation, notifies }: CommitItem): FollowedItem {
  return { event, previous, state, membership, exceptions, redaction, relation, notifies }
}

/** The event in a room in memory, or in a stand-in for a room that is not. */
export function itemIn(room: Room, item: FollowedItem): CommitItem {
  return { ...item, room, media: [] }
}

/** Stands for rooms that are not in memory: what concerns their people is told, and the rest is loaded when asked for. */
export function createStandIn(roomNid: number): Room {
  const room = emptyRoom({ roomNid, roomId: '', version: '10' }, 0)
  room.discarded = true
  return room
}

/** Gives a committed event its place in a room. Members may be known in part: counts go by the event before. */
export function placeFollowed(room: Room, { event, previous, membership, redaction }: FollowedItem): void {
  room.lastEventId = event.eventId
  room.lastPosition = event.position
  room.notifyOrdinal = event.notifyOrdinal
  if (event.stateKey === undefined) return
  room.lastStatePosition = event.position
  // An event redacted in its own batch was written redacted.
  const json = redaction?.eventId === event.eventId ? redaction.json : event.json
  const entry: StateEntry = {
    position: event.position,
    eventId: event.eventId,
    sender: event.sender,
    json,
    auth: authEventOf(parsePdu(json), event.eventId),
  }
  if (event.type !== 'm.room.member' || membership === undefined) {
    setState(room, event.type, event.stateKey, entry)
    return
  }
  const { joinedPosition, joinedOrdinal } = membership
  const member: Member = { ...entry, membership: membership.membership, joinedPosition, joinedOrdinal }
  const before = room.members.get(event.stateKey)?.membership ?? membershipIn(previous?.json)
  room.members.set(event.stateKey, member)
  room.joinedCount += Number(member.membership === 'join') - Number(before === 'join')
  room.invitedCount += Number(member.membership === 'invite') - Number(before === 'invite')
}

function membershipIn(json: string | undefined): unknown {
  return json === undefined ? undefined : parsePdu(json).content['membership']
}
