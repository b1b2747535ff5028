// Endpoints of this area.
export { listDeskActions } from './list-desk-actions.ts'
export { listDeskAlerts } from './list-desk-alerts.ts'
