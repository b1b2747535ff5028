// One run of a load against a target, in the mode that the options ask for.

import { cpuFigures, measureCpu, outcomeFigures, type BenchOptions, type RunFigures } from '../benchmark.ts'
import type { Connection } from '../http/connection.ts'
import type { Target } from '../targets/target.ts'
import { runClosedLoop } from './closed-loop.ts'
import { runOpenLoop } from './open-loop.ts'
import type { NextRequest } from './outcome.ts'
import { searchHighestRate, SUPPORTED_LOAD } from './search.ts'

export interface RunLoad {
  target: Target
  options: BenchOptions
  connections: readonly Connection[]
  durationMs: number
  next: NextRequest
}

/** Each rate of a search is held this long. */
const TRIAL_MS = 3_000
const SEARCH_START_RATE = 500

/** Runs closed loop, open loop at `rate`, or the search for the highest rate; returns rate, latency and CPU figures. */
export async function runLoad(load: RunLoad): Promise<RunFigures> {
  if (load.options.search) return runSearch(load)
  const { rate } = load.options
  if (rate !== undefined) return runRate(load, rate, load.durationMs)
  const { result, cpu } = await measureCpu(load.target, () => runClosedLoop(load))
  return {
    figures: { ...outcomeFigures(result), ...cpuFigures(cpu, result.completed) },
    errors: result.errors,
    errorSamples: result.errorSamples,
  }
}

async function runRate(load: RunLoad, ratePerSecond: number, durationMs: number): Promise<RunFigures> {
  const { result, cpu } = await measureCpu(load.target, () => runOpenLoop({ ...load, ratePerSecond, durationMs }))
  return {
    figures: {
      ...outcomeFigures(result),
      meanMs: result.latency.summary().meanMs,
      generatorLagP99Ms: result.generatorLag.quantileMs(0.99),
      ...cpuFigures(cpu, result.completed),
    },
    errors: result.errors,
    errorSamples: result.errorSamples,
  }
}

async function runSearch(load: RunLoad): Promise<RunFigures> {
  let best: RunFigures | undefined
  const samples: string[] = []
  const found = await searchHighestRate({
    startRate: load.options.rate ?? SEARCH_START_RATE, thresholds: SUPPORTED_LOAD, precision: 0.05, trialsMax: 14,
    async attempt(ratePerSecond) {
      const run = await runRate(load, ratePerSecond, TRIAL_MS)
      const answers = (run.figures['perSecond'] ?? 0) * TRIAL_MS / 1000
      const { meanMs = 0, p99Ms = 0 } = run.figures
      const trial = { ratePerSecond, meanMs, p99Ms, errorShare: run.errors / Math.max(1, answers + run.errors) }
      // The figures reported are those of the highest rate that was carried.
      if (trial.meanMs <= SUPPORTED_LOAD.meanMsMax && trial.p99Ms <= SUPPORTED_LOAD.p99MsMax && run.errors === 0) best = run
      else samples.push(...run.errorSamples)
      return trial
    },
  })
  const figures = { ...best?.figures, perSecond: found.ratePerSecond }
  return { figures, errors: best === undefined ? 1 : 0, errorSamples: best === undefined ? samples.slice(0, 3) : [] }
}
