// Media: files that people upload for each other, and their thumbnails.
// https://spec.matrix.org/v1.19/client-server-api/#content-repository
import type { FileHandle } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { MatrixError } from '@chappe/contract'
import type { Db } from '../../db/pool.ts'
import type { Clock, Random } from '../../deps.ts'
import type { Session } from '../../session.ts'
import { cleanFileName, parseContentType } from './content-headers.ts'
import type { MediaFiles } from './media-files.ts'
import { openMediaFiles, tooLarge } from './media-files.ts'
import type { MediaOwner, MediaRecord, StoredFile } from './media-store.ts'
import {
  completeMedia,
  countPendingMedia,
  deleteExpiredMedia,
  findMedia,
  insertMedia,
  insertPendingMedia,
} from './media-store.ts'
import type { ThumbnailRequest, Thumbnails } from './thumbnails.ts'
import { createThumbnails } from './thumbnails.ts'
import type { OnGone, UploadWaiters } from './upload-waiters.ts'
import { createUploadWaiters } from './upload-waiters.ts'

/** What the operations need. */
export interface MediaDeps {
  db: Db
  clock: Clock
  random: Random
  settings: { serverName: string; dir: string; maxUploadBytes: number }
}

/** An upload as it comes in. */
export interface Upload {
  stream: IncomingMessage
  fileName: string | undefined
}

/** The two parts of an `mxc://` URI. */
export interface MediaRef {
  serverName: string
  mediaId: string
}

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
}

/** The operations of this feature. */
export interface Media {
  /** Stores a file and gives back its `mxc://` URI. */
  upload(session: Session, upload: Upload): Promise<string>
  /** Makes an `mxc://` URI whose file comes later. */
  create(session: Session): Promise<{ uri: string; expiresAtMs: number }>
  /** Stores the file of a URI made before. */
  uploadTo(session: Session, ref: MediaRef, upload: Upload): Promise<void>
  open(session: Session, ref: MediaRef, wait: MediaWait): Promise<OpenMedia>
  openThumbnail(session: Session, ref: MediaRef, options: { wait: MediaWait; request: ThumbnailRequest }): Promise<OpenMedia>
  maxUploadBytes: number
}

const PENDING_FOR_MS = 24 * 3600_000
const MAX_PENDING = 100
const DEFAULT_WAIT_MS = 20_000
const MAX_WAIT_MS = 60_000
/** How long the rest of a refused upload is read, so that its sender sees the answer. */
const DRAIN_MS = 5000

interface State extends MediaDeps {
  files: MediaFiles
  thumbnails: Thumbnails
  waiters: UploadWaiters
}

/** Opens the folder of files and ties the operations to it. */
export async function createMedia(deps: MediaDeps): Promise<Media> {
  const files = await openMediaFiles(deps.settings.dir, deps.clock)
  const state: State = { ...deps, files, thumbnails: createThumbnails(files), waiters: createUploadWaiters() }
  return {
    maxUploadBytes: deps.settings.maxUploadBytes,
    async upload(session, upload) {
      const file = await writeUpload(state, upload)
      const owner = newOwner(state, session)
      await insertMedia(state.db, owner, file)
      return uriOf(state, owner)
    },
    create: (session) => createPending(state, session),
    uploadTo: (session, ref, upload) => uploadTo(state, session, { ref, upload }),
    open: (session, ref, wait) => openFile(state, session, { ref, wait }),
    async openThumbnail(session, ref, { wait, request }) {
      const file = await getFile(state, session, { ref, wait })
      const { handle, byteLength, contentType, size } = await state.thumbnails.open(file, request)
      const fileName = contentType === 'image/png' ? 'thumbnail.png' : 'thumbnail.jpg'
      return { handle, byteLength, contentType, fileName, etag: `"${file.hash.slice(0, 32)}-${size}"` }
    },
  }
}

/**
 * Throws unless the caller may read the file. Whoever is signed in may for now; files authorised like the message that
 * carries them come here.
 */
function assertMayRead(session: Session, media: MediaRecord): void {
  if (session.userId === '' || media.mediaId === '') throw new MatrixError('M_FORBIDDEN')
}

function newOwner({ clock, random }: State, session: Session): MediaOwner {
  return { mediaId: random.text(24), userId: session.userId, createdAtMs: clock.now() }
}

