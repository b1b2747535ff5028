// The PostgreSQL behind the tests: a fresh one in a temporary folder, gone with the run.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocalPostgres } from '@chappe/homeserver/local-postgres'
import pg from 'pg'

/** A running PostgreSQL: the URL of a user who may create databases, and how to end it. */
export interface TestDatabase {
  url: string
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL as the server itself does, the machine's or the one from npm. It has room for the servers of several
 * test files at once, some of which lose their connections and make others. Its disk writes are not waited for: the tests
 * that are about durability start their own.
 */
export async function startTestDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'chappe-test-'))
  const first = await startLocalPostgres({ dataDir: folder })
  await alter(first.url, { max_connections: '200' })
  // It is read at a start only.
  await first.stop()
  const postgres = await startLocalPostgres({ dataDir: folder })
  await alter(postgres.url, { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' })
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function alter(url: string, settings: Readonly<Record<string, string>>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const [name, value] of Object.entries(settings)) await client.query(`ALTER SYSTEM SET ${name} = ${value}`)
    await client.query('SELECT pg_reload_conf()')
  } finally {
    await client.end()
  }
}
