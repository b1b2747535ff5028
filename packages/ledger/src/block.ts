// A block: the ledger rows of one commit, packed. A row takes about 20 bytes and one or two for each step; strings stand
// once per block.
//
// Layout: version (1 byte), then varints: base time, number of strings, each string as length and UTF-8 bytes,
// number of rows, and each row as kind, operation (string index), time since base, account, device, room, from,
// to minus from, count, bytes, subject (string index), address (string index), number of steps, each step. The empty
// string is index 0. Version 1 had no address, version 2 no steps.
import type { LedgerRow } from './row.ts'
import { isLedgerRow, LEDGER_KINDS } from './row.ts'
import { ByteReader, ByteWriter, LedgerFormatError } from './bytes.ts'

const VERSION = 3
const ADDRESS_SINCE = 2
const STEPS_SINCE = 3
const MAX_ROWS = 1_000_000
/** A row has so many fields of a byte at least. */
const ROW_BYTES_MIN = 11

/** UTF-8 as the platform has it (TextEncoder and TextDecoder fit; a decoder that is strict is taken at its word). */
export interface Utf8 {
  encode(text: string): Uint8Array
  decode(bytes: Uint8Array): string
}

/** Packs rows into one block, keeping their order. Throws `LedgerFormatError` for a row that is none. */
export function encodeBlock(rows: readonly LedgerRow[], utf8: Utf8): Uint8Array {
  let base = rows[0]?.at ?? 0
  for (const row of rows) if (row.at < base) base = row.at
  const strings = new Map<string, number>([['', 0]])
  for (const row of rows) {
    if (!strings.has(row.operation)) strings.set(row.operation, strings.size)
    if (!strings.has(row.subject)) strings.set(row.subject, strings.size)
    if (!strings.has(row.address)) strings.set(row.address, strings.size)
  }
  const out = new ByteWriter()
  out.byte(VERSION)
  out.varint(base)
  out.varint(strings.size)
  for (const text of strings.keys()) {
    const bytes = utf8.encode(text)
    out.varint(bytes.length)
    out.bytes(bytes)
  }
  out.varint(rows.length)
  for (const row of rows) writeRow(out, row, base, strings)
  return out.finish()
}

/** Unpacks a block. Throws `LedgerFormatError` for bytes that are not one. */
export function decodeBlock(block: Uint8Array, utf8: Utf8): LedgerRow[] {
  const input = new ByteReader(block)
  const version = input.byte()
  if (version < 1 || version > VERSION) throw new LedgerFormatError(`unknown block version ${version}`)
  const base = input.varint()
  const stringCount = input.varint()
  const strings: string[] = []
  // Each takes a byte at least: a count beyond that is refused before anything is made for it.
  if (stringCount > input.left()) throw new LedgerFormatError(`${stringCount} strings in ${input.left()} bytes`)
  for (let index = 0; index < stringCount; index += 1) strings.push(decodeText(utf8, input.bytes(input.varint())))
  const rowCount = input.varint()
  if (rowCount > MAX_ROWS) throw new LedgerFormatError(`${rowCount} rows in one block`)
  if (rowCount * ROW_BYTES_MIN > input.left()) throw new LedgerFormatError(`${rowCount} rows in ${input.left()} bytes`)
  const rows: LedgerRow[] = []
  for (let index = 0; index < rowCount; index += 1) rows.push(readRow(input, base, { strings, version }))
  if (!input.atEnd()) throw new LedgerFormatError('bytes after the last row')
  return rows
}

function decodeText(utf8: Utf8, bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new LedgerFormatError('a string is not UTF-8')
  }
}

function writeRow(out: ByteWriter, row: LedgerRow, base: number, strings: ReadonlyMap<string, number>): void {
  if (!isLedgerRow(row)) throw new LedgerFormatError('not a row of the ledger')
  out.byte(LEDGER_KINDS.indexOf(row.kind))
  out.varint(strings.get(row.operation) ?? 0)
  out.varint(row.at - base)
  out.varint(row.account)
  out.varint(row.device)
  out.varint(row.room)
  out.varint(row.from)
  out.varint(row.to - row.from)
  out.varint(row.count)
  out.varint(row.bytes)
  out.varint(strings.get(row.subject) ?? 0)
  out.varint(strings.get(row.address) ?? 0)
  const { steps = [] } = row
  out.varint(steps.length)
  for (const step of steps) out.varint(step)
}

function readRow(input: ByteReader, base: number, { strings, version }: { strings: readonly string[]; version: number }): LedgerRow {
  const kind = LEDGER_KINDS[input.byte()]
  if (kind === undefined) throw new LedgerFormatError('unknown kind')
  const operation = stringAt(strings, input.varint())
  const at = base + input.varint()
  const account = input.varint()
  const device = input.varint()
  const room = input.varint()
  const from = input.varint()
  const to = from + input.varint()
  const count = input.varint()
  const bytes = input.varint()
  const subject = stringAt(strings, input.varint())
  const address = version >= ADDRESS_SINCE ? stringAt(strings, input.varint()) : ''
  const steps = version >= STEPS_SINCE ? readSteps(input) : []
  const row: LedgerRow = { at, operation, kind, account, device, room, from, to, count, bytes, subject, address, ...(steps.length === 0 ? {} : { steps }) }
  // Sums of two numbers that are each in bounds need not be.
  if (!isLedgerRow(row)) throw new LedgerFormatError('an integer is too large')
  return row
}

function readSteps(input: ByteReader): number[] {
  const count = input.varint()
  if (count > input.left()) throw new LedgerFormatError(`${count} steps in ${input.left()} bytes`)
  return Array.from({ length: count }, () => input.varint())
}

function stringAt(strings: readonly string[], index: number): string {
  const text = strings[index]
  if (text === undefined) throw new LedgerFormatError(`no string ${index}`)
  return text
}
