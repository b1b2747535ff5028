// SQL of what needs somebody now: numbers, each from an index of the few that are counted.
import type { Db } from '@chappe/homeserver/ports'
import { sql } from 'kysely'
import { ABOUT_ACCOUNTS, OF_ACCOUNT } from '../requests/requests.ts'

/** The numbers. */
export interface StoredNumbers {
  waiting: number
  own: number
  reportsOpen: number
  reportsUrgent: number
  reportsTaken: number
  contained: number
  quarantined: number
  watched: number
  casesOpen: number
  breakGlass: number
}

/** The numbers, as this account sees them: what is about it does not wait for it. */
export async function countNumbers(db: Db, { userNid, userId, nowMs }: { userNid: number; userId: string; nowMs: number }): Promise<StoredNumbers> {
  const rows = await sql<StoredNumbers>`SELECT r.*, p.*, s.*, c.*, b.* FROM
    (SELECT count(*) FILTER (WHERE asked_by <> ${userNid}
        AND NOT (operation = ANY(${[...ABOUT_ACCOUNTS]}::text[]) AND coalesce(substring(target from ${OF_ACCOUNT}), '') = ${userId}))::int AS waiting, count(*) FILTER (WHERE asked_by = ${userNid})::int AS own
      FROM desk_request WHERE decision IS NULL AND expires_at_ms > ${nowMs}) r,
    (SELECT count(*) FILTER (WHERE state = 'open')::int AS "reportsOpen", count(*) FILTER (WHERE state = 'open' AND kind = 'tricked')::int AS "reportsUrgent",
      count(*) FILTER (WHERE state = 'taken')::int AS "reportsTaken" FROM report WHERE state IN ('open', 'taken')) p,
    (SELECT count(*) FILTER (WHERE state = 'contained')::int AS contained, count(*) FILTER (WHERE state = 'quarantined')::int AS quarantined,
      count(*) FILTER (WHERE state = 'watched')::int AS watched FROM account WHERE state IN ('contained', 'quarantined', 'watched') AND account_type <> 'exercise') s,
    (SELECT count(*)::int AS "casesOpen" FROM desk_case WHERE closed_at_ms IS NULL AND drill_nid IS NULL) c,
    (SELECT count(*)::int AS "breakGlass" FROM desk_action d WHERE d.is_break_glass AND coalesce(d.outcome, 'done') = 'done'
      AND NOT EXISTS (SELECT 1 FROM break_glass_review w WHERE w.action_nid = d.action_nid)) b`.execute(db)
  const [numbers] = rows.rows
  if (numbers === undefined) throw new Error('nothing was counted')
  return numbers
}

/** A clock that runs. */
export interface StoredClock {
  caseNid: number
  awareAtMs: number
  isExercise: boolean
}

/** The clocks that run, the oldest first, and those of drills behind all. */
export async function listClocks(db: Db, limit: number): Promise<StoredClock[]> {
  const rows = await sql<StoredClock>`SELECT case_nid AS "caseNid", aware_at_ms AS "awareAtMs", drill_nid IS NOT NULL AS "isExercise" FROM desk_case
    WHERE aware_at_ms IS NOT NULL AND closed_at_ms IS NULL ORDER BY drill_nid IS NOT NULL, aware_at_ms LIMIT ${limit}`.execute(db)
  return rows.rows
}
