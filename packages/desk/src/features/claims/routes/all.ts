// Every route of the claim check.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { Claims } from '../claims.ts'
import { checkClaimsRoute } from './check-claims.ts'

/** The routes, tied to their operations. */
export function claimsRoutes(ports: DeskPorts, claims: Claims): Route[] {
  return [checkClaimsRoute(ports, claims)]
}
