// Alerts: what is told to whoever uses this browser, how, and what they have set about it.
import type { QuietHours } from '@chappe/core'
import { isQuietAt } from '@chappe/core'
import { createStore } from 'zustand/vanilla'
import type { KeptAlerts, ShownInAlerts } from '../kept-alerts.ts'
import type { Live } from '../live.ts'
import { paths } from '../paths.ts'
import { derive } from './derive.ts'
import type { Alerts } from '../session/alerts/alerts.ts'
import type { Arrival } from '../session/alerts/arrivals.ts'
import type { AlertPage } from '../session/alerts/page.ts'
import type { AlertLevel, AlertRules } from '../session/alerts/rules.ts'
import type { WebPushState } from '../session/alerts/web-push.ts'
import type { About } from '../session/person/about.ts'
import type { RoomSummary } from '../session/types.ts'

export type { Arrival } from '../session/alerts/arrivals.ts'
export type { AlertLevel, AlertRules } from '../session/alerts/rules.ts'
export type { WebPushState } from '../session/alerts/web-push.ts'

type Language = KeptAlerts['language']

/** How much alerts, from most to least. */
export const ALERT_LEVELS = ['all', 'mentions', 'nothing'] as const satisfies readonly AlertLevel[]

/** What this browser does; other devices have their own. */
export interface AlertWishes {
  /** With the tab closed. */
  show: ShownInAlerts
  sound: boolean
}

/** How an arrival is worded. */
export type WordArrival = (arrival: Arrival) => { title: string; body: string }

/** Alerts, as the settings show them and the page makes them. */
export interface AlertsModel {
  webPush: Live<WebPushState>
  turnOnPush(language: Language): Promise<void>
  turnOffPush(): Promise<void>
  wishes: Live<AlertWishes>
  setWishes(change: Partial<AlertWishes>): void
  rules: Live<AlertRules>
  /** Rooms in which nothing alerts while the messenger is closed, though mentions do while it is open. */
  deafRooms: Live<number>
  setEverywhere(level: AlertLevel): Promise<void>
  setRoomLevel(roomId: string, level: AlertLevel | undefined): Promise<void>
  addKeyword(keyword: string): Promise<void>
  removeKeyword(keyword: string): Promise<void>
  quiet: Live<QuietHours>
  setQuiet(change: Partial<QuietHours>): Promise<void>
  missedMail: Live<boolean>
  setMissedMail(isWanted: boolean): Promise<void>
  /** Whether closed browsers are woken when something is due that one keeps for oneself. */
  wakes: Live<boolean>
  setWakes(isWanted: boolean): Promise<void>
  /** Begins to alert. Gives back how to stop. */
  start(on: { language: Language; word: WordArrival; open: (path: string) => void }): () => void
}

/** A room, as far as alerts go. */
export type AlertedRoom = Pick<RoomSummary, 'roomId' | 'name' | 'kind' | 'membership' | 'unreadCount' | 'isEncrypted' | 'memberCount'>

/** What says when one wants to be left alone. */
export interface QuietParts {
  alerts: { quiet: { state: Live<QuietHours> } }
  /** What one says oneself of when one is to be reached. */
  profile: { state: Live<{ about: Pick<About, 'availability'> }> }
}

/** What it is made of. */
export interface AlertsParts extends QuietParts {
  alerts: Alerts
  rooms: { all: Live<readonly AlertedRoom[]> }
  page: AlertPage
  /** Where this browser keeps its own wishes. */
  storage: Pick<Storage, 'getItem' | 'setItem'>
  now: () => number
}

const WISHES_KEY = 'chappe.alerts'
/** A flood of messages makes one sound. */
const SOUND_EVERY_MS = 1500

/** Makes the model. */
export function createAlerts(parts: AlertsParts): AlertsModel {
  const { alerts, storage } = parts
  const { webPush, rules, quiet, missedMail, wakes } = alerts
  const wishes = createStore<AlertWishes>(() => readWishes(storage.getItem(WISHES_KEY)))
  return {
    webPush: webPush.state,
    turnOnPush: (language) => webPush.turnOn(language),
    turnOffPush: () => webPush.turnOff(),
    wishes,
    setWishes(change) {
      wishes.setState(change)
      storage.setItem(WISHES_KEY, JSON.stringify(wishes.getState()))
    },
    rules: rules.state,
    deafRooms: derive([rules.state, parts.rooms.all], () => countDeaf(rules.state.getState(), parts.rooms.all.getState())).live,
    setEverywhere: (level) => rules.setEverywhere(level),
    setRoomLevel: (roomId, level) => rules.setRoom(roomId, level),
    addKeyword: (keyword) => rules.addKeyword(keyword),
    removeKeyword: (keyword) => rules.removeKeyword(keyword),
    quiet: quiet.state,
    setQuiet: (change) => quiet.set({ ...quiet.state.getState(), ...change }),
    missedMail: missedMail.state,
    setMissedMail: (isWanted) => missedMail.set(isWanted),
    wakes: wakes.state,
    setWakes: (isWanted) => wakes.set(isWanted),
    start: (on) => start(parts, wishes, on),
  }
}

