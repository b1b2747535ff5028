// What the operations on media share: what they stand on, and the way from a URI to a record the caller may read.
import { MatrixError } from '@chappe/contract'
import type { ProfilePolicy } from '@chappe/policy'
import type { Db } from '../../db/pool.ts'
import type { Clock, Logger, Random } from '../../deps.ts'
import type { Session } from '../../session.ts'
import type { Grant, MediaAccess, MediaRooms } from './access.ts'
import { listReferenced } from './care-store.ts'
import type { MediaFiles } from './media-files.ts'
import type { MediaRecord } from './media-store.ts'
import { listMedia } from './media-store.ts'
import type { MediaQuota, QuotaSettings } from './quota.ts'
import type { Sending } from './sending.ts'
import type { Thumbnails } from './thumbnails.ts'
import type { UploadWaiters } from './upload-waiters.ts'

/** What the operations need. */
export interface MediaDeps {
  db: Db
  clock: Clock
  random: Random
  logger: Logger
  rooms: MediaRooms
  settings: MediaSettings
}

/** What the operator and the policy decide. */
export interface MediaSettings extends QuotaSettings {
  serverName: string
  dir: string
  maxUploadBytes: number
  /** Whether this process removes what nobody needs any more. */
  collects: boolean
  policy: Pick<ProfilePolicy, 'mediaFollowsEvents' | 'unlinkedMedia'>
}

/** The two parts of an `mxc://` URI. */
export interface MediaRef {
  serverName: string
  mediaId: string
}

/** The needs and what was opened on them. */
export interface MediaState extends MediaDeps {
  files: MediaFiles
  thumbnails: Thumbnails
  waiters: UploadWaiters
  access: MediaAccess
  quota: MediaQuota
  /** What is under way. */
  sending: Sending
}

/** The record of a media id of this server, unless it has expired. */
export async function findRecord({ db, clock, settings }: MediaState, ref: MediaRef): Promise<MediaRecord | undefined> {
  if (ref.serverName !== settings.serverName || !/^[A-Za-z0-9_-]{1,255}$/.test(ref.mediaId)) return undefined
  const [media] = await listMedia(db, settings.serverName, [ref.mediaId])
  const isExpired = media?.file === undefined && (media?.expiresAtMs ?? 0) <= clock.now()
  return isExpired ? undefined : media
}

/** A record and why the caller may read it; `M_NOT_FOUND` where they may not, as where there is none. */
export async function getReadable(state: MediaState, session: Session, ref: MediaRef): Promise<{ media: MediaRecord; grant: Grant }> {
  const media = await findRecord(state, ref)
  const grant = media === undefined ? undefined : await state.access.findGrant(session.userId, media)
  if (media === undefined || grant === undefined) throw unknownMedia()
  return { media, grant }
}

/** The refusal of a file, whether there is one or not. */
export function unknownMedia(): MatrixError {
  return new MatrixError('M_NOT_FOUND', { message: 'The media is not known' })
}

/** Takes away what no row has any more. */
export async function removeUnreferenced(state: MediaState, hashes: readonly string[]): Promise<void> {
  for (const hash of hashes) await state.files.remove(hash, () => isReferenced(state, hash))
}

/** Whether a row has the file of a hash. */
export async function isReferenced({ db }: MediaState, hash: string): Promise<boolean> {
  return (await listReferenced(db, [hash])).length > 0
}
