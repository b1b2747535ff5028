// The real command, from its first line to its orderly end.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'

const START = fileURLToPath(new URL('../bin/start.mjs', import.meta.url))
let dataDir = ''

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'chappe-start-'))
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

interface Run {
  readonly lines: string[]
  readonly errors: string[]
  /** Resolves when a line begins so; fails when the command ends before. */
  waitFor(beginning: string): Promise<string>
  readonly exited: Promise<number | null>
  kill(signal: NodeJS.Signals): void
}

const runs: Run[] = []
afterAll(async () => {
  for (const run of runs) run.kill('SIGKILL')
  await Promise.all(runs.map((run) => run.exited))
})

function runServer(args: readonly string[], env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [START, ...args], { env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  const errors: string[] = []
  const waiting = new Set<() => void>()
  for (const [stream, into] of [[child.stdout, lines], [child.stderr, errors]] as const) {
    let rest = ''
    stream.on('data', (chunk: Buffer) => {
      const parts = (rest + chunk.toString()).split('\n')
      rest = parts.pop() ?? ''
      into.push(...parts)
      for (const look of waiting) look()
    })
  }
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  const waitFor = (beginning: string): Promise<string> => new Promise((resolve, reject) => {
    const look = (): void => {
      const found = lines.find((line) => line.startsWith(beginning))
      if (found !== undefined) resolve(found)
    }
    waiting.add(look)
    look()
    void exited.then(() => reject(new Error(`it ended before it said "${beginning}": ${[...lines, ...errors].join('\n')}`)))
  })
  const run = { lines, errors, waitFor, exited, kill: (signal: NodeJS.Signals) => void child.kill(signal) }
  runs.push(run)
  return run
}

/** Errors meant for people; the log is JSON. */
function said(run: Run): string[] {
  return run.errors.filter((line) => !line.startsWith('{') && line !== '')
}

it('says once that it is ready, answers, refuses a second start, and ends in order', async () => {
  const run = runServer([`--data-dir=${dataDir}`, '--listen=127.0.0.1:0'])
  const ready = await run.waitFor('chappe is ready on ')
  expect(ready).toMatch(/^chappe is ready on http:\/\/127\.0\.0\.1:\d+ \(server name localhost\)$/)
  expect(run.lines[0]).toMatch(/^database: own PostgreSQL \d+\.\d+ \(.+\) in /)
  expect((await fetch(`${ready.split(' ')[4]}/_matrix/client/versions`)).status).toBe(200)
  await run.waitFor('then, with the same variable: npx chappe account create alice --admin')
  expect(statSync(join(dataDir, 'signing.key')).mode & 0o777).toBe(0o600)

  const second = runServer([`--data-dir=${dataDir}`, '--listen=127.0.0.1:0'])
  expect(await second.exited).toBe(1)
  expect(said(second)).toEqual([expect.stringMatching(/^chappe: .* is in use by another server \(process \d+\); one data folder serves one server$/)])

  run.kill('SIGTERM')
  expect(await run.exited).toBe(0)
  expect(run.lines.filter((line) => line.startsWith('chappe is ready'))).toHaveLength(1)
  expect(said(run)).toEqual([])
})

it('goes on where it was after a kill -9, with the same signing key', async () => {
  const first = runServer([`--data-dir=${dataDir}`, '--listen=127.0.0.1:0', '--profile=matrix'])
  const ready = await first.waitFor('chappe is ready on ')
  const register = (url: string): Promise<Response> => fetch(`${url}/_matrix/client/v3/register`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'alice', password: 'correct horse battery staple', auth: { type: 'm.login.dummy' } }),
  })
  expect((await register(ready.split(' ')[4] ?? '')).status).toBe(200)
  const key = readFileSync(join(dataDir, 'signing.key'), 'utf8')
  first.kill('SIGKILL')
  await first.exited
  const second = runServer([`--data-dir=${dataDir}`, '--listen=127.0.0.1:0', '--profile=matrix'])
  const again = await register((await second.waitFor('chappe is ready on ')).split(' ')[4] ?? '')
  expect(await again.json()).toMatchObject({ errcode: 'M_USER_IN_USE' })
  expect(readFileSync(join(dataDir, 'signing.key'), 'utf8')).toBe(key)
  second.kill('SIGINT')
  expect(await second.exited).toBe(0)
})

it('says in one line that the port is taken', async () => {
  const other = createServer()
  const port = await new Promise<number>((resolve) => other.listen(0, '127.0.0.1', () => {
    const address = other.address()
    resolve(typeof address === 'object' && address !== null ? address.port : 0)
  }))
  const run = runServer([`--data-dir=${dataDir}`, `--listen=127.0.0.1:${port}`])
  expect(await run.exited).toBe(1)
  expect(said(run)).toEqual([`chappe: port ${port} on 127.0.0.1 is taken: stop what listens there, or choose another with --listen=127.0.0.1:PORT`])
  other.close()
})

it('says in one line what is wrong with the configuration, the folder and the database, without secrets', async () => {
  const file = join(dataDir, 'chappe.yaml')
  writeFileSync(file, 'profile: matrix\nlisten: nowhere\n')
  writeFileSync(join(dataDir, 'file'), '')
  const wrongKey = runServer(['--config', file])
  const wrongFolder = runServer(['--data-dir', join(dataDir, 'file', 'data')])
  const wrongDatabase = runServer([`--data-dir=${dataDir}`], { CHAPPE_DATABASE_URL: 'postgresql://me:hunter2@127.0.0.1:1/chappe' })
  expect(await Promise.all([wrongKey.exited, wrongFolder.exited, wrongDatabase.exited])).toEqual([1, 1, 1])
  expect(said(wrongKey)).toEqual([`chappe: ${file}:2: listen: expected host:port or unix:/path, found "nowhere"`])
  expect(said(wrongFolder)).toEqual([`chappe: the data folder ${dataDir}/file/data cannot be written (ENOTDIR): set data_dir, or give this user the folder`])
  expect(said(wrongDatabase)).toEqual(['chappe: the database at 127.0.0.1:1/chappe cannot be reached: nothing answers there'])
  expect(wrongDatabase.lines).toEqual(['database: PostgreSQL at 127.0.0.1:1/chappe (database.url)'])
})
