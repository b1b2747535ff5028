// Alerts of an account in this browser: what alerts, when it does not, and how.
import type { QuietHours } from '@chappe/core'
import type { SignedIn } from '@chappe/ui/sign-in'
import type { MatrixClient } from 'matrix-js-sdk'
import type { KeptAlerts } from '../../kept-alerts.ts'
import { forgetKeptAlerts, keepAlerts } from '../../kept-alerts.ts'
import type { AccountValue } from './account-values.ts'
import { followMissedMail, followQuietHours, followWakeWish } from './account-values.ts'
import type { Arrival } from './arrivals.ts'
import { followArrivals } from './arrivals.ts'
import type { Rules } from './rules.ts'
import { followRules } from './rules.ts'
import type { WebPush } from './web-push.ts'
import { openWebPush } from './web-push.ts'

/** Alerts of an account in this browser. */
export interface Alerts {
  webPush: WebPush
  rules: Rules
  quiet: AccountValue<QuietHours>
  missedMail: AccountValue<boolean>
  /** Whether closed browsers are woken when something is due that was kept for oneself. */
  wakes: AccountValue<boolean>
  /** Tells of what has just come. Gives back how to stop. */
  onArrival(listener: (arrival: Arrival) => void): () => void
  /** Leaves for the service worker what it may say while no page is open. */
  keepForWorker(kept: KeptAlerts): Promise<void>
  /** Nobody is signed in any more: nothing is left, and nothing is heard. */
  forget(): Promise<void>
}

/** Opens them. */
export function openAlerts(client: MatrixClient, signedIn: SignedIn): Alerts {
  const webPush = openWebPush(signedIn)
  return {
    webPush,
    rules: followRules(client),
    quiet: followQuietHours(client),
    missedMail: followMissedMail(client),
    wakes: followWakeWish(client),
    onArrival: (listener) => followArrivals(client, listener),
    keepForWorker: keepAlerts,
    async forget() {
      await Promise.allSettled([forgetKeptAlerts(), webPush.state.getState() === 'on' ? webPush.turnOff() : undefined])
    },
  }
}
