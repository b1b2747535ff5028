// `npm run bench -- ledger-cost`: what a row of the ledger costs, in this process and without a database: packing it, its
// leaf and its place in the tree, and how many bytes it takes.

import { createHash, hash } from 'node:crypto'
import { decodeBlock, encodeBlock, growTree, hashRow, LEDGER_KINDS, saltOfRow, type LedgerRow } from '@chappe/ledger'

/** Microseconds of CPU for a row, and bytes of it. */
export interface LedgerCost {
  rows: number
  rowsPerBlock: number
  /** On the path of answers: packing and chaining. */
  writeUs: number
  /** The notary's, a second later: unpacking, salt, leaf, tree. */
  treeUs: number
  /** In `ledger_block`, without what PostgreSQL adds to a block. */
  bodyBytes: number
  /** The same with what is stored beside it: salt, chain, header of the table and index entries, its share of tiles. */
  storedBytes: number
}

/** Of a block in the database beside its body: salt, chain, numbers, tuple header, two index entries, its placement. */
const BLOCK_BYTES = 16 + 16 + 32 + 36 + 28 + 24 + 48 + 76
/** A hash, and those above it. */
const TILE_BYTES = 32 * (1 + 1 / 255)

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })
const utf8 = { encode: (text: string) => encoder.encode(text), decode: (bytes: Uint8Array) => decoder.decode(bytes) }

const scratch = Buffer.alloc(4096)
function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  if (parts.reduce((sum, part) => sum + part.length, 0) > scratch.length) {
    const digest = createHash('sha256')
    for (const part of parts) digest.update(part)
    return digest.digest()
  }
  let end = 0
  for (const part of parts) {
    scratch.set(part, end)
    end += part.length
  }
  return hash('sha256', scratch.subarray(0, end), 'buffer')
}

/** Rows as a busy server has them: mostly syncs of a few events, some pages, files and people. */
function makeRows(count: number): LedgerRow[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = LEDGER_KINDS[index % 20 === 0 ? 1 : index % 20 === 1 ? 2 : 0]
    const isRange = kind === 'events'
    const from = isRange ? 3_000_000 + index * 3 : 0
    return {
      at: 1_790_000_000_000 + Math.floor(index / 4), operation: isRange ? (index % 5 === 0 ? 'getMessages' : 'sync') : kind === 'media' ? 'downloadMedia' : 'getProfile', kind: kind ?? 'events',
      account: 1 + (index * 7919) % 825_000, device: 1 + (index * 104_729) % 1_200_000, room: isRange ? 1 + (index * 31) % 40_000 : 0, from, to: from + (isRange ? index % 20 : 0), count: 1 + index % 20,
      bytes: 900 + index % 30_000, subject: isRange ? '' : kind === 'media' ? `m${(index * 2_654_435_761).toString(36).padStart(24, 'x')}` : `@agent${index % 9000}:chat.example.org`, address: `2001:db8:${(index % 5000).toString(16)}::${(index % 7).toString(16)}`,
    }
  })
}

/** Measures one size of block. */
export function measureLedgerCost(rowsPerBlock: number, rows: number): LedgerCost {
  const all = makeRows(rows)
  const blocks: Uint8Array[] = []
  const write = cpuOf(() => {
    let previous: Uint8Array = new Uint8Array(32)
    for (let at = 0; at < all.length; at += rowsPerBlock) {
      const block = encodeBlock(all.slice(at, at + rowsPerBlock), utf8)
      previous = sha256(previous, block)
      blocks.push(block)
    }
  })
  const tree = growTree(sha256, 0, [])
  const salt = new Uint8Array(16)
  const grow = cpuOf(() => {
    for (const block of blocks) tree.append(decodeBlock(block, utf8).map((row, place) => hashRow({ sha256, utf8 }, row, saltOfRow({ sha256 }, salt, place))))
    tree.root()
  })
  const bodyBytes = blocks.reduce((sum, { length }) => sum + length, 0) / rows
  return { rows, rowsPerBlock, writeUs: write / rows, treeUs: grow / rows, bodyBytes, storedBytes: bodyBytes + BLOCK_BYTES / rowsPerBlock + TILE_BYTES }
}

function cpuOf(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}
