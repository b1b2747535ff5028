// Server notices: what the server itself tells a user, in a room of their own that they cannot leave.
// https://spec.matrix.org/v1.19/client-server-api/#server-notices
import { MatrixError } from '@chappe/contract'
import type { JsonObject } from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import type { Session } from '../../session.ts'
import type { Audit } from '../audit/audit.ts'
import { findNoticeRoom, hasOpenAccount, insertNoticeRoom } from './server-notices-store.ts'

export { auditedRoute } from '../audit/audit.ts'

/** What notices ask of rooms. */
export interface NoticeRooms {
  createRoom(
    session: Session,
    input: { preset: 'private_chat'; name: string; power_level_content_override: JsonObject },
  ): Promise<string>
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
  setTag(userId: string, roomId: string, tag: { name: string; content: JsonObject }): Promise<void>
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

const TAG = { name: 'm.server_notice', content: {} }
/** In both languages: clients that do not know whose the room is show its name as it stands. */
const NAME = 'Messages de service / Service messages'
/** Nobody but the server speaks in it. */
const SILENT = { users_default: -10 }

/** Ties the operations to what they need. */
export function createServerNotices(deps: ServerNoticesDeps): ServerNotices {
  // One at a time for each user, so that two notices at once do not make two rooms.
  const opening = new Map<string, Promise<string>>()
  return {
    audit: deps.audit,
    async send({ userId, type, content, txnId }) {
      const sender = await deps.sender()
      const room = opening.get(userId) ?? openRoom(deps, sender, userId).finally(() => opening.delete(userId))
      opening.set(userId, room)
      return deps.rooms.sendEvent(sender, { roomId: await room, type, content, txnId: txnId ?? deps.newTxnId() })
    },
    async assertMayLeave(userId, roomId) {
      if ((await findNoticeRoom(deps.db, userId))?.roomId !== roomId) return
      throw new MatrixError('M_CANNOT_LEAVE_SERVER_NOTICE_ROOM')
    },
  }
}

async function openRoom(deps: ServerNoticesDeps, sender: Session, userId: string): Promise<string> {
  if (userId === sender.userId || !(await hasOpenAccount(deps.db, userId))) {
    throw new MatrixError('M_NOT_FOUND', { message: 'There is no such user' })
  }
  const known = await findNoticeRoom(deps.db, userId)
  if (known !== undefined && (known.membership === 'join' || known.membership === 'invite')) return known.roomId
  const roomId =
    known?.roomId ??
    (await deps.rooms.createRoom(sender, { preset: 'private_chat', name: NAME, power_level_content_override: SILENT }))
  // Before they hear of the room: their client shows it in its place from the start.
  await deps.setTag(userId, roomId, TAG)
  await insertNoticeRoom(deps.db, userId, roomId)
  await deps.rooms.inviteUser(sender, { roomId, userId, reason: undefined })
  return roomId
}
