// Endpoints of this area.
export { decideDeskAlert } from './decide-desk-alert.ts'
export { getAuditEvidence } from './get-audit-evidence.ts'
export { listBreakGlass } from './list-break-glass.ts'
export { listDeskActions } from './list-desk-actions.ts'
export { listDeskAlerts } from './list-desk-alerts.ts'
export { reviewBreakGlass } from './review-break-glass.ts'
