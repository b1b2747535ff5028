// Makes a report: rows of the ledger, what they add up to, and what the server says of what they name.
import type { EvidenceRow, ExposedFile, ExposedPerson, ExposedRoom, ExposureLedger, ExposureReport, ExposureTotals, ReachablePeople, Tally } from '@chappe/ledger'
import { EXPOSURE_FORMAT, sliceTimeline } from '@chappe/ledger'
import type { DeskPorts } from '../../../ports.ts'
import type { Order } from '../order.ts'
import { addReachable, assumeInGaps } from './add-reachable.ts'
import { gatherFiles } from './gather-files.ts'
import { byCodeUnits, gatherPeople } from './gather-people.ts'
import type { Gathered } from './gather-rooms.ts'
import { gatherRooms } from './gather-rooms.ts'
import { gatherOthers, gatherSessions } from './gather-sessions.ts'
import { readRows, rowsWantedBy } from './read-rows.ts'

/** What is ordered, in which case, and what time it is said to be. */
export interface ReportOrder extends Order {
  caseId: string | null
  madeAtMs: number
  /** It is about the account of a drill. */
  isExercise: boolean
}

/** A report, and the rows that it is made from. */
export interface MadeReport {
  report: ExposureReport
  rows: readonly EvidenceRow[]
  head: { size: number; note: string }
}

/** Who is told how far it is. */
export interface ReportListener {
  /** The part that is done. */
  progress(done: number): Promise<void>
  /** What was delivered is known, and will not change; what could have been read is not in it yet. */
  delivered(report: ExposureReport): Promise<void>
}

/** Makes it. Throws in words where there is too much. */
export async function makeReport(ports: DeskPorts, order: ReportOrder, { progress, delivered: tellDelivered }: ReportListener): Promise<MadeReport> {
  const { exposure, provenLedger } = ports
  const wanted = await rowsWantedBy(ports, order)
  const head = await provenLedger.sign()
  const { rows, tally } = await readRows(ports, wanted, { ...order, size: head.size })
  await progress(0.2)
  const { list: sessions, names } = await gatherSessions(exposure, tally)
  const gathered = await gatherRooms(exposure, tally, names, (done) => progress(0.2 + done * 0.5))
  const people = await gatherPeople(exposure, tally, gathered.people)
  const delivered = await gatherFiles(exposure, tally, { gathered, names })
  const isOfSomebody = order.subject.kind === 'account' || order.subject.kind === 'session'
  const others = isOfSomebody ? await gatherOthers(ports, sessions, head.size) : []
  const ledger = await standingOf(ports, order, head)
  const reportOf = ({ rooms, files, reached }: { rooms: ExposedRoom[]; files: ExposedFile[]; reached: ReachablePeople | null }): ExposureReport => ({
    format: EXPOSURE_FORMAT,
    serverName: exposure.serverName,
    subject: order.subject,
    ...(order.isExercise ? { isExercise: true as const } : {}),
    fromMs: order.fromMs,
    toMs: order.toMs,
    caseId: order.caseId,
    madeAtMs: order.madeAtMs,
    ledger,
    totals: totalsOf(tally, { rooms, people, files, reached }, rows.length),
    reachablePeople: reached,
    sessions,
    rooms,
    people,
    files,
    timeline: sliceTimeline(tally.minutes),
    others,
  })
  await tellDelivered(reportOf({ rooms: inOrder(gathered), files: delivered, reached: null }))
  await progress(0.75)
  const reached = await addReachable(ports, order, { gathered, files: delivered })
  const [rooms, files] = [inOrder(gathered), [...delivered, ...reached.files].toSorted((a, b) => byCodeUnits(a.mxc, b.mxc))]
  if (!ledger.isWhole) assumeInGaps({ rooms, files })
  await progress(0.9)
  return { report: reportOf({ rooms, files, reached: reached.people }), rows, head }
}

function inOrder({ rooms }: Gathered): ExposedRoom[] {
  return [...rooms.values()].toSorted((a, b) => byCodeUnits(a.roomId, b.roomId))
}

/** Whether the record is whole over the time of an order. */
async function standingOf({ ledger, provenLedger }: DeskPorts, { fromMs, toMs }: Order, head: { size: number; note: string }): Promise<ExposureLedger> {
  const [{ broken }, forgottenUpTo] = [await provenLedger.standing(), await provenLedger.forgottenUpTo()]
  const spooledBytes = await ledger.spooledBytes()
  const gaps = [
    ...(spooledBytes > 0 ? [{ fromMs, toMs, why: `${spooledBytes} bytes of the record wait outside of it, until the database takes rows` }] : []),
    ...(broken === undefined ? [] : [{ fromMs, toMs, why: broken }]),
    ...(forgottenUpTo >= fromMs && forgottenUpTo > 0 ? [{ fromMs, toMs: Math.min(forgottenUpTo, toMs), why: 'the time for which rows are kept is over' }] : []),
  ]
  return { size: head.size, checkpoint: head.note, isWhole: gaps.length === 0, gaps }
}

interface Parts {
  rooms: readonly ExposedRoom[]
  people: readonly ExposedPerson[]
  files: readonly ExposedFile[]
  reached: ReachablePeople | null
}

function totalsOf({ sessions, people: { unnamed } }: Tally, { rooms, people, files, reached }: Parts, rows: number): ExposureTotals {
  const sumOf = (count: (room: ExposedRoom) => number): number => rooms.reduce((sum, room) => sum + count(room), 0)
  const isShown = (each: { class: string }): boolean => each.class !== 'reachable'
  return {
    rooms: rooms.filter(isShown).length,
    roomsReachable: rooms.filter((room) => room.class === 'reachable' && room.reachableBy !== null && room.reachableBy !== 'preview').length,
    roomsPreviewable: rooms.filter((room) => room.class === 'reachable' && room.reachableBy === 'preview').length,
    roomsListed: rooms.filter(({ isListed }) => isListed).length,
    events: sumOf(({ events }) => events.delivered),
    eventsState: sumOf(({ events }) => events.state),
    eventsCiphertextOnly: sumOf(({ events }) => events.ciphertextOnly),
    eventsKeysReachable: sumOf(({ events }) => events.keysReachable),
    eventsUnknown: sumOf(({ events }) => events.unknown),
    eventsReachable: sumOf(({ events }) => events.reachable),
    people: people.filter(isShown).length,
    peopleReachable: reached === null ? 0 : (reached.all ?? Math.max(reached.count, reached.inRooms)),
    peopleUnnamed: unnamed,
    files: files.filter(isShown).length,
    filesReachable: files.filter((each) => !isShown(each)).length,
    fileBytes: files.filter(isShown).reduce((sum, { bytes }) => sum + bytes, 0),
    bytes: [...sessions.values()].reduce((sum, { bytes }) => sum + bytes, 0),
    sessions: sessions.size,
    rows,
  }
}
