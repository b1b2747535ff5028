// What was said before this browser listened is read for the search without getting in anybody's way.
import type { MatrixClient, MatrixEvent } from 'matrix-js-sdk'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SealedStore } from '../../src/session/kept/sealed.ts'
import type { RoomReach } from '../../src/session/search/history.ts'
import { readHistory } from '../../src/session/search/history.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const nothingKept: SealedStore<RoomReach> = { all: async () => [], get: async () => undefined, set: async () => undefined, delete: async () => undefined, clear: async () => undefined }

/** Bob's room, of which the server has that many encrypted messages. */
function open(count: number) {
  const acts: string[] = []
  const idles: (() => void)[] = []
  const room = { roomId: '!budget', getMyMembership: () => 'join', hasEncryptionStateEvent: () => true, getLastActiveTimestamp: () => 1 }
  const client = {
    on: () => undefined,
    off: () => undefined,
    getRooms: () => [room],
    createMessagesRequest: async () => ({ chunk: Array.from({ length: count }, (_, index) => index), end: undefined }),
    getEventMapper: () => (index: number) => ({ index, getTs: () => Date.now(), shouldAttemptDecryption: () => true }),
    decryptEventIfNeeded: async ({ index }: { index: number }) => void acts.push(`read ${index}`),
  } as unknown as MatrixClient
  const feed = { take: (event: MatrixEvent) => void acts.push(`keep ${(event as unknown as { index: number }).index}`), flush: async () => 0, stop: () => undefined }
  const reader = readHistory({ client, feed, store: nothingKept, mayRead: () => true, onReach: () => undefined, idle: () => new Promise((done) => void idles.push(done)) })
  return {
    acts,
    reader,
    async rest() {
      idles.shift()?.()
      await vi.advanceTimersByTimeAsync(0)
    },
  }
}

test('Bob is typing: a page of history is read message by message, each when nothing else is to be done', async () => {
  const { acts, reader, rest } = open(3)
  await vi.advanceTimersByTimeAsync(5000)
  await rest()
  expect(acts).toEqual([])
  await rest()
  expect(acts).toEqual(['read 0', 'keep 0'])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(acts).toEqual(['read 0', 'keep 0'])
  await rest()
  await rest()
  expect(acts.at(-1)).toBe('keep 2')
  reader.stop()
})

test('whoever signs out in the middle of it is left alone', async () => {
  const { acts, reader, rest } = open(3)
  await vi.advanceTimersByTimeAsync(5000)
  await rest()
  await rest()
  reader.stop()
  await rest()
  await rest()
  expect(acts).toEqual(['read 0', 'keep 0'])
})
