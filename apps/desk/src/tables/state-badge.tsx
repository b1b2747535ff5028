// The state of an account as a sign: its word, and a tone that says how bad it is.
import type { ResponseOf, getDeskAccount } from '@chappe/contract'
import type { Tone } from '@chappe/ui'
import { Badge } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'

/** The states as the contract names them. */
export type AccountState = ResponseOf<typeof getDeskAccount>['state']

/** The states, in the order in which a filter lists them. */
export const ACCOUNT_STATES: readonly AccountState[] = ['active', 'watched', 'quarantined', 'contained', 'suspended', 'expired', 'closed']

const TONES: Readonly<Record<AccountState, Tone>> = {
  active: 'good',
  watched: 'warn',
  quarantined: 'bad',
  contained: 'bad',
  suspended: 'warn',
  expired: 'warn',
  closed: 'soft',
}

/** The sign. */
export function StateBadge({ state }: { state: AccountState }): ReactNode {
  const { words } = useDesk()
  return <Badge tone={TONES[state]}>{words.say(`state.${state}`)}</Badge>
}
