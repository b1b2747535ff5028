// Conversations that are taken out of the messenger. The archive is made in the browser, where what is encrypted is read; the
// server asks for a touch before, and keeps on record who took what.
import type { Room } from '../../engine/room.ts'
import type { Session } from '../../session.ts'
import type { StepUp } from '../../step-up.ts'
import type { Audit } from '../audit/audit.ts'

/** What is about to be taken. */
export interface ExportWish {
  roomId: string
  format: string
  withFiles: boolean
  fromMs: number | undefined
  toMs: number | undefined
}

/** What the operation needs. */
export interface RoomExportsDeps {
  stepUp: StepUp
  audit: Pick<Audit, 'record'>
  /** The room, for somebody who is joined to it; throws `M_FORBIDDEN` otherwise. */
  joinedRoomOf(userId: string, roomId: string): Promise<Room>
}

/** The operation of this feature. */
export interface RoomExports {
  /** Throws `M_FORBIDDEN` for whoever is not in the room, or has not touched a passkey within five minutes. */
  declare(session: Session, wish: ExportWish): Promise<void>
}

const ACT = 'export'

/** Ties the operation to what it needs. */
export function createRoomExports({ stepUp, audit, joinedRoomOf }: RoomExportsDeps): RoomExports {
  return {
    async declare(session, wish) {
      await joinedRoomOf(session.userId, wish.roomId)
      await stepUp.require(session, ACT)
      await audit.record(session, { operation: 'declareExport', target: targetOf(wish) }, () => undefined)
    },
  }
}

/** The room and what of it, as it stands in the record. */
function targetOf({ roomId, format, withFiles, fromMs, toMs }: ExportWish): string {
  const at = (ms: number | undefined): string => (ms === undefined ? '' : String(ms))
  return `${roomId} ${format} ${withFiles ? 'files' : 'words'} ${at(fromMs)}..${at(toMs)}`
}
