// What people have reported, at the desk: read, taken up, done with. Each decision is on record.
import type { ReportRecord, ReportState } from '@chappe/homeserver/ports'
import type { DeskContext } from '../../deps.ts'
import type { DeskCall, Reason } from '../accounts/accounts.ts'
import { ownAccount } from '../accounts/accounts.ts'
import { actWith } from '../containment/containment.ts'

/** The operations. */
export interface DeskReports {
  list(page: { from: number; limit: number }, filter: { state?: ReportState | undefined; caseNid?: number | undefined }): Promise<ReportRecord[]>
  /** Whoever made it is told, with the answer for them where there is one. Throws `M_NOT_FOUND`, `M_FORBIDDEN` where it is about oneself, and `M_BAD_STATE` where the desk is done with it already. */
  decide(call: DeskCall, reportNid: number, decision: { state: 'taken' | 'done'; answer?: string | undefined } & Reason): Promise<ReportRecord>
}

/** Ties the operations. */
export function createDeskReports(context: DeskContext): DeskReports {
  const { reports } = context.ports
  return {
    list: (page, filter) => reports.list(page, filter),
    async decide(call, reportNid, { state, answer, ...reason }) {
      const report = await actWith(context, call, { target: `report ${reportNid}`, ...reason }, ({ userNid, done }) =>
        reports.decide(reportNid, { state, userNid, caseNid: reason.case_id }, async (tx, about) => {
          if (about.userId === call.session.userId) throw ownAccount()
          await done(tx)
        }))
      await tellReporter(context, report, answer)
      return report
    },
  }
}

/** Whoever reported hears what became of it. It follows the commit, and is not queued. */
async function tellReporter({ ports }: DeskContext, { id, state, reporter }: ReportRecord, answer: string | undefined): Promise<void> {
  const [fr, en] =
    state === 'done'
      ? [`Votre signalement n° ${id} a été traité par l’équipe de sécurité. Merci.`, `The security team is done with your report number ${id}. Thank you.`]
      : [`L’équipe de sécurité s’occupe de votre signalement n° ${id}.`, `The security team has taken up your report number ${id}.`]
  const more = answer === undefined ? '' : `\n\n${answer}`
  await ports.notify(reporter, { fr: `${fr}${more}`, en: `${en}${more}` }, `${fr}\n\n${en}${more}`).catch((error: unknown) => ports.ground.logger.error({ err: error }, 'whoever reported could not be answered'))
}
