import { expect, test } from 'vitest'
import type { SentRoom, Snapshot } from './connections.ts'
import { createConnections } from './connections.ts'
import { NO_STATE } from './required-state.ts'

const session = (deviceNid: number) => ({ deviceNid })
const at = (events: number): Snapshot => ({
  at: { events, changes: 0 },
  counts: new Map(),
  fading: false,
  configText: '',
  extensions: { accountData: '', receipts: '', typing: '' },
})
const sent: SentRoom = {
  membership: 'join', upTo: 1, required: NO_STATE, timelineLimit: 1, held: 1, joined: 1, invited: 0, isDm: false, bumpStamp: 1,
  notifications: 0, highlights: 0, lists: [], isSubscribed: false, lazyMembers: new Set(),
}
const rooms = (...nids: number[]) => new Map(nids.map((nid) => [nid, sent]))
const unknown = expect.objectContaining({ code: 'M_UNKNOWN_POS' })
let made = 0
const random = { text: () => `id${(made += 1)}` }

test('what was sent counts once the client comes back with the position of that answer', () => {
  const connections = createConnections(random)
  const connection = connections.open(session(1), '', undefined)
  const pos = connections.note(connection, at(5), rooms(1))
  expect(connection.rooms.size).toBe(0)
  expect([...connections.open(session(1), '', pos).rooms.keys()]).toEqual([1])
  const next = connections.note(connection, at(6), rooms(2))
  expect([...connections.open(session(1), '', pos).rooms.keys()]).toEqual([1])
  const again = connections.note(connection, at(7), rooms(2, 3))
  expect(() => connections.open(session(1), '', next)).toThrow(unknown)
  expect([...connections.open(session(1), '', again).rooms.keys()]).toEqual([1, 2, 3])
  expect(() => connections.open(session(2), '', again)).toThrow(unknown)
})

test('a device has a few connections, the oldest of which goes', () => {
  const connections = createConnections(random, { perDevice: 2, rooms: 100 })
  const open = (name: string, pos?: string) => connections.open(session(1), name, pos)
  const first = connections.note(open('a'), at(1), rooms())
  const second = connections.note(open('b'), at(1), rooms())
  connections.note(open('c'), at(1), rooms())
  expect(() => open('a', first)).toThrow(unknown)
  expect(open('b', second).key).toBe('1 b')
})

test('where too many rooms are remembered, the connection that was used longest ago goes', () => {
  const connections = createConnections(random, { perDevice: 8, rooms: 3 })
  const positions = [1, 2].map((device) => {
    const connection = connections.open(session(device), '', undefined)
    return connections.note(connection, at(1), rooms(1, 2))
  })
  connections.open(session(1), '', positions[0])
  connections.open(session(2), '', positions[1])
  expect(() => connections.open(session(1), '', positions[0])).toThrow(unknown)
  expect(connections.open(session(2), '', positions[1]).rooms.size).toBe(2)
})
