// SQL of jobs.
import type { Job } from '@chappe/policy'
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'

/** Somebody's job, and whose they are. */
export interface HeldJob extends Job {
  userNid: number
  organisationNid: number | null
}

/** The job of a user; nothing where nothing is known of it. */
export async function findJob(db: Db, userId: string): Promise<HeldJob | undefined> {
  const { rows } = await sql<HeldJob>`SELECT j.user_nid AS "userNid", a.organisation_nid AS "organisationNid", j.title, j.service, j.phone, j.place
    FROM account a JOIN account_job j ON j.user_nid = a.user_nid WHERE a.user_id = ${userId} AND a.state <> 'closed'`.execute(db)
  return rows[0]
}

/** Writes somebody's job; nothing is written where nothing differs. */
export async function putJob(tx: Db | Tx, userNid: number, { title, service, phone, place }: Job, nowMs: number): Promise<void> {
  await sql`INSERT INTO account_job (user_nid, title, service, phone, place, changed_at_ms)
    VALUES (${userNid}, ${title}, ${service}, ${phone}, ${place}, ${nowMs})
    ON CONFLICT (user_nid) DO UPDATE SET title = excluded.title, service = excluded.service, phone = excluded.phone, place = excluded.place,
      changed_at_ms = excluded.changed_at_ms
    WHERE (account_job.title, account_job.service, account_job.phone, account_job.place)
      IS DISTINCT FROM (excluded.title, excluded.service, excluded.phone, excluded.place)`.execute(tx)
}

/** Forgets somebody's job. */
export async function deleteJob(tx: Db | Tx, userNid: number): Promise<void> {
  await tx.deleteFrom('account_job').where('user_nid', '=', userNid).execute()
}
