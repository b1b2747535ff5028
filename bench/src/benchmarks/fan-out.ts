// Fan-out: 5,000 held syncs in one room, one message per second; latency to each client and to the last one.

import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { CPU_METRICS, cpuFigures, measureCpu, scaled, type Benchmark, type Metric, type RunFigures } from '../benchmark.ts'
import { closeConnections, createConnections, type Connection } from '../http/connection.ts'
import type { HttpResponse } from '../http/response-parser.ts'
import { Histogram } from '../load/histogram.ts'
import { forEachConcurrently, paths, readString, withApi, type Account, type Json, type MatrixApi } from '../matrix/api.ts'
import { at, getPopulation } from '../matrix/population.ts'
import { spreadOf } from '../measure/statistics.ts'
import type { Target } from '../targets/target.ts'
import { findNextBatch } from './sync-account.ts'

const CLIENTS = 5000
const HOLD_MS = 30_000
/** All syncs must be held before the first message. */
const SETTLE_MS = 5_000
const LAST_MS_MAX = 15_000
const ERRORS_MAX = 1_000

const FILTER: Json = {
  room: { timeline: { limit: 20, lazy_load_members: true }, state: { lazy_load_members: true } }, presence: { types: [] },
}
const ms: Metric = { unit: 'ms', better: 'lower' }

/** A listening person: a connection and a place in the stream. */
interface Listener {
  account: Account
  filterId: string
  since: string
}

interface FanOut {
  target: Target
  listeners: readonly Listener[]
  sender: Account
  roomId: string
}

export const fanOut: Benchmark = {
  name: 'fan-out',
  about: 'ms from sending to each of 5,000 held syncs in one room, one message per second (scale: clients)',
  metrics: { p50Ms: ms, p99Ms: ms, maxMs: ms, lastMedianMs: ms, lastMaxMs: ms, ...CPU_METRICS },
  connections: 64,
  warmUp: false,
  needsLifecycle: false,
  async prepare({ target, options, say }) {
    const clients = scaled(CLIENTS, options.scale, 2)
    const plan = { kind: 'fan-out', accounts: clients + 1, rooms: 1, messagesPerRoom: 1 }
    const fan = await withApi(target.address, { sharedSecret: target.sharedSecret }, async (api) => {
      const { accounts, roomIds } = await getPopulation({ api, folder: target.folder, say }, plan)
      const listeners = await startListeners(api, accounts.slice(1))
      return { target, listeners, sender: at(accounts, 0), roomId: at(roomIds, 0) }
    })
    say(`${fan.listeners.length} listeners`)
    return {
      facts: { clients: fan.listeners.length, messagesPerSecond: 1 },
      run: (durationMs) => runFanOut(fan, durationMs),
      async close() { /* connections live for one run */ },
    }
  },
}

/** Gives everybody a place in the stream to listen from. */
async function startListeners(api: MatrixApi, accounts: readonly Account[]): Promise<Listener[]> {
  const listeners: Listener[] = []
  await forEachConcurrently(accounts, api.width, async (account) => {
    const filterId = await api.createFilter(account, FILTER)
    const since = readString(await api.call('GET', paths.sync(filterId, undefined, 0), account.token), 'next_batch')
    listeners.push({ account, filterId, since })
  })
  return listeners
}

async function runFanOut(fan: FanOut, durationMs: number): Promise<RunFigures> {
  const messages = Math.max(1, Math.floor(durationMs / 1000))
  const watch = createWatch(fan, messages)
  const connections = createConnections(fan.target.address, fan.listeners.length)
  try {
    fan.listeners.forEach((listener, index) => watch.hold(listener, at(connections, index)))
    await sleep(SETTLE_MS)
    const { cpu } = await measureCpu(fan.target, () =>
      withApi(fan.target.address, { width: 4 }, (api) => sendAndWait({ fan, watch, api, messages })))
    const { p50Ms, p99Ms, maxMs, count } = watch.latency.summary()
    const last = spreadOf(watch.lastMs)
    const missing = messages * fan.listeners.length - count
    if (missing > 0) watch.samples.push(`${missing} deliveries missing`)
    return {
      figures: { p50Ms, p99Ms, maxMs, lastMedianMs: last?.median ?? 0, lastMaxMs: last?.max ?? 0, ...cpuFigures(cpu, count) },
      errors: missing + watch.samples.length,
      errorSamples: watch.samples.slice(0, 3),
    }
  } finally {
    watch.stop()
    closeConnections(connections)
  }
}

interface Watch {
  latency: Histogram
  /** Per message: milliseconds until the last client had it. */
  lastMs: number[]
  samples: string[]
  mark: (message: number) => string
  /** Says when a message was due. */
  sent: (message: number, due: number) => void
  /** Starts a client's chain of held syncs. */
  hold: (listener: Listener, connection: Connection) => void
  isComplete: () => boolean
  stop: () => void
}

/** Keeps the books of one run: which message reached how many clients, and when. */
function createWatch(fan: FanOut, messages: number): Watch {
  const run = randomBytes(6).toString('hex')
  const pattern = new RegExp(`fan-${run}-(\\d+)-`, 'g')
  const due: number[] = []
  let running = true
  let delivered = 0
  const watch: Watch = {
    latency: new Histogram(),
    lastMs: [],
    samples: [],
    mark: (message) => `fan-${run}-${message}-`,
    sent(message, at) {
      due[message] = at
    },
    hold(listener, connection) {
      if (!running || watch.samples.length >= ERRORS_MAX) return
      connection.request({ method: 'GET', path: paths.sync(listener.filterId, listener.since, HOLD_MS), token: listener.account.token })
        .then((response) => receive(listener, connection, response), (error: unknown) => {
          if (running) watch.samples.push(String(error))
        })
    },
    isComplete: () => delivered >= messages * fan.listeners.length,
    stop() {
      running = false
    },
  }
  const receive = (listener: Listener, connection: Connection, response: HttpResponse): void => {
    const now = performance.now()
    const next = findNextBatch(response.body)
    if (response.status !== 200 || next === undefined) {
      watch.samples.push(`sync: ${response.status}`)
      return
    }
    listener.since = next
    for (const match of response.body.toString('latin1').matchAll(pattern)) {
      const message = Number(match[1])
      const latencyMs = now - (due[message] ?? now)
      watch.latency.recordMs(latencyMs)
      watch.lastMs[message] = Math.max(watch.lastMs[message] ?? 0, latencyMs)
      delivered += 1
    }
    watch.hold(listener, connection)
  }
  return watch
}

/** Sends one message per second at its due time, then waits for the last delivery. */
async function sendAndWait(work: { fan: FanOut, watch: Watch, api: MatrixApi, messages: number }): Promise<void> {
  const { fan, watch, api, messages } = work
  const start = performance.now()
  const sends: Promise<Json>[] = []
  for (let message = 0; message < messages; message += 1) {
    const due = start + message * 1000
    await sleep(Math.max(0, due - performance.now()))
    watch.sent(message, due)
    const mark = watch.mark(message)
    sends.push(api.call('PUT', paths.send(fan.roomId, mark), fan.sender.token, { msgtype: 'm.text', body: `${mark} bring the plans` }))
  }
  await Promise.all(sends)
  const deadline = performance.now() + LAST_MS_MAX
  while (!watch.isComplete() && performance.now() < deadline) await sleep(5)
}
