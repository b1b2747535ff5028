// Administration of accounts: who there is, from where they were seen, stopping and changing them.
import { MatrixError } from '@chappe/contract'
import { isUserId } from '@chappe/core'
import type { Session } from '../../session.ts'
import type { AccountAdministration, AccountDetails, Device, TokenEntry } from '../accounts/accounts.ts'
import type { Audit } from '../audit/audit.ts'
import type { AdminDeps } from './admin-deps.ts'
import { deleteOverride, listJoinedRoomIds, listOverrides, upsertOverride } from './admin-store.ts'
import type { PutUserInput } from './put-user.ts'
import { putUser } from './put-user.ts'

export type { AccountDetails, Device, TokenEntry }
export { auditedRoute } from '../audit/audit.ts'

/** The limits of their own that a user has. */
export interface RateOverride {
  perSecond: number
  burst: number
}

/** The operations of this feature. Routes call them through `auditedRoute`, which sees to who may. */
export interface Admin {
  audit: Audit
  accounts: AccountAdministration
  version: string
  /** For the owner of an account without more ado, for everybody else as an act of an administrator. */
  whoIs(session: Session, userId: string): Promise<Device[]>
  /** An account that is open and no administrator's: what a moderator may act on. Throws `M_FORBIDDEN`, `M_NOT_FOUND`. */
  getModerated(session: Session, userId: string): Promise<AccountDetails>
  putUser(input: PutUserInput): Promise<AccountDetails>
  assertAvailable(username: string): Promise<void>
  listJoinedRooms(userId: string): Promise<string[]>
  getOverride(userId: string): Promise<RateOverride | undefined>
  setOverride(userId: string, override: RateOverride): Promise<void>
  deleteOverride(userId: string): Promise<void>
}

const MAX_JOINED = 10_000

/** Ties the operations to what they need, and puts the limits of their own that users have in force. */
export async function createAdmin(deps: AdminDeps): Promise<Admin> {
  const { db, audit, accounts, rateLimits } = deps
  const overrides = new Map<string, RateOverride>()
  for (const { userId, perSecond, burst } of await listOverrides(db)) overrides.set(userId, { perSecond, burst })
  for (const [userId, override] of overrides) rateLimits.override(userId, override)
  return {
    audit,
    accounts,
    version: deps.version,
    async whoIs(session, userId) {
      if (session.userId === userId) return accounts.listDevices(userId)
      return audit.act(session, { operation: 'getWhoIs', target: userId }, () => accounts.listDevices(userId))
    },
    async getModerated(session, userId) {
      const details = await accounts.get(userId)
      if (details.state === 'closed') throw new MatrixError('M_NOT_FOUND', { message: 'There is no such user' })
      if (details.isAdmin || details.userId === session.userId) {
        throw new MatrixError('M_FORBIDDEN', { message: 'Administrators do not do that to each other, nor to themselves' })
      }
      return details
    },
    putUser: (input) => putUser(deps, input),
    async assertAvailable(username) {
      const taken = await accounts.findByName(username)
      if (taken !== undefined) throw new MatrixError('M_USER_IN_USE')
    },
    async listJoinedRooms(userId) {
      if (!isUserId(userId)) throw new MatrixError('M_INVALID_PARAM', { message: 'That is not a user id' })
      return listJoinedRoomIds(db, userId, MAX_JOINED)
    },
    async getOverride(userId) {
      await accounts.get(userId)
      return overrides.get(userId)
    },
    async setOverride(userId, override) {
      await accounts.get(userId)
      await upsertOverride(db, { userId, ...override })
      overrides.set(userId, override)
      rateLimits.override(userId, override)
    },
    async deleteOverride(userId) {
      await accounts.get(userId)
      await deleteOverride(db, userId)
      overrides.delete(userId)
      rateLimits.override(userId, undefined)
    },
  }
}
