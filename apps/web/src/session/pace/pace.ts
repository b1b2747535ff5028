// When what has changed is looked at: soon where little happens, and now and then while much does, so that work goes with time
// and not with messages; while somebody types, after a letter.
import { LETTERS } from './letters.ts'

/** A look that comes by itself. */
export interface Pace {
  /** Something has changed. */
  touch(): void
  /** Something has changed that whoever did it waits to see. */
  hurry(): void
  stop(): void
}

/** How soon after a change, and how long after the look before it, in milliseconds. */
export interface PaceTimes {
  soonMs: number
  everyMs: number
}

/** Makes one. */
export function createPace(look: () => void, { soonMs, everyMs }: PaceTimes, letters = LETTERS): Pace {
  let timer: ReturnType<typeof setTimeout> | undefined
  let endWaiting: (() => void) | undefined
  let lookedAtMs = Number.NEGATIVE_INFINITY

  function stop(): void {
    clearTimeout(timer)
    timer = undefined
    endWaiting?.()
    endWaiting = undefined
  }

  function run(): void {
    stop()
    lookedAtMs = performance.now()
    look()
  }

  return {
    touch() {
      if (timer !== undefined || endWaiting !== undefined) return
      timer = setTimeout(() => {
        timer = undefined
        endWaiting = letters.after(run)
      }, Math.max(soonMs, lookedAtMs + everyMs - performance.now()))
    },
    hurry() {
      stop()
      timer = setTimeout(run, soonMs)
    },
    stop,
  }
}
