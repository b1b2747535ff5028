// Taking a conversation along: with a touch, and on record.
import { declareExport, finishExport } from '@chappe/contract'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Person, TestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusal } from './_accounts.ts'
import { startMinistry } from './_ministry.ts'
import type { Enrolled } from './_web.ts'
import { enrolled, secondDevice, touch } from './_web.ts'

let ministry: TestServer<Server>
let alice: Enrolled
let roomId: string
beforeAll(async () => {
  ministry = await startMinistry()
  alice = await enrolled(ministry, 'alice')
  roomId = await alice.person.createRoom({ preset: 'private_chat', name: 'Budget' })
})
afterAll(async () => ministry[Symbol.asyncDispose]())

const ask = (person: Person, room: string, wish: object = { format: 'html', with_files: true, from_ms: 1, to_ms: 2 }): Promise<HttpAnswer> =>
  person.post(declareExport.path.replace('{roomId}', encodeURIComponent(room)), wish)

/** What is on record, and how many of it the tree of the ledger gets: an attempt and its end each. */
async function onRecord(): Promise<{ acts: string[]; inTree: number }> {
  const rows = await ministry.database.query(
    `SELECT user_id, target, outcome, (SELECT count(*)::int FROM ledger_act l WHERE l.source = 'admin' AND l.number = a.action_nid) AS acts
     FROM admin_action a JOIN account USING (user_nid) WHERE operation = 'declareExport' ORDER BY action_nid`,
  )
  return { acts: rows.map((row) => [row['user_id'], row['target'], row['outcome']].join(' ')), inTree: rows.reduce((sum, row) => sum + Number(row['acts']), 0) }
}

test('Alice is asked for a touch, and nothing is on record until she has given it; then each export is, with its room', async () => {
  ministry.clock.advance(10 * 60_000)
  const asked = await ask(alice.person, roomId)
  expect([...refusal(asked), asked.body['org.chappe.step_up']]).toEqual([403, 'M_FORBIDDEN', { url: expect.any(String), act: 'export', expires_in_ms: 300_000 }])
  expect(await onRecord()).toEqual({ acts: [], inTree: 0 })
  await touch(ministry, alice.person, alice.passkey)
  const first = await ask(alice.person, roomId)
  expect([first.status, first.body]).toEqual([200, { export_id: expect.any(Number) }])
  expect((await ask(alice.person, roomId, { format: 'json', with_files: false })).status).toBe(200)
  const found = [`${alice.person.userId} ${roomId} html files 1..2 done`, `${alice.person.userId} ${roomId} json words .. done`]
  expect(await onRecord()).toEqual({ acts: found, inTree: 4 })
  ministry.clock.advance(5 * 60_000)
  expect((await ask(alice.person, roomId)).status).toBe(403)
  expect(await onRecord()).toEqual({ acts: found, inTree: 4 })
})

test('whoever is not in the room, or asks for one that is none, is told nothing; a new device takes nothing along', async () => {
  const { acts } = await onRecord()
  const eve = await enrolled(ministry, 'eve')
  await touch(ministry, eve.person, eve.passkey)
  for (const room of [roomId, '!none:chappe.test', 'soup']) expect(refusal(await ask(eve.person, room))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await ask(alice.person, roomId, { format: 'docx', with_files: true }))).toEqual([400, 'M_BAD_JSON'])
  const phone = await secondDevice(ministry, alice)
  const refused = await ask(phone, roomId)
  expect([...refusal(refused), refused.body['org.chappe.on_probation']]).toEqual([403, 'M_FORBIDDEN', true])
  expect((await onRecord()).acts).toEqual(acts)
})

const finish = (person: Person, exportId: unknown, taken: object, room = roomId): Promise<HttpAnswer> =>
  person.put(finishExport.path.replace('{roomId}', encodeURIComponent(room)).replace('{exportId}', String(exportId)), taken)

async function amounts(): Promise<unknown[]> {
  const rows = await ministry.database.query('SELECT message_count, file_count, byte_count::float8 AS bytes FROM room_export ORDER BY export_nid DESC LIMIT 1')
  return rows.map((row) => [row['message_count'], row['file_count'], row['bytes']])
}

test('when it is made, her messenger says how much it was, and what was said first stays; nobody else says it, and nobody after a day', async () => {
  await touch(ministry, alice.person, alice.passkey)
  const { body } = await ask(alice.person, roomId)
  expect(await amounts()).toEqual([[null, null, null]])
  const taken = { messages: 12, files: 1, bytes: 3_000_000_000 }
  for (const said of [taken, { messages: 1, files: 1, bytes: 1 }]) expect([(await finish(alice.person, body.export_id, said)).status, await amounts()]).toEqual([200, [[12, 1, 3_000_000_000]]])

  const faythe = await enrolled(ministry, 'faythe')
  for (const each of [finish(faythe.person, body.export_id, taken), finish(alice.person, body.export_id, taken, '!none:chappe.test'), finish(alice.person, 4711, taken), finish(alice.person, 'soup', taken)]) {
    expect(refusal(await each)).toEqual([404, 'M_NOT_FOUND'])
  }
  expect(refusal(await finish(alice.person, body.export_id, { ...taken, bytes: -1 }))).toEqual([400, 'M_BAD_JSON'])
  ministry.clock.advance(24 * 3600_000 + 1)
  expect(refusal(await finish(alice.person, body.export_id, taken))).toEqual([404, 'M_NOT_FOUND'])
})
