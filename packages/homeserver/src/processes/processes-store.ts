// SQL of the processes of an installation: their leases, and what they tell each other. All of it runs on a connection
// that is kept for it: stopping somebody must not wait behind what they have asked for.
import pg from 'pg'
import type { Db } from '../db/pool.ts'
import { endQuietly } from '../db/pool.ts'
import type { Place } from './neighbours.ts'

/** A process under one of its epochs. */
export interface ProcessRef {
  processId: string
  epoch: number
}

/** Another process, as the database has it. */
export interface OtherProcess extends ProcessRef {
  role: string
  /** How often its lease was renewed. */
  renewals: number
  place: Place
}

/** Something a process has to do. */
export interface StoredNotice {
  noticeId: number
  sender: string
  body: string
}

/** What became of the wish to go on serving. */
export interface Renewal {
  /** The lease was renewed: there was nothing left to do. */
  isRenewed: boolean
  /** The process is still registered under this epoch. */
  isKnown: boolean
  notices: StoredNotice[]
  others: OtherProcess[]
}

/** Where the processes hear that there is something to look at; the payload names who should. */
const CHANNEL = 'chappe_process'
const MAX_NOTICES = 500

/** A connection that hears of news for one process. */
export async function connectProcess(url: string, processId: string, on: { news(): void; lost(): void }): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000, keepAlive: true })
  client.on('error', () => on.lost())
  client.on('end', () => on.lost())
  client.on('notification', ({ payload }) => {
    if (payload === processId) on.news()
  })
  try {
    await client.connect()
    // A renewal that a crash of the database loses is one that nobody counts on.
    await client.query('SET synchronous_commit = off')
    await client.query(`LISTEN ${CHANNEL}`)
  } catch (error) {
    void endQuietly(client)
    throw error
  }
  return client
}

/** Registers a process under a new epoch; what was left to do under its earlier ones is void. */
export async function registerProcess(
  client: pg.Client,
  { processId, role, internalAddress, place }: { processId: string; role: string; internalAddress: string; place: Place },
): Promise<number> {
  await client.query('DELETE FROM process WHERE process_id = $1', [processId])
  await client.query('DELETE FROM process_notice WHERE process_id = $1', [processId])
  const result = await client.query<{ epoch: string }>(
    `INSERT INTO process (process_id, role, internal_address, started_at_ms, serving_until_ms, machine, pid, pid_started_ticks)
     SELECT $1, $2, $3, at.ms, at.ms, $4, $5, $6 FROM (SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS ms) at
     RETURNING epoch`,
    [processId, role, internalAddress, place.machine, place.pid, place.startedTicks],
  )
  return Number(result.rows[0]?.epoch)
}

/** Renews a lease, unless there is something to do first. */
export async function renewLease(client: pg.Client, { processId, epoch }: ProcessRef, leaseMs: number): Promise<Renewal> {
  const result = await client.query<{ renewed: boolean; known: boolean; notices: StoredNotice[]; others: OtherProcess[] }>({
    name: 'renew-lease',
    text: `WITH mine AS (
      SELECT notice_id, sender, body FROM process_notice WHERE process_id = $1 AND epoch = $2 ORDER BY notice_id LIMIT ${MAX_NOTICES}
    ), renewed AS (
      UPDATE process SET renewals = renewals + 1,
        serving_until_ms = (extract(epoch FROM clock_timestamp()) * 1000)::bigint + $3
      WHERE process_id = $1 AND epoch = $2 AND NOT EXISTS (SELECT 1 FROM mine) RETURNING 1
    )
    SELECT EXISTS (SELECT 1 FROM renewed) AS renewed,
      EXISTS (SELECT 1 FROM process WHERE process_id = $1 AND epoch = $2) AS known,
      coalesce((SELECT json_agg(json_build_object('noticeId', notice_id, 'sender', sender, 'body', body)) FROM mine), '[]') AS notices,
      coalesce((SELECT json_agg(json_build_object('processId', process_id, 'epoch', epoch, 'role', role, 'renewals', renewals,
        'place', json_build_object('machine', machine, 'pid', pid, 'startedTicks', pid_started_ticks)))
        FROM process WHERE process_id <> $1), '[]') AS others`,
    values: [processId, epoch, leaseMs],
  })
  const row = result.rows[0]
  if (row === undefined) throw new Error('the database gave no answer about the lease')
  return { isRenewed: row.renewed, isKnown: row.known, notices: row.notices, others: row.others }
}

