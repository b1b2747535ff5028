// The connection pool and its typed face. Features get `Db`; the event committer and the ledger have connections of
// their own.
import { Kysely, PostgresDialect } from 'kysely'
import type { Transaction as KyselyTransaction } from 'kysely'
import pg from 'pg'
import { keepStatements } from './kept.ts'
import type { Tables } from './tables.ts'

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

/**
 * Opens the pool. Nothing connects before the first query. `max` bounds its connections; a query that has no answer after
 * `answerMs` fails, and its connection is given up.
 */
export function openDatabase(url: string, options: { max?: number; answerMs?: number; onError?: (error: Error) => void } = {}): Database {
  const { answerMs } = options
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    connectionTimeoutMillis: answerMs ?? 5_000,
    statement_timeout: answerMs ?? 30_000,
    ...(answerMs === undefined ? {} : { query_timeout: answerMs }),
    types: { getTypeParser },
  })
  const onError = options.onError ?? (() => undefined)
  pool.on('error', onError)
  // The pool hears the errors of idle connections only. One that breaks in use fails its query, and says so once
  // more on the client itself, where an event that nobody hears would end the process.
  const clients = new Set<pg.PoolClient>()
  pool.on('connect', (client) => {
    clients.add(client)
    keepStatements(client)
    client.on('error', () => undefined)
  })
  pool.on('remove', (client) => clients.delete(client))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return {
    db,
    pool,
    url,
    cut() {
      // `end` destroys the socket of a client whose query is under way, and that query fails.
      for (const client of clients) void endQuietly(client)
    },
    close: async () => db.destroy(),
  }
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
