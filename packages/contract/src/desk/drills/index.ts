// Endpoints of this area.
export { beginDrill } from './begin-drill.ts'
export { endDrill } from './end-drill.ts'
export { getDrill } from './get-drill.ts'
export { listDrills } from './list-drills.ts'
