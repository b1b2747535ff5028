// Reports on what was shown: who may order one, how far they are, and what they found.
import { MatrixError } from '@chappe/contract'
import type { ExposedFile, ExposedPerson, ExposedRoom, ExposureSubject, ExposureSummary } from '@chappe/ledger'
import type { Tx } from '@chappe/homeserver/ports'
import type { Background } from '../../background.ts'
import type { DeskContext } from '../../deps.ts'
import type { DeskPorts } from '../../ports.ts'
import type { DeskCall, Reason } from '../accounts/accounts.ts'
import { actWith } from '../containment/containment.ts'
import type { DeskRequests } from '../requests/requests.ts'
import type { EntryKind, StoredReport } from './exposure-store.ts'
import { findArchivePart, findReport, insertReport, listEntries, listReports } from './exposure-store.ts'
import type { WireSubject } from './order.ts'
import { printOrder, subjectOf } from './order.ts'

export type { DoneReport, DoneReports } from './done-reports.ts'
export { createDoneReports, readRowsOf } from './done-reports.ts'
export { inertText } from './formats/inert-text.ts'
export { writersOf } from './formats/report-words.ts'
export { setAgreed } from './exposure-store.ts'
export { startRunner } from './runner.ts'

/** A report with what was found so far. */
export interface ReportDetails {
  stored: StoredReport
  subject: ExposureSubject
  summary: ExposureSummary | undefined
}

/** Which part of a long list. */
export interface EntryPage {
  class: string | undefined
  session: string | undefined
  from: number
  limit: number
}

/** A part of a long list, how long it is as a whole, and where it goes on. */
export interface EntryList<T> {
  entries: T[]
  total: number
  next: number | undefined
}

/** What is ordered. */
export type ReportInput = { subject: WireSubject; from_ms?: number | undefined; to_ms?: number | undefined } & Reason

/** The operations. What takes the number of a report throws `M_NOT_FOUND` where there is none, or it is not that far. */
export interface Exposure {
  /** Has a report made, or asks a second person for it. */
  order(call: DeskCall, input: ReportInput): Promise<{ reportNid: number; requestNid: number | undefined }>
  list(filter: { caseNid: number | undefined }, page: { from: number; limit: number }): Promise<ReportDetails[]>
  get(reportNid: number): Promise<ReportDetails>
  rooms(reportNid: number, page: EntryPage): Promise<EntryList<ExposedRoom>>
  people(reportNid: number, page: EntryPage): Promise<EntryList<ExposedPerson>>
  files(reportNid: number, page: EntryPage): Promise<EntryList<ExposedFile>>
  /** The signed archive, part by part. */
  archive(reportNid: number): Promise<{ byteLength: number; sessions: number; parts: AsyncIterable<Buffer> }>
}

/** The last moment that a date can be written of. */
const LATEST_MS = 8_640_000_000_000_000

/** Ties the operations. */
export function createExposure(context: DeskContext, requests: Pick<DeskRequests, 'ask'>, runner: Pick<Background, 'wake'>): Exposure {
  const { db } = context.ports.ground

  async function entriesOf<T>(reportNid: number, kind: EntryKind, page: EntryPage): Promise<EntryList<T>> {
    const report = await findReport(db, reportNid)
    // What was delivered is there to be looked at while what could have been read is being found.
    if (report === undefined || report.summary === null) throw notThere()
    const { entries, total } = await listEntries(db, { reportNid, kind, class: page.class, session: page.session }, page)
    const last = entries.length < page.limit ? undefined : entries.at(-1)
    // Written by `runner.ts` as this very kind.
    return { entries: entries.map(({ body }) => JSON.parse(body)), total, next: last === undefined ? undefined : last.place + 1 }
  }

  return {
    order: (call, input) => order({ context, requests, runner }, call, input),
    list: async (filter, page) => (await listReports(db, filter, page)).map(detailsOf),
    async get(reportNid) {
      const stored = await findReport(db, reportNid)
      if (stored === undefined) throw notThere()
      return detailsOf(stored)
    },
    rooms: (reportNid, page) => entriesOf<ExposedRoom>(reportNid, 'room', page),
    people: (reportNid, page) => entriesOf<ExposedPerson>(reportNid, 'person', page),
    files: (reportNid, page) => entriesOf<ExposedFile>(reportNid, 'file', page),
    async archive(reportNid) {
      const stored = await findReport(db, reportNid)
      if (stored?.state !== 'done' || stored.archiveBytes === null) throw notThere()
      const { summary } = detailsOf(stored)
      return { byteLength: stored.archiveBytes, sessions: summary?.sessions.length ?? 0, parts: partsOf(context.ports, reportNid) }
    },
  }
}

