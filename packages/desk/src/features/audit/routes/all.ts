// Every route of audit.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { Audit } from '../audit.ts'
import type { DeskReview } from '../review.ts'
import { decideDeskAlertRoute } from './decide-desk-alert.ts'
import { listDeskActionsRoute } from './list-desk-actions.ts'
import { listDeskAlertsRoute } from './list-desk-alerts.ts'
import { reviewDeskActionRoute } from './review-desk-action.ts'

/** The routes, tied to their operations. */
export function auditRoutes(ports: DeskPorts, audit: Audit, review: DeskReview): Route[] {
  return [
    listDeskActionsRoute(ports, audit),
    reviewDeskActionRoute(ports, review),
    listDeskAlertsRoute(ports),
    decideDeskAlertRoute(ports, review),
  ]
}
