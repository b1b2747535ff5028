// How much an account was shown over time: counted from the rows of the ledger, without saying what it was.
import type { LedgerRow } from '@chappe/ledger'

/** Whose reads, from when to when (both included), in slices of how long. */
export interface CountQuery {
  account: number
  fromMs: number
  toMs: number
  everyMs: number
}

/** What an account was shown in a slice of time. */
export interface ReadSlice {
  atMs: number
  /** Rows of the ledger. */
  reads: number
  events: number
  files: number
  people: number
  keys: number
  bytes: number
  /** How many different rooms and addresses. */
  rooms: number
  addresses: number
}

/** The slices with a read in them, in their order; not whole where there were more rows than are read at once. */
export interface ReadCounts {
  slices: ReadSlice[]
  isWhole: boolean
}

const ROWS_MAX = 2_000_000

interface Gathered extends Omit<ReadSlice, 'rooms' | 'addresses'> {
  roomNids: Set<number>
  from: Set<string>
}

const KINDS = { events: 'events', media: 'files', people: 'people', keys: 'keys' } as const

/** Counts rows of the ledger, some at a time, in slices from `fromMs` on. */
export async function countReads(parts: AsyncIterable<readonly LedgerRow[]>, { fromMs, everyMs }: Pick<CountQuery, 'fromMs' | 'everyMs'>): Promise<ReadCounts> {
  const slices = new Map<number, Gathered>()
  let looked = 0
  for await (const rows of parts) {
    for (const row of rows) gather(slices, row, fromMs + Math.floor((row.at - fromMs) / everyMs) * everyMs)
    looked += rows.length
    if (looked > ROWS_MAX) return { slices: finish(slices), isWhole: false }
  }
  return { slices: finish(slices), isWhole: true }
}

function gather(slices: Map<number, Gathered>, row: LedgerRow, atMs: number): void {
  // What the account did is nothing that it was shown.
  if (row.kind === 'acts') return
  const slice = slices.get(atMs) ?? { atMs, reads: 0, events: 0, files: 0, people: 0, keys: 0, bytes: 0, roomNids: new Set<number>(), from: new Set<string>() }
  slices.set(atMs, slice)
  slice.reads += 1
  slice[KINDS[row.kind]] += row.count
  slice.bytes += row.bytes
  if (row.room !== 0) slice.roomNids.add(row.room)
  if (row.address !== '') slice.from.add(row.address)
}

function finish(slices: Map<number, Gathered>): ReadSlice[] {
  return [...slices.values()]
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ roomNids, from, ...slice }) => ({ ...slice, rooms: roomNids.size, addresses: from.size }))
}
