// Endpoints of this area.
export { getEvents } from './get-events.ts'
export { initialSync } from './initial-sync.ts'
export { simplifiedSlidingSync } from './simplified-sliding-sync.ts'
export { slidingSync } from './sliding-sync.ts'
export { sync } from './sync.ts'
