// Messages into rooms: shared by `send` and `hot-room`.

import { randomBytes } from 'node:crypto'
import { LOAD_METRICS, type BenchContext, type Benchmark, type Prepared } from '../benchmark.ts'
import { closeConnections, createConnections } from '../http/connection.ts'
import { frameRequest } from '../http/request.ts'
import { runLoad } from '../load/run-load.ts'
import { paths, withApi } from '../matrix/api.ts'
import { at, getPopulation, messageContent } from '../matrix/population.ts'

const CONNECTIONS = 64
const MEMBERS = 100

/** Makes a benchmark that sends into a number of rooms with 100 members each. */
export function createSendBenchmark(options: {
  name: string, about: string, countRooms: (scale: number) => number
}): Benchmark {
  return {
    name: options.name,
    about: options.about,
    metrics: LOAD_METRICS,
    connections: CONNECTIONS,
    warmUp: true,
    needsLifecycle: false,
    prepare: (context) => prepareSend(context, options.countRooms(context.options.scale)),
  }
}

async function prepareSend(context: BenchContext, rooms: number): Promise<Prepared> {
  const { target, options, say } = context
  const plan = { kind: 'send', accounts: MEMBERS, rooms, messagesPerRoom: 0 }
  const population = await withApi(target.address, { sharedSecret: target.sharedSecret }, (api) =>
    getPopulation({ api, folder: target.folder, say }, plan))
  const connections = createConnections(target.address, options.connections ?? CONNECTIONS)
  const body = messageContent()
  const run = randomBytes(6).toString('hex')
  let sent = 0
  const next = (index: number): string => {
    sent += 1
    const room = at(population.roomIds, Math.floor(Math.random() * population.roomIds.length))
    // One connection is one person, who writes in any of the rooms.
    const { token } = at(population.accounts, index % population.accounts.length)
    return frameRequest(target.address, { method: 'PUT', path: paths.send(room, `${run}${sent}`), token, body })
  }
  return {
    facts: { rooms, members: MEMBERS, connections: connections.length },
    run: (durationMs) => runLoad({ target, options, connections, durationMs, next }),
    async close() {
      closeConnections(connections)
    },
  }
}
