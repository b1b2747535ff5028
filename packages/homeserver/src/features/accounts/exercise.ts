// Accounts of a drill: real rows and real sessions, of a kind that nobody signs in to. What plays them is handed a token that
// no way in would give out.
import { MatrixError } from '@chappe/contract'
import type { AccountsContext } from './context.ts'
import { listExerciseAccounts, lockAccountOf } from './accounts-store.ts'
import type { Who } from './interactive-auth.ts'
import { closeAccount } from './owner.ts'
import { createAccount, userIdFor } from './registration.ts'
import { finishSignIn, signIn } from './sign-in.ts'

/** The operations. */
export interface ExerciseAccounts {
  /** Makes one; gives back its user id, which says what it is. */
  create(displayName: string): Promise<string>
  /** Makes a device of one. Throws `M_FORBIDDEN` for an account of somebody real. */
  signIn(userId: string, device: { ip: string; displayName: string }): Promise<{ accessToken: string; deviceId: string }>
  /** Those that are not closed yet. */
  listOpen(): Promise<Who[]>
  /** Closes one for good, contained or not: it has no owner to ask, and no second person to protect. Throws `M_FORBIDDEN` as above. */
  close(userId: string): Promise<void>
}

/** Ties the operations. */
export function openExerciseAccounts(ctx: AccountsContext): ExerciseAccounts {
  return {
    async create(displayName) {
      const userId = userIdFor(ctx, `exercise-${ctx.random.text(10).toLowerCase().replaceAll(/[^a-z0-9]/g, '0')}`)
      await createAccount(ctx, { userId, passwordHash: null, accountType: 'exercise', displayName, device: undefined })
      return userId
    },
    async signIn(userId, device) {
      const result = await ctx.db.transaction().execute(async (tx) => {
        const account = await lockAccountOf(tx, userId)
        if (account?.accountType !== 'exercise') throw notMadeUp()
        return signIn(tx, ctx, { userId, userNid: account.userNid, isService: true }, device)
      })
      return finishSignIn(ctx, result)
    },
    listOpen: () => listExerciseAccounts(ctx.db),
    async close(userId) {
      const found = (await listExerciseAccounts(ctx.db)).find((each) => each.userId === userId)
      if (found === undefined) throw notMadeUp()
      await closeAccount(ctx, found, true, { actors: ['security_officer', 'system'], isAgreed: true })
    },
  }
}

function notMadeUp(): MatrixError {
  return new MatrixError('M_FORBIDDEN', { message: 'That is no account of a drill' })
}
