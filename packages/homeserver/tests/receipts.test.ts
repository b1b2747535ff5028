// How far people have read, and who is typing.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { expect, test, vi } from 'vitest'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob, eve } = await chappe.people('alice', 'bob', 'eve')

const room = (roomId: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
const failure = (answer: { status: number; body: Json }) => [answer.status, answer.body.errcode]

async function sharedRoom(...others: Person[]): Promise<string> {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  for (const other of others) await other.join(roomId)
  return roomId
}

function read(person: Person, roomId: string, eventId: string, options: { type?: string; threadId?: unknown } = {}) {
  const { type = 'm.read', threadId } = options
  return person.post(`${room(roomId)}/receipt/${type}/${encodeURIComponent(eventId)}`, { thread_id: threadId })
}

function ephemeral(answer: Json, roomId: string, type: string): Json {
  const events: Json[] = answer.rooms?.join?.[roomId]?.ephemeral?.events ?? []
  return events.find((event) => event.type === type)?.content
}

const unread = (answer: Json, roomId: string): Json => answer.rooms.join[roomId].unread_notifications.notification_count

test('Bob reads what Alice said: she sees it, and nothing is unread for him any more, even after a restart', async () => {
  const roomId = await sharedRoom(bob)
  await alice.say(roomId, 'one')
  const second = await alice.say(roomId, 'two')
  expect(unread(await bob.sync(), roomId)).toBe(2)
  await alice.sync()
  expect((await read(bob, roomId, second)).status).toBe(200)
  const heard = ephemeral(await alice.syncOn(), roomId, 'm.receipt')
  expect(heard).toEqual({ [second]: { 'm.read': { [bob.userId]: { ts: expect.any(Number) } } } })
  expect(unread(await bob.sync(), roomId)).toBe(0)
  await chappe.restart()
  expect(unread(await bob.sync(), roomId)).toBe(0)
  expect(ephemeral(await alice.sync(), roomId, 'm.receipt')).toEqual(heard)
})

test('receipts only move forward', async () => {
  const roomId = await sharedRoom(bob)
  const first = await alice.say(roomId, 'one')
  const second = await alice.say(roomId, 'two')
  await read(bob, roomId, second)
  expect((await read(bob, roomId, second)).status).toBe(200)
  expect((await read(bob, roomId, first)).status).toBe(200)
  expect(Object.keys(ephemeral(await alice.sync(), roomId, 'm.receipt'))).toEqual([second])
})

test('a private receipt is for nobody else', async () => {
  const roomId = await sharedRoom(bob)
  const eventId = await alice.say(roomId, 'psst')
  await Promise.all([alice.sync(), bob.sync()])
  expect((await read(bob, roomId, eventId, { type: 'm.read.private' })).status).toBe(200)
  expect(ephemeral(await alice.syncOn(), roomId, 'm.receipt')).toBeUndefined()
  expect(ephemeral(await alice.sync(), roomId, 'm.receipt')).toBeUndefined()
  const own = await bob.sync()
  expect(Object.keys(ephemeral(own, roomId, 'm.receipt')[eventId])).toEqual(['m.read.private'])
  expect(unread(own, roomId)).toBe(0)
})

test('a receipt in a thread is kept beside the one of the main timeline', async () => {
  const roomId = await sharedRoom(bob)
  const root = await alice.say(roomId, 'root')
  const reply = await alice.send(roomId, 'm.room.message', { body: 'reply', 'm.relates_to': { rel_type: 'm.thread', event_id: root } })
  await read(bob, roomId, root, { threadId: 'main' })
  await read(bob, roomId, reply, { threadId: root })
  const content = ephemeral(await alice.sync(), roomId, 'm.receipt')
  expect(content[root]['m.read'][bob.userId]).toMatchObject({ thread_id: 'main' })
  expect(content[reply]['m.read'][bob.userId]).toMatchObject({ thread_id: root })
  expect(unread(await bob.sync(), roomId)).toBe(0)
  for (const threadId of ['', 5, 'elsewhere']) {
    expect(failure(await read(bob, roomId, root, { threadId }))).toEqual([400, 'M_INVALID_PARAM'])
  }
  expect(failure(await read(bob, roomId, root, { type: 'm.fully_read', threadId: 'main' }))).toEqual([400, 'M_INVALID_PARAM'])
  expect(failure(await read(bob, roomId, root, { type: 'm.seen' }))).toEqual([400, 'M_INVALID_PARAM'])
})

test('markers and receipts at once', async () => {
  const roomId = await sharedRoom(bob)
  const eventId = await alice.say(roomId, 'hello')
  const answer = await bob.post(`${room(roomId)}/read_markers`, { 'm.fully_read': eventId, 'm.read': eventId })
  expect([answer.status, answer.body]).toEqual([200, {}])
  const marker = (await bob.sync()).rooms.join[roomId].account_data.events.find((each: Json) => each.type === 'm.fully_read')
  expect(marker.content).toEqual({ event_id: eventId })
  expect((await read(bob, roomId, eventId, { type: 'm.fully_read' })).status).toBe(200)
  expect(Object.keys(ephemeral(await alice.sync(), roomId, 'm.receipt'))).toEqual([eventId])
})

test('Eve cannot read for others, and nobody reads what is not there', async () => {
  const roomId = await sharedRoom(bob)
  const eventId = await alice.say(roomId, 'ours')
  const elsewhere = await alice.say(await alice.createRoom({}), 'elsewhere')
  expect(failure(await read(eve, roomId, eventId))).toEqual([403, 'M_FORBIDDEN'])
  expect(failure(await eve.post(`${room(roomId)}/read_markers`, { 'm.read': eventId }))).toEqual([403, 'M_FORBIDDEN'])
  expect(failure(await read(bob, roomId, '$nothing'))).toEqual([404, 'M_NOT_FOUND'])
  expect(failure(await read(bob, roomId, elsewhere))).toEqual([404, 'M_NOT_FOUND'])
})

test('in a room with many listeners receipts are gathered, and everybody still hears of them', async () => {
  const crowd: Person[] = []
  for (let index = 0; index < 12; index += 1) crowd.push(await chappe.person(`member${index}`))
  const roomId = await sharedRoom(...crowd)
  const eventId = await alice.say(roomId, 'all hands')
  for (const person of [alice, ...crowd]) await person.sync()
  for (const person of crowd) expect((await read(person, roomId, eventId)).status).toBe(200)
  let seen: Json = {}
  await vi.waitFor(async () => {
    seen = { ...seen, ...ephemeral(await alice.syncOn(), roomId, 'm.receipt')?.[eventId]?.['m.read'] }
    expect(Object.keys(seen)).toHaveLength(12)
  }, 10_000)
  const positions = await chappe.database.query('SELECT DISTINCT position FROM receipt WHERE event_id = $1', [eventId])
  expect(positions.length).toBeLessThan(12)
})

test('what was gathered is not lost when the server stops', async () => {
  const crowd: Person[] = []
  for (let index = 0; index < 11; index += 1) crowd.push(await chappe.person(`late${index}`))
  const roomId = await sharedRoom(...crowd)
  const eventId = await alice.say(roomId, 'last words')
  for (const person of [alice, ...crowd]) await person.sync()
  const [reader] = crowd
  if (reader === undefined) throw new Error('nobody reads')
  await read(reader, roomId, eventId)
  await chappe.restart()
  expect(ephemeral(await alice.sync(), roomId, 'm.receipt')).toHaveProperty([eventId, 'm.read', reader.userId])
})

test('Bob types, stops, and is forgotten when he just goes away', async () => {
  const roomId = await sharedRoom(bob)
  const typing = (person: Person, who: Person, body: object) =>
    person.put(`${room(roomId)}/typing/${encodeURIComponent(who.userId)}`, body)
  const heard = async () => ephemeral(await alice.syncOn(), roomId, 'm.typing')?.user_ids
  await alice.sync()
  expect((await typing(bob, bob, { typing: true, timeout: 30_000 })).status).toBe(200)
  expect(await heard()).toEqual([bob.userId])
  expect((await typing(bob, bob, { typing: true })).status).toBe(200)
  expect(await heard()).toBeUndefined()
  expect((await typing(bob, bob, { typing: false })).status).toBe(200)
  expect(await heard()).toEqual([])
  await typing(bob, bob, { typing: true, timeout: 1 })
  await vi.waitFor(async () => expect(await heard()).toEqual([]), 10_000)
  expect(failure(await typing(alice, bob, { typing: true }))).toEqual([403, 'M_FORBIDDEN'])
  expect(failure(await typing(eve, eve, { typing: true }))).toEqual([403, 'M_FORBIDDEN'])
  expect(failure(await typing(bob, bob, {}))).toEqual([400, 'M_MISSING_PARAM'])
})
