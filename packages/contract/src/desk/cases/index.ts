// Endpoints of this area.
export { addDeskNote } from './add-desk-note.ts'
export { closeDeskCase } from './close-desk-case.ts'
export { getDeskCase } from './get-desk-case.ts'
export { listDeskCases } from './list-desk-cases.ts'
export { openDeskCase } from './open-desk-case.ts'
export { setDeskCaseAware } from './set-desk-case-aware.ts'
