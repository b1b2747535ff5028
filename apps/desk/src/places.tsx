// The places of the desk and its pages: what the navigation, the list of commands and the shortcuts are made of. A new page
// is a line here.
import type { AnyEndpoint } from '@chappe/contract'
import {
  askAttribution,
  askLedgerSearch,
  getDeskLedger,
  listBlockedNetworks,
  listDeskAccounts,
  listDeskActions,
  listDeskAlerts,
  listDeskAnnouncements,
  listDeskCases,
  listDeskExports,
  listDeskReports,
  listDeskRequests,
  listDrills,
  listExposureReports,
  listHandovers,
  listOrganisations,
  listRecoveries,
} from '@chappe/contract'
import type { ReactNode } from 'react'
import { AccountPage } from './pages/account.tsx'
import { AccountsPage } from './pages/accounts.tsx'
import { AlertsPage } from './pages/alerts.tsx'
import { AnnouncementPage } from './pages/announcement.tsx'
import { AnnouncementsPage } from './pages/announcements.tsx'
import { AuditPage } from './pages/audit.tsx'
import { CasePage } from './pages/case.tsx'
import { CasesPage } from './pages/cases.tsx'
import { AttributionPage } from './pages/consequences/attribution.tsx'
import { AttributionsPage } from './pages/consequences/attributions.tsx'
import { ClaimsPage } from './pages/consequences/claims.tsx'
import { NoticesPage } from './pages/consequences/notices.tsx'
import { NotificationPage } from './pages/consequences/notification.tsx'
import { DrillPage } from './pages/drill.tsx'
import { DrillsPage } from './pages/drills.tsx'
import { EvidencePage } from './pages/evidence.tsx'
import { ExportsPage } from './pages/exports.tsx'
import { ExposureReportPage } from './pages/exposure-report.tsx'
import { ExposurePage } from './pages/exposure.tsx'
import { HandoversPage } from './pages/handovers.tsx'
import { LedgerSearchPage } from './pages/ledger-search.tsx'
import { LedgerPage } from './pages/ledger.tsx'
import { OrganisationPage } from './pages/organisation.tsx'
import { OrganisationsPage } from './pages/organisations.tsx'
import { OverviewPage } from './pages/overview.tsx'
import { ReachPage } from './pages/reach.tsx'
import { RecoveriesPage } from './pages/recoveries.tsx'
import { ReportsPage } from './pages/reports.tsx'
import { RequestsPage } from './pages/requests.tsx'
import { paths } from './paths.ts'
import type { WordKey } from './words/en.ts'

/** The groups of the navigation, in their order. */
export const GROUPS = ['now', 'investigate', 'people', 'record'] as const

/** A group of the navigation. */
export type PlaceGroup = (typeof GROUPS)[number]

/** A place of the navigation. */
export interface DeskPlace {
  href: string
  label: WordKey
  group: PlaceGroup
  /** Whoever may call this sees the place; left out: everybody at the desk. */
  opens?: AnyEndpoint
  /** Goes there after `g`; each letter once. */
  letter?: string
  page: () => ReactNode
}

