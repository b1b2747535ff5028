// The notary of the ledger: every row is in a tree whose head is signed once a minute (`tree-growth.ts`), and rows are proven
// to whoever has a head.
import type { EvidenceRow, LedgerRow, NoteVerifier, ProofPart, Evidence } from '@chappe/ledger'
import { decodeBlock, EVIDENCE_FORMAT, planConsistency, planInclusion, printManifestNote, saltOfRow } from '@chappe/ledger'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import { deletePastDevices, findCheckpoint, findForgottenUpTo, forgetBodies, getTree, listBlocksWith, listPlacedBlocks, listSegments, listTiles } from './notary-store.ts'
import { ledgerPlatform } from './platform.ts'
import type { LedgerSigner } from './steps/signer.ts'
import { hashesOfParts } from './steps/tile-hashes.ts'
import type { SignedHead, TreeGrowth } from './tree-growth.ts'
import { SEGMENT_BLOCKS } from './tree-growth.ts'

export type { SignedHead } from './tree-growth.ts'

/** What the notary needs. */
export interface NotaryDeps {
  db: Db
  clock: Clock
  signer: LedgerSigner
  growth: TreeGrowth
  settings: {
    /** `<server name>/ledger`. */
    origin: string
    /** How long rows are kept. */
    keepMs: number
  }
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
  /** The rows at these places of the tree, which ascend; those whose time is over are left out. */
  rowsAt(leaves: readonly number[]): Promise<EvidenceRow[]>
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

const SEGMENTS_AT_ONCE = 16
const ROWS_MAX = 1_000_000
const FORGET_AT_ONCE = 500

/** Opens the notary of a ledger whose tree grows by `growth`. */
export function createNotary({ db, clock, signer, growth, settings }: NotaryDeps): Notary {
  return {
    verifier: signer.verifier,
    read: (query, size) => readRows(db, query, size),
    rowsAt: (leaves) => listRowsAt(db, leaves),
    proveRows: (rows, head) => proveRows(db, rows, head),
    signManifest: (manifest) => signer.sign(printManifestNote(ledgerPlatform, settings.origin, manifest)),
    forgottenUpTo: () => findForgottenUpTo(db),
    advance: growth.advance,
    sign: () => growth.sign(clock.now()),
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

async function gatherRows(db: Db, query: RowQuery, size: number): Promise<EvidenceRow[]> {
  const found: EvidenceRow[] = []
  for await (const rows of readRows(db, query, size)) {
    found.push(...rows)
    if (found.length > ROWS_MAX) throw new RangeError(`more than ${ROWS_MAX} rows`)
  }
  return found.toSorted((a, b) => a.leaf - b.leaf)
}

async function listRowsAt(db: Db, leaves: readonly number[]): Promise<EvidenceRow[]> {
  if (leaves.length === 0) return []
  const wanted = new Set(leaves)
  const found: EvidenceRow[] = []
  for (const { body, salt, firstLeaf } of await listBlocksWith(db, leaves)) {
    if (body.length === 0) continue
    for (const [at, row] of decodeBlock(body, ledgerPlatform.utf8).entries()) {
      const leaf = firstLeaf + at
      if (wanted.has(leaf)) found.push({ leaf, salt: base64(saltAt(salt, at)), ...row })
    }
  }
  return found
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
