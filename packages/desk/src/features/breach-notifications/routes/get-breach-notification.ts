// GET /_chappe/desk/v1/exposure_reports/{reportId}/breach_notification
import { getBreachNotification } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { BreachNotifications } from '../breach-notifications.ts'
import { notificationAnswer } from './answers.ts'

/** What the supervisory authority is told of a breach. */
export function getBreachNotificationRoute({ route }: DeskPorts, notifications: BreachNotifications): Route {
  return route(getBreachNotification, async (call) => {
    const reportNid = numberOf(call.params.reportId, 'report')
    return call.tap.reveal(notificationAnswer(await notifications.get(reportNid)), [{ kind: 'people', count: 1, subject: `exposure report ${reportNid}` }])
  })
}
