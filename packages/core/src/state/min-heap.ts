// A binary heap of numbers: the smallest comes out first.

/** Puts `value` into the heap. */
export function pushHeap(heap: number[], value: number): void {
  let index = heap.length
  while (index > 0) {
    const parent = (index - 1) >>> 1
    const above = heap[parent] ?? 0
    if (above <= value) break
    heap[index] = above
    index = parent
  }
  heap[index] = value
}

/** Takes the smallest value out of the heap. */
export function popHeap(heap: number[]): number | undefined {
  const smallest = heap[0]
  const value = heap.pop()
  if (value === undefined || heap.length === 0) return smallest
  let index = 0
  for (let child = 1; child < heap.length; child = 2 * index + 1) {
    if ((heap[child + 1] ?? Infinity) < (heap[child] ?? Infinity)) child += 1
    const below = heap[child] ?? Infinity
    if (below >= value) break
    heap[index] = below
    index = child
  }
  heap[index] = value
  return smallest
}
