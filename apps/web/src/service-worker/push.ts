// What the service worker does with a push message: shows that there is something, without a word of it, and opens the room
// when it is touched. The message holds ids and counts; names come from what the page has kept here.
import type { KeptAlerts } from '../kept-alerts.ts'
import { paths } from '../paths.ts'
import { alerts as en } from '../words/en/alerts.ts'
import { alerts as fr } from '../words/fr/alerts.ts'

/** An event that is over when its promise is. */
interface LastingEvent {
  waitUntil(promise: Promise<unknown>): void
}

/** A push message. */
export interface PushMessageEvent extends LastingEvent {
  readonly data: { text(): string } | null
}

/** Somebody has touched an alert. */
export interface AlertClickEvent extends LastingEvent {
  readonly notification: ShownAlert
}

/** An alert that is shown. */
export interface ShownAlert {
  readonly tag: string
  readonly data: unknown
  close(): void
}

/** A page of the messenger. */
export interface OpenPage {
  readonly visibilityState: 'hidden' | 'visible'
  readonly focused: boolean
  focus(): Promise<unknown>
  postMessage(message: unknown): void
}

/** The part of the worker's scope that alerts are made of. */
export interface PushScope {
  addEventListener(type: 'push', listener: (event: PushMessageEvent) => void): void
  addEventListener(type: 'notificationclick', listener: (event: AlertClickEvent) => void): void
  readonly registration: {
    showNotification(title: string, options: NotificationOptions): Promise<void>
    getNotifications(filter?: { tag: string }): Promise<readonly ShownAlert[]>
  }
  readonly clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly OpenPage[]>
    openWindow(url: string): Promise<unknown>
  }
  readonly navigator: { setAppBadge?(count: number): Promise<void> }
}

/** What a page is told when an alert of a room was touched. */
export const OPEN_ROOM = 'chappe.open-room'

/** The name of an alert: a later one of the same room takes its place. */
export const alertTag = (roomId: string): string => `room ${roomId}`

/** The name of an alert that something is due. */
export const DUE_TAG = 'due'

/** Whether an alert says that something is due. */
export const isDueAlert = ({ data }: { readonly data: unknown }): boolean => recordOf(data)['isDue'] === true

/** A push message of an event, as far as it is one of ours. */
export interface PushedFact {
  roomId: string
  eventId: string
  unread: number | undefined
}

const MAX_TEXT_CHARS = 4096
/** A page that somebody closes is gone after this. */
const CLOSES_WITHIN_MS = 2000
const ROOM_ID = /^![^\s\0]{1,254}$/
const EVENT_ID = /^\$[^\s\0]{1,254}$/

/** Begins to answer push messages and touches of alerts. `find`: what the page has kept for the worker. */
export function listenForPushes(scope: PushScope, find: () => Promise<KeptAlerts | undefined>): void {
  scope.addEventListener('push', (event) => event.waitUntil(onPush(scope, find, event.data?.text() ?? '')))
  scope.addEventListener('notificationclick', (event) => {
    event.notification.close()
    event.waitUntil(openPlace(scope, event.notification.data))
  })
}

/** Whether a message says that something is due. */
export function isPushedDue(text: string): boolean {
  return text.length <= MAX_TEXT_CHARS && recordOf(parse(text))['due'] === true
}

/** Reads a message; nothing where it is none. */
export function parsePushed(text: string): PushedFact | undefined {
  if (text.length > MAX_TEXT_CHARS) return undefined
  const value = parse(text)
  const { room_id: roomId, event_id: eventId, counts } = recordOf(value)
  const { unread } = recordOf(counts)
  if (typeof roomId !== 'string' || !ROOM_ID.test(roomId) || typeof eventId !== 'string' || !EVENT_ID.test(eventId)) return undefined
  return { roomId, eventId, unread: typeof unread === 'number' && Number.isSafeInteger(unread) && unread >= 0 ? unread : undefined }
}

async function onPush(scope: PushScope, find: () => Promise<KeptAlerts | undefined>, text: string): Promise<void> {
  const fact = parsePushed(text)
  // Whoever looks at the messenger sees it there, in its own words. A browser asks for no alert then. A page that is
  // being closed is looked at for a moment longer, and shows nothing any more.
  if ((await isLookedAt(scope)) && (await isLookedAtLater(scope))) return
  const kept = await find().catch(() => undefined)
  const language = kept?.language ?? 'fr'
  // Its words hold nothing but a name: the worker goes without what pages word with.
  const words = language === 'fr' ? fr : en
  const title = words['alerts.app']
  if (isPushedDue(text)) return showDue(scope, title, { body: words['alerts.due'], lang: language })
  // A browser asks for something to be shown, whatever the message was.
  if (fact === undefined) return scope.registration.showNotification(title, { body: words['alerts.new'], tag: 'chappe' })
  if (fact.unread !== undefined) await scope.navigator.setAppBadge?.(fact.unread).catch(() => undefined)
  const tag = alertTag(fact.roomId)
  const shown = await scope.registration.getNotifications({ tag })
  // A page in the background was faster, and could say more.
  if (shown.some(({ data }) => recordOf(data)['eventId'] === fact.eventId)) return
  await scope.registration.showNotification(title, {
    body: wordAlert(kept, fact.roomId, words),
    tag,
    lang: language,
    data: { roomId: fact.roomId, eventId: fact.eventId },
  })
}

/** Says that something is due, and nothing of what: neither the server nor this worker knows. */
async function showDue(scope: PushScope, title: string, words: { body: string; lang: string }): Promise<void> {
  // A page in the background was faster, and could say more.
  if ((await scope.registration.getNotifications()).some(isDueAlert)) return
  await scope.registration.showNotification(title, { ...words, tag: DUE_TAG, data: { isDue: true } })
}

async function isLookedAt(scope: PushScope): Promise<boolean> {
  const pages = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true })
  return pages.some((page) => page.focused && page.visibilityState === 'visible')
}

async function isLookedAtLater(scope: PushScope): Promise<boolean> {
  await new Promise((done) => setTimeout(done, CLOSES_WITHIN_MS))
  return isLookedAt(scope)
}

function wordAlert(kept: KeptAlerts | undefined, roomId: string, words: Readonly<Record<keyof typeof en, string>>): string {
  const known = kept?.show === 'place' ? kept.names.get(roomId) : undefined
  if (known === undefined) return words['alerts.new']
  return words[known.isPerson ? 'alerts.newFrom' : 'alerts.newIn'].replace('{name}', () => known.name)
}

async function openPlace(scope: PushScope, data: unknown): Promise<void> {
  const [page] = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const path = placeOf(data)
  if (page === undefined) {
    await scope.clients.openWindow(path)
    return
  }
  page.postMessage({ type: OPEN_ROOM, path })
  await page.focus()
}

/** Where an alert leads. That something is due, and no more, leads to the inbox, where it stands at the head. */
function placeOf(data: unknown): string {
  const { roomId, isDue } = recordOf(data)
  if (typeof roomId === 'string' && ROOM_ID.test(roomId)) return paths.room(roomId)
  return isDue === true ? paths.due() : paths.home()
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}
