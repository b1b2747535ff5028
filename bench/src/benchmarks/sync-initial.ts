// Initial sync of an account in 500 rooms, lazy loading, 20 events per room: cold (server just started, and nobody has
// ever read these rooms) and warm.

import { cpuFigures, createCpuSum, measureCpu, type BenchContext, type Benchmark, type Metric, type RunFigures } from '../benchmark.ts'
import { Connection } from '../http/connection.ts'
import { MatrixApi, paths, type Session } from '../matrix/api.ts'
import { spreadOf } from '../measure/statistics.ts'
import { waitForAnswer } from '../targets/target.ts'
import { checkInitialSync, EVENTS_PER_ROOM, findNextBatch, getSyncAccount, makeUnreadAccount, type SyncAccount } from './sync-account.ts'

/** Warm syncs of one run; their median is the run's figure. */
const WARM_SYNCS = 5

const ms: Metric = { unit: 'ms', better: 'lower' }
const us: Metric = { unit: 'us', better: 'lower' }
const bytes: Metric = { unit: 'B', better: 'lower' }

export const syncInitial: Benchmark = {
  name: 'sync-initial',
  about: 'ms and bytes of an initial sync: 500 rooms, 20 events each, lazy loading; cold needs a server that the bench started (scale: rooms)',
  metrics: {
    coldMs: ms, warmMs: ms, bytes, coldServerCpuUs: us, coldDatabaseCpuUs: us,
    serverCpuUs: us, databaseCpuUs: us, generatorCpuUs: us,
  },
  connections: 1,
  warmUp: false,
  needsLifecycle: false,
  async prepare(context) {
    const { target } = context
    const api = new MatrixApi(target.address, { width: 8, sharedSecret: target.sharedSecret })
    const account = await getSyncAccount(context, api)
    const seen = await checkInitialSync(api, account, account.reader)
    const isCold = target.lifecycle !== undefined
    return {
      facts: { rooms: seen.rooms, events: seen.events, eventsPerRoom: EVENTS_PER_ROOM, cold: isCold },
      run: async () => runOnce(context, api, isCold ? await makeUnreadAccount(context, api) : account),
      async close() {
        api[Symbol.dispose]()
      },
    }
  },
}

async function runOnce({ target }: BenchContext, api: MatrixApi, account: SyncAccount): Promise<RunFigures> {
  // A device that never synced, for each sync: a remembered answer would not be the server's work.
  const sessions: Session[] = []
  for (let index = 0; index <= WARM_SYNCS; index += 1) sessions.push(await api.login(account.reader))
  const [first, ...others] = sessions
  const figures: Record<string, number> = {}
  if (target.lifecycle !== undefined && first !== undefined) {
    await target.lifecycle.stop('SIGTERM')
    await target.lifecycle.start()
    await waitForAnswer(target.address, performance.now())
    const cold = await measureCpu(target, () => timeSync(target.address, account, first))
    figures['coldMs'] = cold.result.ms
    const { serverCpuUs, databaseCpuUs } = cpuFigures(cold.cpu, 1)
    if (serverCpuUs !== undefined) figures['coldServerCpuUs'] = serverCpuUs
    if (databaseCpuUs !== undefined) figures['coldDatabaseCpuUs'] = databaseCpuUs
  }
  const times: number[] = []
  const cpuSum = createCpuSum()
  for (const session of others) {
    const warm = await measureCpu(target, () => timeSync(target.address, account, session))
    times.push(warm.result.ms)
    cpuSum.add(warm.cpu)
    figures['bytes'] = warm.result.bytes
  }
  figures['warmMs'] = spreadOf(times)?.median ?? 0
  return { figures: { ...figures, ...cpuFigures(cpuSum.total(), times.length) }, errors: 0, errorSamples: [] }
}

/** One initial sync on a connection of its own. Throws when it is refused. */
async function timeSync(address: Connection['address'], account: SyncAccount, session: Session): Promise<{ ms: number, bytes: number }> {
  const connection = new Connection(address)
  try {
    const start = performance.now()
    const response = await connection.request({ method: 'GET', path: paths.sync(account.filterId, undefined, 0), token: session.token })
    const elapsed = performance.now() - start
    if (response.status !== 200 || findNextBatch(response.body) === undefined) throw new Error(`initial sync: ${response.status}`)
    return { ms: elapsed, bytes: response.body.length }
  } finally {
    connection[Symbol.dispose]()
  }
}
