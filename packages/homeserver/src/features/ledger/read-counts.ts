// How much an account was shown over time: counted from the rows of the ledger, without saying what it was.
import type { LedgerRow } from '@chappe/ledger'
import { decodeBlock } from '@chappe/ledger'
import type { Db } from '../../db/pool.ts'
import { findFirstBlockOf, listPlacedBlocks, listSegmentsOf } from './notary-store.ts'
import { ledgerPlatform } from './platform.ts'

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

const SEGMENT_BLOCKS = 64
const SEGMENTS_AT_ONCE = 16
const ROWS_MAX = 2_000_000

interface Gathered extends Omit<ReadSlice, 'rooms' | 'addresses'> {
  roomNids: Set<number>
  from: Set<string>
}

const KINDS = { events: 'events', media: 'files', people: 'people', keys: 'keys' } as const

/** Counts. What is not in the tree yet, the last second, is left out. */
export async function countReads(db: Db, { account, fromMs, toMs, everyMs }: CountQuery): Promise<ReadCounts> {
  const slices = new Map<number, Gathered>()
  const firstBlock = await findFirstBlockOf(db, fromMs)
  if (firstBlock === undefined) return { slices: [], isWhole: true }
  let looked = 0
  for (let after = Math.floor(firstBlock / SEGMENT_BLOCKS) - 1; ; ) {
    const segments = await listSegmentsOf(db, account, { after, limit: SEGMENTS_AT_ONCE, hasKeys: false })
    for (const segment of segments) {
      const range = { first: segment * SEGMENT_BLOCKS, last: (segment + 1) * SEGMENT_BLOCKS - 1, fromMs, toMs }
      for (const { body } of await listPlacedBlocks(db, range)) {
        if (body.length === 0) continue
        for (const row of decodeBlock(body, ledgerPlatform.utf8)) {
          looked += 1
          if (row.account === account && row.at >= fromMs && row.at <= toMs) gather(slices, row, fromMs + Math.floor((row.at - fromMs) / everyMs) * everyMs)
        }
      }
      if (looked > ROWS_MAX) return { slices: finish(slices), isWhole: false }
    }
    const last = segments.at(-1)
    if (last === undefined) return { slices: finish(slices), isWhole: true }
    after = last
  }
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
