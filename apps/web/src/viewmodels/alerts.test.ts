// What alerts Bob while the messenger is open, and what does not.
import type { Availability, QuietHours } from '@chappe/core'
import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Alerts } from '../session/alerts/alerts.ts'
import type { Arrival } from '../session/alerts/arrivals.ts'
import type { AlertPage, PageAlert } from '../session/alerts/page.ts'
import type { AlertRules } from '../session/alerts/rules.ts'
import type { AlertedRoom } from './alerts.ts'
import { countDeaf, countUnread, createAlerts } from './alerts.ts'

const BUDGET = '!budget:ministry.example'
const NOBODY: QuietHours = { isOn: false, followsAvailability: false, timeZone: 'UTC', spans: [], mutedUntilMs: 0 }
const ARRIVAL: Arrival = {
  roomId: BUDGET,
  eventId: '$soup',
  roomName: 'Budget',
  sender: { userId: '@alice:ministry.example', name: 'Alice', avatarUrl: undefined },
  body: { kind: 'text', text: 'soup?', html: undefined, tone: 'plain' },
  priority: undefined,
  isHighlight: false,
  isLoud: true,
}

const room = (roomId: string, unreadCount: number, membership: AlertedRoom['membership'] = 'join'): AlertedRoom => ({ roomId, name: roomId, kind: 'room', membership, unreadCount, isEncrypted: true, memberCount: 3 })

function stage(over: { quiet?: QuietHours; isLookedAt?: boolean; path?: string; wishes?: string; availability?: Availability } = {}) {
  const seen = { shown: [] as PageAlert[], sounds: 0, counts: [] as number[], cleared: [] as string[], kept: [] as unknown[], opened: [] as string[] }
  const now = { ms: Date.parse('2026-11-30T10:00:00Z') }
  const rooms = createStore<readonly AlertedRoom[]>(() => [])
  const tellers: ((arrival: Arrival) => void)[] = []
  const openers: ((path: string) => void)[] = []
  const page: AlertPage = {
    isLookedAt: () => over.isLookedAt ?? false,
    openPath: () => over.path ?? '/',
    show: async (alert) => void seen.shown.push(alert),
    clear: async (roomId) => void seen.cleared.push(roomId),
    clearDue: async () => undefined,
    playSound: () => void (seen.sounds += 1),
    setCount: (count) => void seen.counts.push(count),
    onOpen: (listener) => {
      openers.push(listener)
      return () => void openers.pop()
    },
  }
  const quiet = createStore<QuietHours>(() => over.quiet ?? NOBODY)
  const unused = async (): Promise<void> => undefined
  const alerts: Alerts = {
    webPush: { state: createStore(() => 'off' as const), turnOn: unused, turnOff: unused },
    rules: {
      state: createStore<AlertRules>(() => ({ everywhere: 'all', rooms: new Map(), keywords: [] })),
      setEverywhere: unused, setRoom: unused, addKeyword: unused, removeKeyword: unused,
    },
    quiet: { state: quiet, set: async (value) => quiet.setState(value, true) },
    missedMail: { state: createStore(() => true), set: unused },
    wakes: { state: createStore(() => true), set: unused },
    onArrival: (listener) => {
      tellers.push(listener)
      return () => void tellers.pop()
    },
    keepForWorker: async (wish) => void seen.kept.push(wish),
    forget: unused,
  }
  const stored = new Map(over.wishes === undefined ? [] : [['chappe.alerts', over.wishes]])
  const storage = { getItem: (key: string) => stored.get(key) ?? null, setItem: (key: string, value: string) => void stored.set(key, value) }
  const model = createAlerts({ alerts, rooms: { all: rooms }, profile: { state: createStore(() => ({ about: { availability: over.availability } })) }, page, storage, now: () => now.ms })
  const stop = model.start({ language: 'en', word: ({ sender, body }) => ({ title: sender.name, body: body.kind === 'text' ? body.text : '' }), open: (path) => void seen.opened.push(path) })
  return { ...seen, seen, model, stop, now, rooms, stored, arrive: (arrival = ARRIVAL) => tellers.forEach((tell) => tell(arrival)), open: (path: string) => openers.forEach((tell) => tell(path)), listeners: () => tellers.length + openers.length }
}

test('in the background a message is shown with what it says, and heard', () => {
  const bob = stage()
  bob.arrive()
  expect(bob.shown).toEqual([{ roomId: BUDGET, eventId: '$soup', title: 'Alice', body: 'soup?' }])
  expect(bob.seen.sounds).toBe(1)
})

