// What people at the desk may do beside what is done to single accounts.
import type { Role } from './account.ts'

/** Above so many accounts at once, containing takes two people. */
export const CONTAINED_ALONE_MAX = 20

/** Whom of the accounts somebody at the desk sees and may act on. */
export type DeskScope = 'everybody' | 'own organisation' | 'nobody'

/** An organisation admin is confined to the own organisation, unless another role reaches further. */
export function deskScopeOf(roles: readonly Role[]): DeskScope {
  if (roles.some((role) => role !== 'organisation_admin')) return 'everybody'
  return roles.length === 0 ? 'nobody' : 'own organisation'
}
