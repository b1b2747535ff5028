// What one has looked for last: kept in this browser alone, sealed (kept/sealed.ts), and never sent.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { SealedStore } from '../kept/sealed.ts'
import { openSealed } from '../kept/sealed.ts'
import { textsOf } from '../read-content.ts'

/** The last questions, the newest first. */
export interface RecentSearches {
  all: Live<readonly string[]>
  /** Takes a question that was meant. */
  note(text: string): void
  /** Forgets them. */
  forget(): Promise<void>
}

const STORE = 'chappe-web-searches'
const NAME = 'recent'
const RECENT_MAX = 20
const CHARS_MAX = 500

/** Opens what is kept. A browser that keeps nothing remembers for as long as the page is open. */
export function openRecentSearches(store: SealedStore<readonly string[]> = openSealed(STORE, parse)): RecentSearches {
  const all = createStore<readonly string[]>(() => [])
  // What was noted before it was read stands before it.
  const add = (newer: readonly string[], older: readonly string[]): void => all.setState([...new Set([...newer, ...older])].slice(0, RECENT_MAX), true)
  const read = (kept: readonly string[] | undefined): void => {
    const isChanged = all.getState().length > 0
    add(all.getState(), kept ?? [])
    if (isChanged) keep()
  }
  const keep = (): void => void store.set(NAME, all.getState()).catch(() => undefined)
  void store.get(NAME).then(read, () => undefined)
  return {
    all,
    note(said) {
      const text = said.trim().slice(0, CHARS_MAX)
      if (text === '') return
      add([text], all.getState())
      keep()
    },
    async forget() {
      all.setState([], true)
      await store.clear()
    },
  }
}

function parse(value: unknown): readonly string[] {
  return textsOf(value, RECENT_MAX).map((text) => text.slice(0, CHARS_MAX))
}
