// What Alice saves for later, and is reminded of.
import type { QuietHours } from '@chappe/core'
import { createStore } from 'zustand/vanilla'
import { expect, test, vi } from 'vitest'
import type { LaterThing } from '../src/session/sealed/later-thing.ts'
import { parseLater } from '../src/session/sealed/later-thing.ts'
import type { OwnList } from '../src/session/sealed/own-list.ts'
import type { Message, MessageBody } from '../src/session/types.ts'
import { createLater, excerptOf } from '../src/viewmodels/later/later.ts'
import { aRoom } from './_rooms.ts'

const HOUR_MS = 3_600_000

function aList({ full = false, isReady = true } = {}): OwnList<LaterThing> {
  const items = createStore<ReadonlyMap<string, LaterThing>>(() => new Map())
  return {
    items,
    isReady: createStore<boolean>(() => isReady),
    set(id, value) {
      if (full) return false
      const next = new Map(items.getState())
      if (value === undefined) next.delete(id)
      else next.set(id, value)
      items.setState(next, true)
      return true
    },
    decide(id, make) {
      const decision = make(items.getState().get(id))
      return Promise.resolve(decision === 'leave' ? false : this.set(id, decision.to))
    },
    attach: () => () => undefined,
    flush: () => Promise.resolve(),
    forget: () => Promise.resolve(),
  }
}

function message(id: string, text: string): Message {
  return { id, sender: { userId: '@bob:chappe.test', name: 'Bob', avatarUrl: undefined }, sentAtMs: 1, isMine: false, body: { kind: 'text', text, html: undefined, tone: 'plain' }, sending: 'sent', failure: undefined, isEdited: false, mentionsMe: false, priority: undefined, asking: undefined, replyTo: undefined, reactions: [], thread: undefined, readBy: [] }
}

function open({ full = false, isLookedAt = false, list = aList({ full }), mutedUntilMs = 0 } = {}) {
  let nowMs = new Date('2026-12-02T12:00').getTime()
  const shown: string[] = []
  const cleared: number[] = []
  const quiet = createStore<QuietHours>(() => ({ isOn: false, followsAvailability: false, timeZone: 'UTC', spans: [], mutedUntilMs }))
  const rooms = createStore(() => [aRoom('!soup'), aRoom('!bread')])
  const later = createLater({
    session: { sealed: { later: list, attach: () => () => undefined, flush: () => Promise.resolve(), forget: () => Promise.resolve() } as never, rooms: { all: rooms, stop: () => undefined }, checkSaved: () => Promise.resolve(), alerts: { quiet: { state: quiet } }, profile: { state: createStore(() => ({ about: { availability: undefined } })) } },
    page: { isLookedAt: () => isLookedAt, clearDue: () => Promise.resolve(void cleared.push(nowMs)), show: ({ eventId, title }) => Promise.resolve(void shown.push(`${title} ${eventId}`)) },
    now: () => nowMs,
  })
  return { later, shown, cleared, quiet, now: () => nowMs, pass: (ms: number) => (nowMs += ms) }
}

const saved = (roomId: string, id: string, text = id) => ({ roomId, threadId: undefined, message: message(id, text) })

test('what is saved waits by room, the last saved first; done, it stands apart and can come back', () => {
  const { later, pass } = open()
  later.save(saved('!soup', '$1'))
  pass(10)
  later.save(saved('!bread', '$2'))
  pass(10)
  later.save(saved('!soup', '$3'))
  expect(later.state.getState().rooms.map(({ roomId, entries }) => [roomId, entries.map(({ eventId }) => eventId)])).toEqual([['!soup', ['$3', '$1']], ['!bread', ['$2']]])
  later.setDone('!soup $1', true)
  expect(later.state.getState()).toMatchObject({ openCount: 2, done: [{ eventId: '$1' }] })
  later.setDone('!soup $1', false)
  later.toggle(saved('!bread', '$2'))
  expect(later.state.getState()).toMatchObject({ openCount: 2, done: [] })
  expect(later.isOpen('!bread', '$2')).toBe(false)
})

test('a reminder is told once when it is due, and shown until it is answered', async () => {
  vi.useFakeTimers()
  const { later, shown, now, pass } = open()
  later.save(saved('!soup', '$1'), now() + HOUR_MS)
  const end = later.start(({ name }) => ({ title: name, body: '' }))
  expect(later.alerting.getState()).toEqual([])
  pass(HOUR_MS)
  await vi.advanceTimersByTimeAsync(HOUR_MS + 100)
  expect(later.state.getState().due.map(({ eventId }) => eventId)).toEqual(['$1'])
  expect(later.alerting.getState().map(({ eventId }) => eventId)).toEqual(['$1'])
  expect(shown).toEqual(['Bob $1'])
  later.dismiss('!soup $1')
  await vi.advanceTimersByTimeAsync(2 * HOUR_MS)
  expect([later.alerting.getState(), shown.length]).toEqual([[], 1])
  later.remind('!soup $1', now() + HOUR_MS)
  expect(later.state.getState().due).toEqual([])
  pass(HOUR_MS)
  await vi.advanceTimersByTimeAsync(HOUR_MS + 100)
  expect(shown).toHaveLength(2)
  end()
  vi.useRealTimers()
})

