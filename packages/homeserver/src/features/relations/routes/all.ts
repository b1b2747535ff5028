// Every route of relations.
import type { Route } from '../../../http/route.ts'
import type { Relations } from '../relations.ts'
import { getRelationsByEventTypeRoute } from './get-relations-by-event-type.ts'
import { getRelationsByTypeRoute } from './get-relations-by-type.ts'
import { getRelationsRoute } from './get-relations.ts'
import { getThreadsRoute } from './get-threads.ts'

/** The routes, tied to their operations. */
export function relationsRoutes(relations: Relations): Route[] {
  return [
    getRelationsRoute(relations),
    getRelationsByTypeRoute(relations),
    getRelationsByEventTypeRoute(relations),
    getThreadsRoute(relations),
  ]
}
