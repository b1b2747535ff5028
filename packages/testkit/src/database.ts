// A database of its own for every test file, on the server that the test run started.
import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** A database that nobody else uses. */
export interface TestDatabase extends AsyncDisposable {
  url: string
  /** Runs one statement, for what a story has to see behind the server's back. */
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  /** Runs a statement, such as a lock, whose transaction stays open until it is released. */
  hold(text: string): Promise<{ release(): Promise<void> }>
}

/** Where the test run's PostgreSQL is. Throws with the way to get one when nobody started it. */
export function testServerUrl(): string {
  const url = process.env['CHAPPE_TEST_DATABASE_URL']
  if (url === undefined || url === '') {
    throw new Error('CHAPPE_TEST_DATABASE_URL is not set: run the tests with `npm test`, which starts PostgreSQL')
  }
  return url
}

/** Makes an empty database; disposing drops it. */
export async function freshDatabase(): Promise<TestDatabase> {
  const name = `chappe_test_${randomBytes(8).toString('hex')}`
  await admin(`CREATE DATABASE ${name}`)
  const url = new URL(testServerUrl())
  url.pathname = `/${name}`
  const pool = new pg.Pool({ connectionString: url.href, max: 2 })
  pool.on('error', () => undefined)
  return {
    url: url.href,
    async query(text, values = []) {
      const result = await pool.query<Record<string, unknown>>(text, values)
      return result.rows
    },
    async hold(text) {
      const client = new pg.Client({ connectionString: url.href })
      await client.connect()
      await client.query('BEGIN')
      await client.query(text)
      return { release: () => client.end() }
    },
    async [Symbol.asyncDispose]() {
      await pool.end()
      await admin(`DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

async function admin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: testServerUrl() })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
