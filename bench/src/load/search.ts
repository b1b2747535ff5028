// Search for the highest rate that a server carries within thresholds.

/** What counts as carried; the error share is a fraction of 1. */
export interface Thresholds {
  meanMsMax: number
  p99MsMax: number
  errorShareMax: number
}

/** Thresholds of "supported load", after mattermost-load-test-ng's coordinator. */
export const SUPPORTED_LOAD: Thresholds = { meanMsMax: 100, p99MsMax: 2000, errorShareMax: 0.00025 }

export interface Trial {
  ratePerSecond: number
  meanMs: number
  p99Ms: number
  errorShare: number
}

/** True when a trial stays within the thresholds. */
export function isCarried(trial: Trial, thresholds: Thresholds): boolean {
  return trial.meanMs <= thresholds.meanMsMax && trial.p99Ms <= thresholds.p99MsMax
    && trial.errorShare <= thresholds.errorShareMax
}

export interface RateSearch {
  /** First rate tried. */
  startRate: number
  thresholds: Thresholds
  /** Stops when the bracket is narrower than this share of the rate. */
  precision: number
  trialsMax: number
  attempt: (ratePerSecond: number) => Promise<Trial>
}

/**
 * Doubles (or halves) the rate until one is carried and one is not, then halves the bracket between them.
 * Returns the highest rate carried (0 when none was) and every trial in order.
 */
export async function searchHighestRate(search: RateSearch): Promise<{ ratePerSecond: number, trials: Trial[] }> {
  const trials: Trial[] = []
  let carried = 0
  let refused = Number.POSITIVE_INFINITY
  let rate = search.startRate
  const isWide = (): boolean => refused === Number.POSITIVE_INFINITY || refused - carried > search.precision * refused
  while (trials.length < search.trialsMax && rate >= 1 && isWide()) {
    const trial = await search.attempt(rate)
    trials.push(trial)
    if (isCarried(trial, search.thresholds)) carried = Math.max(carried, rate)
    else refused = Math.min(refused, rate)
    rate = refused === Number.POSITIVE_INFINITY ? carried * 2
      : carried === 0 ? refused / 2
      : (carried + refused) / 2
  }
  return { ratePerSecond: carried, trials }
}
