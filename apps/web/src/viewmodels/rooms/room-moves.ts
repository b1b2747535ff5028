// Moving rooms about in the list: into a section, out of it, and within the sections that one sorts oneself.
import type { Live } from '../../live.ts'
import type { Session } from '../../session/session.ts'
import type { RoomSummary } from '../../session/types.ts'
import { ordersAfterMove, ordersAt } from './room-order.ts'

/** What moving asks of a section. */
export interface MoveSection {
  id: string
  /** Which of those that everybody has; undefined: it is one's own. */
  known: string | undefined
  rooms: readonly RoomSummary[]
}

/** A place in the list: in a section, above one of its rooms or at its end. Where rooms stand by their last message there is one place. */
export interface ListPlace {
  sectionId: string
  /** Undefined: at the end. */
  aboveId: string | undefined
}

/** What moves rooms. */
export interface RoomMoves {
  /** Puts a room into a section of one's own, or out of all of them. */
  moveRoom(roomId: string, tag: string | undefined): Promise<void>
  /** Moves a room up (-1) or down (1) in the section that one sorts oneself. */
  moveWithin(roomId: string, step: 1 | -1): Promise<void>
  /** Where a room comes to stand if it is let go there; undefined where it cannot go. */
  placeFor(roomId: string, place: ListPlace): ListPlace | undefined
  /** Moves a room to a place that there is for it. */
  moveTo(roomId: string, place: ListPlace): Promise<void>
  setFavourite(roomId: string, isFavourite: boolean): Promise<void>
  setLow(roomId: string, isLow: boolean): Promise<void>
  /** Puts a room away until something is said in it, or takes it back. */
  setArchived(roomId: string, isArchived: boolean): Promise<void>
}

/** Ties them to a list that is shown. */
export function createRoomMoves({ rooms, actions }: Pick<Session, 'rooms' | 'actions'>, list: Live<{ sections: readonly MoveSection[] }>): RoomMoves {
  const find = (roomId: string): RoomSummary | undefined => rooms.all.getState().find((room) => room.roomId === roomId)
  const sections = (): readonly MoveSection[] => list.getState().sections
  const setTag = (roomId: string, tag: string, isOn: boolean): Promise<void> => (isOn ? actions.setTag(roomId, tag) : actions.removeTag(roomId, tag))
  const removeTags = async (roomId: string, isGoing: (tag: string) => boolean): Promise<void> => {
    for (const tag of find(roomId)?.tags.filter(isGoing) ?? []) await actions.removeTag(roomId, tag)
  }
  /** Whoever comes to the end of a section that nobody has sorted finds its place by its last message, as by the menu. */
  const setOrders = async (section: MoveSection, { tag, roomId, aboveId }: { tag: string; roomId: string; aboveId: string | undefined }): Promise<void> => {
    const placed = placedIn(section, tag)
    const isNew = placed.every((room) => room.roomId !== roomId && room.order === undefined)
    if (isNew && aboveId === undefined) return actions.setTag(roomId, tag)
    for (const [each, order] of ordersAt(placed, roomId, aboveId)) await actions.setTag(each, tag, order)
  }
  const moves: RoomMoves = {
    async moveRoom(roomId, tag) {
      await removeTags(roomId, (each) => each.startsWith('u.') && each !== tag)
      if (tag !== undefined) await actions.setTag(roomId, tag)
    },
    async moveWithin(roomId, step) {
      const section = sections().find(({ rooms: held }) => held.some((room) => room.roomId === roomId))
      const tag = section === undefined ? undefined : tagOf(section)
      if (section === undefined || tag === undefined) return
      for (const [each, order] of ordersAfterMove(placedIn(section, tag), roomId, step)) await actions.setTag(each, tag, order)
    },
    placeFor(roomId, place) {
      const [room, section] = [find(roomId), sections().find(({ id }) => id === place.sectionId)]
      if (room?.membership !== 'join' || section === undefined) return undefined
      const isThere = section.rooms.some((each) => each.roomId === roomId)
      if (isSorted(section)) return isThere && isSamePlace(section, roomId, place.aboveId) ? undefined : place
      return isThere || !isOpenTo(section, room) ? undefined : { sectionId: section.id, aboveId: undefined }
    },
    async moveTo(roomId, place) {
      const [room, section] = [find(roomId), sections().find(({ id }) => id === place.sectionId)]
      if (room === undefined || section === undefined) return
      if (section.known === 'archived') return moves.setArchived(roomId, true)
      if (room.isArchived) await moves.setArchived(roomId, false)
      if (section.known === 'low') return moves.setLow(roomId, true)
      const tag = tagOf(section)
      if (tag !== undefined) await setOrders(section, { tag, roomId, aboveId: place.aboveId })
      // A favourite goes back to its section when it is none any more.
      await removeTags(roomId, (each) => each !== tag && (each === 'm.lowpriority' || (section.known !== 'favourites' && (each === 'm.favourite' || each.startsWith('u.')))))
    },
    async setFavourite(roomId, isFavourite) {
      await setTag(roomId, 'm.favourite', isFavourite)
      if (isFavourite) await removeTags(roomId, (tag) => tag === 'm.lowpriority')
    },
    async setLow(roomId, isLow) {
      await setTag(roomId, 'm.lowpriority', isLow)
      if (isLow) await removeTags(roomId, (tag) => tag === 'm.favourite')
    },
    async setArchived(roomId, isArchived) {
      if (isArchived) await actions.markRead(roomId)
      await actions.setArchived(roomId, isArchived)
    },
  }
  return moves
}

/** Whether one sorts the rooms of a section oneself. */
export function isSorted(section: MoveSection): boolean {
  return tagOf(section) !== undefined
}

/** The tag by which rooms are in a section; undefined where it is not by a tag that one sorts. */
function tagOf({ id, known }: MoveSection): string | undefined {
  if (known === undefined) return id
  return known === 'favourites' ? 'm.favourite' : undefined
}

function placedIn({ rooms }: MoveSection, tag: string): { roomId: string; order: number | undefined }[] {
  return rooms.map(({ roomId, tagOrders }) => ({ roomId, order: tagOrders[tag] }))
}

/** Whether a room stands there already: above itself, or above the one that comes after it. */
function isSamePlace({ rooms }: MoveSection, roomId: string, aboveId: string | undefined): boolean {
  const at = rooms.findIndex((room) => room.roomId === roomId)
  return aboveId === roomId || rooms[at + 1]?.roomId === aboveId
}

/** Whether a section that is by no tag of one's own is one for the room. */
function isOpenTo({ known }: MoveSection, { kind }: RoomSummary): boolean {
  return known === 'low' || known === 'archived' || known === (kind === 'person' ? 'people' : 'rooms')
}
