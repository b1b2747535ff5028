// POST /_chappe/desk/v1/alerts/{alertId}/decide
import { decideDeskAlert } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskPorts } from '../../../ports.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskAlerts } from '../alerts.ts'
import { alertAnswer } from './answers.ts'

/** Says that an alert was looked at. */
export function decideDeskAlertRoute({ route }: DeskPorts, alerts: DeskAlerts): Route {
  return route(decideDeskAlert, async (call) => {
    const alert = await alerts.decide(deskCallOf(decideDeskAlert, call), numberOf(call.params.alertId, 'alert'), call.body)
    return call.tap.reveal(alertAnswer(alert), [{ kind: 'people', count: 1, subject: alert.userId ?? '' }])
  })
}
