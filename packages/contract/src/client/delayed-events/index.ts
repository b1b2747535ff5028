// Endpoints of this area.
export { getDelayedEvent } from './get-delayed-event.ts'
export { listDelayedEvents } from './list-delayed-events.ts'
export { manageDelayedEvent } from './manage-delayed-event.ts'
export { updateDelayedEvent } from './update-delayed-event.ts'
