// An exposure report for print: who looks at it need not know what a ledger is.
import type { ExposedFile, ExposedPerson, ExposedRoom, ExposureReport } from '@chappe/ledger'
import type { Sheet } from './pdf-sheet.ts'
import { openSheet } from './pdf-sheet.ts'
import type { ReportLanguage, ReportWords } from './report-words.ts'
import { reportWords, writersOf } from './report-words.ts'

/** What is printed of each list; the rest is in the CSV. */
const ROOMS_MAX = 1500
const FILES_MAX = 500
const LIST_MAX = 200
const BARS_MAX = 120

/** What the parts of the document are written with. */
interface Writing {
  sheet: Sheet
  report: ExposureReport
  words: ReportWords
  writers: ReturnType<typeof writersOf>
}

/** The report as the bytes of a PDF. The same report gives the same bytes; its dates are those of the report. */
export async function reportPdf(report: ExposureReport, language: ReportLanguage): Promise<Buffer> {
  const words = reportWords[language]
  const writers = writersOf(language)
  const title = titleOf(report, words)
  const sheet = openSheet({
    title: `${title} – ${subjectOf(report, words)}`,
    language,
    madeAtMs: report.madeAtMs,
    foot: `${report.serverName} · ${title} · ${subjectOf(report, words)} · ${writers.moment(report.madeAtMs)}`,
  })
  const writing = { sheet, report, words, writers }
  writeTitle(writing)
  writeClasses(writing)
  writeReach(writing)
  writeTimeline(writing)
  writeSessions(writing)
  writeRooms(writing)
  writeFiles(writing)
  writePeople(writing)
  writeOthers(writing)
  writeLedger(writing)
  return sheet.finish()
}

/** On each page: who finds one of them must not take a drill for what has happened. */
function titleOf({ isExercise }: ExposureReport, words: ReportWords): string {
  return isExercise === true ? `${words.exercise} – ${words.title}` : words.title
}

function subjectOf({ subject }: ExposureReport, words: ReportWords): string {
  const what = [subject.userId, subject.deviceId, subject.cidr].filter((each) => each !== undefined).join(' · ')
  return what === '' ? words.subjectOf[subject.kind] : `${words.subjectOf[subject.kind]} ${what}`
}

function writeTitle({ sheet, report, words, writers }: Writing): void {
  const { totals } = report
  const { count, size, moment } = writers
  sheet.heading(titleOf(report, words))
  sheet.facts([
    [words.subject, subjectOf(report, words)],
    [words.window, words.windowOf(report.fromMs === 0 ? null : moment(report.fromMs), moment(report.toMs))],
    [words.server, report.serverName],
    [words.caseName, report.caseId ?? words.noCase],
    [words.madeAt, moment(report.madeAtMs)],
  ])
  sheet.heading(words.totals)
  sheet.facts([
    [words.total.rooms, count(totals.rooms)],
    [words.total.events, count(totals.events - (totals.eventsState ?? 0))],
    ...(totals.eventsState === undefined ? [] : [[words.total.eventsState, count(totals.eventsState)] as const]),
    [words.total.eventsKeysReachable, count(totals.eventsKeysReachable)],
    [words.total.eventsCiphertextOnly, count(totals.eventsCiphertextOnly)],
    [words.total.eventsUnknown, count(totals.eventsUnknown)],
    [words.total.eventsReachable, count(totals.eventsReachable)],
    [words.total.people, count(totals.people)],
    [words.total.peopleReachable, count(totals.peopleReachable)],
    [words.total.files, count(totals.files)],
    [words.total.fileBytes, size(totals.fileBytes)],
    [words.total.bytes, size(totals.bytes)],
  ])
}

function writeClasses({ sheet, words }: Writing): void {
  sheet.heading(words.classes)
  sheet.paragraph(words.classesWhy)
  sheet.facts((['delivered', 'keys_reachable', 'ciphertext_only', 'unknown', 'reachable'] as const).map((each) => [words.className[each], words.classMeaning[each]]))
  sheet.paragraph(words.unseen, 'soft')
}

