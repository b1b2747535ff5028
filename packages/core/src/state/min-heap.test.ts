import fc from 'fast-check'
import { expect, test } from 'vitest'
import { popHeap, pushHeap } from './min-heap.ts'

test('what goes in comes out, smallest first', () => {
  fc.assert(fc.property(fc.array(fc.integer()), (values) => {
    const heap: number[] = []
    for (const value of values) pushHeap(heap, value)
    expect(values.map(() => popHeap(heap))).toEqual(values.toSorted((left, right) => left - right))
    expect(popHeap(heap)).toBeUndefined()
  }))
})
