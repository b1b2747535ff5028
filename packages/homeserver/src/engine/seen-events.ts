// Whether somebody may see one of some events at present: what is asked for a file that these events carry.
import type { RoomEngine } from './engine.ts'
import type { Room } from './room.ts'
import type { HistoryDeps } from './visibility.ts'
import { eventsInHistory } from './visibility.ts'

/** Where an event is, and what of it decides who sees it. */
export interface EventPlace {
  roomNid: number
  position: number
  type: string
  stateKey: string | undefined
}

/** What looking needs. */
export interface SeenEventsDeps extends HistoryDeps {
  engine: Pick<RoomEngine, 'registry'>
  /** Whether somebody may see what a room is called, and its picture, from outside or from within. */
  mayPreview(viewer: string, room: Room): Promise<boolean>
}

/**
 * The first of some events that a user may see now: by their present membership, and by the visibility of the event.
 * Who has left sees nothing by this any more. The picture of a room is seen by everybody who may know of the room.
 */
export async function findSeenEvent(
  deps: SeenEventsDeps,
  viewer: string,
  places: readonly EventPlace[],
): Promise<EventPlace | undefined> {
  const { registry } = deps.engine
  const byRoom = Map.groupBy(places, (place) => place.roomNid)
  for (const room of await registry.getMany([...byRoom.keys()])) {
    const inRoom = byRoom.get(room.roomNid) ?? []
    if (room.settled !== undefined) await room.settled.catch(() => undefined)
    await registry.ensureMembers(room, [viewer])
    const membership = room.members.get(viewer)?.membership
    if (membership === 'join' || membership === 'invite' || isWorldReadable(room)) {
      const [seen] = await eventsInHistory(deps, room, viewer, inRoom)
      if (seen !== undefined) return seen
    }
    const picture = inRoom.find((place) => isPicture(room, place))
    if (picture !== undefined && (await deps.mayPreview(viewer, room))) return picture
  }
  return undefined
}

function isWorldReadable(room: Room): boolean {
  return contentOf(room, 'm.room.history_visibility')?.['history_visibility'] === 'world_readable'
}

function contentOf(room: Room, type: string): Record<string, unknown> | undefined {
  return room.state.get(type)?.get('')?.auth.content
}

function isPicture(room: Room, place: EventPlace): boolean {
  return place.type === 'm.room.avatar' && room.state.get('m.room.avatar')?.get('')?.position === place.position
}
