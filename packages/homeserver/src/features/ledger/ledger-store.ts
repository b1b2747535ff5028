// SQL of the read ledger: append a block, read blocks in order.
import type pg from 'pg'
import type { Db } from '../../db/pool.ts'

/** One block as it is stored. */
export interface StoredBlock {
  block: number
  body: Buffer
}

/** A block that is to be stored. */
export interface NewBlock {
  firstAtMs: number
  lastAtMs: number
  rowCount: number
  body: Buffer
  salt: Uint8Array
  /** Whose chain it is in, where in it, and the hash of the block before it; of the first, nothing. */
  writer: Uint8Array
  seq: number
  previous: Uint8Array
}

/**
 * Appends a block; resolves when it is durable. Every answer that shows something waits for this one statement: it is
 * prepared once a connection. A block that stands already (its chain and place in it say which) stays as it is.
 */
export async function insertBlock(pool: Pick<pg.Pool, 'query'> | Pick<pg.PoolClient, 'query'>, block: NewBlock): Promise<void> {
  await pool.query({
    name: 'append-ledger-block',
    text: `INSERT INTO ledger_block (first_at_ms, last_at_ms, row_count, body, salt, writer, seq, previous)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (writer, seq) DO NOTHING`,
    values: [block.firstAtMs, block.lastAtMs, block.rowCount, block.body, block.salt, block.writer, block.seq, block.previous],
  })
}

/** The newest blocks, newest first, at most `limit`. */
export async function listNewestBlocks(db: Db, limit: number): Promise<StoredBlock[]> {
  return db.selectFrom('ledger_block').select(['block', 'body']).orderBy('block', 'desc').limit(limit).execute()
}

/** Blocks after block number `after`, oldest first, at most `limit`. */
export async function listBlocks(db: Db, after: number, limit: number): Promise<StoredBlock[]> {
  return db
    .selectFrom('ledger_block')
    .select(['block', 'body'])
    .where('block', '>', after)
    .orderBy('block')
    .limit(limit)
    .execute()
}
