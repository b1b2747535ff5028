// Receipts and counts of threads: each on its own for who asks so, all together for others.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { expect, test } from 'vitest'
import { edit, ignore, react, redact, related, reply, roomPath } from './_relations.ts'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob, carol } = await chappe.people('alice', 'bob', 'carol')

const failure = (answer: { status: number; body: Json }) => [answer.status, answer.body.errcode]
const THREADED = { room: { timeline: { unread_thread_notifications: true, limit: 50 } } }

async function sharedRoom(...others: Person[]): Promise<string> {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  for (const other of others) await other.join(roomId)
  return roomId
}

function read(person: Person, roomId: string, eventId: string, options: { type?: string; threadId?: unknown } = {}) {
  const { type = 'm.read', threadId } = options
  return person.post(`${roomPath(roomId)}/receipt/${type}/${encodeURIComponent(eventId)}`, { thread_id: threadId })
}

/** Total for old clients, then the main timeline and the threads: `[notifications, highlights]` each. */
async function counts(person: Person, roomId: string): Promise<Json> {
  const pair = (value: Json) => [value.notification_count, value.highlight_count]
  const plain = (await person.sync()).rooms.join[roomId]
  const room = (await person.sync({ filter: THREADED })).rooms.join[roomId]
  expect(plain.unread_thread_notifications).toBeUndefined()
  const threads = Object.entries(room.unread_thread_notifications ?? {}).map(([root, value]) => [root, pair(value)])
  return { all: pair(plain.unread_notifications), main: pair(room.unread_notifications), ...Object.fromEntries(threads) }
}

/** The same from memory and from the database. */
async function expectCounts(person: Person, roomId: string, expected: Json): Promise<void> {
  expect(await counts(person, roomId), 'from memory').toEqual(expected)
  await chappe.restart()
  expect(await counts(person, roomId), 'from the database').toEqual(expected)
}

const mention = (person: Person) => ({ 'm.mentions': { user_ids: [person.userId] } })

test('the main timeline and each thread are counted on their own', async () => {
  const roomId = await sharedRoom(bob)
  const a = await alice.say(roomId, 'root a')
  const b = await alice.say(roomId, 'root b')
  await reply(alice, roomId, a)
  const a2 = await alice.send(roomId, 'm.room.message', { ...related('m.thread', a), ...mention(bob) })
  await reply(alice, roomId, b)
  await alice.send(roomId, 'm.room.message', { msgtype: 'm.text', body: 'Bob!', ...mention(bob) })
  await expectCounts(bob, roomId, { all: [6, 2], main: [3, 1], [a]: [2, 1], [b]: [1, 0] })
  // What belongs to a thread by way of an event of it: an edit does not notify, another message does.
  await edit(alice, roomId, a2, 'edited')
  await alice.send(roomId, 'm.room.message', related('org.example.comment', a2))
  await alice.send(roomId, 'm.room.message', related('org.example.comment', a))
  await expectCounts(bob, roomId, { all: [8, 2], main: [4, 1], [a]: [3, 1], [b]: [1, 0] })
  await expectCounts(alice, roomId, { all: [0, 0], main: [0, 0] })
})

test('a receipt of a thread reads that thread, one of main the main timeline, an unthreaded one everything', async () => {
  const roomId = await sharedRoom(bob)
  const a = await alice.say(roomId, 'root a')
  const b = await alice.say(roomId, 'root b')
  const a1 = await reply(alice, roomId, a)
  await alice.send(roomId, 'm.room.message', { ...related('m.thread', a), ...mention(bob) })
  const b1 = await reply(alice, roomId, b)
  const last = await alice.say(roomId, 'last')
  expect((await read(bob, roomId, a, { threadId: 'main' })).status).toBe(200)
  await expectCounts(bob, roomId, { all: [5, 1], main: [2, 0], [a]: [2, 1], [b]: [1, 0] })
  expect((await read(bob, roomId, a1, { threadId: a })).status).toBe(200)
  await expectCounts(bob, roomId, { all: [4, 1], main: [2, 0], [a]: [1, 1], [b]: [1, 0] })
  expect((await read(bob, roomId, b1, { threadId: b, type: 'm.read.private' })).status).toBe(200)
  await expectCounts(bob, roomId, { all: [3, 1], main: [2, 0], [a]: [1, 1] })
  expect((await read(bob, roomId, last, { threadId: 'main' })).status).toBe(200)
  await expectCounts(bob, roomId, { all: [1, 1], main: [0, 0], [a]: [1, 1] })
  expect((await read(bob, roomId, last)).status).toBe(200)
  await expectCounts(bob, roomId, { all: [0, 0], main: [0, 0] })
  await reply(alice, roomId, a)
  await expectCounts(bob, roomId, { all: [1, 0], main: [0, 0], [a]: [1, 0] })
})

