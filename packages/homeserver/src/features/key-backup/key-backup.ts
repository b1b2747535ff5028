// Key backup: the keys of a user's sessions, encrypted by their clients, kept so that a new device can read what came
// before it. https://spec.matrix.org/v1.19/client-server-api/#server-side-key-backups
import { MatrixError } from '@chappe/contract'
import type { Db, Tx } from '../../db/pool.ts'
import { isPlainName } from '../../plain-name.ts'
import type { Session } from '../../session.ts'
import type { BackupSession, SessionFilter, SessionsDelta, StoredBackup } from './key-backup-store.ts'
import {
  addToBackup,
  deleteBackupsOf,
  deleteSessions,
  findBackup,
  findLatestBackup,
  insertBackup,
  listSessions,
  lockBackups,
  markBackupDeleted,
  setAuthData,
  upsertSessions,
} from './key-backup-store.ts'

/** What the operations need. */
export interface KeyBackupDeps {
  db: Db
}

/** The description of a backup version. */
export interface BackupInfo {
  algorithm: string
  auth_data: object
}

/** A session's key as it comes. */
export interface UploadedSession {
  first_message_index: number
  forwarded_count: number
  is_verified: boolean
  session_data: object
}

/** Room id -> the sessions of the room. */
export type UploadedRooms = Readonly<Record<string, { sessions: Readonly<Record<string, UploadedSession>> }>>

/** What a change of sessions answers. */
export interface BackupState {
  etag: string
  count: number
}

/** The operations of this feature. A version is the text that clients give. */
export interface KeyBackup {
  createVersion(session: Session, info: BackupInfo): Promise<string>
  /** The version as JSON text; the latest one where none is named. */
  getVersion(session: Session, version?: string): Promise<string>
  setVersion(session: Session, version: string, info: BackupInfo & { version?: string | undefined }): Promise<void>
  deleteVersion(session: Session, version: string): Promise<void>
  putSessions(session: Session, version: string, rooms: UploadedRooms): Promise<BackupState>
  listSessions(session: Session, version: string, filter: SessionFilter): Promise<BackupSession[]>
  deleteSessions(session: Session, version: string, filter: SessionFilter): Promise<BackupState>
  /** Within a transaction: deletes every version. Gives back how many keys were in them. */
  reset(userNid: number, tx: Tx): Promise<number>
}

const MAX_AUTH_DATA_BYTES = 65_536
/** The encrypted key of one session takes about 700 bytes. */
const MAX_SESSION_BYTES = 16_384
const MAX_SESSIONS = 200_000
/** An answer with all of a version is made in memory. */
const MAX_VERSION_BYTES = 256 * 1024 * 1024

/** Ties the operations to what they need. */
export function createKeyBackup({ db }: KeyBackupDeps): KeyBackup {
  return {
    createVersion: (session, info) => createVersion(db, session, info),
    async getVersion(session, version) {
      const backup =
        version === undefined
          ? await findLatestBackup(db, session.userNid)
          : await findVersion(db, session.userNid, version)
      if (backup === undefined || backup.deleted) throw unknownVersion(version)
      return versionText(backup)
    },
    setVersion: (session, version, info) => setVersion(db, session, version, info),
    deleteVersion: (session, version) =>
      db.transaction().execute(async (tx) => {
        await lockBackups(tx, session.userNid)
        const backup = await findVersion(tx, session.userNid, version)
        if (backup === undefined) throw unknownVersion(version)
        // "If the backup was previously deleted, the call should succeed rather than returning an error."
        if (!backup.deleted) await markBackupDeleted(tx, backup)
      }),
    putSessions: (session, version, rooms) => putSessions(db, session, version, sessionsOf(rooms)),
    async listSessions(session, version, filter) {
      return listSessions(db, await getBackup(db, session.userNid, version), checkFilter(filter))
    },
    deleteSessions: (session, version, filter) =>
      db.transaction().execute(async (tx) => {
        await lockBackups(tx, session.userNid)
        const backup = await getBackup(tx, session.userNid, version)
        return applyDelta(tx, backup, await deleteSessions(tx, backup, checkFilter(filter)))
      }),
    reset: (userNid, tx) => deleteBackupsOf(tx, userNid),
  }
}

async function createVersion(db: Db, session: Session, info: BackupInfo): Promise<string> {
  const authData = authDataText(info.auth_data)
  const { userNid } = session
  const version = await db.transaction().execute(async (tx) => {
    await lockBackups(tx, userNid)
    return insertBackup(tx, { userNid, algorithm: info.algorithm, authData })
  })
  return String(version)
}

