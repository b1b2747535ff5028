// Fills Chappe's database with people directly: 825,000 registrations would take hours of password hashing.

import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { findPostmasters, listProcesses, workingDirectory } from '../measure/processes.ts'
import type { Target } from '../targets/target.ts'
import { makePeople } from './names.ts'

const BATCH = 5_000
const DIRECTORY_MS_MAX = 900_000

/** What to do, and whom to tell. */
export interface FillingWithPeople {
  target: Target
  count: number
  say: (text: string) => void
  /** Registers somebody through the server, which tells it to look who is new. */
  wake: () => Promise<void>
}

/** Makes people up to `count` where there are fewer, and waits until the directory has them. */
export async function fillWithPeople({ target, count, say, wake }: FillingWithPeople): Promise<void> {
  const client = new pg.Client(connectionOf(target))
  await client.connect()
  try {
    const { rows } = await client.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM account WHERE password_hash IS NULL AND user_id LIKE '@%.%-%:localhost'")
    const from = rows[0]?.count ?? 0
    for (let start = from; start < count; start += BATCH) await insertPeople(client, start, Math.min(count, start + BATCH))
    say(`${Math.max(0, count - from)} people made`)
    await client.query('ANALYZE account, profile')
    await wake()
    await waitForDirectory(client, say)
    await client.query('VACUUM (ANALYZE) directory_key')
  } finally {
    await client.end()
  }
}

async function insertPeople(client: pg.Client, from: number, to: number): Promise<void> {
  const people = makePeople(from, to)
  const userIds = people.map((person) => `@${person.localpart}:localhost`)
  await client.query('BEGIN')
  await client.query('INSERT INTO account (user_id, created_at_ms) SELECT u, 0 FROM unnest($1::text[]) u', [userIds])
  await client.query('INSERT INTO profile (user_id, displayname) SELECT * FROM unnest($1::text[], $2::text[])',
    [userIds, people.map((person) => person.displayName)])
  await client.query('COMMIT')
}

async function waitForDirectory(client: pg.Client, say: (text: string) => void): Promise<void> {
  const start = performance.now()
  while (performance.now() - start < DIRECTORY_MS_MAX) {
    const { rows } = await client.query<{ due: boolean }>('SELECT EXISTS (SELECT 1 FROM directory_due) AS due')
    if (rows[0]?.due !== true) {
      say(`the directory was behind for ${Math.round((performance.now() - start) / 1000)} s`)
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error('the directory does not follow')
}

/** The socket of the PostgreSQL that the target supervises, from the first lines of its postmaster.pid. */
function connectionOf(target: Target): pg.ClientConfig {
  const { serverPid, dataFolder } = target.owners()
  const [postmaster] = findPostmasters(listProcesses(), serverPid, dataFolder)
  if (postmaster === undefined) throw new Error('user-directory needs a Chappe that the bench started itself')
  const folder = workingDirectory(postmaster)
  const lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')
  return { host: resolve(folder, lines[4] ?? ''), port: Number(lines[3]), user: 'chappe', database: 'chappe' }
}
