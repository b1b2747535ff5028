// Three processes of one installation on one database: a writer and two readers, each with a way to the database that can
// be broken, and a log of what it handed to the operating system, and for whom.
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FaultyLink, TestDatabase } from '@chappe/testkit'
import { freshDatabase, openFaultyLink } from '@chappe/testkit'
import type { RunningServer } from './running-server.ts'
import { startServerProcess } from './running-server.ts'

/** When something was handed to the operating system for a user, on the machine's monotonic clock, in milliseconds. */
export interface Served {
  atMs: number
  userId: string
}

/** One of the processes. */
export interface Process {
  name: string
  server: RunningServer
  link: FaultyLink
  /** What it has handed over since a moment. */
  servedSince(atMs: number): Served[]
}

/** The three of them. */
export interface Installation extends AsyncDisposable {
  processes: readonly Process[]
  database: TestDatabase
}

/** The machine's monotonic clock, in milliseconds: the same one that the processes write down. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

/** Starts the three. */
export async function startInstallation(): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'chappe-three-'))
  const database = await freshDatabase()
  const shared = [`--media_dir=${join(folder, 'media')}`, '--registration_shared_secret=a secret for tests']
  const door = `--internal_listen=unix:${join(folder, 'internal.sock')}`
  const start = async (name: string, flags: readonly string[]): Promise<Process> => {
    const link = await openFaultyLink(database.url)
    const log = join(folder, `${name}.log`)
    const server = await startServerProcess([`--database_url=${link.url}`, ...shared, ...flags], { env: { CHAPPE_E2E_SERVED_LOG: log } })
    return { name, server, link, servedSince: (atMs) => readServed(log).filter((each) => each.atMs >= atMs) }
  }
  const writer = await start('writer', [door])
  const processes = [writer, await start('reader-1', ['--roles=reader']), await start('reader-2', ['--roles=reader'])]
  return {
    processes,
    database,
    async [Symbol.asyncDispose]() {
      for (const { server, link } of processes.toReversed()) {
        await server[Symbol.asyncDispose]()
        await link[Symbol.asyncDispose]()
      }
      await database[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function readServed(log: string): Served[] {
  return readFileSync(log, 'utf8').split('\n').slice(0, -1).map((line) => {
    const [at = '0', userId = ''] = line.split(' ')
    return { atMs: Number(BigInt(at)) / 1e6, userId }
  })
}
