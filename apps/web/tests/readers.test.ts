// Who reads what Alice writes, and what she is asked before she writes for everybody.
import { createStore } from 'zustand/vanilla'
import { expect, test, vi } from 'vitest'
import type { RoomStandings, RoomSummary } from '../src/session/types.ts'
import { CONFIRMED_TYPE, createSendGuard, followStandings, keptOf, readersOf } from '../src/viewmodels/talk/readers.ts'
import { aMember, aRoom, NO_STANDINGS, openAccountData, peopleOf } from './_rooms.ts'

const DAY = 24 * 60 * 60 * 1000
const forum = aRoom('!forum', { name: 'Leave', isOpen: true, isEncrypted: false })

function openGuard(rooms: readonly RoomSummary[], accountData = openAccountData(), startMs = 1000 * DAY) {
  const clock = { nowMs: startMs }
  const guard = createSendGuard({ rooms: { all: createStore(() => rooms), stop: () => undefined }, accountData }, () => clock.nowMs)
  return { guard, clock, accountData }
}

test('the line says what the server knows, and until then what the room tells', () => {
  const people = peopleOf([aMember('@alice:x'), aMember('@eve:x')])
  expect(readersOf(aRoom('!a'), people, undefined)).toEqual({ count: 2, organisations: [], externals: 0, elsewhere: 0, isEncrypted: true, isOpen: false, audience: undefined })
  const standings: RoomStandings = { ...NO_STANDINGS, organisations: [{ id: 'i', name: 'Interior', people: 1 }, { id: 'a', name: 'Acme', people: 1 }], externals: 1 }
  expect(readersOf(forum, people, standings)).toEqual({ count: 2, organisations: ['Interior', 'Acme'], externals: 1, elsewhere: 0, isEncrypted: false, isOpen: true, audience: undefined })
  expect(readersOf(forum, people, { ...standings, audience: 1240 }).audience).toBe(1240)
  expect(readersOf(aRoom('!a'), people, { ...standings, audience: 1240 }).audience).toBeUndefined()
})

test('an open room for some organisations is said to be for those; until they are known by name, it is not said to be for all', () => {
  const people = peopleOf([aMember('@alice:x')])
  const meant = aRoom('!meant', { isOpen: true, audience: ['i', 'f'] })
  expect(readersOf(meant, people, undefined).audienceOf).toEqual([])
  expect(readersOf(meant, people, { ...NO_STANDINGS, audience: 40, audienceOf: [{ id: 'i', name: 'Interior' }, { id: 'f', name: 'Finance' }] })).toMatchObject({ audience: 40, audienceOf: ['Interior', 'Finance'] })
  expect(readersOf({ ...meant, isOpen: false }, people, undefined).audienceOf).toBeUndefined()
})

test('the server is asked again when a room is for others from now on', async () => {
  vi.useFakeTimers()
  let asked = 0
  const all = createStore(() => [aRoom('!a', { isOpen: true })])
  const { close } = followStandings({ directory: { standingsOf: () => ((asked += 1), Promise.resolve(NO_STANDINGS)) }, rooms: { all } } as never, '!a', createStore(() => peopleOf([aMember('@alice:x')])))
  all.setState([aRoom('!a', { isOpen: true, unreadCount: 1 })], true)
  await vi.advanceTimersByTimeAsync(1000)
  expect(asked).toBe(1)
  all.setState([aRoom('!a', { isOpen: true, audience: ['i'] })], true)
  await vi.advanceTimersByTimeAsync(1000)
  expect(asked).toBe(2)
  close()
  vi.useRealTimers()
})

test('the server is asked again when somebody else is in the room, and not for anything less', async () => {
  vi.useFakeTimers()
  const asked: string[] = []
  const people = createStore(() => peopleOf([aMember('@alice:x')]))
  const directory = { standingsOf: (roomId: string) => (asked.push(roomId), Promise.resolve({ ...NO_STANDINGS, externals: asked.length })) }
  const { live, close } = followStandings({ directory, rooms: { all: createStore(() => [aRoom('!a')]) } } as never, '!a', people)
  await vi.advanceTimersByTimeAsync(0)
  expect(live.getState()?.externals).toBe(1)
  people.setState(peopleOf([aMember('@alice:x', { name: 'Alice' })]), true)
  await vi.advanceTimersByTimeAsync(1000)
  expect(asked).toHaveLength(1)
  people.setState(peopleOf([aMember('@alice:x'), aMember('@eve:x', { membership: 'invite' })]), true)
  await vi.advanceTimersByTimeAsync(1000)
  expect(live.getState()?.externals).toBe(2)
  close()
  people.setState(peopleOf([]), true)
  await vi.advanceTimersByTimeAsync(1000)
  expect(asked).toHaveLength(2)
  vi.useRealTimers()
})

test('of a room that one is only invited to nothing is asked', () => {
  const directory = { standingsOf: () => Promise.reject(new Error('You are not in this room')) }
  const asked = vi.spyOn(directory, 'standingsOf')
  followStandings({ directory, rooms: { all: createStore(() => [aRoom('!a', { membership: 'invite' })]) } } as never, '!a', createStore(() => peopleOf([]))).close()
  expect(asked).not.toHaveBeenCalled()
})

