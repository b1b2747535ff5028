// The one writer when the database refuses, dies, hangs or belongs to somebody else: all of a commit or nothing of it,
// and never a second time.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { FaultyLink, HttpAnswer, Person, TestServer } from '@chappe/testkit'
import { openFaultyLink, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holdInserts, refuseInserts } from './_database-faults.ts'

let chappe: TestServer<Server>
let link: FaultyLink
let alice: Person
let bob: Person
beforeAll(async () => {
  chappe = await startTestServer(async (options) => {
    link = await openFaultyLink(options.databaseUrl)
    return buildServer({ ...options, databaseUrl: link.url })
  })
  alice = await chappe.person('alice')
  bob = await chappe.person('bob')
})
afterAll(async () => {
  await chappe[Symbol.asyncDispose]()
  await link[Symbol.asyncDispose]()
})

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

function put(person: Person, roomId: string, body: string): Promise<HttpAnswer> {
  return person.put(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/${body}`, { msgtype: 'm.text', body })
}

async function putSurely(person: Person, roomId: string, body: string): Promise<string> {
  for (let tries = 0; tries < 500; tries += 1) {
    const answer = await put(person, roomId, body)
    if (answer.status === 200) return answer.body.event_id
    expect(answer).toMatchObject({ status: 503 })
    await pause(20)
  }
  throw new Error(`${body} was never taken`)
}

async function openRoom(): Promise<string> {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  return roomId
}

async function storedIn(roomId: string): Promise<{ body: string; position: number; eventId: string }[]> {
  const rows = await chappe.database.query(
    `SELECT event_id, position::float8 AS position, convert_from(pdu, 'UTF8')::json -> 'content' ->> 'body' AS body
     FROM event JOIN room USING (room_nid) WHERE room_id = $1 AND type = 'm.room.message' ORDER BY position`,
    [roomId],
  )
  return rows.map((row) => ({ body: String(row['body']), position: Number(row['position']), eventId: String(row['event_id']) }))
}

const writerPosition = async (): Promise<number> =>
  Number((await chappe.database.query('SELECT event_position::float8 AS at FROM writer'))[0]?.['at'])

const unavailable = { status: 503, body: { errcode: 'M_UNKNOWN', error: expect.any(String), retry_after_ms: expect.any(Number) } }

test('what waits for one commit commits together or not at all, whatever room it is for', async () => {
  const [garden, kitchen] = [await openRoom(), await openRoom()]
  {
    const isBad = `convert_from(NEW.pdu, 'UTF8') LIKE '%"bad"%'`
    await using _refusing = await refuseInserts(chappe.database, 'event', { sqlstate: '53100', when: isBad })
    await using held = await holdInserts(chappe.database, 'event')
    const first = put(alice, garden, 'first')
    await held.waiting()
    // While the first commit is under way, these two gather for the next one; a busy machine takes its time.
    const good = put(alice, garden, 'good')
    const bad = put(bob, kitchen, 'bad')
    await pause(500)
    await held.release()
    expect((await first).status).toBe(200)
    expect([await good, await bad]).toMatchObject([unavailable, unavailable])
    expect((await good).headers.get('retry-after')).toBe('1')
    expect((await storedIn(garden)).map((each) => each.body)).toEqual(['first'])
    expect(await storedIn(kitchen)).toEqual([])
  }
  // The good one goes through when it comes again: its room was loaded anew.
  await putSurely(alice, garden, 'good')
  expect((await storedIn(garden)).map((each) => each.body)).toEqual(['first', 'good'])
})

test('a message that was refused by a full disk is shown to nobody, and its position is never used again', async () => {
  const roomId = await openRoom()
  await bob.sync()
  const before = await writerPosition()
  {
    await using _full = await refuseInserts(chappe.database, 'event', { sqlstate: '53100' })
    expect(await put(alice, roomId, 'lost')).toMatchObject(unavailable)
  }
  const kept = await putSurely(alice, roomId, 'kept')
  const [stored] = await storedIn(roomId)
  expect(stored).toMatchObject({ body: 'kept', eventId: kept })
  expect(stored?.position).toBeGreaterThan(before + 1)
  const seen = await bob.syncOn()
  expect(seen.rooms.join[roomId].timeline.events.map((event: { event_id: string }) => event.event_id)).toEqual([kept])
})

test('people talk while every connection to the database is terminated again and again', async () => {
  const roomId = await openRoom()
  const running = { on: true }
  const talk = async (person: Person, name: string): Promise<string[]> => {
    const ids: string[] = []
    for (let index = 0; running.on; index += 1) ids.push(await putSurely(person, roomId, `${name}-${index}`))
    return ids
  }
  const talks = [talk(alice, 'a'), talk(alice, 'b'), talk(bob, 'c')]
  for (let round = 0; round < 8; round += 1) {
    await pause(60)
    await chappe.database.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND query ILIKE '%event%'`)
  }
  await pause(60)
  running.on = false
  const acknowledged = await Promise.all(talks)
  const stored = await storedIn(roomId)
  expect(stored.map((each) => each.body).toSorted()).toEqual([...new Set(stored.map((each) => each.body))].toSorted())
  expect(stored.map((each) => each.eventId).toSorted()).toEqual(acknowledged.flat().toSorted())
  for (const [index, name] of ['a', 'b', 'c'].entries()) {
    const mine = stored.filter((each) => each.body.startsWith(`${name}-`)).map((each) => each.eventId)
    expect(mine).toEqual(acknowledged[index])
  }
})

