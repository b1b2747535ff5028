// The crash rig: people talk while the server, or its PostgreSQL, is killed at random instants, again and again.
// After all rounds nothing acknowledged may be lost or doubled, order is kept, and whatever anybody was shown stands in
// the read ledger. CHAPPE_CRASH_ROUNDS sets the number of rounds, CHAPPE_CRASH_SEED makes a run again.
import { decodeBlock } from '@chappe/ledger'
import { prepareWebApps } from '@chappe/server'
import { createPerson, request } from '@chappe/testkit'
import type { Json, Person } from '@chappe/testkit'
import pg from 'pg'
import { expect, test } from 'vitest'
import type { RunningServer } from '../src/running-server.ts'
import { startServerProcess } from '../src/running-server.ts'

const ROUNDS = Number(process.env['CHAPPE_CRASH_ROUNDS'] ?? 30)
const SEED = Number(process.env['CHAPPE_CRASH_SEED'] ?? Date.now() % 1_000_000)
const SENDERS_PER_ROOM = 2
/** A round takes two to five seconds alone, and a machine may have other work. */
const TIMEOUT_MS = Math.max(15 * 60_000, ROUNDS * 30_000)
const ROOMS = 3

interface Sent {
  eventId: string
  body: string
}

/** A small generator with a seed, so that a failing run can be made again. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 0x1_0000_0000
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Sends until it is acknowledged: the same transaction again after every failure, as clients do. */
async function sendSurely(person: Person, roomId: string, body: string): Promise<string> {
  for (;;) {
    try {
      return await person.send(roomId, 'm.room.message', { msgtype: 'm.text', body }, `txn-${body}`)
    } catch (error) {
      const refused = error instanceof Error && /^4\d\d /.test(error.message)
      if (refused) throw error
      await pause(20)
    }
  }
}

/** Somebody who talks without end in one room; what was acknowledged, in order. */
function talk(person: Person, roomId: string, name: string, running: { on: boolean }): { sent: Sent[]; done: Promise<void> } {
  const sent: Sent[] = []
  const loop = async (): Promise<void> => {
    for (let index = 0; running.on; index += 1) {
      const body = `${name}-${index}`
      sent.push({ body, eventId: await sendSurely(person, roomId, body) })
    }
  }
  return { sent, done: loop() }
}

/** Somebody who syncs without end; every event they were shown. */
function listen(person: Person, running: { on: boolean }): { seen: Set<string>; done: Promise<void> } {
  const seen = new Set<string>()
  const loop = async (): Promise<void> => {
    let since: string | undefined
    while (running.on) {
      try {
        const answer: Json = await person.sync({ timeout: 200, ...(since === undefined ? {} : { since }) })
        since = answer.next_batch
        for (const room of Object.values<Json>(answer.rooms?.join ?? {})) {
          for (const event of room.timeline.events) seen.add(event.event_id)
        }
      } catch {
        await pause(20)
      }
    }
  }
  return { seen, done: loop() }
}

interface Scene {
  talks: { roomId: string; name: string; sent: Sent[]; done: Promise<void> }[]
  ears: { userId: string; seen: Set<string>; done: Promise<void> }[]
  running: { on: boolean }
}

async function openScene(server: RunningServer): Promise<Scene> {
  const join = async (name: string): Promise<Person> => {
    const body = { auth: { type: 'm.login.dummy' }, username: name, password: 'crash rig password' }
    const made = await request(server.url, 'POST', '/_matrix/client/v3/register', { body })
    expect(made.status).toBe(200)
    return createPerson(() => server.url, made.body)
  }
  const alice = await join('alice')
  const bob = await join('bob')
  const running = { on: true }
  const scene: Scene = { talks: [], ears: [], running }
  for (let index = 0; index < ROOMS; index += 1) {
    const roomId = await alice.createRoom({ preset: 'public_chat', name: `Room ${index}` })
    await bob.join(roomId)
    for (let sender = 0; sender < SENDERS_PER_ROOM; sender += 1) {
      const person = sender % 2 === 0 ? alice : bob
      const name = `r${index}s${sender}`
      scene.talks.push({ roomId, name, ...talk(person, roomId, name, running) })
    }
  }
  for (const person of [alice, bob]) scene.ears.push({ userId: person.userId, ...listen(person, running) })
  return scene
}

async function crashOnce(server: RunningServer, random: () => number): Promise<'server' | 'postgres'> {
  await pause(50 + random() * 600)
  if (random() < 0.5) {
    await server.kill()
    await server.start()
    return 'server'
  }
  const pid = server.postmasterPid()
  if (pid !== undefined) killIfThere(pid)
  return 'postgres'
}

