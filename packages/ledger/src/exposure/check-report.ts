// Whether a report says what the rows say that come with it: everything in it that can be counted without the server.
import { LedgerFormatError } from '../bytes.ts'
import type { Shown } from '../evidence.ts'
import { NumberSet } from './number-set.ts'
import type { ExposedRoom, ExposureReport, ExposureTotals } from './report.ts'
import { readReport } from './read-report.ts'
import type { SessionTally, Tally } from './tally.ts'
import { addRow, createTally, sessionKeyOf } from './tally.ts'
import { sliceTimeline } from './timeline.ts'

/** The report. Throws `LedgerFormatError` with the first thing that the rows contradict. */
export function checkReport(value: unknown, { checkpoint, rows }: Pick<Shown, 'checkpoint' | 'rows'>): ExposureReport {
  const report = assertReport(value)
  if (!report.ledger.checkpoint.startsWith(`${checkpoint.origin}\n${checkpoint.size}\n`) || report.ledger.size !== checkpoint.size) throw new LedgerFormatError('the report is of another head of the ledger')
  const tally = createTally()
  for (const row of rows) if (row.at >= report.fromMs && row.at <= report.toMs) addRow(tally, row)
  if (report.totals.rows !== rows.length) throw wrong('how many rows it is made from')
  checkSessions(report, tally)
  checkRooms(report, tally)
  checkFiles(report, tally)
  if (JSON.stringify(report.timeline) !== JSON.stringify(sliceTimeline(tally.minutes))) throw wrong('when it was')
  if (report.totals.peopleUnnamed !== tally.people.unnamed) throw wrong('how many people it does not name')
  checkTotals(report)
  return report
}

function assertReport(value: unknown): ExposureReport {
  const report = readReport(value)
  assertOrder(report.rooms.map(({ roomId }) => roomId))
  assertOrder(report.people.map(({ userId }) => userId))
  assertOrder(report.files.map(({ mxc }) => mxc))
  return report
}

function assertOrder(ids: readonly string[]): void {
  for (let at = 1; at < ids.length; at += 1) if ((ids[at - 1] ?? '') >= (ids[at] ?? '')) throw new LedgerFormatError('a list of the report is out of order')
}

function checkSessions({ sessions }: ExposureReport, tally: Tally): void {
  const named = new Map(sessions.map((session) => [sessionKeyOf(session), session]))
  if (named.size !== tally.sessions.size || sessions.length !== named.size) throw wrong('which sessions there were')
  for (const [key, found] of tally.sessions) {
    const session = named.get(key)
    const events = [...found.rooms.values()].reduce((sum, room) => sum + room.positions.size, 0)
    const isSame =
      session?.events === events &&
      session.bytes === found.bytes &&
      session.files === found.files.size &&
      session.firstAtMs === found.firstAtMs &&
      session.lastAtMs === found.lastAtMs &&
      session.addresses.length === found.addresses.size &&
      session.addresses.every((address) => found.addresses.has(address))
    if (!isSame) throw wrong(`what session ${session?.deviceId ?? key} was shown`)
  }
}

function checkRooms({ rooms, ledger }: ExposureReport, tally: Tally): void {
  const named = new Map(rooms.map((room) => [room.number, room]))
  if (named.size !== rooms.length) throw wrong('which rooms there are')
  const shown = new Map<number, { positions: NumberSet; isVague: boolean }>()
  for (const session of tally.sessions.values()) {
    for (const [number, room] of session.rooms) {
      const sums = shown.get(number) ?? { positions: new NumberSet(), isVague: false }
      shown.set(number, sums)
      sums.positions.addAll(room.positions)
      sums.isVague ||= room.vague.length > 0
    }
  }
  for (const number of shown.keys()) if (!named.has(number)) throw wrong('which rooms there are')
  for (const room of rooms) {
    const { positions, isVague } = shown.get(room.number) ?? { positions: new NumberSet(), isVague: false }
    const counted = countOf(room)
    // Where rows do not name each event, or some are missing, more than they name is assumed.
    const isSame = isVague || !ledger.isWhole ? counted >= positions.size : counted === positions.size
    if (!isSame) throw wrong(`how many events of ${room.roomId} were delivered`)
    if (room.class === 'reachable' && counted > 0) throw wrong(`whether anything of ${room.roomId} was delivered`)
  }
}

function countOf({ events }: ExposedRoom): number {
  return events.delivered + events.ciphertextOnly + events.keysReachable + events.unknown
}

function checkFiles({ files, serverName, ledger }: ExposureReport, tally: Tally): void {
  const prefix = `mxc://${serverName}/`
  const shown = new Set([...tally.sessions.values()].flatMap((session: SessionTally) => [...session.files.keys()]))
  const named = new Set(files.filter((file) => file.class !== 'reachable' && (ledger.isWhole || file.firstAtMs !== null)).map(({ mxc }) => mxc.slice(prefix.length)))
  if (shown.size !== named.size || ![...shown].every((mediaId) => named.has(mediaId))) throw wrong('which files were delivered')
}

function checkTotals(report: ExposureReport): void {
  const { rooms, files, totals } = report
  const shown = files.filter((file) => file.class !== 'reachable')
  const reachable = rooms.filter((room) => room.class === 'reachable' && room.reachableBy !== null)
  const previewable = reachable.filter(({ reachableBy }) => reachableBy === 'preview')
  const found: Partial<ExposureTotals> = {
    rooms: rooms.filter((room) => room.class !== 'reachable').length,
    roomsReachable: reachable.length - previewable.length,
    roomsPreviewable: previewable.length,
    roomsListed: rooms.filter(({ isListed }) => isListed).length,
    ...sumsOf(rooms),
    people: report.people.filter((person) => person.class !== 'reachable').length,
    files: shown.length,
    filesReachable: files.length - shown.length,
    fileBytes: shown.reduce((sum, { bytes }) => sum + bytes, 0),
    sessions: report.sessions.length,
    bytes: report.sessions.reduce((sum, { bytes }) => sum + bytes, 0),
  }
  // What a report of before does not say is not held against it.
  const said = new Map<string, number>(Object.entries(totals))
  for (const [name, count] of Object.entries(found)) if ((said.get(name) ?? count) !== count) throw wrong('what it adds up to')
}

function sumsOf(rooms: readonly ExposedRoom[]): Partial<ExposureTotals> {
  const sumOf = (count: (room: ExposedRoom) => number): number => rooms.reduce((sum, room) => sum + count(room), 0)
  return {
    events: sumOf(({ events }) => events.delivered),
    eventsState: sumOf(({ events }) => events.state),
    eventsCiphertextOnly: sumOf(({ events }) => events.ciphertextOnly),
    eventsKeysReachable: sumOf(({ events }) => events.keysReachable),
    eventsUnknown: sumOf(({ events }) => events.unknown),
    eventsReachable: sumOf(({ events }) => events.reachable),
  }
}

function wrong(what: string): LedgerFormatError {
  return new LedgerFormatError(`the rows do not say what the report says of ${what}`)
}
