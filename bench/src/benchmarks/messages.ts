// Back-pagination: pages of 100 events at random places of random rooms.

import { LOAD_METRICS, scaled, type BenchContext, type Benchmark, type Metric } from '../benchmark.ts'
import { closeConnections, createConnections } from '../http/connection.ts'
import { frameRequest } from '../http/request.ts'
import { runLoad } from '../load/run-load.ts'
import { forEachConcurrently, paths, withApi, type Json, type MatrixApi } from '../matrix/api.ts'
import { at, getPopulation, type Population } from '../matrix/population.ts'

const CONNECTIONS = 16
const ROOMS = 50
const MESSAGES = 400
const PAGE = 100

/** A place from which a whole page can be read. `from` is undefined at the end of the room. */
interface Place {
  roomId: string
  from: string | undefined
}

const eventsPerSecond: Metric = { unit: '/s', better: 'higher' }

export const messages: Benchmark = {
  name: 'messages',
  about: 'pages/s of /messages, 100 events each, 50 rooms of 400 messages, 16 connections (scale: rooms)',
  metrics: { ...LOAD_METRICS, eventsPerSecond },
  connections: CONNECTIONS,
  warmUp: true,
  needsLifecycle: false,
  async prepare(context) {
    const { target, options, say } = context
    const rooms = scaled(ROOMS, options.scale, 2)
    const plan = { kind: 'messages', accounts: 4, rooms, messagesPerRoom: MESSAGES }
    const { population, places } = await withApi(target.address, { sharedSecret: target.sharedSecret }, async (api) => {
      const made = await getPopulation({ api, folder: target.folder, say }, plan)
      return { population: made, places: await listPlaces(context, api, made) }
    })
    const connections = createConnections(target.address, options.connections ?? CONNECTIONS)
    const next = (index: number): string => {
      const place = at(places, Math.floor(Math.random() * places.length))
      const { token } = at(population.accounts, index % population.accounts.length)
      return frameRequest(target.address, { method: 'GET', path: paths.messages(place.roomId, place.from, PAGE), token })
    }
    return {
      facts: { rooms, messagesPerRoom: MESSAGES, page: PAGE, places: places.length, connections: connections.length },
      async run(durationMs) {
        const run = await runLoad({ target, options, connections, durationMs, next })
        run.figures['eventsPerSecond'] = (run.figures['perSecond'] ?? 0) * PAGE
        return run
      },
      async close() {
        closeConnections(connections)
      },
    }
  },
}

/** Walks every room back and keeps the places where a page was full, so that each request reads 100 events. */
async function listPlaces({ say }: BenchContext, api: MatrixApi, population: Population): Promise<Place[]> {
  const places: Place[] = []
  const { token } = at(population.accounts, 0)
  await forEachConcurrently(population.roomIds, 4, async (roomId) => {
    let from: string | undefined
    for (let page = 0; page < MESSAGES / PAGE; page += 1) {
      const answer = await api.call('GET', paths.messages(roomId, from, PAGE), token) as { chunk: Json[], end?: string }
      if (answer.chunk.length === PAGE) places.push({ roomId, from })
      from = answer.end
      if (from === undefined) break
    }
  })
  if (places.length === 0) throw new Error('no full pages to read')
  say(`${places.length} places with full pages`)
  return places
}
