// Media: large files up and down, small files down. Up means hashed and durable, down means with its row in the ledger.

import { randomBytes } from 'node:crypto'
import { measureCpu, scaled, type Benchmark, type Metric, type RunFigures } from '../benchmark.ts'
import { closeConnections, createConnections, type Connection } from '../http/connection.ts'
import { frameUpload, frameRequest } from '../http/request.ts'
import { runClosedLoop } from '../load/closed-loop.ts'
import type { NextRequest, Outcome } from '../load/outcome.ts'
import { paths, withApi, type Account } from '../matrix/api.ts'
import { at, registerAccounts } from '../matrix/population.ts'
import type { Target } from '../targets/target.ts'

const LARGE_BYTES = 10_000_000
const SMALL_BYTES = 100_000
/** Different files, so that no cache of the last one helps. */
const SMALL_FILES = 20
const CONNECTIONS = 4
const ACCOUNTS = 4
const MB = 1_000_000

const megabytes: Metric = { unit: 'MB/s', better: 'higher' }
const cpuPerMegabyte: Metric = { unit: 'us/MB', better: 'lower' }

interface Files {
  accounts: Account[]
  large: string
  small: string[]
}

/** One kind of request: what it is for the figures, and how many bytes each moves. */
interface Stretch {
  name: string
  bytes: number
  next: NextRequest
}

export const media: Benchmark = {
  name: 'media',
  about: 'MB/s of 10 MB up (hashed, durable) and down, requests/s of 100 kB down, 4 connections (scale: size of the large file)',
  metrics: {
    uploadMbPerSecond: megabytes, uploadServerCpuUs: cpuPerMegabyte,
    downloadMbPerSecond: megabytes, downloadServerCpuUs: cpuPerMegabyte,
    smallPerSecond: { unit: '/s', better: 'higher' }, smallServerCpuUs: { unit: 'us', better: 'lower' },
  },
  connections: CONNECTIONS,
  warmUp: true,
  needsLifecycle: false,
  async prepare({ target, options, say }) {
    const largeBytes = scaled(LARGE_BYTES, options.scale, 1000)
    const connections = createConnections(target.address, options.connections ?? CONNECTIONS)
    const files = await withApi(target.address, { sharedSecret: target.sharedSecret }, async (api) => {
      const accounts = await registerAccounts({ api, folder: undefined, say }, ACCOUNTS)
      return uploadFiles(connections, accounts, largeBytes)
    })
    const stretches = stretchesOf(target, files, largeBytes)
    return {
      facts: { largeBytes, smallBytes: SMALL_BYTES, smallFiles: SMALL_FILES, connections: connections.length },
      run: (durationMs) => runStretches(target, stretches, { connections, durationMs }),
      async close() {
        closeConnections(connections)
      },
    }
  },
}

async function uploadFiles(connections: readonly Connection[], accounts: Account[], largeBytes: number): Promise<Files> {
  const uris: string[] = []
  const connection = at(connections, 0)
  const { token } = at(accounts, 0)
  for (const bytes of [largeBytes, ...Array.from({ length: SMALL_FILES }, () => SMALL_BYTES)]) {
    const framed = frameUpload(connection.address, { path: paths.upload(), token, bytes: randomBytes(bytes) })
    const answer = await new Promise<string>((resolve, reject) => {
      connection.sendFramed(framed, (error, response) => {
        if (response?.status === 200) resolve(response.body.toString('utf8'))
        else reject(error ?? new Error(`the upload of ${bytes} bytes answers ${response?.status}`))
      })
    })
    const uri = /"content_uri" *: *"mxc:\/\/([^"]+)"/.exec(answer)?.[1]
    if (uri === undefined) throw new Error('the upload gave back no URI')
    uris.push(uri)
  }
  return { accounts, large: at(uris, 0), small: uris.slice(1) }
}

function stretchesOf({ address }: Target, { accounts, large, small }: Files, largeBytes: number): Stretch[] {
  // Framed once: ten megabytes joined for each request would be the generator's work, and not the server's.
  const uploads = accounts.map(({ token }) => frameUpload(address, { path: paths.upload(), token, bytes: randomBytes(largeBytes) }))
  const download = (index: number, uri: string): string => {
    const { token } = at(accounts, index % accounts.length)
    return frameRequest(address, { method: 'GET', path: paths.download(uri), token })
  }
  let turn = 0
  return [
    { name: 'upload', bytes: largeBytes, next: (index) => at(uploads, index % uploads.length) },
    { name: 'download', bytes: largeBytes, next: (index) => download(index, large) },
    {
      name: 'small',
      bytes: SMALL_BYTES,
      next(index) {
        turn += 1
        return download(index, at(small, turn % small.length))
      },
    },
  ]
}

async function runStretches(
  target: Target,
  stretches: readonly Stretch[],
  { connections, durationMs }: { connections: readonly Connection[], durationMs: number },
): Promise<RunFigures> {
  const run: RunFigures = { figures: {}, errors: 0, errorSamples: [] }
  for (const { name, bytes, next } of stretches) {
    const load = { connections, durationMs: durationMs / stretches.length, next }
    const { result, cpu } = await measureCpu(target, () => runClosedLoop(load))
    Object.assign(run.figures, figuresOf(name, bytes, { outcome: result, serverUs: cpu.serverUs }))
    run.errors += result.errors
    run.errorSamples.push(...result.errorSamples)
  }
  run.errorSamples = run.errorSamples.slice(0, 3)
  return run
}

function figuresOf(
  name: string,
  bytes: number,
  { outcome, serverUs }: { outcome: Outcome, serverUs: number | undefined },
): Record<string, number> {
  const perSecond = outcome.completed * 1000 / outcome.elapsedMs
  const isSmall = name === 'small'
  const units = outcome.completed * (isSmall ? 1 : bytes / MB)
  return {
    ...(isSmall ? { smallPerSecond: perSecond } : { [`${name}MbPerSecond`]: perSecond * bytes / MB }),
    ...(serverUs === undefined || units === 0 ? {} : { [`${name}ServerCpuUs`]: serverUs / units }),
  }
}
