// What the security desk has to look at: written down with what it is about, and said in the log.
import type { Alerts } from '../../alerts.ts'
import type { Clock, Logger } from '../../deps.ts'
import { insertAlert } from './alerts-store.ts'

/** Opens the alerts. */
export function createAlerts({ clock, logger }: { clock: Clock; logger: Logger }): Alerts {
  return {
    async raise(tx, alert) {
      await insertAlert(tx, alert, clock.now())
      logger.warn({ ...alert }, 'alert')
    },
  }
}
