// The kill rig: a writer and a reader of one installation are killed at random instants, while the ledger comes and goes,
// while people are told what is said, page through the past and load files. Each byte that reaches them is written down by
// themselves; afterwards each event and each file in it has its row in the ledger.
// CHAPPE_KILL_ROUNDS sets the number of rounds, CHAPPE_KILL_SEED makes a run again.
import type { IncomingMessage } from 'node:http'
import { request as httpRequest } from 'node:http'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeBlock } from '@chappe/ledger'
import type { LedgerRow } from '@chappe/ledger'
import type { Person, TestDatabase } from '@chappe/testkit'
import { createPerson, freshDatabase, request } from '@chappe/testkit'
import { expect, test } from 'vitest'
import type { RunningServer } from '../src/running-server.ts'
import { startServerProcess } from '../src/running-server.ts'

const ROUNDS = Number(process.env['CHAPPE_KILL_ROUNDS'] ?? 30)
const SEED = Number(process.env['CHAPPE_KILL_SEED'] ?? Date.now() % 1_000_000)
const EVENT_ID = /"event_id":"(\$[A-Za-z0-9_-]{43})"/g

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 0x1_0000_0000
  }
}

/** Somebody who reads, and what has reached them: also of answers that were cut off. */
interface Eyes {
  person: Person
  at: RunningServer
  events: Set<string>
  files: Set<string>
  answers: number
}

/** Reads an answer byte by byte; gives back its text if it was whole and a 200. */
function read(eyes: Eyes, path: string, onBytes: (chunk: string) => void): Promise<string | undefined> {
  return new Promise((resolve) => {
    const call = httpRequest(`${eyes.at.url}${path}`, { headers: { authorization: `Bearer ${eyes.person.token}` }, timeout: 60_000 })
    call.once('error', () => resolve(undefined))
    call.once('timeout', () => call.destroy())
    call.once('response', (response: IncomingMessage) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
        if (response.statusCode === 200) onBytes(text)
      })
      response.once('error', () => resolve(undefined))
      response.once('close', () => resolve(response.complete && response.statusCode === 200 ? text : undefined))
    })
    call.end()
  })
}

async function look(eyes: Eyes, path: string): Promise<string | undefined> {
  const text = await read(eyes, path, (soFar) => {
    for (const [, eventId = ''] of soFar.matchAll(EVENT_ID)) eyes.events.add(eventId)
  })
  if (text === undefined) await pause(20)
  else eyes.answers += 1
  return text
}

/** Is told what is said, and goes on from where the last answer ended. */
async function listen(eyes: Eyes, running: { on: boolean }): Promise<void> {
  let since = ''
  while (running.on) {
    const text = await look(eyes, `/_matrix/client/v3/sync?timeout=200${since === '' ? '' : `&since=${since}`}`)
    since = text === undefined ? since : /"next_batch":"([^"]+)"/.exec(text)?.[1] ?? since
  }
}

/** Pages through what there is, and loads the file. */
async function rummage(eyes: Eyes, running: { on: boolean }, { roomId, mediaId, random }: { roomId: string; mediaId: string; random: () => number }): Promise<void> {
  const room = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
  while (running.on) {
    const known = [...eyes.events]
    const eventId = encodeURIComponent(known[Math.floor(random() * known.length)] ?? '')
    const paths = [`${room}/messages?dir=b&limit=${1 + Math.floor(random() * 60)}`, `${room}/messages?dir=f&limit=30`, `${room}/event/${eventId}`, `${room}/context/${eventId}?limit=20`, '/_matrix/client/v3/sync']
    const which = Math.floor(random() * (paths.length + 1))
    const path = paths[which]
    if (path !== undefined && (known.length > 0 || which < 2)) await look(eyes, path)
    else if (path === undefined) await read(eyes, `/_matrix/client/v1/media/download/localhost/${mediaId}`, () => eyes.files.add(mediaId)).then((text) => (text === undefined ? pause(20) : (eyes.answers += 1)))
    await pause(5)
  }
}

async function talk(person: Person, roomId: string, running: { on: boolean }): Promise<void> {
  for (let index = 0; running.on; index += 1) {
    for (let isSaid = false; running.on && !isSaid; ) {
      isSaid = await person.send(roomId, 'm.room.message', { msgtype: 'm.text', body: `word ${index}` }, `t${index}`).then(() => true, () => false)
      await pause(isSaid ? 10 : 30)
    }
  }
}

/** The ledger of an installation, taken away and given back. */
async function createFault(database: TestDatabase): Promise<{ begin(): Promise<void>; end(): Promise<void>; isOn(): boolean }> {
  await database.query("CREATE FUNCTION rig_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the rig is full' USING ERRCODE = '53100'; END $$")
  let isOn = false
  return {
    isOn: () => isOn,
    async begin() {
      if (!isOn) await database.query('CREATE TRIGGER rig_full BEFORE INSERT ON ledger_block FOR EACH ROW EXECUTE FUNCTION rig_full()')
      isOn = true
    },
    async end() {
      if (isOn) await database.query('DROP TRIGGER rig_full ON ledger_block')
      isOn = false
    },
  }
}

