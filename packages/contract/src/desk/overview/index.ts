// Endpoints of this area.
export { getDeskOverview } from './get-desk-overview.ts'
