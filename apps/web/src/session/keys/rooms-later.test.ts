// Rooms that this browser has kept are made ready to be written in when there is time for it, or when somebody writes.
import type { MatrixEvent, Room } from 'matrix-js-sdk'
import { expect, test, vi } from 'vitest'
import type { RoomCrypto } from './rooms-later.ts'
import { putRoomsOff } from './rooms-later.ts'

const room = (roomId: string): Room => ({ roomId }) as Room
const event = {} as MatrixEvent

function open() {
  const acts: string[] = []
  const idles: (() => void)[] = []
  const crypto: RoomCrypto = {
    onCryptoEvent: async ({ roomId }) => void acts.push(`ready ${roomId}`),
    encryptEvent: async (_event, { roomId }) => void acts.push(`encrypt ${roomId}`),
    prepareToEncrypt: ({ roomId }) => void acts.push(`prepare ${roomId}`),
  }
  const clock = { ms: 0 }
  const later = putRoomsOff(crypto, { idle: () => new Promise((done) => void idles.push(done)), takeBreak: async () => void acts.push('break'), now: () => clock.ms })
  return { acts, crypto, later, clock, rest: () => idles.shift()?.() }
}

test('what is kept waits until the server has answered, and then for moments of rest, one room each', async () => {
  const { acts, crypto, later, rest } = open()
  for (const roomId of ['!a', '!b', '!a']) await crypto.onCryptoEvent(room(roomId), event)
  expect(acts).toEqual([])
  later.begin()
  later.begin()
  expect(acts).toEqual([])
  rest()
  // All that was said of how it is encrypted, in its order.
  await vi.waitFor(() => expect(acts).toEqual(['ready !a', 'ready !a']))
  rest()
  await vi.waitFor(() => expect(acts).toEqual(['ready !a', 'ready !a', 'ready !b']))
})

test('whoever writes does not wait for that, and finds the room ready, once', async () => {
  const { acts, crypto, later, rest } = open()
  for (const roomId of ['!a', '!b']) await crypto.onCryptoEvent(room(roomId), event)
  await Promise.all([crypto.encryptEvent(event, room('!b')), crypto.encryptEvent(event, room('!b'))])
  expect(acts).toEqual(['ready !b', 'encrypt !b', 'encrypt !b'])
  crypto.prepareToEncrypt(room('!a'))
  await vi.waitFor(() => expect(acts.slice(3)).toEqual(['ready !a', 'prepare !a']))
  later.begin()
  rest()
  await crypto.encryptEvent(event, room('!c'))
  expect(acts.slice(5)).toEqual(['encrypt !c'])
})

test('what the server tells is taken at once, after what was known before', async () => {
  const { acts, crypto, later } = open()
  await crypto.onCryptoEvent(room('!a'), event)
  later.begin()
  await crypto.onCryptoEvent(room('!new'), event)
  await crypto.onCryptoEvent(room('!a'), event)
  expect(acts).toEqual(['ready !new', 'ready !a', 'ready !a'])
})

test('nothing is done any more when it is over', async () => {
  const { acts, crypto, later, rest } = open()
  for (const roomId of ['!a', '!b']) await crypto.onCryptoEvent(room(roomId), event)
  later.begin()
  later.stop()
  rest()
  await Promise.resolve()
  await vi.waitFor(() => expect(acts).toEqual(['ready !a']))
  rest()
  await new Promise((done) => setTimeout(done, 10))
  expect(acts).toEqual(['ready !a'])
})

test('while a sync is worked through, what somebody types has its turn', async () => {
  const { acts, crypto, clock } = open()
  for (const [roomId, ms] of [['!a', 10], ['!b', 31], ['!c', 50], ['!d', 90]] as const) {
    clock.ms = ms
    await crypto.onCryptoEvent(room(roomId), event)
    acts.push(roomId)
  }
  expect(acts).toEqual(['!a', 'break', '!b', '!c', 'break', '!d'])
})
