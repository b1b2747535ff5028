// SQL of announcements: who they are for, who was told, who has acknowledged.
import type { Db, Tx } from '@chappe/homeserver/ports'
import { sql } from 'kysely'

/** Whom an announcement is for. */
export interface Audience {
  kind: 'everybody' | 'organisations' | 'account_types'
  names: readonly string[]
}

/** What an announcement says. */
export interface AnnouncementText {
  titleFr: string
  titleEn: string
  bodyFr: string
  bodyEn: string
}

/** How far an announcement is. */
export type AnnouncementState = 'waiting' | 'sending' | 'sent' | 'withdrawn'

/** How grave it is. */
export type Severity = 'info' | 'warning' | 'critical'

/** An announcement to write down. */
export interface NewAnnouncement extends AnnouncementText {
  createdBy: number
  atMs: number
  severity: Severity
  audience: Audience
  mustAcknowledge: boolean
  deadlineMs: number | null
  state: 'waiting' | 'sending'
  requestNid: number | null
}

/** An announcement as it is stored. */
export interface StoredAnnouncement extends AnnouncementText {
  announcementNid: number
  createdBy: string
  createdAtMs: number
  severity: Severity
  audience: Audience['kind']
  audienceNames: string[]
  mustAcknowledge: boolean
  deadlineMs: number | null
  state: AnnouncementState
  requestNid: number | null
  filledUpTo: number | null
  round: number
  nextRoundAtMs: number | null
}

/** How many people it is for, and what became of it with them. */
export interface Completion {
  recipients: number
  told: number
  acknowledged: number
}

const ANNOUNCEMENT = sql.raw(`n.announcement_nid AS "announcementNid", a.user_id AS "createdBy", n.created_at_ms AS "createdAtMs", n.severity, n.audience,
  n.audience_names AS "audienceNames", n.title_fr AS "titleFr", n.title_en AS "titleEn", n.body_fr AS "bodyFr", n.body_en AS "bodyEn",
  n.must_acknowledge AS "mustAcknowledge", n.deadline_ms AS "deadlineMs", n.state, n.request_nid AS "requestNid", n.filled_up_to AS "filledUpTo",
  n.round, n.next_round_at_ms AS "nextRoundAtMs"`)
const FROM = sql.raw('announcement n JOIN account a ON a.user_nid = n.created_by')
const COMPLETION = sql.raw(`count(r.user_nid)::int AS recipients, count(r.told_at_ms)::int AS told, count(r.acknowledged_at_ms)::int AS acknowledged`)
/** Who hears of things: who reads; not the server's own account (see `server-user.ts` of the homeserver), which says them. */
const HEARS = sql.raw(`a.state IN ('active', 'watched', 'suspended', 'quarantined') AND NOT a.is_guest AND a.account_type <> 'exercise' AND a.user_id NOT LIKE '@server-notices:%'`)

/** Writes an announcement down; gives back its number. */
export async function insertAnnouncement(tx: Tx, row: NewAnnouncement): Promise<number> {
  const rows = await sql<{ nid: number }>`INSERT INTO announcement (created_by, created_at_ms, severity, audience, audience_names, title_fr, title_en, body_fr, body_en,
      must_acknowledge, deadline_ms, state, request_nid)
    VALUES (${row.createdBy}, ${row.atMs}, ${row.severity}, ${row.audience.kind}, ${[...row.audience.names]}::text[], ${row.titleFr}, ${row.titleEn}, ${row.bodyFr}, ${row.bodyEn},
      ${row.mustAcknowledge}, ${row.deadlineMs}, ${row.state}, ${row.requestNid}) RETURNING announcement_nid AS nid`.execute(tx)
  return rows.rows[0]?.nid ?? 0
}

/** One announcement. */
export async function findAnnouncement(db: Db | Tx, announcementNid: number): Promise<StoredAnnouncement | undefined> {
  const rows = await sql<StoredAnnouncement>`SELECT ${ANNOUNCEMENT} FROM ${FROM} WHERE n.announcement_nid = ${announcementNid}`.execute(db)
  return rows.rows[0]
}

/** Announcements, newest first. */
export async function listAnnouncements(db: Db, page: { from: number; limit: number }): Promise<StoredAnnouncement[]> {
  const rows = await sql<StoredAnnouncement>`SELECT ${ANNOUNCEMENT} FROM ${FROM}
    WHERE ${page.from}::bigint = 0 OR n.announcement_nid < ${page.from}::bigint ORDER BY n.announcement_nid DESC LIMIT ${page.limit}`.execute(db)
  return rows.rows
}

