import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BenchOptions } from '../benchmark.ts'
import { formatResult } from '../report.ts'
import { compareRuns, runBenchmark, summarise, type TargetResult } from '../runner.ts'
import { createUrlTarget, type Target } from '../targets/target.ts'
import { startFakeHomeserver, type FakeHomeserver } from '../testing/fake-homeserver.ts'
import { at } from '../matrix/population.ts'
import { benchmarks } from './all.ts'

let server: FakeHomeserver
let other: FakeHomeserver
let folder: string

beforeEach(async () => {
  server = await startFakeHomeserver()
  other = await startFakeHomeserver()
  folder = mkdtempSync(path.join(os.tmpdir(), 'bench-test-'))
})

afterEach(async () => {
  await server[Symbol.asyncDispose]()
  await other[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const options: BenchOptions = { scale: 0.004, durationMs: 200, connections: 4, rate: undefined, search: false }

function aim(name: string, url = server.url, keep?: string): Target {
  return createUrlTarget({
    name, url, remoteAllowed: false, folder: keep, sharedSecret: undefined, serverPid: process.pid, databasePid: undefined,
  })
}

function find(name: string) {
  const benchmark = benchmarks.find((candidate) => candidate.name === name)
  if (benchmark === undefined) throw new Error(`no benchmark ${name}`)
  return benchmark
}

describe('each benchmark on a homeserver', { timeout: 60_000 }, () => {
  it.each(['send', 'hot-room', 'fan-out', 'sync-incremental', 'sync-initial', 'sliding-sync', 'messages', 'join-big-room', 'public-directory', 'media'])('%s measures without errors', async (name) => {
    const benchmark = find(name)
    const prepared = await benchmark.prepare({ target: aim('chappe'), options, say: () => undefined })
    const run = await prepared.run(options.durationMs)
    await prepared.close()
    expect(run.errorSamples).toEqual([])
    expect(run.errors).toBe(0)
    // Cold syncs need a server that can be restarted; the database's processes are not known here.
    const unknown = ['databaseCpuUs', 'coldMs', 'coldServerCpuUs', 'coldDatabaseCpuUs']
    const expected = Object.keys(benchmark.metrics).filter((metric) => !unknown.includes(metric))
    expect(Object.keys(run.figures).toSorted()).toEqual(expected.toSorted())
    for (const metric of expected) expect(run.figures[metric], metric).toBeGreaterThan(0)
  })

  it('send writes what it counts, as members of the rooms', async () => {
    const prepared = await find('send').prepare({ target: aim('chappe'), options, say: () => undefined })
    const before = server.events.length
    const run = await prepared.run(100)
    await prepared.close()
    expect(server.calls.get('join')).toBe(4 * 99)
    expect(server.events.length - before).toBe(server.calls.get('send'))
    expect(run.figures['perSecond']).toBeGreaterThan(0)
  })

  it('sends at a fixed rate when asked', async () => {
    const prepared = await find('hot-room').prepare({ target: aim('chappe'), options: { ...options, rate: 50 }, say: () => undefined })
    const run = await prepared.run(400)
    await prepared.close()
    expect(run.errors).toBe(0)
    expect(server.events.length).toBe(20)
    expect(run.figures).toHaveProperty('generatorLagP99Ms')
  })

  it('sync-incremental notices a server that answers without the message', async () => {
    const prepared = await find('sync-incremental').prepare({ target: aim('chappe'), options, say: () => undefined })
    server.faults.loseMessagesInSync = true
    const run = await prepared.run(50)
    await prepared.close()
    expect(run.errors).toBeGreaterThan(0)
    expect(run.errorSamples[0]).toBe('sync does not show the message sent before it')
  })

  it('counts refusals as errors and never as messages', async () => {
    const prepared = await find('send').prepare({ target: aim('chappe'), options, say: () => undefined })
    server.faults.refuseSends = true
    const run = await prepared.run(50)
    await prepared.close()
    expect(run.figures['perSecond']).toBe(0)
    expect(run.errorSamples[0]).toBe('403 {"errcode":"M_FORBIDDEN"}')
  })

  it('start-up refuses a server that somebody else started', async () => {
    await expect(runBenchmark({ benchmark: find('start-up'), targets: [aim('chappe')], options, runs: 1, say: () => undefined }))
      .rejects.toThrow('needs a server that the bench starts itself')
  })
})

describe('population', { timeout: 60_000 }, () => {
  it('registers also where the server wants a session first', async () => {
    server.faults.registerNeedsSession = true
    const prepared = await find('messages').prepare({ target: aim('chappe'), options, say: () => undefined })
    await prepared.close()
    expect(server.calls.get('register')).toBe(4 * 3)
  })

  it('is used again from its folder, and made anew for a server that does not know it', async () => {
    const prepare = async (url: string): Promise<void> => {
      const prepared = await find('hot-room').prepare({ target: aim('chappe', url, folder), options, say: () => undefined })
      await prepared.close()
    }
    await prepare(server.url)
    await prepare(server.url)
    expect(server.calls.get('register')).toBe(100)
    expect(readdirSync(folder)).toEqual(['population-send-100-1-0.json'])
    await prepare(other.url)
    expect(other.calls.get('register')).toBe(100)
  })
})

describe('runner', { timeout: 60_000 }, () => {
  it('runs two targets in turn and divides pair by pair', async () => {
    const said: string[] = []
    const result = await runBenchmark({
      benchmark: find('hot-room'), targets: [aim('A'), aim('B', other.url)], options: { ...options, durationMs: 50 }, runs: 3,
      say: (text) => said.push(text.split(':')[0] ?? ''),
    })
    expect(said.filter((text) => text.startsWith('run'))).toEqual(['run 1 A', 'run 1 B', 'run 2 A', 'run 2 B', 'run 3 A', 'run 3 B'])
    expect(result.targets.map((target) => [target.server, target.runs.length])).toEqual([['Fake 1', 3], ['Fake 1', 3]])
    expect(result.ratios?.['perSecond']?.pairs).toHaveLength(3)
    expect(result.ceiling?.raw['perSecond']).toBeGreaterThan(0)
    const text = formatResult(find('hot-room'), result)
    expect(text).toContain('perSecond [/s]')
    expect(text).toContain('first / second')
  })

  it('takes median and spread of runs, and the ratio of neighbours', () => {
    const runs = (values: number[]) => values.map((perSecond) => ({ figures: { perSecond }, errors: 0, errorSamples: [] }))
    const result = (name: string, values: number[]): TargetResult => ({
      name, url: '', server: '', database: undefined, facts: {}, prepareSeconds: 0, runs: runs(values), summary: summarise(runs(values)),
    })
    const [chappe, peer] = [result('A', [100, 300, 200]), result('B', [10, 10, 40])]
    expect(chappe.summary).toEqual({ perSecond: { median: 200, min: 100, max: 300 } })
    expect(compareRuns([chappe, peer])?.['perSecond']).toEqual({ median: 10, min: 5, max: 30, pairs: [10, 30, 5] })
    expect(compareRuns([chappe])).toBeUndefined()
    expect(() => at([], 0)).toThrow('nothing at 0 of 0')
  })
})
