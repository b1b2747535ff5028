// Accounts that are about to be stopped. From the moment that somebody who may stop one has asked, until it is durable or
// has failed, nothing is served to it: its calls wait. So what the database takes until then is not time in which it reads on.
import type { SessionLife } from '../../session.ts'

/** A hold of one account. */
interface Hold {
  /** Resolves when it has ended. */
  over: Promise<void>
  end(): void
  /** How many ask for it. */
  count: number
  /** The sessions for which something was being changed when it began. */
  changing: SessionLife[]
}

/** The accounts that are held in this process. */
export interface Holds {
  /** Begins one, or joins the one there is. `keys`: the tokens that are known to be of the account. */
  begin(userId: string, keys: readonly string[]): void
  /** Notes the sessions for which something was being changed when it began. */
  note(userId: string, changing: readonly SessionLife[]): void
  /** One of those who asked for it does not any more. */
  release(userId: string): void
  /** It is over for everybody; gives back the sessions for which something is being changed still. */
  end(userId: string): SessionLife[]
  /** Resolves when the account is not held any more; nothing where it is not. */
  ofAccount(userId: string): Promise<void> | undefined
  /** The same by a token that was known. */
  ofToken(key: string): Promise<void> | undefined
}

/** A stopping takes milliseconds. Where nobody says how it ended, the account is looked up anew after this. */
export const HOLD_MS_MAX = 10_000

/** Nobody is held yet. */
export function createHolds(): Holds {
  const holds = new Map<string, Hold>()
  const byToken = new Map<string, Hold>()

  function make(userId: string): Hold {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(() => hold.end(), HOLD_MS_MAX)
    timer.unref()
    const hold: Hold = {
      over: promise,
      end() {
        clearTimeout(timer)
        if (holds.get(userId) === hold) holds.delete(userId)
        for (const [key, of] of byToken) if (of === hold) byToken.delete(key)
        resolve()
      },
      count: 0,
      changing: [],
    }
    holds.set(userId, hold)
    return hold
  }

  return {
    begin(userId, keys) {
      const hold = holds.get(userId) ?? make(userId)
      hold.count += 1
      for (const key of keys) byToken.set(key, hold)
    },
    note: (userId, changing) => void holds.get(userId)?.changing.push(...changing),
    release(userId) {
      const hold = holds.get(userId)
      if (hold === undefined) return
      hold.count -= 1
      if (hold.count === 0) hold.end()
    },
    end(userId) {
      const hold = holds.get(userId)
      if (hold === undefined) return []
      hold.end()
      return hold.changing.filter((life) => life.changing > 0)
    },
    ofAccount: (userId) => holds.get(userId)?.over,
    ofToken: (key) => byToken.get(key)?.over,
  }
}
