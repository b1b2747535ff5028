// What is said in a room goes when its time is over, with its files; what is to stay stays. And forums are reviewed.
import { readdir } from 'node:fs/promises'
import type { Server } from '@chappe/server'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { deviceByHand } from './_accounts.ts'
import { refuseInserts } from './_database-faults.ts'
import { PICTURE, read, upload } from './_media.ts'
import { DAY, forumOptions, haveTouched, memberOf, startMinistry } from './_ministry.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

const HOUR = DAY / 24
let ministry: TestServer<Server>
let alice: Person
let bob: Person

beforeAll(async () => {
  ministry = await startMinistry()
  alice = await memberOf(ministry, 'alice')
  bob = await memberOf(ministry, 'bob')
})
afterAll(async () => ministry[Symbol.asyncDispose]())

const room = (roomId: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
const care = () => ministry.server.homeserver.ports.roomCare.run()

/** Time goes by; whoever is still here signs in again. */
async function later(ms: number): Promise<void> {
  ministry.clock.advance(ms)
  alice = await deviceByHand(ministry, alice.userId)
  bob = await deviceByHand(ministry, bob.userId)
  await haveTouched(ministry, alice, bob)
}

async function forum(): Promise<string> {
  const roomId = await alice.createRoom(forumOptions(ministry, [alice, bob], { review_at_ms: ministry.clock.now() + 180 * DAY }))
  await bob.join(roomId)
  return roomId
}

/** What somebody can read of a room, whichever way. */
async function textsOf(person: Person, roomId: string): Promise<string[]> {
  const pages = (await person.get(`${room(roomId)}/messages?dir=b&limit=100`)).body.chunk
  const sync = (await person.sync({ filter: { room: { timeline: { limit: 100 } } } })).rooms.join[roomId].timeline.events
  const texts = (events: Json[]) => events.filter((each) => each.type === 'm.room.message' || each.type === 'm.room.encrypted').map((each) => each.content.body ?? each.content.ciphertext)
  const order = (list: string[]) => list.toSorted((left, right) => left.localeCompare(right))
  expect(order(texts(sync))).toEqual(order(texts(pages)))
  return texts(pages)
}

const found = async (person: Person, word: string) =>
  (await person.post('/_matrix/client/v3/search', { search_categories: { room_events: { search_term: word } } })).body.search_categories.room_events.count

const filesOnDisk = async () => (await readdir(ministry.config.media.dir, { recursive: true, withFileTypes: true })).filter((each) => each.isFile()).length

test('a forum keeps what is said for 90 days, and then neither pages, search, relations, files nor the database have it', async () => {
  const roomId = await forum()
  await care()
  const [mxc, face] = [await upload(alice, Buffer.concat([PICTURE, Buffer.from('heron')])), await upload(alice)]
  await alice.setState(roomId, 'm.room.avatar', '', { url: face })
  const old = await alice.say(roomId, 'the heron is at the pond')
  const picture = await alice.send(roomId, 'm.room.message', { msgtype: 'm.image', body: 'heron.png', url: mxc })
  await bob.send(roomId, 'm.room.message', { msgtype: 'm.text', body: 'in a thread', 'm.relates_to': { rel_type: 'm.thread', event_id: old } })
  await bob.send(roomId, 'm.reaction', { 'm.relates_to': { rel_type: 'm.annotation', event_id: picture, key: 'heron' } })
  await expect.poll(() => found(bob, 'heron'), { timeout: 20_000 }).toBeGreaterThan(0)
  expect(await read(bob, mxc)).toBe(200)
  await later(HOUR + 1000)
  await care()
  const files = await filesOnDisk()

  await later(10 * DAY)
  await bob.say(roomId, 'a swan came')
  await later(HOUR + 1000)
  await care()
  await later(79 * DAY)
  expect((await care()).purged).toBe(0)
  expect(await textsOf(bob, roomId)).toHaveLength(4)

  await later(DAY)
  // Without what was done, which is taken into the same ledger a little later.
  const reads = async (): Promise<number> => {
    let count = 0
    for await (const _ of ministry.server.homeserver.ports.ledger.rows()) count += 1
    return count
  }
  const before = await reads()
  expect((await care()).purged).toBe(4)
  expect(await reads()).toBe(before)
  expect(await textsOf(bob, roomId)).toEqual(['a swan came'])
  expect(await found(bob, 'heron')).toBe(0)
  expect(await found(bob, 'swan')).toBe(1)
  expect([await read(bob, mxc), await read(bob, face)]).toEqual([404, 200])
  expect(await filesOnDisk()).toBeLessThan(files)
  expect((await bob.get(`${room(roomId)}/event/${encodeURIComponent(old)}`)).status).toBe(404)
  const [rows] = await ministry.database.query(`SELECT count(*)::int AS n FROM event WHERE convert_from(pdu, 'UTF8') LIKE '%heron%' AND state_key IS NULL`)
  expect(rows).toEqual({ n: 0 })
  const [relations] = await ministry.database.query(`SELECT count(*)::int AS n FROM relation`)
  expect(relations).toEqual({ n: 0 })
  expect((await bob.get(`${room(roomId)}/state/m.room.name/`)).body).toEqual({ name: 'Leave' })
  // A restart reads the same from the database, and there is nothing left to do.
  await ministry.restart()
  expect(await textsOf(bob, roomId)).toEqual(['a swan came'])
  expect((await care()).purged).toBe(0)
  await bob.say(roomId, 'and stays')
})

test('a room keeps things as long as it says, within the bounds, and one that says nothing for ever', async () => {
  const words = { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'x' }
  const [short, silent] = [await alice.createRoom({}), await alice.createRoom({})]
  expect((await alice.put(`${room(short)}/state/m.room.retention/`, { max_lifetime: HOUR })).body).toMatchObject({
    errcode: 'M_FORBIDDEN', error: 'Messages are kept here for 1 to 3650 days: say max_lifetime in milliseconds within that', 'org.chappe.rule': 'retention',
  })
  await alice.setState(short, 'm.room.retention', '', { max_lifetime: 2 * DAY })
  for (const roomId of [short, silent]) await alice.send(roomId, 'm.room.encrypted', words)
  await later(HOUR + 1000)
  await care()
  await later(3 * DAY)
  expect((await care()).purged).toBe(1)
  expect([await textsOf(alice, short), await textsOf(alice, silent)]).toEqual([[], ['x']])
})

test('a purge that is cut short loses nothing it should keep, and is finished by the next', async () => {
  const roomId = await alice.createRoom({})
  await alice.setState(roomId, 'm.room.retention', '', { max_lifetime: DAY })
  for (let at = 0; at < 450; at += 1) await alice.send(roomId, 'org.example.said', { body: `old ${at}` })
  await later(HOUR + 1000)
  await care()
  await later(DAY)
  await alice.send(roomId, 'org.example.said', { body: 'new' })
  const left = async () => {
    const [row] = await ministry.database.query(
      `SELECT count(*) FILTER (WHERE convert_from(pdu, 'UTF8') LIKE '%"old %')::int AS old, count(*) FILTER (WHERE convert_from(pdu, 'UTF8') LIKE '%"new"%')::int AS new
       FROM event JOIN room USING (room_nid) WHERE room_id = $1`, [roomId])
    return row
  }
  {
    await using _fault = await refuseInserts(ministry.database, 'room_retention', { sqlstate: '53100' })
    await expect(care()).rejects.toThrow()
  }
  expect(await left()).toEqual({ old: 450, new: 1 })
  await ministry.restart()
  expect((await care()).purged).toBe(450)
  expect(await left()).toEqual({ old: 0, new: 1 })
})

test('the owners of a forum are told before its review, when it is due and when it has closed, each once', async () => {
  const roomId = await alice.createRoom(forumOptions(ministry, [alice, bob], { review_at_ms: ministry.clock.now() + 30 * DAY }))
  const words = async (person: Person): Promise<string[]> => {
    const rooms: Json[] = Object.keys((await person.sync()).rooms.invite ?? {})
    for (const each of rooms) await person.join(each)
    const events: Json[] = Object.values<Json>((await person.sync({ filter: { room: { timeline: { limit: 50 } } } })).rooms.join).flatMap((each) => each.timeline.events)
    return events.filter((each) => each.sender === '@server-notices:chappe.test' && each.type === 'm.room.message').map((each) => each.content.body)
  }
  expect((await care()).told).toBe(0)
  const told = []
  for (const days of [17, 14, 31]) {
    await later(days * DAY)
    told.push((await care()).told, (await care()).told)
  }
  expect(told).toEqual([2, 0, 2, 0, 2, 0])
  expect(await words(bob)).toEqual([
    expect.stringMatching(/^Le forum « Leave » est à revoir avant le .+\n\nThe forum "Leave" is to be reviewed by /),
    expect.stringMatching(/^La revue du forum « Leave » était prévue le .+\n\nThe review of the forum "Leave" was due on /),
    expect.stringMatching(/^Le forum « Leave » est fermé aux nouveaux messages .+\n\nThe forum "Leave" is closed to new posts until /),
  ])
  expect((await alice.put(`${room(roomId)}/send/m.room.message/1`, { msgtype: 'm.text', body: 'x' })).body['org.chappe.rule']).toBe('forum_closed')
})

test('whoever is in a room is told how long it keeps what is said: by the rule of the service, or by its own word', async () => {
  const kept = async (roomId: string) => (await bob.get(`/_chappe/client/v1/rooms/${encodeURIComponent(roomId)}/people`)).body.kept_ms
  const roomId = await forum()
  expect(await kept(roomId)).toBe(90 * DAY)
  const other = await alice.createRoom({ preset: 'private_chat', invite: [bob.userId] })
  await bob.join(other)
  expect(await kept(other)).toBeUndefined()
  expect((await alice.put(`${room(other)}/state/m.room.retention`, { max_lifetime: DAY })).status).toBe(200)
  expect(await kept(other)).toBe(DAY)
  expect((await alice.put(`${room(other)}/state/m.room.retention`, { max_lifetime: DAY - 1 })).body).toMatchObject({ errcode: 'M_FORBIDDEN' })
})
