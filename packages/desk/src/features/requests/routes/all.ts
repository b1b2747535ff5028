// Every route of what takes two people.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskRequests } from '../requests.ts'
import { approveDeskRequestRoute } from './approve-desk-request.ts'
import { askEvidenceRoute } from './ask-evidence.ts'
import { askLedgerSearchRoute } from './ask-ledger-search.ts'
import { breakGlassRoute } from './break-glass.ts'
import { closeDeskAccountRoute } from './close-account.ts'
import { containOrganisationRoute } from './contain-organisation.ts'
import { listDeskRequestsRoute } from './list-desk-requests.ts'
import { refuseDeskRequestRoute } from './refuse-desk-request.ts'
import { releaseAccountRoute } from './release-account.ts'

/** The routes, tied to their operations. */
export function requestsRoutes(ports: DeskPorts, requests: DeskRequests): Route[] {
  return [
    releaseAccountRoute(ports, requests),
    closeDeskAccountRoute(ports, requests),
    containOrganisationRoute(ports, requests),
    askEvidenceRoute(ports, requests),
    askLedgerSearchRoute(ports, requests),
    listDeskRequestsRoute(ports, requests),
    approveDeskRequestRoute(ports, requests),
    refuseDeskRequestRoute(ports, requests),
    breakGlassRoute(ports, requests),
  ]
}
