// The signed archive of a report, in the form that `packages/ledger/src/exposure/archive.ts` checks.
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'
import type { Evidence, ExposureReport, Manifest, ManifestFile, ZipEntry } from '@chappe/ledger'
import { ARCHIVE_FORMAT, EVIDENCE, MANIFEST, REPORT, SIGNATURE, zipHeader, zipTrailer } from '@chappe/ledger'
import { FORMATS } from '../formats.ts'

/** What the archive is made from, and what signs it. */
export interface ArchiveParts {
  report: ExposureReport
  evidence: Evidence
  /** Signs that this is the manifest; gives back the signed note. */
  sign(manifest: Uint8Array): string
}

const LEVEL = 6

/** What a file is made of, one behind the other. */
type Chunks = Iterable<string | Uint8Array>

/** The parts of the archive, from its first byte on. The same report and evidence give the same bytes. */
export async function* writeArchive({ report, evidence, sign }: ArchiveParts): AsyncGenerator<Uint8Array> {
  const entries: ZipEntry[] = []
  const files: ManifestFile[] = []
  const sources: [string, () => Chunks | Promise<Chunks>][] = [
    [REPORT, () => printReport(report)],
    ...FORMATS.map(({ name, print }): [string, () => Promise<Chunks>] => [name, async () => [await print(report)]]),
    [EVIDENCE, () => printEvidence(evidence)],
  ]
  for (const [name, chunks] of sources) {
    const { entry, file } = await pack(name, await chunks())
    files.push(file)
    yield* partsOf(entry)
    entries.push(entry)
  }
  const manifest: Manifest = { format: ARCHIVE_FORMAT, serverName: report.serverName, madeAtMs: report.madeAtMs, files }
  const manifestBytes = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`)
  for (const [name, bytes] of [[MANIFEST, manifestBytes], [SIGNATURE, Buffer.from(sign(manifestBytes))]] as const) {
    const entry = { name, isPacked: false, packed: bytes, size: bytes.length, crc32: crc32(bytes) }
    yield* partsOf(entry)
    entries.push(entry)
  }
  yield zipTrailer(entries)
}

function* partsOf(entry: ZipEntry): Generator<Uint8Array> {
  yield zipHeader(entry)
  yield entry.packed
}

async function pack(name: string, chunks: Chunks): Promise<{ entry: ZipEntry; file: ManifestFile }> {
  const hash = createHash('sha256')
  let [size, sum] = [0, 0]
  function* counted(): Generator<Buffer> {
    for (const chunk of chunks) {
      const bytes = Buffer.from(chunk)
      hash.update(bytes)
      size += bytes.length
      sum = crc32(bytes, sum)
      yield bytes
    }
  }
  const packed: Buffer[] = []
  for await (const some of Readable.from(counted(), { objectMode: false }).pipe(createDeflateRaw({ level: LEVEL }))) packed.push(some)
  const bytes = Buffer.concat(packed)
  const entry = { name, isPacked: true, packed: bytes, size, crc32: sum }
  return { entry, file: { name, bytes: size, sha256: hash.digest('hex'), packedSha256: createHash('sha256').update(bytes).digest('hex') } }
}

/** The report as JSON, an entry a line, so that no text holds all of it. */
function* printReport({ rooms, people, files, ...summary }: ExposureReport): Generator<string> {
  yield `${JSON.stringify(summary).slice(0, -1)}`
  yield* printList('rooms', rooms)
  yield* printList('people', people)
  yield* printList('files', files)
  yield '}\n'
}

function* printEvidence({ rows, proof, ...evidence }: Evidence): Generator<string> {
  yield JSON.stringify(evidence).slice(0, -1)
  yield* printList('rows', rows)
  yield* printList('proof', proof)
  yield '}\n'
}

const ENTRIES_AT_ONCE = 500

function* printList(name: string, entries: readonly unknown[]): Generator<string> {
  yield `,\n"${name}":[`
  for (let at = 0; at < entries.length; at += ENTRIES_AT_ONCE) {
    const some = entries.slice(at, at + ENTRIES_AT_ONCE).map((entry) => JSON.stringify(entry))
    yield `${at === 0 ? '' : ','}\n${some.join(',\n')}`
  }
  yield ']'
}
