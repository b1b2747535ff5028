// Every route of previews.
import type { Route } from '../../../http/route.ts'
import type { Previews } from '../previews.ts'
import { getRoomSummaryRoute } from './get-room-summary.ts'
import { getSpaceHierarchyRoute } from './get-space-hierarchy.ts'

/** The routes, tied to their operations. */
export function previewsRoutes(previews: Previews): Route[] {
  return [getRoomSummaryRoute(previews), getSpaceHierarchyRoute(previews)]
}
