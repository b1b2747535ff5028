// Looking afterwards at what was noticed, and at what one person did alone.
import { MatrixError } from '@chappe/contract'
import type { StoredAlert } from '@chappe/homeserver/ports'
import type { DeskContext } from '../../deps.ts'
import type { DeskCall, Reason } from '../accounts/accounts.ts'
import { actWith } from '../containment/containment.ts'
import { findActionAlone, insertReview } from './audit-store.ts'

/** The operations. */
export interface DeskReview {
  /** Says that an alert was looked at. Throws `M_NOT_FOUND`, and `M_BAD_STATE` where somebody has already. */
  decideAlert(call: DeskCall, alertNid: number, reason: Reason): Promise<StoredAlert>
  /** Says that what one person did alone was looked at, by somebody else. Throws as the other, and `M_FORBIDDEN` to whoever did it. */
  reviewAction(call: DeskCall, actionNid: number, reason: Reason): Promise<void>
}

/** Ties the operations. */
export function createDeskReview(context: DeskContext): DeskReview {
  const { alerts, ground } = context.ports
  return {
    decideAlert: (call, alertNid, reason) =>
      actWith(context, call, { target: `alert ${alertNid}`, ...reason }, ({ userNid, done }) =>
        alerts.handle(alertNid, { userNid, caseNid: reason.case_id }, (tx) => done(tx))),
    reviewAction: (call, actionNid, reason) =>
      actWith(context, call, { target: `act ${actionNid}`, ...reason }, async ({ done }) => {
        const action = await findActionAlone(ground.db, actionNid)
        if (action === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such act, or it took no second person' })
        const { userNid } = call.session
        if (action.userNid === userNid) throw new MatrixError('M_FORBIDDEN', { message: 'Somebody else has to look at what you did alone' })
        await ground.db.transaction().execute(async (tx) => {
          const review = { actionNid, userNid, atMs: ground.clock.now(), words: reason.reason }
          if (!(await insertReview(tx, review))) throw new MatrixError('M_BAD_STATE', { message: 'Somebody has looked at that act already' })
          await done(tx)
        })
      }),
  }
}
