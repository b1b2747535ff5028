// The life of a drill: it waits for its moment, sets the stage, lets the intruder in, holds the report against the truth, and
// ends. What a process that ended has left is gone on with, without the intruder, or ended; in the end nothing stays behind.
import type { Background } from '../../background.ts'
import { startInBackground } from '../../background.ts'
import type { DeskPorts } from '../../ports.ts'
import type { DoneReports } from '../exposure/exposure.ts'
import type { StoredDrill } from './drills-store.ts'
import { findDrill, findOpenDrill, findUncompared, hasRealIncident, moveDrill, setCompared, setCut, setEnded, setEnding, setStarted, setTries, setTruth } from './drills-store.ts'
import { compare } from './steps/compare.ts'
import { raid } from './steps/play.ts'
import type { Stage } from './steps/stage.ts'
import { setStage } from './steps/stage.ts'
import type { Truth } from './steps/truth.ts'
import { noTruth } from './steps/truth.ts'

/** The runner. */
export interface DrillRunner extends Pick<Background, 'wake' | 'close'> {
  /** A drill is to end: the intruder reads nothing more. */
  stop(drillNid: number): void
  /** Lets the intruder make so many requests without a pause; resolves when it has, or nothing is to be done at the moment. */
  settle(requests?: number): Promise<void>
}

/** Between two requests of the intruder: some ten minutes for everything, so that whoever is fast stops it in the middle. */
const PAUSE_MS = 20_000
const LOOK_EVERY_MS = 3000
const HOUR_MS = 3_600_000
/** Somebody who was contained so lately is a real case that is under way. */
export const REAL_WITHIN_MS = 24 * HOUR_MS
/** So long after its window nobody expects it any more: the server was not there. */
const LATE_MS = HOUR_MS
const PEOPLE_AT_ONCE = 500
/** What fails so often, some twenty minutes in all, is left to people. */
const TRIES_MAX = 10
const WAIT_MS_MAX = 600_000

/** Addresses that are nobody's. https://www.rfc-editor.org/rfc/rfc5737 */
const NETWORKS = ['198.51.100.', '203.0.113.'] as const

/** What goes on in this process. */
interface Life {
  ports: DeskPorts
  reports: DoneReports
  pace: Pace
  /** Drills that are to end. */
  stopped: Set<number>
  /** What this process is in the middle of: another process that was is there no more. */
  playing: number
  isClosed: boolean
}

/** Starts with what was left. */
export function startDrills(ports: DeskPorts, reports: DoneReports): DrillRunner {
  const { db, logger } = ports.ground
  const life: Life = { ports, reports, pace: createPace(), stopped: new Set(), playing: 0, isClosed: false }
  const work = startInBackground(
    async () => {
      const drill = await findOpenDrill(db)
      if (drill !== undefined) await tryToGoOn(life, drill)
    },
    { everyMs: LOOK_EVERY_MS, failed: (error) => logger.error({ err: error }, 'a drill could not go on') },
  )
  return {
    wake: work.wake,
    stop(drillNid) {
      life.stopped.add(drillNid)
      life.pace.interrupt()
    },
    async settle(requests = Number.POSITIVE_INFINITY) {
      const rested = life.pace.allow(requests)
      work.wake()
      await Promise.race([work.settle(), rested])
      life.pace.forbid()
    },
    async close() {
      life.isClosed = true
      life.pace.close()
      await work.close()
    },
  }
}

/** Goes on where it is due. What fails is tried again after a while, longer each time, and in the end only when somebody says so. */
async function tryToGoOn(life: Life, drill: StoredDrill): Promise<void> {
  const { db, clock, logger } = life.ports.ground
  const { drillNid, tries, nextTryAtMs, state, endsAtMs } = drill
  const nowMs = clock.now()
  const isOver = state === 'played' && endsAtMs !== null && nowMs >= endsAtMs
  if (tries > 0 && !isOver && (nextTryAtMs === null || nowMs < nextTryAtMs)) return
  try {
    await goOn(life, drill)
    if (tries > 0) await setTries(db, drillNid, { tries: 0, nextTryAtMs: null })
  } catch (error) {
    const failed = tries + 1
    const nextMs = failed < TRIES_MAX ? clock.now() + Math.min(WAIT_MS_MAX, LOOK_EVERY_MS * 2 ** tries) : null
    logger.error({ err: error, drillNid, tries: failed }, nextMs === null ? 'a drill could not go on, and is left as it is: end it at the desk once this is mended' : 'a drill could not go on')
    await setTries(db, drillNid, { tries: failed, nextTryAtMs: nextMs })
  }
}

/** Does what is due for a drill. */
async function goOn(life: Life, drill: StoredDrill): Promise<void> {
  const { db, clock } = life.ports.ground
  const { drillNid, state, endsAtMs, dueAtMs, windowEndsAtMs } = drill
  const nowMs = clock.now()
  if (state === 'waiting' && nowMs > windowEndsAtMs + LATE_MS) await setEnding(db, drillNid, { outcome: 'interrupted', endedBy: null })
  else if (state === 'waiting' && nowMs >= dueAtMs) await begin(life, drill)
  else if (state === 'staging' || state === 'playing') await takeUp(life, drill)
  else if (state === 'played' && endsAtMs !== null && nowMs >= endsAtMs) await setEnding(db, drillNid, { outcome: 'done', endedBy: null })
  const now = await findDrill(db, drillNid)
  if (now?.state === 'played') await compareReport(life, now)
  if (now?.state === 'ending') await clear(life, drillNid)
}

