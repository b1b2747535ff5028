// Messages from device to device: each arrives once, in order, and waits until it is proved received.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../src/db/pool.ts'
import { openDatabase } from '../src/db/pool.ts'
import { createToDevice } from '../src/features/to-device/to-device.ts'
import { openChanges } from '../src/streams/changes.ts'
import { createLiveUsers } from '../src/streams/live-users.ts'
import { anotherDevice, deviceNidOf } from './_keys.ts'

let chappe: TestServer<Server>
beforeAll(async () => {
  chappe = await startTestServer(buildServer)
})
afterAll(async () => {
  for (const database of opened) await database.close()
  await chappe[Symbol.asyncDispose]()
})

const opened: Database[] = []
let transactions = 0
function send(who: Person, messages: object, txnId?: string, type = 'm.room.encrypted') {
  transactions += 1
  return who.put(`/_matrix/client/v3/sendToDevice/${type}/${txnId ?? `t${transactions}`}`, { messages })
}

/** The feature on the same database, as sync meets it. */
async function inbox() {
  const database = openDatabase(chappe.database.url)
  const changes = await openChanges({ reserve: async (atLeast) => atLeast }, createLiveUsers())
  const toDevice = createToDevice({ db: database.db, changes, clock: chappe.clock })
  opened.push(database)
  return { toDevice }
}

async function waiting(who: Person): Promise<Json[]> {
  const own = await inbox()
  const range = { userId: who.userId, deviceNid: await deviceNidOf(chappe, who), from: 0, to: Number.MAX_SAFE_INTEGER }
  const { events } = await own.toDevice.messagesFor({ ...range, limit: 1000 })
  return events.map((each) => JSON.parse(each))
}

const rowCounts = async () => {
  const rows = await chappe.database.query(
    'SELECT (SELECT count(*)::int FROM to_device_message) AS messages, (SELECT count(*)::int FROM to_device_shared) AS shared',
  )
  return rows[0]
}

test('Alice writes to a device of Bob and it arrives there, as she wrote it', async () => {
  const alice = await chappe.person('alice')
  const bob = await chappe.person('bob', { deviceId: 'PHONE' })
  const laptop = await anotherDevice(chappe, bob, 'LAPTOP')
  const content = { ciphertext: 'c', nested: { list: [1, 'two', null] } }
  const sent = await send(alice, { [bob.userId]: { PHONE: content } }, 'first', 'm.test')
  expect([sent.status, sent.body]).toEqual([200, {}])
  expect((await waiting(bob))).toEqual([{ type: 'm.test', sender: alice.userId, content }])
  expect((await waiting(laptop))).toEqual([])
})

test('the same request again, even at the same time, is one message; a new transaction is another', async () => {
  const carol = await chappe.person('carol')
  const messages = { [carol.userId]: { [carol.deviceId]: { n: 1 } } }
  const answers = await Promise.all([1, 2, 3].map(() => send(carol, messages, 'once')))
  answers.push(await send(carol, messages, 'once'))
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200])
  expect((await waiting(carol))).toHaveLength(1)
  await send(carol, messages, 'twice')
  expect((await waiting(carol))).toHaveLength(2)
  // Another device has transactions of its own, and so has another type of event.
  const other = await anotherDevice(chappe, carol, 'OTHER')
  await send(other, messages, 'once')
  await send(carol, messages, 'once', 'm.other')
  expect((await waiting(carol))).toHaveLength(4)
})

test('a transaction is forgotten after a day, not before', async () => {
  const dave = await chappe.person('dave')
  const messages = { [dave.userId]: { [dave.deviceId]: { n: 1 } } }
  const hours = (count: number) => chappe.clock.advance(count * 60 * 60 * 1000)
  await send(dave, messages, 'daily')
  hours(23)
  await send(dave, messages, 'daily')
  expect((await waiting(dave))).toHaveLength(1)
  hours(2)
  await send(dave, messages, 'other')
  await send(dave, messages, 'daily')
  expect((await waiting(dave))).toHaveLength(3)
})

test('a message to * reaches every device of Erin, and is kept once; her own word for a device comes first', async () => {
  const erin = await chappe.person('erin', { deviceId: 'A' })
  const [b, c] = [await anotherDevice(chappe, erin, 'B'), await anotherDevice(chappe, erin, 'C')]
  const before = await rowCounts()
  await send(erin, { [erin.userId]: { '*': { to: 'all' }, C: { to: 'C' } } })
  expect(await rowCounts()).toEqual({ messages: Number(before?.['messages']) + 3, shared: Number(before?.['shared']) + 1 })
  for (const device of [erin, b]) expect((await waiting(device))[0].content).toEqual({ to: 'all' })
  expect((await waiting(c)).map((event) => event.content)).toEqual([{ to: 'C' }])
  const own = await inbox()
  for (const device of [erin, b, c]) await own.toDevice.confirm(await deviceNidOf(chappe, device), Number.MAX_SAFE_INTEGER)
  expect(await rowCounts()).toEqual(before)
})

