// What was begun to be written and not sent, for each place where one writes. Kept over reloads, sealed (kept/sealed.ts).
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import type { SealedStore } from './kept/sealed.ts'
import { openSealed } from './kept/sealed.ts'
import type { StorageWatch } from './kept/storage.ts'

/** Something that was begun. */
export interface Draft {
  text: string
  /** The message it answers. */
  replyTo?: string | undefined
  changedMs: number
}

/** What was begun, by place: a room's id, or `roomId/threadId`. */
export interface Drafts {
  /** All there are; for the marks in a list of rooms. */
  all: Live<ReadonlyMap<string, Draft>>
  find(place: string): Draft | undefined
  /** Keeps it; what is empty is forgotten. */
  set(place: string, draft: Pick<Draft, 'text' | 'replyTo'>): void
  /** Resolves when everything is kept. */
  flush(): Promise<void>
  forget(): Promise<void>
}

const STORE = 'chappe-web-drafts'
const DRAFTS_MAX = 500
const CHARS_MAX = 65_536

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

  return {
    all,
    find: (place) => all.getState().get(place),
    set(place, { text, replyTo }) {
      const next = new Map(all.getState())
      next.delete(place)
      if (text.trim() !== '' || replyTo !== undefined) next.set(place, { text: text.slice(0, CHARS_MAX), replyTo, changedMs: Date.now() })
      // The map is in the order of the last change.
      for (const oldest of next.keys()) {
        if (next.size <= DRAFTS_MAX) break
        next.delete(oldest)
        changed.add(oldest)
      }
      all.setState(next, true)
      changed.add(place)
      void write()
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

function parseDraft(value: unknown): Draft | undefined {
  if (typeof value !== 'object' || value === null || !('text' in value) || !('changedMs' in value)) return undefined
  const { text, changedMs } = value
  if (typeof text !== 'string' || typeof changedMs !== 'number') return undefined
  return { text, changedMs, replyTo: 'replyTo' in value && typeof value.replyTo === 'string' ? value.replyTo : undefined }
}
