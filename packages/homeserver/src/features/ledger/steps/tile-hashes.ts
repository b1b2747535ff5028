// The hashes of a proof, out of the tiles that are stored.
import type { ProofPart, Tile, TileUpdate } from '@chappe/ledger'
import { foldFull, foldNodes, placeOfNode, splitHashes } from '@chappe/ledger'
import { ledgerPlatform } from '../platform.ts'

const PARTS_AT_ONCE = 500

/** One hash for each part, in their order. Tiles are asked for a few hundred parts at a time, so that a long proof needs no more memory than its hashes. */
export async function hashesOfParts(parts: readonly ProofPart[], listTiles: (tiles: readonly Tile[]) => Promise<readonly TileUpdate[]>): Promise<Uint8Array[]> {
  const found: Uint8Array[] = []
  for (let at = 0; at < parts.length; at += PARTS_AT_ONCE) {
    const some = parts.slice(at, at + PARTS_AT_ONCE)
    const wanted = new Map(some.flat().map((node) => placeOfNode(node).tile).map((tile) => [nameOf(tile), tile]))
    const tiles = new Map((await listTiles([...wanted.values()])).map((tile) => [nameOf(tile), tile.hashes]))
    found.push(...some.map((part) => foldNodes(ledgerPlatform.sha256, part.map((node) => hashAt(tiles, placeOfNode(node))))))
  }
  return found
}

function hashAt(tiles: ReadonlyMap<string, Uint8Array>, { tile, from, count }: ReturnType<typeof placeOfNode>): Uint8Array {
  const hashes = splitHashes(tiles.get(nameOf(tile)) ?? new Uint8Array()).slice(from, from + count)
  if (hashes.length < count) throw new RangeError(`the tree of the ledger has no tile ${nameOf(tile)} of that size`)
  return foldFull(ledgerPlatform.sha256, hashes)
}

function nameOf({ level, index }: Tile): string {
  return `${level}/${index}`
}
