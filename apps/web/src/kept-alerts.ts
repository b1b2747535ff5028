// What the page leaves for the service worker, which has to word an alert while no page is open: the language, and the
// names it may show. Content of messages is never here.
import type { Language } from '@chappe/ui'
import { createStore, del, get, set } from 'idb-keyval'

/** What an alert may say with the tab closed: that there is something, or also where it is. */
export type ShownInAlerts = 'nothing' | 'place'

/** How a room is named in an alert. */
export interface AlertName {
  name: string
  /** A talk with one person, whose name it is. */
  isPerson: boolean
}

/** What is kept. */
export interface KeptAlerts {
  language: Language
  show: ShownInAlerts
  /** By room; empty where nothing may be shown. */
  names: ReadonlyMap<string, AlertName>
}

const KEY = 'alerts'
const MAX_NAMES = 2000
const MAX_NAME_CHARS = 100
const openStore = (): ReturnType<typeof createStore> => createStore('chappe-web-alerts', 'kept')

/** Keeps it for the service worker. */
export async function keepAlerts({ language, show, names }: KeptAlerts): Promise<void> {
  const kept = show === 'nothing' ? [] : [...names].slice(0, MAX_NAMES).map(([roomId, each]) => [roomId, { ...each, name: each.name.slice(0, MAX_NAME_CHARS) }] as const)
  await set(KEY, { language, show, names: new Map(kept) } satisfies KeptAlerts, openStore())
}

/** What is kept; nothing where nobody is signed in. */
export async function findKeptAlerts(): Promise<KeptAlerts | undefined> {
  return get<KeptAlerts>(KEY, openStore())
}

/** Leaves nothing for the service worker. */
export async function forgetKeptAlerts(): Promise<void> {
  await del(KEY, openStore())
}
