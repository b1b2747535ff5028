// The end of an account, as its owner is told of it: a month before, with what to do about it.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import type { AccountValidity } from '../session/validity.ts'
import { derive } from './derive.ts'

/** What is told. */
export interface Ending {
  untilMs: number
  isRenewable: boolean
  /** The last days. */
  isNear: boolean
  /** How far the mail is that prolongs it. */
  mail: 'none' | 'sending' | 'sent' | 'failed'
}

/** The end of an account; nothing while it is far. */
export interface ValidityModel {
  state: Live<Ending | undefined>
  renew(): Promise<void>
}

const DAY_MS = 24 * 3_600_000
const TOLD_DAYS = 30
const NEAR_DAYS = 7

/** Makes the model. */
export function createValidity(validity: AccountValidity, now: () => number): ValidityModel {
  const mail = createStore<Ending['mail']>(() => 'none')
  const { live } = derive([validity.state, mail], (): Ending | undefined => {
    const { validUntilMs: untilMs, isRenewable } = validity.state.getState()
    if (untilMs === undefined || untilMs - now() > TOLD_DAYS * DAY_MS) return undefined
    return { untilMs, isRenewable, isNear: untilMs - now() <= NEAR_DAYS * DAY_MS, mail: mail.getState() }
  })
  return {
    state: live,
    async renew() {
      if (mail.getState() === 'sending') return
      mail.setState('sending', true)
      await validity.renew().then(
        () => mail.setState('sent', true),
        () => mail.setState('failed', true),
      )
    },
  }
}
