// The table on the terminal.

import type { Benchmark } from './benchmark.ts'
import { formatNumber, type BenchResult } from './runner.ts'

/** Writes a result as text: one line per metric, median and spread per target, and the ratio of pairs. */
export function formatResult(benchmark: Benchmark, result: BenchResult): string {
  const { machine, options } = result
  const lines = [
    `${result.benchmark}: ${result.about}`,
    `${machine.cpuModel}, ${machine.cores} cores, Node ${machine.node}, revision ${result.revision}, `
    + `${options.runs} runs of ${options.durationMs / 1000} s, scale ${options.scale}, ${options.mode} loop`,
  ]
  for (const target of result.targets) {
    const database = target.database === undefined ? 'database not seen'
      : `${target.database.version}, fsync ${target.database.settings['fsync']}, synchronous_commit ${target.database.settings['synchronous_commit']}`
    lines.push(`${target.name}: ${target.server} at ${target.url}; ${database}; ${JSON.stringify(target.facts)}`)
  }
  if (result.ceiling !== undefined) {
    const { raw, http } = result.ceiling
    lines.push(`generator's ceiling: ${formatNumber(raw['perSecond'] ?? 0)}/s raw, ${formatNumber(http['perSecond'] ?? 0)}/s node:http`)
  }
  const rows = [['', 'better', ...result.targets.map((target) => `${target.name} median (min..max)`), ...(result.ratios === undefined ? [] : ['first / second'])]]
  const metrics = Object.keys(result.targets[0]?.summary ?? {})
  for (const metric of metrics) {
    const { unit, better } = benchmark.metrics[metric] ?? { unit: '', better: '' }
    const cells = result.targets.map((target) => formatSpread(target.summary[metric]))
    rows.push([`${metric} [${unit}]`, better, ...cells, ...(result.ratios === undefined ? [] : [formatSpread(result.ratios[metric])])])
  }
  rows.push(['errors', '', ...result.targets.map((target) => String(target.runs.reduce((sum, run) => sum + run.errors, 0)))])
  return [...lines, '', ...formatTable(rows)].join('\n')
}

function formatSpread(spread: { median: number, min: number, max: number } | undefined): string {
  if (spread === undefined) return 'not known'
  return `${formatNumber(spread.median)} (${formatNumber(spread.min)}..${formatNumber(spread.max)})`
}

function formatTable(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd())
}
