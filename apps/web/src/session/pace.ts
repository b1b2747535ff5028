// When what has changed is looked at: soon where little happens, and now and then while much does, so that work goes with time
// and not with messages.

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
export function createPace(look: () => void, { soonMs, everyMs }: PaceTimes): Pace {
  let timer: ReturnType<typeof setTimeout> | undefined
  let lookedAtMs = Number.NEGATIVE_INFINITY

  function run(): void {
    clearTimeout(timer)
    timer = undefined
    lookedAtMs = performance.now()
    look()
  }

  return {
    touch() {
      timer ??= setTimeout(run, Math.max(soonMs, lookedAtMs + everyMs - performance.now()))
    },
    hurry() {
      clearTimeout(timer)
      timer = setTimeout(run, soonMs)
    },
    stop: () => clearTimeout(timer),
  }
}