/** The places, in the order of the navigation. */
export const PLACES: readonly DeskPlace[] = [
  { href: paths.overview(), label: 'place.overview', group: 'now', letter: 'o', page: () => <OverviewPage /> },
  { href: paths.alerts(), label: 'place.alerts', group: 'now', opens: listDeskAlerts, letter: 'l', page: () => <AlertsPage /> },
  { href: paths.reports(), label: 'place.reports', group: 'now', opens: listDeskReports, letter: 'r', page: () => <ReportsPage /> },
  { href: paths.requests(), label: 'place.requests', group: 'now', opens: listDeskRequests, letter: 's', page: () => <RequestsPage /> },
  { href: paths.accounts(), label: 'place.accounts', group: 'investigate', opens: listDeskAccounts, letter: 'a', page: () => <AccountsPage /> },
  { href: paths.cases(), label: 'place.cases', group: 'investigate', opens: listDeskCases, letter: 'c', page: () => <CasesPage /> },
  { href: paths.exposure(), label: 'place.exposure', group: 'investigate', opens: listExposureReports, letter: 'x', page: () => <ExposurePage /> },
  { href: paths.ledgerSearch(), label: 'place.ledgerSearch', group: 'investigate', opens: askLedgerSearch, letter: 'w', page: () => <LedgerSearchPage /> },
  { href: paths.reach(), label: 'place.reach', group: 'investigate', opens: listBlockedNetworks, letter: 'n', page: () => <ReachPage /> },
  { href: paths.attributions(), label: 'place.attributions', group: 'investigate', opens: askAttribution, letter: 'k', page: () => <AttributionsPage /> },
  { href: paths.exports(), label: 'place.exports', group: 'investigate', opens: listDeskExports, letter: 'p', page: () => <ExportsPage /> },
  { href: paths.announcements(), label: 'place.announcements', group: 'people', opens: listDeskAnnouncements, letter: 'm', page: () => <AnnouncementsPage /> },
  { href: paths.drills(), label: 'place.drills', group: 'people', opens: listDrills, letter: 'd', page: () => <DrillsPage /> },
  { href: paths.organisations(), label: 'place.organisations', group: 'people', opens: listOrganisations, letter: 'g', page: () => <OrganisationsPage /> },
  { href: paths.recoveries(), label: 'place.recoveries', group: 'people', opens: listRecoveries, letter: 'v', page: () => <RecoveriesPage /> },
  { href: paths.handovers(), label: 'place.handovers', group: 'people', opens: listHandovers, letter: 'h', page: () => <HandoversPage /> },
  { href: paths.ledger(), label: 'place.ledger', group: 'record', opens: getDeskLedger, letter: 'e', page: () => <LedgerPage /> },
  { href: paths.audit(), label: 'place.audit', group: 'record', opens: listDeskActions, letter: 't', page: () => <AuditPage /> },
]

/** A page below a place: its path with the names of its parts, and the page that is given them. */
export interface DeskSubpage {
  path: string
  page: (parts: Readonly<Record<string, string>>) => ReactNode
}

/** The pages below places. */
export const SUBPAGES: readonly DeskSubpage[] = [
  { path: `${paths.accounts()}/:userId`, page: ({ userId = '' }) => <AccountPage key={userId} userId={userId} /> },
  { path: `${paths.cases()}/:caseId`, page: ({ caseId = '' }) => <CasePage key={caseId} caseId={caseId} /> },
  { path: paths.exposureReport(':reportId'), page: ({ reportId = '' }) => <ExposureReportPage key={reportId} reportId={reportId} /> },
  { path: paths.announcement(':announcementId'), page: ({ announcementId = '' }) => <AnnouncementPage key={announcementId} announcementId={announcementId} /> },
  { path: paths.drill(':drillId'), page: ({ drillId = '' }) => <DrillPage key={drillId} drillId={drillId} /> },
  { path: paths.evidence(':requestId'), page: ({ requestId = '' }) => <EvidencePage key={requestId} requestId={requestId} /> },
  { path: paths.notification(':reportId'), page: ({ reportId = '' }) => <NotificationPage key={reportId} reportId={reportId} /> },
  { path: paths.notices(':reportId'), page: ({ reportId = '' }) => <NoticesPage key={reportId} reportId={reportId} /> },
  { path: paths.claims(':reportId'), page: ({ reportId = '' }) => <ClaimsPage key={reportId} reportId={reportId} /> },
  { path: paths.attribution(':requestId'), page: ({ requestId = '' }) => <AttributionPage key={requestId} requestId={requestId} /> },
  { path: `${paths.organisations()}/:organisationId`, page: ({ organisationId = '' }) => <OrganisationPage key={organisationId} organisationId={organisationId} /> },
]
