// Passwords: argon2id off the event loop, a few at a time, so that a storm of logins exhausts neither memory nor threads.
import { MatrixError } from '@chappe/contract'
import { hash, verify } from '@node-rs/argon2'
import type { IsBreached } from './breached-passwords.ts'

/** Hashes and checks passwords. Both throw `M_LIMIT_EXCEEDED` when too many wait. */
export interface Passwords {
  /** Of a new password; throws `M_WEAK_PASSWORD` where it is known from a breach. */
  hash(password: string): Promise<string>
  /** Whether the password opens the hash. The same work is done where there is no hash, so that time tells nothing. */
  verify(stored: string | null | undefined, password: string): Promise<boolean>
}

// OWASP's first recommendation: 19 MiB, two passes, one lane. The library's default algorithm is argon2id.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** How many may be worked on at once, and how many may wait. */
export interface PasswordLimits {
  running: number
  waiting: number
}

/** Two of the four threads of the pool, which file and name look-ups share: 38 MiB. Those waiting: seconds of work. */
const LIMITS: PasswordLimits = { running: 2, waiting: 100 }
const RETRY_MS = 2_000

/** Opened by no password that anybody knows; of the same cost as the others. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$dGhpcyBpcyBub2JvZHkncw$bm9ib2R5IGtub3dzIHdoYXQgd291bGQgb3BlbiB0aGlzMDA'

/** Makes the queue of a process. */
export function createPasswords(limits: PasswordLimits = LIMITS, isBreached: IsBreached = async () => false): Passwords {
  const inTurn = createTurns(limits)
  return {
    async hash(password) {
      if (await isBreached(password)) throw new MatrixError('M_WEAK_PASSWORD', { message: 'That password has come out in a breach: choose another one' })
      return inTurn(() => hash(password, COST))
    },
    async verify(stored, password) {
      const opens = await inTurn(() => verify(stored ?? NOBODY, password))
      return opens && typeof stored === 'string'
    },
  }
}

/** Runs so many pieces of work at once, lets so many wait, and turns the others away. */
function createTurns(limits: PasswordLimits): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running < limits.running) running += 1
    else if (waiting.length >= limits.waiting) {
      throw new MatrixError('M_LIMIT_EXCEEDED', { fields: { retry_after_ms: RETRY_MS } })
    } else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      // The turn is handed on without being given up: nobody who comes now can slip in between.
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}
