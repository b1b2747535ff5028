// The front door of media: files that people upload for each other, and their thumbnails.
// https://spec.matrix.org/v1.19/client-server-api/#content-repository
import type { FileHandle } from 'node:fs/promises'
import { MatrixError } from '@chappe/contract'
import { PROBATION_FILES_MAX } from '@chappe/policy'
import type { Tx } from '../../db/pool.ts'
import type { MediaLinks } from '../../engine/carried-media.ts'
import type { Read } from '../../http/reveal-tap.ts'
import type { Session } from '../../session.ts'
import { assertLive } from '../../session.ts'
import type { Grant } from './access.ts'
import { createMediaAccess } from './access.ts'
import type { MediaCare } from './care.ts'
import { createMediaCare } from './care.ts'
import { startCollector } from './collector.ts'
import { openMediaFiles } from './media-files.ts'
import type { MediaDeps, MediaRef, MediaState } from './media-state.ts'
import { getReadable } from './media-state.ts'
import type { StoredFile } from './media-store.ts'
import { countProbationFile, deletePendingOf } from './media-store.ts'
import { createMediaQuota } from './quota.ts'
import type { Sending } from './sending.ts'
import { createSending } from './sending.ts'
import type { ThumbnailRequest } from './thumbnails.ts'
import { createThumbnails } from './thumbnails.ts'
import type { OnGone } from './upload-waiters.ts'
import { createUploadWaiters } from './upload-waiters.ts'
import type { Upload, UploadKind } from './uploads.ts'
import { copy, createPending, storePreview, upload, uploadTo } from './uploads.ts'

export type { MediaRooms } from './access.ts'
export type { MediaCare } from './care.ts'
export type { MediaDeps } from './media-state.ts'
export type { Previews } from './previews.ts'
export { createUrlPreviews } from './previews.ts'

/** How long to wait for a file that is not uploaded yet. */
export interface MediaWait {
  /** Milliseconds; 20 s unless told, 60 s at most. */
  timeoutMs?: number | undefined
  /** Tells when the client goes away. */
  onGone: OnGone
}

/** An open file to send. Whoever gets it closes `handle`. */
export interface OpenMedia {
  handle: FileHandle
  byteLength: number
  contentType: string
  fileName: string | null
  /** Quoted, for the header. */
  etag: string
  /** What the ledger notes of it. */
  read: Read<'media'>
}

/** The operations of this feature. */
export interface Media {
  /** Stores a file and gives back its `mxc://` URI. */
  upload(session: Session, input: { upload: Upload; kind: UploadKind }): Promise<string>
  /** Makes an `mxc://` URI whose file comes later. */
  create(session: Session, kind: UploadKind): Promise<{ uri: string; expiresAtMs: number }>
  /** Stores the file of a URI made before. */
  uploadTo(session: Session, input: { ref: MediaRef; upload: Upload }): Promise<void>
  /** Makes another URI for a file that the caller may read. */
  copy(session: Session, ref: MediaRef): Promise<string>
  /** Opens a file; `M_NOT_FOUND` to who may not read it. */
  open(session: Session, ref: MediaRef, wait: MediaWait): Promise<OpenMedia>
  openThumbnail(session: Session, ref: MediaRef, options: { wait: MediaWait; request: ThumbnailRequest }): Promise<OpenMedia>
  /** Stores the picture of a page; gives back its URI. */
  storePreview(bytes: Buffer, contentType: string): Promise<string>
  maxUploadBytes: number
  /** What events may carry. */
  links: MediaLinks
  /** Downloads, uploads and waits under way. */
  sending: Sending
  /** Within a transaction: forgets the URIs of a user whose files were to come later. Gives back how many there were. */
  endPendingOf(userId: string, tx: Tx): Promise<number>
  /** Quarantine, deletion, and what is collected by itself. */
  care: MediaCare
  close(): void
}

const DEFAULT_WAIT_MS = 20_000
const MAX_WAIT_MS = 60_000

