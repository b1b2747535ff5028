// What was begun to be written and not sent, for each place where one writes. Kept over reloads, sealed (kept/sealed.ts).
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import { GROUP_PEOPLE_MAX } from './person/groups.ts'
import type { SealedStore } from './kept/sealed.ts'
import { openSealed } from './kept/sealed.ts'
import type { StorageWatch } from './kept/storage.ts'
import type { Priority } from './types.ts'

/** Something that was begun. */
export interface Draft {
  text: string
  /** Whom its `@` and `#` words mean. */
  mentions: readonly DraftMention[]
  /** The message it answers. */
  replyToId: string | undefined
  wish?: WeightWish | undefined
}

/** What is to be asked of the readers of what is being written. */
export interface WeightWish {
  priority: Priority | undefined
  /** Whether they are asked to confirm it. */
  asks: boolean
}

/** A word of a text that means somebody or a room. */
export interface DraftMention {
  /** As it stands in the text. */
  label: string
  /** A person, a room, `@room` for everybody, or a group by a name that begins with `group:`. */
  id: string
  /** The people of a group. */
  userIds?: readonly string[]
}

/** What was begun, by place: a room's id, or that of a room and a thread. */
export interface Drafts {
  /** All there are; for the marks in a list of rooms. */
  all: Live<ReadonlyMap<string, Draft>>
  get(place: string): Draft | undefined
  /** Keeps it; undefined forgets it. */
  set(place: string, draft: Draft | undefined): void
  /** The same for what was begun on another device: whoever writes there now is told. */
  receive(place: string, draft: Draft | undefined): void
  /** Hears what comes from another device. Gives back how to stop. */
  onReceived(listener: (place: string, draft: Draft | undefined) => void): () => void
  /** Resolves when everything is kept. */
  flush(): Promise<void>
  forget(): Promise<void>
}

const STORE = 'chappe-web-drafts'
const DRAFTS_MAX = 500
const CHARS_MAX = 65_536
const MENTIONS_MAX = 100
const SPARE = '/spare/'

/** Where a text is kept that gave way to another in a place: beside what is begun there, until somebody has looked at it. */
export const spareOf = (place: string): string => `${SPARE}${place}`

/** Whether something is kept there that gave way. */
export const isSpare = (place: string): boolean => place.startsWith(SPARE)

/** Opens what is kept. A browser that keeps nothing has drafts for as long as the page is open. */
export async function openDrafts(storage: StorageWatch, store: SealedStore<Draft> = openSealed(STORE, parseDraft)): Promise<Drafts> {
  const known = await store.all().catch(() => [])
  const all = createStore<ReadonlyMap<string, Draft>>(() => new Map(known))
  const changed = new Set<string>()
  let writing: Promise<void> | undefined

  /** Writes at once, and what changed meanwhile after it: a page may be closed at any key. */
  function write(): Promise<void> {
    writing ??= writeAll().finally(() => (writing = undefined))
    return writing
  }

  async function writeAll(): Promise<void> {
    for (let [place] = changed; place !== undefined; [place] = changed) {
      changed.delete(place)
      const draft = all.getState().get(place)
      await storage.watch(draft === undefined ? store.delete(place) : store.set(place, draft))
    }
  }

  function set(place: string, draft: Draft | undefined): void {
    const next = new Map(all.getState())
    next.delete(place)
    if (draft !== undefined) next.set(place, { ...draft, text: draft.text.slice(0, CHARS_MAX) })
    // The map is in the order of the last change.
    for (const oldest of next.keys()) {
      if (next.size <= DRAFTS_MAX) break
      next.delete(oldest)
      changed.add(oldest)
    }
    changed.add(place)
    all.setState(next, true)
    void write()
  }

  const listeners = new Set<(place: string, draft: Draft | undefined) => void>()
  return {
    all,
    get: (place) => all.getState().get(place),
    set,
    receive(place, draft) {
      set(place, draft)
      for (const listener of listeners) listener(place, draft)
    },
    onReceived(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    flush: () => write(),
    async forget() {
      changed.clear()
      all.setState(new Map(), true)
      await writing
      await store.clear()
    },
  }
}

/** What of a value is a draft. */
export function parseDraft(value: unknown): Draft | undefined {
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string') return undefined
  const mentions: unknown = 'mentions' in value ? value.mentions : []
  const replyToId = 'replyToId' in value && typeof value.replyToId === 'string' ? value.replyToId : undefined
  return { text: value.text, mentions: Array.isArray(mentions) ? mentions.filter(isMention).slice(0, MENTIONS_MAX) : [], replyToId, wish: 'wish' in value ? parseWish(value.wish) : undefined }
}

function isPeople(value: unknown): boolean {
  return Array.isArray(value) && value.length <= GROUP_PEOPLE_MAX && value.every((each) => typeof each === 'string')
}

function parseWish(value: unknown): WeightWish | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const priority = 'priority' in value && (value.priority === 'important' || value.priority === 'urgent') ? value.priority : undefined
  return { priority, asks: 'asks' in value && value.asks === true }
}

function isMention(value: unknown): value is DraftMention {
  return typeof value === 'object' && value !== null && 'label' in value && 'id' in value && typeof value.label === 'string' && typeof value.id === 'string' && (!('userIds' in value) || isPeople(value.userIds))
}
