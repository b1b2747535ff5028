// Fills Chappe's database with people directly: 825,000 registrations would take hours of password hashing.

import type pg from 'pg'
import type { Target } from '../targets/target.ts'
import { waitForFollowers, withDatabase } from './database-store.ts'
import { makePeople, type MadeUpPerson } from './names.ts'

const BATCH = 5_000

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
  await withDatabase(target, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM account WHERE password_hash IS NULL AND user_id LIKE '@%.%-%:localhost'")
    const from = rows[0]?.count ?? 0
    for (let start = from; start < count; start += BATCH) await insertPeople(client, makePeople(start, Math.min(count, start + BATCH)))
    say(`${Math.max(0, count - from)} people made`)
    await client.query('ANALYZE account, profile')
    await wake()
    await waitForFollowers(client, say)
    await client.query('VACUUM (ANALYZE) directory_key')
  })
}

/** Makes accounts that nobody can sign in to; those that are there stay as they are. */
export async function insertPeople(client: pg.Client, people: readonly MadeUpPerson[]): Promise<void> {
  const userIds = people.map((person) => `@${person.localpart}:localhost`)
  await client.query('BEGIN')
  await client.query('INSERT INTO account (user_id, created_at_ms) SELECT u, 0 FROM unnest($1::text[]) u ON CONFLICT DO NOTHING', [userIds])
  await client.query('INSERT INTO profile (user_id, displayname) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING',
    [userIds, people.map((person) => person.displayName)])
  await client.query('COMMIT')
}
