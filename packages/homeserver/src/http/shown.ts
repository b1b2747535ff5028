// From what an answer shows to reads that name each of it: the numbers, in order, a bounded number of them a row.
import type { RevealKind } from '@chappe/contract'
import type { Read } from './reveal-tap.ts'

/** A row names no more, so that none takes more than 400 bytes. */
const NUMBERS_MAX = 100

/**
 * The reads of what is numbered: of a room, positions of its events; without a room, people by the numbers of their accounts
 * and rooms by theirs. In any order, and twice where it is shown twice. Nothing where there is none.
 */
export function shownReads<K extends RevealKind>(read: Pick<Read<K>, 'kind' | 'roomNid' | 'subject'>, numbers: readonly number[]): Read<K>[] {
  const [only] = numbers
  if (only === undefined) return []
  if (numbers.length === 1) return [{ ...read, from: only, to: only, count: 1 }]
  const distinct = distinctOf(numbers)
  if (distinct.length <= NUMBERS_MAX) return [readOf(read, distinct)]
  const reads: Read<K>[] = []
  for (let at = 0; at < distinct.length; at += NUMBERS_MAX) reads.push(readOf(read, distinct.slice(at, at + NUMBERS_MAX)))
  return reads
}

function readOf<K extends RevealKind>(read: Pick<Read<K>, 'kind' | 'roomNid' | 'subject'>, numbers: readonly number[]): Read<K> {
  const from = numbers[0] ?? 0
  const to = numbers.at(-1) ?? 0
  const count = numbers.length
  if (count <= 2) return { ...read, from, to, count }
  const steps: number[] = []
  for (let at = 1; at < count - 1; at += 1) steps.push((numbers[at] ?? 0) - (numbers[at - 1] ?? 0))
  return { ...read, from, to, count, steps }
}

/** Ascending, each once; what comes in order, as a timeline does, is not sorted. */
function distinctOf(numbers: readonly number[]): readonly number[] {
  let isAscending = true
  for (let at = 1; at < numbers.length && isAscending; at += 1) isAscending = (numbers[at - 1] ?? 0) < (numbers[at] ?? 0)
  return isAscending ? numbers : [...new Set(numbers)].toSorted((a, b) => a - b)
}
