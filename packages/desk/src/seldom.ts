// Work that many looks share: what it came to is good for a while, and whoever asks meanwhile is given the same.
import type { DeskPorts } from './ports.ts'

/** How often it is done, and for how many keys what it came to is kept. */
export interface SeldomWay {
  clock: DeskPorts['ground']['clock']
  goodForMs: number
  keptMax: number
}

/** Work that is done once in a while for each key. What fails is not kept. */
export function seldom<T>({ clock, goodForMs, keptMax }: SeldomWay, work: (key: number) => Promise<T>): (key: number) => Promise<T> {
  const kept = new Map<number, { untilMs: number; value: Promise<T> }>()
  return (key) => {
    const nowMs = clock.now()
    const known = kept.get(key)
    if (known !== undefined && known.untilMs > nowMs) return known.value
    const value = work(key)
    kept.delete(key)
    kept.set(key, { untilMs: nowMs + goodForMs, value })
    const [oldest] = kept.keys()
    if (kept.size > keptMax && oldest !== undefined) kept.delete(oldest)
    value.catch(() => {
      if (kept.get(key)?.value === value) kept.delete(key)
    })
    return value
  }
}
