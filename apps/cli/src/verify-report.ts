// `chappe verify-report`: looks whether evidence, or the signed archive of an exposure report, shows what it says, without a
// server and without its code.
import { readFileSync, statSync } from 'node:fs'
import type { NoteVerifier, Shown, ShownReport } from '@chappe/ledger'
import { checkArchive, checkEvidence, LedgerFormatError, parseVerifier } from '@chappe/ledger'
import { CommandError } from './command-error.ts'
import { platform } from './ledger-platform.ts'

/** What the command is given. */
export interface VerifyOptions {
  /** The ledger's key. */
  readonly key: string
  /** The keys of witnesses. */
  readonly witness?: readonly string[]
  /** How many of them have to have signed; all unless given. */
  readonly witnessesMin?: string
}

const FILE_BYTES_MAX = 4 * 1024 ** 3

/** Says what a file shows. Throws `CommandError` with the first thing that is wrong in it. */
export function verifyReport(file: string, { key, witness = [], witnessesMin }: VerifyOptions): void {
  const witnesses = witness.map(readKey)
  const needed = witnessesMin === undefined ? witnesses.length : Number(witnessesMin)
  if (!Number.isSafeInteger(needed) || needed < 0) throw new CommandError('--witnesses-min is a number of witnesses')
  const trust = { ledger: readKey(key), witnesses, witnessesMin: needed }
  const bytes = readBytes(file)
  try {
    if (isArchive(bytes)) console.log(describeReport(checkArchive(platform, bytes, trust)))
    else console.log(describe(checkEvidence(platform, parseJson(file, bytes), trust)))
  } catch (error) {
    if (error instanceof LedgerFormatError) throw new CommandError(`NOT PROVEN: ${error.message}`)
    throw error
  }
}

function readKey(text: string): NoteVerifier {
  try {
    return parseVerifier(platform, text)
  } catch (error) {
    if (error instanceof LedgerFormatError) throw new CommandError(`${error.message}: ${text.slice(0, 80)}`)
    throw error
  }
}

function readBytes(file: string): Buffer {
  try {
    if (statSync(file).size > FILE_BYTES_MAX) throw new CommandError(`${file} is too large`)
    return readFileSync(file)
  } catch (error) {
    if (error instanceof CommandError) throw error
    throw new CommandError(`${file} cannot be read: ${error instanceof Error ? error.message : 'unknown'}`)
  }
}

function parseJson(file: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new CommandError(`${file} cannot be read: it is not JSON`)
  }
}

/** Archives begin with the header of their first file. */
function isArchive(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUInt32LE(0) === 0x04034b50
}

function describeReport(shown: ShownReport): string {
  const { report, files } = shown
  const { subject, totals, ledger, rooms } = report
  const whom = [subject.userId, subject.deviceId, subject.cidr].filter((each) => each !== undefined).map((each) => JSON.stringify(each))
  const time = `${new Date(report.fromMs).toISOString()} to ${new Date(report.toMs).toISOString()}`
  return [
    `PROVEN: a report of ${report.serverName} on ${subject.kind === 'window' ? 'everybody' : `${subject.kind} ${whom.join(' ')}`}, ${time}`,
    `it says of ${rooms.length} rooms and of ${totals.sessions} sessions what the rows say`,
    `delivered: ${totals.events} events in the clear of ${totals.rooms} rooms, ${totals.eventsKeysReachable} encrypted with keys within reach, ${totals.eventsCiphertextOnly} encrypted without`,
    `to be taken as delivered: ${totals.eventsUnknown} events`,
    `people: ${totals.people}; files: ${totals.files} with ${totals.fileBytes} bytes`,
    ...(ledger.isWhole ? ['the record is whole'] : ledger.gaps.map(({ why }) => `THE RECORD HAS A GAP: ${JSON.stringify(why)}`)),
    ...files.map(({ name, bytes, sha256 }) => `  ${name}: ${bytes} bytes, SHA-256 ${sha256}`),
    describe(shown),
  ].join('\n')
}

function describe({ checkpoint, rows, signers, earlier, acts }: Shown): string {
  const counts = new Map<string, { rows: number; shown: number }>()
  for (const { operation, count } of rows) {
    const sum = counts.get(operation) ?? { rows: 0, shown: 0 }
    counts.set(operation, { rows: sum.rows + 1, shown: sum.shown + count })
  }
  const times = rows.map(({ at }) => at)
  const first = times.reduce((least, at) => Math.min(least, at), Infinity)
  const last = times.reduce((most, at) => Math.max(most, at), 0)
  return [
    `PROVEN: ${rows.length} rows of ${checkpoint.origin}, which has ${checkpoint.size}`,
    ...(rows.length === 0 ? [] : [`from ${new Date(first).toISOString()} to ${new Date(last).toISOString()}`]),
    ...signers.map(({ verifier, timeS }) => `signed by ${verifier.name}${timeS === undefined ? '' : `, who saw it at ${new Date(timeS * 1000).toISOString()}`}`),
    ...(acts.length === 0 ? [] : [`${acts.length} acts, each as it was recorded`]),
    ...earlier.map(({ size }) => `goes on from the head of ${size} rows`),
    ...[...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([operation, { rows: count, shown }]) => `  ${operation}: ${count} rows, ${shown} shown`),
  ].join('\n')
}
