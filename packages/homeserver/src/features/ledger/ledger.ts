// The read ledger: rows of one tick go as one packed block in one commit, and whoever waits for them is answered
// after it.
import { MatrixError } from '@chappe/contract'
import type { LedgerRow } from '@chappe/ledger'
import { decodeBlock, encodeBlock, isLedgerRow, LedgerFormatError } from '@chappe/ledger'
import type { Database } from '../../db/pool.ts'
import type { Random } from '../../deps.ts'
import type { LedgerSink } from '../../http/reveal-tap.ts'
import { ledgerPlatform } from './platform.ts'
import { createChain } from './steps/chain.ts'
import { insertBlock, listBlocks, listNewestBlocks } from './ledger-store.ts'

export type { EvidenceQuery, SignedHead } from './notary.ts'
export type { CountQuery, ReadCounts, ReadSlice } from './read-counts.ts'
export type { LedgerStanding, ProvenLedger } from './proven-ledger.ts'
export { startProvenLedger } from './proven-ledger.ts'

/** Writes and reads the ledger. */
export interface Ledger extends LedgerSink {
  /** Every row from the beginning, oldest block first. */
  rows(): AsyncIterable<LedgerRow>
  /** Who was shown what last, newest first: numbers of accounts and of rooms, each once. */
  newest(): Promise<{ accounts: number[]; rooms: number[] }>
  /** Resolves when everything appended so far is durable or has failed. */
  settle(): Promise<void>
}

const MAX_ROWS_PER_BLOCK = 20_000
const MAX_PENDING_ROWS = 200_000
const PAGE = 100
const NEWEST_BLOCKS = 50

const { utf8 } = ledgerPlatform

interface Pending {
  rows: readonly LedgerRow[]
  resolve(): void
  reject(error: unknown): void
}

/** Opens the ledger over a database. One commit is in flight at a time; a block is whatever arrived meanwhile. */
export function openLedger({ db, pool }: Pick<Database, 'db' | 'pool'>, random: Random): Ledger {
  const chain = createChain(random)
  let queue: Pending[] = []
  let queued = 0
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    // One turn of the event loop gathers what a burst of answers appends.
    await new Promise((resolve) => setImmediate(resolve))
    while (queue.length > 0) await commit(takeBatch())
    running = undefined
  }

  function takeBatch(): Pending[] {
    let count = 0
    let index = 0
    while (index < queue.length && (index === 0 || count < MAX_ROWS_PER_BLOCK)) {
      count += queue[index]?.rows.length ?? 0
      index += 1
    }
    const batch = queue.slice(0, index)
    queue = queue.slice(index)
    queued -= count
    return batch
  }

  async function commit(batch: readonly Pending[]): Promise<void> {
    try {
      const rows = batch.flatMap((each) => each.rows)
      const times = rows.map((row) => row.at)
      const link = chain.next(Buffer.from(encodeBlock(rows, utf8)))
      await insertBlock(pool, {
        firstAtMs: times.reduce((least, at) => Math.min(least, at), Infinity),
        lastAtMs: times.reduce((most, at) => Math.max(most, at), 0),
        rowCount: rows.length,
        ...link,
      })
      for (const each of batch) each.resolve()
    } catch (error) {
      // Nobody knows whether it became durable: what follows is a chain of its own.
      chain.beginAnew()
      for (const each of batch) each.reject(error)
    }
  }

  return {
    append(rows) {
      if (rows.length === 0) return Promise.resolve()
      // A row that is none must not take a whole block, and the answers that wait for it, along.
      if (!rows.every(isLedgerRow)) return Promise.reject(new LedgerFormatError('not a row of the ledger'))
      if (queued + rows.length > MAX_PENDING_ROWS) return Promise.reject(tooFarBehind())
      queued += rows.length
      return new Promise((resolve, reject) => {
        queue.push({ rows, resolve, reject })
        running ??= run()
      })
    },
    async *rows() {
      let after = 0
      for (;;) {
        const blocks = await listBlocks(db, after, PAGE)
        if (blocks.length === 0) return
        for (const block of blocks) {
          if (block.body.length > 0) yield* decodeBlock(block.body, utf8)
          after = block.block
        }
      }
    },
    newest: () => listNewest(db),
    async settle() {
      while (running !== undefined) await running
    },
  }
}

async function listNewest(db: Database['db']): Promise<{ accounts: number[]; rooms: number[] }> {
  const accounts = new Set<number>()
  const rooms = new Set<number>()
  for (const { body } of await listNewestBlocks(db, NEWEST_BLOCKS)) {
    if (body.length === 0) continue
    for (const row of [...decodeBlock(body, utf8)].reverse()) {
      if (row.account !== 0) accounts.add(row.account)
      if (row.room !== 0) rooms.add(row.room)
    }
  }
  return { accounts: [...accounts], rooms: [...rooms] }
}

function tooFarBehind(): MatrixError {
  return new MatrixError('CHAPPE_UNAVAILABLE', {
    message: 'The record of reads is too far behind; try again',
    fields: { retry_after_ms: 1000 },
  })
}
