// Looks at the writer's row now and then, on a connection of its own: an idle process learns that it was replaced, and a
// database that takes connections but answers nothing is found out before everybody waits for it without end.
import pg from 'pg'
import { endQuietly } from '../db/pool.ts'
import type { Logger } from '../deps.ts'
import type { WriterLease } from './writer-store.ts'
import { findWriterOwner } from './writer-store.ts'

/** What to look at, and whom to tell. */
export interface LeaseWatchOptions {
  databaseUrl: string
  lease: WriterLease
  logger: Logger
  /** The database has not answered in time: whatever waits for it should fail now. Told at each look. */
  onHang(): void
  /** Another process holds the writer. Told once; the watch ends with it. */
  onFenced(): void
}

/** A running watch. */
export interface LeaseWatch {
  close(): Promise<void>
}

const LOOK_MS = 2_000
const ANSWER_MS_MAX = 5_000

/** Starts the watch. A database that is away is no news to it: those who need it find out themselves. */
export function watchLease(options: LeaseWatchOptions): LeaseWatch {
  const { lease, logger } = options
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false

  async function look(): Promise<void> {
    const owner = await answerInTime()
    if (closed) return
    if (owner === 'late') {
      logger.warn({}, 'the database does not answer: its connections are cut')
      drop()
      options.onHang()
    } else if (owner !== undefined && owner !== lease.owner) {
      options.onFenced()
      return
    }
    timer = setTimeout(() => void look(), LOOK_MS)
    timer.unref()
  }

  async function answerInTime(): Promise<string | undefined> {
    const { promise: late, resolve } = Promise.withResolvers<'late'>()
    // One more turn of the event loop: an answer may be waiting behind whatever kept this process busy.
    const limit = setTimeout(() => setImmediate(() => resolve('late')), ANSWER_MS_MAX)
    limit.unref()
    try {
      return await Promise.race([ask(), late])
    } finally {
      clearTimeout(limit)
    }
  }

  async function ask(): Promise<string | undefined> {
    try {
      client ??= await connect()
      return await findWriterOwner(client, lease.writerId)
    } catch {
      drop()
      return undefined
    }
  }

  async function connect(): Promise<pg.Client> {
    const made = new pg.Client({ connectionString: options.databaseUrl })
    made.on('error', () => {
      if (client === made) client = undefined
    })
    // Known before it is connected, so that one that hangs can be dropped.
    client = made
    await made.connect()
    return made
  }

  function drop(): void {
    if (client !== undefined) void endQuietly(client)
    client = undefined
  }

  timer = setTimeout(() => void look(), LOOK_MS)
  timer.unref()
  return {
    async close() {
      closed = true
      clearTimeout(timer)
      if (client !== undefined) await endQuietly(client)
    },
  }
}
