// Those who ask for a file before it is uploaded, and wait for it.

/** Who waits for which media id. */
export interface UploadWaiters {
  /** Resolves when the file is there, the time is over, or the client has gone away. */
  wait(mediaId: string, timeoutMs: number, signal: AbortSignal): Promise<void>
  /** The file is there. */
  wake(mediaId: string): void
}

const MAX_WAITING = 2000

/** Makes the list of who waits. */
export function createUploadWaiters(): UploadWaiters {
  const waiting = new Map<string, Set<() => void>>()
  let count = 0
  return {
    async wait(mediaId, timeoutMs, signal) {
      if (timeoutMs <= 0 || signal.aborted || count >= MAX_WAITING) return
      const set = waiting.get(mediaId) ?? new Set()
      waiting.set(mediaId, set)
      count += 1
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', done)
          if (!set.delete(done)) return
          count -= 1
          if (set.size === 0 && waiting.get(mediaId) === set) waiting.delete(mediaId)
          resolve()
        }
        const timer = setTimeout(done, timeoutMs)
        signal.addEventListener('abort', done)
        set.add(done)
      })
    },
    wake(mediaId) {
      // Each takes itself off the set, which the walk over a set allows.
      for (const done of waiting.get(mediaId) ?? []) done()
    },
  }
}