test('what is encrypted goes out unasked, in an open room or not', async () => {
  const { guard } = openGuard([aRoom('!private'), aRoom('!open', { isOpen: true })])
  expect(await Promise.all(['!private', '!open', '!unknown'].map((roomId) => guard.confirmSend(roomId, 'file')))).toEqual([true, true, true])
})

test('the question says for how many organisations the room is', async () => {
  const { guard } = openGuard([aRoom('!meant', { name: 'Leave', isOpen: true, isEncrypted: false, audience: ['i'] })])
  const asked = guard.confirmSend('!meant', 'message')
  expect(guard.question.getState()).toEqual({ roomId: '!meant', roomName: 'Leave', what: 'message', organisations: 1 })
  guard.answer(false)
  expect(await asked).toBe(false)
})

test('the first message in a forum is asked about once in 30 days, on all devices', async () => {
  const { guard, clock, accountData } = openGuard([forum])
  const first = guard.confirmSend('!forum', 'message')
  expect(guard.question.getState()).toEqual({ roomId: '!forum', roomName: 'Leave', what: 'message' })
  guard.answer(true)
  expect(await first).toBe(true)
  expect(guard.question.getState()).toBeUndefined()
  expect(accountData.kept.get(CONFIRMED_TYPE)).toEqual({ rooms: { '!forum': 1000 * DAY } })
  const elsewhere = openGuard([forum], accountData, 1029 * DAY)
  expect(await elsewhere.guard.confirmSend('!forum', 'message')).toBe(true)
  clock.nowMs = 1031 * DAY
  const again = guard.confirmSend('!forum', 'message')
  guard.answer(false)
  expect(await again).toBe(false)
})

test('every file is asked about, whatever was confirmed before', async () => {
  const { guard } = openGuard([forum], openAccountData({ [CONFIRMED_TYPE]: { rooms: { '!forum': 1000 * DAY } } }))
  const sent = guard.confirmSend('!forum', 'file')
  expect(guard.question.getState()?.what).toBe('file')
  guard.answer(false)
  expect(await sent).toBe(false)
})

test('a second question takes the first for a no', async () => {
  const { guard } = openGuard([forum])
  const [first, second] = [guard.confirmSend('!forum', 'file'), guard.confirmSend('!forum', 'message')]
  guard.answer(true)
  expect(await Promise.all([first, second])).toEqual([false, true])
})

test.each([[{ rooms: 7 }], [{ rooms: { '!forum': 'yesterday' } }], [{ rooms: null }], [{}]])('account data that holds %j is as if nothing had been confirmed', async (content) => {
  const { guard } = openGuard([forum], openAccountData({ [CONFIRMED_TYPE]: content }))
  const sent = guard.confirmSend('!forum', 'message')
  expect(guard.question.getState()).toBeDefined()
  guard.answer(true)
  expect(await sent).toBe(true)
})

test('no more than 200 rooms are kept, the latest', async () => {
  const rooms = Object.fromEntries(Array.from({ length: 250 }, (_, at) => [`!${at}`, at]))
  const { guard, accountData } = openGuard([forum], openAccountData({ [CONFIRMED_TYPE]: { rooms } }))
  const sent = guard.confirmSend('!forum', 'message')
  guard.answer(true)
  await sent
  const kept = Object.keys((accountData.kept.get(CONFIRMED_TYPE)?.['rooms'] ?? {}) as object)
  expect(kept).toHaveLength(200)
  expect(kept).toContain('!forum')
  expect(kept).not.toContain('!0')
})

test('who tells many people at once is asked, who tells a few is not', async () => {
  const { guard } = openGuard([forum])
  expect(await guard.confirmTold(forum.roomId, 10)).toBe(true)
  const asked = guard.confirmTold(forum.roomId, 11)
  expect(guard.question.getState()).toMatchObject({ what: 'told', told: 11, roomName: 'Leave' })
  guard.answer(false)
  expect(await asked).toBe(false)
})

test('how long what is said is kept: by the word of the room, by the rule of the service, and who said it', () => {
  const room = { ...aRoom('!a'), keptDays: 7, keptBy: { name: 'Alice', atMs: 1 } }
  expect(keptOf(room, undefined)).toEqual({ days: 7, by: { name: 'Alice', atMs: 1 } })
  expect(keptOf(room, { keptDays: 7 })).toEqual({ days: 7, by: { name: 'Alice', atMs: 1 } })
  // The service holds a room within its bounds, or does not ask it at all.
  expect(keptOf(room, { keptDays: 30 })).toEqual({ days: 30, by: undefined })
  expect(keptOf(room, {})).toBeUndefined()
  expect(keptOf(aRoom('!a'), { keptDays: 90 })).toEqual({ days: 90, by: undefined })
  // Above the field it is said where it is not long.
  expect([1, 365, 366].map((keptDays) => readersOf(aRoom('!a'), { count: 1, members: [] } as never, { ...NO_STANDINGS, keptDays }).keptDays)).toEqual([1, 365, undefined])
})