test('a commit whose answer was lost is not made twice, however early the client tries again', async () => {
  const roomId = await openRoom()
  await using held = await holdInserts(chappe.database, 'event')
  const lost = put(alice, roomId, 'once')
  await held.waiting()
  // PostgreSQL goes on with the commit; the server cannot know.
  link.cut()
  expect(await lost).toMatchObject(unavailable)
  link.mend()
  for (let tries = 0; tries < 20; tries += 1) {
    expect(await put(alice, roomId, 'once')).toMatchObject(unavailable)
    await pause(20)
  }
  await held.release()
  const eventId = await putSurely(alice, roomId, 'once')
  expect(await storedIn(roomId)).toMatchObject([{ body: 'once', eventId }])
})

test('a room whose creation failed leaves neither itself nor its alias behind', async () => {
  const options = { preset: 'public_chat', room_alias_name: 'tulips' }
  {
    await using _full = await refuseInserts(chappe.database, 'event', { sqlstate: '53100' })
    const refused = await alice.post('/_matrix/client/v3/createRoom', options)
    expect(refused).toMatchObject(unavailable)
  }
  for (let tries = 0; ; tries += 1) {
    const answer = await alice.post('/_matrix/client/v3/createRoom', options)
    if (answer.status === 200 || tries > 200) {
      expect(answer.status).toBe(200)
      break
    }
    await pause(20)
  }
  const rooms = await chappe.database.query('SELECT room_nid FROM room r WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.room_nid = r.room_nid)')
  expect(rooms).toEqual([])
})

test('an alias that a crash in the middle of a creation left behind can be taken after a minute', async () => {
  const options = { preset: 'public_chat', room_alias_name: 'roses' }
  const [row] = await chappe.database.query(`INSERT INTO room (room_id, version, created_at_ms) VALUES ('!half', '12', 0) RETURNING room_nid`)
  const age = (milliseconds: number): Promise<unknown> =>
    chappe.database.query(
      `INSERT INTO room_alias (alias, room_nid, creator, created_at_ms) VALUES ('#roses:chappe.test', $1, $2, $3)
       ON CONFLICT (alias) DO UPDATE SET created_at_ms = excluded.created_at_ms`,
      [row?.['room_nid'], alice.userId, chappe.clock.now() - milliseconds],
    )
  await age(1_000)
  const early = await alice.post('/_matrix/client/v3/createRoom', options)
  expect([early.status, early.body.errcode]).toEqual([400, 'M_ROOM_IN_USE'])
  await age(61_000)
  expect((await alice.post('/_matrix/client/v3/createRoom', options)).status).toBe(200)
  const again = await alice.post('/_matrix/client/v3/createRoom', options)
  expect([again.status, again.body.errcode]).toEqual([400, 'M_ROOM_IN_USE'])
})

test('a sync that was held through the failure is woken by what comes after, and by a join that was in doubt', async () => {
  const carol = await chappe.person('carol')
  const roomId = await openRoom()
  await bob.sync()
  await carol.sync()
  const full = await refuseInserts(chappe.database, 'event', { sqlstate: '53100' })
  const quiet = bob.syncOn({ timeout: 20_000 })
  expect(await put(alice, roomId, 'lost')).toMatchObject(unavailable)
  await full[Symbol.asyncDispose]()
  await putSurely(alice, roomId, 'kept')
  expect(JSON.stringify(await quiet)).toContain('"kept"')

  await using doubt = await holdInserts(chappe.database, 'event')
  const held = carol.syncOn({ timeout: 20_000 })
  const join = carol.post(`/_matrix/client/v3/join/${encodeURIComponent(roomId)}`)
  await doubt.waiting()
  link.cut()
  expect(await join).toMatchObject(unavailable)
  link.mend()
  await doubt.release()
  expect(Object.keys((await held).rooms.join)).toEqual([roomId])
})

test('a second server takes the database over: the first acknowledges nothing more and says that it was fenced', async () => {
  const roomId = await openRoom()
  const told = Promise.withResolvers<void>()
  const build = { config: chappe.config, databaseUrl: chappe.database.url, clock: chappe.clock }
  const first = await buildServer({ ...build, onFenced: () => told.resolve() })
  const second = await buildServer({ ...build, onFenced: () => undefined })
  try {
    // Nobody has sent anything: the first learns it all the same.
    await told.promise
    const { url } = await first.listen()
    const refused = await alice.request('PUT', `${url}/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/1`, { body: { body: 'late' } })
    expect(refused).toMatchObject(unavailable)
    // The one of this file was fenced with it, by the first.
    expect(await put(alice, roomId, 'late too')).toMatchObject(unavailable)
    const { url: living } = await second.listen()
    const taken = await alice.request('PUT', `${living}/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/2`, { body: { body: 'good' } })
    expect(taken.status).toBe(200)
    expect((await storedIn(roomId)).map((each) => each.body)).toEqual(['good'])
  } finally {
    await first.close()
    await second.close()
    await link[Symbol.asyncDispose]()
    await chappe.restart()
  }
})
