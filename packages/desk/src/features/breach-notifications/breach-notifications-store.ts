// SQL of what supervisory authorities are told.
import type { Db, Tx } from '@chappe/homeserver/ports'
import { sql } from 'kysely'

/** How far a notification is. */
export type BreachPhase = 'draft' | 'first' | 'further' | 'complete'

/** One saving of it. */
export interface StoredRevision {
  revision: number
  phase: BreachPhase
  becameAwareAtMs: number | null
  /** JSON text. */
  fields: string
  reference: string
  writtenBy: string
  writtenAtMs: number
}

/** Every saving, the last one first. */
export async function listRevisions(db: Db | Tx, reportNid: number): Promise<StoredRevision[]> {
  const rows = await sql<StoredRevision>`SELECT b.revision, b.phase, b.became_aware_at_ms AS "becameAwareAtMs", b.fields, b.reference,
      a.user_id AS "writtenBy", b.written_at_ms AS "writtenAtMs"
    FROM breach_notification b JOIN account a ON a.user_nid = b.written_by WHERE b.report_nid = ${reportNid} ORDER BY b.revision DESC LIMIT 1000`.execute(db)
  return rows.rows
}

/** A saving to write down. */
export interface NewRevision {
  reportNid: number
  revision: number
  phase: BreachPhase
  becameAwareAtMs: number | null
  fields: string
  reference: string
  writtenBy: number
  atMs: number
}

/** Writes one down; false where another one of that number was written meanwhile. */
export async function insertRevision(tx: Tx, row: NewRevision): Promise<boolean> {
  const result = await sql`INSERT INTO breach_notification (report_nid, revision, phase, became_aware_at_ms, fields, reference, written_by, written_at_ms)
    VALUES (${row.reportNid}, ${row.revision}, ${row.phase}, ${row.becameAwareAtMs}, ${row.fields}, ${row.reference}, ${row.writtenBy}, ${row.atMs})
    ON CONFLICT DO NOTHING`.execute(tx)
  return result.numAffectedRows === 1n
}

/** When the first account of a case was contained. */
export async function findFirstContainment(db: Db, caseNid: number): Promise<number | undefined> {
  const rows = await sql<{ atMs: number | null }>`SELECT min(k.contained_at_ms) AS "atMs" FROM desk_note n JOIN containment k ON k.containment_nid = n.containment_nid
    WHERE n.case_nid = ${caseNid}`.execute(db)
  return rows.rows[0]?.atMs ?? undefined
}
