// The database does not take rows of the ledger, and the process still holds its lease: live syncs go on, each recorded in
// the spool first; whoever reads in bulk is refused; and when the database is back, each row is in the ledger, once.
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { LedgerRow } from '@chappe/ledger'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refuseInserts } from './_database-faults.ts'

const refused = { status: 503, body: { errcode: 'M_UNKNOWN', error: expect.any(String), retry_after_ms: expect.any(Number) } }
const DISK_FULL = { sqlstate: '53100' }

let dataDir: string
let chappe: TestServer<Server>
let alice: Person
let bob: Person
let roomId: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'chappe-outage-'))
  chappe = await startTestServer(buildServer, { dataDir, ledger: { keepMonths: 12, witnesses: [], spoolBytesMax: 4_000 } })
  alice = await chappe.person('alice')
  bob = await chappe.person('bob')
  roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  await bob.sync()
})
afterAll(async () => {
  await chappe[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
})

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
const room = (): string => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
const idsOf = (answer: Json): string[] => (answer.rooms?.join?.[roomId]?.timeline.events ?? []).map((event: Json) => event.event_id)

async function rows(): Promise<LedgerRow[]> {
  const all: LedgerRow[] = []
  for await (const row of chappe.server.homeserver.ports.ledger.rows()) all.push(row)
  return all
}

/** How many rows the ledger has, those of acts included. */
async function countRows(): Promise<number> {
  const [sum] = await chappe.database.query('SELECT coalesce(sum(row_count), 0)::int AS rows FROM ledger_block')
  return Number(sum?.['rows'])
}

async function spools(): Promise<string[]> {
  const folder = join(dataDir, 'ledger-spool')
  return (await readdir(folder).catch(() => [])).map((name) => join(folder, name))
}

/** Waits until nothing waits in a spool. */
async function takenIn(): Promise<void> {
  for (let tries = 0; tries < 600 && (await spools()).length > 0; tries += 1) await pause(50)
  expect(await spools()).toEqual([])
}

/** How often the ledger says that Bob was shown each of these events. */
async function timesShown(eventIds: readonly string[]): Promise<number[]> {
  const events = await chappe.database.query(
    'SELECT event_id, position::float8 AS position, room_nid, (SELECT user_nid FROM account WHERE user_id = $2) AS bob FROM event WHERE event_id = ANY($1)',
    [eventIds, bob.userId],
  )
  const all = await rows()
  return eventIds.map((id) => {
    const event = events.find((each) => each['event_id'] === id)
    const position = Number(event?.['position'])
    return all.filter((row) => row.kind === 'events' && row.account === event?.['bob'] && row.room === event?.['room_nid'] && row.from <= position && position <= row.to).length
  })
}

/** Until a sync goes on again: what is known to fail is not asked for a second. */
async function bobSyncsSurely(): Promise<Json> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await bob.syncOn()
    } catch (error) {
      if (tries > 200 || !String(error).includes('503')) throw error
      await pause(100)
    }
  }
}

test('the disk of the ledger is full: Bob is told what Alice says, nobody reads in bulk, and no row is lost or doubled', async () => {
  const said: string[] = []
  const atMs = chappe.clock.now()
  {
    await using _full = await refuseInserts(chappe.database, 'ledger_block', DISK_FULL)
    for (const body of ['first', 'second', 'a word that is in no spool']) {
      said.push(await alice.say(roomId, body))
      expect(idsOf(await bob.syncOn())).toEqual([said.at(-1)])
    }
    const bulk = ['/_matrix/client/v3/sync', `${room()}/messages?dir=b&limit=50`, `${room()}/event/${said[0]}`, `${room()}/members`, '/_matrix/client/v3/sync?full_state=true']
    for (const path of bulk) expect(await bob.get(path), path).toMatchObject(refused)
    const directory = await bob.post('/_matrix/client/v3/user_directory/search', { search_term: 'alice' })
    expect(directory).toMatchObject(refused)
    // What shows nothing goes on.
    expect((await bob.get('/_matrix/client/v3/account/whoami')).status).toBe(200)
    const [path = '', ...more] = await spools()
    expect(more).toEqual([])
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await readFile(path)).includes('a word')).toBe(false)
    expect(await timesShown(said)).toEqual([0, 0, 0])
    expect(await chappe.server.homeserver.ports.ledger.spooledBytes()).toBeGreaterThan(0)
    chappe.clock.advance(60_000)
  }
  await takenIn()
  expect(await timesShown(said)).toEqual([1, 1, 1])
  const told = (await rows()).filter((row) => row.operation === 'sync').slice(-3)
  expect(told.every(({ at }) => at >= atMs && at < atMs + 60_000)).toBe(true)
  expect(idsOf(await bob.sync())).toContain(said[0])
  const { size } = await chappe.server.homeserver.ports.provenLedger.sign()
  expect(size).toBe(await countRows())
  expect((await chappe.server.homeserver.ports.provenLedger.standing()).broken).toBeUndefined()
  // The spool is a writer of its own in the chains; acts have one too, of the start of the server.
  const chains = await chappe.database.query('SELECT writer, count(*)::int AS blocks FROM ledger_block GROUP BY writer ORDER BY min(block)')
  expect(chains.map(({ blocks }) => blocks).filter((blocks) => blocks === 3)).toHaveLength(1)
  expect(chains).toHaveLength(4)
})

