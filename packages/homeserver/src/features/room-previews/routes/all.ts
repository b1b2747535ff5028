// Every route of room previews.
import type { Route } from '../../../http/route.ts'
import type { RoomPreviews } from '../room-previews.ts'
import { getRoomSummaryRoute } from './get-room-summary.ts'
import { getSpaceHierarchyRoute } from './get-space-hierarchy.ts'

/** The routes, tied to their operations. */
export function roomPreviewsRoutes(previews: RoomPreviews): Route[] {
  return [getRoomSummaryRoute(previews), getSpaceHierarchyRoute(previews)]
}
