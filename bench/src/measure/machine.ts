// The machine, the revision and the database's settings: without them a figure says nothing.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import os from 'node:os'
import { databasePids, type ProcessOwners } from './cpu.ts'
import { workingDirectory } from './processes.ts'

export interface MachineFacts {
  cpuModel: string
  cores: number
  memoryGb: number
  kernel: string
  node: string
  /** Load average of the last minute: others on the machine disturb. */
  loadAverage: number
}

/** Reads the facts of this machine. */
export function readMachineFacts(): MachineFacts {
  const cpus = os.cpus()
  return {
    cpuModel: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    memoryGb: Math.round(os.totalmem() / 1024 ** 3),
    kernel: `${os.type()} ${os.release()}`,
    node: process.version,
    loadAverage: os.loadavg()[0] ?? 0,
  }
}

/** The git revision of the working tree, `-dirty` when it was changed; `unknown` outside of a clone. */
export function readRevision(folder: string): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=12'], {
      cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return 'unknown'
  }
}

export interface DatabaseFacts {
  version: string
  /** Settings that decide durability and speed; those not set stand at PostgreSQL's default. */
  settings: Record<string, string>
}

/** Defaults of PostgreSQL 12 to 18 for the settings that we report. */
const REPORTED: Record<string, string> = {
  fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', wal_sync_method: 'fdatasync (default)',
  shared_buffers: '128MB', wal_buffers: '-1', max_wal_size: '1GB', max_connections: '100', commit_delay: '0',
  jit: 'on', autovacuum: 'on', synchronous_standby_names: '',
}

/**
 * Reads version and settings of a local PostgreSQL from its data directory and command line, so that no credentials
 * are needed. Undefined when it is not on this machine or may not be read. Settings per role or session are not seen.
 */
export function readDatabaseFacts(owners: ProcessOwners): DatabaseFacts | undefined {
  const pid = databasePids(owners)[0]
  if (pid === undefined) return undefined
  try {
    const folder = workingDirectory(pid)
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    const set = { ...readConfig(`${folder}/postgresql.conf`), ...readConfig(`${folder}/postgresql.auto.conf`), ...readArguments(args) }
    const settings = Object.fromEntries(Object.entries(REPORTED).map(([name, initial]) => [name, set[name] ?? initial]))
    return { version: readVersion(pid, folder), settings }
  } catch {
    return undefined
  }
}

function readVersion(pid: number, folder: string): string {
  try {
    return execFileSync(`/proc/${pid}/exe`, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return `PostgreSQL ${readFileSync(`${folder}/PG_VERSION`, 'utf8').trim()}`
  }
}

/** Reads `name = value` lines of postgresql.conf; a file that is missing sets nothing. */
function readConfig(path: string): Record<string, string> {
  let text = ''
  try {
    text = readFileSync(path, 'utf8')
  } catch { /* nothing set */ }
  return parseSettings(text)
}

/** Reads the text of a postgresql.conf: the last line for a name counts, `#` begins a comment. */
export function parseSettings(text: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const line of text.split('\n')) {
    const match = /^\s*([a-z_]+)\s*=?\s*(?:'([^']*)'|([^#\s]+))/i.exec(line)
    if (match?.[1] !== undefined) found[match[1]] = match[2] ?? match[3] ?? ''
  }
  return found
}

/** Reads `-c name=value` and `--name=value` of a postmaster's command line. */
export function readArguments(args: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {}
  args.forEach((arg, index) => {
    const text = args[index - 1] === '-c' ? arg : arg.startsWith('--') ? arg.slice(2) : ''
    const match = /^([a-z_-]+)=(.*)$/i.exec(text)
    if (match?.[1] !== undefined) found[match[1].replaceAll('-', '_')] = match[2] ?? ''
    if (arg === '-F') found['fsync'] = 'off'
  })
  return found
}
