// Endpoints of this area.
export { simplifiedSlidingSync } from './simplified-sliding-sync.ts'
export { slidingSync } from './sliding-sync.ts'
export { sync } from './sync.ts'
