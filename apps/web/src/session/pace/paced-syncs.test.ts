// Syncs while much is written.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { paceSyncs } from './paced-syncs.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('location', { origin: 'https://chappe.example' })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const SYNC = '/_matrix/client/v3/sync?since=s1&timeout=30000'

/** A server that answers a sync after so many milliseconds, and when it was asked. */
function createServer(answersAfterMs: number) {
  const beganMs = performance.now()
  const asked: number[] = []
  const fetch = paceSyncs(async () => {
    asked.push(performance.now() - beganMs)
    await new Promise((done) => setTimeout(done, answersAfterMs))
    return new Response('{}')
  })
  const syncFor = async (count: number, path = SYNC): Promise<number[]> => {
    const done = (async () => {
      for (let each = 0; each < count; each += 1) await fetch(path)
    })()
    await vi.advanceTimersByTimeAsync(60_000)
    await done
    return asked
  }
  return { fetch, syncFor }
}

test('while every sync is answered at once, the fourth and those after it let some things come together', async () => {
  expect(await createServer(10).syncFor(6)).toEqual([0, 10, 20, 330, 640, 950])
})

test('who waits for something that seldom happens asks again at once', async () => {
  expect(await createServer(2000).syncFor(5)).toEqual([0, 2000, 4000, 6000, 8000])
})

test('what is sent does not wait', async () => {
  expect(await createServer(10).syncFor(5, '/_matrix/client/v3/rooms/!r/send/m.room.message/t1')).toEqual([0, 10, 20, 30, 40])
})

test('who gives up while it waits is not held', async () => {
  const server = createServer(10)
  await server.syncFor(3)
  const giving = new AbortController()
  let isAnswered = false
  void server.fetch(SYNC, { signal: giving.signal }).then(() => (isAnswered = true))
  giving.abort()
  await vi.advanceTimersByTimeAsync(11)
  expect(isAnswered).toBe(true)
})
