// What follows from an exposure report, tied together: the authority is told, people are told, claims are checked, leaks are
// traced.
import type { Route } from '@chappe/homeserver/ports'
import type { Background } from './background.ts'
import type { DeskContext } from './deps.ts'
import { attributionAgreement, createAttributions, startAttributions } from './features/attributions/attributions.ts'
import { attributionsRoutes } from './features/attributions/routes/all.ts'
import { createBreachNotifications } from './features/breach-notifications/breach-notifications.ts'
import { breachNotificationsRoutes } from './features/breach-notifications/routes/all.ts'
import { createClaims, startClaims } from './features/claims/claims.ts'
import { claimsRoutes } from './features/claims/routes/all.ts'
import { createExposureNotices, createNoticeCounts, setBatchAgreed, startNoticeSender } from './features/exposure-notices/exposure-notices.ts'
import { exposureNoticesRoutes } from './features/exposure-notices/routes/all.ts'
import { createDoneReports } from './features/exposure/exposure.ts'
import { searchAgreement, startSearches } from './features/ledger/ledger.ts'
import type { Agreements, DeskRequests } from './features/requests/requests.ts'
import { findAgreedRequest } from './features/requests/requests.ts'
import type { DeskPorts } from './ports.ts'

/** What is done with what two people have agreed to. */
export function consequencesAgreed({ telling, tracing, searching }: Consequences): Agreements {
  return {
    askExposureNotices: { within: setBatchAgreed, after: () => telling.wake() },
    askAttribution: attributionAgreement(tracing),
    askEvidence: searchAgreement(searching),
    askLedgerSearch: searchAgreement(searching),
  }
}

/** What goes on behind them: people are told, leaks are traced, claims are checked, the ledger is searched. */
export interface Consequences {
  telling: Background
  tracing: Background
  checking: Background
  searching: Background
  close(): Promise<void>
}

/** Starts all with what was left. */
export function startConsequences(ports: DeskPorts): Consequences {
  const telling = startNoticeSender(ports, createDoneReports(ports))
  const tracing = startAttributions(ports)
  const checking = startClaims(ports, createDoneReports(ports))
  const searching = startSearches(ports, { findAgreed: (requestNid) => findAgreedRequest(ports, requestNid) })
  const all = [telling, tracing, checking, searching]
  return { telling, tracing, checking, searching, close: async () => void (await Promise.all(all.map((each) => each.close()))) }
}

/** Every route of it. */
export function consequencesRoutes(context: DeskContext, requests: DeskRequests, { checking }: Consequences): Route[] {
  const { ports } = context
  const reports = createDoneReports(ports)
  const notifications = createBreachNotifications(context, reports, createNoticeCounts(ports))
  return [
    ...breachNotificationsRoutes(ports, notifications),
    ...exposureNoticesRoutes(ports, createExposureNotices(context, { reports, requests, notifications })),
    ...claimsRoutes(ports, createClaims(context, { reports, checking })),
    ...attributionsRoutes(ports, createAttributions(context, requests)),
  ]
}
