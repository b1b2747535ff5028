// What a benchmark is: prepared once per target, then run several times.

import type { Json } from './matrix/api.ts'
import { addCpu, readCpu, subtractCpu, type CpuReading } from './measure/cpu.ts'
import type { Outcome } from './load/outcome.ts'
import type { Target } from './targets/target.ts'

/** How a figure is read. */
export interface Metric {
  unit: string
  better: 'higher' | 'lower'
}

/** Figures of one run by metric name. A figure that could not be measured is left out. */
export interface RunFigures {
  figures: Record<string, number>
  errors: number
  errorSamples: string[]
}

export interface BenchOptions {
  /** Share of the workload's full size: 1 is what the goals speak of. */
  scale: number
  durationMs: number
  /** Connections of the load; the benchmark's own number when undefined. */
  connections: number | undefined
  /** Requests per second of the open loop; closed loop when undefined. */
  rate: number | undefined
  /** Search for the highest rate within thresholds instead of the closed loop. */
  search: boolean
}

export interface BenchContext {
  target: Target
  options: BenchOptions
  say: (text: string) => void
}

export interface Prepared {
  /** Sizes that the figures depend on, for the result file. */
  facts: Record<string, Json>
  run(durationMs: number): Promise<RunFigures>
  close(): Promise<void>
}

export interface Benchmark {
  name: string
  about: string
  metrics: Record<string, Metric>
  /** Connections that the load uses, for the generator's ceiling. */
  connections: number
  /** A short run first, unrecorded. */
  warmUp: boolean
  /** True when the bench must be able to stop and start the server. */
  needsLifecycle: boolean
  prepare(context: BenchContext): Promise<Prepared>
}

const perSecond: Metric = { unit: '/s', better: 'higher' }
const ms: Metric = { unit: 'ms', better: 'lower' }
const us: Metric = { unit: 'us', better: 'lower' }

/** CPU per operation, of three parties apart. */
export const CPU_METRICS: Record<string, Metric> = { serverCpuUs: us, databaseCpuUs: us, generatorCpuUs: us }

/** Metrics of a stretch of load. */
export const LOAD_METRICS: Record<string, Metric> = { perSecond, p50Ms: ms, p99Ms: ms, maxMs: ms, ...CPU_METRICS }

/** Microseconds of CPU per operation, without those that are not known. */
export function cpuFigures(cpu: CpuReading, operations: number): Record<string, number> {
  const figures: Record<string, number> = {}
  if (operations === 0) return figures
  if (cpu.serverUs !== undefined) figures['serverCpuUs'] = cpu.serverUs / operations
  if (cpu.databaseUs !== undefined) figures['databaseCpuUs'] = cpu.databaseUs / operations
  figures['generatorCpuUs'] = cpu.generatorUs / operations
  return figures
}

/** Rate and latency of a stretch of load. */
export function outcomeFigures(outcome: Outcome): Record<string, number> {
  const { p50Ms, p99Ms, maxMs } = outcome.latency.summary()
  return { perSecond: outcome.completed * 1000 / outcome.elapsedMs, p50Ms, p99Ms, maxMs }
}

/** Measures the CPU of server, database and generator while `work` runs. */
export async function measureCpu<T>(target: Target, work: () => Promise<T>): Promise<{ result: T, cpu: CpuReading }> {
  const before = readCpu(target.owners())
  // Reading /proc costs the generator time too, which is none of the load's.
  const ownBefore = process.cpuUsage()
  const result = await work()
  const own = process.cpuUsage(ownBefore)
  const cpu = subtractCpu(readCpu(target.owners()), before)
  return { result, cpu: { ...cpu, generatorUs: own.user + own.system } }
}

/** Sums the CPU of stretches that are measured one by one. */
export function createCpuSum(): { add: (cpu: CpuReading) => void, total: () => CpuReading } {
  let sum: CpuReading | undefined
  return {
    add(cpu) {
      sum = sum === undefined ? cpu : addCpu(sum, cpu)
    },
    total: () => sum ?? { serverUs: undefined, databaseUs: undefined, generatorUs: 0 },
  }
}

/** A size at the chosen scale, never below `least`. */
export function scaled(full: number, scale: number, least = 1): number {
  return Math.max(least, Math.round(full * scale))
}
