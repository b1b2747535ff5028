// What goes wrong, and what then, on the real server: the database gone, hung or full, a second server on the same
// database, an end in the middle of work, and people who send anything but Matrix.
import { spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocalPostgres } from '@chappe/homeserver/local-postgres'
import type { HttpAnswer, Json, Person } from '@chappe/testkit'
import { createPerson, request } from '@chappe/testkit'
import pg from 'pg'
import { expect, test } from 'vitest'
import type { RunningServer } from '../src/running-server.ts'
import { startServerProcess } from '../src/running-server.ts'

const unavailable = { status: 503, body: { errcode: 'M_UNKNOWN', error: expect.any(String), retry_after_ms: expect.any(Number) } }
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function register(server: RunningServer, name: string): Promise<Person> {
  const body = { auth: { type: 'm.login.dummy' }, username: name, password: 'failures of all kinds' }
  const made = await request(server.url, 'POST', '/_matrix/client/v3/register', { body })
  expect(made.status).toBe(200)
  return createPerson(() => server.url, made.body)
}

function put(person: Person, roomId: string, body: string, txnId = body): Promise<HttpAnswer> {
  return person.put(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/${txnId}`, { msgtype: 'm.text', body })
}

/** Tries until a message is taken; whatever else is answered meanwhile must be a clear 503. */
async function putSurely(person: Person, roomId: string, body: string): Promise<string> {
  for (let tries = 0; tries < 1500; tries += 1) {
    const answer = await put(person, roomId, body)
    if (answer.status === 200) return answer.body.event_id
    expect(answer).toMatchObject(unavailable)
    await pause(50)
  }
  throw new Error(`${body} was never taken`)
}

function bodiesOf(sync: Json, roomId: string): string[] {
  return sync.rooms.join[roomId].timeline.events.map((event: Json) => event.content.body)
}

async function storedBodies(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const result = await client.query<{ body: string }>(
      `SELECT convert_from(pdu, 'UTF8')::json -> 'content' ->> 'body' AS body FROM event WHERE type = 'm.room.message' ORDER BY position`,
    )
    return result.rows.map((row) => row.body)
  } finally {
    await client.end()
  }
}

/** A PostgreSQL that is not the server's own. */
async function startForeignPostgres() {
  const folder = await mkdtemp(join(tmpdir(), 'chappe-foreign-'))
  const postgres = await startLocalPostgres({ dataDir: folder })
  return {
    url: postgres.url,
    async [Symbol.asyncDispose]() {
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Every process of the PostgreSQL behind a URL: the postmaster and its children. */
async function processesOf(databaseUrl: string): Promise<number[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const backends = await client.query<{ pid: number }>('SELECT pid FROM pg_stat_activity')
  const head = await client.query<{ content: string }>("SELECT pg_read_file('postmaster.pid') AS content")
  await client.end()
  return [Number(head.rows[0]?.content.split('\n')[0]), ...backends.rows.map((row) => row.pid)]
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
    } catch {
      // That one has ended already: the connection that asked, for instance.
    }
  }
}

test('a database that hangs, and one that is killed: clear answers, nothing half-written, and back without help', { timeout: 120_000 }, async () => {
  await using postgres = await startForeignPostgres()
  await using server = await startServerProcess([`--database_url=${postgres.url}`])
  const [alice, bob] = [await register(server, 'alice'), await register(server, 'bob')]
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  await bob.sync()
  expect(await put(alice, roomId, 'before')).toMatchObject({ status: 200 })
  await bob.syncOn()

  const held = bob.syncOn({ timeout: 90_000 })
  const pids = await processesOf(postgres.url)
  signalAll(pids, 'SIGSTOP')
  try {
    expect(await put(alice, roomId, 'while it hangs')).toMatchObject(unavailable)
    // From now on it is known, and nobody has to wait for the answer.
    expect(await put(alice, roomId, 'while it hangs still')).toMatchObject(unavailable)
    expect(await alice.post('/_matrix/client/v3/createRoom', {})).toMatchObject(unavailable)
    expect((await request(server.url, 'GET', '/readyz')).status).toBe(503)
    expect((await request(server.url, 'GET', '/_matrix/client/versions')).status).toBe(200)
  } finally {
    signalAll(pids, 'SIGCONT')
  }
  await putSurely(alice, roomId, 'after it hung')
  // What was in doubt may have become durable; it is then shown first, and once.
  const shown = bodiesOf(await held, roomId)
  while (!shown.includes('after it hung')) shown.push(...bodiesOf(await bob.syncOn({ timeout: 30_000 }), roomId))
  expect(shown.filter((body) => body !== 'while it hangs')).toEqual(['after it hung'])
  expect((await request(server.url, 'GET', '/readyz')).status).toBe(200)

  const heldAgain = bob.syncOn({ timeout: 90_000 })
  // The postmaster first, so that it brings no backend back.
  signalAll(await processesOf(postgres.url), 'SIGKILL')
  await putSurely(alice, roomId, 'after it was killed')
  expect(bodiesOf(await heldAgain, roomId)).toEqual(['after it was killed'])
  const bodies = await storedBodies(postgres.url)
  expect(new Set(bodies).size).toBe(bodies.length)
  expect(bodies.filter((body) => body.startsWith('before') || body.startsWith('after'))).toEqual(['before', 'after it hung', 'after it was killed'])
})

test('a full disk: nothing is acknowledged that is not kept, and with space again it goes on without help', { timeout: 180_000 }, async (context) => {
  if (process.getuid?.() !== 0) context.skip('needs root, to mount a small disk')
  const disk = await mkdtemp(join(tmpdir(), 'chappe-disk-'))
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', disk]).status !== 0) context.skip('needs the right to mount a small disk')
  chmodSync(disk, 0o755)
  try {
    await using server = await startServerProcess([], { parent: disk })
    const alice = await register(server, 'alice')
    const roomId = await alice.createRoom({})
    const since = await alice.sync()
    expect(since.next_batch).toBeTypeOf('string')
    const kept: string[] = []
    const filler = join(disk, 'filler')
    spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1M', 'count=1000'])
    const long = 'x'.repeat(50_000)
    let refused = 0
    // 16 MB of write-ahead log at least: it meets the full tables and the full log as well.
    for (let index = 0; index < 400; index += 1) {
      const answer = await put(alice, roomId, `${index}-${long}`, `t${index}`)
      if (answer.status === 200) kept.push(`${index}-${long}`)
      else {
        expect(answer).toMatchObject(unavailable)
        refused += 1
      }
    }
    expect(refused).toBeGreaterThan(0)
    expect((await request(server.url, 'GET', '/livez')).status).toBe(200)
    await rm(filler)
    await putSurely(alice, roomId, 'space')
    const bodies = await storedBodies(server.databaseUrl())
    const missing = kept.filter((body) => !bodies.includes(body)).map((body) => body.slice(0, 10))
    expect(missing).toEqual([])
    expect(bodies.at(-1)).toBe('space')
    expect(new Set(bodies).size).toBe(bodies.length)
  } finally {
    spawnSync('umount', ['-l', disk])
    await rm(disk, { recursive: true, force: true })
  }
})

test('SIGTERM under load: what was accepted is answered, held syncs end at once, the exit code is 0', { timeout: 90_000 }, async () => {
  await using server = await startServerProcess()
  const alice = await register(server, 'alice')
  const roomId = await alice.createRoom({})
  await alice.sync()
  const held = Array.from({ length: 5 }, async () => {
    const quiet = await alice.request('GET', `/_matrix/client/v3/sync?timeout=60000&since=${(await alice.sync()).next_batch}&filter=${encodeURIComponent('{"room":{"rooms":[]}}')}`)
    return quiet.status
  })
  const running = { on: true }
  const outcomes: unknown[] = []
  const acknowledged: string[] = []
  const load = Array.from({ length: 8 }, async (_, talker) => {
    for (let index = 0; running.on; index += 1) {
      const body = `${talker}-${index}`
      try {
        const answer = await put(alice, roomId, body)
        if (answer.status === 200) acknowledged.push(body)
        else outcomes.push(answer.body)
      } catch (error) {
        // The listening socket is closed: a connection that was never accepted, or ended between two requests.
        if (!isRefusedConnection(error)) outcomes.push(error)
        return
      }
    }
  })
  await pause(500)
  const code = await server.stop()
  running.on = false
  await Promise.all(load)
  expect(code).toBe(0)
  expect(await Promise.all(held)).toEqual([200, 200, 200, 200, 200])
  expect(outcomes).toEqual([])
  await server.start()
  const bodies = new Set(await storedBodies(server.databaseUrl()))
  expect(acknowledged.filter((body) => !bodies.has(body))).toEqual([])
  expect(acknowledged.length).toBeGreaterThan(8)
})

function isRefusedConnection(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return ['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET'].includes(code) || cause instanceof AggregateError
}

test('a second server on the same database: the first stops writing, says why, and ends', { timeout: 90_000 }, async () => {
  await using postgres = await startForeignPostgres()
  await using first = await startServerProcess([`--database_url=${postgres.url}`])
  const alice = await register(first, 'alice')
  const roomId = await alice.createRoom({})
  expect(await put(alice, roomId, 'to the first')).toMatchObject({ status: 200 })
  await using second = await startServerProcess([`--database_url=${postgres.url}`])
  const late = await put(alice, roomId, 'too late').catch((error: unknown) => error)
  if (!(late instanceof Error)) expect(late).toMatchObject(unavailable)
  expect(await first.ended()).toBe(1)
  expect(first.output()).toContain('another server has taken this database over')
  const moved = createPerson(() => second.url, { access_token: alice.token, user_id: alice.userId, device_id: alice.deviceId })
  expect(await put(moved, roomId, 'to the second')).toMatchObject({ status: 200 })
  expect(await storedBodies(postgres.url)).toEqual(['to the first', 'to the second'])
})

/** Sends bytes as they are and gives back the first answer's head and body. */
function raw(url: string, bytes: string): Promise<string> {
  const { port } = new URL(url)
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect(Number(port), 'localhost', () => socket.write(bytes))
    socket.setTimeout(5_000, () => socket.destroy())
    socket.on('data', (chunk) => (text += chunk.toString('utf8')))
    socket.on('error', reject)
    socket.on('close', () => resolve(text))
  })
}

test('hostile HTTP meets the status and the errcode of the specification, and leaves nothing behind', { timeout: 90_000 }, async () => {
  await using server = await startServerProcess()
  const [alice, eve] = [await register(server, 'alice'), await register(server, 'eve')]
  const roomId = await alice.createRoom({})
  const room = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
  const client = new pg.Client({ connectionString: server.databaseUrl() })
  await client.connect()
  const count = async (): Promise<unknown> => (await client.query('SELECT (SELECT count(*) FROM event) AS e, (SELECT count(*) FROM room) AS r, (SELECT event_position FROM writer) AS w')).rows[0]
  let transactions = 0
  const send = async (body: string | Uint8Array, type = 'm.room.message'): Promise<unknown[]> => {
    transactions += 1
    const answer = await alice.request('PUT', `${room}/send/${type}/h${transactions}`, { raw: body, headers: { 'content-type': 'application/json' } })
    return [answer.status, answer.body.errcode]
  }
  const before = await count()

  expect(await send('{"body":')).toEqual([400, 'M_NOT_JSON'])
  expect(await send('no json at all')).toEqual([400, 'M_NOT_JSON'])
  expect(await send(Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).toEqual([400, 'M_NOT_JSON'])
  expect(await send('[]')).toEqual([400, 'M_BAD_JSON'])
  expect(await send('"text"')).toEqual([400, 'M_BAD_JSON'])
  expect(await send('{"a":1,"a":2}')).toEqual([400, 'M_BAD_JSON'])
  expect(await send('{"a":"\\ud800"}')).toEqual([400, 'M_BAD_JSON'])
  expect(await send('{"a":9007199254740993}')).toEqual([400, 'M_BAD_JSON'])
  expect(await send('{"a":1.5}')).toEqual([400, 'M_BAD_JSON'])
  expect(await send(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toEqual([400, 'M_BAD_JSON'])
  expect(await send(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)).toEqual([400, 'M_BAD_JSON'])
  expect(await send(JSON.stringify({ body: 'x'.repeat(65_536) }))).toEqual([413, 'M_TOO_LARGE'])
  expect(await send(JSON.stringify({ body: 'x'.repeat(9 * 1024 * 1024) }))).toEqual([413, 'M_TOO_LARGE'])
  expect(await send('{}', 'x'.repeat(256))).toEqual([413, 'M_TOO_LARGE'])
  expect(await send('{}', 'm.room%00message')).toEqual([400, 'M_INVALID_PARAM'])
  const put255 = await alice.put(`${room}/state/org.example/${'k'.repeat(256)}`, {})
  expect([put255.status, put255.body.errcode]).toEqual([413, 'M_TOO_LARGE'])

  const wrong: [string, string, unknown, number, string][] = [
    ['PUT', `${room}/send/m.room.message/a%00b`, {}, 400, 'M_INVALID_PARAM'],
    ['PUT', '/_matrix/client/v3/rooms/!nowhere:localhost/send/m.room.message/1', {}, 403, 'M_FORBIDDEN'],
    ['POST', '/_matrix/client/v3/createRoom', { name: 5 }, 400, 'M_BAD_JSON'],
    ['POST', '/_matrix/client/v3/createRoom', { invite: 'bob' }, 400, 'M_BAD_JSON'],
    ['POST', '/_matrix/client/v3/createRoom', { initial_state: [{ type: 'a\u0000b', content: {} }] }, 400, 'M_BAD_JSON'],
    ['POST', `${room}/invite`, {}, 400, 'M_MISSING_PARAM'],
    ['GET', '/_matrix/client/v3/sync?timeout=soon', undefined, 400, 'M_INVALID_PARAM'],
    ['GET', '/_matrix/client/v3/sync?since=yesterday', undefined, 400, 'M_INVALID_PARAM'],
    ['GET', '/_matrix/client/v3/rooms/%E0%A4%A/members', undefined, 400, 'M_UNRECOGNIZED'],
    ['GET', '/_matrix/client/v3/nothing', undefined, 404, 'M_UNRECOGNIZED'],
    ['DELETE', '/_matrix/client/v3/sync', undefined, 405, 'M_UNRECOGNIZED'],
  ]
  for (const [method, path, body, status, errcode] of wrong) {
    const answer = await alice.request(method, path, body === undefined ? {} : { body })
    expect([path, answer.status, answer.body.errcode]).toEqual([path, status, errcode])
  }
  const stranger = await eve.put(`${room}/send/m.room.message/1`, {})
  expect([stranger.status, stranger.body.errcode]).toEqual([403, 'M_FORBIDDEN'])
  expect(await raw(server.url, 'NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [^]*"errcode":"M_UNRECOGNIZED"/)
  expect(await raw(server.url, `GET /_matrix/client/versions HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(50_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /)
  // createRoom takes a position before it is refused, but nothing of it is stored.
  expect(await count()).toEqual(before)

  await client.query("UPDATE access_token SET expires_at_ms = 1 WHERE device_nid = (SELECT device_nid FROM device WHERE device_id = $1)", [eve.deviceId])
  await client.end()
  await server.kill()
  await server.start()
  const expired = await eve.get('/_matrix/client/v3/account/whoami')
  expect([expired.status, expired.body]).toEqual([401, { errcode: 'M_UNKNOWN_TOKEN', error: expect.any(String), soft_logout: true }])

  // `__proto__` is a key like any other, and comes back as one.
  const proto = await alice.request('PUT', `${room}/send/org.example.proto/p1`, { raw: '{"__proto__":{"admin":true},"constructor":{"prototype":1}}', headers: { 'content-type': 'application/json' } })
  expect(proto.status).toBe(200)
  const shown = await alice.get('/_matrix/client/v3/sync')
  expect(Buffer.from(shown.bytes).toString('utf8')).toContain('"content":{"__proto__":{"admin":true},"constructor":{"prototype":1}}')
})
