// Where hashes lie in tiles.
import { expect, test } from 'vitest'
import { hashesOfLevel, pathOfTile, placeOfNode } from './tiles.ts'

test('paths are those of the specification', () => {
  expect(pathOfTile({ level: 0, index: 1_234_067 })).toBe('tile/0/x001/x234/067')
  expect(pathOfTile({ level: 1, index: 5 }, 17)).toBe('tile/1/005.p/17')
  expect(pathOfTile({ level: 0, index: 0 })).toBe('tile/0/000')
  expect(pathOfTile({ level: 2, index: 1000 })).toBe('tile/2/x001/000')
})

test('a subtree is a run of hashes of one tile', () => {
  expect(placeOfNode({ level: 0, index: 300 })).toEqual({ tile: { level: 0, index: 1 }, from: 44, count: 1 })
  expect(placeOfNode({ level: 3, index: 33 })).toEqual({ tile: { level: 0, index: 1 }, from: 8, count: 8 })
  expect(placeOfNode({ level: 7, index: 3 })).toEqual({ tile: { level: 0, index: 1 }, from: 128, count: 128 })
  expect(placeOfNode({ level: 8, index: 3 })).toEqual({ tile: { level: 1, index: 0 }, from: 3, count: 1 })
  expect([0, 1, 2].map((level) => hashesOfLevel(level, 70_000))).toEqual([70_000, 273, 1])
})
