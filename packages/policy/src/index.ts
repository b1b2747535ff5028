// Account and room rules: data in, decision out.
export { mayWhileLocked, mayWhileSuspended } from './account-state.ts'
export type { AccountState, AccountType, Enrolment, Role } from './account.ts'
export { ACCOUNT_STATES, ROLES } from './account.ts'
export { adminMay } from './admin-operations.ts'
export type { Profile, ProfilePolicy } from './profile.ts'
export { policyOf } from './profile.ts'
