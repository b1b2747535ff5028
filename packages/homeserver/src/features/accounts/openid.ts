// OpenID: a token by which somebody proves to a third party who they are, and nothing else.
// https://spec.matrix.org/v1.19/client-server-api/#openid
import { MatrixError } from '@chappe/contract'
import type { AccountsContext } from './context.ts'
import type { Who } from './interactive-auth.ts'
import { findOpenIdUser, insertOpenIdToken } from './openid-store.ts'
import { createOpenIdToken, hashToken } from './tokens.ts'

const LIFETIME_MS = 60 * 60_000

/** Makes a token for the caller; throws `M_FORBIDDEN` where they ask for another's. */
export async function requestOpenIdToken(
  ctx: AccountsContext,
  caller: Who,
  userId: string,
): Promise<{ token: string; expiresInMs: number }> {
  if (caller.userId !== userId) throw new MatrixError('M_FORBIDDEN', { message: 'That is not you' })
  const token = createOpenIdToken(ctx.random)
  const now = ctx.clock.now()
  await insertOpenIdToken(ctx.db, { hash: hashToken(token), userNid: caller.userNid, expiresAtMs: now + LIFETIME_MS, now })
  return { token, expiresInMs: LIFETIME_MS }
}

/** Whose token that is; throws `M_UNKNOWN_TOKEN`. */
export async function openIdUserOf(ctx: AccountsContext, token: string): Promise<string> {
  const userId = await findOpenIdUser(ctx.db, hashToken(token), ctx.clock.now())
  if (userId === undefined) throw new MatrixError('M_UNKNOWN_TOKEN')
  return userId
}
