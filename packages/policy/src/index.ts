// Account and room rules: data in, decision out.
export type { Profile, ProfilePolicy } from './profile.ts'
export { policyOf } from './profile.ts'