test('who speaks has read where they speak, and nowhere else', async () => {
  const roomId = await sharedRoom(bob)
  const a = await alice.say(roomId, 'root a')
  const b = await alice.say(roomId, 'root b')
  await reply(alice, roomId, a)
  await alice.send(roomId, 'm.room.message', { ...related('m.thread', b), ...mention(bob) })
  await reply(bob, roomId, b, 'my answer')
  await expectCounts(bob, roomId, { all: [3, 0], main: [2, 0], [a]: [1, 0] })
  await bob.say(roomId, 'my message')
  await expectCounts(bob, roomId, { all: [1, 0], main: [0, 0], [a]: [1, 0] })
  await reply(alice, roomId, b)
  await expectCounts(bob, roomId, { all: [2, 0], main: [0, 0], [a]: [1, 0], [b]: [1, 0] })
})

test('a redacted reply is not unread any more', async () => {
  const roomId = await sharedRoom(bob)
  const a = await alice.say(roomId, 'root')
  await reply(alice, roomId, a)
  await redact(alice, roomId, await reply(alice, roomId, a))
  await expectCounts(bob, roomId, { all: [2, 0], main: [1, 0], [a]: [1, 0] })
})

test('an answer of his own that Bob takes back does not read the main timeline for him', async () => {
  const roomId = await sharedRoom(bob)
  const a = await alice.say(roomId, 'root')
  const own = await reply(bob, roomId, a)
  await redact(alice, roomId, own)
  await expectCounts(bob, roomId, { all: [1, 0], main: [1, 0] })
  expect((await read(bob, roomId, own, { threadId: a })).status).toBe(200)
})

test('who joins has nothing unread of what was said before, in no thread', async () => {
  const roomId = await sharedRoom()
  const a = await alice.say(roomId, 'root')
  await reply(alice, roomId, a)
  await bob.join(roomId)
  await expectCounts(bob, roomId, { all: [0, 0], main: [0, 0] })
  await reply(alice, roomId, a)
  await expectCounts(bob, roomId, { all: [1, 0], main: [0, 0], [a]: [1, 0] })
})

test('a held sync tells of a thread that another device has read', async () => {
  const roomId = await sharedRoom(bob)
  const a = await alice.say(roomId, 'root')
  const a1 = await reply(alice, roomId, a)
  await bob.sync({ filter: THREADED })
  const held = bob.syncOn({ timeout: 20_000, filter: THREADED })
  await new Promise((resolve) => setTimeout(resolve, 50))
  await read(bob, roomId, a1, { threadId: a, type: 'm.read.private' })
  const room = (await held).rooms.join[roomId]
  expect([room.unread_notifications.notification_count, room.unread_thread_notifications]).toEqual([1, undefined])
  const [receipt] = room.ephemeral.events
  expect(receipt.content[a1]['m.read.private'][bob.userId]).toMatchObject({ thread_id: a })
})