/** Whom it could have found, and what of that is assumed. */
function writeReach({ sheet, report: { reachablePeople: people, totals: { roomsPreviewable } }, words, writers }: Writing): void {
  if (people === null) return
  const { count } = writers
  const { reach } = words
  const { all = Math.max(people.count, people.inRooms), assumed = 0, byName = 0, listed = 0, listedAssumed = 0, assumptions = [] } = people
  sheet.heading(reach.title)
  sheet.facts([
    [reach.all, count(all)],
    [reach.found, `${count(people.count)} (${reach.scope[people.scope]})`],
    [reach.inRooms, count(people.inRooms)],
    [reach.byName, count(byName)],
    [reach.listed, count(listed)],
    ...(assumed + listedAssumed === 0 ? [] : [[reach.assumed, reach.assumedOf(count(assumed), count(listedAssumed))] as const]),
    ...(roomsPreviewable === undefined ? [] : [[reach.previewable, count(roomsPreviewable)] as const]),
    ...(people.pictures === undefined ? [] : [[reach.pictures, count(people.pictures)] as const]),
  ])
  for (const each of assumptions) sheet.paragraph(`${reach.unknown}: ${reach.assumption[each]}`, 'soft')
}

function writeTimeline({ sheet, report, words, writers }: Writing): void {
  sheet.heading(words.timeline, 190)
  sheet.paragraph(words.timelineWhy)
  const { timeline } = report
  // Neighbours are drawn as one where there are more than the paper holds.
  const per = Math.max(1, Math.ceil(timeline.length / BARS_MAX))
  const heights: number[] = []
  timeline.forEach(({ events, files }, index) => {
    const bar = Math.floor(index / per)
    heights[bar] = (heights[bar] ?? 0) + events + files
  })
  // Its first minute is that of the first read, whenever the time begins that was asked for.
  sheet.bars(heights, [writers.moment(timeline[0]?.fromMs ?? report.fromMs), writers.moment(timeline.at(-1)?.toMs ?? report.toMs)])
}

function writeSessions({ sheet, report: { sessions }, words, writers }: Writing): void {
  sheet.heading(words.sessions)
  sheet.paragraph(words.sessionsWhy)
  sheet.table(
    [
      { label: words.column.session, weight: 4, text: ({ userId, deviceId, deviceName }) => [deviceName ?? deviceId, `${userId} ${deviceId}`] },
      { label: words.column.addresses, weight: 2.8, text: ({ addresses }) => addresses.slice(0, 5).join(' ') },
      { label: words.column.messages, weight: 2, isNumber: true, text: ({ events }) => writers.count(events) },
      { label: words.column.files, weight: 1.7, isNumber: true, text: ({ files }) => writers.count(files) },
      { label: words.column.first, weight: 3.2, text: ({ firstAtMs }) => writers.moment(firstAtMs) },
      { label: words.column.last, weight: 3.2, text: ({ lastAtMs }) => writers.moment(lastAtMs) },
    ],
    sessions.slice(0, LIST_MAX),
  )
  writeRest({ sheet, words }, { rows: sessions, max: LIST_MAX, file: 'sessions.csv' })
}

function writeRooms({ sheet, report, words, writers }: Writing): void {
  const rooms = report.rooms.toSorted((a, b) => shownOf(b) - shownOf(a) || compare(a.roomId, b.roomId))
  sheet.heading(words.rooms)
  sheet.table<ExposedRoom>(
    [
      { label: words.column.room, weight: 6.4, text: ({ roomId, name }) => [name ?? roomId, roomId] },
      { label: words.column.class, weight: 3, text: (room) => words.className[room.class] },
      { label: words.column.read, weight: 1.4, isNumber: true, text: (room) => writers.count(shownOf(room)) },
      { label: words.column.of, weight: 1.4, isNumber: true, text: ({ events }) => writers.count(events.total) },
      { label: words.column.first, weight: 3.4, text: ({ firstAtMs }) => writers.moment(firstAtMs) },
      { label: words.column.last, weight: 3.4, text: ({ lastAtMs }) => writers.moment(lastAtMs) },
    ],
    rooms.slice(0, ROOMS_MAX),
  )
  writeRest({ sheet, words }, { rows: rooms, max: ROOMS_MAX, file: 'rooms.csv' })
}

/** How many messages of a room were sent out, whatever could be made of them. */
function shownOf({ events }: ExposedRoom): number {
  return events.delivered + events.ciphertextOnly + events.keysReachable + events.unknown
}

