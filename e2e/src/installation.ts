// Three processes of one installation on one database: a writer and two readers, each with a way to the database that can
// be broken, and a log of what it handed to the operating system, and for whom.
import { closeSync, existsSync, openSync, readSync } from 'node:fs'
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

/** When a process reached a stage of stopping an account: `stop-stages.ts` of the homeserver. */
export interface StageReached {
  atMs: number
  stage: string
}

/** One of the processes. */
export interface Process {
  name: string
  server: RunningServer
  link: FaultyLink
  /** What it has handed over since a moment. */
  servedSince(atMs: number): Served[]
  stagesSince(atMs: number): StageReached[]
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
    const notedSince = createServedReader(log)
    return {
      name,
      server,
      link,
      servedSince: (atMs) => notedSince(atMs).filter(({ userId }) => !userId.startsWith(STAGE)),
      stagesSince: (atMs) => notedSince(atMs).flatMap(({ atMs: at, userId }) => (userId.startsWith(STAGE) ? [{ atMs: at, stage: userId.slice(STAGE.length) }] : [])),
    }
  }
  const processes: Process[] = []
  const installation: Installation = {
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
  try {
    processes.push(await start('writer', [door]))
    for (const name of ['reader-1', 'reader-2']) processes.push(await start(name, ['--roles=reader']))
    return installation
  } catch (error) {
    await installation[Symbol.asyncDispose]()
    throw error
  }
}

/** Lines of the log that are about nobody begin so. */
const STAGE = 'stage:'

/** What was handed over longer ago is not asked for any more. */
const REMEMBERED_MS = 120_000

/** Reads the log on from where it was read to before: it gets long. */
function createServedReader(log: string): (sinceMs: number) => Served[] {
  let entries: Served[] = []
  let offset = 0
  let rest = ''
  const buffer = Buffer.alloc(1024 * 1024)
  return (sinceMs) => {
    if (existsSync(log)) {
      const file = openSync(log, 'r')
      for (let length = readSync(file, buffer, 0, buffer.length, offset); length > 0; length = readSync(file, buffer, 0, buffer.length, offset)) {
        offset += length
        const lines = `${rest}${buffer.toString('latin1', 0, length)}`.split('\n')
        rest = lines.pop() ?? ''
        entries.push(...lines.map(parseServed))
      }
      closeSync(file)
    }
    const oldest = monotonicMs() - REMEMBERED_MS
    if ((entries[0]?.atMs ?? oldest) < oldest - REMEMBERED_MS) entries = entries.filter(({ atMs }) => atMs >= oldest)
    return entries.filter(({ atMs }) => atMs >= sinceMs)
  }
}

function parseServed(line: string): Served {
  const [at = '0', userId = ''] = line.split(' ')
  return { atMs: Number(BigInt(at)) / 1e6, userId }
}
