// Who took which conversation out of the messenger, as officers and auditors see it.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { personWith, readsOf, V1 } from './_desk.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let chappe: TestServer<Server>
let sam: Person
let anna: Person
let alice: Person
let bob: Person
let budget: string
let canteen: string
beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  sam = await personWith(chappe, 'sam', 'security_officer')
  anna = await personWith(chappe, 'anna', 'auditor')
  ;[alice, bob] = [await chappe.person('alice'), await chappe.person('bob')]
  budget = await alice.createRoom({ preset: 'private_chat', name: 'Budget' })
  canteen = await bob.createRoom({ preset: 'private_chat' })
})
afterAll(async () => chappe[Symbol.asyncDispose]())

const exportsOf = (room: string): string => `/_chappe/client/v1/rooms/${encodeURIComponent(room)}/exports`
const list = async (query: Record<string, string> = {}, who = sam): Promise<Json> => (await who.get(`${V1}/exports?${new URLSearchParams(query).toString()}`)).body
const rooms = (page: Json): unknown[] => page.exports.map((each: Json) => each.room_id)

test('Alice exports her room whole, Bob a part of his and gives up: Sam and Anna see who, what and how much, newest first', async () => {
  expect(await list()).toEqual({ exports: [], removed: [] })
  expect(await readsOf(chappe, 'listDeskExports')).toBe(0)
  const made = await alice.post(exportsOf(budget), { format: 'html', with_files: true })
  await alice.put(`${exportsOf(budget)}/${made.body.export_id}`, { messages: 12, files: 1, bytes: 4096 })
  chappe.clock.advance(60_000)
  await bob.post(exportsOf(canteen), { format: 'json', with_files: false, from_ms: 1, to_ms: 2 })

  const both = [
    { user_id: bob.userId, device_id: bob.deviceId, room_id: canteen, room_name: null, format: 'json', with_files: false, from_ms: 1, to_ms: 2, messages: null, files: null, bytes: null, standing: 'waiting' },
    { user_id: alice.userId, device_id: alice.deviceId, room_id: budget, room_name: 'Budget', format: 'html', with_files: true, from_ms: null, to_ms: null, messages: 12, files: 1, bytes: 4096, standing: 'waiting' },
  ].map((each) => ({ ...each, export_id: expect.any(Number), at_ms: expect.any(Number) }))
  for (const who of [sam, anna]) expect(await list({}, who)).toEqual({ exports: both, removed: [] })
  expect(await readsOf(chappe, 'listDeskExports')).toBe(2)
})

test('they are found by person, by room and by time, and come in parts', async () => {
  const [{ at_ms: bobAtMs, export_id: newest }] = (await list()).exports
  expect(rooms(await list({ user_id: alice.userId }))).toEqual([budget])
  expect(rooms(await list({ user_id: '@nobody:chappe.test' }))).toEqual([])
  expect(rooms(await list({ room_id: canteen }))).toEqual([canteen])
  expect(rooms(await list({ from_ms: String(bobAtMs) }))).toEqual([canteen])
  expect(rooms(await list({ to_ms: String(bobAtMs) }))).toEqual([budget])
  const first = await list({ limit: '1' })
  expect([rooms(first), first.next]).toEqual([[canteen], String(newest)])
  expect(rooms(await list({ limit: '1', from: first.next }))).toEqual([budget])
})

test('a device that is signed out keeps its name in the list; a row that was changed behind the back of the record is told', async () => {
  await bob.post('/_matrix/client/v3/logout')
  await chappe.server.homeserver.ports.provenLedger.sign()
  const standings = async (): Promise<unknown[]> => (await list()).exports.map((each: Json) => [each.device_id, each.standing])
  expect(await standings()).toEqual([[bob.deviceId, 'unwitnessed'], [alice.deviceId, 'unwitnessed']])
  await chappe.database.query('UPDATE room_export SET room_id = $1 WHERE room_id = $2', ['!other:chappe.test', canteen])
  expect(await standings()).toEqual([[bob.deviceId, 'altered'], [alice.deviceId, 'unwitnessed']])
})

test('a row that is taken out of the list is told, by its number in the record of acts, whatever is looked for; one that was refused was never in it', async () => {
  expect((await bob.post(exportsOf(budget), { format: 'json', with_files: false })).status).not.toBe(200)
  expect((await list()).removed).toEqual([])
  const [row] = await chappe.database.query('DELETE FROM room_export WHERE user_nid = (SELECT user_nid FROM account WHERE user_id = $1) RETURNING action_nid::int AS act', [alice.userId])
  expect((await list()).removed).toEqual([row?.['act']])
  expect((await list({ user_id: bob.userId }, anna)).removed).toEqual([row?.['act']])
  // Who takes the act out of its own record as well has not taken it out of the ledger's.
  await chappe.database.query('ALTER TABLE admin_action DISABLE TRIGGER ALL')
  await chappe.database.query('DELETE FROM admin_action WHERE action_nid = $1', [row?.['act']])
  expect((await list()).removed).toEqual([row?.['act']])
})
