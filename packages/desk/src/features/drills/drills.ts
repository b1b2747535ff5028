// Drills: the night of a breach, rehearsed on the real installation without touching anybody real, and how fast the team was.
import { MatrixError } from '@chappe/contract'
import type { DeskContext } from '../../deps.ts'
import type { DeskCall } from '../accounts/accounts.ts'
import { actWith } from '../containment/containment.ts'
import type { DrillProgress, StoredDrill } from './drills-store.ts'
import { findDrill, findOpenDrill, findProgress, hasRealIncident, insertDrill, listDrills, setEnding, setTriedAnew } from './drills-store.ts'
import type { DrillRunner } from './runner.ts'
import { REAL_WITHIN_MS } from './runner.ts'

export type { DrillRunner } from './runner.ts'
export { isCut, startDrills } from './runner.ts'

/** A drill with what the team did. */
export interface DrillDetails {
  stored: StoredDrill
  progress: DrillProgress
}

/** How one is to be. */
export interface DrillInput {
  label?: string | undefined
  note?: string | undefined
  within_minutes?: number | undefined
  hours?: number | undefined
}

/** The operations. What takes the number of a drill throws `M_NOT_FOUND` where there is none. */
export interface Drills {
  list(page: { from: number; limit: number }): Promise<DrillDetails[]>
  get(drillNid: number): Promise<DrillDetails>
  /** Throws `M_BAD_STATE` where one is on, or something real is under way. */
  begin(call: DeskCall, input: DrillInput): Promise<DrillDetails>
  /** Ends it, or tries to once more where that has failed. Throws `M_BAD_STATE` where it has ended, or is about to. */
  end(call: DeskCall, drillNid: number, reason: string): Promise<DrillDetails>
}

const HOURS_USUAL = 8
const MINUTE_MS = 60_000
/** Of a random number of 32 bits. */
const CHANCE_MAX = 2 ** 32

/** Ties the operations. */
export function createDrills(context: DeskContext, runner: Pick<DrillRunner, 'wake' | 'stop'>): Drills {
  const { db, clock, random } = context.ports.ground
  const detailsOf = async (stored: StoredDrill): Promise<DrillDetails> => ({ stored, progress: await findProgress(db, stored) })

  async function get(drillNid: number): Promise<DrillDetails> {
    const stored = await findDrill(db, drillNid)
    if (stored === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such drill' })
    return detailsOf(stored)
  }

  return {
    list: async (page) => Promise.all((await listDrills(db, page)).map(detailsOf)),
    get,
    async begin(call, { label = '', note = '', within_minutes: withinMinutes = 0, hours = HOURS_USUAL }) {
      const drillNid = await actWith(context, call, { target: label === '' ? 'a drill' : `a drill: ${label}`, reason: note }, async ({ done }) => {
        const nowMs = clock.now()
        if (await hasRealIncident(db, nowMs - REAL_WITHIN_MS)) throw new MatrixError('M_BAD_STATE', { message: 'Something real is under way: a clock of 72 hours runs, or somebody was contained within a day. There is a drill once that case is closed' })
        const windowEndsAtMs = nowMs + withinMinutes * MINUTE_MS
        const chance = Buffer.from(random.bytes(4)).readUInt32BE() / CHANCE_MAX
        const drill = { label, note, begunBy: call.session.userNid, atMs: nowMs, dueAtMs: Math.floor(nowMs + chance * (windowEndsAtMs - nowMs)), windowEndsAtMs, hours }
        return db.transaction().execute(async (tx) => {
          const made = await insertDrill(tx, drill)
          if (made === undefined) throw new MatrixError('M_BAD_STATE', { message: 'There is a drill already: one at a time' })
          await done(tx)
          return made
        })
      })
      runner.wake()
      return get(drillNid)
    },
    async end(call, drillNid, reason) {
      await actWith(context, call, { target: `drill ${drillNid}`, reason }, async ({ userNid, done }) => {
        const { stored } = await get(drillNid)
        await db.transaction().execute(async (tx) => {
          const outcome = stored.startedAtMs === null ? 'called_off' : 'done'
          const isEnding = (await setEnding(tx, drillNid, { outcome, endedBy: userNid })) || (await setTriedAnew(tx, drillNid))
          if (!isEnding) throw new MatrixError('M_BAD_STATE', { message: 'That drill has ended' })
          await done(tx)
        })
      })
      runner.stop(drillNid)
      runner.wake()
      return get(drillNid)
    },
  }
}

/** The drill that is on or is to come, for the overview. */
export async function findDrillOn(db: DeskContext['ports']['ground']['db']): Promise<{ drillNid: number; state: StoredDrill['state'] } | undefined> {
  const found = await findOpenDrill(db)
  return found === undefined ? undefined : { drillNid: found.drillNid, state: found.state }
}
