// Every route of audit.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { Audit } from '../audit.ts'
import { getAuditEvidenceRoute } from './get-audit-evidence.ts'
import { listBreakGlassRoute } from './list-break-glass.ts'
import { listDeskActionsRoute } from './list-desk-actions.ts'
import { reviewBreakGlassRoute } from './review-break-glass.ts'

/** The routes, tied to their operations. */
export function auditRoutes(ports: DeskPorts, audit: Audit): Route[] {
  return [
    listBreakGlassRoute(ports, audit),
    listDeskActionsRoute(ports, audit),
    getAuditEvidenceRoute(ports, audit),
    reviewBreakGlassRoute(ports, audit),
  ]
}
