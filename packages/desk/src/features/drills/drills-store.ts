// SQL of drills. When a step of one was done stands where it stands for a real case: in alerts, containments and reports.
import type { Db, Tx } from '@chappe/homeserver/ports'
import { sql } from 'kysely'

/** Where a drill stands. */
export type DrillState = 'waiting' | 'staging' | 'playing' | 'played' | 'ending' | 'ended'

/** How a drill ended. */
export type DrillOutcome = 'done' | 'called_off' | 'real_incident' | 'interrupted' | 'failed'

/** A drill as it is stored. */
export interface StoredDrill {
  drillNid: number
  label: string
  note: string
  begunBy: string
  begunAtMs: number
  state: DrillState
  outcome: DrillOutcome | null
  dueAtMs: number
  windowEndsAtMs: number
  hours: number
  userId: string | null
  addresses: string[]
  startedAtMs: number | null
  endsAtMs: number | null
  lastByteAtMs: number | null
  /** JSON text of a `Truth`. */
  truth: string | null
  reportNid: number | null
  /** JSON text of a `Comparison`. */
  comparison: string | null
  comparedAtMs: number | null
  endedBy: string | null
  endedAtMs: number | null
  /** How often going on has failed, one time after the other. */
  tries: number
  /** Not before; null where it has failed: nobody tries again by themselves. */
  nextTryAtMs: number | null
}

/** A drill to write down. */
export interface NewDrill {
  label: string
  note: string
  begunBy: number
  atMs: number
  dueAtMs: number
  windowEndsAtMs: number
  hours: number
}

/** What the team did, as the desk has it on record; null: not yet. */
export interface DrillProgress {
  alertNid: number | null
  alertAtMs: number | null
  seenAtMs: number | null
  seenBy: string | null
  containedAtMs: number | null
  containedBy: string | null
  caseNid: number | null
  orderedAtMs: number | null
  orderedBy: string | null
  readyAtMs: number | null
  draftAtMs: number | null
  draftBy: string | null
}

const DRILL = sql.raw(`d.drill_nid AS "drillNid", d.label, d.note, b.user_id AS "begunBy", d.begun_at_ms AS "begunAtMs", d.state, d.outcome,
  d.due_at_ms AS "dueAtMs", d.window_ends_at_ms AS "windowEndsAtMs", d.hours, d.user_id AS "userId", d.addresses, d.started_at_ms AS "startedAtMs",
  d.ends_at_ms AS "endsAtMs", d.last_byte_at_ms AS "lastByteAtMs", d.truth, d.report_nid AS "reportNid", d.comparison, d.compared_at_ms AS "comparedAtMs",
  e.user_id AS "endedBy", d.ended_at_ms AS "endedAtMs", d.tries, d.next_try_at_ms AS "nextTryAtMs"`)
const FROM = sql.raw('drill d JOIN account b ON b.user_nid = d.begun_by LEFT JOIN account e ON e.user_nid = d.ended_by')

/** Writes a drill down; gives back its number, or nothing where another one is on. */
export async function insertDrill(tx: Tx, drill: NewDrill): Promise<number | undefined> {
  const { label, note, begunBy, atMs, dueAtMs, windowEndsAtMs, hours } = drill
  const rows = await sql<{ nid: number }>`INSERT INTO drill (label, note, begun_by, begun_at_ms, state, due_at_ms, window_ends_at_ms, hours)
    VALUES (${label}, ${note}, ${begunBy}, ${atMs}, 'waiting', ${dueAtMs}, ${windowEndsAtMs}, ${hours})
    ON CONFLICT DO NOTHING RETURNING drill_nid AS nid`.execute(tx)
  return rows.rows[0]?.nid
}

/** One drill. */
export async function findDrill(db: Db | Tx, drillNid: number): Promise<StoredDrill | undefined> {
  const rows = await sql<StoredDrill>`SELECT ${DRILL} FROM ${FROM} WHERE d.drill_nid = ${drillNid}`.execute(db)
  return rows.rows[0]
}

/** The drill that is on, or is to come. */
export async function findOpenDrill(db: Db | Tx): Promise<StoredDrill | undefined> {
  const rows = await sql<StoredDrill>`SELECT ${DRILL} FROM ${FROM} WHERE d.state <> 'ended'`.execute(db)
  return rows.rows[0]
}

