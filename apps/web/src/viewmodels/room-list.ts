// The list of rooms: what is shown of each, in which section, under which filter.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import type { Session } from '../session/session.ts'
import type { RoomSummary } from '../session/types.ts'
import { derive } from './derive.ts'

/** What can be left in the list. */
export const ROOM_FILTERS = ['all', 'unread', 'mentions', 'invitations'] as const

/** What is left in the list. */
export type RoomFilter = (typeof ROOM_FILTERS)[number]

/** Under which heading rooms stand, in this order. */
export type SectionId = 'invitations' | 'favourites' | 'people' | 'rooms' | 'low'

/** Rooms under one heading. */
export interface Section {
  id: SectionId
  rooms: readonly RoomSummary[]
}

/** The list. */
export interface RoomListState {
  filter: RoomFilter
  /** Only those that hold something. */
  sections: readonly Section[]
}

/** The list of rooms. */
export interface RoomListModel {
  state: Live<RoomListState>
  setFilter(filter: RoomFilter): void
  /** The room that stands above (-1) or below (1) another in the list; from its end it goes on at the other. */
  neighbour(roomId: string | undefined, step: 1 | -1, isUnread: boolean): string | undefined
}

const ORDER: readonly SectionId[] = ['invitations', 'favourites', 'people', 'rooms', 'low']

/** Makes the list over a session. */
export function createRoomList({ rooms }: Pick<Session, 'rooms'>): RoomListModel {
  const filter = createStore<RoomFilter>(() => 'all')
  const { live } = derive([rooms.all, filter], () => ({ filter: filter.getState(), sections: toSections(rooms.all.getState(), filter.getState()) }))
  return {
    state: live,
    setFilter: (next) => filter.setState(next, true),
    neighbour: (roomId, step, isUnread) => neighbourOf(live.getState().sections, { roomId, step, isUnread }),
  }
}

/** The room above or below one in the sections; among those with something unread, if that is asked for. */
export function neighbourOf(sections: readonly Section[], { roomId, step, isUnread }: { roomId: string | undefined; step: 1 | -1; isUnread: boolean }): string | undefined {
  const shown = sections.flatMap(({ rooms }) => rooms).filter((room) => room.roomId === roomId || !isUnread || room.unreadCount > 0 || room.isMarkedUnread)
  const at = shown.findIndex((room) => room.roomId === roomId)
  const next = shown[at < 0 ? (step > 0 ? 0 : shown.length - 1) : (at + step + shown.length) % shown.length]
  return next?.roomId === roomId ? undefined : next?.roomId
}

/** Sorts rooms under their headings, the latest first. */
export function toSections(rooms: readonly RoomSummary[], filter: RoomFilter): Section[] {
  const sorted = rooms.filter((room) => room.kind !== 'space' && passes(room, filter)).toSorted((a, b) => b.lastActivityMs - a.lastActivityMs || (a.roomId < b.roomId ? -1 : 1))
  const groups = Map.groupBy(sorted, sectionOf)
  return ORDER.flatMap((id) => {
    const found = groups.get(id)
    return found === undefined ? [] : [{ id, rooms: found }]
  })
}

function passes(room: RoomSummary, filter: RoomFilter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'unread':
      return room.unreadCount > 0 || room.isMarkedUnread || room.membership === 'invite'
    case 'mentions':
      return room.mentionCount > 0
    case 'invitations':
      return room.membership === 'invite'
  }
}

function sectionOf(room: RoomSummary): SectionId {
  if (room.membership === 'invite') return 'invitations'
  if (room.tags.includes('m.favourite')) return 'favourites'
  if (room.tags.includes('m.lowpriority')) return 'low'
  return room.kind === 'person' ? 'people' : 'rooms'
}
