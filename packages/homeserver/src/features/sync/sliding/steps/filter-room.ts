// Whether a room belongs into a list.
import type { Room, StateEntry } from '../../../../engine/room.ts'
import { findState } from '../../../../engine/room.ts'
import type { UserRoom } from '../../../../engine/user-rooms.ts'
import type { ListFilters } from '../sliding-request.ts'
import type { SlidingScope } from '../sliding-scope.ts'

/** What filters look up. */
export interface FilterFacts {
  direct: ReadonlySet<string>
  tags: ReadonlyMap<number, ReadonlySet<string>>
  /** The children of a space that the user is in; nothing where they are not. */
  childrenOf(spaceId: string): ReadonlySet<string>
}

const NO_TAGS: ReadonlySet<string> = new Set()

/** Reads what the lists of a request ask for. */
export async function factsFor(scope: SlidingScope): Promise<FilterFacts> {
  const { deps, mine, now, request } = scope
  const asksTags = request.lists.some(({ filters }) => filters.tags !== undefined || filters.notTags.length > 0)
  return {
    direct: await deps.facts.directRooms(mine, now.changes),
    tags: asksTags ? await deps.facts.tags(mine, now.changes) : new Map(),
    childrenOf: spaceChildren(scope),
  }
}

/** Whether a room passes every filter of a list. */
export function passesFilters(filters: ListFilters, entry: { each: UserRoom; room: Room }, facts: FilterFacts): boolean {
  const { each, room } = entry
  if (filters.isInvited !== undefined && filters.isInvited !== (each.membership === 'invite')) return false
  if (filters.isDm !== undefined && filters.isDm !== facts.direct.has(room.roomId)) return false
  if (filters.isEncrypted !== undefined && filters.isEncrypted !== isEncrypted(each, room)) return false
  if (filters.spaces !== undefined && !filters.spaces.some((space) => facts.childrenOf(space).has(room.roomId))) return false
  return passesType(filters, room) && passesTags(filters, each, facts) && passesName(filters, each, room)
}

function passesType(filters: ListFilters, room: Room): boolean {
  if (filters.roomTypes === undefined && filters.notRoomTypes.length === 0) return true
  const type = findState(room, 'm.room.create', '')?.auth.content['type']
  const roomType = typeof type === 'string' ? type : null
  return !filters.notRoomTypes.includes(roomType) && (filters.roomTypes?.includes(roomType) ?? true)
}

function passesTags(filters: ListFilters, each: UserRoom, facts: FilterFacts): boolean {
  const tags = facts.tags.get(each.roomNid) ?? NO_TAGS
  return !filters.notTags.some((tag) => tags.has(tag)) && (filters.tags?.some((tag) => tags.has(tag)) ?? true)
}

function passesName(filters: ListFilters, each: UserRoom, room: Room): boolean {
  if (filters.nameLike === undefined) return true
  const name = seenState(each, room, 'm.room.name')?.auth.content['name']
  return typeof name === 'string' && name.toLowerCase().includes(filters.nameLike)
}

function isEncrypted(each: UserRoom, room: Room): boolean {
  return seenState(each, room, 'm.room.encryption') !== undefined
}

/** Who has left a room learns nothing that came after, not even by a list's count. */
function seenState(each: UserRoom, room: Room, type: string): StateEntry | undefined {
  const entry = findState(room, type, '')
  const isOut = each.membership === 'leave' || each.membership === 'ban'
  return entry !== undefined && isOut && entry.position > each.position ? undefined : entry
}

function spaceChildren({ mine }: SlidingScope): FilterFacts['childrenOf'] {
  const known = new Map<string, Set<string>>()
  return (spaceId) => {
    let children = known.get(spaceId)
    if (children === undefined) {
      const space = [...mine.rooms.values()].find((each) => each.membership === 'join' && each.room?.roomId === spaceId)
      children = new Set()
      for (const [roomId, entry] of space?.room?.state.get('m.space.child') ?? []) {
        // A child without servers to join it by is one that was taken out.
        if (Array.isArray(entry.auth.content['via'])) children.add(roomId)
      }
      known.set(spaceId, children)
    }
    return children
  }
}
