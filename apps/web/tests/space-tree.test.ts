// Spaces in spaces, as the rail shows them.
import { createStore } from 'zustand/vanilla'
import { expect, test } from 'vitest'
import type { RoomSummary, Space } from '../src/session/types.ts'
import type { SpaceNode } from '../src/viewmodels/rooms/space-tree.ts'
import { createSpaceTree } from '../src/viewmodels/rooms/space-tree.ts'
import { aRoom, openShelf } from './_rooms.ts'

const space = (name: string, ...children: readonly string[]): Space => ({ roomId: `!${name}`, name, children: children.map((each) => `!${each}`) })

function open(spaces: readonly Space[], { rooms = [], shelf = openShelf() }: { rooms?: readonly RoomSummary[]; shelf?: ReturnType<typeof openShelf> } = {}) {
  const all = createStore<readonly RoomSummary[]>(() => rooms)
  return { tree: createSpaceTree({ spaces: createStore(() => spaces), rooms: all }, shelf), all }
}

/** A tree as one line: what is in a space stands in brackets. */
const drawn = (nodes: readonly SpaceNode[]): string => nodes.map(({ name, children }) => (children.length === 0 ? name : `${name}(${drawn(children)})`)).join(' ')

test('a directorate stands below its ministry, and its units below it; rooms are no part of it', () => {
  const { tree } = open([space('Budget unit'), space('Directorate', 'Budget unit', 'canteen'), space('Ministry', 'Directorate'), space('Works council')])
  expect(drawn(tree.state.getState())).toBe('Ministry(Directorate(Budget unit)) Works council')
})

test('one that two hold stands below both; those that hold each other, or themselves, end', () => {
  expect(drawn(open([space('A', 'Shared'), space('B', 'Shared'), space('Shared')]).tree.state.getState())).toBe('A(Shared) B(Shared)')
  expect(drawn(open([space('A', 'B'), space('B', 'A'), space('C', 'C')]).tree.state.getState())).toBe('C A(B)')
})

test('a hundred spaces one in the other are shown as deep as there is place, and the others in the spaces', () => {
  const chain = Array.from({ length: 100 }, (_, at) => space(`${at}`, `${at + 1}`))
  expect(drawn(open(chain).tree.state.getState())).toBe('0(1(2(3(4(5)))))')
  const names = Array.from({ length: 30 }, (_, at) => `${at}`)
  const everyOneInEveryOne = names.map((name) => space(name, ...names))
  expect(drawn(open(everyOneInEveryOne).tree.state.getState()).match(/\d+/g)?.length).toBe(300)
})

test('what is open stays so in this browser', () => {
  const shelf = openShelf()
  const spaces = [space('Ministry', 'Directorate'), space('Directorate')]
  open(spaces, { shelf }).tree.setOpen('!Ministry', true)
  const { tree } = open(spaces, { shelf })
  expect(tree.state.getState()[0]?.isOpen).toBe(true)
  tree.setOpen('!Ministry', false)
  expect(open(spaces, { shelf }).tree.state.getState()[0]?.isOpen).toBe(false)
})

test('what waits in a unit marks the ministry above it; a muted room marks nothing', () => {
  const spaces = [space('Ministry', 'Unit'), space('Unit', 'figures', 'muted')]
  const { tree, all } = open(spaces, { rooms: [aRoom('!figures'), aRoom('!muted', { unreadCount: 2, isMuted: true })] })
  expect(tree.state.getState()[0]?.isUnread).toBe(false)
  all.setState([aRoom('!figures', { unreadCount: 1 })], true)
  expect([tree.state.getState()[0]?.isUnread, tree.state.getState()[0]?.children[0]?.isUnread]).toEqual([true, true])
})
