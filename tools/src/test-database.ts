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
 * Starts PostgreSQL as the server itself does, the machine's or the one from npm. Its disk writes are not waited
 * for: the tests that are about durability start their own.
 */
export async function startTestDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'chappe-test-'))
  const postgres = await startLocalPostgres({ dataDir: folder })
  await giveUpDurability(postgres.url)
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function giveUpDurability(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit']) {
      await client.query(`ALTER SYSTEM SET ${setting} = off`)
    }
    await client.query('SELECT pg_reload_conf()')
  } finally {
    await client.end()
  }
}
