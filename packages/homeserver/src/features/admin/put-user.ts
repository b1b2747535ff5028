// Making an account, or changing what is given of it, in one call of an administrator.
import { MatrixError } from '@chappe/contract'
import type { AccountDetails } from '../accounts/accounts.ts'
import type { AdminDeps } from './admin-deps.ts'

/** What the account is to be; what is left out stays. */
export interface PutUserInput {
  /** Who does it: they cannot unmake themselves. */
  actorId: string
  userId: string
  password: string | undefined
  logoutDevices: boolean
  displayName: string | null | undefined
  avatarUrl: string | null | undefined
  isAdmin: boolean | undefined
  isLocked: boolean | undefined
  isSuspended: boolean | undefined
  isDeactivated: boolean | undefined
}

/** Does it, and gives back how the account stands then. A closed account is not opened again. */
export async function putUser(deps: Pick<AdminDeps, 'accounts' | 'profiles'>, input: PutUserInput): Promise<AccountDetails> {
  const { accounts, profiles } = deps
  const { userId, password, isAdmin = false } = input
  if (input.isAdmin === false && userId === input.actorId) {
    throw new MatrixError('M_INVALID_PARAM', { message: 'You cannot demote yourself' })
  }
  const before = await accounts.find(userId)
  if (before?.state === 'closed' && input.isDeactivated !== true) {
    throw new MatrixError('M_USER_DEACTIVATED', { message: 'That account is closed for good' })
  }
  if (before === undefined) await accounts.create(userId, { password, isAdmin, displayName: undefined })
  else if (password !== undefined) await accounts.setPassword(userId, { password, logoutDevices: input.logoutDevices })
  const fields = [
    { key: 'displayname', value: input.displayName },
    { key: 'avatar_url', value: input.avatarUrl },
  ]
  for (const { key, value } of fields) {
    if (value !== undefined) await profiles.setFieldOf(userId, { key, body: { [key]: value ?? '' } })
  }
  const { isLocked, isSuspended } = input
  await accounts.setStanding(userId, { isAdmin: input.isAdmin, isLocked, isSuspended })
  if (input.isDeactivated === true && before?.state !== 'closed') await accounts.close(userId, false)
  return accounts.get(userId)
}
