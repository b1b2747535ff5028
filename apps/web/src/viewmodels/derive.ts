// Values that are made of others.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'

/** A value that follows others: made anew when one of them changes. `close` ends the following. */
export function derive<T>(sources: readonly Live<unknown>[], make: () => T): { live: Live<T>; close(): void } {
  const live = createStore<T>(() => make())
  const ends = sources.map((source) => source.subscribe(() => live.setState(make(), true)))
  return {
    live,
    close() {
      for (const end of ends) end()
    },
  }
}
