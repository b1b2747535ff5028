// Claims of one-time keys: each call claims one key of each of a hundred devices, as a client does that begins to write
// in an encrypted room.

import { LOAD_METRICS, scaled, type Benchmark, type Metric } from '../benchmark.ts'
import { closeConnections, createConnections } from '../http/connection.ts'
import { frameRequest } from '../http/request.ts'
import { runLoad } from '../load/run-load.ts'
import { forEachConcurrently, withApi, type Account, type Json, type MatrixApi } from '../matrix/api.ts'
import { at, getPopulation } from '../matrix/population.ts'

const CONNECTIONS = 16
const DEVICES = 1_000
/** What the goal speaks of: claims in one call. */
const CLAIMED = 100
/** One upload; servers bound what a device may have. */
const KEYS_PER_DEVICE = 500
const ALGORITHM = 'signed_curve25519'

const claimsPerSecond: Metric = { unit: '/s', better: 'higher' }
const us: Metric = { unit: 'us', better: 'lower' }

export const keyClaim: Benchmark = {
  name: 'key-claim',
  about: 'one-time keys/s of /keys/claim, 100 devices in each call, 1000 devices, 16 connections (scale: devices)',
  metrics: { ...LOAD_METRICS, claimsPerSecond, serverCpuUsPerClaim: us, databaseCpuUsPerClaim: us },
  connections: CONNECTIONS,
  warmUp: false,
  needsLifecycle: false,
  async prepare({ target, options, say }) {
    const devices = Math.max(CLAIMED, scaled(DEVICES, options.scale))
    const plan = { kind: 'key-claim', accounts: devices, rooms: 0, messagesPerRoom: 0 }
    const accounts = await withApi(target.address, { sharedSecret: target.sharedSecret }, async (api) => {
      const population = await getPopulation({ api, folder: target.folder, say }, plan)
      const stamp = Date.now().toString(36)
      await forEachConcurrently(population.accounts, 8, (account) => uploadKeys(api, account, stamp))
      return population.accounts
    })
    say(`${devices} devices with ${KEYS_PER_DEVICE} keys each`)
    let left = devices * KEYS_PER_DEVICE
    const connections = createConnections(target.address, options.connections ?? CONNECTIONS)
    const next = (index: number): string => {
      const { token } = at(accounts, index % accounts.length)
      const first = (index * CLAIMED) % accounts.length
      const claimed: { [userId: string]: Json } = {}
      for (let offset = 0; offset < CLAIMED; offset += 1) {
        const { userId, deviceId } = at(accounts, (first + offset) % accounts.length)
        claimed[userId] = { [deviceId]: ALGORITHM }
      }
      const body = JSON.stringify({ one_time_keys: claimed })
      return frameRequest(target.address, { method: 'POST', path: '/_matrix/client/v3/keys/claim', token, body })
    }
    return {
      facts: { devices, claimed: CLAIMED, keysPerDevice: KEYS_PER_DEVICE, connections: connections.length },
      async run(durationMs) {
        const run = await runLoad({ target, options, connections, durationMs, next })
        const { perSecond, serverCpuUs, databaseCpuUs } = run.figures
        left -= ((perSecond ?? 0) * durationMs * CLAIMED) / 1000
        // Empty answers are quick.
        if (left < 0) throw new Error('the keys ran out: measure fewer or shorter runs')
        if (perSecond !== undefined) run.figures['claimsPerSecond'] = perSecond * CLAIMED
        if (serverCpuUs !== undefined) run.figures['serverCpuUsPerClaim'] = serverCpuUs / CLAIMED
        if (databaseCpuUs !== undefined) run.figures['databaseCpuUsPerClaim'] = databaseCpuUs / CLAIMED
        return run
      },
      async close() {
        closeConnections(connections)
      },
    }
  },
}

/** Keys of the shape and size that clients upload; the signatures are for show. */
async function uploadKeys(api: MatrixApi, { userId, deviceId, token }: Account, stamp: string): Promise<void> {
  const keys: { [name: string]: Json } = {}
  for (let index = 0; index < KEYS_PER_DEVICE; index += 1) {
    const key = `${stamp}${index}`.padEnd(43, 'k')
    const signatures = { [userId]: { [`ed25519:${deviceId}`]: key.padEnd(86, 's') } }
    keys[`${ALGORITHM}:${stamp}${index}`] = { key, signatures }
  }
  await api.call('POST', '/_matrix/client/v3/keys/upload', token, { one_time_keys: keys })
}
