// Whoever said "later" to setting up their keys is left alone for some days, on all their devices; a line above the messenger
// goes on saying that it is to be done.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { AccountData, Content } from '../../session/account-data.ts'
import { derive } from '../derive.ts'

/** The first run, put off. */
export interface PutOff {
  /** Whether it was put off, and not too long ago. */
  state: Live<boolean>
  /** Not now. */
  later(): void
}

/** Under this type stands, for all devices of an account, when it was last put off. */
export const PUT_OFF_TYPE = 'org.chappe.keys_put_off'
const PUT_OFF_FOR_MS = 7 * 24 * 60 * 60 * 1000

/** Makes it over the data of an account. */
export function createPutOff(accountData: Pick<AccountData, 'follow' | 'set'>, now: () => number): PutOff {
  const kept = accountData.follow(PUT_OFF_TYPE)
  // What the server could not be told holds as long as the page is open.
  const isHere = createStore<boolean>(() => false)
  return {
    state: derive([kept, isHere], () => isHere.getState() || isRecent(kept.getState(), now())).live,
    later() {
      isHere.setState(true, true)
      void accountData.set(PUT_OFF_TYPE, { at_ms: now() }).catch(() => undefined)
    },
  }
}

/** A clock that was wrong puts nothing off for ever. */
function isRecent({ at_ms: atMs }: Content, nowMs: number): boolean {
  return typeof atMs === 'number' && Math.abs(nowMs - atMs) < PUT_OFF_FOR_MS
}
