// Looking afterwards at what one person did alone that takes two.
import { MatrixError } from '@chappe/contract'
import type { DeskContext } from '../../deps.ts'
import type { DeskCall, Reason } from '../accounts/accounts.ts'
import { actWith } from '../containment/containment.ts'
import { findActionAlone, insertReview } from './reviews-store.ts'

/** The operation. */
export interface DeskReviews {
  /** Somebody else has looked at it. Throws `M_NOT_FOUND`, `M_BAD_STATE` where somebody has already, and `M_FORBIDDEN` to whoever did it. */
  review(call: DeskCall, actionNid: number, reason: Reason): Promise<void>
}

/** Ties the operation. */
export function createDeskReviews(context: DeskContext): DeskReviews {
  const { db, clock } = context.ports.ground
  return {
    review: (call, actionNid, reason) =>
      actWith(context, call, { target: `act ${actionNid}`, ...reason }, async ({ done }) => {
        const action = await findActionAlone(db, actionNid)
        if (action === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such act, or it took no second person' })
        const { userNid } = call.session
        if (action.userNid === userNid) throw new MatrixError('M_FORBIDDEN', { message: 'Somebody else has to look at what you did alone' })
        await db.transaction().execute(async (tx) => {
          const review = { actionNid, userNid, atMs: clock.now(), words: reason.reason }
          if (!(await insertReview(tx, review))) throw new MatrixError('M_BAD_STATE', { message: 'Somebody has looked at that act already' })
          await done(tx)
        })
      }),
  }
}
