// What stands in for passkeys where there are none: nobody can touch one.
import { MatrixError } from '@chappe/contract'
import type { ProfilePolicy } from '@chappe/policy'
import type { StepUp } from '../step-up.ts'

/** Refuses what asks for a passkey where the profile wants one, and lets it through where it does not. */
export function withoutPasskeys(policy: Pick<ProfilePolicy, 'deskNeedsPasskey'>): StepUp {
  return {
    async require() {
      if (policy.deskNeedsPasskey) throw new MatrixError('M_FORBIDDEN', { message: 'That takes a session that was made with a passkey' })
    },
  }
}
