// The notary of the ledger: puts every row into a tree whose head is signed once a minute, looks whether the blocks still
// follow each other, and proves rows to whoever has a head.
import type { EvidenceRow, GrowingTree, LedgerRow, NoteVerifier, ProofPart, Evidence } from '@chappe/ledger'
import { decodeBlock, edgeOf, EVIDENCE_FORMAT, growTree, hashRow, makeVerifier, planConsistency, planInclusion, printCheckpoint, printManifestNote, printNote, saltOfRow } from '@chappe/ledger'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock, Logger, Random } from '../../deps.ts'
import type { SigningKey } from '../../signing-keys.ts'
import type { UnplacedBlock } from './notary-store.ts'
import {
  deletePastDevices,
  findCheckpoint,
  findForgottenUpTo,
  forgetBodies,
  getTree,
  insertPlacements,
  insertReaders,
  listChains,
  listPlacedBlocks,
  listSegments,
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
import { ledgerPlatform, signEd25519 } from './platform.ts'
import { createChain, hashLink } from './steps/chain.ts'
import { takeActs } from './steps/take-acts.ts'
import { hashesOfParts } from './steps/tile-hashes.ts'

/** What the notary needs. */
export interface NotaryDeps {
  db: Db
  clock: Clock
  random: Random
  logger: Logger
  key: Pick<SigningKey, 'seed' | 'publicKey'>
  settings: {
    /** `<server name>/ledger`. */
    origin: string
    /** How long rows are kept. */
    keepMs: number
  }
}

/** A head that was signed. */
export interface SignedHead {
  size: number
  madeAtMs: number
  /** A signed note; see `packages/ledger/src/checkpoint.ts`. */
  note: string
}

/** Which rows. Times are inclusive; without an account those of everybody. */
export interface RowQuery {
  account?: number | undefined
  fromMs: number
  toMs: number
  /** Left out: every row of that account and time. */
  isWanted?: ((row: LedgerRow) => boolean) | undefined
  /** Where only rows about keys are wanted: blocks in which the account has none are not looked at. */
  onlyKeys?: boolean | undefined
}

/** Which rows to prove. */
export interface EvidenceQuery extends RowQuery {
  /** Heads that whoever asks has already: it is shown that the ledger went on from them. */
  earlier?: readonly { size: number; note: string }[]
}

/** The notary. */
export interface Notary {
  readonly verifier: NoteVerifier
  /** Puts what is durable into the tree. Gives back how large it is. */
  advance(): Promise<number>
  /** Signs the head of now; gives back the one there is where nothing was added. */
  sign(): Promise<SignedHead>
  /** Rows that a head covers, with what proves them against it. Throws `RangeError` where they are more than fit in memory. */
  prove(query: EvidenceQuery, head: SignedHead): Promise<Evidence>
  /** Rows that a head covers, in no order, some at a time; memory holds one block. */
  read(query: RowQuery, size: number): AsyncIterable<readonly EvidenceRow[]>
  /** What proves some rows against a head; they ascend in the tree. */
  proveRows(rows: readonly EvidenceRow[], head: Pick<SignedHead, 'size' | 'note'>): Promise<Evidence>
  /** Signs the manifest of an exposure report; gives back the signed note. */
  signManifest(manifest: Uint8Array): string
  /** The last time of which no rows are kept any more; 0: all are. */
  forgottenUpTo(): Promise<number>
  /** The hashes that show that the tree of `size` begins with that of `earlier`. */
  proveGrowth(earlier: number, size: number): Promise<Uint8Array[]>
  /** How large the tree is, and what is wrong with the blocks, if anything is. */
  standing(): Promise<{ size: number; broken: string | undefined; head: SignedHead | undefined }>
  /** Takes rows away whose time is over, and the devices that they named. Gives back how many blocks lost theirs. */
  forget(): Promise<number>
}

const BLOCKS_AT_ONCE = 200
/** A block becomes visible within the time of a statement: no more than these come before it. */
const LOOK_BACK = 2000
const SEGMENT_BLOCKS = 64
const SEGMENTS_AT_ONCE = 16
const ROWS_MAX = 1_000_000
const FORGET_AT_ONCE = 500

/** Opens the notary. One at a time grows the tree, whatever process it runs in. */
export function createNotary(deps: NotaryDeps): Notary {
  const { db, clock, key, settings } = deps
  const verifier = makeVerifier(ledgerPlatform, { name: settings.origin, kind: 'ed25519', publicKey: new Uint8Array(Buffer.from(key.publicKey, 'base64')) })
  const actsChain = createChain(deps.random)
  const signNote = noteSigner(key, verifier)
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
          deps.logger.error({ wrong }, 'the record of reads is not as it was written')
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

  async function sign(): Promise<SignedHead> {
    const size = await advance()
    const last = await findCheckpoint(db)
    if (last?.size === size) return last
    const root = known?.root() ?? ledgerPlatform.sha256()
    const head = { size, madeAtMs: clock.now(), note: signNote(printCheckpoint(ledgerPlatform, { origin: settings.origin, size, root })) }
    await upsertCheckpoint(db, head)
    return head
  }

  return {
    verifier,
    read: (query, size) => readRows(db, query, size),
    proveRows: (rows, head) => proveRows(db, rows, head),
    signManifest: (manifest) => signNote(printManifestNote(ledgerPlatform, settings.origin, manifest)),
    forgottenUpTo: () => findForgottenUpTo(db),
    advance: () => inTurn(advance),
    sign: () => inTurn(sign),
    async prove(query, head) {
      const evidence = await proveRows(db, await gatherRows(db, query, head.size), head)
      const earlier = []
      for (const each of query.earlier ?? []) earlier.push({ checkpoint: each.note, proof: (await proveGrowth(db, each.size, head.size)).map(base64) })
      return { ...evidence, earlier }
    },
    proveGrowth: (earlier, size) => proveGrowth(db, earlier, size),
    async standing() {
      return { ...(await getTree(db)), head: await findCheckpoint(db) }
    },
    forget: () => forget(db, clock.now() - settings.keepMs),
  }
}

/** Signs texts of the ledger's own. */
function noteSigner({ seed }: NotaryDeps['key'], { name, keyHash }: NoteVerifier): (text: string) => string {
  return (text) => printNote(ledgerPlatform, { text, signatures: [{ name, keyHash, bytes: signEd25519(seed, ledgerPlatform.utf8.encode(text)) }] })
}

async function proveRows(db: Db, rows: readonly EvidenceRow[], head: Pick<SignedHead, 'size' | 'note'>): Promise<Evidence> {
  const proof = await hashesOf(db, planInclusion(head.size, rows.map(({ leaf }) => leaf)))
  return { format: EVIDENCE_FORMAT, checkpoint: head.note, rows, proof: proof.map(base64), earlier: [] }
}

async function forget(db: Db, beforeMs: number): Promise<number> {
  let forgotten = 0
  for (;;) {
    const count = await forgetBodies(db, { beforeMs, limit: FORGET_AT_ONCE })
    forgotten += count
    if (count < FORGET_AT_ONCE) break
  }
  while ((await deletePastDevices(db, { beforeMs, limit: FORGET_AT_ONCE })) === FORGET_AT_ONCE);
  return forgotten
}

/** Puts blocks after what is in the tree. */
async function place(tx: Tx, tree: GrowingTree, blocks: readonly UnplacedBlock[]): Promise<void> {
  const leaves: Uint8Array[] = []
  const placements: { block: number; firstLeaf: number; leafCount: number }[] = []
  const readers = new Map<string, { account: number; segment: number; hasKeys: boolean }>()
  const segments = new Map<number, { segment: number; firstAtMs: number; lastAtMs: number }>()
  for (const { block, body, salt, firstAtMs, lastAtMs } of blocks) {
    const rows = decodeBlock(body, ledgerPlatform.utf8)
    placements.push({ block, firstLeaf: tree.size + leaves.length, leafCount: rows.length })
    const segment = Math.floor(block / SEGMENT_BLOCKS)
    const times = segments.get(segment) ?? { segment, firstAtMs, lastAtMs }
    segments.set(segment, { segment, firstAtMs: Math.min(times.firstAtMs, firstAtMs), lastAtMs: Math.max(times.lastAtMs, lastAtMs) })
    for (const [at, row] of rows.entries()) {
      leaves.push(hashRow(ledgerPlatform, row, saltAt(salt, at)))
      const name = `${row.account}/${segment}`
      readers.set(name, { account: row.account, segment, hasKeys: row.kind === 'keys' || readers.get(name)?.hasKeys === true })
    }
  }
  const tiles = tree.append(leaves)
  await insertPlacements(tx, placements)
  await upsertTiles(tx, tiles)
  await insertReaders(tx, [...readers.values()])
  await widenSegments(tx, [...segments.values()])
  await setTreeSize(tx, tree.size)
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

async function gatherRows(db: Db, query: RowQuery, size: number): Promise<EvidenceRow[]> {
  const found: EvidenceRow[] = []
  for await (const rows of readRows(db, query, size)) {
    found.push(...rows)
    if (found.length > ROWS_MAX) throw new RangeError(`more than ${ROWS_MAX} rows`)
  }
  return found.toSorted((a, b) => a.leaf - b.leaf)
}

async function* readRows(db: Db, query: RowQuery, size: number): AsyncGenerator<readonly EvidenceRow[]> {
  const { fromMs, toMs } = query
  for await (const { first, last } of segmentsOf(db, query)) {
    for (const { body, salt, firstLeaf } of await listPlacedBlocks(db, { first, last, fromMs, toMs })) {
      if (body.length === 0) continue
      const rows = decodeBlock(body, ledgerPlatform.utf8).flatMap((row, at) =>
        firstLeaf + at < size && isWanted(row, query) ? [{ leaf: firstLeaf + at, salt: base64(saltAt(salt, at)), ...row }] : [],
      )
      if (rows.length > 0) yield rows
    }
  }
}

function isWanted(row: LedgerRow, { account, fromMs, toMs, isWanted: isMore, onlyKeys }: RowQuery): boolean {
  const isAsked = row.at >= fromMs && row.at <= toMs && (account === undefined || row.account === account) && (onlyKeys !== true || row.kind === 'keys')
  return isAsked && isMore?.(row) !== false
}

/** Ranges of blocks with rows of a time, and of an account where one is named. */
async function* segmentsOf(db: Db, { account, onlyKeys: hasKeys = false, fromMs, toMs }: RowQuery): AsyncGenerator<{ first: number; last: number }> {
  for (let after = -1; ; ) {
    const segments = await listSegments(db, { account, hasKeys, fromMs, toMs, after, limit: SEGMENTS_AT_ONCE })
    for (const segment of segments) yield { first: segment * SEGMENT_BLOCKS, last: (segment + 1) * SEGMENT_BLOCKS - 1 }
    const last = segments.at(-1)
    if (last === undefined) return
    after = last
  }
}

async function proveGrowth(db: Db, earlier: number, size: number): Promise<Uint8Array[]> {
  if (earlier > size) throw new RangeError(`a ledger of ${size} rows does not begin with ${earlier}`)
  return earlier === 0 || earlier === size ? [] : hashesOf(db, planConsistency(earlier, size))
}

async function hashesOf(db: Db, parts: readonly ProofPart[]): Promise<Uint8Array[]> {
  return hashesOfParts(parts, (tiles) => listTiles(db, tiles))
}

/** The salt of a row; blocks from before there were salts have none. */
function saltAt(salt: Uint8Array | null, at: number): Uint8Array {
  return saltOfRow(ledgerPlatform, salt ?? new Uint8Array(), at)
}

const base64 = (bytes: Uint8Array): string => ledgerPlatform.base64.encode(bytes)
