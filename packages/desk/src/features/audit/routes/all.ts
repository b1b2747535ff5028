// Every route of audit.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { Audit } from '../audit.ts'
import { listBreakGlassRoute } from './list-break-glass.ts'
import { listDeskActionsRoute } from './list-desk-actions.ts'
import { listDeskAlertsRoute } from './list-desk-alerts.ts'
import { reviewBreakGlassRoute } from './review-break-glass.ts'

/** The routes, tied to their operations. */
export function auditRoutes(ports: DeskPorts, audit: Audit): Route[] {
  return [
    listBreakGlassRoute(ports, audit),
    listDeskActionsRoute(ports, audit),
    listDeskAlertsRoute(ports),
    reviewBreakGlassRoute(ports, audit),
  ]
}
