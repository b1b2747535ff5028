// Joining a public room of 50,000 members, up to the first sync that shows it.

import {
  CPU_METRICS, cpuFigures, createCpuSum, measureCpu, scaled, type BenchContext, type Benchmark, type Metric, type RunFigures,
} from '../benchmark.ts'
import { MatrixApi, paths, readString, type Account, type Json } from '../matrix/api.ts'
import { at, getPopulation, registerAccounts } from '../matrix/population.ts'
import { spreadOf } from '../measure/statistics.ts'
import { fillRoom } from '../people/members-store.ts'
import { waitForAnswer, type Target } from '../targets/target.ts'

const MEMBERS = 50_000
/** Who joins in one run; each is new, with a device that has synced before. */
const NEWCOMERS = 10

const FILTER: Json = {
  room: { timeline: { limit: 20, lazy_load_members: true }, state: { lazy_load_members: true } }, presence: { types: [] },
}
const ms: Metric = { unit: 'ms', better: 'lower' }

export const joinBigRoom: Benchmark = {
  name: 'join-big-room',
  about: 'ms from joining a public room of 50,000 members to having its first sync, lazy loading (scale: members)',
  metrics: { joinMs: ms, syncMs: ms, totalMs: ms, totalMaxMs: ms, ...CPU_METRICS },
  connections: 1,
  warmUp: true,
  needsLifecycle: false,
  async prepare(context) {
    const { target, options, say } = context
    const members = scaled(MEMBERS, options.scale, 3)
    const api = new MatrixApi(target.address, { sharedSecret: target.sharedSecret })
    const roomId = await getBigRoom(context, api, members)
    return {
      facts: { members, newcomers: NEWCOMERS },
      async run() {
        const newcomers = await registerAccounts({ api, folder: undefined, say }, NEWCOMERS)
        return runJoins({ target, api, roomId }, newcomers)
      },
      async close() {
        api[Symbol.dispose]()
      },
    }
  },
}

/** Through the API where the server is not ours: at full scale that takes hours. */
async function getBigRoom({ target, say }: BenchContext, api: MatrixApi, members: number): Promise<string> {
  const { lifecycle } = target
  const isChappe = lifecycle !== undefined && (await api.readServerName()).startsWith('Chappe')
  const plan = { kind: 'join-big-room', accounts: isChappe ? 1 : members, rooms: 1, messagesPerRoom: 0 }
  const { roomIds } = await getPopulation({ api, folder: target.folder, say }, plan)
  const roomId = at(roomIds, 0)
  if (isChappe) await fillRoom({ target, roomId, members, say, restart: () => restart(target, lifecycle) })
  return roomId
}

async function restart(target: Target, lifecycle: NonNullable<Target['lifecycle']>): Promise<void> {
  await lifecycle.stop('SIGTERM')
  await lifecycle.start()
  await waitForAnswer(target.address, performance.now())
}

interface Place {
  target: Target
  api: MatrixApi
  roomId: string
}

async function runJoins(place: Place, newcomers: readonly Account[]): Promise<RunFigures> {
  const { target, api } = place
  const [joins, syncs, totals]: number[][] = [[], [], []]
  const cpuSum = createCpuSum()
  for (const newcomer of newcomers) {
    const filterId = await api.createFilter(newcomer, FILTER)
    const since = readString(await api.call('GET', paths.sync(filterId, undefined, 0), newcomer.token), 'next_batch')
    const { result, cpu } = await measureCpu(target, () => timeJoin(place, newcomer, { filterId, since }))
    cpuSum.add(cpu)
    joins?.push(result.joinMs)
    syncs?.push(result.syncMs)
    totals?.push(result.joinMs + result.syncMs)
  }
  const median = (values: number[] | undefined): number => spreadOf(values ?? [])?.median ?? 0
  const figures = {
    joinMs: median(joins), syncMs: median(syncs), totalMs: median(totals), totalMaxMs: spreadOf(totals ?? [])?.max ?? 0,
    ...cpuFigures(cpuSum.total(), newcomers.length),
  }
  return { figures, errors: 0, errorSamples: [] }
}

/** One join and the sync after it. Throws where that sync does not show the room. */
async function timeJoin(
  { api, roomId }: Place, newcomer: Account, device: { filterId: string, since: string },
): Promise<{ joinMs: number, syncMs: number }> {
  const start = performance.now()
  await api.join(newcomer.token, roomId)
  const joined = performance.now()
  const answer = await api.call('GET', paths.sync(device.filterId, device.since, 0), newcomer.token) as { rooms?: { join?: Record<string, Json> } }
  const end = performance.now()
  if (answer.rooms?.join?.[roomId] === undefined) throw new Error('the sync after the join does not show the room')
  return { joinMs: joined - start, syncMs: end - joined }
}
