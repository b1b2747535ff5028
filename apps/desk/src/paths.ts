// Where the pages of the desk are. Links are built here and nowhere else.

const BASE = '/desk'

/** The links of the desk. */
export const paths = {
  overview: () => BASE,
  accounts: (filter: { search?: string; state?: string } = {}) => withQuery(`${BASE}/accounts`, filter),
  account: (userId: string) => `${BASE}/accounts/${encodeURIComponent(userId)}`,
  alerts: () => `${BASE}/alerts`,
  recoveries: () => `${BASE}/recoveries`,
  handovers: () => `${BASE}/handovers`,
  requests: () => `${BASE}/requests`,
  cases: () => `${BASE}/cases`,
  case: (caseId: number) => `${BASE}/cases/${caseId}`,
  reports: () => `${BASE}/reports`,
  notification: (reportId: number | string) => `${BASE}/exposure/${reportId}/notification`,
  notices: (reportId: number | string) => `${BASE}/exposure/${reportId}/notices`,
  claims: (reportId: number | string, checkId: number | string = '') => withQuery(`${BASE}/exposure/${reportId}/claims`, { check: String(checkId) }),
  attributions: () => `${BASE}/leaks`,
  attribution: (requestId: number | string) => `${BASE}/leaks/${requestId}`,
  organisations: () => `${BASE}/organisations`,
  organisation: (organisationId: string) => `${BASE}/organisations/${encodeURIComponent(organisationId)}`,
  reach: () => `${BASE}/reach`,
  exports: (filter: { person?: string; room?: string; from?: string; to?: string } = {}) => withQuery(`${BASE}/exports`, filter),
  exposure: (filter: { account?: string; case?: string } = {}) => withQuery(`${BASE}/exposure`, filter),
  exposureReport: (reportId: number | string) => `${BASE}/exposure/${reportId}`,
  announcements: () => `${BASE}/announcements`,
  announcement: (announcementId: number | string) => `${BASE}/announcements/${announcementId}`,
  drills: () => `${BASE}/drills`,
  drill: (drillId: number | string) => `${BASE}/drills/${drillId}`,
  ledgerSearch: () => `${BASE}/searches`,
  evidence: (requestId: number | string) => `${BASE}/searches/${requestId}`,
  ledger: () => `${BASE}/ledger`,
  audit: (filter: { target?: string; alone?: string } = {}) => withQuery(`${BASE}/audit`, filter),
  signedIn: () => `${BASE}/signed-in`,
} as const

function withQuery(path: string, values: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString()
  return query === '' ? path : `${path}?${query}`
}