test('messages to nobody are dropped without a word', async () => {
  const frank = await chappe.person('frank')
  const before = await rowCounts()
  const messages = { '@nobody:chappe.test': { '*': {} }, '@a:elsewhere.test': { D: {} }, [frank.userId]: { GONE: {} }, x: { y: {} } }
  expect((await send(frank, messages)).status).toBe(200)
  expect(await rowCounts()).toEqual(before)
})

test('230 messages come in order, a hundred at a time, and go only when proved received', async () => {
  const grace = await chappe.person('grace')
  const nid = await deviceNidOf(chappe, grace)
  for (let n = 0; n < 230; n += 1) await send(grace, { [grace.userId]: { [grace.deviceId]: { n } } })
  const own = await inbox()
  const page = async (from: number) => {
    const range = { userId: grace.userId, deviceNid: nid, from, to: Number.MAX_SAFE_INTEGER }
    const { events, upTo } = await own.toDevice.messagesFor(range)
    return { numbers: events.map((each) => JSON.parse(each).content.n), upTo }
  }
  const numbers = Array.from({ length: 230 }, (_, n) => n)
  const first = await page(0)
  expect(first.numbers).toEqual(numbers.slice(0, 100))
  // The answer was lost: the same `since` gets the same again.
  await own.toDevice.confirm(nid, 0)
  expect(await page(0)).toEqual(first)
  await own.toDevice.confirm(nid, first.upTo)
  const second = await page(first.upTo)
  expect(second.numbers).toEqual(numbers.slice(100, 200))
  await own.toDevice.confirm(nid, first.upTo)
  await own.toDevice.confirm(nid, second.upTo)
  const third = await page(second.upTo)
  expect(third).toEqual({ numbers: numbers.slice(200), upTo: Number.MAX_SAFE_INTEGER })
  expect((await waiting(grace))).toHaveLength(30)
  await own.toDevice.confirm(nid, third.upTo)
  expect((await waiting(grace))).toHaveLength(0)
})

test('what waits survives a restart', async () => {
  const heidi = await chappe.person('heidi')
  await send(heidi, { [heidi.userId]: { [heidi.deviceId]: { n: 1 } } }, 'before')
  const before = await waiting(heidi)
  await chappe.restart()
  expect((await send(heidi, { [heidi.userId]: { [heidi.deviceId]: { n: 1 } } }, 'before')).status).toBe(200)
  await send(heidi, { [heidi.userId]: { [heidi.deviceId]: { n: 2 } } })
  const after = await waiting(heidi)
  expect(before.map((event) => event.content.n)).toEqual([1])
  expect(after.map((event) => event.content.n)).toEqual([1, 2])
})

test('a device that is gone leaves no messages behind', async () => {
  const ivan = await chappe.person('ivan')
  const other = await anotherDevice(chappe, ivan, 'OTHER')
  const before = await rowCounts()
  await send(other, { [ivan.userId]: { '*': { n: 1 } } })
  const own = await inbox()
  await own.toDevice.forgetDevice(await deviceNidOf(chappe, ivan))
  expect((await waiting(ivan))).toEqual([])
  expect((await waiting(other))).toHaveLength(1)
  await own.toDevice.forgetDevice(await deviceNidOf(chappe, other))
  expect(await rowCounts()).toEqual(before)
})

test('strangers, odd names and oversize messages are refused', async () => {
  const judy = await chappe.person('judy')
  const path = '/_matrix/client/v3/sendToDevice/m.test/t'
  expect((await request(chappe.url, 'PUT', path, { body: { messages: {} } })).status).toBe(401)
  expect((await judy.put(path, {})).body.errcode).toBe('M_MISSING_PARAM')
  expect((await judy.put(path, { messages: { [judy.userId]: { D: 'text' } } })).body.errcode).toBe('M_BAD_JSON')
  expect((await judy.put(path, { messages: { [judy.userId]: { 'D\n': 'text' } } })).body.errcode).toBe('M_BAD_JSON')
  const large = await send(judy, { [judy.userId]: { '*': { text: 'é'.repeat(33_000) } } })
  expect([large.status, large.body.errcode]).toEqual([413, 'M_TOO_LARGE'])
  expect((await send(judy, {}, '%00')).body.errcode).toBe('M_INVALID_PARAM')
  expect((await send(judy, {}, 't'.repeat(300))).body.errcode).toBe('M_INVALID_PARAM')
})

test('a held sync of Kim ends with her message, and her next one proves that she has it', async () => {
  const kim = await chappe.person('kim')
  await kim.sync()
  const before = await rowCounts()
  const held = kim.syncOn({ timeout: 20_000 })
  await send(kim, { [kim.userId]: { '*': { n: 1 } } }, undefined, 'm.test')
  expect((await held).to_device.events).toEqual([{ type: 'm.test', sender: kim.userId, content: { n: 1 } }])
  expect(await rowCounts()).not.toEqual(before)
  expect((await kim.syncOn()).to_device?.events ?? []).toEqual([])
  expect(await rowCounts()).toEqual(before)
})
