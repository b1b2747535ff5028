// Whoever types finds nothing in the way of the next letter: what can wait is done right after a letter was drawn, when the next
// one is furthest away, and not together with one.
import { takeBreak } from './idle.ts'

/** Letters as they are typed, and what waits for them. */
export interface Letters {
  /** One was typed. */
  typed(): void
  /** The last one is on the screen. */
  drawn(): void
  /** Does something when a letter was drawn, at once where nobody types. Gives back how to take it back; undefined where it is done. */
  after(act: () => void): (() => void) | undefined
}

/** So long after a letter somebody may go on typing. */
const TYPING_MS = 600
/** Right after one was drawn; the next one is not there yet. */
const FREE_MS = 40
/** Nothing waits longer than that. */
const WITHIN_MS = 250

/** Makes it. */
export function createLetters(): Letters {
  let typedAtMs = Number.NEGATIVE_INFINITY
  let drawnAtMs = Number.NEGATIVE_INFINITY
  let isDrawn = true
  /** One thing is done after each letter; more would stand in the way of the next. */
  let isTaken = false
  const waiting = new Set<() => void>()

  function isFree(): boolean {
    const nowMs = performance.now()
    return nowMs - typedAtMs > TYPING_MS || (isDrawn && !isTaken && nowMs - drawnAtMs < FREE_MS)
  }

  return {
    typed() {
      typedAtMs = performance.now()
      isDrawn = false
    },
    drawn() {
      isDrawn = true
      drawnAtMs = performance.now()
      isTaken = false
      const [next] = waiting
      next?.()
    },
    after(act) {
      const run = (): void => {
        end()
        isTaken = true
        act()
      }
      if (isFree()) {
        isTaken = true
        act()
        return undefined
      }
      const timer = setTimeout(run, WITHIN_MS)
      function end(): void {
        clearTimeout(timer)
        waiting.delete(run)
      }
      waiting.add(run)
      return end
    },
  }
}

/** Those of this page. */
export const LETTERS = createLetters()

/** Begins to hear what is typed into the page. Gives back how to stop. */
export function hearLetters(page: Pick<Window, 'addEventListener' | 'removeEventListener' | 'requestAnimationFrame'>): () => void {
  const onKey = (): void => {
    LETTERS.typed()
    // Handed over once what stands behind the frame has its turn.
    page.requestAnimationFrame(() => void takeBreak().then(LETTERS.drawn))
  }
  page.addEventListener('keydown', onKey, true)
  return () => page.removeEventListener('keydown', onKey, true)
}