function writeFiles({ sheet, report, words, writers }: Writing): void {
  const files = report.files.toSorted((a, b) => b.bytes - a.bytes || compare(a.mxc, b.mxc))
  sheet.heading(words.files)
  sheet.table<ExposedFile>(
    [
      { label: words.column.file, weight: 6.4, text: ({ mxc, name }) => [name ?? mxc, mxc] },
      { label: words.column.class, weight: 3, text: (file) => words.className[file.class] },
      { label: words.column.size, weight: 1.8, isNumber: true, text: ({ bytes }) => writers.size(bytes) },
      { label: words.column.first, weight: 3.4, text: ({ firstAtMs }) => writers.moment(firstAtMs) },
    ],
    files.slice(0, FILES_MAX),
  )
  writeRest({ sheet, words }, { rows: files, max: FILES_MAX, file: 'files.csv' })
}

function writePeople({ sheet, report, words, writers }: Writing): void {
  const affected = report.people.filter((each) => each.class !== 'reachable')
  const counts = [...Map.groupBy(affected, (person: ExposedPerson) => person.organisation ?? '')]
    .map(([organisation, people]) => ({ organisation, count: people.length }))
    .toSorted((a, b) => b.count - a.count || compare(a.organisation, b.organisation))
  sheet.heading(words.people)
  sheet.paragraph(words.peopleWhy)
  sheet.table(
    [
      { label: words.column.organisation, weight: 5, text: ({ organisation }) => (organisation === '' ? words.noOrganisation : organisation) },
      { label: words.column.people, weight: 2, isNumber: true, text: ({ count }) => writers.count(count) },
    ],
    counts.slice(0, LIST_MAX),
  )
  writeRest({ sheet, words }, { rows: counts, max: LIST_MAX, file: 'people.csv' })
}

function writeOthers({ sheet, report: { others }, words, writers }: Writing): void {
  sheet.heading(words.others)
  sheet.paragraph(words.othersWhy)
  sheet.table(
    [
      { label: words.column.account, weight: 4, text: ({ userId }) => userId },
      { label: words.column.address, weight: 3, text: ({ address }) => address },
      { label: words.column.first, weight: 3.4, text: ({ firstAtMs }) => writers.moment(firstAtMs) },
      { label: words.column.last, weight: 3.4, text: ({ lastAtMs }) => writers.moment(lastAtMs) },
    ],
    others.slice(0, LIST_MAX),
  )
  writeRest({ sheet, words }, { rows: others, max: LIST_MAX, file: 'report.json' })
}

/** Why there is a gap, as `report.json` has it, in the language of the document. */
function gapIn(why: string, { gap }: ReportWords): string {
  const [, bytes] = /^(\d+) bytes of the record wait outside of it/.exec(why) ?? []
  if (bytes !== undefined) return gap.spooled(bytes)
  const [, block, after] = /^block (\d+) does not follow block (-?\d+) of its process$/.exec(why) ?? []
  if (block !== undefined && after !== undefined) return gap.notFollowing(block, after)
  return why === 'the time for which rows are kept is over' ? gap.forgotten : why
}

function writeLedger({ sheet, report: { ledger }, words, writers }: Writing): void {
  sheet.heading(words.ledger)
  if (ledger.isWhole && ledger.gaps.length === 0) sheet.paragraph(words.ledgerWhole)
  else {
    sheet.paragraph(words.ledgerGaps(ledger.gaps.length))
    sheet.table(
      [
        { label: words.column.first, weight: 2, text: ({ fromMs }) => (fromMs === 0 ? words.beginning : writers.moment(fromMs)) },
        { label: words.column.last, weight: 2, text: ({ toMs }) => writers.moment(toMs) },
        { label: words.column.why, weight: 5, text: ({ why }) => gapIn(why, words) },
      ],
      ledger.gaps.slice(0, LIST_MAX),
    )
  }
  sheet.heading(words.verify)
  sheet.paragraph(words.verifyHow)
  sheet.paragraph(ledger.checkpoint, 'fixed')
}

function writeRest({ sheet, words }: Pick<Writing, 'sheet' | 'words'>, { rows, max, file }: { rows: readonly unknown[]; max: number; file: string }): void {
  if (rows.length === 0) sheet.paragraph(words.none, 'soft')
  if (rows.length > max) sheet.paragraph(words.more(rows.length - max, file), 'soft')
}

/** By code units: the same order on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
