// Endpoints of this area.
export { sync } from './sync.ts'