/** Drills, newest first. */
export async function listDrills(db: Db, page: { from: number; limit: number }): Promise<StoredDrill[]> {
  const rows = await sql<StoredDrill>`SELECT ${DRILL} FROM ${FROM}
    WHERE ${page.from}::bigint = 0 OR d.drill_nid < ${page.from}::bigint ORDER BY d.drill_nid DESC LIMIT ${page.limit}`.execute(db)
  return rows.rows
}

/** From one state into another; false where the drill stands elsewhere. */
export async function moveDrill(db: Db | Tx, drillNid: number, move: { from: readonly DrillState[]; to: DrillState }): Promise<boolean> {
  const result = await sql`UPDATE drill SET state = ${move.to} WHERE drill_nid = ${drillNid} AND state = ANY(${[...move.from]}::text[])`.execute(db)
  return result.numAffectedRows === 1n
}

/** The intruder is in. */
export async function setStarted(db: Db, drillNid: number, start: { userId: string; addresses: readonly string[]; atMs: number; endsAtMs: number }): Promise<void> {
  const { userId, addresses, atMs, endsAtMs } = start
  await sql`UPDATE drill SET user_id = ${userId}, addresses = ${[...addresses]}::text[], started_at_ms = ${atMs}, ends_at_ms = ${endsAtMs}
    WHERE drill_nid = ${drillNid}`.execute(db)
}

/** What the intruder was shown by now. */
export async function setTruth(db: Db, drillNid: number, { truth, lastByteAtMs }: { truth: string; lastByteAtMs: number }): Promise<void> {
  await sql`UPDATE drill SET truth = ${truth}, last_byte_at_ms = ${lastByteAtMs} WHERE drill_nid = ${drillNid}`.execute(db)
}

/** A report was held against the truth. */
export async function setCompared(db: Db, drillNid: number, { reportNid, comparison, atMs }: { reportNid: number; comparison: string; atMs: number }): Promise<void> {
  await sql`UPDATE drill SET report_nid = ${reportNid}, comparison = ${comparison}, compared_at_ms = ${atMs} WHERE drill_nid = ${drillNid}`.execute(db)
}

/** It is about to end; false where it has, or is. `endedBy` null: by itself. */
export async function setEnding(db: Db | Tx, drillNid: number, { outcome, endedBy }: { outcome: DrillOutcome; endedBy: number | null }): Promise<boolean> {
  const result = await sql`UPDATE drill SET state = 'ending', outcome = coalesce(outcome, ${outcome}), ended_by = ${endedBy}, tries = 0, next_try_at_ms = NULL
    WHERE drill_nid = ${drillNid} AND state NOT IN ('ending', 'ended')`.execute(db)
  return result.numAffectedRows === 1n
}

/** How often going on has failed, and when it is tried again. */
export async function setTries(db: Db, drillNid: number, { tries, nextTryAtMs }: Pick<StoredDrill, 'tries' | 'nextTryAtMs'>): Promise<void> {
  await sql`UPDATE drill SET tries = ${tries}, next_try_at_ms = ${nextTryAtMs} WHERE drill_nid = ${drillNid}`.execute(db)
}

/** One that could not be ended is to be tried again at once; false where it is not about to end, or nothing has failed. */
export async function setTriedAnew(tx: Tx, drillNid: number): Promise<boolean> {
  const result = await sql`UPDATE drill SET tries = 0, next_try_at_ms = NULL WHERE drill_nid = ${drillNid} AND state = 'ending' AND tries > 0`.execute(tx)
  return result.numAffectedRows === 1n
}

/** The process that the intruder was in has ended: the drill goes on without it, and what was noted is a part. */
export async function setCut(db: Db, drillNid: number): Promise<void> {
  await sql`UPDATE drill SET state = 'played', outcome = 'interrupted' WHERE drill_nid = ${drillNid} AND state = 'playing'`.execute(db)
}

/** Nothing of it is left but what it tells; its case closes with it. */
export async function setEnded(tx: Tx, drillNid: number, atMs: number): Promise<void> {
  await sql`UPDATE drill SET state = 'ended', ended_at_ms = ${atMs} WHERE drill_nid = ${drillNid}`.execute(tx)
  await sql`UPDATE desk_case SET closed_at_ms = ${atMs} WHERE drill_nid = ${drillNid} AND closed_at_ms IS NULL`.execute(tx)
  // An alert of a drill that nobody has looked at is nobody's to look at any more.
  await sql`UPDATE alert SET handled_at_ms = ${atMs} FROM account a JOIN drill d ON d.user_id = a.user_id
    WHERE d.drill_nid = ${drillNid} AND alert.user_nid = a.user_nid AND handled_at_ms IS NULL`.execute(tx)
}

