// Endpoints of this area.
export { getRelationsByEventType } from './get-relations-by-event-type.ts'
export { getRelationsByType } from './get-relations-by-type.ts'
export { getRelations } from './get-relations.ts'
export { getThreads } from './get-threads.ts'