/** Opens the folder of files and ties the operations to it. */
export async function createMedia(deps: MediaDeps): Promise<Media> {
  const files = await openMediaFiles(deps.settings.dir, deps.clock)
  const state: MediaState = {
    ...deps,
    files,
    thumbnails: createThumbnails(files),
    waiters: createUploadWaiters(),
    access: createMediaAccess(deps),
    quota: createMediaQuota(deps, deps.settings),
    sending: createSending(),
  }
  const care = createMediaCare(state)
  const stop = deps.settings.collects ? startCollector(care, deps.logger) : () => undefined
  return {
    upload: (session, input) => upload(state, session, input),
    create: (session, kind) => createPending(state, session, kind),
    uploadTo: (session, input) => uploadTo(state, session, input),
    copy: (session, ref) => copy(state, session, ref),
    open: (session, ref, wait) => openFile(state, session, { ref, wait }),
    openThumbnail: (session, ref, { wait, request }) => openThumbnail(state, session, { ref, wait, request }),
    storePreview: (bytes, contentType) => storePreview(state, bytes, contentType),
    maxUploadBytes: deps.settings.maxUploadBytes,
    links: state.access,
    sending: state.sending,
    endPendingOf: (userId, tx) => deletePendingOf(tx, userId),
    care,
    close: stop,
  }
}

interface Reading {
  ref: MediaRef
  wait: MediaWait
}

async function openFile(state: MediaState, session: Session, reading: Reading): Promise<OpenMedia> {
  const { file, read } = await getFile(state, session, reading)
  const handle = await state.files.open(file.hash)
  const { byteLength, contentType, fileName } = file
  return { handle, byteLength, contentType, fileName, etag: `"${file.hash.slice(0, 32)}"`, read }
}

async function openThumbnail(
  state: MediaState,
  session: Session,
  { request, ...reading }: Reading & { request: ThumbnailRequest },
): Promise<OpenMedia> {
  const { file, read } = await getFile(state, session, reading)
  const { handle, byteLength, contentType, size } = await state.thumbnails.open(file, request)
  const fileName = `thumbnail.${contentType === 'image/jpeg' ? 'jpg' : contentType.slice('image/'.length)}`
  return { handle, byteLength, contentType, fileName, etag: `"${file.hash.slice(0, 32)}-${size}"`, read }
}

/** The file of a media id that the caller may read, waited for if need be. */
async function getFile(state: MediaState, session: Session, { ref, wait }: Reading): Promise<{ file: StoredFile; read: Read<'media'> }> {
  await assertFewFiles(state, session)
  const now = await getReadable(state, session, ref)
  if (now.media.file !== undefined) return { file: now.media.file, read: readOf(ref, now.grant) }
  const timeoutMs = Math.min(wait.timeoutMs ?? DEFAULT_WAIT_MS, MAX_WAIT_MS)
  assertLive(session)
  await state.waiters.wait(now.media.mediaId, timeoutMs, (end) => {
    const callOffs = [wait.onGone(end), state.sending.hold(session, end)]
    return () => callOffs.forEach((callOff) => callOff())
  })
  assertLive(session)
  // Asked anew: a minute is long enough to be taken out of a room.
  const later = await getReadable(state, session, ref)
  if (later.media.file === undefined) throw new MatrixError('M_NOT_YET_UPLOADED')
  return { file: later.media.file, read: readOf(ref, later.grant) }
}

/** A device that waits to be approved shows what was said, and does not carry an archive away. */
async function assertFewFiles({ db }: MediaState, { onProbationSinceMs, deviceNid }: Session): Promise<void> {
  if (onProbationSinceMs === undefined || (await countProbationFile(db, deviceNid)) <= PROBATION_FILES_MAX) return
  throw new MatrixError('M_FORBIDDEN', {
    message: 'This device waits to be approved from another one, and has read as many files as it may until then',
    fields: { 'org.chappe.on_probation': true },
  })
}

/** The file, and the event through which it was read or that none is known. */
function readOf({ mediaId }: MediaRef, { event, unlinked }: Grant): Read<'media'> {
  const subject = unlinked === true ? `${mediaId} unlinked` : mediaId
  const place = event === undefined ? {} : { roomNid: event.roomNid, from: event.position, to: event.position }
  return { kind: 'media', count: 1, subject: subject.slice(0, 255), ...place }
}
