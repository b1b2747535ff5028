// SQL of the tree over the ledger.
import { sql } from 'kysely'
import type { TileUpdate, Tile } from '@chappe/ledger'
import type { Db, Tx } from '../../db/pool.ts'

/** A block that is not in the tree yet. */
export interface UnplacedBlock {
  block: number
  body: Buffer
  salt: Buffer | null
  writer: Buffer | null
  seq: number | null
  previous: Buffer | null
  firstAtMs: number
  lastAtMs: number
}

/** A block with where its rows are. */
export interface PlacedBlock {
  block: number
  body: Buffer
  salt: Buffer | null
  firstLeaf: number
}

/** How large the tree is, and what was found wrong; nobody else grows it until the transaction ends. */
export async function lockTree(tx: Tx): Promise<{ size: number; broken: string | undefined }> {
  const { size, broken } = await tx.selectFrom('ledger_tree').select(['size', 'broken']).forUpdate().executeTakeFirstOrThrow()
  return { size, broken: broken ?? undefined }
}

/** How large the tree is, and what was found wrong. */
export async function getTree(db: Db): Promise<{ size: number; broken: string | undefined }> {
  const { size, broken } = await db.selectFrom('ledger_tree').select(['size', 'broken']).executeTakeFirstOrThrow()
  return { size, broken: broken ?? undefined }
}

/** The tree is as large as this now. */
export async function setTreeSize(tx: Tx, size: number): Promise<void> {
  await tx.updateTable('ledger_tree').set({ size }).execute()
}

/** Writes down what is wrong; what was found first stays. */
export async function setBroken(tx: Db | Tx, broken: string): Promise<void> {
  await tx.updateTable('ledger_tree').set({ broken: sql`coalesce(broken, ${broken})` }).execute()
}

/**
 * Blocks that are not in the tree, in their order. A number may become visible after a later one: the last `lookBack` of those
 * that are in it are looked at once more.
 */
export async function listUnplacedBlocks(tx: Tx, { lookBack, limit }: { lookBack: number; limit: number }): Promise<UnplacedBlock[]> {
  const rows = await sql<{ block: number; body: Buffer; salt: Buffer | null; writer: Buffer | null; seq: number | null; previous: Buffer | null; firstAtMs: number; lastAtMs: number }>`
    SELECT b.block, b.body, b.salt, b.writer, b.seq, b.previous, b.first_at_ms AS "firstAtMs", b.last_at_ms AS "lastAtMs" FROM ledger_block b
    WHERE b.block > coalesce((SELECT max(block) FROM ledger_placement), 0) - ${lookBack}
      AND NOT EXISTS (SELECT 1 FROM ledger_placement p WHERE p.block = b.block)
    ORDER BY b.block LIMIT ${limit}`.execute(tx)
  return rows.rows
}

/** Says where the rows of blocks are. */
export async function insertPlacements(tx: Tx, placements: readonly { block: number; firstLeaf: number; leafCount: number }[]): Promise<void> {
  await sql`INSERT INTO ledger_placement (block, first_leaf, leaf_count)
    SELECT * FROM unnest(${placements.map(({ block }) => block)}::bigint[], ${placements.map(({ firstLeaf }) => firstLeaf)}::bigint[],
      ${placements.map(({ leafCount }) => leafCount)}::int[])`.execute(tx)
}

/** Writes tiles; one that is not full yet grows. */
export async function upsertTiles(tx: Tx, tiles: readonly TileUpdate[]): Promise<void> {
  await sql`INSERT INTO ledger_tile (level, tile, hashes)
    SELECT * FROM unnest(${tiles.map(({ level }) => level)}::smallint[], ${tiles.map(({ index }) => index)}::bigint[],
      ${tiles.map(({ hashes }) => Buffer.from(hashes))}::bytea[])
    ON CONFLICT (level, tile) DO UPDATE SET hashes = EXCLUDED.hashes WHERE length(ledger_tile.hashes) < length(EXCLUDED.hashes)`.execute(tx)
}

/** Tiles as they are stored; those that are not there are left out. */
export async function listTiles(db: Db, tiles: readonly Tile[]): Promise<TileUpdate[]> {
  const rows = await sql<{ level: number; tile: number; hashes: Buffer }>`SELECT t.level, t.tile, t.hashes FROM ledger_tile t
    JOIN unnest(${tiles.map(({ level }) => level)}::smallint[], ${tiles.map(({ index }) => index)}::bigint[]) AS wanted (level, tile) USING (level, tile)`.execute(db)
  return rows.rows.map(({ level, tile, hashes }) => ({ level, index: tile, hashes }))
}

