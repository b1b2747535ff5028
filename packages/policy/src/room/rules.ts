// Every rule for rooms, in one table. Whoever appends an event asks here, whichever way the event came.
import type { ProfilePolicy } from '../profile.ts'
import { checkAudience } from './audience.ts'
import { checkDirect } from './direct.ts'
import { checkAlgorithm, checkEncryptedWhole, checkEncryption } from './encryption.ts'
import { checkExercise } from './exercise.ts'
import { checkExternals, checkExternalsWhole } from './externals.ts'
import { checkForum, checkForumWhole, isForum } from './forum.ts'
import { checkOpenReading } from './open-reading.ts'
import { checkOwnership } from './ownership.ts'
import type { RetentionRules } from './retention.ts'
import { checkRetention } from './retention.ts'
import type { RoomEvent, RoomView, Violation } from './view.ts'

/** What the rules are asked with. */
export interface RoomPolicy {
  profile: ProfilePolicy
  retention: RetentionRules
}

/** One rule: what is wrong with an event, in words. */
type RoomRule = (room: RoomView, event: RoomEvent, policy: RoomPolicy) => Violation[]

const RULES: readonly RoomRule[] = [
  (room, event) => checkExercise(room, event),
  (_room, event, { profile }) => checkOpenReading(event, profile),
  (room, event, { profile }) => checkExternals(room, event, profile),
  (room, event, { profile }) => checkAudience(room, event, profile),
  (room, event, { profile }) => checkDirect(room, event, profile),
  (room, event, { profile }) => checkForum(room, event, profile),
  (room, event, { profile }) => checkEncryption(room, event, profile),
  (room, event, { profile }) => checkOwnership(room, event, profile),
  (room, event, { profile, retention }) => checkRetention(event, isForum(room) ? retention.forum : retention.room, profile),
]

/** What is wrong with an event in a room; the most telling comes first. */
export function checkRoomEvent(room: RoomView, event: RoomEvent, policy: RoomPolicy): Violation[] {
  return RULES.flatMap((rule) => rule(room, event, policy))
}

/** What is wrong with the content of an event, whatever the room. */
export function checkContent(event: Pick<RoomEvent, 'type' | 'content'>, profile: ProfilePolicy): Violation[] {
  return [...checkOpenReading(event, profile), ...checkAlgorithm(event, profile)]
}

/** What is wrong with a new room as a whole, once its first events are there. */
export function checkNewRoom(room: RoomView, creator: string, { profile }: RoomPolicy): Violation[] {
  return [
    ...checkForumWhole(room, creator, profile),
    ...checkExternalsWhole(room, profile),
    ...checkEncryptedWhole(room, profile),
  ]
}
