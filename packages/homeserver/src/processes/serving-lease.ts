// Whether this process may serve at this instant: until the end of its lease, on the monotonic clock, and no longer.
// Whoever stops an account waits for each process to confirm it, or until its lease must have run out: so nothing may
// leave a process whose lease has ended, whatever has held it up meanwhile.

/** How long a lease lasts from the moment it was asked for. */
export const LEASE_MS = 2_000
/**
 * How long somebody else waits for a lease to end: two clocks may run at slightly different rates, and a process that is
 * busy comes to cutting what it sends a little later.
 */
export const LEASE_END_MS = LEASE_MS + 250

/** The lease as those see it who serve. */
export interface ServingLease {
  /** To be asked immediately before anything is handed to the operating system. */
  holds(): boolean
  /** Whether it holds again before so much time has passed: an answer that has not begun may wait for that. */
  regained(limitMs: number): Promise<boolean>
}

/** The lease as the one sees it who renews it. */
export interface RenewedLease extends ServingLease {
  /** It was granted upon a request that was sent at `sentAt` of the monotonic clock, in milliseconds. */
  renew(sentAt: number): void
  /** It is over now. */
  end(): void
  /** Calls a listener as soon as it is over and not renewed. */
  onLapse(listener: () => void): void
}

/** A lease that has not begun. `now`: the monotonic clock, in milliseconds. */
export function createServingLease(now: () => number = () => performance.now()): RenewedLease {
  let until = -Infinity
  let lapsing: ReturnType<typeof setTimeout> | undefined
  const waiting = new Set<() => void>()
  const lapseListeners: (() => void)[] = []
  function lapse(): void {
    const left = until - now()
    if (left > 0) lapsing = setTimeout(lapse, Math.ceil(left)).unref()
    else {
      lapsing = undefined
      for (const listener of lapseListeners) listener()
    }
  }
  return {
    holds: () => now() < until,
    regained(limitMs) {
      return new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(timer)
          waiting.delete(end)
          resolve(now() < until)
        }
        const timer = setTimeout(end, limitMs)
        waiting.add(end)
      })
    },
    renew(sentAt) {
      until = Math.max(until, sentAt + LEASE_MS)
      if (lapsing === undefined) lapse()
      if (waiting.size > 0 && now() < until) for (const each of waiting) each()
    },
    end() {
      until = -Infinity
      clearTimeout(lapsing)
      lapsing = undefined
    },
    onLapse: (listener) => void lapseListeners.push(listener),
  }
}
