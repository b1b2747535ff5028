// GET /_chappe/desk/v1/alerts
import { listDeskAlerts } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { pageOf } from '../../../numbers.ts'
import type { DeskAlerts } from '../alerts.ts'
import { alertAnswer } from './answers.ts'

/** What the server has noticed by itself, or an owner has said, newest first. */
export function listDeskAlertsRoute({ route }: DeskPorts, alerts: DeskAlerts): Route {
  return route(listDeskAlerts, async ({ query, tap }) => {
    const page = pageOf(query)
    const found = await alerts.list(page, query.state === undefined ? undefined : query.state === 'open')
    const last = found.length < page.limit ? undefined : found.at(-1)
    const body = { alerts: found.map(alertAnswer), ...(last === undefined ? {} : { next: String(last.alertNid) }) }
    return tap.reveal(body, found.length === 0 ? [] : [{ kind: 'people', count: found.length, subject: 'alerts' }])
  })
}
