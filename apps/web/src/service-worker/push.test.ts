// Bob's tab is closed: what his browser shows when it is woken, and what it never shows.
import { expect, test } from 'vitest'
import type { KeptAlerts } from '../kept-alerts.ts'
import type { AlertClickEvent, OpenPage, PushMessageEvent, PushScope, ShownAlert } from './push.ts'
import { listenForPushes, OPEN_ROOM, parsePushed } from './push.ts'

const ROOM = '!budget:ministry.example'
const MESSAGE = JSON.stringify({ event_id: '$soup', room_id: ROOM, counts: { unread: 3 } })
const KEPT: KeptAlerts = { language: 'en', show: 'place', names: new Map([[ROOM, { name: 'Budget', isPerson: false }]]) }

interface Stage {
  shown: { title: string; body: string | undefined; data: unknown }[]
  opened: string[]
  badge: number | undefined
  push(text: string | null): Promise<void>
  click(data: unknown): Promise<void>
}

/** A worker with some pages, some alerts that are shown already, and what the page has kept. */
function stage({ kept = KEPT, pages = [], alerts = [] }: { kept?: KeptAlerts | 'nobody' | 'broken'; pages?: OpenPage[] | (() => OpenPage[]); alerts?: ShownAlert[] }): Stage {
  const listeners: { push?: (event: PushMessageEvent) => void; click?: (event: AlertClickEvent) => void } = {}
  const seen: Pick<Stage, 'shown' | 'opened' | 'badge'> = { shown: [], opened: [], badge: undefined }
  const scope: PushScope = {
    addEventListener(type: 'push' | 'notificationclick', listener: never) {
      listeners[type === 'push' ? 'push' : 'click'] = listener
    },
    registration: {
      showNotification: async (title, { body, data }) => void seen.shown.push({ title, body, data }),
      getNotifications: async (filter) => alerts.filter((each) => filter === undefined || each.tag === filter.tag),
    },
    clients: { matchAll: async () => (typeof pages === 'function' ? pages() : pages), openWindow: async (url) => void seen.opened.push(url) },
    navigator: { setAppBadge: async (count) => void (seen.badge = count) },
  }
  listenForPushes(scope, async () => {
    if (kept === 'broken') throw new Error('the storage was cleared')
    return kept === 'nobody' ? undefined : kept
  })
  async function settled(tell: (waitUntil: (promise: Promise<unknown>) => void) => void): Promise<void> {
    const work: Promise<unknown>[] = []
    tell((promise) => work.push(promise))
    await Promise.all(work)
  }
  return {
    ...seen,
    get badge() {
      return seen.badge
    },
    push: (text) => settled((waitUntil) => listeners.push?.({ waitUntil, data: text === null ? null : { text: () => text } })),
    click: (data) => settled((waitUntil) => listeners.click?.({ waitUntil, notification: { tag: '', data, close: () => undefined } })),
  }
}

test('the room is named where that was allowed, and the person in a talk of two', async () => {
  const bob = stage({})
  await bob.push(MESSAGE)
  expect(bob.shown).toEqual([{ title: 'Chappe', body: 'New message in Budget', data: { roomId: ROOM, eventId: '$soup' } }])
  expect(bob.badge).toBe(3)
  const talk = stage({ kept: { ...KEPT, language: 'fr', names: new Map([[ROOM, { name: 'Alice $& Martin', isPerson: true }]]) } })
  await talk.push(MESSAGE)
  expect(talk.shown[0]?.body).toBe('Nouveau message de Alice $& Martin')
})

test.each([
  ['nothing may be shown', { ...KEPT, show: 'nothing' as const }, 'New message'],
  ['the room is not known', { ...KEPT, names: new Map() }, 'New message'],
  ['nobody is signed in', 'nobody' as const, 'Nouveau message'],
  ['the storage was cleared', 'broken' as const, 'Nouveau message'],
])('no name is shown where %s', async (_why, kept, body) => {
  const bob = stage({ kept })
  await bob.push(MESSAGE)
  expect(bob.shown.map((each) => each.body)).toEqual([body])
})

