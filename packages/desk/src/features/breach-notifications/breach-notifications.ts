// Telling the supervisory authority of a breach within 72 hours of knowing of it: a draft from the report, and every
// saving of it. https://eur-lex.europa.eu/eli/reg/2016/679/oj, article 33
import { MatrixError } from '@chappe/contract'
import type { DeskContext } from '../../deps.ts'
import type { DeskCall } from '../accounts/accounts.ts'
import type { DoneReport, DoneReports } from '../exposure/exposure.ts'
export type { BreachFields } from './steps/propose.ts'
import type { BreachPhase, StoredRevision } from './breach-notifications-store.ts'
import { findFirstContainment, insertRevision, listRevisions } from './breach-notifications-store.ts'
import type { BreachFields } from './steps/propose.ts'
import { NOTIFY_WITHIN_MS, proposeFields } from './steps/propose.ts'

/** A notification as it stands. */
export interface BreachNotification {
  report: DoneReport
  revision: number
  phase: BreachPhase
  becameAwareAtMs: number
  dueAtMs: number
  /** Nobody has said when it was known. */
  isAssumed: boolean
  fields: BreachFields
  reference: string
  revisions: StoredRevision[]
  notices: { sent: number; read: number } | null
}

/** What somebody writes. */
export interface BreachInput {
  revision: number
  phase: BreachPhase
  became_aware_at_ms?: number | undefined
  fields: BreachFields
  reference: string
}

/** The operations. They throw `M_NOT_FOUND` where there is no such report, or it is not done. */
export interface BreachNotifications {
  get(reportNid: number): Promise<BreachNotification>
  /** Throws `M_BAD_STATE` where somebody else has written meanwhile. */
  set(call: DeskCall, reportNid: number, input: BreachInput): Promise<BreachNotification>
}

/** What it asks of the notices to people. */
export interface NoticeCounts {
  countSent(reportNid: number): Promise<{ sent: number; read: number } | null>
}

/** Ties the operations. */
export function createBreachNotifications(context: DeskContext, reports: DoneReports, notices: NoticeCounts): BreachNotifications {
  const { db, clock } = context.ports.ground

  async function get(reportNid: number): Promise<BreachNotification> {
    const report = await reports.getDone(reportNid)
    const [revisions, containedAtMs] = [await listRevisions(db, reportNid), report.caseNid === null ? undefined : await findFirstContainment(db, report.caseNid)]
    const last = revisions[0]
    // One clock: that of the case, where the report belongs to one.
    const ofCase = report.caseNid === null ? null : (await context.cases.get(report.caseNid)).awareAtMs
    const said = ofCase ?? last?.becameAwareAtMs ?? null
    const becameAwareAtMs = said ?? containedAtMs ?? report.madeAtMs
    const { size } = report.summary.ledger
    const isWitnessed = (await context.ports.provenLedger.standing()).witnesses.some((each) => each.size >= size)
    return {
      report,
      revision: last?.revision ?? 0,
      phase: last?.phase ?? 'draft',
      becameAwareAtMs,
      dueAtMs: becameAwareAtMs + NOTIFY_WITHIN_MS,
      isAssumed: said === null,
      // Written by `set`, as the contract let it in.
      fields: last === undefined ? proposeFields({ summary: report.summary, containedAtMs, becameAwareAtMs, nowMs: clock.now(), isExercise: report.isExercise, isWitnessed }) : JSON.parse(last.fields),
      reference: last?.reference ?? '',
      revisions,
      notices: await notices.countSent(reportNid),
    }
  }

  return {
    get,
    set: (call, reportNid, { revision, phase, became_aware_at_ms: saidAtMs, fields, reference }) =>
      context.audit.act({ session: call.session, ip: call.ip }, { operation: call.operation, target: `exposure report ${reportNid}`, reason: '' }, async ({ done }) => {
        const before = await get(reportNid)
        if (saidAtMs !== undefined && saidAtMs > clock.now()) throw new MatrixError('M_INVALID_PARAM', { message: 'Nobody can have become aware of it later than now' })
        await db.transaction().execute(async (tx) => {
          const row = {
            reportNid, revision: revision + 1, phase, reference, writtenBy: call.session.userNid, atMs: clock.now(),
            becameAwareAtMs: saidAtMs ?? (before.isAssumed ? null : before.becameAwareAtMs),
            fields: JSON.stringify(fields),
          }
          if (before.revision !== revision || !(await insertRevision(tx, row))) throw new MatrixError('M_BAD_STATE', { message: 'Somebody else has written this meanwhile: look at it again' })
          const { caseNid } = before.report
          if (caseNid !== null && saidAtMs !== undefined) await context.cases.setAwareIn(tx, caseNid, { awareAtMs: saidAtMs, reason: `exposure report ${reportNid}`, userNid: call.session.userNid })
          await done(tx, caseNid === null ? {} : { caseNid })
        })
        return get(reportNid)
      }),
  }
}
