// Work that many looks share: what it came to is good for a while, and whoever asks meanwhile is given the same.
import type { DeskPorts } from './ports.ts'

/** How often it is done, and for how many keys what it came to is kept. */
export interface SeldomWay {
  clock: DeskPorts['ground']['clock']
  goodForMs: number
  keptMax: number
  /** Whoever asks waits no longer than that where it was done before: they are given what it came to then. Left out: they wait. */
  waitMs?: number
}

interface Kept<T> {
  untilMs: number
  isUnderWay: boolean
  value: Promise<T>
  /** What it came to the last time that it was done to its end. */
  last: { value: T } | undefined
}

/** Work that is done once in a while for each key. What fails is not kept. */
export function seldom<T>({ clock, goodForMs, keptMax, waitMs }: SeldomWay, work: (key: number) => Promise<T>): (key: number) => Promise<T> {
  const kept = new Map<number, Kept<T>>()

  function begin(key: number, last: Kept<T>['last'], nowMs: number): Kept<T> {
    const value = work(key)
    const made: Kept<T> = { untilMs: nowMs + goodForMs, isUnderWay: true, value, last }
    kept.delete(key)
    kept.set(key, made)
    const [oldest] = kept.keys()
    if (kept.size > keptMax && oldest !== undefined) kept.delete(oldest)
    value.then(
      (result) => {
        made.isUnderWay = false
        made.last = { value: result }
      },
      () => {
        if (kept.get(key) === made) kept.delete(key)
      },
    )
    return made
  }

  return (key) => {
    const nowMs = clock.now()
    const known = kept.get(key)
    const asked = known !== undefined && (known.isUnderWay || known.untilMs > nowMs) ? known : begin(key, known?.last, nowMs)
    const { value, last } = asked
    return waitMs === undefined || last === undefined ? value : within(waitMs, value, last.value)
  }
}

/** What comes of it within a time; what there was before where that is later. */
async function within<T>(ms: number, value: Promise<T>, before: T): Promise<T> {
  const late = Promise.withResolvers<T>()
  const timer = setTimeout(() => late.resolve(before), ms)
  try {
    return await Promise.race([value, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
