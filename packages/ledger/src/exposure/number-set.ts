// A set of numbers that takes eight bytes a number: positions of events by the million.

const FIRST_CAPACITY = 16

/** Numbers, each once. */
export class NumberSet {
  private numbers = new Float64Array(FIRST_CAPACITY)
  private length = 0
  /** So many of them are ascending and distinct. */
  private settled = 0

  add(number: number): void {
    if (this.length === this.numbers.length) this.grow()
    this.numbers[this.length] = number
    this.length += 1
    // Most come in order.
    if (this.settled === this.length - 1 && (this.settled === 0 || (this.numbers[this.length - 2] ?? 0) < number)) this.settled = this.length
  }

  addAll(numbers: Iterable<number>): void {
    for (const number of numbers) this.add(number)
  }

  get size(): number {
    this.settle()
    return this.length
  }

  has(number: number): boolean {
    this.settle()
    let [low, high] = [0, this.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.numbers[middle] ?? 0) < number) low = middle + 1
      else high = middle
    }
    return low < this.length && this.numbers[low] === number
  }

  /** Ascending, some at a time. */
  *slices(length: number): Generator<number[]> {
    this.settle()
    for (let at = 0; at < this.length; at += length) yield [...this.numbers.subarray(at, Math.min(at + length, this.length))]
  }

  /** Ascending. */
  *[Symbol.iterator](): Generator<number> {
    this.settle()
    for (let at = 0; at < this.length; at += 1) yield this.numbers[at] ?? 0
  }

  private grow(): void {
    const { length } = this
    this.settle()
    if (this.length * 2 <= length) return
    const larger = new Float64Array(this.numbers.length * 2)
    larger.set(this.numbers)
    this.numbers = larger
  }

  private settle(): void {
    if (this.settled === this.length) return
    const sorted = this.numbers.subarray(0, this.length).sort()
    let kept = 0
    for (const number of sorted) {
      if (kept > 0 && sorted[kept - 1] === number) continue
      sorted[kept] = number
      kept += 1
    }
    this.length = kept
    this.settled = kept
  }
}
