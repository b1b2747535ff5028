// The tree as it grows: only its right edge is held, one tile that is not full for each level.
import type { Tile } from './tiles.ts'
import { TILE_LEVELS, TILE_WIDTH } from './tiles.ts'
import type { Sha256 } from './tree.ts'
import { foldNodes, hashNode } from './tree.ts'

const HASH_BYTES = 32

/** A tile that changed: its hashes, one after the other. Full once it holds 256 of them. */
export interface TileUpdate extends Tile {
  hashes: Uint8Array
}

/** The right edge of a tree. */
export interface GrowingTree {
  readonly size: number
  /** Puts leaves after the last one; gives back the tiles that are new or grew. */
  append(leaves: readonly Uint8Array[]): TileUpdate[]
  root(): Uint8Array
}

/** Which tiles the right edge of a tree of `size` is in: those that are not full. */
export function edgeOf(size: number): Tile[] {
  return Array.from({ length: TILE_LEVELS }, (_, level) => ({ level, count: Math.floor(size / TILE_WIDTH ** level) }))
    .filter(({ count }) => count % TILE_WIDTH !== 0)
    .map(({ level, count }) => ({ level, index: Math.floor(count / TILE_WIDTH) }))
}

/** Goes on with a tree of `size`, by the hashes of its edge (`edgeOf`). Throws `RangeError` where they are not of that size. */
export function growTree(sha256: Sha256, from: number, edge: readonly TileUpdate[]): GrowingTree {
  let size = from
  const open = Array.from({ length: TILE_LEVELS }, (_, level) => {
    const hashes = splitHashes(edge.find((tile) => tile.level === level)?.hashes ?? new Uint8Array())
    if (hashes.length !== Math.floor(from / TILE_WIDTH ** level) % TILE_WIDTH) throw new RangeError(`the edge of a tree of ${from} rows is not whole`)
    return hashes
  })

  function push(level: number, hash: Uint8Array, changed: Map<string, TileUpdate>): void {
    const hashes = open[level]
    if (hashes === undefined) throw new RangeError('the tree is full')
    const index = Math.floor(size / TILE_WIDTH ** (level + 1))
    hashes.push(hash)
    changed.set(`${level}/${index}`, { level, index, hashes: new Uint8Array() })
    if (hashes.length < TILE_WIDTH) return
    changed.set(`${level}/${index}`, { level, index, hashes: joinHashes(hashes) })
    const above = foldFull(sha256, hashes)
    open[level] = []
    push(level + 1, above, changed)
  }

  return {
    get size() {
      return size
    },
    append(leaves) {
      const changed = new Map<string, TileUpdate>()
      for (const leaf of leaves) {
        push(0, leaf, changed)
        size += 1
      }
      // A tile that is not full yet is written as it is at the end.
      return [...changed.values()].map((tile) => (tile.hashes.length > 0 ? tile : { ...tile, hashes: joinHashes(open[tile.level] ?? []) }))
    },
    root() {
      const hashes: Uint8Array[] = []
      for (let level = TILE_LEVELS - 1; level >= 0; level -= 1) hashes.push(...completeNodes(sha256, open[level] ?? []))
      return foldNodes(sha256, hashes)
    },
  }
}

/** The complete subtrees of the hashes of one tile, the largest first. */
function completeNodes(sha256: Sha256, hashes: readonly Uint8Array[]): Uint8Array[] {
  const nodes: Uint8Array[] = []
  for (let at = 0, width = TILE_WIDTH / 2; width >= 1; width /= 2) {
    if ((hashes.length & width) === 0) continue
    nodes.push(foldFull(sha256, hashes.slice(at, at + width)))
    at += width
  }
  return nodes
}

/** The hash above a power of two of hashes. */
export function foldFull(sha256: Sha256, hashes: readonly Uint8Array[]): Uint8Array {
  let row = hashes
  while (row.length > 1) {
    const above: Uint8Array[] = []
    for (let at = 0; at + 1 < row.length; at += 2) above.push(hashNode(sha256, row[at] ?? new Uint8Array(), row[at + 1] ?? new Uint8Array()))
    row = above
  }
  return row[0] ?? new Uint8Array()
}

/** Hashes that stand one after the other. */
export function splitHashes(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.floor(bytes.length / HASH_BYTES) }, (_, at) => bytes.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES))
}

function joinHashes(hashes: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(hashes.length * HASH_BYTES)
  for (const [at, hash] of hashes.entries()) bytes.set(hash, at * HASH_BYTES)
  return bytes
}
