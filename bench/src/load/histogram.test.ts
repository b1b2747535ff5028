import { describe, expect, it } from 'vitest'
import { Histogram } from './histogram.ts'

describe('histogram', () => {
  it('gives quantiles within one percent of the exact ones, never below them', () => {
    const histogram = new Histogram()
    // Latencies from 0.01 ms to 100 s, evenly on a logarithmic scale.
    const values = Array.from({ length: 7001 }, (_, index) => 10 ** (-2 + index / 1000))
    for (const value of values) histogram.recordMs(value)
    for (const quantile of [0.01, 0.5, 0.9, 0.99, 0.999, 1]) {
      const exact = values[Math.ceil(quantile * values.length) - 1] ?? 0
      const read = histogram.quantileMs(quantile)
      // Values are kept as whole microseconds.
      expect(read).toBeGreaterThanOrEqual(exact - 0.0005)
      expect(read).toBeLessThanOrEqual(exact * 1.008 + 0.0005)
    }
  })

  it('is exact for small values and for the maximum', () => {
    const histogram = new Histogram()
    for (const us of [1, 2, 3, 127]) histogram.recordMs(us / 1000)
    histogram.recordMs(1234.567)
    expect(histogram.quantileMs(0.2)).toBe(0.001)
    expect(histogram.quantileMs(0.6)).toBe(0.003)
    expect(histogram.quantileMs(0.8)).toBe(0.127)
    expect(histogram.summary()).toMatchObject({ count: 5, maxMs: 1234.567 })
    expect(histogram.quantileMs(1)).toBe(1234.567)
  })

  it('counts two histograms together', () => {
    const alice = new Histogram()
    const bob = new Histogram()
    alice.recordMs(1)
    bob.recordMs(9)
    bob.recordMs(9)
    alice.add(bob)
    expect(alice.summary()).toMatchObject({ count: 3, maxMs: 9 })
    expect(alice.summary().meanMs).toBeCloseTo(19 / 3, 6)
    expect(alice.quantileMs(0.3)).toBeCloseTo(1, 1)
  })

  it('clamps what is longer than its range, and is zero when empty', () => {
    const histogram = new Histogram()
    expect(histogram.summary()).toEqual({ count: 0, meanMs: 0, p50Ms: 0, p90Ms: 0, p99Ms: 0, p999Ms: 0, maxMs: 0 })
    histogram.recordMs(1e12)
    histogram.recordMs(-1)
    expect(histogram.quantileMs(1)).toBe(2147483.647)
    expect(histogram.quantileMs(0.5)).toBe(0)
  })
})
