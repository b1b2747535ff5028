// Endpoints of this area.
export { askEvidence } from './ask-evidence.ts'
export { getDeskLedger } from './get-desk-ledger.ts'
export { getEvidence } from './get-evidence.ts'
