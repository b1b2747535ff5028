// What the runs of the containment rig have shown, as a table to read and as JSON to keep.
import { cpus, loadavg, release } from 'node:os'
import { writeFileSync } from 'node:fs'

/** What one run has shown, in milliseconds from the call on. */
export interface StopFigures {
  /** When the call was answered. */
  answered: number
  /** When a process last handed something over to the operating system. */
  processSide: number
  /** When a client that reads what comes last read something. */
  clientSide: number
  /** When a client that reads slowly did: what the kernels held for it is read after all. */
  slowClientSide: number
  /** What was handed over after the answer was, and what of theirs became durable after it. */
  late: string[]
  /** When each stage was reached, in the process that came to it last. */
  stages: Readonly<Record<string, number>>
}

const COLUMNS = ['processSide', 'clientSide', 'slowClientSide', 'answered'] as const

interface Summary {
  p50: number
  p99: number
  max: number
}

function summaryOf(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.max(0, Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1))] ?? 0
  return { p50: at(0.5), p99: at(0.99), max: at(1) }
}

/** A table with one row a fault: p50, p99 and the greatest of each figure. */
export function tableOf(figures: ReadonlyMap<string, readonly StopFigures[]>): string {
  const head = 'fault                  runs |      process side |       client side |       slow client |          answered | late'
  const rows = [...figures].map(([fault, all]) => {
    const cells = COLUMNS.map((column) => {
      const { p50, p99, max } = summaryOf(all.map((each) => each[column]))
      return [p50, p99, max].map((value) => value.toFixed(0).padStart(5)).join(' ')
    })
    return `${fault.padEnd(22)} ${String(all.length).padStart(4)} | ${cells.join(' | ')} | ${all.flatMap(({ late }) => late).length}`
  })
  return [head, ...rows].join('\n')
}

/** A table of the stages of stopping: p50, p99 and the greatest, in the order in which they are reached. */
export function stageTableOf(figures: ReadonlyMap<string, readonly StopFigures[]>): string {
  const all = [...figures.values()].flat()
  const rows = stageNamesOf(all).map((name) => ({ name, ...summaryOf(all.flatMap(({ stages }) => stages[name] ?? [])) }))
  return rows
    .toSorted((a, b) => a.p50 - b.p50)
    .map(({ name, p50, p99, max }) => `${name.padEnd(22)} ${[p50, p99, max].map((value) => value.toFixed(0).padStart(5)).join(' ')}`)
    .join('\n')
}

function stageNamesOf(all: readonly StopFigures[]): string[] {
  return [...new Set(all.flatMap(({ stages }) => Object.keys(stages)))]
}

/** Writes everything down, for whoever compares later. */
export function writeFigures(path: string, seed: number, figures: ReadonlyMap<string, readonly StopFigures[]>): void {
  const faults = Object.fromEntries([...figures].map(([fault, all]) => [fault, {
    runs: all.length,
    ...Object.fromEntries(COLUMNS.map((column) => [`${column}Ms`, summaryOf(all.map((each) => each[column]))])),
    stagesMs: Object.fromEntries(stageNamesOf(all).map((name) => [name, summaryOf(all.flatMap(({ stages }) => stages[name] ?? []))])),
    late: all.flatMap(({ late }) => late),
    all: all.map((each) => Object.fromEntries(COLUMNS.map((column) => [column, Math.round(each[column] * 10) / 10]))),
  }]))
  const machine = { cpuModel: cpus()[0]?.model, cores: cpus().length, kernel: release(), node: process.version, loadAverage: loadavg()[0] }
  writeFileSync(path, `${JSON.stringify({ benchmark: 'containment-rig', endedAt: new Date().toISOString(), seed, machine, faults }, undefined, 1)}\n`)
}
