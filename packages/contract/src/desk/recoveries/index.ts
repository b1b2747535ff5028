// Endpoints of this area.
export { agreeDeskRecovery } from './agree-desk-recovery.ts'
export { askDeskRecovery } from './ask-desk-recovery.ts'
export { listRecoveries } from './list-recoveries.ts'
