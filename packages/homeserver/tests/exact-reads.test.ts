// Rows of the ledger name what was shown, so that a report can say exactly what it was: which events of a page, whom a search
// found, which rooms a list had, who sent what may carry keys, and that secrets were fetched.
import type { Server } from '@chappe/server'
import { buildServer } from '@chappe/server'
import { numbersOf } from '@chappe/ledger'
import type { LedgerRow } from '@chappe/ledger'
import type { Person, TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deviceKeys } from './_keys.ts'

let chappe: TestServer<Server>
let alice: Person
let bob: Person
let carol: Person
let roomId: string

beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  ;[alice, bob, carol] = [await chappe.person('alice'), await chappe.person('bob'), await chappe.person('carol')]
  roomId = await alice.createRoom({ preset: 'public_chat', visibility: 'public', name: 'Canteen' })
  await bob.join(roomId)
  for (let said = 0; said < 12; said += 1) await (said % 3 === 0 ? bob : alice).say(roomId, `soup ${said}`)
  await carol.join(roomId)
})
afterAll(async () => chappe[Symbol.asyncDispose]())

/** The rows that a call leaves. */
async function rowsOf(call: () => Promise<unknown>): Promise<LedgerRow[]> {
  const before = await allRows()
  await call()
  return (await allRows()).slice(before.length)
}

async function allRows(): Promise<LedgerRow[]> {
  const { ledger } = chappe.server.homeserver.ports
  await ledger.settle()
  const rows: LedgerRow[] = []
  for await (const row of ledger.rows()) rows.push(row)
  return rows
}

const numberOf = async ({ userId }: Person): Promise<number> => (await chappe.server.homeserver.ports.accounts.get(userId)).userNid
const subjects = (rows: readonly LedgerRow[]): string[] => rows.map((row) => row.subject)

/** The ids of the events that a row names. */
async function eventsOf(row: LedgerRow | undefined): Promise<string[]> {
  const positions = row === undefined ? undefined : numbersOf(row)
  if (row === undefined || positions === undefined) throw new Error('a row that names no events')
  const found = await chappe.database.query('SELECT event_id FROM event WHERE room_nid = $1 AND position = ANY($2) ORDER BY position', [row.room, positions])
  return found.map((each) => String(each['event_id']))
}

