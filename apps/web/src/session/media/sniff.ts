// What bytes are, whatever their sender says: read off their beginning. Only what is known here is ever shown in the page.

/** What bytes turned out to be. */
export interface Sniffed {
  kind: 'image' | 'video' | 'audio' | 'pdf'
  type: string
  /** Of images, where they say it before they are decoded. */
  width?: number
  height?: number
}

/** How much of a file has to be at hand: a photograph may carry a colour profile before it says how large it is. */
export const SNIFF_BYTES = 512 * 1024

/** A picture of more is not decoded: some 200 MB in memory. */
export const PIXELS_MAX = 50_000_000

/** Says what the bytes are; undefined where they are nothing that is shown. */
export function sniff(bytes: Uint8Array): Sniffed | undefined {
  for (const look of LOOKS) {
    const found = look(new Reader(bytes))
    if (found !== undefined) return found
  }
  return undefined
}

/** Whether a picture says how large it is and is no bomb. */
export function isModest({ width = 0, height = 0 }: Sniffed): boolean {
  return width > 0 && height > 0 && width * height <= PIXELS_MAX
}

/** Reads numbers; beyond the end stands zero. */
class Reader {
  readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  u8(at: number): number {
    return this.bytes[at] ?? 0
  }

  u16(at: number): number {
    return this.u8(at) * 256 + this.u8(at + 1)
  }

  u16le(at: number): number {
    return this.u8(at) + this.u8(at + 1) * 256
  }

  u24le(at: number): number {
    return this.u16le(at) + this.u8(at + 2) * 65_536
  }

  u32(at: number): number {
    return this.u16(at) * 65_536 + this.u16(at + 2)
  }

  text(at: number, length: number): string {
    return String.fromCharCode(...this.bytes.subarray(at, at + length))
  }
}

type Look = (reader: Reader) => Sniffed | undefined

const LOOKS: readonly Look[] = [lookPng, lookJpeg, lookGif, lookRiff, lookBoxes, lookOgg, lookMatroska, lookAudio, lookPdf]

function lookPng(reader: Reader): Sniffed | undefined {
  if (reader.u32(0) !== 0x89_50_4e_47 || reader.u32(4) !== 0x0d_0a_1a_0a || reader.text(12, 4) !== 'IHDR') return undefined
  return { kind: 'image', type: 'image/png', width: reader.u32(16), height: reader.u32(20) }
}

function lookJpeg(reader: Reader): Sniffed | undefined {
  if (reader.u16(0) !== 0xff_d8) return undefined
  let at = 2
  while (at + 9 < reader.bytes.length && reader.u8(at) === 0xff) {
    const marker = reader.u8(at + 1)
    // A frame header (SOF), which is none of DHT, JPG and DAC.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { kind: 'image', type: 'image/jpeg', width: reader.u16(at + 7), height: reader.u16(at + 5) }
    }
    at += marker === 0xff ? 1 : 2 + reader.u16(at + 2)
  }
  return { kind: 'image', type: 'image/jpeg' }
}

function lookGif(reader: Reader): Sniffed | undefined {
  if (!/^GIF8[79]a$/.test(reader.text(0, 6))) return undefined
  return { kind: 'image', type: 'image/gif', width: reader.u16le(6), height: reader.u16le(8) }
}

function lookRiff(reader: Reader): Sniffed | undefined {
  if (reader.text(0, 4) !== 'RIFF') return undefined
  const form = reader.text(8, 4)
  if (form === 'WAVE') return { kind: 'audio', type: 'audio/wav' }
  if (form !== 'WEBP') return undefined
  const type = 'image/webp'
  switch (reader.text(12, 4)) {
    case 'VP8X':
      return { kind: 'image', type, width: reader.u24le(24) + 1, height: reader.u24le(27) + 1 }
    case 'VP8L': {
      const bits = reader.u24le(21) + reader.u8(24) * 0x1_00_00_00
      return { kind: 'image', type, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    default:
      return { kind: 'image', type, width: reader.u16le(26) & 0x3fff, height: reader.u16le(28) & 0x3fff }
  }
}

/** MP4, QuickTime and AVIF. https://www.iso.org/standard/83102.html */
function lookBoxes(reader: Reader): Sniffed | undefined {
  if (reader.text(4, 4) !== 'ftyp') return undefined
  const brand = reader.text(8, 4)
  if (brand === 'avif' || brand === 'avis') return { kind: 'image', type: 'image/avif', ...sizeOfAvif(reader) }
  if (brand === 'M4A ' || brand === 'M4B ') return { kind: 'audio', type: 'audio/mp4' }
  if (/^(?:heic|heix|hevc|mif1|msf1|crx )$/.test(brand)) return undefined
  return { kind: 'video', type: brand === 'qt  ' ? 'video/quicktime' : 'video/mp4' }
}

/** The largest of the sizes that the picture's properties name (`ispe`). */
function sizeOfAvif(reader: Reader): { width?: number; height?: number } {
  let best = { width: 0, height: 0 }
  const end = Math.min(reader.bytes.length, 4096)
  for (let at = 16; at + 16 <= end; at += 1) {
    if (reader.text(at, 4) !== 'ispe') continue
    const size = { width: reader.u32(at + 8), height: reader.u32(at + 12) }
    if (size.width * size.height > best.width * best.height) best = size
  }
  return best.width > 0 ? best : {}
}

function lookOgg(reader: Reader): Sniffed | undefined {
  if (reader.text(0, 4) !== 'OggS') return undefined
  return reader.text(28, 64).includes('theora') ? { kind: 'video', type: 'video/ogg' } : { kind: 'audio', type: 'audio/ogg' }
}

function lookMatroska(reader: Reader): Sniffed | undefined {
  if (reader.u32(0) !== 0x1a_45_df_a3 || !reader.text(0, 64).includes('webm')) return undefined
  // A track of pictures names its codec.
  const head = reader.text(0, Math.min(reader.bytes.length, 4096))
  return /V_VP[89]|V_AV1/.test(head) ? { kind: 'video', type: 'video/webm' } : { kind: 'audio', type: 'audio/webm' }
}

function lookAudio(reader: Reader): Sniffed | undefined {
  if (reader.text(0, 3) === 'ID3') return { kind: 'audio', type: 'audio/mpeg' }
  if (reader.text(0, 4) === 'fLaC') return { kind: 'audio', type: 'audio/flac' }
  const frame = reader.u16(0)
  if ((frame & 0xff_f6) === 0xff_f0) return { kind: 'audio', type: 'audio/aac' }
  return (frame & 0xff_e0) === 0xff_e0 && (frame & 0x00_06) !== 0 && (reader.u8(2) & 0xf0) !== 0xf0 ? { kind: 'audio', type: 'audio/mpeg' } : undefined
}

function lookPdf(reader: Reader): Sniffed | undefined {
  return reader.text(0, 5) === '%PDF-' ? { kind: 'pdf', type: 'application/pdf' } : undefined
}
