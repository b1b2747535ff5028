// Conversations that are taken out of the messenger. The archive is made in the browser, where what is encrypted is read; the
// server asks for a touch before, and keeps on record who took what.
import { MatrixError } from '@chappe/contract'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Room } from '../../engine/room.ts'
import type { Session } from '../../session.ts'
import type { StepUp } from '../../step-up.ts'
import type { Audit } from '../audit/audit.ts'
import type { ExportFilter, StoredExport, Taken } from './room-exports-store.ts'
import { insertExport, listExports, listRemoved, setTaken } from './room-exports-store.ts'

export type { ExportFilter, StoredExport } from './room-exports-store.ts'

/** What is about to be taken. */
export interface ExportWish {
  roomId: string
  format: string
  withFiles: boolean
  fromMs: number | undefined
  toMs: number | undefined
}

/** What the operations need. */
export interface RoomExportsDeps {
  db: Db
  clock: Clock
  stepUp: StepUp
  audit: Pick<Audit, 'record'>
  /** The room, for somebody who is joined to it; throws `M_FORBIDDEN` otherwise. */
  joinedRoomOf(userId: string, roomId: string): Promise<Room>
}

/** An export as the desk reads it. */
export interface RecordedExport extends StoredExport {
  /** What the record of acts has to say of it, if nobody has changed either. */
  act: { at_ms: number; operation: string; account: number; device: number; target: string }
}

/** What the desk asks. */
export interface ExportRecord {
  /** Newest first; `from` is the number of the last one that is known, or 0. */
  list(filter: ExportFilter, page: { from: number; limit: number }): Promise<RecordedExport[]>
  /** Numbers of acts of exporting that are on record and of which the list has nothing any more, the newest first, at most a thousand. */
  removed(): Promise<number[]>
}

/** The operations of this feature. */
export interface RoomExports {
  /**
   * Puts on record that a conversation is taken along; gives back the number of the export. Throws `M_FORBIDDEN` for whoever is
   * not in the room, or has not touched a passkey within five minutes.
   */
  declare(session: Session, wish: ExportWish): Promise<number>
  /** Notes how much it was, once. Throws `M_NOT_FOUND` where this device has declared none of that number within a day. */
  finish(session: Session, which: { roomId: string; exportNid: number }, taken: Taken): Promise<void>
  record: ExportRecord
}

const ACT = 'export'
const OPERATION = 'declareExport'
const REMOVED_MAX = 1000
/** So long after an export was declared it may still be said how much it was. */
const FINISH_MS_MAX = 24 * 3600_000

/** Ties the operations to what they need. */
export function createRoomExports({ db, clock, stepUp, audit, joinedRoomOf }: RoomExportsDeps): RoomExports {
  return {
    async declare(session, wish) {
      await joinedRoomOf(session.userId, wish.roomId)
      await stepUp.require(session, ACT)
      const { fromMs = null, toMs = null } = wish
      return audit.record(session, { operation: OPERATION, target: targetOf({ ...wish, fromMs, toMs }) }, (attempt) =>
        insertExport(db, { ...wish, ...attempt, userNid: session.userNid, deviceNid: session.deviceNid, fromMs, toMs }),
      )
    },
    async finish({ userNid, deviceNid }, which, taken) {
      const atMs = clock.now()
      const isThere = await setTaken(db, { ...which, userNid, deviceNid, sinceMs: atMs - FINISH_MS_MAX }, { ...taken, atMs })
      if (!isThere) throw new MatrixError('M_NOT_FOUND', { message: 'This device has declared no such export of this room within a day' })
    },
    record: {
      removed: () => listRemoved(db, OPERATION, REMOVED_MAX),
      async list(filter, page) {
        const found = await listExports(db, filter, page)
        return found.map((each) => ({ ...each, act: { at_ms: each.atMs, operation: OPERATION, account: each.userNid, device: each.deviceNid, target: targetOf(each) } }))
      },
    },
  }
}

/** The room and what of it, as it stands in the record. */
function targetOf({ roomId, format, withFiles, fromMs, toMs }: Pick<StoredExport, 'roomId' | 'format' | 'withFiles' | 'fromMs' | 'toMs'>): string {
  const at = (ms: number | null): string => (ms === null ? '' : String(ms))
  return `${roomId} ${format} ${withFiles ? 'files' : 'words'} ${at(fromMs)}..${at(toMs)}`
}
