// Start-up: from the start of the process to the first 200, on an existing database, after SIGTERM and after kill -9.

import { scaled, type BenchContext, type Benchmark, type Metric } from '../benchmark.ts'
import { withApi } from '../matrix/api.ts'
import { getPopulation } from '../matrix/population.ts'
import { waitForAnswer } from '../targets/target.ts'

const ROOMS = 200
const ms: Metric = { unit: 'ms', better: 'lower' }

export const startUp: Benchmark = {
  name: 'start-up',
  about: 'ms from process start to the first 200 on an existing database of 200 rooms, also after kill -9 (scale: rooms)',
  metrics: { afterStopMs: ms, afterKillMs: ms },
  connections: 1,
  warmUp: false,
  needsLifecycle: true,
  async prepare(context) {
    const { target, options, say } = context
    const plan = { kind: 'start-up', accounts: 10, rooms: scaled(ROOMS, options.scale, 2), messagesPerRoom: 10 }
    await withApi(target.address, { sharedSecret: target.sharedSecret }, (api) => getPopulation({ api, folder: target.folder, say }, plan))
    return {
      facts: { accounts: plan.accounts, rooms: plan.rooms, messagesPerRoom: plan.messagesPerRoom },
      async run() {
        const figures = { afterStopMs: await timeRestart(context, 'SIGTERM'), afterKillMs: await timeRestart(context, 'SIGKILL') }
        return { figures, errors: 0, errorSamples: [] }
      },
      async close() { /* nothing held */ },
    }
  },
}

async function timeRestart({ target }: BenchContext, signal: 'SIGTERM' | 'SIGKILL'): Promise<number> {
  if (target.lifecycle === undefined) throw new Error('start-up needs a server that the bench starts itself')
  await target.lifecycle.stop(signal)
  const start = performance.now()
  await target.lifecycle.start()
  return waitForAnswer(target.address, start)
}
