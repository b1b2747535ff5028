// The signed archive of a report: the report, the rows it is made from with what proves them, a list of all files with their
// hashes, and a signature of that list by the ledger's key.
import { LedgerFormatError } from '../bytes.ts'
import type { Shown, Trust } from '../evidence.ts'
import { checkEvidence } from '../evidence.ts'
import { confirmNote, parseNote, printNote } from '../note.ts'
import type { Platform } from '../platform.ts'
import type { ZipEntry } from '../zip.ts'
import { readZip } from '../zip.ts'
import { checkReport } from './check-report.ts'
import type { ExposureReport } from './report.ts'

/** What an archive says it is. */
export const ARCHIVE_FORMAT = 'chappe-exposure-archive/1'
export const MANIFEST = 'manifest.json'
export const SIGNATURE = 'manifest.sig'
export const REPORT = 'report.json'
export const EVIDENCE = 'evidence.json'

/** What stands in the manifest. */
export interface Manifest {
  format: typeof ARCHIVE_FORMAT
  serverName: string
  madeAtMs: number
  /** In the order in which they lie in the archive. */
  files: readonly ManifestFile[]
}

/** A file: hashes, in hexadecimal, of itself and of its bytes in the archive. */
export interface ManifestFile {
  name: string
  bytes: number
  sha256: string
  packedSha256: string
}

/** What checking an archive needs beside hashes and signatures. */
export interface ArchivePlatform extends Platform {
  /** Unpacks (RFC 1951) to at most so many bytes; throws for what is none, or is longer. */
  inflate(bytes: Uint8Array, sizeMax: number): Uint8Array
  crc32(bytes: Uint8Array): number
}

/** What an archive was found to show. */
export interface ShownReport extends Shown {
  report: ExposureReport
  files: readonly ManifestFile[]
}

const FILE_BYTES_MAX = 2 ** 31

/** What the ledger's key signs: which ledger, that it is a manifest, and its hash. It is no checkpoint. */
export function printManifestNote({ base64, sha256 }: Pick<Platform, 'base64' | 'sha256'>, origin: string, manifest: Uint8Array): string {
  return `${origin}\nexposure report\n${base64.encode(sha256(manifest))}\n`
}

/**
 * Looks whether an archive is as it was signed, whether its rows are those of the ledger, and whether the report says what
 * they say. Throws `LedgerFormatError` with the first thing that is wrong.
 */
export function checkArchive(platform: ArchivePlatform, bytes: Uint8Array, trust: Trust): ShownReport {
  const entries = readZip(bytes)
  const [signature, manifestEntry, ...rest] = entries.toReversed()
  if (signature?.name !== SIGNATURE || manifestEntry?.name !== MANIFEST) throw new LedgerFormatError('an archive without a signed manifest')
  const manifestBytes = unpack(platform, manifestEntry)
  checkSignature(platform, { note: textOf(platform, unpack(platform, signature)), manifest: manifestBytes }, trust)
  const manifest = parseManifest(textOf(platform, manifestBytes))
  const files = rest.toReversed()
  if (manifest.files.length !== files.length) throw new LedgerFormatError('other files than the manifest names')
  const contents = new Map(manifest.files.map((file, at) => [file.name, checkFile(platform, file, files[at])]))
  const [reportBytes, evidenceBytes] = [contents.get(REPORT), contents.get(EVIDENCE)]
  if (reportBytes === undefined || evidenceBytes === undefined) throw new LedgerFormatError('an archive without a report, or without evidence')
  const shown = checkEvidence(platform, parse(platform, evidenceBytes), trust)
  const report = checkReport(parse(platform, reportBytes), shown)
  if (report.serverName !== manifest.serverName || report.madeAtMs !== manifest.madeAtMs) throw new LedgerFormatError('the manifest is of another report')
  return { ...shown, report, files: manifest.files }
}

function checkFile(platform: ArchivePlatform, file: ManifestFile, entry: ZipEntry | undefined): Uint8Array {
  if (entry?.name !== file.name || entry.size !== file.bytes || hex(platform.sha256(entry.packed)) !== file.packedSha256) throw new LedgerFormatError(`${file.name} is not the file that was signed`)
  const bytes = unpack(platform, entry)
  if (hex(platform.sha256(bytes)) !== file.sha256) throw new LedgerFormatError(`${file.name} is not what was signed`)
  return bytes
}

function unpack(platform: ArchivePlatform, { name, isPacked, packed, size, crc32 }: ZipEntry): Uint8Array {
  if (size > FILE_BYTES_MAX) throw new LedgerFormatError(`${name} is too large`)
  const bytes = isPacked ? inflate(platform, packed, size) : packed
  if (bytes.length !== size || platform.crc32(bytes) !== crc32) throw new LedgerFormatError(`${name} is damaged`)
  return bytes
}

function inflate(platform: ArchivePlatform, packed: Uint8Array, size: number): Uint8Array {
  try {
    return platform.inflate(packed, size)
  } catch {
    throw new LedgerFormatError('a file of the archive cannot be unpacked')
  }
}

/** One signature, by the ledger, and nothing beside it. */
function checkSignature(platform: Platform, { note: text, manifest }: { note: string; manifest: Uint8Array }, { ledger }: Trust): void {
  const note = parseNote(platform, text)
  const isOurs = note.text === printManifestNote(platform, ledger.name, manifest) && note.signatures.length === 1 && printNote(platform, note) === text
  if (!isOurs || confirmNote(platform, note, [ledger]).length !== 1) throw new LedgerFormatError(`${ledger.name} has not signed the manifest`)
}

function parseManifest(text: string): Manifest {
  const manifest = parseJson(text)
  if (!isManifest(manifest)) throw new LedgerFormatError('not a manifest that is known here')
  return manifest
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null || !('format' in value) || !('serverName' in value) || !('madeAtMs' in value) || !('files' in value)) return false
  const { format, serverName, madeAtMs, files } = value
  return format === ARCHIVE_FORMAT && typeof serverName === 'string' && Number.isSafeInteger(madeAtMs) && Array.isArray(files) && files.every(isManifestFile)
}

function isManifestFile(value: unknown): value is ManifestFile {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('bytes' in value) || !('sha256' in value) || !('packedSha256' in value)) return false
  return typeof value.name === 'string' && Number.isSafeInteger(value.bytes) && typeof value.sha256 === 'string' && typeof value.packedSha256 === 'string'
}

function parse(platform: Platform, bytes: Uint8Array): unknown {
  return parseJson(textOf(platform, bytes))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new LedgerFormatError('not JSON where it belongs')
  }
}

function textOf({ utf8 }: Platform, bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new LedgerFormatError('not text where it belongs')
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
