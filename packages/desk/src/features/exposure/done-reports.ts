// Reports that are done, for what follows from them: the whole of their lists, and the rows they were made from.
import { MatrixError } from '@chappe/contract'
import type { EvidenceRow, ExposedFile, ExposedPerson, ExposedRoom, ExposureSummary } from '@chappe/ledger'
import type { DeskPorts } from '../../ports.ts'
import { findReport, listEntries } from './exposure-store.ts'
import type { EntryKind } from './exposure-store.ts'
import { rowsWantedBy } from './steps/read-rows.ts'

/** A report that is done, without its long lists. */
export interface DoneReport {
  reportNid: number
  caseNid: number | null
  madeAtMs: number
  summary: ExposureSummary
  /** It is about an account of a drill. */
  isExercise: boolean
}

/** Reports that are done. */
export interface DoneReports {
  /** Throws `M_NOT_FOUND` where there is no such report, or it is not done. */
  getDone(reportNid: number): Promise<DoneReport>
  /** The whole list, so many at a time. */
  rooms(reportNid: number, atOnce: number): AsyncIterable<ExposedRoom[]>
  people(reportNid: number, atOnce: number): AsyncIterable<ExposedPerson[]>
  files(reportNid: number, atOnce: number): AsyncIterable<ExposedFile[]>
}

/** Ties them to the database. */
export function createDoneReports({ ground: { db } }: DeskPorts): DoneReports {
  async function* entriesOf<T>(reportNid: number, kind: EntryKind, atOnce: number): AsyncGenerator<T[]> {
    for (let from = 0; ; ) {
      const { entries } = await listEntries(db, { reportNid, kind, class: undefined, session: undefined }, { from, limit: atOnce })
      // Written by `runner.ts` as this very kind.
      if (entries.length > 0) yield entries.map(({ body }) => JSON.parse(body))
      if (entries.length < atOnce) return
      from = (entries.at(-1)?.place ?? from) + 1
    }
  }
  return {
    async getDone(reportNid) {
      const stored = await findReport(db, reportNid)
      if (stored?.state !== 'done' || stored.summary === null) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such report, or it is not done yet' })
      const summary: ExposureSummary = JSON.parse(stored.summary)
      return { reportNid, caseNid: stored.caseNid, madeAtMs: stored.madeAtMs ?? summary.madeAtMs, summary, isExercise: stored.isExercise }
    },
    rooms: (reportNid, atOnce) => entriesOf<ExposedRoom>(reportNid, 'room', atOnce),
    people: (reportNid, atOnce) => entriesOf<ExposedPerson>(reportNid, 'person', atOnce),
    files: (reportNid, atOnce) => entriesOf<ExposedFile>(reportNid, 'file', atOnce),
  }
}

/** The rows of the ledger that a report is about, up to the head it was made at, some at a time. */
export async function* readRowsOf(ports: DeskPorts, { summary: { subject, fromMs, toMs, ledger } }: DoneReport): AsyncGenerator<readonly EvidenceRow[]> {
  const wanted = await rowsWantedBy(ports, { subject, fromMs, toMs })
  yield* ports.provenLedger.read({ ...wanted, fromMs, toMs }, ledger.size)
}