async function readRows(database: TestDatabase): Promise<LedgerRow[]> {
  const utf8 = { encode: (text: string) => Buffer.from(text), decode: (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8') }
  const blocks = await database.query('SELECT body FROM ledger_block ORDER BY block')
  return blocks.flatMap(({ body }) => (Buffer.isBuffer(body) && body.length > 0 ? decodeBlock(body, utf8) : []))
}

/** What somebody has in front of them, and the ledger does not know. */
async function unrecorded(database: TestDatabase, eyes: Eyes, rows: readonly LedgerRow[]): Promise<string[]> {
  const [account] = await database.query('SELECT user_nid::int AS nid FROM account WHERE user_id = $1', [eyes.person.userId])
  const mine = rows.filter((row) => row.account === Number(account?.['nid']))
  const events = await database.query("SELECT event_id, room_nid::int AS room, position::float8 AS position FROM event WHERE type = 'm.room.message' AND event_id = ANY($1)", [[...eyes.events]])
  const missing = events.filter(({ room, position }) => !mine.some((row) => row.kind === 'events' && row.room === room && row.from <= Number(position) && Number(position) <= row.to))
  const files = [...eyes.files].filter((mediaId) => !mine.some((row) => row.kind === 'media' && row.subject.includes(mediaId)))
  return [...missing.map((event) => String(event['event_id'])), ...files]
}

test(`no read goes unrecorded in ${ROUNDS} rounds of killed processes and a ledger that comes and goes`, { timeout: 4 * 60 * 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'chappe-kill-'))
  await using database = await freshDatabase()
  const shared = [`--database_url=${database.url}`, `--media_dir=${join(folder, 'media')}`, '--server_name=localhost']
  await using writer = await startServerProcess([...shared, `--internal_listen=unix:${join(folder, 'internal.sock')}`])
  await using reader = await startServerProcess([...shared, '--roles=reader'])
  const join_ = async (name: string): Promise<Person> => {
    const made = await request(writer.url, 'POST', '/_matrix/client/v3/register', { body: { auth: { type: 'm.login.dummy' }, username: name, password: 'kill rig password' } })
    expect(made.status).toBe(200)
    return createPerson(() => writer.url, made.body)
  }
  const [alice, bob, carol, dave, erin] = [await join_('alice'), await join_('bob'), await join_('carol'), await join_('dave'), await join_('erin')]
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  for (const person of [bob, carol, dave, erin]) await person.join(roomId)
  const upload = await alice.request('POST', '/_matrix/media/v3/upload?filename=plan.txt', { raw: 'x'.repeat(300_000), headers: { 'content-type': 'text/plain' } })
  const mediaId = String(upload.body.content_uri).split('/').at(-1) ?? ''
  await alice.send(roomId, 'm.room.message', { msgtype: 'm.file', body: 'plan.txt', url: upload.body.content_uri }, 'file')

  const random = randomOf(SEED)
  const running = { on: true }
  const eyesOf = (person: Person, at: RunningServer): Eyes => ({ person, at, events: new Set(), files: new Set(), answers: 0 })
  const ears = [eyesOf(bob, writer), eyesOf(carol, reader)]
  const hands = [eyesOf(dave, writer), eyesOf(erin, reader)]
  const loops = [talk(alice, roomId, running), ...ears.map((eyes) => listen(eyes, running)), ...hands.map((eyes) => rummage(eyes, running, { roomId, mediaId, random }))]
  const fault = await createFault(database)
  const counts = { writer: 0, reader: 0, outages: 0, duringOutage: 0 }
  for (let round = 0; round < ROUNDS; round += 1) {
    await pause(30 + random() * 500)
    if (random() < 0.4) {
      if (!fault.isOn()) counts.outages += 1
      await (fault.isOn() ? fault.end() : fault.begin())
      await pause(random() * 400)
    }
    const [name, killed] = random() < 0.5 ? (['writer', writer] as const) : (['reader', reader] as const)
    counts[name] += 1
    if (fault.isOn()) counts.duringOutage += 1
    await killed.kill()
    await killed.start()
  }
  await fault.end()
  const before = [...ears, ...hands].map(({ answers }) => answers)
  for (let tries = 0; tries < 1200 && ![...ears, ...hands].every(({ answers }, index) => answers > (before[index] ?? 0)); tries += 1) await pause(50)
  running.on = false
  await Promise.all(loops)
  const spools = async (): Promise<string[]> => (await Promise.all([writer, reader].map(async ({ dataDir }) => readdir(join(dataDir, 'ledger-spool')).catch(() => [])))).flat()
  for (let tries = 0; tries < 1200 && (await spools()).length > 0; tries += 1) await pause(50)
  expect(await spools(), `seed ${SEED}`).toEqual([])

  const rows = await readRows(database)
  for (const eyes of [...ears, ...hands]) {
    expect(await unrecorded(database, eyes, rows), `seed ${SEED}: ${eyes.person.userId} has what the ledger does not know`).toEqual([])
    expect(eyes.events.size).toBeGreaterThan(0)
  }
  const treeSize = async (): Promise<unknown> => (await database.query('SELECT size::int, broken FROM ledger_tree'))[0]
  for (let tries = 0; tries < 600 && JSON.stringify(await treeSize()) !== JSON.stringify({ size: (await readRows(database)).length, broken: null }); tries += 1) await pause(50)
  expect(await treeSize(), `seed ${SEED}`).toEqual({ size: (await readRows(database)).length, broken: null })
  const seen = [...ears, ...hands].reduce((sum, { events }) => sum + events.size, 0)
  console.log(`kill rig: ${ROUNDS} rounds (${counts.writer} of the writer, ${counts.reader} of the reader, ${counts.duringOutage} of them in one of ${counts.outages} outages of the ledger), ${seen} events seen, ${rows.length} rows, seed ${SEED}`)
  await writer.stop()
  await reader.stop()
  await rm(folder, { recursive: true, force: true })
})