/** What the team has done. */
export async function findProgress(db: Db, { drillNid, userId, startedAtMs }: StoredDrill): Promise<DrillProgress> {
  const rows = await sql<DrillProgress>`SELECT l.alert_nid AS "alertNid", l.at_ms AS "alertAtMs", CASE WHEN l.handled_by IS NOT NULL THEN l.handled_at_ms END AS "seenAtMs", lh.user_id AS "seenBy",
      k.contained_at_ms AS "containedAtMs", kw.user_id AS "containedBy", c.case_nid AS "caseNid",
      x.asked_at_ms AS "orderedAtMs", xa.user_id AS "orderedBy", r.made_at_ms AS "readyAtMs", b.written_at_ms AS "draftAtMs", bw.user_id AS "draftBy"
    FROM (SELECT user_nid FROM account WHERE user_id = ${userId}) a
    FULL JOIN (SELECT min(case_nid) AS case_nid FROM desk_case WHERE drill_nid = ${drillNid}) c ON true
    LEFT JOIN LATERAL (SELECT * FROM alert WHERE user_nid = a.user_nid ORDER BY alert_nid LIMIT 1) l ON true LEFT JOIN account lh ON lh.user_nid = l.handled_by
    LEFT JOIN LATERAL (SELECT * FROM containment WHERE user_nid = a.user_nid ORDER BY containment_nid LIMIT 1) k ON true
    LEFT JOIN LATERAL (SELECT written_by FROM desk_note WHERE containment_nid = k.containment_nid ORDER BY note_nid LIMIT 1) kn ON true LEFT JOIN account kw ON kw.user_nid = kn.written_by
    LEFT JOIN LATERAL (SELECT * FROM exposure_report WHERE subject::jsonb->>'userId' = ${userId} AND asked_at_ms >= ${startedAtMs}::bigint ORDER BY report_nid LIMIT 1) x ON true
    LEFT JOIN account xa ON xa.user_nid = x.asked_by
    LEFT JOIN LATERAL (SELECT made_at_ms FROM exposure_report WHERE subject::jsonb->>'userId' = ${userId} AND state = 'done' AND asked_at_ms >= ${startedAtMs}::bigint ORDER BY report_nid LIMIT 1) r ON true
    LEFT JOIN LATERAL (SELECT w.written_at_ms, w.written_by FROM breach_notification w JOIN exposure_report y USING (report_nid) WHERE y.subject::jsonb->>'userId' = ${userId}
      ORDER BY w.written_at_ms LIMIT 1) b ON true LEFT JOIN account bw ON bw.user_nid = b.written_by`.execute(db)
  return rows.rows[0] ?? NOTHING
}

const NOTHING: DrillProgress = {
  alertNid: null, alertAtMs: null, seenAtMs: null, seenBy: null, containedAtMs: null, containedBy: null, caseNid: null,
  orderedAtMs: null, orderedBy: null, readyAtMs: null, draftAtMs: null, draftBy: null,
}

/** The newest report on the account of a drill that is done, where it is newer than the one that was held against the truth. */
export async function findUncompared(db: Db, { userId, reportNid }: StoredDrill): Promise<number | undefined> {
  const rows = await sql<{ nid: number }>`SELECT report_nid AS nid FROM exposure_report
    WHERE subject::jsonb->>'userId' = ${userId} AND state = 'done' AND report_nid > ${reportNid ?? 0} ORDER BY report_nid DESC LIMIT 1`.execute(db)
  return rows.rows[0]?.nid
}

/** Whether something real is under way: a clock of 72 hours runs, or somebody was contained a short while ago and no case of it is closed. */
export async function hasRealIncident(db: Db, sinceMs: number): Promise<boolean> {
  const rows = await sql<{ is: boolean }>`SELECT EXISTS (SELECT 1 FROM desk_case WHERE drill_nid IS NULL AND closed_at_ms IS NULL AND aware_at_ms IS NOT NULL)
    OR EXISTS (SELECT 1 FROM containment k JOIN account a USING (user_nid)
      WHERE k.contained_at_ms >= ${sinceMs} AND k.released_at_ms IS NULL AND a.account_type <> 'exercise'
        AND NOT EXISTS (SELECT 1 FROM desk_note n JOIN desk_case c USING (case_nid) WHERE n.containment_nid = k.containment_nid AND c.closed_at_ms IS NOT NULL)) AS is`.execute(db)
  return rows.rows[0]?.is === true
}