/** What another process was in the middle of: where something was noted it goes on without the intruder, and otherwise ends. */
async function takeUp({ ports, playing }: Life, { drillNid, state, truth }: StoredDrill): Promise<void> {
  const { db } = ports.ground
  if (playing === drillNid) return
  if (state === 'playing' && truth !== null) await setCut(db, drillNid)
  else await setEnding(db, drillNid, { outcome: 'interrupted', endedBy: null })
}

async function begin(life: Life, drill: StoredDrill): Promise<void> {
  const { ports, ports: { ground: { db, clock, logger } } } = life
  const { drillNid } = drill
  if (await hasRealIncident(db, clock.now() - REAL_WITHIN_MS)) return void (await setEnding(db, drillNid, { outcome: 'real_incident', endedBy: null }))
  if (!(await moveDrill(db, drillNid, { from: ['waiting'], to: 'staging' }))) return
  life.playing = drillNid
  try {
    const stage = await setStage(ports, { label: drill.label, isStopped: () => isStopped(life, drillNid) })
    if (stage !== undefined && (await moveDrill(db, drillNid, { from: ['staging'], to: 'playing' }))) await play(life, drill, stage)
    // Where the process ends, the next one ends the drill: the intruder's token goes with this one.
    if (!life.isClosed) await moveDrill(db, drillNid, { from: ['playing'], to: 'played' })
  } catch (error) {
    if (life.isClosed) return
    logger.error({ err: error, drillNid }, 'a drill could not be played')
    await setEnding(db, drillNid, { outcome: 'failed', endedBy: null })
  } finally {
    life.playing = 0
  }
}

async function play(life: Life, { drillNid, hours }: StoredDrill, { userId, waiting }: Stage): Promise<void> {
  const { ports, ports: { ground: { db, clock, random } } } = life
  const addresses = NETWORKS.map((network) => network + (1 + ((random.bytes(1)[0] ?? 0) % 254)))
  const { accessToken, deviceId } = await ports.exercises.signIn(userId, { ip: addresses[0] ?? '', displayName: 'Exercise: another browser' })
  const startedAtMs = clock.now()
  await setStarted(db, drillNid, { userId, addresses, atMs: startedAtMs, endsAtMs: startedAtMs + hours * HOUR_MS })
  const { userNid } = await ports.accounts.get(userId)
  const truth = noTruth()
  let isFirst = true
  await raid(ports, {
    userId, token: accessToken, addresses, waiting, truth,
    goOn: async () => (await life.pace.next(isFirst ? 0 : PAUSE_MS)) && !isStopped(life, drillNid),
    async arrived() {
      await setTruth(db, drillNid, { truth: JSON.stringify(truth), lastByteAtMs: clock.now() })
      // Somebody has noticed: from the first answer on there is something to notice.
      if (isFirst) await ports.alerts.raise(db, { kind: 'sign_in_reported', userNid, deviceId, detail: { drill: drillNid, ip: addresses[0] ?? '' } })
      isFirst = false
    },
  })
}

function isStopped({ isClosed, stopped }: Life, drillNid: number): boolean {
  return isClosed || stopped.has(drillNid)
}

/** Takes away what was made for it. */
async function clear({ ports, stopped }: Life, drillNid: number): Promise<void> {
  const { db, clock } = ports.ground
  await ports.exercises.clear()
  await db.transaction().execute((tx) => setEnded(tx, drillNid, clock.now()))
  stopped.delete(drillNid)
}

/** Whether it was cut while the intruder read: the last answer may not have been noted. */
export function isCut({ outcome, startedAtMs }: StoredDrill): boolean {
  return startedAtMs !== null && (outcome === 'interrupted' || outcome === 'failed')
}

/** Holds the newest report on the account against the truth, once. */
async function compareReport({ ports, reports }: Life, drill: StoredDrill): Promise<void> {
  const { db, clock } = ports.ground
  const reportNid = await findUncompared(db, drill)
  if (reportNid === undefined || drill.truth === null || drill.userId === null) return
  // Written by `play`.
  const truth: Truth = JSON.parse(drill.truth)
  const comparison = compare(truth, {
    rooms: await all(reports.rooms(reportNid, PEOPLE_AT_ONCE)),
    files: await all(reports.files(reportNid, PEOPLE_AT_ONCE)),
    people: await all(reports.people(reportNid, PEOPLE_AT_ONCE)),
  }, drill.userId)
  await setCompared(db, drill.drillNid, { reportNid, comparison: JSON.stringify(comparison), atMs: clock.now() })
}

async function all<T>(parts: AsyncIterable<T[]>): Promise<T[]> {
  const list: T[] = []
  for await (const part of parts) list.push(...part)
  return list
}

/** The pauses of the intruder, which a test cuts short. */
interface Pace {
  /** Waits; false: there is nothing to wait for any more. */
  next(pauseMs: number): Promise<boolean>
  /** So many waits end at once; resolves when the one behind them has begun. */
  allow(waits: number): Promise<void>
  /** Waits take their time again. */
  forbid(): void
  /** Ends the wait that is on. */
  interrupt(): void
  close(): void
}

function createPace(): Pace {
  let allowed = 0
  let isClosed = false
  let release: (() => void) | undefined
  let rested: (() => void) | undefined
  return {
    async next(pauseMs) {
      if (isClosed) return false
      if (allowed > 0) {
        allowed -= 1
        return true
      }
      rested?.()
      if (pauseMs === 0) return true
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs)
        release = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      release = undefined
      return !isClosed
    },
    allow(waits) {
      allowed = waits
      const promise = new Promise<void>((resolve) => (rested = resolve))
      if (release !== undefined && allowed > 0) {
        allowed -= 1
        release()
      }
      return promise
    },
    forbid: () => void (allowed = 0),
    interrupt: () => release?.(),
    close() {
      isClosed = true
      release?.()
    },
  }
}