test('a statement that hangs is given up: live syncs go on from the spool, and what was in doubt stands once', { timeout: 90_000 }, async () => {
  const holder = new pg.Client({ connectionString: chappe.database.url })
  await holder.connect()
  await holder.query('BEGIN')
  await holder.query('LOCK TABLE ledger_block IN ACCESS EXCLUSIVE MODE')
  const first = await alice.say(roomId, 'while the ledger hangs')
  expect(idsOf(await bob.syncOn())).toEqual([first])
  const second = await alice.say(roomId, 'and again')
  expect(idsOf(await bob.syncOn())).toEqual([second])
  expect(await bob.get(`${room()}/messages?dir=b`)).toMatchObject(refused)
  await holder.query('COMMIT')
  await holder.end()
  await takenIn()
  expect(await timesShown([first, second])).toEqual([1, 1])
})

test('a spool that is full ends it: nothing more is shown', async () => {
  let shown = 0
  {
    await using _full = await refuseInserts(chappe.database, 'ledger_block', DISK_FULL)
    for (let round = 0; round < 100; round += 1) {
      await alice.say(roomId, `word ${round}`)
      const answer = await bob.get(`/_matrix/client/v3/sync?since=${(await alice.sync().catch(() => undefined))?.next_batch ?? 's1.1.0'}`)
      if (answer.status === 503) break
      expect(answer.status).toBe(200)
      shown += 1
    }
    expect(shown).toBeGreaterThan(3)
    expect(shown).toBeLessThan(100)
    await expect(bob.syncOn()).rejects.toThrow('503')
  }
  await takenIn()
  expect((await bobSyncsSurely()).next_batch).toBeTruthy()
})

test('without a lease nothing is served, spool or not', { timeout: 60_000 }, async () => {
  const eventId = await alice.say(roomId, 'nobody may be told')
  const holder = new pg.Client({ connectionString: chappe.database.url })
  await holder.connect()
  await holder.query('BEGIN')
  await holder.query('LOCK TABLE process, ledger_block IN ACCESS EXCLUSIVE MODE')
  await pause(2_500)
  expect((await bob.get('/_matrix/client/v3/sync')).status).toBe(503)
  await expect(bob.syncOn()).rejects.toThrow('503')
  expect(await spools()).toEqual([])
  await holder.query('COMMIT')
  await holder.end()
  expect(idsOf(await bobSyncsSurely())).toEqual([eventId])
  await takenIn()
  expect(await timesShown([eventId])).toEqual([1])
})

test('a database that only reads takes the lease away: nobody reads, and afterwards all goes on', { timeout: 60_000 }, async () => {
  const [{ name }] = await chappe.database.query('SELECT current_database() AS name') as [{ name: string }]
  const before = await countRows()
  const eventId = await alice.say(roomId, 'before it only reads')
  await chappe.database.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`)
  await chappe.database.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()')
  await pause(2_500)
  const during = await bob.get('/_matrix/client/v3/sync')
  expect([during.status, Buffer.from(during.bytes).includes('before it only reads')]).toEqual([503, false])
  await expect(bob.syncOn()).rejects.toThrow('503')
  const admin = new pg.Client({ connectionString: chappe.database.url })
  await admin.connect()
  await admin.query('SET default_transaction_read_only = off')
  expect((await admin.query('SELECT coalesce(sum(row_count), 0)::int AS rows FROM ledger_block')).rows).toEqual([{ rows: before }])
  await admin.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`)
  await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()')
  await admin.end()
  expect(idsOf(await bobSyncsSurely())).toEqual([eventId])
  await takenIn()
  expect(await timesShown([eventId])).toEqual([1])
})

test('a clock that jumps back changes no row: each is found by the time at which it was written', async () => {
  const { provenLedger } = chappe.server.homeserver.ports
  chappe.clock.advance(-90 * 60_000)
  const atMs = chappe.clock.now()
  const eventId = await alice.say(roomId, 'in the past')
  expect(idsOf(await bob.syncOn())).toEqual([eventId])
  chappe.clock.advance(90 * 60_000)
  const { rows: found } = await provenLedger.prove({ fromMs: atMs, toMs: atMs + 60_000 })
  expect(found.filter(({ operation }) => operation === 'sync')).toHaveLength(1)
  expect((await provenLedger.standing()).broken).toBeUndefined()
})

test('what a process left in its spool is taken in by the next one, its rows with their times', async () => {
  const said: string[] = []
  const full = await refuseInserts(chappe.database, 'ledger_block', DISK_FULL)
  said.push(await alice.say(roomId, 'left behind'))
  expect(idsOf(await bob.syncOn())).toEqual(said)
  const left = await spools()
  expect(left).toHaveLength(1)
  // It starts while nothing can be written still, and serves.
  await chappe.restart()
  said.push(await alice.say(roomId, 'from the next one'))
  expect(idsOf(await bob.syncOn())).toEqual([said[1]])
  expect((await spools()).length).toBe(2)
  await full[Symbol.asyncDispose]()
  await chappe.restart()
  await takenIn()
  expect(await timesShown(said)).toEqual([1, 1])
})
