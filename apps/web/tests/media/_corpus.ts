// Bytes and names as people with bad intentions make them, and honest ones to compare them with.

/** Puts bytes, texts and numbers together. */
export function bytesOf(...parts: (string | readonly number[] | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : [...part])))
}

const u16 = (value: number): number[] => [(value >> 8) & 255, value & 255]
const u32 = (value: number): number[] => [...u16(Math.floor(value / 65_536)), ...u16(value)]
const le32 = (value: number): number[] => u32(value).toReversed()

/** A PNG by its header and whatever chunks; no picture in it. */
export function png(width: number, height: number, chunks: readonly Uint8Array[] = []): Uint8Array<ArrayBuffer> {
  return bytesOf([0x89], 'PNG\r\n\x1a\n', chunk('IHDR', [...u32(width), ...u32(height), 8, 6, 0, 0, 0]), ...chunks, chunk('IDAT', [1, 2, 3]), chunk('IEND', []))
}

/** A chunk of a PNG, with a checksum that nobody here reads. */
export function chunk(name: string, data: readonly number[] | string): Uint8Array<ArrayBuffer> {
  const bytes = bytesOf(data)
  return bytesOf(u32(bytes.length), name, bytes, [0, 0, 0, 0])
}

/** A segment of a JPEG. */
export function segment(marker: number, data: readonly number[] | string | Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = bytesOf(data)
  return bytesOf([0xff, marker], u16(bytes.length + 2), bytes)
}

/** What a camera writes: how the picture is to be turned, and where it was taken. */
export function exif(orientation: number, secret: string): Uint8Array<ArrayBuffer> {
  const entries = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38]
  return segment(0xe1, bytesOf('Exif\0\0MM', [0, 42, 0, 0, 0, 8, 0, 2], entries, [0, 0, 0, 0], secret))
}

/** A JPEG by its segments; what is between is no picture, but looks like the data of one. */
export function jpeg(width: number, height: number, segments: readonly Uint8Array[] = [], after = ''): Uint8Array<ArrayBuffer> {
  const frame = segment(0xc0, [8, ...u16(height), ...u16(width), 1, 1, 0x11, 0])
  return bytesOf([0xff, 0xd8], segment(0xe0, 'JFIF\0'), ...segments, frame, segment(0xda, [1, 1, 0, 0, 63, 0]), [1, 2, 0xff, 0, 3, 0xff, 0xd0, 4], [0xff, 0xd9], after)
}

/** A box of an MP4. */
export function box(name: string, ...content: (Uint8Array | string | readonly number[])[]): Uint8Array<ArrayBuffer> {
  const bytes = bytesOf(...content)
  return bytesOf(u32(bytes.length + 8), name, bytes)
}

/** A chunk of a WebP. */
export function riff(name: string, data: readonly number[] | string): Uint8Array<ArrayBuffer> {
  const bytes = bytesOf(data)
  return bytesOf(name, le32(bytes.length), bytes, bytes.length % 2 === 1 ? [0] : [])
}

/** A WebP by its chunks. */
export function webp(...chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const content = bytesOf('WEBP', ...chunks)
  return bytesOf('RIFF', le32(content.length), content)
}

/** Files that are not what they say, or would do harm if they were. */
export const HOSTILE: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
  'a page that calls itself a picture': bytesOf('<!doctype html><script>alert(1)</script>'),
  'a drawing with a script in it': bytesOf('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  'a picture of ten billion pixels': png(100_000, 100_000),
  'a picture without size': png(0, 10),
  'the first bytes of a picture': png(10, 10).slice(0, 9),
  'a photograph that ends before it says how large it is': jpeg(10, 10).slice(0, 8),
  'a program': bytesOf('MZ\x90\0\x03'),
  'nothing': new Uint8Array(),
  'a PostScript program': bytesOf('%!PS-Adobe-3.0'),
  'an archive': bytesOf('PK\x03\x04'),
  'a segment that is longer than the file': bytesOf([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, 1]),
}