test('who reads the very room hears nothing; who reads another one hears it and sees no notification', () => {
  const reading = stage({ isLookedAt: true, path: '/rooms/!budget%3Aministry.example' })
  reading.arrive()
  expect([reading.shown, reading.seen.sounds]).toEqual([[], 0])
  const elsewhere = stage({ isLookedAt: true, path: '/rooms/!other%3Aministry.example' })
  elsewhere.arrive()
  expect([elsewhere.shown, elsewhere.seen.sounds]).toEqual([[], 1])
})

test('out of office nothing is shown and nothing heard, for whoever wants that; it is over by itself', () => {
  const untilMs = Date.parse('2026-11-30T11:00:00Z')
  const availability = { timeZone: 'UTC', away: { fromMs: 0, untilMs, text: '' }, hours: [] }
  const bob = stage({ quiet: { ...NOBODY, isOn: true, followsAvailability: true }, availability })
  bob.arrive()
  expect([bob.shown, bob.seen.sounds]).toEqual([[], 0])
  bob.now.ms = untilMs
  bob.arrive()
  expect(bob.shown.length).toBe(1)
  const alice = stage({ availability })
  alice.arrive()
  expect(alice.shown.length).toBe(1)
})

test('in quiet hours nothing is shown and nothing heard', () => {
  const bob = stage({ quiet: { isOn: true, followsAvailability: false, timeZone: 'UTC', spans: [{ days: [1], fromMinute: 9 * 60, toMinute: 11 * 60 }], mutedUntilMs: 0 } })
  bob.arrive()
  expect([bob.shown, bob.seen.sounds]).toEqual([[], 0])
  bob.now.ms += 3_600_000
  bob.arrive()
  expect(bob.shown.length).toBe(1)
})

test('a flood makes one sound, and none where sounds are off', () => {
  const bob = stage()
  for (let at = 0; at < 20; at += 1) bob.arrive({ ...ARRIVAL, eventId: `$${at}` })
  expect([bob.shown.length, bob.seen.sounds]).toEqual([20, 1])
  const silent = stage({ wishes: '{"sound":false,"show":"place"}' })
  silent.arrive()
  expect(silent.seen.sounds).toBe(0)
})

test('the title says what the list says, and what is read is taken back', () => {
  const bob = stage()
  bob.rooms.setState([room(BUDGET, 3), room('!canteen:ministry.example', 2), room('!invited:ministry.example', 7, 'invite')], true)
  bob.rooms.setState([room(BUDGET, 0), room('!canteen:ministry.example', 2)], true)
  expect(bob.counts).toEqual([0, 5, 2])
  expect(bob.cleared).toEqual([BUDGET, '!invited:ministry.example'])
  expect(countUnread([])).toBe(0)
})

test('a touched alert leads to its room, and wishes are kept in this browser', () => {
  const bob = stage({ wishes: 'soup' })
  expect(bob.model.wishes.getState()).toEqual({ show: 'nothing', sound: true })
  bob.open('/rooms/!a')
  expect(bob.opened).toEqual(['/rooms/!a'])
  bob.rooms.setState([room(BUDGET, 0)], true)
  bob.model.setWishes({ show: 'place' })
  expect(bob.stored.get('chappe.alerts')).toBe('{"show":"place","sound":true}')
  expect(bob.kept.at(-1)).toEqual({ language: 'en', show: 'place', names: new Map([[BUDGET, { name: BUDGET, isPerson: false }]]) })
})

test('what has ended tells nobody', () => {
  const bob = stage()
  bob.stop()
  expect(bob.listeners()).toBe(0)
})

test('Bob is told in how many rooms nothing alerts him with the tab closed: those whose mentions the server cannot see', () => {
  const rooms = [room('!a', 0), { ...room('!open', 0), isEncrypted: false }, { ...room('!two', 0), memberCount: 2 }, room('!invited', 0, 'invite'), { ...room('!space', 0), kind: 'space' as const }, room('!loud', 0)]
  const count = (everywhere: AlertRules['everywhere'], levels: readonly (readonly [string, AlertRules['everywhere']])[] = []): number => countDeaf({ everywhere, rooms: new Map(levels), keywords: [] }, rooms)
  expect(count('all')).toBe(0)
  expect(count('mentions', [['!loud', 'all']])).toBe(1)
  expect(count('all', [['!a', 'mentions'], ['!two', 'mentions'], ['!open', 'mentions'], ['!loud', 'nothing']])).toBe(2)
  expect(count('nothing', [['!a', 'mentions']])).toBe(0)
})
