// The claim check: what somebody says they have taken, held against what the ledger says they were given. Figures and
// identifiers are kept until they were checked, and what came of it for good; the text they stand in is kept nowhere.
import { MatrixError } from '@chappe/contract'
import type { Background } from '../../background.ts'
import type { DeskContext } from '../../deps.ts'
import { startJobs } from '../../jobs.ts'
import type { DeskPorts } from '../../ports.ts'
import type { DeskCall } from '../accounts/accounts.ts'
import { actWith } from '../containment/containment.ts'
import type { DoneReports } from '../exposure/exposure.ts'
import type { StoredCheck } from './claims-store.ts'
import { claimJobs, findCheck, insertCheck, listChecks } from './claims-store.ts'
import type { CheckedClaim } from './steps/check-claims.ts'
import { checkAll } from './steps/check-claims.ts'
import { readClaims } from './steps/read-claims.ts'

export type { StoredCheck } from './claims-store.ts'
export type { CheckedClaim } from './steps/check-claims.ts'

/** A check, with what was found where it is done. */
export interface ClaimCheck {
  stored: StoredCheck
  found: CheckedClaim[] | null
}

/** The operations. */
export interface Claims {
  /** Has a text held against a report that is done; throws `M_NOT_FOUND` where there is none. */
  ask(call: DeskCall, reportNid: number, text: string): Promise<StoredCheck>
  /** Throws `M_NOT_FOUND` where there is no such check. */
  get(checkNid: number): Promise<ClaimCheck>
  /** Of a report, newest first. Throws `M_NOT_FOUND` where there is no such report, or it is not done. */
  list(reportNid: number, page: { from: number; limit: number }): Promise<StoredCheck[]>
  /** Throws `M_NOT_FOUND`, and `M_BAD_STATE` where it is over. */
  cancel(call: DeskCall, checkNid: number, reason: string): Promise<void>
}

/** Starts to work checks out, with what was left. */
export function startClaims(ports: DeskPorts, reports: DoneReports): Background {
  return startJobs(ports, {
    name: 'claim check',
    store: claimJobs,
    async work(checkNid, progress) {
      const { reportNid, claims } = await getCheck(ports, checkNid)
      // Written by `ask`.
      const read: Parameters<typeof checkAll>[2] = JSON.parse(claims ?? '[]')
      return JSON.stringify(await checkAll(ports, await reports.getDone(reportNid), read, progress))
    },
  })
}

/** Ties the operations. */
export function createClaims(context: DeskContext, { reports, checking }: { reports: DoneReports; checking: Pick<Background, 'wake'> }): Claims {
  const { ports } = context
  const { db, clock } = ports.ground
  return {
    async ask(call, reportNid, text) {
      const checkNid = await actWith(context, call, { target: `exposure report ${reportNid}`, reason: '' }, async ({ userNid, done }) => {
        await reports.getDone(reportNid)
        const { claims, isCut } = readClaims(text)
        return db.transaction().execute(async (tx) => {
          const made = await insertCheck(tx, { reportNid, claims: JSON.stringify(claims), claimCount: claims.length, isCut, askedBy: userNid ?? call.session.userNid, atMs: clock.now() })
          await done(tx)
          return made
        })
      })
      checking.wake()
      return getCheck(ports, checkNid)
    },
    async get(checkNid) {
      const stored = await getCheck(ports, checkNid)
      return { stored, found: stored.result === null ? null : JSON.parse(stored.result) }
    },
    async list(reportNid, page) {
      await reports.getDone(reportNid)
      return listChecks(db, reportNid, page)
    },
    cancel: (call, checkNid, reason) =>
      actWith(context, call, { target: `claim check ${checkNid}`, reason }, async ({ done }) => {
        await getCheck(ports, checkNid)
        await db.transaction().execute(async (tx) => {
          if (!(await claimJobs.setCancelled(tx, checkNid))) throw new MatrixError('M_BAD_STATE', { message: 'That check is done, or was cancelled' })
          await done(tx)
        })
      }),
  }
}

async function getCheck({ ground }: DeskPorts, checkNid: number): Promise<StoredCheck> {
  const stored = await findCheck(ground.db, checkNid)
  if (stored === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such check' })
  return stored
}
