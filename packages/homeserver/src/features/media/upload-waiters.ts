// Those who ask for a file before it is uploaded, and wait for it.

/** Tells when the client goes away; gives back how to call that off. */
export type OnGone = (listener: () => void) => () => void

/** Who waits for which media id. */
export interface UploadWaiters {
  /** Resolves when the file is there, the time is over, or the client has gone away. */
  wait(mediaId: string, timeoutMs: number, onGone: OnGone): Promise<void>
  /** The file is there. */
  wake(mediaId: string): void
}

const MAX_WAITING = 2000

/** Makes the list of who waits. */
export function createUploadWaiters(): UploadWaiters {
  const waiting = new Map<string, Set<() => void>>()
  let count = 0
  return {
    async wait(mediaId, timeoutMs, onGone) {
      if (timeoutMs <= 0 || count >= MAX_WAITING) return
      const set = waiting.get(mediaId) ?? new Set()
      waiting.set(mediaId, set)
      count += 1
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer)
          callOff()
          if (!set.delete(done)) return
          count -= 1
          if (set.size === 0 && waiting.get(mediaId) === set) waiting.delete(mediaId)
          resolve()
        }
        const timer = setTimeout(done, timeoutMs)
        const callOff = onGone(done)
        set.add(done)
      })
    },
    wake(mediaId) {
      // Each takes itself off the set, which the walk over a set allows.
      for (const done of waiting.get(mediaId) ?? []) done()
    },
  }
}
