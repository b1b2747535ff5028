// Endpoints of this area.
export { getAuditEvidence } from './get-audit-evidence.ts'
export { listDeskActions } from './list-desk-actions.ts'
export { listDeskAlerts } from './list-desk-alerts.ts'
