// Endpoints of this area.
export { declareExport } from './declare-export.ts'
export { finishExport } from './finish-export.ts'
