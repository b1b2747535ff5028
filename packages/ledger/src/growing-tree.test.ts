// A tree that grows by its edge is the tree that RFC 6962 builds at once.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { platform } from '../tests/_platform.ts'
import type { TileUpdate } from './growing-tree.ts'
import { edgeOf, foldFull, growTree, splitHashes } from './growing-tree.ts'
import { placeOfNode } from './tiles.ts'
import { foldNodes, hashLeaf, nodesOfTree } from './tree.ts'

const { sha256 } = platform
const leafAt = (index: number): Uint8Array => hashLeaf(sha256, Uint8Array.of(index & 0xff, (index >> 8) & 0xff, index >> 16))
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

test('however it is cut into pieces, stopped and gone on with, heads and tiles are the same', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 6 }), (pieces) => {
      const tiles = new Map<string, TileUpdate>()
      let size = 0
      let tree = growTree(sha256, 0, [])
      for (const piece of pieces) {
        // Each piece by a process that knows only what was written down.
        tree = growTree(sha256, size, edgeOf(size).map(({ level, index }) => tiles.get(`${level}/${index}`)).filter((tile) => tile !== undefined))
        for (const tile of tree.append(Array.from({ length: piece }, (_, at) => leafAt(size + at)))) tiles.set(`${tile.level}/${tile.index}`, tile)
        size += piece
        expect(tree.size).toBe(size)
      }
      const found = nodesOfTree(size).map((node) => {
        const { tile, from, count } = placeOfNode(node)
        return foldFull(sha256, splitHashes(tiles.get(`${tile.level}/${tile.index}`)?.hashes ?? new Uint8Array()).slice(from, from + count))
      })
      expect(hex(tree.root())).toBe(hex(foldNodes(sha256, found)))
      const whole = growTree(sha256, 0, [])
      whole.append(Array.from({ length: size }, (_, at) => leafAt(at)))
      expect(hex(tree.root())).toBe(hex(whole.root()))
    }),
    { numRuns: 30 },
  )
})

test('a tree of 70,000 leaves has the head that its leaves have when they are folded one by one', () => {
  const leaves = Array.from({ length: 65_536 }, (_, at) => leafAt(at))
  const tree = growTree(sha256, 0, [])
  tree.append(leaves)
  expect(hex(tree.root())).toBe(hex(foldFull(sha256, leaves)))
  const more = Array.from({ length: 4464 }, (_, at) => leafAt(65_536 + at))
  expect(tree.append(more).filter(({ level }) => level === 2)).toEqual([])
  expect(tree.size).toBe(70_000)
})

test('an edge that is not of that size is refused', () => {
  expect(() => growTree(sha256, 3, [])).toThrow(RangeError)
  expect(() => growTree(sha256, 256, [{ level: 0, index: 1, hashes: new Uint8Array(32) }])).toThrow(RangeError)
})
