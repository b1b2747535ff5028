// Alice types while a sync tells of many rooms: they are taken one after the other.
import type { Room } from 'matrix-js-sdk'
import { expect, test } from 'vitest'
import type { SyncRooms } from './rooms-in-turn.ts'
import { takeRoomsInTurn } from './rooms-in-turn.ts'

const settle = (): Promise<void> => new Promise((done) => setImmediate(done))

/** A room with so many messages. */
function aRoom(roomId: string, messages = 3): Room {
  return { roomId, getLiveTimeline: () => ({ getEvents: () => Array.from({ length: messages }) }) } as unknown as Room
}

function open({ takesMs, shown = [] }: { takesMs: number; shown?: readonly string[] }) {
  const put: string[] = []
  let nowMs = 0
  let rested: (() => void) | undefined
  const sync: SyncRooms = {
    injectRoomEvents: async (room, state, _stateAfter, timeline) => {
      put.push(`${room.roomId} ${[state, timeline].filter(Boolean).join(' ')}`)
      nowMs += takesMs
      if (room.roomId === '!broken') throw new Error('an event that cannot be read')
    },
  }
  takeRoomsInTurn(sync, (room) => shown.includes(room.roomId), { now: () => nowMs, takeBreak: () => new Promise((done) => (rested = done)) })
  return {
    put,
    sync,
    async rest() {
      rested?.()
      rested = undefined
      await settle()
    },
  }
}

test('where a room takes long, the next one waits until what was typed has had its turn', async () => {
  const { put, sync, rest } = open({ takesMs: 20 })
  const all = Promise.all(['!one', '!two', '!three'].map((roomId) => sync.injectRoomEvents(aRoom(roomId), 'state', undefined, 'timeline')))
  await settle()
  expect(put).toEqual(['!one state timeline'])
  await rest()
  expect(put).toEqual(['!one state timeline', '!two state timeline'])
  await rest()
  await all
  expect(put).toEqual(['!one state timeline', '!two state timeline', '!three state timeline'])
})

test('rooms that take nothing are taken in one go, in their order', async () => {
  const { put, sync } = open({ takesMs: 1 })
  await Promise.all(['!one', '!two', '!three'].map((roomId) => sync.injectRoomEvents(aRoom(roomId), undefined, undefined, undefined)))
  expect(put.map((line) => line.trim())).toEqual(['!one', '!two', '!three'])
})

test('a room that is broken says so to whoever gave it, and holds up none of the others', async () => {
  const { put, sync, rest } = open({ takesMs: 20 })
  const settled = Promise.allSettled(['!broken', '!two'].map((roomId) => sync.injectRoomEvents(aRoom(roomId), undefined, undefined, undefined)))
  await settle()
  await rest()
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  expect(put).toHaveLength(2)
})

test('a room that was emptied because of a gap is filled before anybody sees it empty', async () => {
  const { put, sync, rest } = open({ takesMs: 20, shown: ['!gap', '!one', '!two'] })
  const all = Promise.all([sync.injectRoomEvents(aRoom('!one'), undefined, undefined, undefined), sync.injectRoomEvents(aRoom('!two'), undefined, undefined, undefined), sync.injectRoomEvents(aRoom('!gap', 0), undefined, undefined, undefined)])
  await settle()
  expect(put.map((line) => line.trim())).toEqual(['!gap'])
  for (let turn = 0; turn < 2; turn += 1) await rest()
  await all
  expect(put.map((line) => line.trim())).toEqual(['!gap', '!one', '!two'])
})

test('what this browser has kept comes in parts already, and does not wait', async () => {
  const { put, sync } = open({ takesMs: 20 })
  await Promise.all(['!one', '!two', '!three'].map((roomId) => sync.injectRoomEvents(aRoom(roomId), 'state', undefined, 'timeline', true)))
  expect(put).toHaveLength(3)
})
