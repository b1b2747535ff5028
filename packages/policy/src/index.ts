// Account and room rules: data in, decision out.
export { mayWhileLocked, mayWhileSuspended } from './account-state.ts'
export { adminMay } from './admin-operations.ts'
export type { Profile, ProfilePolicy } from './profile.ts'
export { policyOf } from './profile.ts'
