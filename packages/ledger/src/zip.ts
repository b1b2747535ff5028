// An archive as ZIP lays it out: each file packed or as it is, one after the other, then the list of all. What is written
// has one form, and what is read has to have that form: no gaps, no second name, no other time, nothing behind the end.
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
import { LedgerFormatError } from './bytes.ts'

/** A file as it lies in an archive. */
export interface ZipEntry {
  /** ASCII, without folders. */
  name: string
  /** Deflated (RFC 1951), or as it is. */
  isPacked: boolean
  /** The bytes in the archive. */
  packed: Uint8Array
  /** Size and CRC-32 of the file itself. */
  size: number
  crc32: number
}

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const VERSION = 20
/** 1980-01-01, the first day that the format knows. */
const DATE = 0x0021
const LOCAL_BYTES = 30
const CENTRAL_BYTES = 46
const END_BYTES = 22
const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/
const SIZE_MAX = 0xffff_ffff
const ENTRIES_MAX = 1000

/** What comes before the bytes of a file. Throws `LedgerFormatError` for a name or a size that the format does not take. */
export function zipHeader(entry: ZipEntry): Uint8Array {
  assertEntry(entry)
  const out = new DataView(new ArrayBuffer(LOCAL_BYTES + entry.name.length))
  out.setUint32(0, LOCAL, true)
  writeCommon(out, 4, entry)
  writeName(out, LOCAL_BYTES, entry.name)
  return new Uint8Array(out.buffer)
}

/** What comes behind all files, which are in this order from the first byte on. */
export function zipTrailer(entries: readonly ZipEntry[]): Uint8Array {
  const length = entries.reduce((sum, { name }) => sum + CENTRAL_BYTES + name.length, 0)
  const out = new DataView(new ArrayBuffer(length + END_BYTES))
  let [at, offset] = [0, 0]
  for (const entry of entries) {
    out.setUint32(at, CENTRAL, true)
    out.setUint16(at + 4, VERSION, true)
    writeCommon(out, at + 6, entry)
    out.setUint32(at + 42, offset, true)
    writeName(out, at + CENTRAL_BYTES, entry.name)
    at += CENTRAL_BYTES + entry.name.length
    offset += LOCAL_BYTES + entry.name.length + entry.packed.length
  }
  if (offset > SIZE_MAX || entries.length > ENTRIES_MAX) throw new LedgerFormatError('too much for one archive')
  out.setUint32(at, END, true)
  out.setUint16(at + 8, entries.length, true)
  out.setUint16(at + 10, entries.length, true)
  out.setUint32(at + 12, length, true)
  out.setUint32(at + 16, offset, true)
  return new Uint8Array(out.buffer)
}

/** The files of an archive. Throws `LedgerFormatError` unless every byte is as it is written here. */
export function readZip(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = bytes.length - END_BYTES
  if (end < 0 || view.getUint32(end, true) !== END) throw new LedgerFormatError('not an archive, or one that was cut off')
  const count = view.getUint16(end + 10, true)
  if (count > ENTRIES_MAX) throw new LedgerFormatError('too many files in the archive')
  const entries: ZipEntry[] = []
  let at = 0
  for (let index = 0; index < count; index += 1) {
    const entry = readEntry(bytes, view, at)
    at += LOCAL_BYTES + entry.name.length + entry.packed.length
    entries.push(entry)
  }
  const names = new Set(entries.map(({ name }) => name))
  if (names.size < entries.length) throw new LedgerFormatError('two files of one name in the archive')
  // One form: what is read is what would be written.
  let from = 0
  for (const entry of entries) {
    assertSame(bytes, from, zipHeader(entry))
    from += LOCAL_BYTES + entry.name.length + entry.packed.length
  }
  const trailer = zipTrailer(entries)
  assertSame(bytes, from, trailer)
  if (from + trailer.length !== bytes.length) throw new LedgerFormatError('bytes behind the end of the archive')
  return entries
}

function readEntry(bytes: Uint8Array, view: DataView, at: number): ZipEntry {
  if (at + LOCAL_BYTES > bytes.length || view.getUint32(at, true) !== LOCAL) throw new LedgerFormatError('a file of the archive is not where it belongs')
  const packedSize = view.getUint32(at + 18, true)
  const nameLength = view.getUint16(at + 26, true)
  const first = at + LOCAL_BYTES + nameLength
  if (first + packedSize > bytes.length) throw new LedgerFormatError('a file of the archive was cut off')
  const name = String.fromCodePoint(...bytes.subarray(at + LOCAL_BYTES, Math.min(first, at + LOCAL_BYTES + 64)))
  return {
    name,
    isPacked: view.getUint16(at + 8, true) !== 0,
    packed: bytes.subarray(first, first + packedSize),
    size: view.getUint32(at + 22, true),
    crc32: view.getUint32(at + 14, true),
  }
}

/** Version, flags, method, time, date, sum, sizes and the length of the name: the same in both headers. */
function writeCommon(out: DataView, at: number, { name, isPacked, packed, size, crc32 }: ZipEntry): void {
  out.setUint16(at, VERSION, true)
  out.setUint16(at + 4, isPacked ? 8 : 0, true)
  out.setUint16(at + 8, DATE, true)
  out.setUint32(at + 10, crc32, true)
  out.setUint32(at + 14, packed.length, true)
  out.setUint32(at + 18, size, true)
  out.setUint16(at + 22, name.length, true)
}

function writeName(out: DataView, at: number, name: string): void {
  for (let index = 0; index < name.length; index += 1) out.setUint8(at + index, name.codePointAt(index) ?? 0)
}

function assertEntry({ name, packed, size }: ZipEntry): void {
  if (!NAME.test(name)) throw new LedgerFormatError('a name that does not belong into an archive')
  if (packed.length > SIZE_MAX || size > SIZE_MAX) throw new LedgerFormatError('too large for an archive')
}

function assertSame(bytes: Uint8Array, at: number, expected: Uint8Array): void {
  for (let index = 0; index < expected.length; index += 1) {
    if (bytes[at + index] !== expected[index]) throw new LedgerFormatError('the archive is not as it was written')
  }
}
