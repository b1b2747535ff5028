// Every route of the claim check.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { Claims } from '../claims.ts'
import { cancelClaimCheckRoute } from './cancel-claim-check.ts'
import { checkClaimsRoute } from './check-claims.ts'
import { getClaimCheckRoute } from './get-claim-check.ts'
import { listClaimChecksRoute } from './list-claim-checks.ts'

/** The routes, tied to their operations. */
export function claimsRoutes(ports: DeskPorts, claims: Claims): Route[] {
  return [checkClaimsRoute(ports, claims), getClaimCheckRoute(ports, claims), listClaimChecksRoute(ports, claims), cancelClaimCheckRoute(ports, claims)]
}
