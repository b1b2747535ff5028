// How long a sign-in holds: after that its owner shows anew who they are.
import type { AccountType } from './account.ts'
import type { ProfilePolicy } from './profile.ts'

/** What the configuration says instead of the profile. */
export interface SignInDays {
  agents?: number | undefined
  externals?: number | undefined
}

/** For how many days a device of such an account stays signed in. Machines count as agents: somebody looks after them. */
export function signInDaysOf(policy: ProfilePolicy, accountType: AccountType, own: SignInDays = {}): number {
  return accountType === 'external' ? (own.externals ?? policy.signInDaysOfExternals) : (own.agents ?? policy.signInDaysOfAgents)
}
