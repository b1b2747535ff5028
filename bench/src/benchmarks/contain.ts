// Containing an account that is busy: from the call to the answer, to the end of the last sync that was held, and to the
// last byte of a download that its client reads. The last is a figure of the client's side: what the kernels had taken
// before is read after, and a client that reads slowly has it for seconds.

import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { scaled, type BenchContext, type Benchmark, type Metric, type RunFigures } from '../benchmark.ts'
import { closeConnections, createConnections } from '../http/connection.ts'
import { frameRequest, frameUpload } from '../http/request.ts'
import { Histogram } from '../load/histogram.ts'
import { readSlowly, type Reading, type SlowReader } from '../load/slow-reader.ts'
import { paths, withApi, type Account, type Json, type MatrixApi } from '../matrix/api.ts'
import { at, registerAccounts } from '../matrix/population.ts'
import { insertRole, insertSessions } from '../people/sessions-store.ts'

const SESSIONS = 100
/** Every fifth session downloads, the others hold a sync. */
const DOWNLOADING = 5
const FILE_BYTES = 30_000_000
/** A chunk of 64 KiB in so many milliseconds: the downloads run for much longer than a containment takes. */
const PAUSE_MS = 50
const HELD_MS = 60_000
const ROUNDS_MIN = 5
const ms: Metric = { unit: 'ms', better: 'lower' }

interface Scene {
  context: BenchContext
  api: MatrixApi
  officer: Account
  file: string
  sessions: number
}

/** One containment. */
interface Round {
  answerMs: number
  heldEndMs: number
  lastByteMs: number
  bytesAfterAnswer: number
  errors: string[]
}

export const contain: Benchmark = {
  name: 'contain',
  about: 'ms from the call to the answer "contained", to the end of the last held sync, and to the last byte of a download that its client reads, 100 sessions; only for a Chappe that the bench starts (scale: sessions)',
  metrics: { answerP50Ms: ms, answerP99Ms: ms, heldEndP50Ms: ms, heldEndP99Ms: ms, lastByteP50Ms: ms, lastByteP99Ms: ms, lastByteMaxMs: ms },
  connections: SESSIONS,
  warmUp: true,
  needsLifecycle: false,
  async prepare(context) {
    const { target, options, say } = context
    const sessions = scaled(SESSIONS, options.scale, DOWNLOADING)
    const options_ = { sharedSecret: target.sharedSecret }
    const { officer, file } = await withApi(target.address, options_, async (api) => {
      const accounts = await registerAccounts({ api, folder: undefined, say }, 1)
      await insertRole(target, at(accounts, 0).userId, 'security_officer')
      return { officer: at(accounts, 0), file: await uploadFile(context, at(accounts, 0)) }
    })
    return {
      facts: { sessions, downloads: Math.ceil(sessions / DOWNLOADING), fileBytes: FILE_BYTES },
      run: (durationMs) => withApi(target.address, options_, (api) => runRounds({ context, api, officer, file, sessions }, durationMs)),
      async close() { /* nothing held */ },
    }
  },
}

async function uploadFile({ target }: BenchContext, { token }: Account): Promise<string> {
  const connections = createConnections(target.address, 1)
  try {
    const framed = frameUpload(target.address, { path: paths.upload(), token, bytes: randomBytes(FILE_BYTES) })
    const answer = await new Promise<string>((resolve, reject) => {
      at(connections, 0).sendFramed(framed, (error, response) => {
        if (response?.status === 200) resolve(response.body.toString('utf8'))
        else reject(error ?? new Error(`the upload answers ${response?.status}`))
      })
    })
    const uri = /"content_uri" *: *"mxc:\/\/([^"]+)"/.exec(answer)?.[1]
    if (uri === undefined) throw new Error('the upload gave back no URI')
    return uri
  } finally {
    closeConnections(connections)
  }
}

