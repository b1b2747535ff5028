// Doing what is due at times that the database keeps: memory knows only when to look next.
import type { Clock, Logger } from './deps.ts'

/** What is done at its time. */
export interface DueTimes {
  /** There is something to look at, at a time in milliseconds since 1970. */
  at(ms: number): void
  /** Finishes what is under way. */
  close(): Promise<void>
}

/** What is done. */
export interface DueWork {
  /** When to look first; Infinity: not before something is asked for. */
  firstMs: number
  /** Does all that is due by now, and gives back when there is something again. `isClosing`: whether to come to an end. */
  run(nowMs: number, isClosing: () => boolean): Promise<number>
  /** So long after it has failed it is tried again; what the log says of it. */
  retryMs: number
  failure: string
}

const TICK_MS = 200

/** Begins to look. One round at a time. */
export function openDueTimes({ clock, logger }: { clock: Clock; logger: Logger }, { firstMs, run, retryMs, failure }: DueWork): DueTimes {
  let nextMs = firstMs
  let running: Promise<void> | undefined
  let isClosing = false

  async function look(now: number): Promise<void> {
    nextMs = Infinity
    const againMs = await run(now, () => isClosing)
    // Asked for meanwhile: the database has what memory may have missed, and the other way round.
    nextMs = Math.min(nextMs, againMs)
  }

  const tick = setInterval(() => {
    const now = clock.now()
    if (running !== undefined || isClosing || now < nextMs) return
    running = look(now)
      .catch((error: unknown) => {
        nextMs = now + retryMs
        logger.warn({ err: error }, failure)
      })
      .finally(() => {
        running = undefined
      })
  }, TICK_MS)
  tick.unref()
  return {
    at(ms) {
      nextMs = Math.min(nextMs, ms)
    },
    async close() {
      isClosing = true
      clearInterval(tick)
      await running
    },
  }
}
