// The PostgreSQL behind the tests: an empty cluster in a temporary folder, gone with the run.
import { execFileSync, spawn } from 'node:child_process'
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A running PostgreSQL: the URL of a superuser, and how to end it. */
export interface TestDatabase {
  url: string
  stop(): Promise<void>
}

const startTimeoutMs = 30_000

/**
 * Starts PostgreSQL on a Unix socket in a fresh temporary folder. It runs without fsync: the tests that are about
 * durability start their own.
 */
export async function startTestDatabase(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'chappe-test-'))
  const bin = findPostgres()
  const user = unprivilegedUser()
  const identity = user === undefined ? {} : { uid: user.uid, gid: user.gid }
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const initdbArgs = ['-D', data, '-U', 'chappe', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
  execFileSync(join(bin, 'initdb'), initdbArgs, { ...identity, cwd: folder, stdio: 'pipe' })
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200']
  const flags = ['-D', data, '-k', folder, '-h', '', ...settings.flatMap((setting) => ['-c', setting])]
  const server = spawn(join(bin, 'postgres'), flags, { ...identity, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  server.stderr.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-20_000)))
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const killAtExit = (): void => void server.kill('SIGQUIT')
  process.once('exit', killAtExit)
  for (let waitedMs = 0; !log.includes('ready to accept connections'); waitedMs += 50) {
    if (server.exitCode !== null || waitedMs > startTimeoutMs) throw new Error(`PostgreSQL did not start:\n${log}`)
    await sleep(50)
  }
  return {
    url: `postgresql://chappe@localhost/postgres?host=${encodeURIComponent(folder)}`,
    async stop() {
      server.kill('SIGQUIT')
      await ended
      process.off('exit', killAtExit)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function findPostgres(): string {
  const debian = '/usr/lib/postgresql'
  const majors = listFolder(debian).map(Number).filter((major) => major >= 15)
  if (majors.length === 0) {
    throw new Error('the tests need PostgreSQL 15 or newer (Debian package: postgresql), or CHAPPE_TEST_DATABASE_URL')
  }
  return join(debian, String(Math.max(...majors)), 'bin')
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

/** PostgreSQL refuses to run as root; as root it runs as the user the Debian package made. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}
