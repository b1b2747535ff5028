// The read ledger: rows of one tick go as one packed block in one commit, and whoever waits for them is answered
// after it. What is told as it happens goes on from a spool while the database does not take them (decision 0057).
import { MatrixError } from '@chappe/contract'
import type { LedgerRow } from '@chappe/ledger'
import { decodeBlock, encodeBlock, isLedgerRow, LedgerFormatError } from '@chappe/ledger'
import type pg from 'pg'
import type { Database } from '../../db/pool.ts'
import { openDatabase } from '../../db/pool.ts'
import type { Logger, Random } from '../../deps.ts'
import type { LedgerSink } from '../../http/reveal-tap.ts'
import type { ServingLease } from '../../processes/serving-lease.ts'
import { ledgerPlatform } from './platform.ts'
import type { Chain } from './steps/chain.ts'
import { createChain } from './steps/chain.ts'
import type { KeptClient } from './steps/kept-client.ts'
import { keepClient } from './steps/kept-client.ts'
import type { Outage } from './steps/outage.ts'
import { createOutage } from './steps/outage.ts'
import type { Spool } from './spool.ts'
import { openSpool } from './spool.ts'
import type { NewBlock } from './ledger-store.ts'
import { insertBlock, listBlocks, listNewestBlocks } from './ledger-store.ts'
import { setBroken } from './notary-store.ts'

export type { ActStanding, CheckedAct } from './acts.ts'
export type { EvidenceQuery, SignedHead } from './notary.ts'
export type { CountQuery, ReadCounts, ReadSlice } from './read-counts.ts'
export type { LedgerStanding, ProvenLedger } from './proven-ledger.ts'
export { startProvenLedger } from './proven-ledger.ts'

/** Writes and reads the ledger. */
export interface Ledger extends LedgerSink {
  /** Every row of what was read, from the beginning, oldest block first; acts are left out. */
  rows(): AsyncIterable<LedgerRow>
  /** Who was shown what last, newest first: numbers of accounts and of rooms, each once. */
  newest(): Promise<{ accounts: number[]; rooms: number[] }>
  /** Bytes of rows that wait in spools of this folder to be written to the database: they are in no tree yet. */
  spooledBytes(): Promise<number>
  /** Resolves when everything appended so far is durable or has failed. */
  settle(): Promise<void>
  /** The same, and nothing is appended any more. What waits in the spool is left to the next start. */
  close(): Promise<void>
}

/** What the ledger is opened with. */
export interface LedgerDeps {
  database: Pick<Database, 'db' | 'url'>
  random: Random
  logger: Logger
  /** Without it nothing is served, and nothing is spooled. */
  lease: Pick<ServingLease, 'holds'>
  settings: {
    /** The folder of spools; left out: there is none, and everything waits for the database. */
    spoolFolder?: string | undefined
    spoolBytesMax?: number | undefined
  }
}

const MAX_ROWS_PER_BLOCK = 20_000
const MAX_PENDING_ROWS = 200_000
const PAGE = 100
const NEWEST_BLOCKS = 50
/** A database that has not taken a block after so long is one that does not. */
const ANSWER_MS = 5_000
/** One that writes, one that takes in what was spooled. */
const CONNECTIONS = 2
const SPOOL_BYTES_MAX = 256 * 1024 * 1024
const LEFT_BEHIND_EVERY_MS = 60_000

const { utf8 } = ledgerPlatform

interface Pending {
  rows: readonly LedgerRow[]
  isLive: boolean
  resolve(): void
  reject(error: unknown): void
}

/** Opens the ledger over a database, with what was left in spools. One commit is in flight at a time; a block is whatever arrived meanwhile. */
export async function openLedger({ database: { db, url }, random, logger, lease, settings }: LedgerDeps): Promise<Ledger> {
  const onError = (error: Error): void => logger.warn({ err: error }, 'an idle connection of the ledger was lost')
  const { pool, close } = openDatabase(url, { max: CONNECTIONS, answerMs: ANSWER_MS, onError })
  const { spoolFolder, spoolBytesMax = SPOOL_BYTES_MAX } = settings
  const spool = spoolFolder === undefined ? undefined : openSpool({ folder: spoolFolder, nameOf: () => random.text(16), logger, bytesMax: spoolBytesMax })
  const outage = createOutage({ logger, takeIn: (isBack) => takeIn(spool, { pool, db, logger }, isBack) })
  const client = keepClient(pool)
  const write = createWriting({ client, random, spool: spool === undefined ? undefined : { append: spool.append, mayBegin: () => lease.holds() }, outage })
  const queue = createQueue(write, outage)
  const lookForLeftBehind = async (): Promise<void> => {
    const insert = (block: NewBlock): Promise<void> => insertBlock(pool, block)
    await spool?.drainLeftBehind(insert).then((damaged) => noteDamage(db, damaged)).catch((error: unknown) => logger.warn({ err: error }, 'what was left in a spool was not taken in'))
  }
  await lookForLeftBehind()
  const timer = setInterval(() => void lookForLeftBehind(), LEFT_BEHIND_EVERY_MS)
  timer.unref()

  return {
    append: queue.append,
    async *rows() {
      let after = 0
      for (;;) {
        const blocks = await listBlocks(db, after, PAGE)
        if (blocks.length === 0) return
        for (const block of blocks) {
          if (block.body.length > 0) yield* decodeBlock(block.body, utf8).filter(({ kind }) => kind !== 'acts')
          after = block.block
        }
      }
    },
    newest: () => listNewest(db),
    spooledBytes: async () => (await spool?.bytesWaiting()) ?? 0,
    settle: queue.settle,
    async close() {
      clearInterval(timer)
      await queue.settle()
      await outage.close()
      await spool?.close()
      client.release()
      await close()
    },
  }
}

