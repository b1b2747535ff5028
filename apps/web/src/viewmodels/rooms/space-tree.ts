// The spaces one is in as a tree: those that no other one holds, and below each those that it holds.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { RoomSummary, Space } from '../../session/types.ts'
import { derive } from '../derive.ts'
import { isUnread, roomsWithin } from './room-list.ts'
import type { Shelf } from './room-list.ts'

/** A space, and those in it. */
export interface SpaceNode {
  roomId: string
  name: string
  /** Whether what is in it is shown. */
  isOpen: boolean
  /** Whether something in it, or in a space in it, waits to be read. */
  isUnread: boolean
  children: readonly SpaceNode[]
}

/** The tree. */
export interface SpaceTree {
  state: Live<readonly SpaceNode[]>
  setOpen(roomId: string, isOpen: boolean): void
}

/** Deeper ones are found in the space that holds them. */
const DEPTH_MAX = 5
const NODES_MAX = 300
const OPEN_MAX = 200
const OPEN_KEY = 'chappe.spaces.open'

/** Makes the tree; the browser keeps what is open. */
export function createSpaceTree({ spaces, rooms }: { spaces: Live<readonly Space[]>; rooms: Live<readonly RoomSummary[]> }, shelf: Shelf): SpaceTree {
  const open = createStore<ReadonlySet<string>>(() => new Set((shelf.getItem(OPEN_KEY) ?? '').split('\n').filter((each) => each !== '')))
  const { live } = derive([spaces, rooms, open], () => {
    const unread = new Set(rooms.getState().filter((room) => room.kind !== 'space' && !room.isMuted && isUnread(room)).map(({ roomId }) => roomId))
    return treeOf(spaces.getState(), { open: open.getState(), unread })
  })
  return {
    state: live,
    setOpen(roomId, isOpen) {
      const next = new Set(open.getState())
      if (isOpen) next.add(roomId)
      else next.delete(roomId)
      shelf.setItem(OPEN_KEY, [...next].slice(-OPEN_MAX).join('\n'))
      open.setState(next, true)
    },
  }
}

/** The tree of some spaces. One that two hold stands below both; of those that hold each other, the first stands on top. */
export function treeOf(spaces: readonly Space[], { open, unread }: { open: ReadonlySet<string>; unread: ReadonlySet<string> }): readonly SpaceNode[] {
  const byId = new Map(spaces.map((space) => [space.roomId, space]))
  const within = new Map(spaces.map(({ roomId }) => [roomId, roomsWithin(spaces, roomId) ?? new Set<string>()]))
  let left = NODES_MAX
  const nodesOf = (listed: readonly Space[], path: readonly string[]): SpaceNode[] =>
    listed.flatMap((space): SpaceNode[] => {
      if (left === 0) return []
      const { roomId, name } = space
      left -= 1
      const below = [...path, roomId]
      const held = below.length > DEPTH_MAX ? [] : space.children.filter((id) => !below.includes(id)).flatMap((id) => byId.get(id) ?? [])
      return [{ roomId, name, isOpen: open.has(roomId), isUnread: [...(within.get(roomId) ?? [])].some((id) => unread.has(id)), children: nodesOf(held, below) }]
    })
  return nodesOf(topsOf(spaces, within), [])
}

/** Those that no other one holds, and one of each circle that nobody else holds. */
function topsOf(spaces: readonly Space[], within: ReadonlyMap<string, ReadonlySet<string>>): readonly Space[] {
  const held = new Set(spaces.flatMap(({ roomId, children }) => children.filter((id) => id !== roomId)))
  const tops = spaces.filter(({ roomId }) => !held.has(roomId))
  const reached = new Set(tops.flatMap(({ roomId }) => [roomId, ...(within.get(roomId) ?? [])]))
  for (const space of spaces) {
    if (reached.has(space.roomId)) continue
    tops.push(space)
    for (const id of [space.roomId, ...(within.get(space.roomId) ?? [])]) reached.add(id)
  }
  return tops
}
