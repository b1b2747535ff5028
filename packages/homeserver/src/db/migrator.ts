// Brings the schema up to date: numbered SQL files, forward only, each applied once and never changed after.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'

const FOLDER = new URL('./migrations/', import.meta.url)
const LOCK = 4_242_001

/** A migration as it stands in its file. */
interface Migration {
  number: number
  name: string
  sql: string
  checksum: string
}

/** The schema of the database is not one this server can use; the message says what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

/**
 * Applies what is missing, one transaction a file, under an advisory lock so that two starting servers do not
 * collide. Throws `MigrationError` when an applied file was changed or the database is newer than the server.
 */
export async function migrate(url: string): Promise<{ applied: string[] }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    await client.query(
      'CREATE TABLE IF NOT EXISTS migration (number int PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
    )
    const known = await readMigrations()
    const done = await client.query<{ number: number; checksum: string }>('SELECT number, checksum FROM migration')
    const checksums = new Map(done.rows.map((row) => [row.number, row.checksum]))
    assertCompatible(known, checksums)
    const applied: string[] = []
    for (const migration of known) {
      if (checksums.has(migration.number)) continue
      await applyOne(client, migration)
      applied.push(migration.name)
    }
    return { applied }
  } finally {
    await client.end()
  }
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(migration.sql)
    await client.query('INSERT INTO migration (number, name, checksum) VALUES ($1, $2, $3)', [
      migration.number,
      migration.name,
      migration.checksum,
    ])
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw new MigrationError(`migration ${migration.name} failed`, { cause: error })
  }
}

function assertCompatible(known: readonly Migration[], done: ReadonlyMap<number, string>): void {
  const byNumber = new Map(known.map((migration) => [migration.number, migration]))
  for (const [number, checksum] of done) {
    const migration = byNumber.get(number)
    if (migration === undefined) throw new MigrationError(`the database has migration ${number}, which this server does not know: it was used by a newer one`)
    if (migration.checksum !== checksum) throw new MigrationError(`migration ${migration.name} was changed after it was applied`)
  }
}

async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, FOLDER), 'utf8')
      return { number: Number(name.slice(0, 4)), name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}