/** Rows that wait, and the one loop that takes them to where they become durable. */
function createQueue(write: (batch: readonly Pending[]) => Promise<void>, outage: Pick<Outage, 'isOn'>): Pick<Ledger, 'append' | 'settle'> {
  let queue: Pending[] = []
  let queued = 0
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    // One turn of the event loop gathers what a burst of answers appends.
    await new Promise((resolve) => setImmediate(resolve))
    while (queue.length > 0) await write(takeBatch())
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

  return {
    append(rows, urgency) {
      if (rows.length === 0) return Promise.resolve()
      // A row that is none must not take a whole block, and the answers that wait for it, along.
      if (!rows.every(isLedgerRow)) return Promise.reject(new LedgerFormatError('not a row of the ledger'))
      if (queued + rows.length > MAX_PENDING_ROWS) return Promise.reject(tooFarBehind())
      const isLive = urgency === 'live'
      if (!isLive && outage.isOn()) return Promise.reject(notWritten())
      queued += rows.length
      return new Promise((resolve, reject) => {
        queue.push({ rows, isLive, resolve, reject })
        running ??= run()
      })
    },
    async settle() {
      while (running !== undefined) await running
    },
  }
}

interface WritingDeps {
  client: Pick<KeptClient, 'run'>
  random: Random
  spool: (Pick<Spool, 'append'> & { mayBegin(): boolean }) | undefined
  outage: Outage
}

/** Makes batches durable: in the database, or what is live of them in the spool. */
function createWriting({ client, random, spool, outage }: WritingDeps): (batch: readonly Pending[]) => Promise<void> {
  const chain = createChain(random)
  const spoolChain = createChain(random)

  async function toSpool(batch: readonly Pending[], doubtful: NewBlock | undefined, cause: unknown): Promise<void> {
    const live = batch.filter(({ isLive }) => isLive)
    for (const each of batch) if (!each.isLive) each.reject(cause)
    if (live.length === 0) return
    try {
      if (spool?.mayBegin() !== true) throw cause
      await spool.append(doubtful ?? blockOf(spoolChain, live))
      for (const each of live) each.resolve()
    } catch (error) {
      spoolChain.beginAnew()
      for (const each of live) each.reject(error === cause ? cause : notWritten(error))
    }
  }

  return async (batch) => {
    if (outage.isOn()) return toSpool(batch, undefined, notWritten())
    const block = blockOf(chain, batch)
    try {
      await client.run((each) => insertBlock(each, block))
    } catch (error) {
      outage.begin(error)
      chain.beginAnew()
      // Nobody knows whether it became durable: what goes to the spool is the same block, which stands once then.
      return toSpool(batch, isRefusal(error) ? undefined : block, error)
    }
    outage.worked()
    for (const each of batch) each.resolve()
  }
}

function blockOf(chain: Chain, batch: readonly Pending[]): NewBlock {
  const rows = batch.length === 1 ? (batch[0]?.rows ?? []) : batch.flatMap((each) => each.rows)
  let [firstAtMs, lastAtMs] = [Infinity, 0]
  for (const { at } of rows) {
    if (at < firstAtMs) firstAtMs = at
    if (at > lastAtMs) lastAtMs = at
  }
  const { buffer, byteOffset, length } = encodeBlock(rows, utf8)
  return { firstAtMs, lastAtMs, rowCount: rows.length, ...chain.next(Buffer.from(buffer, byteOffset, length)) }
}

/** Whether the database has said that it did not do it; anything else leaves that open. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false
  return /^(?!08|57P|58|XX)[0-9A-Z]{5}$/.test(error.code) && 'severity' in error
}

/** Takes what waits in the spool of this process into the database. */
async function takeIn(spool: Spool | undefined, { pool, db, logger }: { pool: pg.Pool; db: Database['db']; logger: Logger }, isBack: () => void): Promise<void> {
  if (spool?.isWaiting() !== true) return
  let blocks = 0
  const damaged = await spool.drain(async (block) => {
    await insertBlock(pool, block)
    isBack()
    blocks += 1
  })
  logger.info({ blocks }, 'the spool was taken into the ledger')
  await noteDamage(db, damaged)
}

async function noteDamage(db: Database['db'], records: number): Promise<void> {
  if (records > 0) await setBroken(db, `${records} records of a spool cannot be read`)
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

function notWritten(cause?: unknown): MatrixError {
  return new MatrixError('CHAPPE_UNAVAILABLE', {
    message: 'What is shown cannot be recorded at the moment, so that nothing is; try again',
    fields: { retry_after_ms: 1000 },
    ...(cause === undefined ? {} : { cause }),
  })
}