/** The backends of a killed PostgreSQL end a moment after it, with its old pid file still there. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** Waits until somebody's message goes through again without help. */
async function recovered(scene: Scene): Promise<void> {
  const before = scene.talks.map((each) => each.sent.length)
  for (let tries = 0; tries < 1000; tries += 1) {
    if (scene.talks.every((each, index) => each.sent.length > (before[index] ?? 0))) return
    await pause(20)
  }
  throw new Error('the server did not take messages again')
}

interface Kept {
  roomNid: number
  position: number
  eventId: string
  sender: string
  body: string
}

async function readKept(client: pg.Client): Promise<Kept[]> {
  const result = await client.query<Kept>(`SELECT room_nid AS "roomNid", position::float8 AS position, event_id AS "eventId", sender,
    convert_from(pdu, 'UTF8')::json -> 'content' ->> 'body' AS body
    FROM event WHERE type = 'm.room.message' ORDER BY position`)
  return result.rows
}

/** Ranges each account was recorded to have been shown, as `account room` -> list of [from, to]. */
async function readLedger(client: pg.Client): Promise<Map<string, [number, number][]>> {
  const utf8 = { encode: (text: string) => Buffer.from(text), decode: (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8') }
  const accounts = await client.query<{ user_nid: number; user_id: string }>('SELECT user_nid, user_id FROM account')
  const names = new Map(accounts.rows.map((row) => [row.user_nid, row.user_id]))
  const shown = new Map<string, [number, number][]>()
  const blocks = await client.query<{ body: Buffer }>('SELECT body FROM ledger_block ORDER BY block')
  for (const { body } of blocks.rows) {
    for (const row of decodeBlock(body, utf8)) {
      const key = `${names.get(row.account)} ${row.room}`
      const ranges = shown.get(key) ?? []
      ranges.push([row.from, row.to])
      shown.set(key, ranges)
    }
  }
  return shown
}

test(`nothing acknowledged is lost, doubled or out of order in ${ROUNDS} crashes, and no read goes unrecorded`, { timeout: TIMEOUT_MS }, async () => {
  // A server that is killed while it builds its apps would begin to build them anew in each round.
  await prepareWebApps({ url: '', say: () => undefined, warn: (error) => console.warn(error) })
  await using server = await startServerProcess()
  const random = randomOf(SEED)
  const scene = await openScene(server)
  const crashes = { server: 0, postgres: 0 }
  for (let round = 0; round < ROUNDS; round += 1) {
    crashes[await crashOnce(server, random)] += 1
    await recovered(scene).catch((error: unknown) => {
      throw new Error(`round ${round}, seed ${SEED}: ${String(error)}\n${server.output().slice(-8000)}`)
    })
  }
  scene.running.on = false
  await Promise.all([...scene.talks, ...scene.ears].map((each) => each.done))

  const client = new pg.Client({ connectionString: server.databaseUrl() })
  await client.connect()
  const kept = await readKept(client)
  const shown = await readLedger(client)
  await client.end()

  const where = `seed ${SEED}`
  const byId = new Map(kept.map((event) => [event.eventId, event]))
  const bodies = kept.map((event) => event.body)
  expect(new Set(bodies).size, `${where}: a message stands twice`).toBe(bodies.length)
  for (const { name, sent } of scene.talks) {
    expect(sent.filter((each) => byId.get(each.eventId)?.body !== each.body), `${where}: ${name} lost messages`).toEqual([])
    const mine = kept.filter((event) => event.body.startsWith(`${name}-`)).map((event) => Number(event.body.split('-')[1]))
    expect(mine, `${where}: ${name} is out of order`).toEqual([...mine].sort((a, b) => a - b))
  }
  for (const { userId, seen } of scene.ears) {
    const unrecorded = [...seen].filter((eventId) => {
      const event = byId.get(eventId)
      if (event === undefined) return false
      const ranges = shown.get(`${userId} ${event.roomNid}`) ?? []
      return !ranges.some(([from, to]) => from <= event.position && event.position <= to)
    })
    expect(unrecorded, `${where}: ${userId} was shown what the ledger does not know`).toEqual([])
    expect(seen.size).toBeGreaterThan(0)
  }
  const acknowledged = scene.talks.reduce((sum, each) => sum + each.sent.length, 0)
  console.log(`crash rig: ${ROUNDS} rounds (${crashes.server} of the server, ${crashes.postgres} of PostgreSQL), ${acknowledged} messages acknowledged, seed ${SEED}`)
})
