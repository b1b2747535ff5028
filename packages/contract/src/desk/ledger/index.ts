// Endpoints of this area.
export { askEvidence } from './ask-evidence.ts'
export { askLedgerSearch } from './ask-ledger-search.ts'
export { cancelEvidenceSearch } from './cancel-evidence-search.ts'
export { getDeskLedger } from './get-desk-ledger.ts'
export { getEvidence } from './get-evidence.ts'
export { getEvidenceSearch } from './get-evidence-search.ts'
export { listLedgerRows } from './list-ledger-rows.ts'