function start(parts: AlertsParts, wishes: Live<AlertWishes>, { language, word, open }: Parameters<AlertsModel['start']>[0]): () => void {
  const { alerts, page } = parts
  let soundAtMs = 0
  const ends = [
    alerts.onArrival((arrival) => {
      const now = parts.now()
      if (isQuiet(parts, now) || isInSight(page, arrival.roomId)) return
      if (!page.isLookedAt()) void page.show({ roomId: arrival.roomId, eventId: arrival.eventId, ...word(arrival) }).catch(() => undefined)
      if (!wishes.getState().sound || now - soundAtMs < SOUND_EVERY_MS) return
      soundAtMs = now
      page.playSound()
    }),
    page.onOpen(open),
    followCount(parts),
    keepNames(parts, wishes, language),
  ]
  return () => {
    for (const end of ends) end()
  }
}

/** Whether one wants to be left alone at a moment. */
export function isQuiet({ alerts, profile }: QuietParts, nowMs: number): boolean {
  return isQuietAt(alerts.quiet.state.getState(), nowMs, profile.state.getState().about.availability)
}

/** How many are unread: what the server counts in each room, added up. The title, the sign and the list all say this. */
export function countUnread(rooms: readonly AlertedRoom[]): number {
  return rooms.reduce((sum, room) => (room.membership === 'join' ? sum + room.unreadCount : sum), 0)
}

/** Shows the count, and takes back what was shown of rooms that are read now. */
function followCount({ rooms, page }: AlertsParts): () => void {
  let unread = new Set<string>()
  const look = (): void => {
    const all = rooms.all.getState()
    page.setCount(countUnread(all))
    const still = new Set(all.filter((room) => room.unreadCount > 0).map((room) => room.roomId))
    for (const roomId of unread) if (!still.has(roomId)) void page.clear(roomId).catch(() => undefined)
    unread = still
  }
  look()
  return rooms.all.subscribe(look)
}

/**
 * The server wakes a closed browser, and cannot see whom an encrypted message names: where mentions alone alert, nothing does
 * then. The rules take a room of two for a direct talk, whatever it is called.
 */
export function countDeaf({ everywhere, rooms: levels }: AlertRules, rooms: readonly AlertedRoom[]): number {
  if (everywhere === 'nothing') return 0
  const levelOf = ({ roomId, memberCount }: AlertedRoom): AlertLevel => levels.get(roomId) ?? (memberCount === 2 ? 'all' : everywhere)
  return rooms.filter((room) => room.membership === 'join' && room.kind !== 'space' && room.isEncrypted && levelOf(room) === 'mentions').length
}

const KEEP_AFTER_MS = 1000

/** Keeps, for the service worker, what it may say. */
function keepNames({ alerts, rooms }: AlertsParts, wishes: Live<AlertWishes>, language: Language): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let kept = ''
  const keep = (): void => {
    timer = undefined
    const { show } = wishes.getState()
    const names = rooms.all.getState().map(({ roomId, name, kind }) => [roomId, { name, isPerson: kind === 'person' }] as const)
    const now = JSON.stringify([show, names])
    if (now === kept) return
    kept = now
    void alerts.keepForWorker({ language, show, names: new Map(names) }).catch(() => undefined)
  }
  const soon = (): void => {
    timer ??= setTimeout(keep, KEEP_AFTER_MS)
  }
  keep()
  const ends = [rooms.all.subscribe(soon), wishes.subscribe(keep)]
  return () => {
    clearTimeout(timer)
    for (const end of ends) end()
  }
}

function isInSight(page: AlertPage, roomId: string): boolean {
  return page.isLookedAt() && (page.openPath() === paths.room(roomId) || page.openPath().startsWith(`${paths.room(roomId)}/`))
}

function readWishes(text: string | null): AlertWishes {
  const kept = parse(text ?? '{}')
  const isObject = typeof kept === 'object' && kept !== null
  const show = isObject && 'show' in kept && kept.show === 'place' ? 'place' : 'nothing'
  return { show, sound: !(isObject && 'sound' in kept && kept.sound === false) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
