// The tree over all rows of the ledger: RFC 6962, section 2.1. Whoever knows its head can be shown that a row is in it,
// that it has only grown since an earlier head, and that nothing was left out of either.
// https://www.rfc-editor.org/rfc/rfc6962#section-2.1

/** SHA-256 of byte strings, one after the other. */
export type Sha256 = (...parts: readonly Uint8Array[]) => Uint8Array

/** A complete subtree: 2^level leaves, from leaf index * 2^level on. */
export interface TreeNode {
  level: number
  index: number
}

/** A hash of a proof: of these subtrees, from left to right, folded into one. */
export type ProofPart = readonly TreeNode[]

/** A leaf that is shown to be in the tree. */
export interface ProvenLeaf {
  index: number
  hash: Uint8Array
}

const HASH_BYTES = 32
const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** MTH({d(0)}) = SHA-256(0x00 || d(0)) */
export function hashLeaf(sha256: Sha256, bytes: Uint8Array): Uint8Array {
  return sha256(LEAF, bytes)
}

/** MTH(D[n]) = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n])) */
export function hashNode(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(NODE, left, right)
}

/** The hash of a tree that holds nothing. */
export function hashEmpty(sha256: Sha256): Uint8Array {
  return sha256()
}

/** The complete subtrees that make up the first `size` leaves, from left to right. */
export function nodesOfTree(size: number): ProofPart {
  return nodesOfRange(0, size)
}

/** One hash out of those of neighboring subtrees, the largest leftmost, as `nodesOfTree` lists them. */
export function foldNodes(sha256: Sha256, hashes: readonly Uint8Array[]): Uint8Array {
  const last = hashes.at(-1)
  if (last === undefined) return hashEmpty(sha256)
  return hashes.slice(0, -1).reduceRight((right, left) => hashNode(sha256, left, right), last)
}

/**
 * What proves that leaves are in a tree of `size`: the hashes of everything else, as few as will do, in the order in which
 * `rootOfProof` takes them. For one leaf these are the nodes of its audit path (RFC 6962, 2.1.1), in another order.
 * `indexes` ascend, each once, and are below `size`.
 */
export function planInclusion(size: number, indexes: readonly number[]): ProofPart[] {
  const parts: ProofPart[] = []
  walk(0, size, { from: 0, to: indexes.length })
  return parts

  function walk(start: number, end: number, wanted: Slice): void {
    if (wanted.from === wanted.to) parts.push(nodesOfRange(start, end))
    else if (end - start > 1) {
      const middle = start + splitOf(end - start)
      const cut = firstNotBelow(wanted, middle, (at) => indexes[at] ?? 0)
      walk(start, middle, { from: wanted.from, to: cut })
      walk(middle, end, { from: cut, to: wanted.to })
    }
  }
}

/**
 * The head of a tree of `size` that holds these leaves (ascending, each once), by a proof that was made for them.
 * Undefined where the proof is not one for these leaves.
 */
export function rootOfProof(sha256: Sha256, size: number, leaves: readonly ProvenLeaf[], proof: readonly Uint8Array[]): Uint8Array | undefined {
  if (!Number.isSafeInteger(size) || size < 1 || !areAscending(leaves, size)) return undefined
  let taken = 0
  const root = walk(0, size, { from: 0, to: leaves.length })
  return taken === proof.length ? root : undefined

  function walk(start: number, end: number, wanted: Slice): Uint8Array | undefined {
    if (wanted.from === wanted.to) return takeHash()
    if (end - start === 1) return leaves[wanted.from]?.hash
    const middle = start + splitOf(end - start)
    const cut = firstNotBelow(wanted, middle, (at) => leaves[at]?.index ?? 0)
    const left = walk(start, middle, { from: wanted.from, to: cut })
    const right = left && walk(middle, end, { from: cut, to: wanted.to })
    return left && right && hashNode(sha256, left, right)
  }

  function takeHash(): Uint8Array | undefined {
    const hash = proof[taken]
    taken += 1
    return hash?.length === HASH_BYTES ? hash : undefined
  }
}

