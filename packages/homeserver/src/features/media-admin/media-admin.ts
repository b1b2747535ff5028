// Administration of files: quarantine and deletion. Routes call it through `auditedRoute`, which sees to who may.
import { MatrixError } from '@chappe/contract'
import type { Session } from '../../session.ts'
import type { Audit } from '../audit/audit.ts'
import type { MediaCare } from '../media/media.ts'

export { auditedRoute } from '../audit/audit.ts'

/** What the operations need. */
export interface MediaAdminDeps {
  audit: Audit
  care: MediaCare
  settings: { serverName: string }
}

/** A file by the two parts of its URI. */
export interface NamedMedia {
  serverName: string
  mediaId: string
}

/** The operations of this feature. Files of other servers are not here: `M_NOT_FOUND`. */
export interface MediaAdmin {
  audit: Audit
  /** Nobody may read the file any more, nor the same bytes under another id. */
  quarantine(session: Session, media: NamedMedia): Promise<void>
  unquarantine(media: NamedMedia): Promise<void>
  /** How many files went into quarantine. */
  quarantineRoom(session: Session, roomId: string): Promise<number>
  quarantineUser(session: Session, userId: string): Promise<number>
  /** Throws `M_NOT_FOUND` where there is no such file. */
  delete(media: NamedMedia): Promise<void>
}

/** Ties the operations to what they need. */
export function createMediaAdmin({ audit, care, settings }: MediaAdminDeps): MediaAdmin {
  function idOf({ serverName, mediaId }: NamedMedia): string {
    if (serverName !== settings.serverName) throw unknownFile()
    return mediaId
  }
  return {
    audit,
    async quarantine(session, media) {
      await care.quarantine(idOf(media), session.userId)
    },
    async unquarantine(media) {
      await care.unquarantine(idOf(media))
    },
    quarantineRoom: (session, roomId) => care.quarantineRoom(roomId, session.userId),
    quarantineUser: (session, userId) => care.quarantineUser(userId, session.userId),
    async delete(media) {
      if ((await care.delete(idOf(media))) === 0) throw unknownFile()
    },
  }
}

function unknownFile(): MatrixError {
  return new MatrixError('M_NOT_FOUND', { message: 'There is no such file' })
}
