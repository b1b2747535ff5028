// Every route of audit.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { Audit } from '../audit.ts'
import { listDeskActionsRoute } from './list-desk-actions.ts'

/** The routes, tied to their operations. */
export function auditRoutes(ports: DeskPorts, audit: Audit): Route[] {
  return [
    listDeskActionsRoute(ports, audit),
  ]
}
