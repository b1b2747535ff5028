// What people have reported, at the desk: read, taken up, done with. Each decision is on record.
import type { ReportRecord, ReportState } from '@chappe/homeserver/ports'
import type { DeskContext } from '../../deps.ts'
import type { DeskCall, Reason } from '../accounts/accounts.ts'
import { actWith } from '../containment/containment.ts'

/** The operations. */
export interface DeskReports {
  list(page: { from: number; limit: number }, state: ReportState | undefined): Promise<ReportRecord[]>
  /** Throws `M_NOT_FOUND`, and `M_BAD_STATE` where the desk is done with it already. */
  decide(call: DeskCall, reportNid: number, decision: { state: 'taken' | 'done' } & Reason): Promise<ReportRecord>
}

/** Ties the operations. */
export function createDeskReports(context: DeskContext): DeskReports {
  const { reports } = context.ports
  return {
    list: (page, state) => reports.list(page, state),
    decide: (call, reportNid, { state, ...reason }) =>
      actWith(context, call, { target: `report ${reportNid}`, ...reason }, ({ userNid, done }) =>
        reports.decide(reportNid, { state, userNid, caseNid: reason.case_id }, (tx) => done(tx))),
  }
}
