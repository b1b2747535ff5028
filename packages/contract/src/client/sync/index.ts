// Endpoints of this area.
export { getEvents } from './get-events.ts'
export { initialSync } from './initial-sync.ts'
export { sync } from './sync.ts'
