// Median and spread of few runs. No means: one disturbed run must not move the figure.

export interface Spread {
  median: number
  min: number
  max: number
}

/** Median, least and greatest of the values; undefined when there are none. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  const min = sorted[0]
  const max = sorted.at(-1)
  if (min === undefined || max === undefined) return undefined
  const low = sorted[Math.floor((sorted.length - 1) / 2)] ?? min
  const high = sorted[Math.ceil((sorted.length - 1) / 2)] ?? min
  return { median: (low + high) / 2, min, max }
}
