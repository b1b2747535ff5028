// The lists of an exposure report as CSV: for a spreadsheet, which must run nothing of what others have called their rooms
// and files. https://www.rfc-editor.org/rfc/rfc4180
import type { ExposureReport } from '@chappe/ledger'
import { inertText } from './inert-text.ts'

/** What a cell can hold. Moments are given as text; nothing is an empty cell. */
type Cell = string | number | boolean | null

/** Which lists there are, by the names of their files. */
export type CsvName = 'rooms.csv' | 'people.csv' | 'files.csv' | 'sessions.csv'

/**
 * Where a spreadsheet begins to calculate: at the beginning of a cell, white space or not, and behind whatever some country's
 * spreadsheet takes for the end of a cell.
 */
const FORMULA = /(^|[;,|'"])([\s\u200C\u200D]*)(?=[=+\-@＝＋－＠﹢﹣﹦﹫⁺₊−])/gu

/** Without it, a spreadsheet reads accents as something else. https://www.unicode.org/faq/utf_bom.html */
const BYTE_ORDER_MARK = '\uFEFF'

/**
 * A list of a report, by the name of its file. UTF-8 with a byte order mark, cells parted by commas, every text in quotes;
 * signs that work unseen are written as numbers, and what a spreadsheet would calculate has an apostrophe in front. The very
 * names stand in `report.json`.
 */
export function printList(report: ExposureReport, name: CsvName): Uint8Array {
  return printCsv(LISTS[name](report))
}

const LISTS: Readonly<Record<CsvName, (report: ExposureReport) => Iterable<readonly Cell[]>>> = {
  'rooms.csv': roomRows,
  'people.csv': peopleRows,
  'files.csv': fileRows,
  'sessions.csv': sessionRows,
}

/** The lists in their order. */
export const CSV_NAMES = ['rooms.csv', 'people.csv', 'files.csv', 'sessions.csv'] as const satisfies readonly CsvName[]

/** Rows as the bytes of a file. */
export function printCsv(rows: Iterable<readonly Cell[]>): Uint8Array {
  let text = BYTE_ORDER_MARK
  for (const row of rows) text += `${row.map(printCell).join(',')}\r\n`
  return Buffer.from(text, 'utf8')
}

function printCell(value: Cell): string {
  if (value === null) return ''
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  if (typeof value === 'boolean') return String(value)
  return `"${inertText(value).replaceAll(FORMULA, "$1$2'").replaceAll('"', '""')}"`
}

function* roomRows({ rooms }: ExposureReport): Generator<readonly Cell[]> {
  yield [
    'room_id', 'name', 'organisation', 'audience', 'is_encrypted', 'is_open', 'class', 'delivered', 'ciphertext_only', 'keys_reachable', 'unknown',
    'reachable', 'state', 'total', 'share', 'bytes', 'first_at', 'last_at', 'sessions', 'reachable_by', 'reachable_now', 'is_listed',
  ]
  for (const { roomId, name, organisation, audience, isEncrypted, isOpen, class: found, events, ...room } of rooms) {
    yield [
      roomId, name, organisation, audience, isEncrypted, isOpen, found,
      events.delivered, events.ciphertextOnly, events.keysReachable, events.unknown, events.reachable, events.state, events.total,
      room.share, room.bytes, moment(room.firstAtMs), moment(room.lastAtMs), room.sessions.join(' '), room.reachableBy, room.reachableNow, room.isListed,
    ]
  }
}

function* peopleRows({ people }: ExposureReport): Generator<readonly Cell[]> {
  yield ['user_id', 'display_name', 'organisation', 'class', 'events', 'rooms', 'as_profile', 'as_member', 'first_at', 'last_at']
  for (const { userId, displayName, organisation, class: found, events, rooms, asProfile, asMember, firstAtMs, lastAtMs } of people) {
    yield [userId, displayName, organisation, found, events, rooms, asProfile, asMember, moment(firstAtMs), moment(lastAtMs)]
  }
}

function* fileRows({ files }: ExposureReport): Generator<readonly Cell[]> {
  yield ['mxc', 'name', 'room_id', 'bytes', 'sha256', 'class', 'is_whole', 'first_at', 'last_at', 'sessions']
  for (const { mxc, name, roomId, bytes, sha256, class: found, isWhole, firstAtMs, lastAtMs, sessions } of files) {
    yield [mxc, name, roomId, bytes, sha256, found, isWhole, moment(firstAtMs), moment(lastAtMs), sessions.join(' ')]
  }
}

function* sessionRows({ sessions }: ExposureReport): Generator<readonly Cell[]> {
  yield ['user_id', 'device_id', 'device_name', 'addresses', 'first_at', 'last_at', 'events', 'files', 'bytes', 'ended_by']
  for (const { userId, deviceId, deviceName, addresses, firstAtMs, lastAtMs, events, files, bytes, endedBy } of sessions) {
    yield [userId, deviceId, deviceName, addresses.join(' '), moment(firstAtMs), moment(lastAtMs), events, files, bytes, endedBy]
  }
}

function moment(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString()
}
