// Takes out of pictures and films what says more than they show: where and when, with which camera, by whom, and what was
// there before it was cut. The picture itself stays as it is, bit by bit, and stands as it stood.
import type { Sniffed } from './sniff.ts'

/** The bytes without what they carry along; undefined where that cannot be taken out of bytes of this kind or shape. */
export function stripMetadata(bytes: Uint8Array<ArrayBuffer>, { type }: Sniffed): Uint8Array<ArrayBuffer> | undefined {
  switch (type) {
    case 'image/jpeg':
      return stripJpeg(bytes)
    case 'image/png':
      return stripPng(bytes)
    case 'image/gif':
      return stripGif(bytes)
    case 'image/webp':
      return stripWebp(bytes)
    case 'video/mp4':
    case 'video/quicktime':
    case 'audio/mp4':
      return stripBoxes(bytes)
    default:
      return undefined
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length))
}

// JPEG. https://www.w3.org/Graphics/JPEG/itu-t81.pdf

const EOI = 0xd9
const SOS = 0xda

function stripJpeg(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: Uint8Array[] = [bytes.subarray(0, 2)]
  let orientation = 1
  let at = 2
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1
      continue
    }
    // What follows the end of the picture is something else: a film, a second picture.
    if (marker === EOI) break
    const end = at + 2 + view.getUint16(at + 2)
    if (end > bytes.length) return undefined
    const segment = bytes.subarray(at, end)
    if (marker === 0xe1) orientation = orientationOf(segment) ?? orientation
    if (isKept(marker, segment)) parts.push(segment)
    at = end
    if (marker === SOS) {
      const data = endOfScan(bytes, at)
      parts.push(bytes.subarray(at, data))
      at = data
    }
  }
  const turned = orientation === 1 ? [] : [orientationSegment(orientation)]
  return join([...parts.slice(0, 1), ...turned, ...parts.slice(1), Uint8Array.of(0xff, EOI)])
}

/** Of what is told beside the picture: JFIF, the colour profile, and Adobe's word on the colours. No comments. */
function isKept(marker: number, segment: Uint8Array): boolean {
  if (marker === 0xe2) return textAt(segment, 4, 11) === 'ICC_PROFILE'
  return marker === 0xe0 || marker === 0xee || !((marker >= 0xe1 && marker <= 0xef) || marker === 0xfe)
}

/** Where the data of a scan ends: at the next marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    if (bytes[at] !== 0xff) continue
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return bytes.length
}

const ENTRIES_MAX = 200

/** How the picture is to be turned, by the Exif that a camera wrote. */
function orientationOf(segment: Uint8Array): number | undefined {
  if (textAt(segment, 4, 6) !== 'Exif\0\0' || segment.length < 18) return undefined
  const tiff = new DataView(segment.buffer, segment.byteOffset + 10, segment.byteLength - 10)
  const isLittle = tiff.getUint16(0) === 0x49_49
  const start = tiff.getUint32(4, isLittle)
  if (start + 2 > tiff.byteLength) return undefined
  const count = Math.min(tiff.getUint16(start, isLittle), ENTRIES_MAX)
  for (let index = 0; index < count; index += 1) {
    const at = start + 2 + index * 12
    if (at + 12 > tiff.byteLength) return undefined
    if (tiff.getUint16(at, isLittle) !== 0x01_12) continue
    const value = tiff.getUint16(at + 8, isLittle)
    return value >= 1 && value <= 8 ? value : undefined
  }
  return undefined
}

/** An Exif that says how the picture is to be turned and nothing else. */
function orientationSegment(orientation: number): Uint8Array {
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0]
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
  return Uint8Array.of(0xff, 0xe1, 0, 2 + exif.length + tiff.length, ...exif, ...tiff)
}

// PNG. https://www.w3.org/TR/png-3/

/** Beside the picture itself: how its colours are meant, and how it moves. */
const PNG_KEPT = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'sBIT', 'bKGD', 'pHYs', 'acTL', 'fcTL', 'fdAT'])

function stripPng(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: Uint8Array[] = [bytes.subarray(0, 8)]
  let at = 8
  while (at + 12 <= bytes.length) {
    const end = at + 12 + view.getUint32(at)
    if (end > bytes.length) return undefined
    const name = textAt(bytes, at + 4, 4)
    if (PNG_KEPT.has(name)) parts.push(bytes.subarray(at, end))
    if (name === 'IEND') return join(parts)
    at = end
  }
  return undefined
}

// WebP. https://developers.google.com/speed/webp/docs/riff_container

const WEBP_KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
const NO_EXIF_NO_XMP = 0b1111_0011

