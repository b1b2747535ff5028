// Alice opens the messenger: the rooms in which somebody spoke last are read to their ends before she goes there.
import { EventEmitter } from 'node:events'
import type { MatrixClient } from 'matrix-js-sdk'
import { ClientEvent, SyncState } from 'matrix-js-sdk'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { orderDecryption } from '../src/session/decryption.ts'

const idles: (() => void)[] = []
beforeEach(() => void vi.stubGlobal('window', { requestIdleCallback: (act: () => void) => void idles.push(act) }))
afterEach(() => {
  idles.length = 0
  vi.unstubAllGlobals()
})

/** A room that was talked in at that moment, with so many messages that nobody has read yet here. */
function aRoom(name: string, atMs: number, count: number, membership = 'join') {
  const events = Array.from({ length: count }, (_, index) => ({ id: `${name} ${index}`, isRead: false, shouldAttemptDecryption: () => !events[index]?.isRead }))
  return { name, getMyMembership: () => membership, getLastActiveTimestamp: () => atMs, getLiveTimeline: () => ({ getEvents: () => events }) }
}

function open(rooms: readonly ReturnType<typeof aRoom>[]) {
  const read: string[] = []
  const teller = new EventEmitter()
  const client = Object.assign(teller, {
    getRooms: () => rooms,
    processBeaconEvents: () => undefined,
    decryptEventIfNeeded: async (event: { id: string; isRead: boolean }) => {
      event.isRead = true
      read.push(event.id)
    },
  })
  const stop = orderDecryption(client as unknown as MatrixClient, { seen: [], isWarm: true })
  return {
    read,
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
  const { read, stop, sync, rest } = open([aRoom('archive', 1, 2), aRoom('budget', 3, 2), aRoom('invited', 9, 2, 'invite'), aRoom('canteen', 2, 1)])
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
