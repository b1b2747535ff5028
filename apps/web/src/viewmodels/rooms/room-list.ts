// The list of rooms: what is shown of each, in which section, under which filter, how close together.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { Session } from '../../session/session.ts'
import type { RoomSummary, Space } from '../../session/types.ts'
import { derive } from '../derive.ts'
import type { RoomMoves } from './room-moves.ts'
import { createRoomMoves } from './room-moves.ts'
import type { OwnSection, SectionActions } from './sections.ts'
import { createSectionActions, ownSectionsOf, SECTIONS_TYPE } from './sections.ts'

/** What can be left in the list. */
export const ROOM_FILTERS = ['all', 'unread', 'mentions', 'invitations'] as const

/** What is left in the list. */
export type RoomFilter = (typeof ROOM_FILTERS)[number]

/** How close together rooms stand. */
export const DENSITIES = ['comfortable', 'compact', 'icons'] as const

/** How close together rooms stand. */
export type Density = (typeof DENSITIES)[number]

/** The sections that everybody has. */
export type KnownSection = 'invitations' | 'favourites' | 'people' | 'rooms' | 'low' | 'archived'

/** Rooms under one heading. */
export interface Section {
  /** One that everybody has, or the tag of one's own. */
  id: string
  /** Which of those that everybody has; undefined: it is one's own, and has a name. */
  known: KnownSection | undefined
  name: string
  isFolded: boolean
  rooms: readonly RoomSummary[]
  unreadCount: number
  mentionCount: number
}

/** The list. */
export interface RoomListState {
  filter: RoomFilter
  density: Density
  /** The space whose rooms alone are shown. */
  spaceId: string | undefined
  /** Those that hold something, and one's own. */
  sections: readonly Section[]
  own: readonly OwnSection[]
  /** Over all rooms, whatever the filter: how many hold something unread, and how many mentions there are. */
  totals: { unreadRooms: number; mentions: number; invitations: number }
}

/** The list of rooms. */
export interface RoomListModel extends RoomMoves {
  state: Live<RoomListState>
  /** The rooms in which something was begun and not sent. */
  drafts: Live<ReadonlySet<string>>
  /** What was begun in a room, as it is at this moment; undefined where nothing was. */
  draftOf(roomId: string): string | undefined
  setFilter(filter: RoomFilter): void
  setDensity(density: Density): void
  setSpace(spaceId: string | undefined): void
  setFolded(sectionId: string, isFolded: boolean): void
  readonly sections: SectionActions
  markRead(roomId: string): Promise<void>
  markUnread(roomId: string): Promise<void>
  leave(roomId: string): Promise<void>
  /** The room that stands above (-1) or below (1) another in the list; from its end it goes on at the other. */
  neighbour(roomId: string | undefined, step: 1 | -1, isUnread: boolean): string | undefined
}

/** Where a browser keeps how somebody likes the list. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem'>

const DENSITY_KEY = 'chappe.list.density'
const FOLDED_KEY = 'chappe.list.folded'
const ORDER: readonly KnownSection[] = ['invitations', 'favourites', 'people', 'rooms', 'low', 'archived']

/** Sections that are folded unless somebody opens them. */
const FOLDED_AT_FIRST: ReadonlySet<string> = new Set<KnownSection>(['archived'])

/** Whether a section is folded; what is kept are those that are not as at first. */
function isFoldedBy(turned: ReadonlySet<string>, sectionId: string): boolean {
  return turned.has(sectionId) !== FOLDED_AT_FIRST.has(sectionId)
}

/** Makes the list over a session. */
export function createRoomList(session: Pick<Session, 'rooms' | 'spaces' | 'actions' | 'accountData' | 'drafts'>, shelf: Shelf): RoomListModel {
  const { rooms, spaces, actions, accountData, drafts } = session
  const filter = createStore<RoomFilter>(() => 'all')
  const density = createStore<Density>(() => DENSITIES.find((each) => each === shelf.getItem(DENSITY_KEY)) ?? 'comfortable')
  const spaceId = createStore<string | undefined>(() => undefined)
  const folded = createStore<ReadonlySet<string>>(() => new Set((shelf.getItem(FOLDED_KEY) ?? '').split('\n').filter((each) => each !== '')))
  const kept = accountData.follow(SECTIONS_TYPE)
  const { live } = derive<RoomListState>([rooms.all, spaces, filter, density, spaceId, folded, kept], () => {
    const all = rooms.all.getState()
    const own = ownSectionsOf(kept.getState(), all)
    const within = roomsWithin(spaces.getState(), spaceId.getState())
    const shown = all.filter((room) => within === undefined || within.has(room.roomId) || room.membership === 'invite')
    return {
      filter: filter.getState(),
      density: density.getState(),
      spaceId: within === undefined ? undefined : spaceId.getState(),
      sections: toSections(shown, { filter: filter.getState(), own, folded: folded.getState() }),
      own,
      totals: totalsOf(all),
    }
  })
  return {
    state: live,
    drafts: draftMarks(drafts),
    draftOf: (roomId) => drafts.get(roomId)?.text,
    setFilter: (next) => filter.setState(next, true),
    setDensity(next) {
      shelf.setItem(DENSITY_KEY, next)
      density.setState(next, true)
    },
    setSpace: (next) => spaceId.setState(next, true),
    setFolded(sectionId, isFolded) {
      const next = new Set(folded.getState())
      if (isFolded !== FOLDED_AT_FIRST.has(sectionId)) next.add(sectionId)
      else next.delete(sectionId)
      shelf.setItem(FOLDED_KEY, [...next].join('\n'))
      folded.setState(next, true)
    },
    sections: createSectionActions(session, rooms.all),
    ...createRoomMoves(session, live),
    markRead: actions.markRead,
    markUnread: (roomId) => actions.setMarkedUnread(roomId, true),
    leave: actions.leave,
    neighbour: (roomId, step, isUnread) => neighbourOf(live.getState().sections, { roomId, step, isUnread }),
  }
}