/** The chains of these processes, as far as they are in the tree. */
export async function listChains(tx: Tx, writers: readonly Buffer[]): Promise<{ writer: Buffer; seq: number; head: Buffer }[]> {
  if (writers.length === 0) return []
  return tx.selectFrom('ledger_chain').select(['writer', 'seq', 'head']).where('writer', 'in', writers).execute()
}

/** How far the chain of a process is in the tree now. */
export async function upsertChain(tx: Tx, chain: { writer: Buffer; seq: number; head: Uint8Array; lastAtMs: number }): Promise<void> {
  const values = { seq: chain.seq, head: Buffer.from(chain.head), last_at_ms: chain.lastAtMs }
  await tx
    .insertInto('ledger_chain')
    .values({ writer: chain.writer, ...values })
    .onConflict((conflict) => conflict.column('writer').doUpdateSet(values))
    .execute()
}

/** Says which accounts are in which segments of blocks. */
export async function insertReaders(tx: Tx, readers: readonly { account: number; segment: number; hasKeys: boolean }[]): Promise<void> {
  await sql`INSERT INTO ledger_reader (user_nid, segment, has_keys)
    SELECT * FROM unnest(${readers.map(({ account }) => account)}::bigint[], ${readers.map(({ segment }) => segment)}::bigint[],
      ${readers.map(({ hasKeys }) => hasKeys)}::boolean[])
    ON CONFLICT (user_nid, segment) DO UPDATE SET has_keys = true WHERE EXCLUDED.has_keys AND NOT ledger_reader.has_keys`.execute(tx)
}

/** Widens the times of segments. */
export async function widenSegments(tx: Tx, segments: readonly { segment: number; firstAtMs: number; lastAtMs: number }[]): Promise<void> {
  await sql`INSERT INTO ledger_segment AS s (segment, first_at_ms, last_at_ms)
    SELECT * FROM unnest(${segments.map(({ segment }) => segment)}::bigint[], ${segments.map(({ firstAtMs }) => firstAtMs)}::bigint[], ${segments.map(({ lastAtMs }) => lastAtMs)}::bigint[])
    ON CONFLICT (segment) DO UPDATE SET first_at_ms = least(s.first_at_ms, EXCLUDED.first_at_ms), last_at_ms = greatest(s.last_at_ms, EXCLUDED.last_at_ms)`.execute(tx)
}

/** Which segments: those with rows of a time, after `after`; of an account, and of its keys, where that is wanted. */
export interface SegmentQuery {
  account: number | undefined
  hasKeys: boolean
  fromMs: number
  toMs: number
  after: number
  limit: number
}

/** Segments in their order. */
export async function listSegments(db: Db, { account, hasKeys, fromMs, toMs, after, limit }: SegmentQuery): Promise<number[]> {
  const ofAccount = account === undefined ? sql`` : sql`JOIN ledger_reader r ON r.segment = s.segment AND r.user_nid = ${account} ${hasKeys ? sql`AND r.has_keys` : sql``}`
  const { rows } = await sql<{ segment: number }>`SELECT s.segment FROM ledger_segment s ${ofAccount}
    WHERE s.segment > ${after} AND s.last_at_ms >= ${fromMs} AND s.first_at_ms <= ${toMs} ORDER BY s.segment LIMIT ${limit}`.execute(db)
  return rows.map(({ segment }) => segment)
}

/** The blocks of a range that are in the tree and have a row of a time, in their order. */
export async function listPlacedBlocks(db: Db, range: { first: number; last: number; fromMs: number; toMs: number }): Promise<PlacedBlock[]> {
  const rows = await db
    .selectFrom('ledger_block as b')
    .innerJoin('ledger_placement as p', 'p.block', 'b.block')
    .select(['b.block', 'b.body', 'b.salt', 'p.first_leaf as firstLeaf'])
    .where('b.block', '>=', range.first)
    .where('b.block', '<=', range.last)
    .where('b.last_at_ms', '>=', range.fromMs)
    .where('b.first_at_ms', '<=', range.toMs)
    .orderBy('b.block')
    .execute()
  return rows
}

