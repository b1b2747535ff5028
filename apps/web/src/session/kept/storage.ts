// How it stands with what the browser keeps for the messenger.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'

/** `full`: the browser has no room for more; `lost`: what was kept has been cleared while the messenger was open. */
export type StorageState = 'well' | 'full' | 'lost'

/** Follows how writing into the browser's storage goes. */
export interface StorageWatch {
  state: Live<StorageState>
  /** Lets a write go on, and looks how it ends. What the storage refuses is said, and not thrown. */
  watch(write: Promise<unknown>): Promise<void>
  /** The databases were closed from outside. */
  lost(): void
}

/** Begins to follow. */
export function watchStorage(): StorageWatch {
  const state = createStore<StorageState>(() => 'well')
  return {
    state,
    async watch(write) {
      try {
        await write
        // There is room again; what was cleared does not come back by writing.
        if (state.getState() === 'full') state.setState('well', true)
      } catch (error) {
        if (state.getState() === 'well') state.setState(isFull(error) ? 'full' : 'lost', true)
      }
    },
    lost: () => state.setState('lost', true),
  }
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError'
}
