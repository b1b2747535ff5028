// A process that runs an own PostgreSQL and writes rows until it is killed: `node _local-postgres-holder.ts FOLDER SOURCE`.
// Each line of its output is the number of a row whose commit was acknowledged; the first line is its URL.
import pg from 'pg'

import { startLocalPostgres } from '../src/db/local-postgres/index.ts'

const [dataDir = '', source] = process.argv.slice(2)
try {
  const postgres = await startLocalPostgres({ dataDir, prefer: source === 'embedded' ? 'embedded' : 'system' })
  const client = new pg.Client(postgres.url)
  client.on('error', () => process.exit(3))
  await client.connect()
  await client.query('CREATE TABLE IF NOT EXISTS talk (line int PRIMARY KEY)')
  console.log(`${postgres.url} ${postgres.source} ${postgres.version}`)
  for (let line = 1; line <= 1_000_000; line += 1) {
    await client.query('INSERT INTO talk VALUES ($1)', [line])
    console.log(line)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : 'unknown')
  process.exit(2)
}
