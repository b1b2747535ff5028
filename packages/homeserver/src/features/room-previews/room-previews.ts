// The front door of room previews: rooms and spaces, seen from outside.
import type { Session } from '../../session.ts'
import type { RoomsDeps } from '../rooms/rooms.ts'
import type { HierarchyInput, HierarchyPage } from './hierarchy.ts'
import { getHierarchy } from './hierarchy.ts'
import type { RoomSummary } from './room-summary.ts'
import { getRoomSummary } from './room-summary.ts'

export { lookerOf, mayPreview } from './looker.ts'

/** The operations of this feature. */
export interface RoomPreviews {
  getRoomSummary(session: Session | undefined, roomIdOrAlias: string): Promise<RoomSummary>
  getHierarchy(session: Session, input: HierarchyInput): Promise<HierarchyPage>
}

/** Ties the operations to what they need. */
export function createRoomPreviews(deps: RoomsDeps): RoomPreviews {
  return {
    getRoomSummary: (session, roomIdOrAlias) => getRoomSummary(deps, session, roomIdOrAlias),
    getHierarchy: (session, input) => getHierarchy(deps, session, input),
  }
}
