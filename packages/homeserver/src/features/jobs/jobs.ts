// What people do in their organisation: told by its directory or its admin, shown to those who may find them.
import type { Job } from '@chappe/policy'
import { jobPartsFor, NO_JOB, tidiedJob } from '@chappe/policy'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Session } from '../../session.ts'
import { deleteJob, findJob, putJob } from './jobs-store.ts'

/** The field of a profile in which it is shown. Nobody sets it of themselves. */
export const JOB_FIELD = 'org.chappe.job'

/** What the operations need. */
export interface JobsDeps {
  db: Db
  clock: Clock
  shareRoom(userId: string, otherUserId: string): Promise<boolean>
}

/** The operations. */
export interface Jobs {
  /** Everything that is known. */
  get(userId: string): Promise<Job>
  /** What of it somebody may see; without what is empty, and nothing where that is all. */
  shownTo(session: Session | undefined, userId: string): Promise<Partial<Job> | undefined>
  /** Writes it; an empty one is none. `also` commits with it. */
  set(userNid: number, job: Job, also?: (tx: Tx) => Promise<void>): Promise<void>
  /** An account is over: nothing is known of what it did. */
  forget(userNid: number): Promise<void>
  /** Called after commit, when a job was written. */
  onChange(listener: () => void): void
}

/** Ties the operations. */
export function createJobs({ db, clock, shareRoom }: JobsDeps): Jobs {
  const listeners: (() => void)[] = []
  return {
    async get(userId) {
      const { title, service, phone, place } = (await findJob(db, userId)) ?? NO_JOB
      return { title, service, phone, place }
    },
    async shownTo(session, userId) {
      if (session === undefined) return undefined
      const job = await findJob(db, userId)
      if (job === undefined) return undefined
      const isSelf = session.userId === userId
      const isSameOrganisation = session.organisationNid !== undefined && session.organisationNid === job.organisationNid
      const sharesRoom = isSelf || isSameOrganisation || (await shareRoom(session.userId, userId))
      const parts = jobPartsFor({ accountType: session.accountType, isOnProbation: session.onProbationSinceMs !== undefined, isSelf, isSameOrganisation, sharesRoom })
      const shown = parts.filter((part) => job[part] !== '').map((part) => [part, job[part]] as const)
      return shown.length === 0 ? undefined : Object.fromEntries(shown)
    },
    async set(userNid, job, also) {
      await db.transaction().execute(async (tx) => {
        const tidied = tidiedJob(job)
        // What is emptied stays as an empty row: the directory finds them by nothing then.
        await putJob(tx, userNid, tidied, clock.now())
        await also?.(tx)
      })
      for (const listener of listeners) listener()
    },
    forget: (userNid) => deleteJob(db, userNid),
    onChange: (listener) => void listeners.push(listener),
  }
}
