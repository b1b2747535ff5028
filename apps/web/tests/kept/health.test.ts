// How the server answers, as the messenger sees it.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { rememberVersions } from '../../src/session/kept/versions.ts'
import { watchHealth } from '../../src/session/health.ts'

const SYNC = 'https://chat.test/_matrix/client/v3/sync?timeout=30000'
const NOW = Date.UTC(2026, 0, 31)

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('location', { origin: 'https://chat.test' })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const dated = (ms: number): { headers: Record<string, string> } => ({ headers: { date: new Date(ms).toUTCString() } })

test.each([
  [200, 'well'],
  [401, 'well'],
  [429, 'busy'],
  [502, 'failing'],
])('an answer of %i means the server is %s, until the next one', async (status, server) => {
  let now = status
  const { fetch, state } = watchHealth({ send: async () => new Response('', { status: now }), now: () => NOW })
  await fetch(SYNC)
  expect(state.getState().server).toBe(server)
  now = 200
  await fetch(SYNC)
  expect(state.getState().server).toBe('well')
})

test('a server that does not answer is out of reach; whoever gave up on a call says nothing about it', async () => {
  const { fetch, state } = watchHealth({ send: async () => Promise.reject(new TypeError('no')), now: () => NOW })
  const signal = AbortSignal.abort()
  await expect(fetch(SYNC, { signal })).rejects.toThrow()
  expect(state.getState().server).toBe('well')
  await expect(fetch('https://chat.test/_matrix/client/v1/media/download/a/b')).rejects.toThrow()
  expect(state.getState().server).toBe('well')
  await expect(fetch(SYNC)).rejects.toThrow()
  expect(state.getState().server).toBe('unreachable')
})

test('a call that takes long is slow; waiting for something to happen is not', async () => {
  const answers: ((response: Response) => void)[] = []
  const { fetch, state } = watchHealth({ send: () => new Promise((done) => answers.push(done)), now: () => NOW })
  const waiting = fetch(SYNC)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(state.getState().server).toBe('well')
  const sending = fetch('https://chat.test/_matrix/client/v3/rooms/!a/send/m.room.message/1', { method: 'PUT' })
  await vi.advanceTimersByTimeAsync(11_000)
  expect(state.getState().server).toBe('slow')
  for (const done of answers) done(new Response('{}'))
  await Promise.all([waiting, sending])
  expect(state.getState().server).toBe('well')
})

test('a clock that is wrong is said in minutes, a small difference not at all', async () => {
  let server = NOW - 2 * 60_000
  const { fetch, state } = watchHealth({ send: async () => new Response('', dated(server)), now: () => NOW })
  await fetch(SYNC)
  expect(state.getState().clockAheadMs).toBe(0)
  server = NOW - 90 * 60_000
  await fetch(SYNC)
  expect(state.getState().clockAheadMs).toBe(90 * 60_000)
  server = NOW + 1000
  await fetch(SYNC)
  expect(state.getState().clockAheadMs).toBe(0)
})

test('what the server can do is known from the last visit, once a page; after that the server is asked', async () => {
  const kept = new Map<string, string>()
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) }
  const address = 'https://chat.test/_matrix/client/versions'
  await rememberVersions(async () => new Response('{"versions":["v1.19"]}'), storage)(address)
  const away = rememberVersions(async () => Promise.reject(new TypeError('no')), storage)
  expect(await (await away(address)).json()).toEqual({ versions: ['v1.19'] })
  await expect(away(address)).rejects.toThrow('no')
})
