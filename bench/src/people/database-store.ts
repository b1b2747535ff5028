// The database below a Chappe that the bench started: for what cannot be made through the API in reasonable time.

import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { findPostmasters, listProcesses, workingDirectory } from '../measure/processes.ts'
import type { Target } from '../targets/target.ts'

const FOLLOWERS_MS_MAX = 900_000

/** Lends `work` a connection to the target's database. */
export async function withDatabase<T>(target: Target, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(connectionOf(target))
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Waits until the user directory has everybody and what follows the events has read them all. */
export async function waitForFollowers(client: pg.Client, say: (text: string) => void): Promise<void> {
  const start = performance.now()
  while (performance.now() - start < FOLLOWERS_MS_MAX) {
    const { rows } = await client.query<{ due: boolean }>(`SELECT EXISTS (SELECT 1 FROM directory_due)
      OR EXISTS (SELECT 1 FROM stream_cursor c, writer w WHERE w.writer_id = 1 AND c.position + 10000 < w.event_position) AS due`)
    if (rows[0]?.due !== true) {
      say(`the followers were behind for ${Math.round((performance.now() - start) / 1000)} s`)
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error('what follows the writer does not get there')
}

/** The socket of the PostgreSQL that the target supervises, from the first lines of its postmaster.pid. */
function connectionOf(target: Target): pg.ClientConfig {
  const { serverPid, dataFolder } = target.owners()
  const [postmaster] = findPostmasters(listProcesses(), serverPid, dataFolder)
  if (postmaster === undefined) throw new Error('this needs a Chappe that the bench started itself')
  const folder = workingDirectory(postmaster)
  const lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')
  return { host: resolve(folder, lines[4] ?? ''), port: Number(lines[3]), user: 'chappe', database: 'chappe' }
}
