// A PostgreSQL that an earlier run left at work (its watcher was killed too), or the file it left behind. The folder's lock
// is ours when this runs, so no living server owns what is found.
import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { LocalPostgresError } from './types.ts'
import type { LocalPostgresLogger } from './types.ts'

const POLL_MS = 20
const FAST_SHUTDOWN_MS_MAX = 30_000
const IMMEDIATE_SHUTDOWN_MS_MAX = 10_000

/** Ends every PostgreSQL process whose working folder is `clusterDir` (a real path), and removes a stale postmaster.pid. */
export async function clearLeftover(clusterDir: string, logger: LocalPostgresLogger): Promise<void> {
  const pidFile = join(clusterDir, 'postmaster.pid')
  const postmaster = readPostmasterPid(pidFile)
  // Without /proc PostgreSQL's own interlock has to decide.
  if (postmaster === undefined || process.platform !== 'linux') return
  if (listProcessesIn(clusterDir).includes(postmaster)) {
    logger.warn('a PostgreSQL of an earlier run was still at work in the data folder; stopping it')
    signal([postmaster], 'SIGINT')
    await waitUntilGone(clusterDir, FAST_SHUTDOWN_MS_MAX)
  }
  // Without their postmaster the others end by themselves; SIGQUIT is PostgreSQL's own way to end at once, and loses nothing.
  await waitUntilGone(clusterDir, 2_000)
  signal(listProcessesIn(clusterDir), 'SIGQUIT')
  if (!(await waitUntilGone(clusterDir, IMMEDIATE_SHUTDOWN_MS_MAX))) {
    throw new LocalPostgresError(`a PostgreSQL of an earlier run does not end (process ${listProcessesIn(clusterDir).join(', ')})`)
  }
  // Its process id may have gone to another process by now, and PostgreSQL would wait for that one.
  rmSync(pidFile, { force: true })
}

function readPostmasterPid(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
    return Number.isSafeInteger(pid) && pid > 1 ? pid : -1
  } catch {
    return undefined
  }
}

function listProcessesIn(clusterDir: string): readonly number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isPostgresIn(name, clusterDir)).map(Number)
}

function isPostgresIn(pid: string, clusterDir: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === clusterDir
  } catch {
    // It has just ended, or is another user's and so none of ours.
    return false
  }
}

async function waitUntilGone(clusterDir: string, msMax: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < msMax; waitedMs += POLL_MS) {
    if (listProcessesIn(clusterDir).length === 0) return true
    await sleep(POLL_MS)
  }
  return listProcessesIn(clusterDir).length === 0
}

function signal(pids: readonly number[], name: 'SIGINT' | 'SIGQUIT'): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name)
    } catch {
      // Gone meanwhile.
    }
  }
}
