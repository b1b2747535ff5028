// Alerts at the desk: what the server has noticed, or an owner has said, and who has looked at it.
import type { StoredAlert } from '@chappe/homeserver/ports'
import type { DeskContext } from '../../deps.ts'
import type { DeskCall, Reason } from '../accounts/accounts.ts'
import { ownAccount } from '../accounts/accounts.ts'
import { actWith } from '../containment/containment.ts'

/** The operations. */
export interface DeskAlerts {
  /** Newest first; all, or those that somebody has looked at or nobody has. */
  list(page: { from: number; limit: number }, isOpen: boolean | undefined): Promise<StoredAlert[]>
  /** Says that one was looked at. Throws `M_NOT_FOUND`, `M_FORBIDDEN` where it is about oneself, and `M_BAD_STATE` where somebody has already. */
  decide(call: DeskCall, alertNid: number, reason: Reason): Promise<StoredAlert>
}

/** Ties the operations. */
export function createDeskAlerts(context: DeskContext): DeskAlerts {
  const { alerts } = context.ports
  return {
    list: (page, isOpen) => alerts.list(page, { isOpen }),
    decide: (call, alertNid, reason) =>
      actWith(context, call, { target: `alert ${alertNid}`, ...reason }, ({ userNid, done }) =>
        alerts.handle(alertNid, { userNid, caseNid: reason.case_id }, async (tx, { isExercise, userId }) => {
          if (userId === call.session.userId) throw ownAccount()
          if (reason.case_id !== undefined) await context.cases.keepApart(tx, reason.case_id, isExercise)
          await done(tx)
        })),
  }
}
