// Logging in by password or by a token that a signed-in device asked for.
import { MatrixError } from '@chappe/contract'
import { findAccount, findUserIdByAddress, lockAccount } from './accounts-store.ts'
import type { AccountsContext } from './context.ts'
import { assertMaySignIn, findByPassword, resolveUserId } from './identity.ts'
import type { Who } from './interactive-auth.ts'
import { appserviceOf } from './registration.ts'
import type { DeviceWish, SignedIn } from './sign-in.ts'
import { assertDeviceWish, finishSignIn, signIn } from './sign-in.ts'
import { insertLoginToken, takeLoginToken } from './tokens-store.ts'
import { createLoginToken, hashToken } from './tokens.ts'

/** How long a login token is good: the specification recommends two minutes. */
const LOGIN_TOKEN_LIFETIME_MS = 120_000

/** Signs a device in by password. `user` is a user id or a localpart. */
export async function loginWithPassword(
  ctx: AccountsContext,
  user: string,
  password: string,
  wish: DeviceWish,
): Promise<SignedIn> {
  if (!ctx.settings.policy.passwordLogin) throw new MatrixError('M_FORBIDDEN', { message: 'Passwords are not used here' })
  assertDeviceWish(wish)
  const account = await findByPassword(ctx, resolveUserId(user, ctx.settings.serverName), password)
  if (account === undefined) throw wrongPassword()
  assertMaySignIn(ctx, account, 'password')
  const result = await ctx.db.transaction().execute(async (tx) => {
    const now = await lockAccount(tx, account.userNid)
    assertMaySignIn(ctx, now, 'password')
    // Changed while it was being checked: a change ends the devices signed in with the old one, so none may follow.
    if (now.passwordHash !== account.passwordHash) throw wrongPassword()
    return signIn(tx, ctx, account, wish)
  })
  return finishSignIn(ctx, result)
}

/** Whose name or address and password these are; throws as signing a device in does. `ip`: where it is tried from. */
export async function provePassword(ctx: AccountsContext, user: string, password: string, ip: string): Promise<Who> {
  // As often as by the API: the page is no way around it.
  ctx.rateLimits.take('login', ip)
  if (!ctx.settings.policy.passwordLogin) throw new MatrixError('M_FORBIDDEN', { message: 'Passwords are not used here' })
  const { serverName } = ctx.settings
  const isAddress = user.indexOf('@') > 0
  const userId = isAddress ? await findUserIdByAddress(ctx.db, user.trim().toLowerCase()) : resolveUserId(user, serverName)
  // An address is counted as it was typed, so that the answer to one that nobody has is no other.
  const account = await findByPassword(ctx, userId ?? (isAddress ? user : undefined), password)
  if (account === undefined) throw wrongPassword()
  assertMaySignIn(ctx, account, 'password')
  return { userId: account.userId, userNid: account.userNid }
}

/** Signs a device in by a login token, which is spent by it. */
export async function loginWithToken(ctx: AccountsContext, token: string, wish: DeviceWish): Promise<SignedIn> {
  assertDeviceWish(wish)
  const result = await ctx.db.transaction().execute(async (tx) => {
    const userNid = await takeLoginToken(tx, hashToken(token), ctx.clock.now())
    if (userNid === undefined) throw new MatrixError('M_FORBIDDEN', { message: 'The login token is not known, or no longer' })
    const account = await lockAccount(tx, userNid)
    assertMaySignIn(ctx, account, 'token')
    return signIn(tx, ctx, account, wish)
  })
  return finishSignIn(ctx, result)
}

/** Signs a device of one of an application service's users in. Throws `M_EXCLUSIVE` for other users. */
export async function loginForAppservice(
  ctx: AccountsContext,
  asToken: string | undefined,
  user: string,
  wish: DeviceWish,
): Promise<SignedIn> {
  const service = appserviceOf(ctx, asToken)
  assertDeviceWish(wish)
  const userId = resolveUserId(user, ctx.settings.serverName)
  if (userId === undefined || !service.ownsUser(userId)) {
    throw new MatrixError('M_EXCLUSIVE', { message: 'That user is not of your namespace' })
  }
  const account = await findAccount(ctx.db, userId)
  if (account === undefined) throw new MatrixError('M_FORBIDDEN', { message: 'You have not registered that user' })
  const result = await ctx.db.transaction().execute(async (tx) => {
    assertMaySignIn(ctx, await lockAccount(tx, account.userNid), 'appservice')
    // Nobody is there to approve its devices.
    return signIn(tx, ctx, { ...account, isService: true }, wish)
  })
  return finishSignIn(ctx, result)
}

/** Makes a login token for somebody who has just proved who they are. */
export async function makeLoginToken(ctx: AccountsContext, who: Who): Promise<{ loginToken: string; expiresInMs: number }> {
  const loginToken = createLoginToken(ctx.random)
  const now = ctx.clock.now()
  await ctx.db.transaction().execute(async (tx) => {
    const expiresAtMs = now + LOGIN_TOKEN_LIFETIME_MS
    await insertLoginToken(tx, { hash: hashToken(loginToken), userNid: who.userNid, expiresAtMs, now })
  })
  return { loginToken, expiresInMs: LOGIN_TOKEN_LIFETIME_MS }
}

function wrongPassword(): MatrixError {
  return new MatrixError('M_FORBIDDEN', { message: 'Wrong user name or password' })
}