async function runRounds(scene: Scene, durationMs: number): Promise<RunFigures> {
  const start = performance.now()
  const [answers, heldEnds, lastBytes] = [new Histogram(), new Histogram(), new Histogram()]
  const errorSamples: string[] = []
  let bytesAfterAnswer = 0
  for (let round = 0; round < ROUNDS_MIN || performance.now() - start < durationMs; round += 1) {
    const done = await runRound(scene)
    answers.recordMs(done.answerMs)
    heldEnds.recordMs(done.heldEndMs)
    lastBytes.recordMs(done.lastByteMs)
    errorSamples.push(...done.errors)
    bytesAfterAnswer += done.bytesAfterAnswer
  }
  const [answer, heldEnd, lastByte] = [answers.summary(), heldEnds.summary(), lastBytes.summary()]
  scene.context.say(`${answers.count} rounds; ${bytesAfterAnswer} bytes of files came out of the kernel's buffers after the answer`)
  return {
    figures: {
      answerP50Ms: answer.p50Ms, answerP99Ms: answer.p99Ms, heldEndP50Ms: heldEnd.p50Ms, heldEndP99Ms: heldEnd.p99Ms,
      lastByteP50Ms: lastByte.p50Ms, lastByteP99Ms: lastByte.p99Ms, lastByteMaxMs: lastByte.maxMs,
    },
    errors: errorSamples.length,
    errorSamples: errorSamples.slice(0, 5),
  }
}

async function runRound({ context, api, officer, file, sessions }: Scene): Promise<Round> {
  const { target } = context
  const [mallory] = await registerAccounts({ api, folder: undefined, say: () => undefined }, 1)
  if (mallory === undefined) throw new Error('nobody was registered')
  const tokens = await insertSessions(target, mallory.userId, sessions)
  const readers = await Promise.all(tokens.map(async (token, index) => {
    if (index % DOWNLOADING !== 0) return { kind: 'sync' as const, reader: await holdSync(context, api, token) }
    const framed = frameRequest(target.address, { method: 'GET', path: paths.download(file), token })
    const reader = readSlowly(target.address, framed, PAUSE_MS)
    await reader.begun
    return { kind: 'download' as const, reader }
  }))
  // The syncs are on their way: the server holds them by the time it has answered somebody else.
  await api.call('GET', '/_matrix/client/v3/account/whoami', officer.token)
  await sleep(100)
  const start = performance.now()
  const body: Json = { reason: 'bench' }
  await api.call('POST', `/_chappe/desk/v1/accounts/${encodeURIComponent(mallory.userId)}/contain`, officer.token, body)
  const answeredAt = performance.now()
  const readings = await Promise.all(readers.map(async ({ kind, reader }) => ({ kind, reading: await reader.ended })))
  const lastOf = (wanted: 'sync' | 'download'): number =>
    Math.max(...readings.map(({ kind, reading }) => (kind === wanted ? reading.lastByteAtMs : 0)))
  return {
    answerMs: answeredAt - start,
    heldEndMs: lastOf('sync') - start,
    lastByteMs: lastOf('download') - start,
    bytesAfterAnswer: readings.reduce((sum, { kind, reading }) => sum + (kind === 'download' ? reading.bytesAfter(answeredAt) : 0), 0),
    errors: readings.flatMap(({ kind, reading }) => wrongEnd(kind, reading)),
  }
}

/** A held sync ends with a refusal; a download had begun with 200 and ends before its end. */
function wrongEnd(kind: 'sync' | 'download', { status, bytesAfter }: Reading): string[] {
  if (kind === 'sync') return status === 401 ? [] : [`a held sync ended with ${status}`]
  if (status !== 200) return [`a download began with ${status}`]
  return bytesAfter(0) < FILE_BYTES ? [] : ['a download came to its end']
}

async function holdSync({ target }: BenchContext, api: MatrixApi, token: string): Promise<SlowReader> {
  const filter = '{"presence":{"types":[]}}'
  const first = await api.call('GET', paths.sync(filter, undefined, 0), token)
  const since = typeof first === 'object' && first !== null && 'next_batch' in first ? String(first['next_batch']) : ''
  const framed = frameRequest(target.address, { method: 'GET', path: paths.sync(filter, since, HELD_MS), token })
  // Clients say that they want no other answer on the connection, which therefore ends with this one.
  return readSlowly(target.address, framed.replace('\r\n', '\r\nConnection: close\r\n'), 0)
}
