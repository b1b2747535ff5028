// SQL of the read ledger: append a block, read blocks in order.
import type { Db } from '../../db/pool.ts'

/** One block as it is stored. */
export interface StoredBlock {
  block: number
  body: Buffer
}

/** Appends a block; resolves when it is durable. */
export async function insertBlock(
  db: Db,
  block: { firstAtMs: number; lastAtMs: number; rowCount: number; body: Buffer },
): Promise<void> {
  await db
    .insertInto('ledger_block')
    .values({
      first_at_ms: block.firstAtMs,
      last_at_ms: block.lastAtMs,
      row_count: block.rowCount,
      body: block.body,
    })
    .execute()
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
