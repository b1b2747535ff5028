// Incremental sync of an account in 500 rooms of which one changed: CPU per sync.

import { setTimeout as sleep } from 'node:timers/promises'
import { cpuFigures, createCpuSum, LOAD_METRICS, measureCpu, outcomeFigures, type Benchmark, type RunFigures } from '../benchmark.ts'
import { closeConnections, createConnections, type Connection } from '../http/connection.ts'
import { countAnswer, createOutcome, type Outcome } from '../load/outcome.ts'
import { MatrixApi, paths, readString } from '../matrix/api.ts'
import { at, messageContent } from '../matrix/population.ts'
import type { Target } from '../targets/target.ts'
import { checkInitialSync, findNextBatch, getSyncAccount, type SyncAccount } from './sync-account.ts'

const DEVICES = 16
/** Work that the send left behind must not be counted as the sync's. */
const SETTLE_MS = 20

/** A device of the reader with its place in the stream. */
interface Device {
  token: string
  since: string
  connection: Connection
}

export const syncIncremental: Benchmark = {
  name: 'sync-incremental',
  about: 'CPU per incremental sync: account in 500 rooms, one changed, 16 devices (scale: rooms)',
  metrics: LOAD_METRICS,
  connections: DEVICES,
  warmUp: true,
  needsLifecycle: false,
  async prepare(context) {
    const { target } = context
    const api = new MatrixApi(target.address, { sharedSecret: target.sharedSecret })
    const account = await getSyncAccount(context, api)
    const connections = createConnections(target.address, context.options.connections ?? DEVICES)
    const devices: Device[] = []
    for (const connection of connections) {
      // Each device signs in by itself: servers remember answers per device, and one device asking twice shows that.
      const { token, ...session } = await api.login(account.reader)
      const { next } = await checkInitialSync(api, account, { token, ...session })
      devices.push({ token, since: next, connection })
    }
    return {
      facts: { rooms: account.roomIds.length, devices: devices.length },
      run: (durationMs) => runRounds({ target, api, account, devices, durationMs }),
      async close() {
        closeConnections(connections)
        api[Symbol.dispose]()
      },
    }
  },
}

/** Sends one message, then lets every device sync; only the syncs are measured. */
async function runRounds(work: {
  target: Target, api: MatrixApi, account: SyncAccount, devices: readonly Device[], durationMs: number
}): Promise<RunFigures> {
  const { target, api, account, devices } = work
  const outcome = createOutcome()
  const cpuSum = createCpuSum()
  const content = JSON.parse(messageContent())
  const deadline = performance.now() + work.durationMs
  for (let round = 0; performance.now() < deadline; round += 1) {
    const roomId = at(account.roomIds, Math.floor(Math.random() * account.roomIds.length))
    const path = paths.send(roomId, `i${performance.timeOrigin}-${performance.now()}-${round}`)
    const eventId = readString(await api.call('PUT', path, account.writer.token, content), 'event_id')
    await sleep(SETTLE_MS)
    const { cpu } = await measureCpu(target, async () => {
      const start = performance.now()
      await Promise.all(devices.map((device) => syncOnce({ device, account, eventId, outcome })))
      outcome.elapsedMs += performance.now() - start
    })
    cpuSum.add(cpu)
  }
  return {
    figures: { ...outcomeFigures(outcome), ...cpuFigures(cpuSum.total(), outcome.completed) },
    errors: outcome.errors,
    errorSamples: outcome.errorSamples,
  }
}

async function syncOnce(work: { device: Device, account: SyncAccount, eventId: string, outcome: Outcome }): Promise<void> {
  const { device, account, outcome } = work
  const start = performance.now()
  try {
    const response = await device.connection.request({
      method: 'GET', path: paths.sync(account.filterId, device.since, 0), token: device.token,
    })
    const latencyMs = performance.now() - start
    const next = findNextBatch(response.body)
    if (response.status === 200 && (next === undefined || response.body.indexOf(work.eventId) < 0)) {
      countAnswer(outcome, latencyMs, new Error('sync does not show the message sent before it'), undefined)
    } else countAnswer(outcome, latencyMs, undefined, response)
    if (next !== undefined) device.since = next
  } catch (error) {
    countAnswer(outcome, 0, error instanceof Error ? error : new Error(String(error)), undefined)
  }
}
