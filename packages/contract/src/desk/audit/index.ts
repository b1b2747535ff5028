// Endpoints of this area.
export { listBreakGlass } from './list-break-glass.ts'
export { listDeskActions } from './list-desk-actions.ts'
export { listDeskAlerts } from './list-desk-alerts.ts'
export { reviewBreakGlass } from './review-break-glass.ts'
