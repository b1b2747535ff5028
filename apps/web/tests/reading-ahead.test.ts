// Alice opens the messenger: the rooms in which somebody spoke last are read to their ends before she goes there.
import { EventEmitter } from 'node:events'
import type { MatrixClient } from 'matrix-js-sdk'
import { ClientEvent, SyncState } from 'matrix-js-sdk'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { orderDecryption } from '../src/session/pace/decryption.ts'

const idles: (() => void)[] = []
beforeEach(() => void vi.stubGlobal('window', { requestIdleCallback: (act: () => void) => void idles.push(act) }))
afterEach(() => {
  idles.length = 0
  vi.unstubAllGlobals()
})

/** A room that was talked in at that moment, with so many messages that nobody has read yet here. */
function aRoom(name: string, atMs: number, count: number, { membership = 'join', readUpTo = null }: { membership?: string; readUpTo?: number | null } = {}) {
  const events = messagesOf(name, 0, count)
  const timeline = { getEvents: () => events }
  const readUpToId = readUpTo === null ? null : `${name} ${readUpTo}`
  const set = { name, getTimelineForEvent: (id: string) => (events.some((event) => event.getId() === id) ? timeline : null) }
  return { name, getMyMembership: () => membership, getLastActiveTimestamp: () => atMs, getLiveTimeline: () => timeline, getEventReadUpTo: () => readUpToId, getUnfilteredTimelineSet: () => set }
}

/** What Bob said in a room. */
function messagesOf(name: string, from: number, to: number) {
  const events = Array.from({ length: to - from }, (_, index) => ({
    id: `${name} ${from + index}`,
    isRead: false,
    shouldAttemptDecryption: () => !events[index]?.isRead,
    getId: () => `${name} ${from + index}`,
    getSender: () => '@bob:chappe.test',
    getType: () => 'm.room.encrypted',
    isState: () => false,
    isRelation: () => false,
  }))
  return events
}

function open(rooms: readonly ReturnType<typeof aRoom>[]) {
  const read: string[] = []
  const fetched: string[] = []
  const teller = new EventEmitter()
  const client = Object.assign(teller, {
    getRooms: () => rooms,
    getSafeUserId: () => '@alice:chappe.test',
    getEventTimeline: async (set: { name: string }, id: string) => {
      fetched.push(id)
      if (set.name === 'gone') throw new Error('there is no such message any more')
      return { getEvents: () => messagesOf(set.name, -5, 45) }
    },
    processBeaconEvents: () => undefined,
    decryptEventIfNeeded: async (event: { id: string; isRead: boolean }) => {
      event.isRead = true
      read.push(event.id)
    },
  })
  const stop = orderDecryption(client as unknown as MatrixClient, { seen: [], isWarm: true })
  return {
    read,
    fetched,
    stop,
    sync: (fromCache: boolean) => void teller.emit(ClientEvent.Sync, fromCache ? SyncState.Prepared : SyncState.Syncing, null, { fromCache }),
    async rest(times: number) {
      for (let time = 0; time < times; time += 1) {
        idles.shift()?.()
        await new Promise((done) => setImmediate(done))
      }
    },
  }
}

test('the newest first, one in each idle moment, and not before the server has answered', async () => {
  const { read, stop, sync, rest } = open([aRoom('archive', 1, 2), aRoom('budget', 3, 2), aRoom('invited', 9, 2, { membership: 'invite' }), aRoom('canteen', 2, 1)])
  sync(true)
  await rest(3)
  expect(read).toEqual([])
  sync(false)
  await rest(1)
  expect(read).toEqual(['budget 1'])
  await rest(10)
  expect(read).toEqual(['budget 1', 'budget 0', 'canteen 0', 'archive 1', 'archive 0'])
  stop()
})

test('of hundreds of rooms and long talks, as many as somebody goes to and as much as a window shows', async () => {
  const { read, stop, sync, rest } = open(Array.from({ length: 40 }, (_, at) => aRoom(`room ${at}`, at, at === 39 ? 100 : 1)))
  sync(false)
  await rest(200)
  expect(read).toHaveLength(30 + 29)
  expect(read[0]).toBe('room 39 99')
  expect(read).not.toContain('room 9 0')
  expect(read).not.toContain('room 39 69')
  stop()
})

test('where hundreds are unread, what the room opens at: the first of them, from where it was kept or from the server', async () => {
  const { read, fetched, stop, sync, rest } = open([aRoom('kept', 3, 100, { readUpTo: 39 }), aRoom('far', 2, 50, { readUpTo: -1 }), aRoom('gone', 1, 2, { readUpTo: -1 })])
  sync(false)
  await rest(200)
  expect(read.slice(0, 30)).toEqual([...Array.from({ length: 22 }, (_, index) => `kept ${40 + index}`), ...Array.from({ length: 8 }, (_, index) => `kept ${39 - index}`)])
  expect(read.slice(30, 33)).toEqual(['far 0', 'far 1', 'far 2'])
  // What the server does not give any more is read at its end.
  expect(read.slice(-2)).toEqual(['gone 1', 'gone 0'])
  expect(fetched).toEqual(['far -1', 'gone -1'])
  stop()
})

test('what a room opens at is fetched in few rooms, and in none that was read to its end', async () => {
  const { fetched, stop, sync, rest } = open([...Array.from({ length: 10 }, (_, at) => aRoom(`far ${at}`, at, 1, { readUpTo: -1 })), aRoom('read', 99, 3, { readUpTo: 2 })])
  sync(false)
  await rest(400)
  expect(fetched).toEqual([9, 8, 7, 6, 5, 4].map((at) => `far ${at} -1`))
  stop()
})

test('once, however often the server answers, and nothing after it is over', async () => {
  const { read, stop, sync, rest } = open([aRoom('budget', 1, 3)])
  sync(false)
  sync(false)
  await rest(1)
  expect(read).toEqual(['budget 2'])
  stop()
  await rest(5)
  expect(read).toEqual(['budget 2'])
})
