// The desk as one value: its routes, and what may be done through the socket in the data folder.
import type { Extension, HomeserverPorts } from '@chappe/homeserver/ports'
import { consequencesAgreed, consequencesRoutes, startConsequences } from './consequences.ts'
import type { DeskContext } from './deps.ts'
import { createDeskAccounts } from './features/accounts/accounts.ts'
import { accountsRoutes } from './features/accounts/routes/all.ts'
import { createDeskAlerts } from './features/alerts/alerts.ts'
import { alertsRoutes } from './features/alerts/routes/all.ts'
import { announcementAgreement, createAnnouncements, startCourier } from './features/announcements/announcements.ts'
import { announcementsRoutes } from './features/announcements/routes/all.ts'
import { createAudit } from './features/audit/audit.ts'
import { auditRoutes } from './features/audit/routes/all.ts'
import { createCases } from './features/cases/cases.ts'
import { casesRoutes } from './features/cases/routes/all.ts'
import { createDeskContainment } from './features/containment/containment.ts'
import { containmentRoutes } from './features/containment/routes/all.ts'
import type { DrillRunner } from './features/drills/drills.ts'
import { createDrills, startDrills } from './features/drills/drills.ts'
import { drillsRoutes } from './features/drills/routes/all.ts'
import { createDeskExports } from './features/exports/exports.ts'
import { exportsRoutes } from './features/exports/routes/all.ts'
import { createDeskHandovers } from './features/handovers/handovers.ts'
import { handoversRoutes } from './features/handovers/routes/all.ts'
import { createDoneReports, createExposure, setAgreed, startRunner } from './features/exposure/exposure.ts'
import { exposureRoutes } from './features/exposure/routes/all.ts'
import { createDeskLedger } from './features/ledger/ledger.ts'
import { ledgerRoutes } from './features/ledger/routes/all.ts'
import { createDeskOrganisations } from './features/organisations/organisations.ts'
import { organisationsRoutes } from './features/organisations/routes/all.ts'
import { createDeskOverview } from './features/overview/overview.ts'
import { overviewRoutes } from './features/overview/routes/all.ts'
import { createDeskRecoveries } from './features/recoveries/recoveries.ts'
import { recoveriesRoutes } from './features/recoveries/routes/all.ts'
import { createDeskReports } from './features/reports/reports.ts'
import { reportsRoutes } from './features/reports/routes/all.ts'
import { createDeskRequests } from './features/requests/requests.ts'
import { requestsRoutes } from './features/requests/routes/all.ts'
import { enrolmentUrlOf } from './links.ts'

/** The desk. */
export interface Desk extends Extension {
  /** For whoever may use the socket in the data folder; each is on record as that. */
  machine: DeskOnMachine
  /** Resolves when no exposure report is being made or waits. */
  settleReports(): Promise<void>
  /** Begins the reminders that are due, and resolves when nobody waits to be told of an announcement. */
  settleAnnouncements(): Promise<void>
  /** Resolves when nobody else can be told at the moment what of theirs was shown. */
  settleNotices(): Promise<void>
  /** Resolves when no attribution is being worked out or waits. */
  settleAttributions(): Promise<void>
  /** Resolves when no claim check and no search of the ledger is being worked out or waits. */
  settleSearches(): Promise<void>
  /** Lets the intruder of a drill make so many requests at once; resolves when it has, or nothing is to be done at the moment. */
  settleDrills: DrillRunner['settle']
}

/** What may be done without being signed in. */
export interface DeskOnMachine {
  /** Makes the first operator, or a new link for the one who has not enrolled yet; throws `M_FORBIDDEN` where there is one. */
  bootstrap(displayName: string | undefined): Promise<{ userId: string; url: string }>
  /** Break-glass: contains an account although nobody is signed in; every auditor is told, and one has to look at it. */
  breakGlass(input: { userId: string; reason: string; caseId?: number | undefined }): Promise<{ containmentId: number; caseId: number }>
}

/** Ties the desk to a homeserver. */
export function createDesk(ports: HomeserverPorts): Desk {
  const audit = createAudit(ports)
  const context: DeskContext = { ports, audit, cases: createCases(ports, audit) }
  const containment = createDeskContainment(context)
  const runner = startRunner(ports)
  const courier = startCourier(ports)
  const consequences = startConsequences(ports)
  const drills = startDrills(ports, createDoneReports(ports))
  const requests = createDeskRequests(context, {
    createExposureReport: { within: setAgreed, after: () => runner.wake() },
    publishAnnouncement: announcementAgreement(courier),
    ...consequencesAgreed(consequences),
  })
  return {
    routes: [
      ...accountsRoutes(ports, createDeskAccounts(context)),
      ...containmentRoutes(ports, containment),
      ...requestsRoutes(ports, requests),
      ...exposureRoutes(ports, createExposure(context, requests, runner)),
      ...consequencesRoutes(context, requests, consequences),
      ...ledgerRoutes(ports, createDeskLedger(context, requests)),
      ...organisationsRoutes(ports, createDeskOrganisations(context)),
      ...casesRoutes(ports, context.cases),
      ...reportsRoutes(ports, createDeskReports(context)),
      ...recoveriesRoutes(ports, createDeskRecoveries(context)),
      ...exportsRoutes(ports, createDeskExports(ports)),
      ...handoversRoutes(ports, createDeskHandovers(context)),
      ...auditRoutes(ports, audit),
      ...alertsRoutes(ports, createDeskAlerts(context)),
      ...announcementsRoutes(ports, createAnnouncements(context, requests, courier)),
      ...overviewRoutes(ports, createDeskOverview(context)),
      ...drillsRoutes(ports, createDrills(context, drills)),
    ],
    refused: (refusal) => audit.refused(refusal),
    close: async () => void (await Promise.all([runner.close(), courier.close(), consequences.close(), drills.close()])),
    settleReports: () => runner.settle(),
    settleAnnouncements: () => courier.settle(),
    settleNotices: () => consequences.telling.settle(),
    settleAttributions: () => consequences.tracing.settle(),
    settleSearches: async () => void (await Promise.all([consequences.checking.settle(), consequences.searching.settle()])),
    settleDrills: (requests) => drills.settle(requests),
    machine: {
      async bootstrap(displayName) {
        const deed = { operation: 'bootstrap', target: 'the first operator', reason: '' }
        const made = await audit.act('machine', deed, () => ports.accounts.makeFirstOperator(displayName))
        return { userId: made.userId, url: enrolmentUrlOf(ports, made.secret) }
      },
      async breakGlass({ userId, reason, caseId }) {
        const done = await containment.breakGlassFromMachine({ userId, reason, case_id: caseId })
        return { containmentId: done.containmentNid, caseId: done.caseNid }
      },
    },
  }
}