test('what is no message of ours still shows that there is something, and nothing of what it says', async () => {
  for (const text of [null, '', 'soup', '[]', '{"room_id":1}', JSON.stringify({ room_id: '!a', event_id: '$e', counts: null, title: 'Pay Eve' }).replace('!a', 'a'), 'x'.repeat(5000)]) {
    const bob = stage({})
    await bob.push(text)
    expect(bob.shown).toEqual([{ title: 'Chappe', body: 'New message', data: undefined }])
  }
})

test('whoever looks at the messenger is not told twice', async () => {
  const page = (focused: boolean): OpenPage => ({ visibilityState: 'visible', focused, focus: async () => undefined, postMessage: () => undefined })
  const looking = stage({ pages: [page(true)] })
  await looking.push(MESSAGE)
  expect(looking.shown).toEqual([])
  const elsewhere = stage({ pages: [page(false)] })
  await elsewhere.push(MESSAGE)
  expect(elsewhere.shown.length).toBe(1)
  const faster = stage({ alerts: [{ tag: `room ${ROOM}`, data: { roomId: ROOM, eventId: '$soup' }, close: () => undefined }] })
  await faster.push(MESSAGE)
  expect(faster.shown).toEqual([])
})

test('whoever closes the messenger just then is told', async () => {
  let looks = 0
  const closing: OpenPage = { visibilityState: 'visible', focused: true, focus: async () => undefined, postMessage: () => undefined }
  const bob = stage({ pages: () => (looks++ === 0 ? [closing] : []) })
  await bob.push(MESSAGE)
  expect(bob.shown.length).toBe(1)
})

test('a touch opens the room: in the page that is there, or in a new one', async () => {
  const bob = stage({})
  await bob.click({ roomId: ROOM, eventId: '$soup' })
  expect(bob.opened).toEqual(['/rooms/!budget%3Aministry.example'])
  await bob.click('soup')
  expect(bob.opened[1]).toBe('/')
  const told: unknown[] = []
  const page: OpenPage = { visibilityState: 'hidden', focused: false, focus: async () => void told.push('focus'), postMessage: (message) => void told.push(message) }
  const open = stage({ pages: [page] })
  await open.click({ roomId: ROOM })
  expect(told).toEqual([{ type: OPEN_ROOM, path: '/rooms/!budget%3Aministry.example' }, 'focus'])
  expect(open.opened).toEqual([])
})

test('that something is due is said without a word of what, once, in his language; a touch opens the inbox at it', async () => {
  const bob = stage({})
  await bob.push('{"due":true}')
  expect(bob.shown).toEqual([{ title: 'Chappe', body: 'Something you saved is due', data: { isDue: true } }])
  const inFrench = stage({ kept: { ...KEPT, language: 'fr' } })
  await inFrench.push('{"due":true,"room_id":"!a","title":"Pay Eve"}')
  expect(inFrench.shown.map(({ body }) => body)).toEqual(['Quelque chose que vous avez gardé arrive à échéance'])
  const faster = stage({ alerts: [{ tag: 'due $soup', data: { roomId: ROOM, eventId: '$soup', isDue: true }, close: () => undefined }] })
  await faster.push('{"due":true}')
  expect(faster.shown).toEqual([])
  await bob.click({ isDue: true })
  // What a page has shown says of which message.
  await bob.click({ isDue: true, roomId: ROOM, eventId: '$soup' })
  expect(bob.opened).toEqual(['/inbox?due', '/rooms/!budget%3Aministry.example'])
})

test('a message is read field by field', () => {
  expect(parsePushed(MESSAGE)).toEqual({ roomId: ROOM, eventId: '$soup', unread: 3 })
  expect(parsePushed(JSON.stringify({ event_id: '$soup', room_id: ROOM, counts: { unread: -1 } }))).toEqual({ roomId: ROOM, eventId: '$soup', unread: undefined })
  expect(parsePushed(JSON.stringify({ event_id: '$soup', room_id: '!a b' }))).toBeUndefined()
  expect(parsePushed('{"__proto__":{"room_id":"!a"},"event_id":"$e"}')).toBeUndefined()
})
