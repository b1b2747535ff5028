// What the security desk has to look at: written down with what it is about, and said in the log.
import { MatrixError } from '@chappe/contract'
import type { AlertLog, Alerts } from '../../alerts.ts'
import type { Db } from '../../db/pool.ts'
import type { Clock, Logger } from '../../deps.ts'
import { countOpenAlerts, findAlert, insertAlert, listAlerts, setAlertHandled } from './alerts-store.ts'

/** Opens the alerts. */
export function createAlerts({ db, clock, logger }: { db: Db; clock: Clock; logger: Logger }): Alerts & AlertLog {
  return {
    async raise(tx, alert) {
      await insertAlert(tx, alert, clock.now())
      logger.warn({ ...alert }, 'alert')
    },
    list: (page, { isOpen } = {}) => listAlerts(db, page, isOpen),
    countOpen: () => countOpenAlerts(db),
    handle: (alertNid, { userNid, caseNid }, also) =>
      db.transaction().execute(async (tx) => {
        const isSet = await setAlertHandled(tx, alertNid, { userNid, atMs: clock.now(), caseNid })
        const alert = await findAlert(tx, alertNid)
        if (alert === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such alert' })
        if (!isSet) throw new MatrixError('M_BAD_STATE', { message: 'Somebody has looked at that alert already' })
        await also(tx, alert)
        return alert
      }),
  }
}
