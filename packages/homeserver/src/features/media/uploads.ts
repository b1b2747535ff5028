// Files that come in: at once, announced first, or as a copy of one that is there.
// https://spec.matrix.org/v1.19/client-server-api/#content-repository
import { Readable } from 'node:stream'
import type { IncomingMessage } from 'node:http'
import { MatrixError } from '@chappe/contract'
import type { Session } from '../../session.ts'
import { cleanFileName, parseContentType } from './content-headers.ts'
import type { MediaRef, MediaState } from './media-state.ts'
import { findRecord, getReadable, removeUnreferenced, unknownMedia } from './media-state.ts'
import { tooLarge } from './media-files.ts'
import type { MediaKind, MediaOwner, StoredFile } from './media-store.ts'
import { completeMedia, countPendingMedia, deleteExpiredMedia, insertMedia, insertPendingMedia } from './media-store.ts'

/** An upload as it comes in. */
export interface Upload {
  stream: IncomingMessage
  fileName: string | undefined
}

/** What somebody's own uploads can be. */
export type UploadKind = Exclude<MediaKind, 'preview'>

const PENDING_FOR_MS = 24 * 3600_000
const MAX_PENDING = 100
/** How long the rest of a refused upload is read, so that its sender sees the answer. */
const DRAIN_MS = 5000

/** Stores a file and gives back its URI. */
export async function upload(state: MediaState, session: Session, { upload: incoming, kind }: { upload: Upload; kind: UploadKind }): Promise<string> {
  const owner = newOwner(state, session.userId, kind)
  await receive(state, session, { upload: incoming, isNew: true, register: (file) => insertMedia(state.db, owner, file) })
  return uriOf(state, owner)
}

/** Makes a URI whose file comes later. Throws `M_LIMIT_EXCEEDED` where too many are announced. */
export async function createPending(state: MediaState, session: Session, kind: UploadKind): Promise<{ uri: string; expiresAtMs: number }> {
  const { db, clock } = state
  const end = await state.quota.begin(session.userId, { byteLength: 0, isNew: true })
  try {
    await deleteExpiredMedia(db, session.userId, clock.now())
    if ((await countPendingMedia(db, session.userId, clock.now())) >= MAX_PENDING) {
      throw new MatrixError('M_LIMIT_EXCEEDED', { message: 'Too many files are announced and not uploaded yet' })
    }
    const owner = newOwner(state, session.userId, kind)
    const expiresAtMs = owner.createdAtMs + PENDING_FOR_MS
    await insertPendingMedia(db, owner, expiresAtMs)
    return { uri: uriOf(state, owner), expiresAtMs }
  } finally {
    end()
  }
}

/** Stores the file of a URI made before. */
export async function uploadTo(state: MediaState, session: Session, { ref, upload: incoming }: { ref: MediaRef; upload: Upload }): Promise<void> {
  const media = await findRecord(state, ref)
  if (media === undefined || media.isQuarantined) throw unknownMedia()
  if (media.userId !== session.userId) throw new MatrixError('M_FORBIDDEN', { message: 'Cannot upload this content' })
  if (media.file !== undefined) throw new MatrixError('M_CANNOT_OVERWRITE_MEDIA')
  const isFirst = await receive(state, session, {
    upload: incoming,
    isNew: false,
    register: (file) => completeMedia(state.db, media.mediaId, file),
  })
  if (!isFirst) throw new MatrixError('M_CANNOT_OVERWRITE_MEDIA')
  state.waiters.wake(media.mediaId)
}

/** A new URI for a file that the caller may read: theirs, to be attached to an event (MSC3911). */
export async function copy(state: MediaState, session: Session, ref: MediaRef): Promise<string> {
  const { media } = await getReadable(state, session, ref)
  const { file } = media
  if (file === undefined) throw new MatrixError('M_NOT_YET_UPLOADED')
  const end = await state.quota.begin(session.userId, { byteLength: file.byteLength, isNew: true })
  try {
    const owner = newOwner(state, session.userId, 'restricted')
    await insertMedia(state.db, owner, file)
    return uriOf(state, owner)
  } finally {
    end()
  }
}

/** Stores the picture of a page, which is nobody's own. */
export async function storePreview(state: MediaState, bytes: Buffer, contentType: string): Promise<string> {
  const owner = newOwner(state, '', 'preview')
  await state.files.store(Readable.from([bytes]), state.settings.maxUploadBytes, (written) =>
    insertMedia(state.db, owner, { ...written, contentType: parseContentType(contentType), fileName: null }),
  )
  return uriOf(state, owner)
}

function newOwner({ clock, random }: MediaState, userId: string, kind: MediaKind): MediaOwner {
  return { mediaId: random.text(24), userId, createdAtMs: clock.now(), kind }
}

function uriOf({ settings }: MediaState, { mediaId }: { mediaId: string }): string {
  return `mxc://${settings.serverName}/${mediaId}`
}

interface Receiving<T> {
  upload: Upload
  isNew: boolean
  /** Writes the row; called when the file is durable. */
  register(file: StoredFile): Promise<T>
}

async function receive<T>(state: MediaState, session: Session, { upload: incoming, isNew, register }: Receiving<T>): Promise<T> {
  const { stream, fileName } = incoming
  const { maxUploadBytes } = state.settings
  let isEnded = session.life?.isOver === true
  const callOff = state.sending.hold(session, () => {
    isEnded = true
    stream.destroy(new MatrixError('M_UNKNOWN_TOKEN'))
  })
  try {
    const header = stream.headers['content-length']
    const announced = Number(header ?? 0)
    let stored: string | undefined
    if (isEnded) throw new MatrixError('M_UNKNOWN_TOKEN')
    if (announced > maxUploadBytes) throw tooLarge(maxUploadBytes)
    const end = await state.quota.begin(session.userId, { byteLength: announced, isNew })
    try {
      return await state.files.store(stream, maxUploadBytes, async (written) => {
        stored = written.hash
        if (isEnded) throw new MatrixError('M_UNKNOWN_TOKEN')
        if (header === undefined) await state.quota.assertFits(session.userId, written.byteLength)
        return register({ ...written, contentType: parseContentType(stream.headers['content-type']), fileName: cleanFileName(fileName) })
      })
    } catch (error) {
      // A row that was refused leaves no file; where the database is gone, the collector comes by later.
      if (stored !== undefined) await removeUnreferenced(state, [stored]).catch(() => undefined)
      throw error
    } finally {
      end()
    }
  } catch (error) {
    drainBriefly(stream)
    throw error
  } finally {
    callOff()
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
