// What keeps a ministry going, at the desk: two people let somebody in again, and a room without an admin is taken over.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Json, TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { refusal } from './_accounts.ts'
import type { Enrolled } from './_web.ts'
import { enrolled, touch } from './_web.ts'

const V1 = '/_chappe/desk/v1'
const REASON = { reason: 'seen in person with her badge' }

let ministry: TestServer<Server>
let alice: Enrolled
let bob: Enrolled
let ada: Enrolled
let otto: Enrolled
let berta: Enrolled

beforeAll(async () => {
  ministry = await startTestServer(buildServer, { profile: 'government' })
  for (const id of ['towers', 'bridges']) {
    await ministry.database.query('INSERT INTO organisation (organisation_id, name, created_at_ms) VALUES ($1, $1, 0)', [id])
  }
  alice = await member('alice', 'towers')
  bob = await member('bob', 'towers')
  ada = await member('ada', 'towers', 'organisation_admin')
  otto = await member('otto', 'towers', 'security_officer')
  berta = await member('berta', 'bridges', 'organisation_admin')
  await ministry.restart()
})
beforeEach(async () => {
  for (const each of [ada, otto, berta]) await touch(ministry, each.person, each.passkey)
})
afterAll(async () => ministry[Symbol.asyncDispose]())

async function member(name: string, organisation: string, role?: string): Promise<Enrolled> {
  const made = await enrolled(ministry, name)
  const own = 'SELECT user_nid FROM account WHERE user_id = $1'
  if (role !== undefined) await ministry.database.query(`INSERT INTO account_role SELECT user_nid, $2, 0 FROM (${own}) a`, [made.person.userId, role])
  await ministry.database.query(
    'UPDATE account SET organisation_nid = (SELECT organisation_nid FROM organisation WHERE organisation_id = $2) WHERE user_id = $1',
    [made.person.userId, organisation],
  )
  return made
}

const recover = (by: Enrolled): Promise<HttpAnswer> => by.person.post(`${V1}/accounts/${encodeURIComponent(alice.person.userId)}/recover`, REASON)
const agree = (by: Enrolled, id: string): Promise<HttpAnswer> => by.person.post(`${V1}/recoveries/${id}/agree`, REASON)
const waiting = async (by: Enrolled): Promise<Json[]> => (await by.person.get(`${V1}/recoveries`)).body.recoveries

test('Ada asks that Alice be let in again, Otto finds it at the desk and agrees; nobody does both, and all of it is on record', async () => {
  const { recovery_id: id } = (await recover(ada)).body
  const asked = { recovery_id: id, user_id: alice.person.userId, asked_by: ada.person.userId, asked_as: 'organisation_admin', reason: REASON.reason }
  expect(await waiting(ada)).toEqual([expect.objectContaining({ ...asked, may_agree: false })])
  expect(await waiting(otto)).toEqual([expect.objectContaining({ ...asked, may_agree: true })])
  // Of another organisation Berta sees nothing and does nothing.
  expect(await waiting(berta)).toEqual([])
  expect(refusal(await recover(berta))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await agree(berta, id))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await agree(ada, id))).toEqual([403, 'M_FORBIDDEN'])
  const { body } = await agree(otto, id)
  expect(body).toEqual({ user_id: alice.person.userId, enrolment_url: expect.stringMatching(/\/enrol\?token=/), good_from_ms: expect.any(Number) })
  expect(await waiting(otto)).toEqual([])
  expect(refusal(await agree(otto, id))).toEqual([404, 'M_NOT_FOUND'])
  const rows = await ministry.database.query(`SELECT operation, outcome FROM desk_action WHERE target = $1 ORDER BY action_nid`, [`recovery ${id}`])
  expect(rows.map((row) => row['outcome'])).toEqual(['M_FORBIDDEN', 'M_FORBIDDEN', 'done', 'M_NOT_FOUND'])
})

test('what waits for longer than a week is not listed any more', async () => {
  await recover(otto)
  expect(await waiting(ada)).toMatchObject([{ asked_as: 'security_officer', may_agree: true }])
  ministry.clock.advance(7 * 24 * 3_600_000)
  expect(await waiting(ada)).toEqual([])
})

test('the last admin of a room leaves: Ada finds it at the desk, and takes it over', async () => {
  const roomId = await alice.person.createRoom({})
  await alice.person.invite(roomId, bob.person.userId)
  await bob.person.join(roomId)
  const path = `${V1}/rooms/${encodeURIComponent(roomId)}/take_over`
  expect(refusal(await ada.person.post(path, REASON))).toEqual([403, 'M_FORBIDDEN'])
  expect((await alice.person.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/leave`, {})).status).toBe(200)
  const list = async (by: Enrolled): Promise<Json[]> => (await by.person.get(`${V1}/handovers`)).body.rooms
  expect(await list(ada)).toEqual([{ room_id: roomId, organisation_id: 'towers', reason: 'admin_left', last_admin: alice.person.userId, since_ms: expect.any(Number) }])
  expect(await list(berta)).toEqual([])
  expect(refusal(await berta.person.post(path, REASON))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await ada.person.post(`${V1}/rooms/${encodeURIComponent('!nowhere:chappe.test')}/take_over`, REASON))).toEqual([404, 'M_NOT_FOUND'])
  expect((await ada.person.post(path, REASON)).body).toEqual({})
  await ada.person.join(roomId)
  const { users } = (await ada.person.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/m.room.power_levels/`)).body
  expect(users[ada.person.userId]).toBe(100)
  expect(await list(ada)).toEqual([])
  const rows = await ministry.database.query('SELECT outcome FROM desk_action WHERE target = $1 ORDER BY action_nid', [roomId])
  expect(rows.map((row) => row['outcome'])).toEqual(['M_FORBIDDEN', 'M_FORBIDDEN', 'done'])
})
