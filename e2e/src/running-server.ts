// The server as its users start it: the real command in a process of its own, on a data folder that outlives it.
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const START = fileURLToPath(new URL('../../apps/server/bin/start.mjs', import.meta.url))
const READY = /^chappe is ready on (\S+) /m
const START_TIMEOUT_MS = 180_000

/** A server process that can be killed and started again on the same folder and port. */
export interface RunningServer extends AsyncDisposable {
  readonly url: string
  readonly dataDir: string
  /** Everything the server has printed, over all its lives. */
  output(): string
  start(): Promise<void>
  /** `kill -9`, as a power cut or the kernel would. Resolves when the process is gone. */
  kill(): Promise<void>
  /** Resolves with the exit code when the server ends by itself. */
  ended(): Promise<number | null>
  /** Sends the process a signal: SIGSTOP holds it where it stands, SIGCONT lets it go on. */
  signal(name: NodeJS.Signals): void
  /** Whether its process is there, also where it is held still. */
  isRunning(): boolean
  /** SIGTERM, and waits until it has finished. Resolves with the exit code. */
  stop(): Promise<number | null>
  /** The process id of the server's own PostgreSQL. */
  postmasterPid(): number | undefined
  /** How to reach the server's own PostgreSQL from outside, to look behind the server's back. */
  databaseUrl(): string
}

/** Where a server keeps what it has. */
export interface ServerPlace {
  /** The folder in which the data folder is made. */
  parent?: string
  /** What is set beside what this process has. */
  env?: Readonly<Record<string, string>>
  /** A data folder of before, on which the server goes on; it is kept. */
  keptDir?: string
  /** Undefined: one that is free. */
  port?: number
}

/** Makes a data folder and starts a server on it, in the matrix profile without rate limits. */
export async function startServerProcess(
  flags: readonly string[] = [],
  { parent = tmpdir(), env = {}, keptDir, port: wished }: ServerPlace = {},
): Promise<RunningServer> {
  const dataDir = keptDir ?? (await mkdtemp(join(parent, 'chappe-e2e-')))
  const port = wished ?? (await freePort())
  const url = `http://localhost:${port}`
  let child: ChildProcess | undefined
  let printed = ''
  const running: RunningServer = {
    url,
    dataDir,
    output: () => printed,
    async start() {
      const args = ['--profile=matrix', '--rate_limits=off', `--listen=localhost:${port}`, `--public_url=${url}`, `--data_dir=${dataDir}`, ...flags]
      const started = spawn(process.execPath, [START, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
      child = started
      let output = ''
      const ready = Promise.withResolvers<void>()
      const take = (chunk: Buffer): void => {
        output += chunk.toString('utf8')
        printed += chunk.toString('utf8')
        if (READY.test(output)) ready.resolve()
      }
      started.stdout?.on('data', take)
      started.stderr?.on('data', take)
      started.once('exit', (code) => ready.reject(new Error(`the server ended with ${code} before it was ready:\n${output}`)))
      const timer = setTimeout(() => ready.reject(new Error(`the server was not ready in time:\n${output}`)), START_TIMEOUT_MS)
      try {
        await ready.promise
      } catch (error) {
        await end(started, 'SIGKILL')
        throw error
      } finally {
        clearTimeout(timer)
      }
    },
    kill: () => end(child, 'SIGKILL').then(() => undefined),
    ended: () => endOf(child),
    signal: (name) => void child?.kill(name),
    isRunning: () => child !== undefined && child.exitCode === null && child.signalCode === null,
    stop: () => end(child, 'SIGTERM'),
    postmasterPid() {
      const [pid] = pidFileLines(dataDir)
      return pid === undefined ? undefined : Number(pid)
    },
    databaseUrl() {
      const lines = pidFileLines(dataDir)
      const socketFolder = resolve(dataDir, 'postgres', 'pgdata', lines[4] ?? '')
      return `postgresql://chappe@localhost:${lines[3]}/chappe?host=${encodeURIComponent(socketFolder)}`
    },
    async [Symbol.asyncDispose]() {
      await end(child, 'SIGTERM')
      if (keptDir === undefined) await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  await running.start()
  return running
}

/** The lines of `postmaster.pid`: process id, data folder, start time, port, socket folder, ... */
function pidFileLines(dataDir: string): string[] {
  try {
    return readFileSync(join(dataDir, 'postgres', 'pgdata', 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return []
  }
}

async function endOf(child: ChildProcess | undefined): Promise<number | null> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
  return new Promise((done) => child.once('exit', (code) => done(code)))
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<number | null> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
  child.kill(signal)
  // Whoever is held still hears of no other signal than SIGKILL before they go on.
  child.kill('SIGCONT')
  return endOf(child)
}

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, 'localhost', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? resolvePort(address.port) : reject(new Error('no port'))))
    })
  })
}
