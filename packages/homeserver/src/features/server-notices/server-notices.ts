// Server notices: what the server itself tells a user, in a room of their own that they cannot leave.
// https://spec.matrix.org/v1.19/client-server-api/#server-notices
import { MatrixError } from '@chappe/contract'
import type { JsonObject } from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import type { Session } from '../../session.ts'
import type { Audit } from '../audit/audit.ts'
import { findNoticeRoom, findNoticeStanding, insertNoticeRoom } from './server-notices-store.ts'

export { auditedRoute } from '../audit/audit.ts'

/** What notices ask of rooms. */
export interface NoticeRooms {
  beginRoom(
    session: Session,
    input: { preset: 'private_chat'; name: string; power_level_content_override: JsonObject; invite: string[] },
    beginning: { before(room: { roomNid: number; roomId: string }): Promise<void>; message: { type: string; content: JsonObject; txnId: string } },
  ): Promise<{ roomId: string; eventId: string }>
  inviteUser(session: Session, input: { roomId: string; userId: string; reason: string | undefined }): Promise<void>
  sendEvent(session: Session, input: { roomId: string; type: string; content: JsonObject; txnId: string }): Promise<string>
}

/** What the operations need. */
export interface ServerNoticesDeps {
  db: Db
  audit: Audit
  /** The account that the notices are from; made when it is first needed. */
  sender(): Promise<Session>
  rooms: NoticeRooms
  /** Tags of a room that nobody has any of yet. */
  setFirstTags(userId: string, roomNid: number, tags: JsonObject): Promise<void>
  /** An unpredictable transaction id. */
  newTxnId(): string
}

/** A notice to one user. */
export interface Notice {
  userId: string
  type: string
  content: JsonObject
  /** A repetition of it is the same notice. */
  txnId?: string | undefined
}

/** The operations of this feature. */
export interface ServerNotices {
  audit: Audit
  /** Sends a notice; gives back its event id. Throws `M_NOT_FOUND` where there is no such user. */
  send(notice: Notice): Promise<string>
  /** "Attempts to reject an invite or leave a server notices room are refused." */
  assertMayLeave(userId: string, roomId: string): Promise<void>
}

const TAGS = { 'm.server_notice': {} }
/** In both languages: clients that do not know whose the room is show its name as it stands. */
const NAME = 'Messages de service / Service messages'
/** Nobody but the server speaks in it. */
const SILENT = { users_default: -10 }

/** It takes something away, and in a room that is not there yet there is nothing. */
const REDACTION = 'm.room.redaction'

/** A room, and what was said in it when it was made. */
interface Opened {
  roomId: string
  eventId: string | undefined
}

/** Ties the operations to what they need. */
export function createServerNotices(deps: ServerNoticesDeps): ServerNotices {
  // One at a time for each user, so that two notices at once do not make two rooms.
  const opening = new Map<string, Promise<Opened>>()
  return {
    audit: deps.audit,
    async send({ userId, type, content, txnId = deps.newTxnId() }) {
      const sender = await deps.sender()
      const under = opening.get(userId)
      const room = under ?? openRoom(deps, sender, { userId, type, content, txnId }).finally(() => opening.delete(userId))
      opening.set(userId, room)
      const { roomId, eventId } = await room
      if (under === undefined && eventId !== undefined) return eventId
      return deps.rooms.sendEvent(sender, { roomId, type, content, txnId })
    },
    async assertMayLeave(userId, roomId) {
      if ((await findNoticeRoom(deps.db, userId)) !== roomId) return
      throw new MatrixError('M_CANNOT_LEAVE_SERVER_NOTICE_ROOM')
    },
  }
}

/** The room of a user; where there is none yet it begins with the notice, in one commit with everything else in it. */
async function openRoom(deps: ServerNoticesDeps, sender: Session, notice: Required<Omit<Notice, 'txnId'>> & { txnId: string }): Promise<Opened> {
  const { userId, type, content, txnId } = notice
  const { isOpen, roomId, membership, isMade } = await findNoticeStanding(deps.db, userId)
  if (userId === sender.userId || !isOpen) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such user' })
  if (roomId !== null && isMade) {
    if (membership !== 'join' && membership !== 'invite') await deps.rooms.inviteUser(sender, { roomId, userId, reason: undefined })
    return { roomId, eventId: undefined }
  }
  if (type === REDACTION) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such event in this room' })
  return deps.rooms.beginRoom(
    sender,
    { preset: 'private_chat', name: NAME, power_level_content_override: SILENT, invite: [userId] },
    {
      // Before they hear of the room: their client shows it in its place from the start. And before it is stored: whoever
      // finds it so after a kill says nothing twice.
      async before({ roomNid }) {
        await Promise.all([deps.setFirstTags(userId, roomNid, TAGS), insertNoticeRoom(deps.db, userId, roomNid)])
      },
      message: { type, content, txnId },
    },
  )
}