/** What proves that the tree of `size` begins with the tree of `earlier`: RFC 6962, 2.1.2. Both above 0, `earlier` the smaller. */
export function planConsistency(earlier: number, size: number): ProofPart[] {
  const parts: ProofPart[] = []
  walk(0, size, true)
  return parts

  /** SUBPROOF(m, D[n], b): what is whole in both trees is left out as long as it is the earlier tree itself. */
  function walk(start: number, end: number, isWhole: boolean): void {
    if (end === earlier) {
      if (!isWhole) parts.push(nodesOfRange(start, end))
      return
    }
    const middle = start + splitOf(end - start)
    if (earlier <= middle) {
      walk(start, middle, isWhole)
      parts.push(nodesOfRange(middle, end))
    } else {
      walk(middle, end, false)
      parts.push(nodesOfRange(start, middle))
    }
  }
}

/** A head: how many leaves, and their hash. */
export interface TreeHead {
  size: number
  root: Uint8Array
}

/** Whether the later tree begins with the earlier one. */
export function isConsistent(sha256: Sha256, earlier: TreeHead, later: TreeHead, proof: readonly Uint8Array[]): boolean {
  if (!Number.isSafeInteger(earlier.size) || !Number.isSafeInteger(later.size) || earlier.size > later.size || earlier.size < 0) return false
  if (earlier.size === later.size || earlier.size === 0) return proof.length === 0 && (earlier.size === 0 || isSame(earlier.root, later.root))
  let taken = 0
  const found = walk(0, later.size, true)
  return found !== undefined && taken === proof.length && isSame(found.old, earlier.root) && isSame(found.now, later.root)

  function walk(start: number, end: number, isWhole: boolean): { old: Uint8Array; now: Uint8Array } | undefined {
    if (end === earlier.size) {
      const hash = isWhole ? earlier.root : takeHash()
      return hash && { old: hash, now: hash }
    }
    const middle = start + splitOf(end - start)
    const isLeft = earlier.size <= middle
    const inner = isLeft ? walk(start, middle, isWhole) : walk(middle, end, false)
    const other = takeHash()
    if (inner === undefined || other === undefined) return undefined
    if (isLeft) return { old: inner.old, now: hashNode(sha256, inner.now, other) }
    return { old: hashNode(sha256, other, inner.old), now: hashNode(sha256, other, inner.now) }
  }

  function takeHash(): Uint8Array | undefined {
    const hash = proof[taken]
    taken += 1
    return hash?.length === HASH_BYTES ? hash : undefined
  }
}

/** Whether two hashes are the same. */
export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}

/** Some of the leaves that are wanted: from the first to before the last. */
interface Slice {
  from: number
  to: number
}

/** The largest power of two below `count`. */
function splitOf(count: number): number {
  let split = 1
  while (split * 2 < count) split *= 2
  return split
}

/** The complete subtrees of a range that a tree is split into: it begins at a multiple of the largest of them. */
function nodesOfRange(start: number, end: number): ProofPart {
  const nodes: TreeNode[] = []
  for (let at = start; at < end; ) {
    let level = 0
    let leaves = 1
    while (at + leaves * 2 <= end) {
      leaves *= 2
      level += 1
    }
    nodes.push({ level, index: at / leaves })
    at += leaves
  }
  return nodes
}

/** The first place of a slice whose value is not below `bound`; the values ascend. */
function firstNotBelow({ from, to }: Slice, bound: number, valueAt: (at: number) => number): number {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (valueAt(middle) < bound) low = middle + 1
    else high = middle
  }
  return low
}

function areAscending(leaves: readonly ProvenLeaf[], size: number): boolean {
  return leaves.every(({ index, hash }, at) => Number.isSafeInteger(index) && index < size && hash.length === HASH_BYTES && index > (leaves[at - 1]?.index ?? -1))
}
