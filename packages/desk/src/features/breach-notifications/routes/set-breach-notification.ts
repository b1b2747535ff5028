// PUT /_chappe/desk/v1/exposure_reports/{reportId}/breach_notification
import { setBreachNotification } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { BreachNotifications } from '../breach-notifications.ts'
import { notificationAnswer } from './answers.ts'

/** Writes what the supervisory authority is told. */
export function setBreachNotificationRoute({ route }: DeskPorts, notifications: BreachNotifications): Route {
  return route(setBreachNotification, async (call) => {
    const reportNid = numberOf(call.params.reportId, 'report')
    const written = await notifications.set(deskCallOf(setBreachNotification, call), reportNid, call.body)
    return call.tap.reveal(notificationAnswer(written), [{ kind: 'people', count: 1, subject: `exposure report ${reportNid}` }])
  })
}