/** How far these announcements are, by their numbers. */
export async function listCompletions(db: Db | Tx, nids: readonly number[]): Promise<Map<number, Completion>> {
  const rows = await sql<Completion & { nid: number }>`SELECT r.announcement_nid AS nid, ${COMPLETION} FROM announcement_receipt r
    WHERE r.announcement_nid = ANY(${[...nids]}::bigint[]) GROUP BY r.announcement_nid`.execute(db)
  return new Map(rows.rows.map(({ nid, ...completion }) => [nid, completion]))
}

/** How far each organisation is. */
export async function listByOrganisation(db: Db, announcementNid: number): Promise<(Completion & { organisationId: string | null; name: string | null })[]> {
  const rows = await sql<Completion & { organisationId: string | null; name: string | null }>`SELECT o.organisation_id AS "organisationId", o.name, ${COMPLETION}
    FROM announcement_receipt r LEFT JOIN organisation o USING (organisation_nid) WHERE r.announcement_nid = ${announcementNid}
    GROUP BY o.organisation_id, o.name ORDER BY o.name NULLS LAST`.execute(db)
  return rows.rows
}

/** A person whom an announcement is for. */
export interface Recipient {
  userNid: number
  userId: string
  organisationId: string | null
  toldAtMs: number | null
  acknowledgedAtMs: number | null
}

/** Whom it is for, in the order of their numbers. */
export async function listRecipients(
  db: Db,
  { announcementNid, isAcknowledged = null, organisationId = null }: { announcementNid: number; isAcknowledged?: boolean | undefined | null; organisationId?: string | undefined | null },
  page: { from: number; limit: number },
): Promise<Recipient[]> {
  const rows = await sql<Recipient>`SELECT r.user_nid AS "userNid", a.user_id AS "userId", o.organisation_id AS "organisationId", r.told_at_ms AS "toldAtMs",
      r.acknowledged_at_ms AS "acknowledgedAtMs"
    FROM announcement_receipt r JOIN account a USING (user_nid) LEFT JOIN organisation o ON o.organisation_nid = r.organisation_nid
    WHERE r.announcement_nid = ${announcementNid} AND r.user_nid > ${page.from}
      AND (${isAcknowledged}::boolean IS NULL OR (r.acknowledged_at_ms IS NOT NULL) = ${isAcknowledged}::boolean)
      AND (${organisationId}::text IS NULL OR o.organisation_id = ${organisationId}::text)
    ORDER BY r.user_nid LIMIT ${page.limit}`.execute(db)
  return rows.rows
}

/** A second person has agreed: it may be sent. */
export async function setAgreed(tx: Tx, requestNid: number): Promise<void> {
  await sql`UPDATE announcement SET state = 'sending' WHERE request_nid = ${requestNid} AND state = 'waiting'`.execute(tx)
}

/** Ends an announcement; false where it has ended already. */
export async function setWithdrawn(tx: Tx, announcementNid: number, atMs: number): Promise<boolean> {
  const result = await sql`UPDATE announcement SET state = 'withdrawn', ended_at_ms = ${atMs}, next_round_at_ms = NULL
    WHERE announcement_nid = ${announcementNid} AND state <> 'withdrawn'`.execute(tx)
  return (result.numAffectedRows ?? 0n) > 0n
}

/** The next announcement that is being sent, the gravest and oldest first. */
export async function findSending(db: Db): Promise<StoredAnnouncement | undefined> {
  const rows = await sql<StoredAnnouncement>`SELECT ${ANNOUNCEMENT} FROM ${FROM} WHERE n.state = 'sending'
    ORDER BY n.severity = 'critical' DESC, n.announcement_nid LIMIT 1`.execute(db)
  return rows.rows[0]
}

/** Makes the next accounts recipients; gives back the last of them, null where all are. One transaction: a kill repeats it, and adds nobody twice. */
export async function fillRecipients(tx: Tx, { announcementNid, filledUpTo, audience, audienceNames }: StoredAnnouncement, limit: number): Promise<number | null> {
  const result = await sql<{ last: number | null; many: number }>`WITH next AS (
      SELECT a.user_nid, a.organisation_nid FROM account a LEFT JOIN organisation o USING (organisation_nid)
      WHERE a.user_nid > ${filledUpTo ?? 0} AND ${HEARS} AND CASE ${audience}::text
        WHEN 'organisations' THEN o.organisation_id = ANY(${audienceNames}::text[]) AND a.account_type <> 'service'
        WHEN 'account_types' THEN a.account_type = ANY(${audienceNames}::text[])
        ELSE a.account_type <> 'service' END
      ORDER BY a.user_nid LIMIT ${limit}
    ), made AS (
      INSERT INTO announcement_receipt (announcement_nid, user_nid, organisation_nid) SELECT ${announcementNid}, user_nid, organisation_nid FROM next
      ON CONFLICT DO NOTHING
    ) SELECT max(user_nid) AS last, count(*)::int AS many FROM next`.execute(tx)
  const [{ last, many } = { last: null, many: 0 }] = result.rows
  const filled = many < limit ? null : last
  await sql`UPDATE announcement SET filled_up_to = ${filled} WHERE announcement_nid = ${announcementNid}`.execute(tx)
  return filled
}