function uriOf({ settings }: State, { mediaId }: { mediaId: string }): string {
  return `mxc://${settings.serverName}/${mediaId}`
}

async function createPending(state: State, session: Session): Promise<{ uri: string; expiresAtMs: number }> {
  const { db, clock } = state
  await deleteExpiredMedia(db, session.userId, clock.now())
  if ((await countPendingMedia(db, session.userId, clock.now())) >= MAX_PENDING) {
    throw new MatrixError('M_LIMIT_EXCEEDED', { message: 'Too many files are announced and not uploaded yet' })
  }
  const owner = newOwner(state, session)
  const expiresAtMs = owner.createdAtMs + PENDING_FOR_MS
  await insertPendingMedia(db, owner, expiresAtMs)
  return { uri: uriOf(state, owner), expiresAtMs }
}

async function uploadTo(state: State, session: Session, { ref, upload }: { ref: MediaRef; upload: Upload }): Promise<void> {
  const media = await findRecord(state, ref)
  if (media === undefined) throw unknownMedia()
  if (media.userId !== session.userId) throw new MatrixError('M_FORBIDDEN', { message: 'Cannot upload this content' })
  if (media.file !== undefined) throw new MatrixError('M_CANNOT_OVERWRITE_MEDIA')
  const file = await writeUpload(state, upload)
  if (!(await completeMedia(state.db, media.mediaId, file))) throw new MatrixError('M_CANNOT_OVERWRITE_MEDIA')
  state.waiters.wake(media.mediaId)
}

async function writeUpload({ files, settings }: State, { stream, fileName }: Upload): Promise<StoredFile> {
  const { maxUploadBytes } = settings
  try {
    if (Number(stream.headers['content-length'] ?? 0) > maxUploadBytes) throw tooLarge(maxUploadBytes)
    const written = await files.write(stream, maxUploadBytes)
    return {
      ...written,
      contentType: parseContentType(stream.headers['content-type']),
      fileName: cleanFileName(fileName),
    }
  } catch (error) {
    drainBriefly(stream)
    throw error
  }
}

/** Reads what still comes of a refused upload, for a short while. */
function drainBriefly(stream: IncomingMessage): void {
  if (stream.readableEnded || stream.destroyed) return
  const timer = setTimeout(() => stream.destroy(), DRAIN_MS)
  timer.unref()
  stream.once('close', () => clearTimeout(timer))
  stream.once('end', () => clearTimeout(timer))
  stream.resume()
}

/** The record of a media id of this server, unless it has expired. */
async function findRecord({ db, clock, settings }: State, ref: MediaRef): Promise<MediaRecord | undefined> {
  if (ref.serverName !== settings.serverName || !/^[A-Za-z0-9_-]{1,255}$/.test(ref.mediaId)) return undefined
  const media = await findMedia(db, ref.mediaId)
  const isExpired = media?.file === undefined && (media?.expiresAtMs ?? 0) <= clock.now()
  return isExpired ? undefined : media
}

async function getFile(
  state: State,
  session: Session,
  { ref, wait }: { ref: MediaRef; wait: MediaWait },
): Promise<StoredFile> {
  const media = await findRecord(state, ref)
  if (media === undefined) throw unknownMedia()
  assertMayRead(session, media)
  if (media.file !== undefined) return media.file
  const timeoutMs = Math.min(wait.timeoutMs ?? DEFAULT_WAIT_MS, MAX_WAIT_MS)
  await state.waiters.wait(media.mediaId, timeoutMs, wait.onGone)
  const later = await findRecord(state, ref)
  if (later?.file === undefined) throw new MatrixError('M_NOT_YET_UPLOADED')
  return later.file
}

async function openFile(
  state: State,
  session: Session,
  options: { ref: MediaRef; wait: MediaWait },
): Promise<OpenMedia> {
  const file = await getFile(state, session, options)
  const handle = await state.files.open(file.hash)
  const { byteLength, contentType, fileName } = file
  return { handle, byteLength, contentType, fileName, etag: `"${file.hash.slice(0, 32)}"` }
}

function unknownMedia(): MatrixError {
  return new MatrixError('M_NOT_FOUND', { message: 'The media is not known' })
}
