// What the security desk has to look at: written down with what it is about, and said in the log.
import type { AlertLog, Alerts } from '../../alerts.ts'
import type { Db } from '../../db/pool.ts'
import type { Clock, Logger } from '../../deps.ts'
import { insertAlert, listAlerts } from './alerts-store.ts'

/** Opens the alerts. */
export function createAlerts({ db, clock, logger }: { db: Db; clock: Clock; logger: Logger }): Alerts & AlertLog {
  return {
    async raise(tx, alert) {
      await insertAlert(tx, alert, clock.now())
      logger.warn({ ...alert }, 'alert')
    },
    list: (page) => listAlerts(db, page),
  }
}
