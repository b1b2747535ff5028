// The files of an account: shown, saved, and sent. Tokens are bound to a key, so that the browser cannot fetch a picture by
// itself: everything goes through the session, and only what its bytes turn out to be is shown.
import type { SignedIn } from '@chappe/ui/sign-in'
import { decryptBytes } from './attachment.ts'
import type { Shown } from './cache.ts'
import { createBlobCache } from './cache.ts'
import { downloadPath, isMxc, thumbnailPath } from './mxc.ts'
import type { Sniffed } from './sniff.ts'
import { isModest, sniff, SNIFF_BYTES } from './sniff.ts'
import type { Transfer } from './transfer.ts'
import { download } from './transfer.ts'
import type { FileBody, MediaSource } from './types.ts'
import { MediaError } from './types.ts'

/** The files of an account. */
export interface Media {
  /** A picture of it for the conversation. */
  showPreview(file: FileBody): Shown
  /** The whole of an image, a video or something to hear. */
  showWhole(file: FileBody): Shown
  /** The picture of somebody or of a room. Undefined where the address is none. */
  showAvatar(mxc: string): Shown | undefined
  /** The bytes, as bytes of no type: for saving, never for opening here. */
  read(source: MediaSource, transfer: Transfer): Promise<Blob>
  /** The bytes of a PDF, once they are one. */
  readPdf(source: MediaSource, transfer: Transfer): Promise<ArrayBuffer>
  /** The bytes of an office document, once they begin as one. */
  readOffice(source: MediaSource, transfer: Transfer): Promise<ArrayBuffer>
  /** How large a file the server takes. */
  uploadBytesMax(): Promise<number>
  close(): void
}

const MB = 1024 * 1024
const KEPT_BYTES_MAX = 64 * MB
const PREVIEW_BYTES_MAX = 4 * MB
const IMAGE_BYTES_MAX = 40 * MB
const PLAYED_BYTES_MAX = 300 * MB
const SAVED_BYTES_MAX = 2000 * MB
const PDF_BYTES_MAX = 100 * MB
const OFFICE_BYTES_MAX = 30 * MB
/** A picture up to so much moves in the conversation too. */
const MOVING_BYTES_MAX = 4 * MB
const PREVIEW_SIZE = { width: 800, height: 600, method: 'scale' } as const
const AVATAR_SIZE = { width: 96, height: 96, method: 'crop' } as const

