// First answer of sliding sync to an account in 500 rooms: the newest 20 of them, members as they are needed.

import { cpuFigures, LOAD_METRICS, measureCpu, outcomeFigures, type BenchContext, type Benchmark, type Metric, type RunFigures } from '../benchmark.ts'
import { Connection } from '../http/connection.ts'
import { countAnswer, createOutcome, type Outcome } from '../load/outcome.ts'
import { MatrixApi, paths, type Json, type Session } from '../matrix/api.ts'
import { checkInitialSync, EVENTS_PER_ROOM, getSyncAccount } from './sync-account.ts'

const SHOWN = 20

const bytes: Metric = { unit: 'B', better: 'lower' }

/** What a client that opens its list of rooms asks for. */
const BODY = {
  lists: {
    all: {
      ranges: [[0, SHOWN - 1]],
      timeline_limit: EVENTS_PER_ROOM,
      required_state: [
        ['m.room.create', ''], ['m.room.encryption', ''], ['m.room.name', ''], ['m.room.avatar', ''],
        ['m.room.power_levels', ''], ['m.room.member', '$LAZY'], ['m.room.member', '$ME'],
      ],
    },
  },
  extensions: {
    to_device: { enabled: true }, e2ee: { enabled: true }, account_data: { enabled: true },
    receipts: { enabled: true }, typing: { enabled: true },
  },
}

/** An answer, as far as it is looked at. */
interface SlidingAnswer {
  lists?: { all?: { count?: number } }
  rooms?: Record<string, { timeline?: Json[] }>
}

export const slidingSync: Benchmark = {
  name: 'sliding-sync',
  about: 'first answer of sliding sync: the newest 20 rooms of an account in 500, 20 events each (scale: rooms of the account)',
  metrics: { ...LOAD_METRICS, bytes },
  connections: 1,
  warmUp: true,
  needsLifecycle: false,
  async prepare(context) {
    const { target } = context
    const api = new MatrixApi(target.address, { width: 8, sharedSecret: target.sharedSecret })
    const account = await getSyncAccount(context, api)
    await checkInitialSync(api, account, account.reader)
    const shown = await checkAnswer(api, account.reader, account.roomIds.length)
    return {
      facts: { rooms: account.roomIds.length, shown, eventsPerRoom: EVENTS_PER_ROOM },
      run: (durationMs) => runOnce(context, account.reader, durationMs),
      async close() {
        api[Symbol.dispose]()
      },
    }
  },
}

/** An answer that leaves out rooms or events is no answer. */
async function checkAnswer(api: MatrixApi, session: Session, rooms: number): Promise<number> {
  const answer = await api.call('POST', paths.slidingSync(), session.token, BODY) as SlidingAnswer
  const shown = Object.values(answer.rooms ?? {})
  const isWhole = shown.every((room) => (room.timeline?.length ?? 0) >= EVENTS_PER_ROOM)
  if (answer.lists?.all?.count !== rooms || shown.length !== Math.min(rooms, SHOWN) || !isWhole) {
    throw new Error(`sliding sync shows ${shown.length} of ${answer.lists?.all?.count} rooms, the account has ${rooms}`)
  }
  return shown.length
}

/** One connection after another of the same device, each from its beginning. */
async function runOnce({ target }: BenchContext, session: Session, durationMs: number): Promise<RunFigures> {
  const outcome = createOutcome()
  const connection = new Connection(target.address)
  let size = 0
  try {
    const { cpu } = await measureCpu(target, async () => {
      const start = performance.now()
      while (performance.now() - start < durationMs) size = (await openOnce(connection, session, outcome)) ?? size
      outcome.elapsedMs += performance.now() - start
    })
    const figures = { ...outcomeFigures(outcome), ...cpuFigures(cpu, outcome.completed), bytes: size }
    return { figures, errors: outcome.errors, errorSamples: outcome.errorSamples }
  } finally {
    connection[Symbol.dispose]()
  }
}

async function openOnce(connection: Connection, session: Session, outcome: Outcome): Promise<number | undefined> {
  const start = performance.now()
  try {
    const response = await connection.request({ method: 'POST', path: paths.slidingSync(), token: session.token, body: JSON.stringify(BODY) })
    countAnswer(outcome, performance.now() - start, undefined, response)
    return response.body.length
  } catch (error) {
    countAnswer(outcome, 0, error instanceof Error ? error : new Error(String(error)), undefined)
    return undefined
  }
}
