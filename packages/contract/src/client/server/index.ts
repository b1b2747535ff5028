// Endpoints of this area.
export { versions } from './versions.ts'
