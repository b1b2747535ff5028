// One-time links with which somebody enrols: the first operator, and whoever comes back after a release.
import { MatrixError } from '@chappe/contract'
import type { Tx } from '../../db/pool.ts'
import { lockAccount, setAccountState } from './accounts-store.ts'
import type { AccountsContext } from './context.ts'
import { assertMaySignIn } from './identity.ts'
import type { Who } from './interactive-auth.ts'
import type { LinkOwner, LinkPurpose } from './links-store.ts'
import { findLink, insertLink, useLink } from './links-store.ts'
import { hashToken } from './tokens.ts'

/** The operations on links. */
export interface EnrolmentLinks {
  /** Makes the one link of an account that is good from now on; gives back the secret in it. */
  make(tx: Tx, who: Who, purpose: LinkPurpose): Promise<string>
  /** Whom a secret lets enrol, without using it up. */
  find(secret: string): Promise<LinkOwner | undefined>
  /**
   * Uses a secret up: the account is open to its owner from now on. `enrol` stores what they sign in with, in the same
   * transaction. Throws `M_FORBIDDEN` for a link that is not good, and as signing in does where the account is stopped.
   */
  use<T>(secret: string, enrol: (tx: Tx, who: Who) => Promise<T>): Promise<T>
}

/** How long a link is good. */
export const LINK_LIFETIME_MS = 24 * 3_600_000
const SECRET_CHARS = 40

/** Ties the operations. */
export function openLinks(ctx: AccountsContext): EnrolmentLinks {
  return {
    async make(tx, { userNid }, purpose) {
      const secret = ctx.random.text(SECRET_CHARS)
      await insertLink(tx, { hash: hashToken(secret), userNid, purpose, expiresAtMs: ctx.clock.now() + LINK_LIFETIME_MS })
      return secret
    },
    find: (secret) => findLink(ctx.db, hashToken(secret), ctx.clock.now()),
    use: (secret, enrol) =>
      ctx.db.transaction().execute(async (tx) => {
        const userNid = await useLink(tx, hashToken(secret), ctx.clock.now())
        if (userNid === undefined) throw new MatrixError('M_FORBIDDEN', { message: 'That link is not good, or no longer' })
        const account = await lockAccount(tx, userNid)
        assertMaySignIn(ctx, account, 'enrolment')
        if (account.mustEnrol) await setAccountState(tx, userNid, { state: account.state, mustEnrol: false })
        return enrol(tx, { userId: account.userId, userNid })
      }),
  }
}
