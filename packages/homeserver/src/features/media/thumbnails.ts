// Small pictures of pictures: made once when first asked for, in few sizes, and kept on disk.
// https://spec.matrix.org/v1.19/client-server-api/#thumbnails
import type { FileHandle } from 'node:fs/promises'
import { MatrixError } from '@chappe/contract'
import type { default as SharpFunction, Sharp } from 'sharp'
import { essenceOf } from './content-headers.ts'
import type { MediaFiles } from './media-files.ts'
import type { StoredFile } from './media-store.ts'

/** What a client asks for, in pixels. */
export interface ThumbnailRequest {
  width: number
  height: number
  method: 'crop' | 'scale'
  /** Moving, where the picture moves. */
  animated: boolean
}

/** A thumbnail on disk, open. */
export interface Thumbnail {
  handle: FileHandle
  byteLength: number
  contentType: string
  /** Which of the sizes it is, such as `96-crop` or `320-scale-animated`. */
  size: string
}

/** Makes and finds thumbnails. */
export interface Thumbnails {
  /** The thumbnail of a file nearest to the request; throws `M_UNKNOWN` (400) where there can be none. */
  open(file: StoredFile, request: ThumbnailRequest): Promise<Thumbnail>
}

const CROP_SIZES = [32, 96]
const SCALE_SIZES = [320, 640, 800]

/** What is decoded at all: no SVG, no PDF, nothing that brings an interpreter with it. */
const SOURCE_TYPES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif', 'image/heif', 'image/heic'])
const MOVING_TYPES = new Set(['image/webp', 'image/gif'])
const SOURCE_FORMATS = new Set(['jpeg', 'png', 'webp', 'gif', 'heif'])
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].flatMap((name) => [`VipsForeignLoad${name}File`, `VipsForeignLoad${name}Buffer`])

/** About 200 MB decoded. */
const MAX_PIXELS = 50_000_000
/** Frames of a moving picture; the rest is left out. */
const MAX_FRAMES = 150
const MAX_SECONDS = 20
const CONCURRENCY = 2
const MAX_QUEUED = 100

/** Opens the maker of thumbnails. The image library is loaded when the first is made. */
export function createThumbnails(files: MediaFiles): Thumbnails {
  const enter = createGate()
  const making = new Map<string, Promise<void>>()

  async function make(file: StoredFile, size: string): Promise<void> {
    const leave = await enter()
    try {
      await files.writeDerived(file.hash, size, await shrink(files.pathOf(file.hash), size))
    } finally {
      leave()
    }
  }

  return {
    async open(file, request) {
      const type = essenceOf(file.contentType)
      if (!SOURCE_TYPES.has(type)) throw cannot()
      const size = `${sizeFor(request)}${request.animated && MOVING_TYPES.has(type) ? '-animated' : ''}`
      const known = await files.openDerived(file.hash, size)
      if (known !== undefined) return describe(known, size)
      const key = `${file.hash} ${size}`
      let made = making.get(key)
      if (made === undefined) {
        made = make(file, size).finally(() => making.delete(key))
        making.set(key, made)
      }
      await made
      const handle = await files.openDerived(file.hash, size)
      if (handle === undefined) throw cannot()
      return describe(handle, size)
    },
  }
}

/** The smallest size that is at least what was asked for. Large crops are scaled, and clients cut them. */
export function sizeFor({ width, height, method }: Omit<ThumbnailRequest, 'animated'>): string {
  const side = Math.max(width, height)
  const crop = method === 'crop' ? CROP_SIZES.find((each) => each >= side) : undefined
  if (crop !== undefined) return `${crop}-crop`
  return `${SCALE_SIZES.find((each) => each >= side) ?? 800}-scale`
}

/** What is made here begins so, and there is nothing else. */
const TYPES_BY_FIRST_BYTE: Readonly<Record<number, string>> = { 0xff: 'image/jpeg', 0x89: 'image/png', 0x52: 'image/webp' }

async function describe(handle: FileHandle, size: string): Promise<Thumbnail> {
  const { size: byteLength } = await handle.stat()
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, 0)
  return { handle, byteLength, contentType: TYPES_BY_FIRST_BYTE[buffer[0] ?? 0] ?? 'image/png', size }
}

async function shrink(path: string, size: string): Promise<Buffer> {
  const sharp = await loadSharp()
  const side = Number.parseInt(size, 10)
  const isCrop = size.includes('crop')
  const bounds = { limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true } as const
  try {
    const image = sharp(path, { ...bounds, pages: 1 })
    const { format, hasAlpha, pages = 1 } = await image.metadata()
    if (format === undefined || !SOURCE_FORMATS.has(format)) throw cannot()
    const moves = size.endsWith('animated') && pages > 1
    const resized = (moves ? sharp(path, { ...bounds, pages: Math.min(pages, MAX_FRAMES) }) : image)
      .timeout({ seconds: MAX_SECONDS })
      .autoOrient()
      .resize({ width: side, height: side, fit: isCrop ? 'cover' : 'inside', withoutEnlargement: !isCrop })
    return await (moves ? resized.webp({ effort: 2, quality: 70 }).toBuffer() : encode(resized, hasAlpha))
  } catch (error) {
    if (error instanceof MatrixError) throw error
    if (error instanceof Error && /pixel limit/i.test(error.message)) {
      throw new MatrixError('M_TOO_LARGE', { message: 'The picture is too large for a thumbnail' })
    }
    throw cannot(error)
  }
}

/** Metadata (places, cameras, names) does not go along: the encoder writes none unless told to. */
async function encode(image: Sharp, hasAlpha: boolean): Promise<Buffer> {
  return hasAlpha ? image.png({ compressionLevel: 6 }).toBuffer() : image.jpeg({ quality: 80, mozjpeg: false }).toBuffer()
}

let loaded: Promise<typeof SharpFunction> | undefined

async function loadSharp(): Promise<typeof SharpFunction> {
  loaded ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false)
    sharp.concurrency(1)
    // A file is what its bytes say: an SVG that calls itself a PNG must find no loader.
    sharp.block({ operation: ['VipsForeignLoad'] })
    sharp.unblock({ operation: LOADERS })
    return sharp
  })
  return loaded
}

/** Lets a few in at once; the others wait in line, and a long line is refused. */
function createGate(): () => Promise<() => void> {
  let inside = 0
  const line: (() => void)[] = []
  const leave = () => {
    const next = line.shift()
    if (next === undefined) inside -= 1
    else next()
  }
  return async () => {
    if (inside < CONCURRENCY) {
      inside += 1
      return leave
    }
    if (line.length >= MAX_QUEUED) throw new MatrixError('M_LIMIT_EXCEEDED', { fields: { retry_after_ms: 2000 } })
    await new Promise<void>((resolve) => line.push(resolve))
    return leave
  }
}

function cannot(cause?: unknown): MatrixError {
  return new MatrixError('M_UNKNOWN', { status: 400, message: 'Cannot generate thumbnails for the requested content', cause })
}

/** What some bytes are, if they are a picture of the kinds that are decoded here. */
export async function describePicture(bytes: Buffer): Promise<{ contentType: string; width: number; height: number } | undefined> {
  const sharp = await loadSharp()
  try {
    const { format, width, height, compression } = await sharp(bytes, { limitInputPixels: MAX_PIXELS }).metadata()
    if (format === undefined || !SOURCE_FORMATS.has(format) || width * height > MAX_PIXELS) return undefined
    const name = format === 'heif' && compression === 'av1' ? 'avif' : format
    return { contentType: `image/${name}`, width, height }
  } catch {
    return undefined
  }
}
