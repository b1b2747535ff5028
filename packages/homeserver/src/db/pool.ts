// The connection pool and its typed face. Features get `Db`; the event committer and the ledger have connections of
// their own.
import { Kysely, PostgresDialect } from 'kysely'
import type { Transaction as KyselyTransaction } from 'kysely'
import pg from 'pg'
import { keepStatements } from './kept.ts'
import type { Tables } from './tables.ts'
import { isUrgent } from './urgent.ts'

/** Typed queries outside a transaction. */
export type Db = Kysely<Tables>
/** Typed queries inside one; a function that takes it says that it needs one. */
export type Tx = KyselyTransaction<Tables>

/** The pool and the typed face over it. */
export interface Database {
  db: Db
  pool: pg.Pool
  url: string
  /** Cuts every connection: what waits for an answer on one fails at once. New ones are made when needed. */
  cut(): void
  close(): Promise<void>
}

const INT8_OID = 20

/** Connections for what runs urgently; they stay, so that the first of it does not wait for one to be made. */
const URGENT_MAX = 4

interface PoolOptions {
  max?: number
  answerMs?: number
  onError?: (error: Error) => void
}

/**
 * Opens the pool. Nothing connects before the first query. `max` bounds its connections beside those for what runs urgently;
 * a query that has no answer after `answerMs` fails, and its connection is given up.
 */
export function openDatabase(url: string, options: PoolOptions = {}): Database {
  // The pool hears the errors of idle connections only. One that breaks in use fails its query, and says so once
  // more on the client itself, where an event that nobody hears would end the process.
  const clients = new Set<pg.PoolClient>()
  const pool = openPool(url, options, clients)
  const openUrgent = (): pg.Pool => openPool(url, { ...options, max: URGENT_MAX, keeps: true }, clients)
  let urgent = openUrgent()
  const either = {
    options: pool.options,
    connect: () => (isUrgent() ? urgent : pool).connect(),
    end: async () => void (await Promise.all([pool.end(), urgent.end()])),
  }
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: either }) })
  return {
    db,
    pool,
    url,
    cut() {
      // `end` destroys the socket of a client whose query is under way, and that query fails.
      for (const client of clients) void endQuietly(client)
      // Those of the urgent that were idle would lie there for good, and fail whoever comes next.
      void endQuietly(urgent)
      urgent = openUrgent()
    },
    close: async () => db.destroy(),
  }
}

function openPool(url: string, { max = 10, answerMs, onError, keeps = false }: PoolOptions & { keeps?: boolean }, clients: Set<pg.PoolClient>): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: answerMs ?? 5_000,
    statement_timeout: answerMs ?? 30_000,
    ...(answerMs === undefined ? {} : { query_timeout: answerMs }),
    ...(keeps ? { idleTimeoutMillis: 0 } : {}),
    types: { getTypeParser },
  })
  pool.on('error', onError ?? (() => undefined))
  pool.on('connect', (client) => {
    clients.add(client)
    keepStatements(client)
    client.on('error', () => undefined)
  })
  pool.on('remove', (client) => clients.delete(client))
  return pool
}

/** Ends a connection whatever state it is in. */
export async function endQuietly(client: { end(): Promise<void> }): Promise<void> {
  try {
    await client.end()
  } catch {
    // It was gone already.
  }
}

/** Positions and counts are `bigint` in SQL and stay far below 2^53. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: unknown) => {
  if (oid === INT8_OID && format !== 'binary') return (text: string) => Number(text)
  return pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text')
}