/** Opens the files of a session. */
export function openMedia(signedIn: SignedIn): Media {
  const cache = createBlobCache(KEPT_BYTES_MAX)
  let asked: Promise<number> | undefined

  async function read(source: MediaSource, transfer: Transfer & { bytesMax: number }): Promise<ArrayBuffer> {
    const bytes = await download(signedIn, downloadPath(source.mxc), transfer)
    return source.key === undefined ? bytes : decryptBytes(bytes, source.key)
  }

  async function image(source: MediaSource, transfer: Transfer & { bytesMax: number }): Promise<Blob> {
    return toShown(await read(source, transfer), 'image')
  }

  /** The server makes smaller pictures of what it can read; where it makes none, the whole is taken if it is not large. */
  async function thumbnail(mxc: string, size: Parameters<typeof thumbnailPath>[1], signal: AbortSignal): Promise<Blob> {
    try {
      return toShown(await download(signedIn, thumbnailPath(mxc, size), { bytesMax: PREVIEW_BYTES_MAX, signal }), 'image')
    } catch (error) {
      if (signal.aborted || (error instanceof MediaError && error.why !== 'unreachable')) throw error
      return image({ mxc, key: undefined }, { bytesMax: IMAGE_BYTES_MAX, signal })
    }
  }

  return {
    showPreview({ source, preview, type, bytes, media }) {
      const isMoving = type === 'image/gif' && bytes !== undefined && bytes <= MOVING_BYTES_MAX
      if (preview?.source.key !== undefined && !isMoving) {
        const { source: small } = preview
        return cache.show(keyOf('preview', small), (signal) => image(small, { bytesMax: PREVIEW_BYTES_MAX, signal }))
      }
      if (source === undefined || (media === 'video' && preview === undefined)) return NOTHING
      const picture = media === 'video' ? preview?.source ?? source : source
      if (picture.key !== undefined || isMoving) return cache.show(keyOf('whole', picture), (signal) => image(picture, { bytesMax: IMAGE_BYTES_MAX, signal }))
      return cache.show(keyOf('preview', picture), (signal) => thumbnail(picture.mxc, PREVIEW_SIZE, signal))
    },
    showWhole({ source, media }) {
      if (source === undefined || media === 'file') return NOTHING
      const bytesMax = media === 'image' ? IMAGE_BYTES_MAX : PLAYED_BYTES_MAX
      return cache.show(keyOf('whole', source), async (signal) => toShown(await read(source, { bytesMax, signal }), media))
    },
    showAvatar: (mxc) => (isMxc(mxc) ? cache.show(`avatar ${mxc}`, (signal) => thumbnail(mxc, AVATAR_SIZE, signal)) : undefined),
    async read(source, transfer) {
      return new Blob([await read(source, { ...transfer, bytesMax: SAVED_BYTES_MAX })], { type: 'application/octet-stream' })
    },
    async readPdf(source, transfer) {
      const bytes = await read(source, { ...transfer, bytesMax: PDF_BYTES_MAX })
      if (sniff(new Uint8Array(bytes, 0, Math.min(bytes.byteLength, 16)))?.kind !== 'pdf') throw new MediaError('unsafe')
      return bytes
    },
    async readOffice(source, transfer) {
      const bytes = await read(source, { ...transfer, bytesMax: OFFICE_BYTES_MAX })
      if (!isArchive(new Uint8Array(bytes))) throw new MediaError('unsafe')
      return bytes
    },
    uploadBytesMax() {
      asked ??= askUploadBytesMax(signedIn).catch((error: unknown) => {
        asked = undefined
        throw error
      })
      return asked
    },
    close: cache.close,
  }
}

/** Where there is nothing that could be shown. */
const NOTHING: Shown = {
  state: { getState: () => ({ kind: 'failed', why: 'gone' }), subscribe: () => () => undefined },
  retry: () => undefined,
  release: () => undefined,
}

/** Two messages may name one file with two keys: they are two files. */
function keyOf(size: 'preview' | 'whole', { mxc, key }: MediaSource): string {
  return `${size} ${mxc} ${key?.sha256 ?? ''} ${key?.k ?? ''}`
}

/** Bytes under the type that they have, where they are what is to be shown. */
export function toShown(bytes: ArrayBuffer, media: Exclude<FileBody['media'], 'file'>): Blob {
  const found = sniff(new Uint8Array(bytes, 0, Math.min(bytes.byteLength, SNIFF_BYTES)))
  if (found === undefined || !isShownAs(found, media)) throw new MediaError('unsafe')
  return new Blob([bytes], { type: found.type })
}

function isShownAs(found: Sniffed, media: Exclude<FileBody['media'], 'file'>): boolean {
  if (media === 'image') return found.kind === 'image' && isModest(found)
  // A container tells little of what is in it: sound may come in one for films.
  return found.kind === 'video' || found.kind === 'audio'
}

/** A ZIP archive, or what is put around a document that takes a password. */
function isArchive([a, b, c, d]: Uint8Array): boolean {
  return (a === 0x50 && b === 0x4b && c === 0x03 && d === 0x04) || (a === 0xd0 && b === 0xcf && c === 0x11 && d === 0xe0)
}

async function askUploadBytesMax(signedIn: SignedIn): Promise<number> {
  const answer = await signedIn.call({ method: 'GET', path: '/_matrix/client/v1/media/config' })
  const size = typeof answer === 'object' && answer !== null && 'm.upload.size' in answer ? answer['m.upload.size'] : undefined
  return typeof size === 'number' && size > 0 ? size : Number.POSITIVE_INFINITY
}
