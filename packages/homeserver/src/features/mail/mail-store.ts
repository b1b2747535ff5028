// SQL of outgoing mail.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'
import type { MailMessage, MailPurpose } from '../../mail.ts'

/** A mail that is to be handed to the mail server. */
export interface QueuedMail {
  mailNid: number
  to: string
  subject: string
  text: string
  html: string | null
  purpose: MailPurpose
  messageId: string
  attempts: number
  endsAtMs: number
}

/** A mail to keep. */
export type NewMail = MailMessage & { messageId: string; now: number; endsAtMs: number }

/** Keeps mails, all or none of them; false where `max` wait already. */
export async function insertMails(db: Db | Tx, mails: readonly NewMail[], max: number): Promise<boolean> {
  const texts = <T>(of: (mail: NewMail) => T): T[] => mails.map(of)
  const result = await sql`
    INSERT INTO outgoing_mail (recipient, subject, body_text, body_html, purpose, message_id, next_attempt_at_ms, ends_at_ms, tracking)
    SELECT * FROM unnest(${texts(({ to }) => to)}::text[], ${texts(({ subject }) => subject)}::text[], ${texts(({ text }) => text)}::text[], ${texts(({ html }) => html ?? null)}::text[],
      ${texts(({ purpose }) => purpose)}::text[], ${texts(({ messageId }) => messageId)}::text[], ${texts(({ now }) => now)}::bigint[], ${texts(({ endsAtMs }) => endsAtMs)}::bigint[],
      ${texts(({ tracking }) => tracking ?? null)}::text[])
    WHERE (SELECT count(*) FROM (SELECT 1 FROM outgoing_mail LIMIT ${max}) waiting) < ${max}
  `.execute(db)
  return result.numAffectedRows === BigInt(mails.length)
}

/** Takes mails that are due: no other process takes them before `leaseEndsAtMs`. */
export async function claimMails(db: Db, claim: { now: number; leaseEndsAtMs: number; limit: number }): Promise<QueuedMail[]> {
  const { rows } = await sql<QueuedMail>`
    UPDATE outgoing_mail m SET next_attempt_at_ms = ${claim.leaseEndsAtMs}, attempts = attempts + 1
    WHERE m.mail_nid IN (SELECT mail_nid FROM outgoing_mail WHERE next_attempt_at_ms <= ${claim.now}
      ORDER BY next_attempt_at_ms LIMIT ${claim.limit} FOR UPDATE SKIP LOCKED)
    RETURNING m.mail_nid AS "mailNid", m.recipient AS "to", m.subject, m.body_text AS "text", m.body_html AS "html",
      m.purpose, m.message_id AS "messageId", m.attempts, m.ends_at_ms AS "endsAtMs"
  `.execute(db)
  return rows
}

/** A mail is done with: what it said is kept no longer, what became of it is where somebody wants to know. */
export async function deleteMail(db: Db, mailNid: number, end: { outcome: 'sent' | 'failed'; atMs: number }): Promise<void> {
  await sql`WITH gone AS (DELETE FROM outgoing_mail WHERE mail_nid = ${mailNid} RETURNING tracking)
    INSERT INTO mail_outcome (tracking, outcome, at_ms) SELECT tracking, ${end.outcome}, ${end.atMs}::bigint FROM gone WHERE tracking IS NOT NULL
    ON CONFLICT (tracking) DO NOTHING`.execute(db)
}

/** How many mails wait, up to `max`. */
export async function countWaiting(db: Db, max: number): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`SELECT count(*)::int AS waiting FROM (SELECT 1 FROM outgoing_mail LIMIT ${max}) waiting`.execute(db)
  return rows[0]?.waiting ?? 0
}

/** A mail is tried again later. */
export async function postponeMail(db: Db, mailNid: number, atMs: number): Promise<void> {
  await db.updateTable('outgoing_mail').set({ next_attempt_at_ms: atMs }).where('mail_nid', '=', mailNid).execute()
}
