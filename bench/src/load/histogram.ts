// Log-linear histogram of latencies: 128 buckets per power of two, so a value read back is within 0.8 %.

const SUB_BITS = 7
const SUB = 1 << SUB_BITS
/** Values are clamped here: 2^31 - 1 microseconds, about 35 minutes. */
const VALUE_MAX = 0x7fff_ffff
const BUCKETS = (32 - SUB_BITS) * SUB

/** Milliseconds, as they go into results. */
export interface LatencySummary {
  count: number
  meanMs: number
  p50Ms: number
  p90Ms: number
  p99Ms: number
  p999Ms: number
  maxMs: number
}

/** Counts values in microseconds, in fixed memory, without losing the tail. */
export class Histogram {
  readonly #counts = new Float64Array(BUCKETS)
  #count = 0
  #sum = 0
  #max = 0

  get count(): number {
    return this.#count
  }

  /** Adds one latency in milliseconds (kept as whole microseconds). */
  recordMs(ms: number): void {
    const us = Math.min(VALUE_MAX, Math.max(0, Math.round(ms * 1000)))
    const index = bucketOf(us)
    this.#counts[index] = (this.#counts[index] ?? 0) + 1
    this.#count += 1
    this.#sum += us
    if (us > this.#max) this.#max = us
  }

  /** Adds all values of another histogram to this one. */
  add(other: Histogram): void {
    for (let index = 0; index < BUCKETS; index += 1) {
      this.#counts[index] = (this.#counts[index] ?? 0) + (other.#counts[index] ?? 0)
    }
    this.#count += other.#count
    this.#sum += other.#sum
    this.#max = Math.max(this.#max, other.#max)
  }

  /** Milliseconds at or below which the share `quantile` (0 to 1) of the values lies; 0 when empty. */
  quantileMs(quantile: number): number {
    const rank = Math.max(1, Math.ceil(quantile * this.#count))
    let seen = 0
    for (let index = 0; index < BUCKETS; index += 1) {
      seen += this.#counts[index] ?? 0
      if (seen >= rank) return Math.min(this.#max, highestOf(index)) / 1000
    }
    return 0
  }

  summary(): LatencySummary {
    return {
      count: this.#count,
      meanMs: this.#count === 0 ? 0 : this.#sum / this.#count / 1000,
      p50Ms: this.quantileMs(0.5),
      p90Ms: this.quantileMs(0.9),
      p99Ms: this.quantileMs(0.99),
      p999Ms: this.quantileMs(0.999),
      maxMs: this.#max / 1000,
    }
  }
}

function bucketOf(us: number): number {
  if (us < SUB) return us
  const shift = 31 - Math.clz32(us) - SUB_BITS
  return (shift + 1) * SUB + (us >> shift) - SUB
}

/** The highest value that falls into a bucket: a quantile is never reported lower than it was. */
function highestOf(index: number): number {
  if (index < SUB) return index
  const shift = Math.floor(index / SUB) - 1
  const lowest = ((index % SUB) + SUB) * 2 ** shift
  return lowest + 2 ** shift - 1
}
