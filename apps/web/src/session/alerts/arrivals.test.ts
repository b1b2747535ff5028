// Which of what comes in alerts Bob: what is new, of others, and lies within his rules; once it can be read.
import type { MatrixClient, MatrixEvent, Room } from 'matrix-js-sdk'
import { MatrixEventEvent, RoomEvent } from 'matrix-js-sdk'
import { expect, test, vi } from 'vitest'
import type { Arrival } from './arrivals.ts'
import { followArrivals } from './arrivals.ts'

interface Wish {
  sender?: string
  age?: number
  encrypted?: boolean
  notify?: boolean
  redacted?: boolean
  live?: boolean
}

/** A client in which an event comes in, and what was told of it. */
function stage() {
  const told: Arrival[] = []
  const listeners = new Map<string, (...args: unknown[]) => void>()
  const rules = { notify: true }
  const client = {
    getUserId: () => '@bob:a',
    on: (name: string, listener: (...args: unknown[]) => void) => listeners.set(name, listener),
    off: (name: string) => listeners.delete(name),
    getPushActionsForEvent: () => ({ notify: rules.notify, tweaks: { highlight: true } }),
  }
  const room = { roomId: '!a', name: 'Budget', myUserId: '@bob:a', getMember: () => null }
  const stop = followArrivals(client as unknown as MatrixClient, (arrival) => told.push(arrival))
  function come({ sender = '@alice:a', age = 0, encrypted = false, notify = true, redacted = false, live = true }: Wish): () => void {
    rules.notify = notify
    const heard: (() => void)[] = []
    let clear: object | null = encrypted ? null : {}
    const event = {
      getSender: () => sender, getAge: () => age, getId: () => '$e', getType: () => 'm.room.message', getContent: () => ({ msgtype: 'm.text', body: 'soup?' }), getWireContent: () => ({}), getOriginalContent: () => ({}),
      isEncrypted: () => encrypted, getClearContent: () => clear, isRedacted: () => redacted, isState: () => false,
      isDecryptionFailure: () => false, isBeingDecrypted: () => false, shouldAttemptDecryption: () => false,
      on: (name: string, listener: () => void) => name === MatrixEventEvent.Decrypted && heard.push(listener), off: () => undefined,
    }
    listeners.get(RoomEvent.Timeline)?.(event as unknown as MatrixEvent, room as unknown as Room, false, false, { liveEvent: live })
    return () => {
      clear = {}
      for (const each of heard) each()
    }
  }
  return { told, come, stop, listeners }
}

test('what Alice says now alerts him, with who and where', async () => {
  const { told, come } = stage()
  come({})
  await vi.waitFor(() => expect(told).toMatchObject([{ roomId: '!a', eventId: '$e', roomName: 'Budget', sender: { userId: '@alice:a' }, isHighlight: true, isLoud: false }]))
})

test.each([
  ['his own words', { sender: '@bob:a' }],
  ['what is old', { age: 3_600_000 }],
  ['what his rules silence', { notify: false }],
  ['what was deleted', { redacted: true }],
  ['what is loaded from the past', { live: false }],
])('%s alert nobody', async (_what, wish) => {
  const { told, come } = stage()
  come(wish)
  await new Promise((done) => setTimeout(done, 10))
  expect(told).toEqual([])
})

test('an encrypted message alerts when it can be read', async () => {
  const { told, come } = stage()
  const decrypt = come({ encrypted: true })
  await new Promise((done) => setTimeout(done, 10))
  expect(told).toEqual([])
  decrypt()
  await vi.waitFor(() => expect(told.length).toBe(1))
})

test('what has ended listens to nothing', () => {
  const { listeners, stop } = stage()
  stop()
  expect(listeners.size).toBe(0)
})
