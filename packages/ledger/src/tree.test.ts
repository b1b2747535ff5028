// The tree of the ledger against the values that Certificate Transparency is tested with, and against itself.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { platform } from '../tests/_platform.ts'
import type { ProofPart, TreeNode } from './tree.ts'
import { foldNodes, hashLeaf, hashNode, isConsistent, nodesOfTree, planConsistency, planInclusion, rootOfProof } from './tree.ts'

const { sha256 } = platform
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex')

/** A tree in memory, the slow way. */
class Grove {
  readonly leaves: Uint8Array[]
  constructor(entries: readonly Uint8Array[]) {
    this.leaves = entries.map((entry) => hashLeaf(sha256, entry))
  }
  node({ level, index }: TreeNode): Uint8Array {
    const leaf = this.leaves[index]
    if (level === 0 && leaf !== undefined) return leaf
    return hashNode(sha256, this.node({ level: level - 1, index: index * 2 }), this.node({ level: level - 1, index: index * 2 + 1 }))
  }
  hashOf(part: ProofPart): Uint8Array {
    return foldNodes(sha256, part.map((node) => this.node(node)))
  }
  root(size = this.leaves.length): Uint8Array {
    return this.hashOf(nodesOfTree(size))
  }
  head(size: number): { size: number; root: Uint8Array } {
    return { size, root: this.root(size) }
  }
}

const KNOWN_ENTRIES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((text) => Buffer.from(text, 'hex'))
const KNOWN_ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

test('the heads of the trees that Certificate Transparency is tested with', () => {
  const grove = new Grove(KNOWN_ENTRIES)
  expect(KNOWN_ROOTS.map((_, size) => hex(grove.root(size)))).toEqual(KNOWN_ROOTS)
})

const anyGrove = fc.array(fc.uint8Array({ maxLength: 8 }), { minLength: 1, maxLength: 70 }).map((entries) => new Grove(entries))
const somewhere = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

function prove(grove: Grove, indexes: readonly number[]): { leaves: { index: number; hash: Uint8Array }[]; proof: Uint8Array[] } {
  const leaves = indexes.map((index) => ({ index, hash: grove.leaves[index] ?? new Uint8Array() }))
  return { leaves, proof: planInclusion(grove.leaves.length, indexes).map((part) => grove.hashOf(part)) }
}

describe('inclusion', () => {
  test('any leaves are shown to be in the tree, by the hashes of the rest', () => {
    fc.assert(
      fc.property(anyGrove, fc.array(somewhere, { maxLength: 20 }), (grove, places) => {
        const size = grove.leaves.length
        const indexes = [...new Set(places.map((place) => Math.floor(place * size)))].toSorted((a, b) => a - b)
        const { leaves, proof } = prove(grove, indexes)
        expect(hex(rootOfProof(sha256, size, leaves, proof))).toBe(hex(grove.root()))
      }),
    )
  })

  test('for one leaf, as many hashes as the tree is deep', () => {
    const grove = new Grove(Array.from({ length: 1000 }, (_, at) => Uint8Array.of(at % 256, at >> 8)))
    expect(planInclusion(1000, [417])).toHaveLength(10)
    const { leaves, proof } = prove(grove, [417])
    expect(hex(rootOfProof(sha256, 1000, leaves, proof))).toBe(hex(grove.root()))
  })

  test('another leaf, another place, another proof: another head or none', () => {
    fc.assert(
      fc.property(anyGrove, somewhere, somewhere, fc.nat({ max: 255 }), (grove, place, at, flip) => {
        const size = grove.leaves.length
        const index = Math.floor(place * size)
        const { leaves, proof } = prove(grove, [index])
        const root = hex(grove.root())
        const wrongLeaf = hashLeaf(sha256, Buffer.from('never said'))
        expect(hex(rootOfProof(sha256, size, [{ index, hash: wrongLeaf }], proof))).not.toBe(root)
        const hash = proof[Math.floor(at * proof.length)]
        if (hash !== undefined && flip > 0) {
          hash[0] = (hash[0] ?? 0) ^ flip
          expect(hex(rootOfProof(sha256, size, leaves, proof))).not.toBe(root)
        }
        expect(rootOfProof(sha256, size, leaves, [...proof, wrongLeaf])).toBeUndefined()
        if (proof.length > 0) expect(rootOfProof(sha256, size, leaves, proof.slice(1))).toBeUndefined()
      }),
    )
  })

  test.each([
    ['the same leaf twice', 8, [3, 3]],
    ['leaves out of order', 8, [4, 3]],
    ['a leaf beyond the end', 8, [8]],
    ['a tree of nothing', 0, []],
    ['half a tree', 7.5, [1]],
  ])('%s proves nothing', (_, size, indexes) => {
    const leaves = indexes.map((index) => ({ index, hash: new Uint8Array(32) }))
    expect(rootOfProof(sha256, size, leaves, [new Uint8Array(32), new Uint8Array(32), new Uint8Array(32)])).toBeUndefined()
  })
})

describe('consistency', () => {
  test('every tree begins with every earlier one, and with no other', () => {
    fc.assert(
      fc.property(anyGrove, somewhere, fc.nat({ max: 31 }), (grove, place, at) => {
        const size = grove.leaves.length
        const earlier = Math.floor(place * size) + 1
        const proof = earlier === size ? [] : planConsistency(earlier, size).map((part) => grove.hashOf(part))
        expect(isConsistent(sha256, grove.head(earlier), grove.head(size), proof)).toBe(true)
        const changed = grove.root(earlier).map((byte, place) => (place === at ? byte ^ 1 : byte))
        expect(isConsistent(sha256, { size: earlier, root: changed }, grove.head(size), proof)).toBe(false)
        expect(isConsistent(sha256, grove.head(earlier), { size, root: changed }, proof)).toBe(false)
        expect(isConsistent(sha256, grove.head(earlier), grove.head(size), [...proof, changed])).toBe(false)
      }),
    )
  })

  test('a tree of which a leaf was changed, taken out or put in does not begin with what it was', () => {
    const entries = Array.from({ length: 37 }, (_, at) => Uint8Array.of(at))
    const before = new Grove(entries).head(20)
    for (const forged of [entries.with(5, Uint8Array.of(99)), entries.toSpliced(5, 1), entries.toSpliced(5, 0, Uint8Array.of(99))]) {
      const grove = new Grove(forged)
      const proof = planConsistency(20, forged.length).map((part) => grove.hashOf(part))
      expect(isConsistent(sha256, before, grove.head(forged.length), proof)).toBe(false)
    }
  })
})