function stripWebp(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = Math.min(bytes.length, view.getUint32(4, true) + 8)
  const parts: Uint8Array[] = []
  let at = 12
  while (at + 8 <= end) {
    const size = view.getUint32(at + 4, true)
    const next = at + 8 + size + (size % 2)
    if (at + 8 + size > bytes.length) return undefined
    const name = textAt(bytes, at, 4)
    const chunk = bytes.slice(at, next)
    if (name === 'VP8X') chunk[8] = (chunk[8] ?? 0) & NO_EXIF_NO_XMP
    if (WEBP_KEPT.has(name)) parts.push(chunk)
    at = next
  }
  const whole = join([bytes.subarray(0, 12), ...parts])
  new DataView(whole.buffer).setUint32(4, whole.length - 8, true)
  return parts.length === 0 ? undefined : whole
}

// GIF. https://www.w3.org/Graphics/GIF/spec-gif89a.txt

const GIF_END = 0x3b

function stripGif(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  let at = 13 + colors(bytes[10] ?? 0)
  const parts: Uint8Array[] = [bytes.subarray(0, at)]
  while (at < bytes.length) {
    const kind = bytes[at]
    if (kind === GIF_END) return join([...parts, Uint8Array.of(GIF_END)])
    const blocks = kind === 0x2c ? at + 11 + colors(bytes[at + 9] ?? 0) : kind === 0x21 ? at + 2 : undefined
    const end = blocks === undefined ? undefined : endOfBlocks(bytes, blocks)
    if (end === undefined) return undefined
    if (kind === 0x2c || isKeptExtension(bytes, at)) parts.push(bytes.subarray(at, end))
    at = end
  }
  return undefined
}

function colors(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1)
}

function endOfBlocks(bytes: Uint8Array, from: number): number | undefined {
  let at = from
  while (at < bytes.length) {
    const size = bytes[at] ?? 0
    at += size + 1
    if (size === 0) return at
  }
  return undefined
}

/** How a frame is shown, and that the whole begins anew. No comments, no XMP. */
function isKeptExtension(bytes: Uint8Array, at: number): boolean {
  return bytes[at + 1] === 0xf9 || (bytes[at + 1] === 0xff && /^(?:NETSCAPE2\.0|ANIMEXTS1\.0)$/.test(textAt(bytes, at + 3, 11)))
}

// MP4 and QuickTime: boxes are emptied where they stand, as others count the bytes before them.

const PARENTS = new Set(['moov', 'trak', 'mdia', 'minf', 'moof', 'traf'])
const EMPTIED = new Set(['udta', 'meta', 'uuid', 'free', 'skip'])
const DATED = new Set(['mvhd', 'tkhd', 'mdhd'])
const FREE = [0x66, 0x72, 0x65, 0x65]
const DEPTH_MAX = 6
const BOXES_MAX = 10_000

function stripBoxes(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  const copy = bytes.slice()
  const walk = { view: new DataView(copy.buffer), bytes: copy, left: BOXES_MAX }
  return emptyBoxes(walk, { from: 0, to: copy.length, depth: 0 }) ? copy : undefined
}

interface Walk {
  view: DataView
  bytes: Uint8Array
  left: number
}

interface Box {
  name: string
  /** Where its content begins, and where it ends. */
  content: number
  end: number
}

/** The box that begins there; undefined where it is none. */
function boxAt({ view, bytes }: Walk, at: number, to: number): Box | undefined {
  const short = view.getUint32(at)
  const content = at + (short === 1 ? 16 : 8)
  if (content > to) return undefined
  const end = at + (short === 1 ? Number(view.getBigUint64(at + 8)) : short === 0 ? to - at : short)
  return end < content || end > to ? undefined : { name: textAt(bytes, at + 4, 4), content, end }
}

function emptyBoxes(walk: Walk, { from, to, depth }: { from: number; to: number; depth: number }): boolean {
  for (let at = from; at + 8 <= to; ) {
    walk.left -= 1
    const box = walk.left < 0 ? undefined : boxAt(walk, at, to)
    if (box === undefined) return false
    const { name, content, end } = box
    if (EMPTIED.has(name)) {
      walk.bytes.set(FREE, at + 4)
      walk.bytes.fill(0, content, end)
    }
    // The moments of making and changing, as 32 or 64 bits by the version.
    if (DATED.has(name)) walk.bytes.fill(0, content + 4, Math.min(content + 4 + (walk.bytes[content] === 1 ? 16 : 8), end))
    if (PARENTS.has(name) && depth < DEPTH_MAX && !emptyBoxes(walk, { from: content, to: end, depth: depth + 1 })) return false
    at = end
  }
  return true
}
