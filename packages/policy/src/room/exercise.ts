// Rooms and accounts of drills are a world apart: nobody real comes into such a room, and who is made up comes into no other.
import type { RoomEvent, RoomView, Violation } from './view.ts'
import { EXERCISE, isExercise, isStateOf, membershipIn, violations } from './view.ts'

/** What holds for every event, whatever the profile. */
export function checkExercise(room: RoomView, event: RoomEvent): Violation[] {
  if (isStateOf(event, 'm.room.create')) {
    const isMarked = event.content[EXERCISE] === true
    return violations(isMarked !== isMadeUp(room, event.sender), 'exercise_apart', 'Rooms of a drill are made by its accounts, and these make no others')
  }
  const member = membershipIn(event)
  if (member === undefined || !COMES.has(member.membership)) return []
  const before = room.state.get('m.room.member', member.userId)?.content['membership']
  // Who is in a room and stays is not looked up.
  if (before === 'join' || member.userId === room.serverUserId) return []
  return violations(isMadeUp(room, member.userId) !== isExercise(room), 'exercise_apart', APART)
}

const COMES: ReadonlySet<string> = new Set(['join', 'invite', 'knock'])
const APART = 'Into the rooms of a drill come its own accounts, which come into no others'

function isMadeUp(room: RoomView, userId: string): boolean {
  return room.person(userId)?.accountType === 'exercise'
}
