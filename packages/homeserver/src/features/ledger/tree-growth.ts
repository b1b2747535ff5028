// How the tree of the ledger grows: what is durable is put into it, it is looked whether the blocks still follow each other,
// and its head is signed. `tree-thread.ts` runs it beside the thread that answers.
import type { GrowingTree } from '@chappe/ledger'
import { decodeBlock, edgeOf, growTree, hashRow, printCheckpoint, saltOfRow } from '@chappe/ledger'
import type { Db, Tx } from '../../db/pool.ts'
import type { Logger, Random } from '../../deps.ts'
import type { UnplacedBlock } from './notary-store.ts'
import {
  findCheckpoint,
  insertPlacements,
  insertReaders,
  listChains,
  listTiles,
  listUnplacedBlocks,
  lockTree,
  setBroken,
  setTreeSize,
  upsertChain,
  upsertCheckpoint,
  upsertTiles,
  widenSegments,
} from './notary-store.ts'
import { ledgerPlatform } from './platform.ts'
import { createChain, hashLink } from './steps/chain.ts'
import type { LedgerSigner } from './steps/signer.ts'
import { takeActs } from './steps/take-acts.ts'

/** What it needs. */
export interface TreeGrowthDeps {
  db: Db
  random: Random
  logger: Pick<Logger, 'error'>
  signer: LedgerSigner
  /** `<server name>/ledger`. */
  origin: string
}

/** A head that was signed. */
export interface SignedHead {
  size: number
  madeAtMs: number
  /** A signed note; see `packages/ledger/src/checkpoint.ts`. */
  note: string
}

/** The tree, as it grows. */
export interface TreeGrowth {
  /** Puts what is durable into the tree. Gives back how large it is. */
  advance(): Promise<number>
  /** Signs the head of now; gives back the one there is where nothing was added. */
  sign(nowMs: number): Promise<SignedHead>
}

/** So many blocks are in a segment: the index of who was shown what is of segments. */
export const SEGMENT_BLOCKS = 64

const BLOCKS_AT_ONCE = 200
/** A block becomes visible within the time of a statement: no more than these come before it. */
const LOOK_BACK = 2000

/** One at a time grows the tree, whatever process or thread it runs in: it holds a lock on it. */
export function createTreeGrowth({ db, random, logger, signer, origin }: TreeGrowthDeps): TreeGrowth {
  const actsChain = createChain(random)
  let known: GrowingTree | undefined
  let running: Promise<unknown> = Promise.resolve()

  /** One after the other: what is held of the edge is that of the last one that was stored. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const next = running.then(act)
    running = next.catch(() => undefined)
    return next
  }

  async function advanceOnce(): Promise<number> {
    try {
      return await db.transaction().execute(async (tx) => {
        const { size, broken } = await lockTree(tx)
        await takeActs(tx, actsChain)
        const blocks = await listUnplacedBlocks(tx, { lookBack: LOOK_BACK, limit: BLOCKS_AT_ONCE })
        if (known?.size !== size) known = growTree(ledgerPlatform.sha256, size, await listTiles(tx, edgeOf(size)))
        if (blocks.length === 0) return 0
        await place(tx, known, blocks)
        const wrong = await followChains(tx, blocks)
        if (wrong !== undefined && broken === undefined) {
          logger.error({ wrong }, 'the record of reads is not as it was written')
          await setBroken(tx, wrong)
        }
        return blocks.length
      })
    } catch (error) {
      known = undefined
      actsChain.beginAnew()
      throw error
    }
  }

  async function advance(): Promise<number> {
    while ((await advanceOnce()) === BLOCKS_AT_ONCE);
    return known?.size ?? 0
  }

  async function sign(nowMs: number): Promise<SignedHead> {
    const size = await advance()
    const last = await findCheckpoint(db)
    if (last?.size === size) return last
    const root = known?.root() ?? ledgerPlatform.sha256()
    const head = { size, madeAtMs: nowMs, note: signer.sign(printCheckpoint(ledgerPlatform, { origin, size, root })) }
    await upsertCheckpoint(db, head)
    return head
  }

  return { advance: () => inTurn(advance), sign: (nowMs) => inTurn(() => sign(nowMs)) }
}

/** Puts blocks after what is in the tree. */
async function place(tx: Tx, tree: GrowingTree, blocks: readonly UnplacedBlock[]): Promise<void> {
  const leaves: Uint8Array[] = []
  const placements: { block: number; firstLeaf: number; leafCount: number }[] = []
  const readers = createReaders()
  const segments = new Map<number, { segment: number; firstAtMs: number; lastAtMs: number }>()
  for (const { block, body, salt, firstAtMs, lastAtMs } of blocks) {
    const rows = decodeBlock(body, ledgerPlatform.utf8)
    placements.push({ block, firstLeaf: tree.size + leaves.length, leafCount: rows.length })
    const segment = Math.floor(block / SEGMENT_BLOCKS)
    const times = segments.get(segment)
    if (times === undefined) segments.set(segment, { segment, firstAtMs, lastAtMs })
    else {
      times.firstAtMs = Math.min(times.firstAtMs, firstAtMs)
      times.lastAtMs = Math.max(times.lastAtMs, lastAtMs)
    }
    const blockSalt = salt ?? NO_SALT
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at]
      if (row === undefined) break
      leaves.push(hashRow(ledgerPlatform, row, saltOfRow(ledgerPlatform, blockSalt, at)))
      readers.add(row.account, segment, row.kind === 'keys')
    }
  }
  const tiles = tree.append(leaves)
  await insertPlacements(tx, placements)
  await upsertTiles(tx, tiles)
  await insertReaders(tx, readers.all)
  await widenSegments(tx, [...segments.values()])
  await setTreeSize(tx, tree.size)
}

