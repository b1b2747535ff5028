// Chance that can be had again: worlds and walks of tests are made by a seed.

/** Numbers by a seed. */
export interface Chance {
  /** A number below another. */
  below(bound: number): number
  is(probability: number): boolean
  oneOf<T>(list: readonly T[]): T
}

/** The same numbers for the same seed. */
export function chanceOf(seed: number): Chance {
  let state = seed * 0x9e3779b9
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (bound: number): number => Math.floor(next() * bound)
  return {
    below,
    is: (probability) => next() < probability,
    oneOf<T>(list: readonly T[]): T {
      const found = list[below(list.length)]
      if (found === undefined) throw new Error('one of nothing')
      return found
    },
  }
}