test('a page through a filter names the events that passed it, and no other', async () => {
  let shown: string[] = []
  const filter = encodeURIComponent(JSON.stringify({ senders: [bob.userId], types: ['m.room.message'] }))
  const rows = await rowsOf(async () => {
    const { body } = await carol.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=f&limit=50&filter=${filter}`)
    shown = body.chunk.map((event: { event_id: string }) => event.event_id)
  })
  expect([shown.length, rows.length, rows[0]?.count]).toEqual([4, 1, 4])
  expect(await eventsOf(rows[0])).toEqual(shown)
})

test('the state beside a timeline is named as well, by as many rows as it takes', async () => {
  const crowded = await alice.createRoom()
  for (let at = 0; at < 120; at += 1) await alice.setState(crowded, 'org.example.seat', `seat ${at}`, {})
  const rows = await rowsOf(() => alice.get(`/_matrix/client/v3/rooms/${encodeURIComponent(crowded)}/state`))
  expect(rows.length).toBe(2)
  expect(rows.map(({ count }) => count)).toEqual([100, rows[1]?.count])
  expect((await eventsOf(rows[0])).length + (await eventsOf(rows[1])).length).toBeGreaterThan(120)
})

test('a search for people names whom it found, a list of rooms which it had', async () => {
  const [people] = await rowsOf(() => carol.post('/_matrix/client/v3/user_directory/search', { search_term: 'bob' }))
  expect([people?.kind, people && numbersOf(people)]).toEqual(['people', [await numberOf(bob)]])
  const [rooms] = await rowsOf(() => carol.get('/_matrix/client/v3/publicRooms'))
  const [canteen] = await chappe.database.query('SELECT room_nid FROM room WHERE room_id = $1', [roomId])
  expect([rooms?.subject, rooms && numbersOf(rooms)]).toEqual(['directory', [canteen?.['room_nid']]])
})

test('an invitation names the state it shows', async () => {
  const den = await bob.createRoom({ name: 'Den' })
  await bob.invite(den, alice.userId)
  const rows = (await rowsOf(() => alice.sync())).filter((row) => row.subject === 'stripped state')
  expect((await eventsOf(rows[0])).length).toBe(rows[0]?.count)
  expect(rows[0]?.count).toBeGreaterThan(3)
})

test('messages to a device name who may have sent keys, and who cannot have is not named', async () => {
  const send = (who: Person, type: string, txn: string) => who.put(`/_matrix/client/v3/sendToDevice/${type}/${txn}`, { messages: { [carol.userId]: { [carol.deviceId]: { n: 1 } } } })
  await send(bob, 'm.key.verification.request', 'a')
  expect(subjects((await rowsOf(() => carol.sync())).filter(({ kind }) => kind === 'keys'))).toEqual([`plain to-device:${carol.deviceId}`])
  await send(bob, 'm.room.encrypted', 'b')
  await send(alice, 'm.room.encrypted', 'c')
  await send(alice, 'org.example.anything', 'd')
  const [row] = (await rowsOf(() => carol.syncOn())).filter(({ kind }) => kind === 'keys')
  expect([row?.subject, row && numbersOf(row)]).toEqual([`to-device:${carol.deviceId}`, [await numberOf(alice), await numberOf(bob)]])
})

test('that secrets and a dehydrated device were fetched is in the record, whichever way; other account data is not', async () => {
  const path = (type: string) => `/_matrix/client/v3/user/${encodeURIComponent(carol.userId)}/account_data/${type}`
  await carol.put(path('m.megolm_backup.v1'), { encrypted: {} })
  await carol.put(path('org.example.colours'), { red: true })
  expect(await rowsOf(() => carol.get(path('org.example.colours')))).toEqual([])
  expect(subjects(await rowsOf(() => carol.get(path('m.megolm_backup.v1'))))).toEqual(['secrets'])
  expect(subjects(await rowsOf(() => carol.sync()))).toContain('secrets')
  const sliding = { extensions: { account_data: { enabled: true } } }
  expect(subjects(await rowsOf(() => carol.post('/_matrix/client/unstable/org.matrix.simplified_msc3575/sync', sliding)))).toContain('secrets')
  expect(subjects(await rowsOf(() => carol.get('/_matrix/client/v3/initialSync?limit=1')))).toContain('secrets')
  const dehydrated = '/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device'
  await carol.put(dehydrated, { device_id: 'DRY', device_data: { algorithm: 'x' }, device_keys: deviceKeys({ ...carol, deviceId: 'DRY' }) })
  expect(subjects(await rowsOf(() => carol.get(dehydrated)))).toEqual(['dehydrated device'])
})

test('an event that stands within another one is named as well: what state replaced, and the redaction of what was said', async () => {
  const one = await alice.setState(roomId, 'm.room.topic', '', { topic: 'Lentils' })
  const two = await alice.setState(roomId, 'm.room.topic', '', { topic: 'Leeks' })
  const said = await bob.say(roomId, 'salt is not for soup')
  const { body } = await alice.put(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/redact/${encodeURIComponent(said)}/r1`, { reason: 'untrue' })
  const readsOf = async (eventId: string) => {
    const rows = await rowsOf(() => carol.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/event/${encodeURIComponent(eventId)}`))
    return new Set((await Promise.all(rows.map(eventsOf))).flat())
  }
  expect(await readsOf(two)).toEqual(new Set([one, two]))
  expect(await readsOf(said)).toEqual(new Set([said, body.event_id]))
  await chappe.restart()
  expect(await readsOf(two)).toEqual(new Set([one, two]))
  expect(await readsOf(said)).toEqual(new Set([said, body.event_id]))
})

test('it is left out for those who may not see it by itself', async () => {
  const den = await alice.createRoom({ preset: 'public_chat', topic: 'Early', initial_state: [{ type: 'm.room.history_visibility', state_key: '', content: { history_visibility: 'joined' } }] })
  const eventOf = async (who: Person, eventId: string) => (await who.get(`/_matrix/client/v3/rooms/${encodeURIComponent(den)}/event/${encodeURIComponent(eventId)}`)).body
  await bob.join(den)
  const said = await bob.say(den, 'salt')
  const late = await alice.setState(den, 'm.room.topic', '', { topic: 'Late' })
  expect((await eventOf(bob, late)).unsigned.prev_content.topic).toBe('Early')
  await bob.post(`/_matrix/client/v3/rooms/${encodeURIComponent(den)}/leave`)
  await alice.put(`/_matrix/client/v3/rooms/${encodeURIComponent(den)}/redact/${encodeURIComponent(said)}/r2`, { reason: 'he has left' })
  expect((await eventOf(alice, said)).unsigned.redacted_because.content.reason).toBe('he has left')
  expect(await eventOf(bob, said)).toMatchObject({ content: {}, unsigned: { age: expect.any(Number) } })
  expect((await eventOf(bob, said)).unsigned.redacted_because).toBeUndefined()
})
