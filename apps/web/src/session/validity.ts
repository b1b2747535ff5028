// Until when the account is good, as the server says, and the mail by which it goes on.
import { getAccountValidity, requestRenewal } from '@chappe/contract'
import type { SignedIn } from '@chappe/ui/sign-in'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'

/** How long it is good. */
export interface Validity {
  /** Undefined: for ever, or not known yet. */
  validUntilMs: number | undefined
  /** Whoever has it can prolong it, by a mail. */
  isRenewable: boolean
}

/** The validity of an account. */
export interface AccountValidity {
  state: Live<Validity>
  /** Asks for the mail; rejects where the server does not send one. */
  renew(): Promise<void>
  stop(): void
}

/** It moves by months: twice a day is often enough. */
const LOOK_EVERY_MS = 12 * 3_600_000

/** Begins to follow it. Without a server nothing is said, until there is one. */
export function followValidity(signedIn: SignedIn): AccountValidity {
  const state = createStore<Validity>(() => ({ validUntilMs: undefined, isRenewable: false }))
  const look = async (): Promise<void> => {
    const answer = (await signedIn.call({ method: getAccountValidity.method, path: getAccountValidity.path })) as Readonly<Record<string, unknown>>
    const { valid_until_ts: until, is_renewable: isRenewable } = answer
    state.setState({ validUntilMs: typeof until === 'number' ? until : undefined, isRenewable: isRenewable === true }, true)
  }
  void look().catch(() => undefined)
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS)
  return {
    state,
    async renew() {
      await signedIn.call({ method: requestRenewal.method, path: requestRenewal.path, body: {} })
    },
    stop: () => clearInterval(timer),
  }
}
