import { describe, expect, it } from 'vitest'
import { isCarried, searchHighestRate, SUPPORTED_LOAD, type Trial } from './search.ts'

/** A server that carries a rate up to `limit`. */
function serverWithLimit(limit: number): (ratePerSecond: number) => Promise<Trial> {
  return async (ratePerSecond) => ({ ratePerSecond, meanMs: ratePerSecond > limit ? 500 : 5, p99Ms: 10, errorShare: 0 })
}

const search = { thresholds: SUPPORTED_LOAD, precision: 0.02, trialsMax: 30 }

describe('search for the highest rate', () => {
  it('finds the limit from below and from above', async () => {
    for (const startRate of [100, 3000, 50_000]) {
      const found = await searchHighestRate({ ...search, startRate, attempt: serverWithLimit(2900) })
      expect(found.ratePerSecond).toBeLessThanOrEqual(2900)
      expect(found.ratePerSecond).toBeGreaterThan(2900 * 0.97)
    }
  })

  it('gives 0 for a server that carries nothing, and stops at the number of trials', async () => {
    const nothing = await searchHighestRate({ ...search, startRate: 64, attempt: serverWithLimit(0) })
    expect(nothing.ratePerSecond).toBe(0)
    expect(nothing.trials.map((trial) => trial.ratePerSecond)).toEqual([64, 32, 16, 8, 4, 2, 1])
    const endless = await searchHighestRate({ ...search, startRate: 1, trialsMax: 5, attempt: serverWithLimit(1e9) })
    expect(endless.ratePerSecond).toBe(16)
  })

  it('refuses a trial for its mean, its tail or its errors', () => {
    const good = { ratePerSecond: 1, meanMs: 100, p99Ms: 2000, errorShare: 0.00025 }
    expect(isCarried(good, SUPPORTED_LOAD)).toBe(true)
    for (const worse of [{ meanMs: 101 }, { p99Ms: 2001 }, { errorShare: 0.0003 }]) {
      expect(isCarried({ ...good, ...worse }, SUPPORTED_LOAD)).toBe(false)
    }
  })
})
