// Endpoints of this area.
export { decideDeskReport } from './decide-desk-report.ts'
export { listDeskReports } from './list-desk-reports.ts'
