// SQL of the acts that are rows of the ledger.
import { sql } from 'kysely'
import type { Act, ActRow, ActSource } from '@chappe/ledger'
import type { Db, Tx } from '../../db/pool.ts'
import type { NewBlock } from './ledger-store.ts'

/** An act on record, and where its row is. */
export interface StoredAct extends Act {
  atMs: number
  /** Its place in the tree; undefined: it is in none yet. */
  leaf: number | undefined
  block: number | undefined
  place: number | undefined
}

interface RecordedAct {
  act: number
  source: ActSource
  number: number
  is_end: boolean
  at: number
  operation: string
  account: number
  device: number
  address: string
  body: string
}

/** Writes down an act that stands in no other record; gives it a number. */
export async function insertStart(db: Db, { atMs, body }: { atMs: number; body: string }): Promise<void> {
  await sql`INSERT INTO ledger_act (source, number, is_end, at_ms, operation, account, device, address, body)
    SELECT 'start', coalesce(max(number), 0) + 1, true, ${atMs}, 'server.start', 0, 0, '', ${body} FROM ledger_act WHERE source = 'start'`.execute(db)
}

/** Acts that have no row yet, in their order. */
export async function listOpenActs(tx: Tx, limit: number): Promise<(ActRow & { act: number })[]> {
  const { rows } = await sql<RecordedAct>`SELECT act, source, number, is_end, at_ms AS at, operation, account, device, address, body
    FROM ledger_act WHERE block IS NULL ORDER BY act LIMIT ${limit} FOR UPDATE`.execute(tx)
  return rows.map(({ is_end: isEnd, ...row }) => ({ ...row, phase: isEnd ? 'end' : 'attempt' }))
}

/** Writes a block with the rows of these acts, in their order. */
export async function insertActsBlock(tx: Tx, block: NewBlock, acts: readonly number[]): Promise<void> {
  const { firstAtMs, lastAtMs, rowCount, body, salt, writer, seq, previous } = block
  await sql`WITH made AS (
      INSERT INTO ledger_block (first_at_ms, last_at_ms, row_count, body, salt, writer, seq, previous)
      VALUES (${firstAtMs}, ${lastAtMs}, ${rowCount}, ${body}, ${Buffer.from(salt)}, ${Buffer.from(writer)}, ${seq}, ${Buffer.from(previous)}) RETURNING block
    ) UPDATE ledger_act a SET block = made.block, place = u.place - 1
    FROM made, unnest(${[...acts]}::bigint[]) WITH ORDINALITY AS u (act, place) WHERE a.act = u.act`.execute(tx)
}

/** The acts with these numbers in a record, in the order in which they were recorded. */
export async function listActs(db: Db, source: ActSource, numbers: readonly number[]): Promise<StoredAct[]> {
  const { rows } = await sql<{ number: number; is_end: boolean; at: number; body: string; block: number | null; place: number | null; first: number | null }>`
    SELECT a.number, a.is_end, a.at_ms AS at, a.body, a.block, a.place, p.first_leaf AS first
    FROM ledger_act a LEFT JOIN ledger_placement p ON p.block = a.block
    WHERE a.source = ${source} AND a.number = ANY(${[...numbers]}::bigint[]) ORDER BY a.act`.execute(db)
  return rows.map(({ number, is_end: isEnd, at, body, block, place, first }) => ({
    source,
    number,
    phase: isEnd ? 'end' : 'attempt',
    body,
    atMs: at,
    block: block ?? undefined,
    place: place ?? undefined,
    leaf: first === null || place === null ? undefined : first + place,
  }))
}

/** The numbers of acts in a record within a range, the highest first. */
export async function listActNumbers(db: Db, source: ActSource, range: { from: number; to: number; limit: number }): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`SELECT DISTINCT number FROM ledger_act
    WHERE source = ${source} AND number BETWEEN ${range.from} AND ${range.to} ORDER BY number DESC LIMIT ${range.limit}`.execute(db)
  return rows.map(({ number }) => number)
}

/** Blocks with their rows and salts. */
export async function listBlocksOf(db: Db, blocks: readonly number[]): Promise<{ block: number; body: Buffer; salt: Buffer | null }[]> {
  if (blocks.length === 0) return []
  return db.selectFrom('ledger_block').select(['block', 'body', 'salt']).where('block', 'in', [...blocks]).execute()
}
