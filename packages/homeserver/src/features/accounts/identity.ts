// Proving to be somebody by a password.
import { MatrixError } from '@chappe/contract'
import { parseUserId, userIdOf } from '@chappe/core'
import type { Standing, WayIn } from '@chappe/policy'
import { maySignIn } from '@chappe/policy'
import type { Account } from './accounts-store.ts'
import { findAccount, findAccountByNid } from './accounts-store.ts'
import { refusalOf } from '../../standing-refusals.ts'
import type { AccountsContext } from './context.ts'
import { assertStrongPassword } from './weak-passwords.ts'

/**
 * The user id that somebody means by a whole user id or a localpart of this server, capitals or not; nothing where
 * it can be none of ours.
 */
export function resolveUserId(text: string, serverName: string): string | undefined {
  if (!text.startsWith('@')) return userIdOf(text.toLowerCase(), serverName)
  const parts = parseUserId(text)
  return parts?.serverName === serverName ? userIdOf(parts.localpart.toLowerCase(), serverName) : undefined
}

/**
 * The account that the name and the password open, or nothing. An unknown name takes as long as a wrong password, and
 * attempts are counted by name, whether or not there is such an account. The account's state is still to be looked at.
 */
export async function findByPassword(ctx: AccountsContext, userId: string | undefined, password: string): Promise<Account | undefined> {
  ctx.rateLimits.take('login', `password of ${userId ?? 'nobody'}`)
  const account = await findAccount(ctx.db, userId ?? '')
  return (await ctx.passwords.verify(account?.passwordHash, password)) ? account : undefined
}

/** Tells somebody who has shown who they are why they may not come in. */
export function assertMaySignIn(ctx: Pick<AccountsContext, 'settings'>, account: Standing, way: WayIn): void {
  if (!maySignIn(account, way)) throw refusalOf(account, ctx.settings.helpDesk)
}

/** Throws `M_WEAK_PASSWORD` when a new password will not do. `name`: of the account, where it is known. */
export function assertNewPassword({ policy, strongPasswords, serverName }: NewPasswordSettings, password: string, name = ''): void {
  if (strongPasswords === true) assertStrongPassword(password, wordsOf(serverName, name))
  if (password.length >= policy.passwordLengthMin) return
  throw new MatrixError('M_WEAK_PASSWORD', { message: `A password needs ${policy.passwordLengthMin} characters or more` })
}

/** What is asked of new passwords. */
type NewPasswordSettings = Pick<AccountsContext['settings'], 'policy' | 'strongPasswords' | 'serverName'>

/** What a password of an account may not be made of. `name`: a localpart or a user id. */
export function wordsOf(serverName: string, name: string): string[] {
  return [name.replace(/^@/, '').split(':')[0] ?? '', serverName, ...serverName.split('.'), 'chappe']
}

/** Throws what the owner of an account is told that may not be used. `way`: by what they have shown who they are. */
export async function assertMayComeIn(ctx: Pick<AccountsContext, 'db' | 'settings'>, userNid: number, way: WayIn): Promise<void> {
  const account = await findAccountByNid(ctx.db, userNid)
  if (account === undefined) throw new MatrixError('M_FORBIDDEN')
  assertMaySignIn(ctx, account, way)
}
