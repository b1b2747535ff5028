// Every route of alerts.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskAlerts } from '../alerts.ts'
import { decideDeskAlertRoute } from './decide-desk-alert.ts'
import { listDeskAlertsRoute } from './list-desk-alerts.ts'

/** The routes, tied to their operations. */
export function alertsRoutes(ports: DeskPorts, alerts: DeskAlerts): Route[] {
  return [listDeskAlertsRoute(ports, alerts), decideDeskAlertRoute(ports, alerts)]
}