async function setVersion(
  db: Db,
  session: Session,
  version: string,
  info: BackupInfo & { version?: string | undefined },
): Promise<void> {
  const authData = authDataText(info.auth_data)
  await db.transaction().execute(async (tx) => {
    await lockBackups(tx, session.userNid)
    const backup = await getBackup(tx, session.userNid, version)
    if (info.version !== undefined && info.version !== version) {
      throw new MatrixError('M_INVALID_PARAM', { message: 'version: not that of the path' })
    }
    if (info.algorithm !== backup.algorithm) throw new MatrixError('M_INVALID_PARAM', { message: 'algorithm: cannot be changed' })
    await setAuthData(tx, backup, authData)
  })
}

async function putSessions(db: Db, session: Session, version: string, sessions: BackupSession[]): Promise<BackupState> {
  return db.transaction().execute(async (tx) => {
    await lockBackups(tx, session.userNid)
    const latest = await findLatestBackup(tx, session.userNid)
    if (latest === undefined) throw unknownVersion(version)
    if (String(latest.version) !== version) {
      throw new MatrixError('M_WRONG_ROOM_KEYS_VERSION', { fields: { current_version: String(latest.version) } })
    }
    const state = sessions.length === 0 ? latest : await upsertSessions(tx, latest, sessions)
    return 'changed' in state ? applyDelta(tx, latest, state) : stateOf(latest)
  })
}

async function applyDelta(tx: Tx, backup: StoredBackup, delta: SessionsDelta): Promise<BackupState> {
  if (delta.changed === 0) return stateOf(backup)
  const isGrowing = delta.count > 0 || delta.bytes > 0
  const isFull = backup.sessionCount + delta.count > MAX_SESSIONS || backup.sessionBytes + delta.bytes > MAX_VERSION_BYTES
  if (isGrowing && isFull) throw new MatrixError('M_RESOURCE_LIMIT_EXCEEDED', { message: 'The key backup is full' })
  return stateOf(await addToBackup(tx, backup, delta))
}

function stateOf(backup: StoredBackup): BackupState {
  return { etag: String(backup.etag), count: backup.sessionCount }
}

/** A version's number is what we gave out: no sign, no leading zero, within an integer column. */
const VERSION = /^[1-9]\d{0,8}$/

async function findVersion(db: Db | Tx, userNid: number, version: string): Promise<StoredBackup | undefined> {
  return VERSION.test(version) ? findBackup(db, { userNid, version: Number(version) }) : undefined
}

async function getBackup(db: Db | Tx, userNid: number, version: string): Promise<StoredBackup> {
  const backup = await findVersion(db, userNid, version)
  if (backup === undefined || backup.deleted) throw unknownVersion(version)
  return backup
}

function unknownVersion(version: string | undefined): MatrixError {
  return new MatrixError('M_NOT_FOUND', { message: version === undefined ? 'No current backup version' : 'Unknown backup version' })
}

function authDataText(authData: object): string {
  const text = JSON.stringify(authData)
  if (Buffer.byteLength(text) > MAX_AUTH_DATA_BYTES) throw new MatrixError('M_TOO_LARGE')
  return text
}

function versionText(backup: StoredBackup): string {
  const { algorithm, etag, sessionCount, version } = backup
  const rest = JSON.stringify({ algorithm, count: sessionCount, etag: String(etag), version: String(version) })
  return `{"auth_data":${backup.authData},${rest.slice(1)}`
}

function sessionsOf(rooms: UploadedRooms): BackupSession[] {
  return Object.entries(rooms).flatMap(([roomId, { sessions }]) =>
    Object.entries(sessions).map(([sessionId, session]) => {
      checkFilter({ roomId, sessionId })
      const sessionData = JSON.stringify(session.session_data)
      if (Buffer.byteLength(sessionData) > MAX_SESSION_BYTES) {
        throw new MatrixError('M_TOO_LARGE', { message: 'session_data is too large' })
      }
      return {
        roomId,
        sessionId,
        firstMessageIndex: session.first_message_index,
        forwardedCount: session.forwarded_count,
        isVerified: session.is_verified,
        sessionData,
      }
    }),
  )
}

function checkFilter(filter: SessionFilter): SessionFilter {
  const { roomId, sessionId } = filter
  if (roomId !== undefined && !isPlainName(roomId)) throw new MatrixError('M_INVALID_PARAM', { message: 'The room id is not valid' })
  if (sessionId !== undefined && !isPlainName(sessionId)) {
    throw new MatrixError('M_INVALID_PARAM', { message: 'The session id is not valid' })
  }
  return filter
}
