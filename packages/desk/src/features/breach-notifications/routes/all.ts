// Every route of what supervisory authorities are told.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { BreachNotifications } from '../breach-notifications.ts'
import { getBreachNotificationRoute } from './get-breach-notification.ts'
import { setBreachNotificationRoute } from './set-breach-notification.ts'

/** The routes, tied to their operations. */
export function breachNotificationsRoutes(ports: DeskPorts, notifications: BreachNotifications): Route[] {
  return [getBreachNotificationRoute(ports, notifications), setBreachNotificationRoute(ports, notifications)]
}
