// What the server is told of what Alice keeps for herself: moments under names that say nothing, and no more than that.
import { createStore } from 'zustand/vanilla'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LaterThing } from '../../src/session/sealed/later-thing.ts'
import { deriveSealKey, nameFor } from '../../src/session/sealed/seal.ts'
import type { ScheduledThing } from '../../src/session/sealed/scheduled-thing.ts'
import type { Wake } from '../../src/session/sealed/wakes.ts'
import { keepWakes } from '../../src/session/sealed/wakes.ts'

const HOUR_MS = 3_600_000
const NOON = new Date('2026-12-02T12:00').getTime()
const PASS_MS = 4000

beforeEach(() => void vi.useFakeTimers({ now: NOON }))
afterEach(() => void vi.useRealTimers())

function thing(id: string, more: Partial<LaterThing> = {}): [string, LaterThing] {
  return [id, { roomId: '!soup', eventId: id, sender: '@bob:chappe.test', name: 'Bob', text: 'soup', isDeleted: false, sentAtMs: 1, savedAtMs: 1, dueAtMs: NOON + HOUR_MS, ...more }]
}
const message = (id: string, more: Partial<ScheduledThing> = {}): [string, ScheduledThing] => [id, { text: 'hello', mentions: [], roomId: '!soup', dueAtMs: NOON + HOUR_MS, ...more }]

/** A device and the server, which has some wakes already. */
function open({ wakes = [], browsers = 1, fails = 0, isLookedAt = false }: { wakes?: [string, number][]; browsers?: number; fails?: number; isLookedAt?: boolean } = {}) {
  const later = createStore<ReadonlyMap<string, LaterThing>>(() => new Map())
  const scheduled = createStore<ReadonlyMap<string, ScheduledThing>>(() => new Map())
  const [isReady, isWanted, browser] = [createStore<boolean>(() => true), createStore<boolean>(() => true), createStore<string>(() => 'off')]
  const stored = new Map<string, Wake>(wakes.map(([name, atMs]) => [name, { atMs, isOnlyHere: false }]))
  const seen = { lists: 0, browsers, fails, isLookedAt }
  const stop = keepWakes({
    later: { items: later }, scheduled: { items: scheduled }, isReady, isWanted, browser, deviceId: 'LAPTOP', now: Date.now,
    nameOf: async (text) => `name of ${text}`,
    isLookedAt: () => seen.isLookedAt,
    calls: {
      async list() {
        seen.lists += 1
        if (seen.fails-- > 0) throw new Error('no server')
        return { wakes: new Map([...stored].map(([name, { atMs }]) => [name, atMs])), browsers: seen.browsers }
      },
      async change(set, remove) {
        for (const name of remove) stored.delete(name)
        for (const [name, wake] of set) stored.set(name, wake)
      },
    },
  })
  return { later, scheduled, isReady, isWanted, browser, stored, seen, stop, settle: () => vi.advanceTimersByTimeAsync(PASS_MS) }
}

test('what is due has its moment at the server; put off it moves, done it goes, and so does what another key has named', async () => {
  const { later, scheduled, stored, settle } = open({ wakes: [['of an old key', NOON + 1]] })
  later.setState(new Map([thing('$1'), thing('$2', { dueAtMs: undefined }), thing('$3', { doneAtMs: NOON })]), true)
  scheduled.setState(new Map([message('m'), message('mine', { onlyOn: 'LAPTOP' }), message('theirs', { onlyOn: 'PHONE' }), message('failed', { failure: 'gone' })]), true)
  await settle()
  expect([...stored]).toEqual([
    ['name of later $1', { atMs: NOON + HOUR_MS, isOnlyHere: false }],
    ['name of scheduled m', { atMs: NOON + HOUR_MS, isOnlyHere: false }],
    ['name of scheduled mine', { atMs: NOON + HOUR_MS, isOnlyHere: true }],
  ])
  later.setState(new Map([thing('$1', { dueAtMs: NOON + 2 * HOUR_MS })]), true)
  scheduled.setState(new Map(), true)
  await settle()
  expect([...stored]).toEqual([['name of later $1', { atMs: NOON + 2 * HOUR_MS, isOnlyHere: false }]])
  later.setState(new Map([thing('$1', { doneAtMs: NOON })]), true)
  await settle()
  expect(stored.size).toBe(0)
})

test('told where nobody looks, the telephone is told as well; told to somebody who looks, it is not', async () => {
  for (const isLookedAt of [false, true]) {
    const { later, stored, settle } = open({ isLookedAt })
    later.setState(new Map([thing('$1')]), true)
    await settle()
    expect(stored.size).toBe(1)
    vi.setSystemTime(NOON + HOUR_MS)
    later.setState(new Map([thing('$1', { toldAtMs: NOON + HOUR_MS })]), true)
    await settle()
    expect(stored.size).toBe(isLookedAt ? 0 : 1)
    vi.setSystemTime(NOON)
  }
})

test('the server knows no moment while it wakes no browser, or where nobody wants that; it is told when one is there', async () => {
  const { later, stored, seen, isWanted, browser, settle } = open({ browsers: 0, wakes: [['old', NOON + 1]] })
  later.setState(new Map([thing('$1')]), true)
  await settle()
  expect(stored.size).toBe(0)
  seen.browsers = 1
  browser.setState('on', true)
  await settle()
  expect(stored.size).toBe(1)
  isWanted.setState(false, true)
  await settle()
  expect(stored.size).toBe(0)
})

test('without the server it is tried again; what is years away is not asked for', async () => {
  const { later, stored, isReady, seen, settle } = open({ fails: 1 })
  isReady.setState(false, true)
  later.setState(new Map([thing('$1'), thing('$far', { dueAtMs: NOON + 500 * 24 * HOUR_MS })]), true)
  await settle()
  expect([seen.lists, stored.size]).toEqual([0, 0])
  isReady.setState(true, true)
  await settle()
  expect([seen.lists, stored.size]).toEqual([1, 0])
  await vi.advanceTimersByTimeAsync(21_000)
  expect([...stored.keys()]).toEqual(['name of later $1'])
})

test('names are the same on every device with the key, and tell nobody else what they name', async () => {
  const [laptop, phone, other] = await Promise.all([1, 1, 2].map((byte) => deriveSealKey(new Uint8Array(32).fill(byte))))
  if (laptop === undefined || phone === undefined || other === undefined) throw new Error('no keys')
  const name = await nameFor(laptop, 'later !soup $1')
  expect(name).toMatch(/^[\w-]{24}$/)
  expect(await nameFor(phone, 'later !soup $1')).toBe(name)
  expect(await nameFor(phone, 'later !soup $2')).not.toBe(name)
  expect(await nameFor(other, 'later !soup $1')).not.toBe(name)
})
