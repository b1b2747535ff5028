// SQL of cases and what is written in them.
import type { Db, Tx } from '@chappe/homeserver/ports'
import { sql } from 'kysely'

/** A case. */
export interface StoredCase {
  caseNid: number
  title: string
  openedBy: string | null
  openedAtMs: number
  closedAtMs: number | null
  /** When it became known that data were revealed, and who said so. */
  awareAtMs: number | null
  awareSetBy: string | null
  /** The drill that it belongs to; null: it is about real people. */
  drillNid: number | null
}

/** A note in a case; `containment` is the JSON text of what it is about. */
export interface StoredNote {
  noteNid: number
  writtenBy: string | null
  writtenAtMs: number
  kind: string
  body: string
  containment: string | null
}

const CASE = sql.raw(`c.case_nid AS "caseNid", c.title, a.user_id AS "openedBy", c.opened_at_ms AS "openedAtMs", c.closed_at_ms AS "closedAtMs",
  c.aware_at_ms AS "awareAtMs", w.user_id AS "awareSetBy", c.drill_nid AS "drillNid"`)
const FROM = sql.raw('desk_case c LEFT JOIN account a ON a.user_nid = c.opened_by LEFT JOIN account w ON w.user_nid = c.aware_set_by')

/** Opens a case; gives back its number. */
export async function insertCase(tx: Db | Tx, row: { title: string; openedBy: number | null; atMs: number }): Promise<number> {
  const rows = await sql<{ nid: number }>`INSERT INTO desk_case (title, opened_by, opened_at_ms)
    VALUES (${row.title}, ${row.openedBy}, ${row.atMs}) RETURNING case_nid AS nid`.execute(tx)
  return rows.rows[0]?.nid ?? 0
}

/** One case. */
export async function findCase(db: Db | Tx, caseNid: number): Promise<StoredCase | undefined> {
  const rows = await sql<StoredCase>`SELECT ${CASE} FROM ${FROM}
    WHERE c.case_nid = ${caseNid}`.execute(db)
  return rows.rows[0]
}

/** Cases, newest first. */
export async function listCases(db: Db, page: { from: number; limit: number }): Promise<StoredCase[]> {
  const rows = await sql<StoredCase>`SELECT ${CASE} FROM ${FROM}
    WHERE ${page.from}::bigint = 0 OR c.case_nid < ${page.from}::bigint ORDER BY c.case_nid DESC LIMIT ${page.limit}`.execute(db)
  return rows.rows
}

/** Says that a case in which nothing was done yet belongs to the drill that is on; false where it does not, or none is. */
export async function setCaseDrill(tx: Tx, caseNid: number): Promise<boolean> {
  const result = await sql`UPDATE desk_case c SET drill_nid = d.drill_nid FROM drill d
    WHERE c.case_nid = ${caseNid} AND d.state <> 'ended' AND c.drill_nid IS NULL AND c.closed_at_ms IS NULL AND c.aware_at_ms IS NULL AND c.opened_at_ms >= d.begun_at_ms
      AND NOT EXISTS (SELECT 1 FROM desk_note n WHERE n.case_nid = c.case_nid AND n.containment_nid IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM exposure_report x WHERE x.case_nid = c.case_nid)`.execute(tx)
  return result.numAffectedRows === 1n
}

/** Closes a case; false where it is closed already. */
export async function setCaseClosed(tx: Tx, caseNid: number, atMs: number): Promise<boolean> {
  const result = await sql`UPDATE desk_case SET closed_at_ms = ${atMs} WHERE case_nid = ${caseNid} AND closed_at_ms IS NULL`.execute(tx)
  return (result.numAffectedRows ?? 0n) > 0n
}

/** Says since when it is known that data were revealed; null: nothing has to be told. False where the case is closed. */
export async function setCaseAware(tx: Tx, caseNid: number, { awareAtMs, userNid }: { awareAtMs: number | null; userNid: number | null }): Promise<boolean> {
  const result = await sql`UPDATE desk_case SET aware_at_ms = ${awareAtMs}, aware_set_by = ${userNid} WHERE case_nid = ${caseNid} AND closed_at_ms IS NULL`.execute(tx)
  return (result.numAffectedRows ?? 0n) > 0n
}

/** A note to write. */
export interface NewNote {
  caseNid: number
  writtenBy: number | null
  atMs: number
  kind: 'note' | 'containment' | 'closing' | 'aware'
  body: string
  containmentNid?: number | undefined
}

/** Writes a note; gives back its number. */
export async function insertNote(tx: Tx, note: NewNote): Promise<number> {
  const { caseNid, writtenBy, atMs, kind, body, containmentNid = null } = note
  const rows = await sql<{ nid: number }>`INSERT INTO desk_note (case_nid, written_by, written_at_ms, kind, body, containment_nid)
    VALUES (${caseNid}, ${writtenBy}, ${atMs}, ${kind}, ${body}, ${containmentNid}) RETURNING note_nid AS nid`.execute(tx)
  return rows.rows[0]?.nid ?? 0
}

/** The notes of a case, oldest first, with the containments they are about. */
export async function listNotes(db: Db, caseNid: number, limit: number): Promise<StoredNote[]> {
  const rows = await sql<StoredNote>`SELECT n.note_nid AS "noteNid", a.user_id AS "writtenBy", n.written_at_ms AS "writtenAtMs", n.kind, n.body,
      CASE WHEN k.containment_nid IS NOT NULL THEN json_build_object('containment_id', k.containment_nid, 'user_id', s.user_id,
        'contained_at_ms', k.contained_at_ms, 'released_at_ms', k.released_at_ms, 'state_before', k.state_before,
        'effects', k.effects::json, 'snapshot', k.snapshot::json)::text END AS containment
    FROM desk_note n LEFT JOIN account a ON a.user_nid = n.written_by
    LEFT JOIN containment k ON k.containment_nid = n.containment_nid LEFT JOIN account s ON s.user_nid = k.user_nid
    WHERE n.case_nid = ${caseNid} ORDER BY n.note_nid LIMIT ${limit}`.execute(db)
  return rows.rows
}
