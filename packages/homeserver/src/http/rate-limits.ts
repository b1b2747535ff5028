// Token buckets in memory: how often one account, or one address before sign-in, may call.
import type { RateClass } from '@chappe/contract'
import { MatrixError } from '@chappe/contract'
import type { Clock } from '../deps.ts'

/** Calls per second that refill a bucket, and how many may come at once. */
interface Budget {
  perSecond: number
  burst: number
}

const BUDGETS: Readonly<Record<Exclude<RateClass, 'free'>, Budget>> = {
  login: { perSecond: 0.2, burst: 10 },
  registration: { perSecond: 0.2, burst: 10 },
  // A whole ministry may be behind one address on the day it comes in; each mailbox has a limit of its own.
  mail: { perSecond: 0.5, burst: 50 },
  read: { perSecond: 50, burst: 200 },
  write: { perSecond: 10, burst: 50 },
  message: { perSecond: 10, burst: 50 },
  sync: { perSecond: 10, burst: 50 },
  search: { perSecond: 2, burst: 20 },
  media: { perSecond: 20, burst: 100 },
}

const MAX_BUCKETS = 100_000

/** Draws one call from a bucket or throws `M_LIMIT_EXCEEDED` with `retry_after_ms`. */
export interface RateLimits {
  take(rate: RateClass, who: string): void
  /** Gives an account limits of its own in every class, or takes them away; 0 per second is none. */
  override(who: string, budget: { perSecond: number; burst: number } | undefined): void
}

/** The limits in force, or none at all when they are switched off. */
export function createRateLimits(clock: Clock, enabled: boolean): RateLimits {
  const buckets = new Map<string, { tokens: number; at: number }>()
  const overrides = new Map<string, Budget>()
  return {
    override(who, budget) {
      if (budget === undefined) overrides.delete(who)
      else overrides.set(who, { perSecond: budget.perSecond, burst: Math.max(1, budget.burst) })
    },
    take(rate, who) {
      if (!enabled || rate === 'free') return
      const budget = (overrides.size === 0 ? undefined : overrides.get(who)) ?? BUDGETS[rate]
      if (budget.perSecond === 0) return
      const key = `${rate} ${who}`
      const now = clock.now()
      const bucket = buckets.get(key) ?? { tokens: budget.burst, at: now }
      bucket.tokens = Math.min(budget.burst, bucket.tokens + ((now - bucket.at) / 1000) * budget.perSecond)
      bucket.at = now
      if (bucket.tokens < 1) {
        const waitMs = Math.ceil(((1 - bucket.tokens) / budget.perSecond) * 1000)
        throw new MatrixError('M_LIMIT_EXCEEDED', { fields: { retry_after_ms: waitMs } })
      }
      bucket.tokens -= 1
      buckets.delete(key)
      buckets.set(key, bucket)
      if (buckets.size > MAX_BUCKETS) dropOldest(buckets)
    },
  }
}

/** A map keeps the order of insertion, and every draw inserts anew: the first key is the one longest unused. */
function dropOldest(buckets: Map<string, unknown>): void {
  const oldest = buckets.keys().next()
  if (oldest.done !== true) buckets.delete(oldest.value)
}
