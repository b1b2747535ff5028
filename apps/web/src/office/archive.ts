// The parts of a document, which is a ZIP archive. Each is unpacked as far as is allowed and no further, whatever the archive says
// of its size; names are names of parts here and nothing else: no file is ever written.
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
import { Inflate } from 'fflate'
import { BOUNDS, NotShown } from './bounds.ts'

/** The parts of a document. */
export interface Archive {
  has(name: string): boolean
  /** Undefined where there is none of that name. Throws `NotShown` where there is too much. */
  read(name: string): Uint8Array<ArrayBuffer> | undefined
}

interface Part {
  method: number
  at: number
  packedBytes: number
}

const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const END_BYTES = 22
const COMMENT_BYTES_MAX = 65_535
const STORED = 0
const DEFLATED = 8
const PUSHED_BYTES = 16 * 1024

/** Opens it. */
export function openArchive(bytes: Uint8Array): Archive {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts = listParts(view, bytes)
  let left: number = BOUNDS.allBytes
  return {
    has: (name) => parts.has(name),
    read(name) {
      const part = parts.get(name)
      if (part === undefined) return undefined
      const packed = bytes.subarray(dataOf(view, part), dataOf(view, part) + part.packedBytes)
      const unpacked = unpack(packed, part.method, Math.min(BOUNDS.partBytes, left))
      left -= unpacked.length
      return unpacked
    },
  }
}

function listParts(view: DataView, bytes: Uint8Array): Map<string, Part> {
  const end = findEnd(view)
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  if (count > BOUNDS.parts) throw new NotShown('tooLarge')
  const parts = new Map<string, Part>()
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== ENTRY) throw new NotShown('broken')
    const nameBytes = view.getUint16(at + 28, true)
    if ((view.getUint16(at + 8, true) & 1) === 1) throw new NotShown('locked')
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes)).replace(/^\/+/, '')
    // Of two of one name, the first: so that nothing hides behind another.
    if (!parts.has(name)) parts.set(name, { method: view.getUint16(at + 10, true), packedBytes: view.getUint32(at + 20, true), at: view.getUint32(at + 42, true) })
    at += 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return parts
}

function findEnd(view: DataView): number {
  const last = view.byteLength - END_BYTES
  for (let at = last; at >= Math.max(0, last - COMMENT_BYTES_MAX); at -= 1) if (view.getUint32(at, true) === END) return at
  throw new NotShown('broken')
}

function dataOf(view: DataView, { at }: Part): number {
  if (at + 30 > view.byteLength || view.getUint32(at, true) !== LOCAL) throw new NotShown('broken')
  return at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true)
}

function unpack(packed: Uint8Array, method: number, bytesMax: number): Uint8Array<ArrayBuffer> {
  if (method === STORED) {
    if (packed.length > bytesMax) throw new NotShown('tooLarge')
    return new Uint8Array(packed)
  }
  if (method !== DEFLATED) throw new NotShown('broken')
  const chunks: Uint8Array[] = []
  let length = 0
  const inflate = new Inflate((chunk) => {
    length += chunk.length
    if (length > bytesMax) throw new NotShown('tooLarge')
    chunks.push(chunk)
  })
  try {
    for (let at = 0; at < packed.length; at += PUSHED_BYTES) inflate.push(packed.subarray(at, at + PUSHED_BYTES), at + PUSHED_BYTES >= packed.length)
  } catch (error) {
    throw error instanceof NotShown ? error : new NotShown('broken')
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
