// npm run bench: reads the command line, starts the targets, measures, writes the result.

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { printReplay, runReplay, type ReplayResult } from './breach-replay/main.ts'
import { noop } from './benchmarks/noop.ts'
import { benchmarks } from './benchmarks/all.ts'
import type { Benchmark } from './benchmark.ts'
import { measureLedgerCost } from './ledger-cost.ts'
import { readMachineFacts, readRevision } from './measure/machine.ts'
import { at } from './matrix/population.ts'
import { parseOptions, USAGE, type Options, type TargetSpec } from './options.ts'
import { startSynapse } from './peers/synapse.ts'
import { formatResult } from './report.ts'
import { runBenchmark, type BenchResult } from './runner.ts'
import { REPOSITORY, startChappe } from './targets/chappe.ts'
import { openMailSink } from './telling/mail-sink.ts'
import { printTelling, runTelling, type TellingResult } from './telling/main.ts'
import { startNoop } from './targets/noop.ts'
import { createUrlTarget, type Target } from './targets/target.ts'

/** Servers to stop, the last started first. */
const running: Target[] = []

async function stopAll(): Promise<void> {
  for (let target = running.pop(); target !== undefined; target = running.pop()) await target[Symbol.asyncDispose]()
}

async function startTarget(spec: TargetSpec, options: Options, name: string): Promise<void> {
  // Each data folder belongs to one server; a relative one is meant from where the command was given.
  const folder = spec.folder === undefined ? undefined : path.resolve(spec.folder)
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  if (spec.kind === 'synapse') {
    if (options.synapseVenv === undefined) throw new Error('synapse needs --synapse-venv DIR')
    const { install, postgresBinaries, port } = options
    running.push(await startSynapse({ name, venv: path.resolve(options.synapseVenv), install, folder, postgresBinaries, port }))
  } else if (spec.kind === 'chappe' || spec.kind === 'unrecorded') {
    const checkout = spec.checkout === undefined ? undefined : path.resolve(spec.checkout)
    running.push(await startChappe({ name, folder, args: options.serverArgs, isUnrecorded: spec.kind === 'unrecorded', checkout }))
  } else {
    const { sharedSecret, remoteAllowed } = options
    running.push(createUrlTarget({
      name, url: spec.url ?? '', remoteAllowed, folder, sharedSecret, serverPid: spec.serverPid, databasePid: spec.databasePid,
    }))
  }
}

async function startTargets(benchmark: Benchmark, options: Options): Promise<void> {
  if (benchmark === noop) {
    running.push(await startNoop('raw'), await startNoop('http'))
    return
  }
  for (const [index, spec] of options.targets.entries()) {
    const letter = options.targets.length === 1 ? '' : `${'AB'[index]} `
    await startTarget(spec, options, `${letter}${spec.kind}`)
  }
}

function writeResult(result: BenchResult | ReplayResult | TellingResult, file: string | undefined): string {
  const stamp = result.startedAt.replace(/[:.]/g, '-')
  const where = file === undefined ? path.join(REPOSITORY, 'bench/results/local', `${result.benchmark}-${stamp}.json`) : path.resolve(file)
  mkdirSync(path.dirname(where), { recursive: true })
  writeFileSync(where, `${JSON.stringify(result, undefined, 2)}\n`)
  return where
}

/** Runs Synapse until the process is told to end. */
async function keepSynapse(options: Options): Promise<void> {
  const spec = options.targets[0]
  if (spec === undefined) return
  await startTarget({ ...spec, kind: 'synapse' }, options, 'synapse')
  const { serverPid, databasePid } = running[0]?.owners() ?? {}
  console.log(`--url ${running[0]?.url} --pid ${serverPid} --db-pid ${databasePid}\nCtrl-C ends it`)
  await new Promise((resolve) => {
    // A pending promise does not keep Node alive; the timer does.
    const timer = setInterval(() => undefined, 60_000)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(clearInterval(timer)))
  })
}

/** The breach, on a Chappe that is started for it. */
async function replayBreach(options: Options): Promise<number> {
  const [spec] = options.targets
  if (spec?.kind !== 'chappe') throw new Error('the breach is replayed on a Chappe that the bench starts')
  await startTarget(spec, options, 'chappe')
  const result = await runReplay(at(running, 0), { scale: options.scale, say: (text) => console.error(text) })
  console.log(printReplay(result))
  console.log(`written to ${writeResult(result, options.json)}`)
  return result.isWhole ? 0 : 1
}

/** People are told what of theirs was shown, by a Chappe that is started for it. */
async function tellPeople(options: Options): Promise<number> {
  const [spec] = options.targets
  if (spec?.kind !== 'chappe') throw new Error('people are told by a Chappe that the bench starts')
  await using sink = await openMailSink()
  await startTarget(spec, { ...options, serverArgs: [...options.serverArgs, `--mail_url=${sink.url}`] }, 'chappe')
  const result = await runTelling(at(running, 0), sink, { scale: options.scale, say: (text) => console.error(text) })
  console.log(printTelling(result))
  console.log(`written to ${writeResult(result, options.json)}`)
  await stopAll()
  return result.failed === 0 ? 0 : 1
}

async function measure(options: Options): Promise<number> {
  const benchmark = benchmarks.find((candidate) => candidate.name === options.command)
  if (benchmark === undefined) throw new Error(`unknown benchmark ${options.command}; --list shows them`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stopAll().finally(() => process.exit(130)))
  }
  await startTargets(benchmark, options)
  const { scale, durationMs, connections, rate, search, runs } = options
  const result = await runBenchmark({
    benchmark, targets: running, options: { scale, durationMs, connections, rate, search }, runs, say: (text) => console.error(text),
  })
  console.log(formatResult(benchmark, result))
  console.log(`written to ${writeResult(result, options.json)}`)
  return result.targets.some((target) => target.runs.some((run) => run.errors > 0)) ? 1 : 0
}

/** A block of a quiet moment, and those of busy ones. */
const ROWS_PER_BLOCK = [1, 16, 256]
const ROWS = 50_000

function sayLedgerCost({ json }: Options): number {
  measureLedgerCost(256, ROWS / 10)
  const costs = ROWS_PER_BLOCK.map((rowsPerBlock) => measureLedgerCost(rowsPerBlock, ROWS))
  console.table(costs)
  if (json !== undefined) writeFileSync(path.resolve(json), `${JSON.stringify({ benchmark: 'ledger-cost', startedAt: new Date().toISOString(), revision: readRevision(REPOSITORY), machine: readMachineFacts(), costs }, undefined, 2)}\n`)
  return 0
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2))
  if (options.list) {
    for (const benchmark of benchmarks) console.log(`${benchmark.name.padEnd(18)}${benchmark.about}`)
    return 0
  }
  if (options.help || options.command === undefined) {
    console.log(USAGE)
    return options.help ? 0 : 2
  }
  try {
    if (options.command === 'ledger-cost') return sayLedgerCost(options)
    if (options.command === 'breach-replay') return await replayBreach(options)
    if (options.command === 'telling') return await tellPeople(options)
    if (options.command !== 'start-synapse') return await measure(options)
    await keepSynapse(options)
    return 0
  } finally {
    await stopAll()
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Error ? `${error.message}${error.cause instanceof Error ? `: ${error.cause.message}` : ''}` : error)
  process.exitCode = 1
}
