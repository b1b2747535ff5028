// Endpoints of this area.
export { listDeskActions } from './list-desk-actions.ts'
