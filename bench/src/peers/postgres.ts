// A private PostgreSQL for a peer, with the durability that Chappe runs with.

import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export interface PeerDatabase extends AsyncDisposable {
  /** Folder of the Unix socket: libpq's `host`. */
  socketFolder: string
  user: string
  /** Pid of the postmaster. */
  pid: number
  /** Creates a database (encoding UTF8, locale C) unless it exists. */
  createDatabase(name: string): void
}

export interface PeerDatabaseOptions {
  folder: string
  /** Folder of PostgreSQL's programs. */
  binaries?: string | undefined
  /** Settings that differ from ours. */
  settings?: Record<string, string>
}

/** Durable commits, and the sizes that Chappe gives its own PostgreSQL: both sides have the same. */
const SETTINGS = {
  fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', listen_addresses: '', max_connections: '60',
  shared_buffers: '192MB', work_mem: '8MB', maintenance_work_mem: '64MB', effective_cache_size: '1GB',
  random_page_cost: '1.1', jit: 'off', max_parallel_workers_per_gather: '0', wal_buffers: '8MB', max_wal_size: '1GB',
}

/** The name of the system account that PostgreSQL runs as when we are root (it refuses root). */
const SYSTEM_USER = 'postgres'

/** Starts a cluster in `folder`/pg, made on the first start, reachable by a Unix socket only. */
export async function startPeerDatabase(options: PeerDatabaseOptions): Promise<PeerDatabase> {
  const binaries = options.binaries ?? findBinaries()
  const data = path.join(options.folder, 'pg')
  const socketFolder = path.join(options.folder, 'sock')
  for (const folder of [data, socketFolder]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (isRoot()) giveToSystemUser(folder)
  }
  // The system account must be able to pass through the folder above its own.
  if (isRoot()) chmodSync(options.folder, 0o711)
  if (!existsSync(path.join(data, 'PG_VERSION'))) {
    run(path.join(binaries, 'initdb'), ['-D', data, '-U', 'bench', '--auth=trust', '--encoding=UTF8', '--locale=C'])
  }
  const settings = Object.entries({ ...SETTINGS, unix_socket_directories: socketFolder, ...options.settings })
  run(path.join(binaries, 'pg_ctl'), [
    '-D', data, '-w', '-l', path.join(socketFolder, 'log'), '-o', settings.map(([name, value]) => `-c ${name}='${value}'`).join(' '), 'start',
  ])
  const pid = Number(readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
  return {
    socketFolder,
    user: 'bench',
    pid,
    createDatabase(name) {
      const found = run(path.join(binaries, 'psql'), ['-h', socketFolder, '-U', 'bench', '-d', 'postgres', '-Atl'])
      if (found.split('\n').some((line) => line.startsWith(`${name}|`))) return
      run(path.join(binaries, 'createdb'), ['-h', socketFolder, '-U', 'bench', '--encoding=UTF8', '--locale=C', '--template=template0', name])
    },
    async [Symbol.asyncDispose]() {
      const [command, args] = asSystemUser(path.join(binaries, 'pg_ctl'), ['-D', data, '-w', '-m', 'fast', 'stop'])
      await once(spawn(command, args, { stdio: 'ignore', cwd: '/' }), 'exit')
    },
  }
}

/** Finds the newest PostgreSQL of Debian's layout, else expects it on the path. */
function findBinaries(): string {
  const root = '/usr/lib/postgresql'
  const newest = existsSync(root) ? readdirSync(root).toSorted((a, b) => Number(a) - Number(b)).at(-1) : undefined
  return newest === undefined ? '' : path.join(root, newest, 'bin')
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

function giveToSystemUser(folder: string): void {
  const id = (flag: string): number => Number(execFileSync('id', [flag, SYSTEM_USER], { encoding: 'utf8' }))
  chownSync(folder, id('-u'), id('-g'))
}

function asSystemUser(command: string, args: readonly string[]): [string, string[]] {
  return isRoot() ? ['runuser', ['-u', SYSTEM_USER, '--', command, ...args]] : [command, [...args]]
}

function run(command: string, args: readonly string[]): string {
  const [program, rest] = asSystemUser(command, args)
  // PostgreSQL's programs want a working directory that their account may enter. The server keeps pg_ctl's error
  // output open, so it must not be a pipe that we wait for.
  return execFileSync(program, rest, { encoding: 'utf8', cwd: '/', stdio: ['ignore', args.includes('start') ? 'ignore' : 'pipe', 'ignore'] }) ?? ''
}