test('there is one receipt for each person, type and thread', async () => {
  const roomId = await sharedRoom(bob)
  const a = await alice.say(roomId, 'root')
  const a1 = await reply(alice, roomId, a)
  const a2 = await reply(alice, roomId, a)
  const last = await alice.say(roomId, 'last')
  for (const [eventId, threadId] of [[a1, a], [a2, a], [a, 'main'], [last, 'main'], [a, undefined]] as const) {
    expect((await read(bob, roomId, eventId, { threadId })).status).toBe(200)
  }
  await read(bob, roomId, a2, { threadId: a, type: 'm.read.private' })
  const [receipt] = (await bob.sync()).rooms.join[roomId].ephemeral.events
  const shown = Object.entries<Json>(receipt.content).flatMap(([eventId, types]) =>
    Object.entries<Json>(types).map(([type, users]) => [eventId, type, users[bob.userId].thread_id]))
  const expected = [[a, 'm.read', undefined], [a2, 'm.read', a], [a2, 'm.read.private', a], [last, 'm.read', 'main']]
  expect(new Set(shown.map(String))).toEqual(new Set(expected.map(String)))
  const [others] = (await alice.sync()).rooms.join[roomId].ephemeral.events
  expect(Object.keys(others.content[a2])).toEqual(['m.read'])
})

test('of two receipts for one event the unthreaded one is shown', async () => {
  const roomId = await sharedRoom(bob)
  const eventId = await alice.say(roomId, 'here')
  await read(bob, roomId, eventId)
  await read(bob, roomId, eventId, { threadId: 'main' })
  const [receipt] = (await alice.sync()).rooms.join[roomId].ephemeral.events
  expect(receipt.content[eventId]['m.read'][bob.userId]).toEqual({ ts: expect.any(Number) })
})

test('an event is read in its own thread only', async () => {
  const roomId = await sharedRoom(bob)
  const a = await alice.say(roomId, 'root a')
  const b = await alice.say(roomId, 'root b')
  const a1 = await reply(alice, roomId, a)
  const edited = await edit(alice, roomId, a1, 'edited')
  const reaction = (await react(alice, roomId, a)).body.event_id
  const check = async (): Promise<void> => {
    for (const [eventId, threadId] of [[a1, b], [a1, 'main'], [edited, 'main'], [b, a], [a, '$nothing:chappe.test']] as const) {
      expect([eventId, threadId, ...failure(await read(bob, roomId, eventId, { threadId }))]).toEqual([eventId, threadId, 400, 'M_INVALID_PARAM'])
    }
    for (const [eventId, threadId] of [[a1, a], [edited, a], [a, 'main'], [a, a], [reaction, 'main'], [reaction, a]] as const) {
      expect([eventId, threadId, (await read(bob, roomId, eventId, { threadId })).status]).toEqual([eventId, threadId, 200])
    }
  }
  await check()
  for (let index = 0; index < 25; index += 1) await alice.say(roomId, 'chatter')
  await chappe.restart()
  await check()
})

test('read markers move unthreaded receipts, both kinds', async () => {
  const roomId = await sharedRoom(bob)
  const a = await alice.say(roomId, 'root')
  const a1 = await reply(alice, roomId, a)
  const answer = await bob.post(`${roomPath(roomId)}/read_markers`, { 'm.read.private': a1 })
  expect([answer.status, answer.body]).toEqual([200, {}])
  await expectCounts(bob, roomId, { all: [0, 0], main: [0, 0] })
  expect((await alice.sync()).rooms.join[roomId].ephemeral.events).toEqual([])
})

test('what somebody ignored says counts nowhere for who ignores them', async () => {
  const roomId = await sharedRoom(bob, carol)
  await ignore(bob, carol)
  const a = await alice.say(roomId, 'root')
  await reply(carol, roomId, a)
  await carol.send(roomId, 'm.room.message', { ...related('m.thread', a), ...mention(bob) })
  await carol.send(roomId, 'm.room.message', { msgtype: 'm.text', body: 'Bob!', ...mention(bob) })
  await expectCounts(bob, roomId, { all: [1, 0], main: [1, 0] })
  await expectCounts(alice, roomId, { all: [3, 0], main: [1, 0], [a]: [2, 0] })
  await ignore(bob)
})