/** The next people whom nobody has told in this round, and who have not acknowledged. */
export async function listUntold(db: Db, { announcementNid, round }: StoredAnnouncement, { after, limit }: { after: number; limit: number }): Promise<{ userNid: number; userId: string }[]> {
  const rows = await sql<{ userNid: number; userId: string }>`SELECT r.user_nid AS "userNid", a.user_id AS "userId" FROM announcement_receipt r JOIN account a USING (user_nid)
    WHERE r.announcement_nid = ${announcementNid} AND r.told_round < ${round} AND r.acknowledged_at_ms IS NULL AND r.user_nid > ${after}
    ORDER BY r.user_nid LIMIT ${limit}`.execute(db)
  return rows.rows
}

/** These have been told in this round; `atMs` null: they cannot be told. */
export async function setTold(db: Db, { announcementNid, round }: StoredAnnouncement, told: { userNids: readonly number[]; atMs: number | null }): Promise<void> {
  await sql`UPDATE announcement_receipt SET told_round = ${round}, told_at_ms = coalesce(${told.atMs}::bigint, told_at_ms)
    WHERE announcement_nid = ${announcementNid} AND user_nid = ANY(${[...told.userNids]}::int[])`.execute(db)
}

/** Everybody was told in this round; the next one begins then, if any. */
export async function setSent(db: Db, announcementNid: number, nextRoundAtMs: number | null): Promise<void> {
  await sql`UPDATE announcement SET state = 'sent', next_round_at_ms = ${nextRoundAtMs} WHERE announcement_nid = ${announcementNid} AND state = 'sending'`.execute(db)
}

/** Begins the rounds that are due. */
export async function beginRounds(db: Db, nowMs: number): Promise<number> {
  const result = await sql`UPDATE announcement SET state = 'sending', round = round + 1, next_round_at_ms = NULL
    WHERE state = 'sent' AND next_round_at_ms <= ${nowMs}`.execute(db)
  return Number(result.numAffectedRows ?? 0n)
}

/** What somebody has not acknowledged, the gravest first; what need not be goes after a time. */
export async function listOpenOf(db: Db, userNid: number, { sinceMs, limit }: { sinceMs: number; limit: number }): Promise<StoredAnnouncement[]> {
  const rows = await sql<StoredAnnouncement>`SELECT ${ANNOUNCEMENT} FROM ${FROM} JOIN announcement_receipt r ON r.announcement_nid = n.announcement_nid
    WHERE r.user_nid = ${userNid} AND r.acknowledged_at_ms IS NULL AND n.state IN ('sending', 'sent') AND (n.must_acknowledge OR n.created_at_ms > ${sinceMs})
    ORDER BY n.must_acknowledge DESC, CASE n.severity WHEN 'critical' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, n.announcement_nid DESC LIMIT ${limit}`.execute(db)
  return rows.rows
}

/** Somebody has read it: since when that is known; undefined where it is not for them. */
export async function setAcknowledged(db: Db, { announcementNid, userNid, atMs }: { announcementNid: number; userNid: number; atMs: number }): Promise<number | undefined> {
  const rows = await sql<{ atMs: number }>`UPDATE announcement_receipt SET acknowledged_at_ms = coalesce(acknowledged_at_ms, ${atMs})
    WHERE announcement_nid = ${announcementNid} AND user_nid = ${userNid} RETURNING acknowledged_at_ms AS "atMs"`.execute(db)
  return rows.rows[0]?.atMs
}

/** Which of these are no organisation. */
export async function listUnknownOrganisations(db: Db, ids: readonly string[]): Promise<string[]> {
  const rows = await sql<{ id: string }>`SELECT id FROM unnest(${[...ids]}::text[]) AS id WHERE NOT EXISTS (SELECT 1 FROM organisation o WHERE o.organisation_id = id)`.execute(db)
  return rows.rows.map(({ id }) => id)
}
