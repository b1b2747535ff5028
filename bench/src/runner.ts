// Runs a benchmark on one or two targets: prepared once, warmed up, then runs in turn, A B A B.

import type { BenchOptions, Benchmark, Prepared, RunFigures } from './benchmark.ts'
import { noop } from './benchmarks/noop.ts'
import { withApi, type Json } from './matrix/api.ts'
import { readDatabaseFacts, readMachineFacts, readRevision, type DatabaseFacts, type MachineFacts } from './measure/machine.ts'
import { spreadOf, type Spread } from './measure/statistics.ts'
import { REPOSITORY } from './targets/chappe.ts'
import { startNoop } from './targets/noop.ts'
import type { Target } from './targets/target.ts'

export interface TargetResult {
  name: string
  url: string
  /** Software and version, as the server says. */
  server: string
  database: DatabaseFacts | undefined
  facts: Record<string, Json>
  prepareSeconds: number
  runs: RunFigures[]
  summary: Record<string, Spread>
}

/** The result file. */
export interface BenchResult {
  benchmark: string
  about: string
  startedAt: string
  revision: string
  machine: MachineFacts
  options: { runs: number, durationMs: number, scale: number, connections: number, mode: string }
  /** What the generator reaches with the same number of connections when the server does nothing. */
  ceiling: { raw: Record<string, number>, http: Record<string, number> } | undefined
  targets: TargetResult[]
  /** Figures of the first target divided by the second's, run by run. */
  ratios: Record<string, Spread & { pairs: number[] }> | undefined
}

export interface RunnerInput {
  benchmark: Benchmark
  targets: readonly Target[]
  options: BenchOptions
  runs: number
  say: (text: string) => void
}

const WARM_UP_MS_MAX = 2_000
const CEILING_MS = 1_500

/** Measures; throws when a target cannot be prepared. Errors under load are counted in the result, not thrown. */
export async function runBenchmark(input: RunnerInput): Promise<BenchResult> {
  const { benchmark, targets, options, say } = input
  if (benchmark.needsLifecycle && targets.some((target) => target.lifecycle === undefined)) {
    throw new Error(`${benchmark.name} needs a server that the bench starts itself`)
  }
  const startedAt = new Date().toISOString()
  const machine = readMachineFacts()
  // Before the runs: the code that measures is the one loaded now, whatever is edited meanwhile.
  const revision = readRevision(REPOSITORY)
  const connections = options.connections ?? benchmark.connections
  const ceiling = benchmark === noop ? undefined : await measureCeiling(connections)
  if (ceiling !== undefined) say(`generator's ceiling: ${Math.round(ceiling.raw['perSecond'] ?? 0)}/s raw, ${Math.round(ceiling.http['perSecond'] ?? 0)}/s node:http`)
  const prepared: Prepared[] = []
  const results: TargetResult[] = []
  try {
    for (const target of targets) {
      const start = performance.now()
      const ready = await benchmark.prepare({ target, options, say: (text) => say(`${target.name}: ${text}`) })
      prepared.push(ready)
      results.push(await describe(target, ready, (performance.now() - start) / 1000))
    }
    await runInTurn(input, prepared, results)
  } finally {
    for (const ready of prepared) await ready.close()
  }
  for (const result of results) result.summary = summarise(result.runs)
  const mode = options.search ? 'search' : options.rate === undefined ? 'closed' : `open at ${options.rate}/s`
  return {
    benchmark: benchmark.name, about: benchmark.about, startedAt, revision, machine,
    options: { runs: input.runs, durationMs: options.durationMs, scale: options.scale, connections, mode },
    ceiling, targets: results, ratios: compareRuns(results),
  }
}

/** A B A B: what disturbs the machine for a while disturbs both. */
async function runInTurn(input: RunnerInput, prepared: readonly Prepared[], results: readonly TargetResult[]): Promise<void> {
  const { benchmark, options, say } = input
  if (benchmark.warmUp) for (const ready of prepared) await ready.run(Math.min(WARM_UP_MS_MAX, options.durationMs))
  for (let run = 1; run <= input.runs; run += 1) {
    for (const [index, ready] of prepared.entries()) {
      const figures = await ready.run(options.durationMs)
      results[index]?.runs.push(figures)
      say(`run ${run} ${results[index]?.name}: ${describeRun(benchmark, figures)}`)
    }
  }
}

async function describe(target: Target, prepared: Prepared, prepareSeconds: number): Promise<TargetResult> {
  const server = await withApi(target.address, { width: 1 }, (api) => api.readServerName())
  return {
    name: target.name, url: target.url, server, database: readDatabaseFacts(target.owners()),
    facts: prepared.facts, prepareSeconds: Math.round(prepareSeconds), runs: [], summary: {},
  }
}

/** Median and spread of each figure that every run has. */
export function summarise(runs: readonly RunFigures[]): Record<string, Spread> {
  const summary: Record<string, Spread> = {}
  for (const metric of Object.keys(runs[0]?.figures ?? {})) {
    const values = runs.flatMap((run) => run.figures[metric] ?? [])
    const spread = values.length === runs.length ? spreadOf(values) : undefined
    if (spread !== undefined) summary[metric] = spread
  }
  return summary
}

/** Ratio per pair of neighbouring runs: what disturbed the machine disturbed both. Undefined with one target. */
export function compareRuns(results: readonly TargetResult[]): BenchResult['ratios'] {
  const [first, second] = results
  if (first === undefined || second === undefined) return undefined
  const ratios: Record<string, Spread & { pairs: number[] }> = {}
  for (const metric of Object.keys(first.summary)) {
    const pairs = first.runs.flatMap((run, index) => {
      const a = run.figures[metric]
      const b = second.runs[index]?.figures[metric]
      return a === undefined || b === undefined || b === 0 ? [] : [a / b]
    })
    const spread = spreadOf(pairs)
    if (spread !== undefined) ratios[metric] = { ...spread, pairs }
  }
  return ratios
}

/** What the generator reaches against the two Noop servers. */
async function measureCeiling(connections: number): Promise<{ raw: Record<string, number>, http: Record<string, number> }> {
  const options: BenchOptions = { scale: 1, durationMs: CEILING_MS, connections, rate: undefined, search: false }
  const measure = async (kind: 'raw' | 'http'): Promise<Record<string, number>> => {
    const target = await startNoop(kind)
    try {
      const prepared = await noop.prepare({ target, options, say: () => undefined })
      await prepared.run(CEILING_MS / 3)
      const { figures } = await prepared.run(CEILING_MS)
      await prepared.close()
      return figures
    } finally {
      await target[Symbol.asyncDispose]()
    }
  }
  return { raw: await measure('raw'), http: await measure('http') }
}

function describeRun(benchmark: Benchmark, run: RunFigures): string {
  const figures = Object.keys(benchmark.metrics).flatMap((metric) => {
    const value = run.figures[metric]
    return value === undefined ? [] : [`${metric} ${formatNumber(value)}`]
  })
  return [...figures, ...(run.errors === 0 ? [] : [`${run.errors} ERRORS: ${run.errorSamples.join('; ')}`])].join('  ')
}

/** Three significant digits, and no more than needed for large numbers. */
export function formatNumber(value: number): string {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}
