// Writes down in Chappe's database that people are to be told what of theirs was shown, as two people at the desk and the
// queue would have left it.

import type pg from 'pg'

/** How far they are told. */
export interface Told {
  sent: number
  failed: number
  mailed: number
}

const WORDING = JSON.stringify({
  consequences: { fr: 'Quelqu’un peut connaître vos échanges et se faire passer pour vous.', en: 'Somebody may know what you wrote and pretend to be you.' },
  measures: { fr: 'Le compte a été arrêté et la porte fermée.', en: 'The account was stopped and the way in was closed.' },
  contact: 'dpo@example.org, +33 1 00 00 00 00',
})

/** Has everybody of the list told; gives back the number of the batch. */
export async function insertBatch(client: pg.Client, officer: string, userIds: readonly string[]): Promise<number> {
  const facts = JSON.stringify({
    asProfile: true,
    rooms: Array.from({ length: 3 }, (_, index) => ({ name: `Procurement ${index}`, readable: 7, unintelligible: 0, asMember: true, firstAtMs: 1_790_000_000_000, lastAtMs: 1_790_900_000_000 })),
    moreRooms: 0,
    files: { readable: 1, unintelligible: 0 },
  })
  await client.query('INSERT INTO account_address (address, user_nid, verified_at_ms) SELECT replace(substr(user_id, 2), \':\', \'@\') || \'.example\', user_nid, 0 FROM account WHERE user_id = ANY ($1) ON CONFLICT DO NOTHING', [userIds])
  const { rows } = await client.query<{ batch: number }>(
    `WITH officer AS (SELECT user_nid FROM account WHERE user_id = $1),
      request AS (INSERT INTO desk_request (operation, target, reason, asked_by, asked_at_ms, expires_at_ms) SELECT 'askExposureNotices', '', '', user_nid, 0, 0 FROM officer RETURNING request_nid),
      report AS (INSERT INTO exposure_report (state, subject, from_ms, to_ms, asked_by, asked_at_ms) SELECT 'done', '{}', 0, 0, user_nid, 0 FROM officer RETURNING report_nid)
    INSERT INTO notice_batch (report_nid, request_nid, state, wording, with_ciphertext_only) SELECT report_nid, request_nid, 'asked', $2, false FROM request, report
    RETURNING batch_nid::float8 AS batch`, [officer, WORDING])
  const batch = rows[0]?.batch ?? 0
  await client.query('INSERT INTO exposure_notice (batch_nid, user_id, facts) SELECT $1, u, $3 FROM unnest($2::text[]) u', [batch, userIds, facts])
  await client.query('VACUUM (ANALYZE) exposure_notice')
  await client.query(`UPDATE notice_batch SET state = 'sending' WHERE batch_nid = $1`, [batch])
  return batch
}

/** How far a batch is. */
export async function readTold(client: pg.Client, batch: number): Promise<Told> {
  const { rows } = await client.query<Told>(
    `SELECT count(*) FILTER (WHERE state = 'sent')::float8 AS sent, count(*) FILTER (WHERE state = 'failed')::float8 AS failed,
      count(*) FILTER (WHERE mail <> 'waiting')::float8 AS mailed FROM exposure_notice WHERE batch_nid = $1`, [batch])
  return rows[0] ?? { sent: 0, failed: 0, mailed: 0 }
}
