// The tree in tiles of 256 hashes, as files that never change once they are full.
// https://github.com/C2SP/C2SP/blob/main/tlog-tiles.md
import type { TreeNode } from './tree.ts'

/** How many hashes a full tile holds. */
export const TILE_WIDTH = 256
/** How many levels of the tree a tile stands for. */
export const TILE_HEIGHT = 8
/** The levels there are: 256^7 rows are more than there will be. */
export const TILE_LEVELS = 7

/** A tile: which level (of tiles), which one of it. */
export interface Tile {
  level: number
  index: number
}

/** Where the hash of a complete subtree is found: the tile, the first hash of it, and how many to fold. */
export function placeOfNode({ level, index }: TreeNode): { tile: Tile; from: number; count: number } {
  const tileLevel = Math.floor(level / TILE_HEIGHT)
  const count = 2 ** (level % TILE_HEIGHT)
  const first = index * count
  return { tile: { level: tileLevel, index: Math.floor(first / TILE_WIDTH) }, from: first % TILE_WIDTH, count }
}

/** How many hashes a level of tiles has in a tree of `size`. */
export function hashesOfLevel(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level)
}

/** The path of a tile: `tile/0/x001/234`, with the width of one that is not full: `tile/0/x001/234.p/17`. */
export function pathOfTile({ level, index }: Tile, width = TILE_WIDTH): string {
  return `tile/${level}/${pathOfIndex(index)}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

function pathOfIndex(index: number): string {
  const groups: string[] = []
  for (let rest = index; ; rest = Math.floor(rest / 1000)) {
    groups.unshift(String(rest % 1000).padStart(3, '0'))
    if (rest < 1000) break
  }
  return groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join('/')
}