/** The blocks that have these places of the tree, in the order of the tree. */
export async function listBlocksWith(db: Db, leaves: readonly number[]): Promise<PlacedBlock[]> {
  const { rows } = await sql<PlacedBlock>`SELECT b.block, b.body, b.salt, p.first_leaf AS "firstLeaf"
    FROM (SELECT DISTINCT (SELECT o.block FROM ledger_placement o WHERE o.first_leaf <= l.leaf ORDER BY o.first_leaf DESC LIMIT 1) AS block
      FROM unnest(${[...leaves]}::bigint[]) l (leaf)) w
    JOIN ledger_placement p ON p.block = w.block JOIN ledger_block b ON b.block = w.block ORDER BY p.first_leaf`.execute(db)
  return rows
}

/** Keeps what was signed; a note of the same size is replaced (by one that more have signed). */
export async function upsertCheckpoint(db: Db, checkpoint: { size: number; madeAtMs: number; note: string }): Promise<void> {
  await db
    .insertInto('ledger_checkpoint')
    .values({ size: checkpoint.size, made_at_ms: checkpoint.madeAtMs, note: checkpoint.note })
    .onConflict((conflict) => conflict.column('size').doUpdateSet({ note: checkpoint.note }))
    .execute()
}

/** What was signed last. */
export async function findCheckpoint(db: Db): Promise<{ size: number; madeAtMs: number; note: string } | undefined> {
  return db.selectFrom('ledger_checkpoint').select(['size', 'made_at_ms as madeAtMs', 'note']).orderBy('size', 'desc').limit(1).executeTakeFirst()
}

/** What was signed, the largest first. */
export async function listHeads(db: Db, limit: number): Promise<{ size: number; madeAtMs: number; note: string }[]> {
  return db.selectFrom('ledger_checkpoint').select(['size', 'made_at_ms as madeAtMs', 'note']).orderBy('size', 'desc').limit(limit).execute()
}

/** What was signed of trees up to a size, the largest first. */
export async function listCheckpoints(db: Db, { upTo, limit }: { upTo: number; limit: number }): Promise<{ size: number; note: string }[]> {
  return db.selectFrom('ledger_checkpoint').select(['size', 'note']).where('size', '<=', upTo).orderBy('size', 'desc').limit(limit).execute()
}

/** What a witness has cosigned last. */
export async function findWitness(db: Db, name: string): Promise<{ size: number; signedAtMs: number } | undefined> {
  return db.selectFrom('ledger_witness').select(['size', 'signed_at_ms as signedAtMs']).where('name', '=', name).executeTakeFirst()
}

/** What a witness has cosigned now. */
export async function upsertWitness(db: Db, { name, ...witness }: { name: string; size: number; signedAtMs: number }): Promise<void> {
  const values = { size: witness.size, signed_at_ms: witness.signedAtMs }
  await db.insertInto('ledger_witness').values({ name, ...values }).onConflict((conflict) => conflict.column('name').doUpdateSet(values)).execute()
}

/** The last time of which rows were taken away; 0: none was. */
export async function findForgottenUpTo(db: Db): Promise<number> {
  const rows = await sql<{ lastAtMs: number | null }>`SELECT last_at_ms AS "lastAtMs" FROM ledger_block WHERE block = (
    SELECT max(block) FROM ledger_block WHERE body = '' AND row_count > 0)`.execute(db)
  return rows.rows[0]?.lastAtMs ?? 0
}

/** Takes the rows out of blocks whose time is over; their hashes stay. Gives back how many blocks that were. */
export async function forgetBodies(db: Db, { beforeMs, limit }: { beforeMs: number; limit: number }): Promise<number> {
  const rows = await sql`UPDATE ledger_block SET body = '', salt = NULL WHERE block IN (
      SELECT b.block FROM ledger_block b JOIN ledger_placement p USING (block)
      WHERE b.last_at_ms < ${beforeMs} AND b.body <> '' ORDER BY b.block LIMIT ${limit})`.execute(db)
  return Number(rows.numAffectedRows ?? 0)
}

/** Takes away what is known of devices that had ended before a time: no row names them any more. Gives back how many those were. */
export async function deletePastDevices(db: Db, { beforeMs, limit }: { beforeMs: number; limit: number }): Promise<number> {
  const rows = await sql<{ devices: number }>`WITH gone AS (
      DELETE FROM past_device WHERE device_nid IN (SELECT device_nid FROM past_device WHERE ended_at_ms < ${beforeMs} LIMIT ${limit}) RETURNING device_nid),
    times AS (DELETE FROM probation_time t USING gone WHERE t.device_nid = gone.device_nid)
    SELECT count(*) AS devices FROM gone`.execute(db)
  return rows.rows[0]?.devices ?? 0
}