interface Ordering {
  context: DeskContext
  requests: Pick<DeskRequests, 'ask'>
  runner: Pick<Background, 'wake'>
}

async function order({ context, requests, runner }: Ordering, call: DeskCall, input: ReportInput): Promise<{ reportNid: number; requestNid: number | undefined }> {
  const { ports } = context
  const { db, clock } = ports.ground
  const subject = subjectOf(input.subject)
  const { from_ms: fromMs = 0, to_ms: toMs = clock.now() } = input
  if (fromMs > toMs || toMs > LATEST_MS) throw new MatrixError('M_INVALID_PARAM', { message: 'That time ends before it begins, or never' })
  const target = printOrder({ subject, fromMs, toMs })
  return actWith(context, call, { ...input, target }, async (recorded) => {
    const isAlone = await mayAlone(context, call, subject)
    const isExercise = subject.userId !== undefined && (await ports.accounts.get(subject.userId)).accountType === 'exercise'
    const keepApart = async (tx: Tx): Promise<void> => {
      if (input.case_id !== undefined) await context.cases.keepApart(tx, input.case_id, isExercise)
    }
    if (isAlone && input.case_id === undefined) throw new MatrixError('M_INVALID_PARAM', { message: 'A report that one person has made belongs to a case: say which' })
    const report = { subject: JSON.stringify(subject), fromMs, toMs, caseNid: input.case_id ?? null, askedBy: call.session.userNid, atMs: clock.now() }
    if (!isAlone) {
      let reportNid = 0
      const { requestNid } = await requests.ask(call, { ...input, target }, recorded, async (tx, request) => {
        await keepApart(tx)
        reportNid = await insertReport(tx, { ...report, state: 'asked', requestNid: request })
      })
      return { reportNid, requestNid }
    }
    const reportNid = await db.transaction().execute(async (tx) => {
      await keepApart(tx)
      const made = await insertReport(tx, { ...report, state: 'waiting', requestNid: null })
      await recorded.done(tx)
      return made
    })
    runner.wake()
    return { reportNid, requestNid: undefined }
  })
}

/** Whether it is about an account that is stopped, and of somebody else. Throws `M_NOT_FOUND` for an account there is not. */
async function mayAlone({ ports }: DeskContext, { session }: DeskCall, { userId }: ExposureSubject): Promise<boolean> {
  if (userId === undefined) return false
  const account = await ports.accounts.get(userId)
  if (account.userNid === session.userNid) throw new MatrixError('M_FORBIDDEN', { message: 'That is your own account' })
  return account.state === 'contained' || account.state === 'quarantined'
}

async function* partsOf({ ground }: DeskPorts, reportNid: number): AsyncGenerator<Buffer> {
  for (let part = 0; ; part += 1) {
    const bytes = await findArchivePart(ground.db, reportNid, part)
    if (bytes === undefined) return
    yield bytes
  }
}

function detailsOf(stored: StoredReport): ReportDetails {
  // Both were written by this feature.
  return { stored, subject: JSON.parse(stored.subject), summary: stored.summary === null ? undefined : JSON.parse(stored.summary) }
}

function notThere(): MatrixError {
  return new MatrixError('M_NOT_FOUND', { message: 'There is no such report, or it is not done yet' })
}
