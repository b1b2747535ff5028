// Files that are shown, as addresses within this page. Each is fetched once for all that show it, kept a while after the
// last of them is gone, and forgotten when too many bytes are kept.
import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { MediaFailure } from './types.ts'
import { MediaError } from './types.ts'

/** What is there of a file that is shown. */
export type ShownState = { kind: 'loading' } | { kind: 'ready'; url: string; type: string; bytes: number } | { kind: 'failed'; why: MediaFailure }

/** A file that somebody shows, until it is released. */
export interface Shown {
  state: Live<ShownState>
  /** Fetches once more what could not be had. */
  retry(): void
  release(): void
}

/** Fetches a file; the type of the blob is that of its bytes. */
export type Load = (signal: AbortSignal) => Promise<Blob>

/** The files that are shown or were so lately. */
export interface BlobCache {
  show(key: string, load: Load): Shown
  /** Forgets all. */
  close(): void
}

interface Entry {
  state: StoreApi<ShownState>
  uses: number
  load: Load
  loading: AbortController | undefined
}

/** A file that has just been scrolled out of sight is fetched to its end only if it comes back soon. */
const LINGER_MS = 500
const LOADS_MAX = 6

/** Makes a cache that keeps at most so many bytes of what nobody shows. */
export function createBlobCache(keptBytesMax: number): BlobCache {
  // In the order of their last use.
  const entries = new Map<string, Entry>()
  const enter = createGate(LOADS_MAX)

  function start(entry: Entry): void {
    const loading = new AbortController()
    entry.loading = loading
    entry.state.setState({ kind: 'loading' }, true)
    enter(() => (loading.signal.aborted ? Promise.reject(new MediaError('gone')) : entry.load(loading.signal))).then(
      (blob) => {
        if (loading.signal.aborted) return
        entry.loading = undefined
        entry.state.setState({ kind: 'ready', url: URL.createObjectURL(blob), type: blob.type, bytes: blob.size }, true)
        evict()
      },
      (error: unknown) => {
        if (loading.signal.aborted) return
        entry.loading = undefined
        entry.state.setState({ kind: 'failed', why: error instanceof MediaError ? error.why : 'unreachable' }, true)
      },
    )
  }

  function forget(key: string, entry: Entry): void {
    entries.delete(key)
    entry.loading?.abort()
    const state = entry.state.getState()
    if (state.kind === 'ready') URL.revokeObjectURL(state.url)
  }

  function evict(): void {
    const idle = [...entries].filter(([, { uses }]) => uses === 0)
    let bytes = idle.reduce((sum, [, entry]) => sum + bytesOf(entry), 0)
    for (const [key, entry] of idle) {
      if (bytes <= keptBytesMax) return
      bytes -= bytesOf(entry)
      forget(key, entry)
    }
  }

  function release(key: string, entry: Entry): void {
    entry.uses -= 1
    if (entry.uses > 0 || entries.get(key) !== entry) return
    setTimeout(() => {
      if (entry.uses > 0 || entries.get(key) !== entry) return
      if (entry.state.getState().kind === 'ready') evict()
      else forget(key, entry)
    }, LINGER_MS)
  }

  return {
    show(key, load) {
      const entry: Entry = entries.get(key) ?? { state: createStore<ShownState>(() => ({ kind: 'loading' })), uses: 0, load, loading: undefined }
      if (!entries.has(key)) start(entry)
      entries.delete(key)
      entries.set(key, entry)
      entry.uses += 1
      let isReleased = false
      return {
        state: entry.state,
        retry() {
          if (entry.state.getState().kind === 'failed') start(entry)
        },
        release() {
          if (isReleased) return
          isReleased = true
          release(key, entry)
        },
      }
    },
    close() {
      for (const [key, entry] of entries) forget(key, entry)
    },
  }
}

function bytesOf({ state }: Entry): number {
  const now = state.getState()
  return now.kind === 'ready' ? now.bytes : 0
}

/** Lets so many run at once; the others wait in their order. */
function createGate(max: number): <T>(run: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (run) => {
    if (running >= max) await new Promise<void>((go) => waiting.push(go))
    running += 1
    try {
      return await run()
    } finally {
      running -= 1
      waiting.shift()?.()
    }
  }
}
