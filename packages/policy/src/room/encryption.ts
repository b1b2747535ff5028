// What is said in a room is encrypted; a forum is the one exception, the server's own word to somebody, and what is made up
// for a drill.
import type { ProfilePolicy } from '../profile.ts'
import { isForum } from './forum.ts'
import type { RoomEvent, RoomView, Violation } from './view.ts'
import { isEncrypted, isExercise, isOfServer, isOpen, isStateOf, membershipIn, violations, withState } from './view.ts'

const MEGOLM = 'm.megolm.v1.aes-sha2'

/**
 * Types of events in which people say, show or draw something. Reactions, redactions and the signals of calls are sent
 * in the clear by clients of today, also in encrypted rooms.
 */
const SPOKEN = new Set([
  'm.room.message',
  'm.message',
  'm.emote',
  'm.notice',
  'm.sticker',
  'm.file',
  'm.image',
  'm.audio',
  'm.video',
  'm.voice',
  'm.location',
  'm.beacon',
  'm.poll.start',
  'm.poll.response',
  'm.poll.end',
  'org.matrix.msc1767.message',
  'org.matrix.msc3381.poll.start',
  'org.matrix.msc3381.poll.response',
  'org.matrix.msc3381.poll.end',
  'org.matrix.msc3672.beacon',
])

/** What holds for every event. */
export function checkEncryption(room: RoomView, event: RoomEvent, policy: ProfilePolicy): Violation[] {
  if (!policy.encryptedPrivateRooms || isOfServer(room) || isExercise(room)) return []
  return [
    ...checkEncryptionEvent(room, event, policy),
    ...violations(
      event.redacts?.type === 'm.room.encryption' && event.redacts.stateKey !== undefined,
      'encryption_lowered',
      'The encryption of a room cannot be taken away',
    ),
    ...violations(
      event.stateKey === undefined && SPOKEN.has(event.type) && !speaksOpenly(room, policy),
      'unencrypted_message',
      'This message is not encrypted, and here everything that is said has to be. Use an app that encrypts',
    ),
    ...checkJoinRule(room, event, policy),
    ...checkSize(room, event, policy),
  ]
}

/** What holds for a room once its first events are there, and whenever its join rule changes. */
export function checkEncryptedWhole(room: RoomView, policy: ProfilePolicy): Violation[] {
  if (!policy.encryptedPrivateRooms || isOfServer(room) || isExercise(room) || isEncrypted(room)) return []
  if (!isOpen(room)) {
    return violations(true, 'encryption_missing', 'There is no unencrypted private room: this one would be one')
  }
  const reason = 'An open room without encryption is a forum, and has to be declared as one: with an organisation, two owners, a purpose and a review date'
  return violations(policy.encryptedOpenRooms && !isForum(room), 'encryption_missing', reason)
}

/** Refuses every encryption but the one that clients of today have. */
export function checkAlgorithm({ type, content }: Pick<RoomEvent, 'type' | 'content'>, policy: ProfilePolicy): Violation[] {
  const isOther = policy.encryptedPrivateRooms && type === 'm.room.encryption' && content['algorithm'] !== MEGOLM
  return violations(isOther, 'encryption_algorithm', `That is no encryption that is known here: it is ${MEGOLM}`)
}

function checkEncryptionEvent(room: RoomView, event: RoomEvent, policy: ProfilePolicy): Violation[] {
  if (event.type !== 'm.room.encryption') return []
  return [
    ...checkAlgorithm(event, policy),
    ...violations(
      !room.isNew && isForum(room),
      'encrypted_forum',
      'A forum is not encrypted: what was said in it would still be there for everybody. Make a new room instead',
    ),
  ]
}

function speaksOpenly(room: RoomView, policy: ProfilePolicy): boolean {
  return !isEncrypted(room) && isOpen(room) && (isForum(room) || !policy.encryptedOpenRooms)
}

function checkJoinRule(room: RoomView, event: RoomEvent, policy: ProfilePolicy): Violation[] {
  if (room.isNew || !isStateOf(event, 'm.room.join_rules')) return []
  if (isForum(room) && event.content['join_rule'] !== 'public') {
    const reason = 'A forum cannot become a private room: what was said in it was not encrypted. Make a new room instead'
    return violations(true, 'encryption_missing', reason)
  }
  return checkEncryptedWhole(withState(room, 'm.room.join_rules', event.content), policy)
}

/** The keys of a message are made for each member's device: a larger room is a forum. */
function checkSize(room: RoomView, event: RoomEvent, policy: ProfilePolicy): Violation[] {
  const member = membershipIn(event)
  if (member?.membership !== 'join' || room.joinedCount < policy.encryptedOpenRoomMembersMax) return []
  if (!isOpen(room) || !isEncrypted(room)) return []
  const isMember = room.state.get('m.room.member', member.userId)?.content['membership'] === 'join'
  const reason = `This room is full: an encrypted open room has at most ${policy.encryptedOpenRoomMembersMax} members. For more there are forums`
  return violations(!isMember, 'open_room_full', reason)
}