/** The rooms with drafts. The set stays the same while somebody types: only the first and the last letter change it. */
function draftMarks({ all }: Pick<Session['drafts'], 'all'>): Live<ReadonlySet<string>> {
  const read = (): ReadonlySet<string> => new Set([...all.getState()].flatMap(([place, { text }]) => (place.includes('/') || text.trim() === '' ? [] : [place])))
  const marks = createStore<ReadonlySet<string>>(read)
  all.subscribe(() => {
    const [now, before] = [read(), marks.getState()]
    if (now.size !== before.size || [...now].some((roomId) => !before.has(roomId))) marks.setState(now, true)
  })
  return marks
}

/** Sorts rooms under their headings, the latest first. One's own sections stand behind the favourites, empty or not. */
export function toSections(
  rooms: readonly RoomSummary[],
  { filter, own, folded }: { filter: RoomFilter; own: readonly OwnSection[]; folded: ReadonlySet<string> },
): Section[] {
  const tags = new Set(own.map(({ tag }) => tag))
  const shown = rooms.filter((room) => room.kind !== 'space' && !room.isReplaced && passes(room, filter))
  const groups = Map.groupBy(shown, (room) => sectionOf(room, tags))
  const section = (id: string, known: KnownSection | undefined, name: string): Section => {
    const held = (groups.get(id) ?? []).toSorted(compareIn(id))
    return { id, known, name, isFolded: isFoldedBy(folded, id), rooms: held, unreadCount: sum(held, (room) => room.unreadCount), mentionCount: sum(held, (room) => room.mentionCount) }
  }
  const known = ORDER.map((id) => section(id, id, ''))
  const mine = own.map(({ tag, name }) => section(tag, undefined, name)).filter(({ rooms: held }) => filter === 'all' || held.length > 0)
  return [...known.slice(0, 2).filter(isHeld), ...mine, ...known.slice(2).filter(isHeld)]
}

const isHeld = ({ rooms }: Section): boolean => rooms.length > 0

function sum(rooms: readonly RoomSummary[], of: (room: RoomSummary) => number): number {
  return rooms.reduce((total, room) => total + of(room), 0)
}

/** By the order that somebody gave, where they did; else the latest first. */
function compareIn(section: string): (a: RoomSummary, b: RoomSummary) => number {
  const tag = section === 'favourites' ? 'm.favourite' : section
  return (a, b) => {
    const [first, second] = [a.tagOrders[tag] ?? Number.POSITIVE_INFINITY, b.tagOrders[tag] ?? Number.POSITIVE_INFINITY]
    if (first !== second) return first - second
    return b.lastActivityMs - a.lastActivityMs || (a.roomId < b.roomId ? -1 : 1)
  }
}

/** Whether something in a room waits to be read. */
export function isUnread(room: RoomSummary): boolean {
  return room.unreadCount > 0 || room.mentionCount > 0 || room.isMarkedUnread
}

function passes(room: RoomSummary, filter: RoomFilter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'unread':
      return isUnread(room) || room.membership === 'invite'
    case 'mentions':
      return room.mentionCount > 0
    case 'invitations':
      return room.membership === 'invite'
  }
}

function sectionOf(room: RoomSummary, own: ReadonlySet<string>): string {
  if (room.membership === 'invite') return 'invitations'
  if (room.isArchived) return 'archived'
  if (room.tags.includes('m.favourite')) return 'favourites'
  const mine = room.tags.find((tag) => own.has(tag))
  if (mine !== undefined) return mine
  if (room.tags.includes('m.lowpriority')) return 'low'
  return room.kind === 'person' ? 'people' : 'rooms'
}

/** The rooms of a space and of the spaces in it; undefined where there is no such space. A space that holds itself ends. */
export function roomsWithin(spaces: readonly Space[], spaceId: string | undefined): ReadonlySet<string> | undefined {
  const byId = new Map(spaces.map((space) => [space.roomId, space]))
  if (spaceId === undefined || !byId.has(spaceId)) return undefined
  const found = new Set<string>()
  const waiting = [spaceId]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const child of byId.get(next)?.children ?? []) {
      if (found.has(child)) continue
      found.add(child)
      waiting.push(child)
    }
  }
  return found
}

function totalsOf(rooms: readonly RoomSummary[]): RoomListState['totals'] {
  const inside = rooms.filter((room) => room.membership === 'join' && room.kind !== 'space' && !room.isReplaced)
  return {
    unreadRooms: inside.filter((room) => isUnread(room) && !room.isMuted).length,
    mentions: sum(inside, (room) => room.mentionCount),
    invitations: rooms.filter((room) => room.membership === 'invite').length,
  }
}

/** The room above or below one in the sections; among those with something unread, if that is asked for. */
export function neighbourOf(
  sections: readonly Section[],
  { roomId, step, isUnread: onlyUnread }: { roomId: string | undefined; step: 1 | -1; isUnread: boolean },
): string | undefined {
  const listed = sections.filter(({ isFolded }) => !isFolded).flatMap(({ rooms }) => rooms)
  const shown = listed.filter((room) => room.roomId === roomId || !onlyUnread || isUnread(room))
  const at = shown.findIndex((room) => room.roomId === roomId)
  const next = shown[at < 0 ? (step > 0 ? 0 : shown.length - 1) : (at + step + shown.length) % shown.length]
  return next?.roomId === roomId ? undefined : next?.roomId
}
