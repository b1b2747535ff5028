// Endpoints of this area.
export { decideDeskAlert } from './decide-desk-alert.ts'
export { listDeskActions } from './list-desk-actions.ts'
export { listDeskAlerts } from './list-desk-alerts.ts'
export { reviewDeskAction } from './review-desk-action.ts'