/** Blocks from before there were salts have none. */
const NO_SALT = new Uint8Array()

interface Reader {
  account: number
  segment: number
  hasKeys: boolean
}

/** Who is in which segment, each once. */
function createReaders(): { all: readonly Reader[]; add(account: number, segment: number, isKeys: boolean): void } {
  const all: Reader[] = []
  const bySegment = new Map<number, Map<number, Reader>>()
  return {
    all,
    add(account, segment, isKeys) {
      let ofSegment = bySegment.get(segment)
      if (ofSegment === undefined) bySegment.set(segment, (ofSegment = new Map()))
      const known = ofSegment.get(account)
      if (known !== undefined) {
        if (isKeys) known.hasKeys = true
        return
      }
      const reader = { account, segment, hasKeys: isKeys }
      ofSegment.set(account, reader)
      all.push(reader)
    },
  }
}

/** Looks whether each block follows the one before it; gives back what does not, in words. */
async function followChains(tx: Tx, blocks: readonly UnplacedBlock[]): Promise<string | undefined> {
  const writers = new Map(blocks.flatMap(({ writer }) => (writer === null ? [] : [[writer.toString('hex'), writer]])))
  const chains = new Map<string, { seq: number; head: Uint8Array }>((await listChains(tx, [...writers.values()])).map(({ writer, seq, head }) => [writer.toString('hex'), { seq, head }]))
  let wrong: string | undefined
  for (const { block, body, salt, writer, seq, previous } of blocks) {
    // Blocks from before there were chains.
    if (writer === null || seq === null || salt === null || previous === null) continue
    const name = writer.toString('hex')
    const last = chains.get(name) ?? { seq: -1, head: new Uint8Array(0) }
    const isNext = seq === last.seq + 1 && previous.equals(last.head)
    if (!isNext) wrong ??= `block ${block} does not follow block ${last.seq} of its process`
    chains.set(name, { seq, head: hashLink({ previous, salt, body }) })
  }
  const lastAtMs = blocks.at(-1)?.lastAtMs ?? 0
  for (const [name, writer] of writers) {
    const chain = chains.get(name)
    if (chain !== undefined) await upsertChain(tx, { writer, ...chain, lastAtMs })
  }
  return wrong
}
