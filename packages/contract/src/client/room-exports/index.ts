// Endpoints of this area.
export { declareExport } from './declare-export.ts'
