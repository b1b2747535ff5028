// What was decided a moment ago, and where it led: a form that a browser sends twice, as by two presses, is answered twice.

/** Something that was decided, or is being. */
export interface Decided {
  userNid: number
  isAllowed: boolean
  /** Where it leads; nothing where it failed. */
  location: Promise<string | undefined>
}

/** The decisions of the last minute. */
export interface Decisions {
  find(uid: string): Decided | undefined
  /** Remembers a decision while `work` makes of it where it leads, and after. What it throws is thrown on, and forgotten. */
  remember(uid: string, by: Pick<Decided, 'userNid' | 'isAllowed'>, work: () => Promise<string>): Promise<void>
}

/** As long as a code is good. */
const REMEMBERED_MS = 60_000
const MAX_REMEMBERED = 2_000

/** Nothing was decided yet. */
export function createDecisions(now: () => number): Decisions {
  const decided = new Map<string, Decided & { untilMs: number }>()
  return {
    find(uid) {
      const found = decided.get(uid)
      return found !== undefined && found.untilMs > now() ? found : undefined
    },
    async remember(uid, by, work) {
      // A map keeps the order of insertion: the first is the oldest.
      const oldest = decided.size >= MAX_REMEMBERED ? decided.keys().next().value : undefined
      if (oldest !== undefined) decided.delete(oldest)
      const location = work()
      decided.set(uid, { ...by, location: location.catch(() => undefined), untilMs: now() + REMEMBERED_MS })
      try {
        await location
      } catch (error) {
        decided.delete(uid)
        throw error
      }
    },
  }
}