/** Notes that what these notices ask for is done, and tells those who wait. */
export async function confirmNotices(client: pg.Client, notices: readonly StoredNotice[]): Promise<void> {
  await client.query(
    `WITH done AS (DELETE FROM process_notice WHERE notice_id = ANY($1::bigint[]) RETURNING sender)
     SELECT pg_notify('${CHANNEL}', sender) FROM (SELECT DISTINCT sender FROM done) d`,
    [notices.map((each) => each.noticeId)],
  )
}

/** A notice that was left for another process. */
export interface SentNotice extends ProcessRef {
  noticeId: number
  role: string
  place: Place
}

/** Leaves a notice for every other process there is. Durable when it resolves. */
export async function sendNotice(client: pg.Client, sender: string, body: string): Promise<SentNotice[]> {
  const result = await client.query<{ noticeId: string; processId: string; epoch: string; role: string; place: Place }>(
    `WITH durable AS MATERIALIZED (SELECT set_config('synchronous_commit', 'on', true)), target AS (
      SELECT process_id, epoch, role, json_build_object('machine', machine, 'pid', pid, 'startedTicks', pid_started_ticks) AS place
      FROM process, durable WHERE process_id <> $1
    ), made AS (
      INSERT INTO process_notice (process_id, epoch, sender, body) SELECT process_id, epoch, $1, $2 FROM target
      RETURNING notice_id, process_id, epoch
    )
    SELECT notice_id AS "noticeId", process_id AS "processId", epoch, role, place, pg_notify('${CHANNEL}', process_id)
    FROM made JOIN target USING (process_id, epoch)`,
    [sender, body],
  )
  return result.rows.map((row) => ({ ...row, noticeId: Number(row.noticeId), epoch: Number(row.epoch) }))
}

/** What became of notices: those that are not among these are still to be done. */
export async function listClosedNotices(client: pg.Client, sent: readonly SentNotice[]): Promise<Map<number, 'confirmed' | 'expired'>> {
  const result = await client.query<{ noticeId: string; isKnown: boolean }>(
    `SELECT s.notice_id AS "noticeId", p.process_id IS NOT NULL AS "isKnown"
     FROM unnest($1::bigint[], $2::text[], $3::bigint[]) s (notice_id, process_id, epoch)
     LEFT JOIN process p ON p.process_id = s.process_id AND p.epoch = s.epoch
     WHERE NOT EXISTS (SELECT 1 FROM process_notice n WHERE n.notice_id = s.notice_id)`,
    [sent.map((each) => each.noticeId), sent.map((each) => each.processId), sent.map((each) => each.epoch)],
  )
  // The notices of a process that counts as gone went with it.
  return new Map(result.rows.map((row) => [Number(row.noticeId), row.isKnown ? 'confirmed' : 'expired']))
}

/**
 * Takes a process off the list whose lease has run out: under its epoch nothing is renewed any more. `renewals`: only if
 * it was not renewed since then. `noticeId`: only if that still is to be done.
 */
export async function removeProcess(
  client: pg.Client,
  { processId, epoch }: ProcessRef,
  unless: { renewals?: number; noticeId?: number } = {},
): Promise<void> {
  await client.query(
    `WITH gone AS (
      DELETE FROM process WHERE process_id = $1 AND epoch = $2 AND ($3::bigint IS NULL OR renewals = $3)
        AND ($4::bigint IS NULL OR EXISTS (SELECT 1 FROM process_notice WHERE notice_id = $4)) RETURNING process_id, epoch
    ), void AS (
      DELETE FROM process_notice n USING gone WHERE n.process_id = gone.process_id AND n.epoch = gone.epoch RETURNING sender
    ) SELECT pg_notify('${CHANNEL}', sender) FROM (SELECT DISTINCT sender FROM void) v`,
    [processId, epoch, unless.renewals ?? null, unless.noticeId ?? null],
  )
}

/** The secret by which the processes know each other; `made` becomes it where there is none yet. */
export async function takeInternalSecret(db: Db, made: string): Promise<string> {
  await db.insertInto('internal_secret').values({ only_row: true, secret: made }).onConflict((conflict) => conflict.doNothing()).execute()
  return (await db.selectFrom('internal_secret').select('secret').executeTakeFirstOrThrow()).secret
}

/** Where the process with a role is reached from inside; the one that registered last. */
export async function findInternalAddress(db: Db, role: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('process')
    .select('internal_address')
    .where('role', '=', role)
    .where('internal_address', '<>', '')
    .orderBy('epoch', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.internal_address
}