test('in quiet hours nobody is reminded; it is told when they are over, or when somebody ends them', async () => {
  vi.useFakeTimers()
  const alice = open({ mutedUntilMs: new Date('2026-12-02T15:00').getTime() })
  alice.later.save(saved('!soup', '$1'), alice.now() + HOUR_MS)
  const end = alice.later.start(({ name }) => ({ title: name, body: '' }))
  alice.pass(HOUR_MS)
  await vi.advanceTimersByTimeAsync(HOUR_MS + 100)
  expect([alice.later.state.getState().due.length, alice.later.alerting.getState(), alice.shown]).toEqual([1, [], []])
  alice.pass(2 * HOUR_MS)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(alice.shown).toEqual(['Bob $1'])
  // What was shown of it by whatever page or worker is taken back once it is done.
  const before = alice.cleared.length
  alice.later.setDone('!soup $1', true)
  await vi.advanceTimersByTimeAsync(100)
  expect(alice.cleared).toHaveLength(before + 1)

  const bob = open({ mutedUntilMs: Number.MAX_SAFE_INTEGER })
  bob.later.save(saved('!soup', '$1'), bob.now())
  const endBob = bob.later.start(({ name }) => ({ title: name, body: '' }))
  await vi.advanceTimersByTimeAsync(100)
  expect(bob.shown).toEqual([])
  bob.quiet.setState({ mutedUntilMs: 0 })
  await vi.advanceTimersByTimeAsync(100)
  expect(bob.shown).toEqual(['Bob $1'])
  for (const each of [end, endBob]) each()
  vi.useRealTimers()
})

test('where there is no room for more, it says so', () => {
  const { later } = open({ full: true })
  later.save(saved('!soup', '$1'))
  expect([later.isFull.getState(), later.state.getState().openCount]).toEqual([true, 0])
})

test('a message is kept by what it begins with', () => {
  const text = (body: string): MessageBody => ({ kind: 'text', text: body, html: undefined, tone: 'plain' })
  expect(excerptOf(text('soup\n\n at noon'))).toBe('soup at noon')
  expect(excerptOf(text('x'.repeat(500)))).toHaveLength(140)
  expect(excerptOf({ kind: 'deleted' })).toBe('')
})

test('what another device has written is read field by field', () => {
  expect([null, [], 7, {}, { roomId: '!a' }, { roomId: 1, eventId: '$1' }].map(parseLater)).toEqual(Array.from({ length: 6 }, () => undefined))
  expect(parseLater({ roomId: '!a', eventId: '$1', text: 'y'.repeat(999), dueAtMs: 'soon', doneAtMs: -1, name: 7, extra: true })).toEqual({ roomId: '!a', eventId: '$1', threadId: undefined, sender: '', name: '', text: 'y'.repeat(140), isDeleted: false, sentAtMs: 0, savedAtMs: 0, dueAtMs: undefined, toldAtMs: undefined, doneAtMs: undefined })
})

test('of two devices that are open, one reminds; one that was opened later takes nothing back', async () => {
  vi.useFakeTimers()
  const list = aList()
  const [laptop, phone] = [open({ list }), open({ list })]
  laptop.later.save(saved('!soup', '$1'), laptop.now() - 1)
  const ends = [laptop, phone].map(({ later }) => later.start(({ name }) => ({ title: name, body: '' })))
  await vi.advanceTimersByTimeAsync(100)
  expect([...laptop.shown, ...phone.shown]).toEqual(['Bob $1'])
  laptop.later.setDone('!soup $1', true)
  const later = open({ list })
  ends.push(later.later.start(({ name }) => ({ title: name, body: '' })))
  await vi.advanceTimersByTimeAsync(100)
  expect([later.shown, later.later.state.getState().done.length]).toEqual([[], 1])
  for (const end of ends) end()
  vi.useRealTimers()
})

test('a page that cannot ask the other devices waits for a while, and reminds by itself then', async () => {
  vi.useFakeTimers()
  const { later, shown, now, pass } = open({ list: aList({ isReady: false }) })
  later.save(saved('!soup', '$1'), now() - 1)
  const end = later.start(({ name }) => ({ title: name, body: '' }))
  await vi.advanceTimersByTimeAsync(100)
  expect(shown).toEqual([])
  pass(30_000)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(shown).toEqual(['Bob $1'])
  end()
  vi.useRealTimers()
})
