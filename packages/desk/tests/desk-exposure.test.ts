// Reports on what was shown: Mallory's account is stolen, Sam contains it and learns what was delivered to it, exactly.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { logIn, personWith, readsOf, REASON, refusal, V1 } from './_desk.ts'
import { contain, entryOf, madeReport, order, readReport } from './_exposure.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let chappe: TestServer<Server>
let sam: Person
let sue: Person
let anna: Person
let mallory: Person
let alice: Person
let bob: Person
let open: string
let secret: string
let mxc: string
let caseId: number
let report: Json

const HOSTILE = '=HYPERLINK("http://evil")<script>\u202e'

beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  sam = await personWith(chappe, 'sam', 'security_officer')
  sue = await personWith(chappe, 'sue', 'security_officer')
  anna = await personWith(chappe, 'anna', 'auditor')
  ;[mallory, alice, bob] = [await chappe.person('mallory'), await chappe.person('alice'), await chappe.person('bob')]
  open = await alice.createRoom({ preset: 'public_chat', name: HOSTILE })
  await bob.join(open)
  for (const text of ['one', 'two', 'three', 'four', 'five', 'six']) await alice.say(open, text)
  await bob.say(open, 'seven')
  const upload = await alice.request('POST', '/_matrix/media/v3/upload?filename=plan.txt', { raw: 'the plan', headers: { 'content-type': 'text/plain' } })
  mxc = upload.body.content_uri
  await alice.send(open, 'm.room.message', { msgtype: 'm.file', body: 'plan.txt', url: mxc })
  secret = await bob.createRoom({ initial_state: [{ type: 'm.room.encryption', state_key: '', content: { algorithm: 'm.megolm.v1.aes-sha2' } }] })
  await bob.invite(secret, mallory.userId)
  await mallory.join(secret)
  for (const n of [1, 2, 3]) await bob.send(secret, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: `c${n}`, session_id: 's' })
  await mallory.join(open)
})
afterAll(async () => chappe[Symbol.asyncDispose]())

const pageOf = (roomId: string, filter: object) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=100&filter=${encodeURIComponent(JSON.stringify(filter))}`

test('Mallory reads what Bob said, and the plan; Sam contains the account and orders a report in the case, alone', async () => {
  const { chunk } = (await mallory.get(pageOf(open, { senders: [bob.userId], types: ['m.room.message'] }))).body
  expect(chunk).toHaveLength(1)
  expect((await mallory.get(pageOf(secret, { types: ['m.room.encrypted'] }))).body.chunk).toHaveLength(3)
  expect((await mallory.get(`/_matrix/client/v1/media/download/${mxc.slice('mxc://'.length)}`)).status).toBe(200)
  caseId = await contain(sam, mallory)
  expect(await order(sam, { kind: 'account', user_id: mallory.userId })).toMatchObject({ status: 400, errcode: 'M_INVALID_PARAM' })
  const ordered = await order(sam, { kind: 'account', user_id: mallory.userId }, { case_id: caseId })
  expect(ordered).toEqual({ status: 200, report_id: expect.any(Number) })
  report = await readReport(sam, ordered.report_id)
})

test('what was delivered is there to be read while it is not known yet what could have been', async () => {
  // Which rooms are shut is asked when what was delivered is known.
  const held = await chappe.database.hold('LOCK TABLE room_freeze IN ACCESS EXCLUSIVE MODE')
  const { report_id: reportId } = await order(sam, { kind: 'account', user_id: mallory.userId }, { case_id: caseId })
  const path = `${V1}/exposure_reports/${reportId}`
  await vi.waitFor(async () => expect((await sam.get(path)).body).toMatchObject({ state: 'running', totals: { rooms: 2, events: 1, rooms_reachable: 0 }, findings: { reachable_people: null } }), 20_000)
  expect((await sam.get(`${path}/people`)).body.people.map((each: Json) => each.user_id)).toEqual([bob.userId])
  expect(refusal(await sam.get(`${path}/archive`))).toEqual([404, 'M_NOT_FOUND'])
  await held.release()
  expect((await madeReport(sam, reportId)).findings.reachable_people).not.toBeNull()
  expect((await sam.get(`${path}/archive`)).status).toBe(200)
})

test('of the room with a page of it, the report counts the one message that passed the filter, and no other', () => {
  const room = entryOf(report.rooms, 'room_id', open)
  expect(room).toMatchObject({ name: HOSTILE, class: 'delivered', is_open: true, is_encrypted: false, audience: 'everybody', sessions: [mallory.deviceId] })
  expect(room.events).toMatchObject({ delivered: 1, state: 0, ciphertext_only: 0, keys_reachable: 0, unknown: 0 })
  expect(room.share).toBeCloseTo(1 / room.events.total, 4)
})

test('of the encrypted room, ciphertext only: nothing that carries keys came to the session', () => {
  const room = entryOf(report.rooms, 'room_id', secret)
  expect(room).toMatchObject({ class: 'ciphertext_only', is_encrypted: true, events: { ciphertext_only: 3, keys_reachable: 0, delivered: 0 } })
})

test('of people and files, those who were shown', () => {
  expect(report.people.map((each: Json) => [each.user_id, each.class, each.events])).toEqual([[bob.userId, 'delivered', 4]])
  expect(report.files).toMatchObject([{ mxc, name: 'plan.txt', room_id: open, bytes: 8, class: 'delivered', is_whole: true, sessions: [mallory.deviceId] }])
  expect(report.totals).toMatchObject({ rooms: 2, events: 1, events_ciphertext_only: 3, people: 1, files: 1, file_bytes: 8, sessions: 1 })
})

test('of the session, that containing ended it; of time, when; of the record, that it is whole', () => {
  expect(report.findings.sessions).toMatchObject([{ user_id: mallory.userId, device_id: mallory.deviceId, ended_by: 'contained', events: 4, files: 1 }])
  expect(report.findings.timeline).toHaveLength(1)
  expect(report.findings.ledger).toMatchObject({ is_whole: true, gaps: [] })
  expect(report.findings.others.map((each: Json) => each.user_id)).toContain(sam.userId)
})

test('each page that is read is in the record itself', async () => {
  const before = await readsOf(chappe, 'listExposedRooms')
  await sam.get(`${V1}/exposure_reports/${report.report_id}/rooms?class=ciphertext_only`)
  expect(await readsOf(chappe, 'listExposedRooms')).toBe(before + 1)
  const { body } = await sam.get(`${V1}/exposure_reports/${report.report_id}/rooms?class=ciphertext_only&session=${mallory.deviceId}`)
  expect(body).toMatchObject({ total: 1, rooms: [{ room_id: secret }] })
  expect((await sam.get(`${V1}/exposure_reports/${report.report_id}/rooms?session=NOBODYS`)).body).toEqual({ rooms: [], total: 0 })
  expect((await sam.get(`${V1}/exposure_reports/${report.report_id}/files?class=reachable`)).body).toEqual({ files: [], total: 0 })
  expect((await sam.get(`${V1}/exposure_reports/${report.report_id}/people?limit=1`)).body).toMatchObject({ people: [{ user_id: bob.userId }], total: 1, next: '1' })
})

describe('who may', () => {
  test('on an account that is not stopped, a network or a time: two people', async () => {
    await alice.sync()
    for (const subject of [{ kind: 'account', user_id: alice.userId }, { kind: 'network', cidr: '127.0.0.0/8' }, { kind: 'window' }]) {
      const { report_id: reportId, request_id: requestId } = await order(sam, subject, { case_id: caseId })
      expect((await sam.get(`${V1}/exposure_reports/${reportId}`)).body).toMatchObject({ state: 'asked', request_id: requestId, totals: null, findings: null })
      expect(refusal(await sam.get(`${V1}/exposure_reports/${reportId}/rooms`))).toEqual([404, 'M_NOT_FOUND'])
      expect(refusal(await sam.post(`${V1}/requests/${requestId}/approve`, REASON))).toEqual([403, 'M_FORBIDDEN'])
      expect((await sue.post(`${V1}/requests/${requestId}/approve`, REASON)).status).toBe(200)
      expect((await madeReport(sam, reportId)).totals.rooms).toBeGreaterThan(0)
    }
  })

  test('nobody on themselves, and an auditor sees that there are reports, not whom they show', async () => {
    expect(await order(sam, { kind: 'account', user_id: sam.userId }, { case_id: caseId })).toMatchObject({ status: 403, errcode: 'M_FORBIDDEN' })
    expect((await anna.get(`${V1}/exposure_reports?case_id=${caseId}`)).body.reports.length).toBeGreaterThan(3)
    expect(refusal(await anna.get(`${V1}/exposure_reports/${report.report_id}/people`))).toEqual([403, 'M_FORBIDDEN'])
    expect((await anna.get(`${V1}/exposure_reports?limit=2`)).body).toMatchObject({ reports: [{}, {}], next: expect.any(String) })
  })

  test('a network that is none, a time that ends before it begins, an account that there is not', async () => {
    for (const cidr of ['127.0.0.1', '127.0.0.1/33', 'x/8', '::1/129', '1/2/3']) {
      expect(await order(sam, { kind: 'network', cidr })).toMatchObject({ status: 400, errcode: 'M_INVALID_PARAM' })
    }
    expect(await order(sam, { kind: 'window' }, { from_ms: 2, to_ms: 1 })).toMatchObject({ status: 400 })
    expect(await order(sam, { kind: 'account', user_id: '@nobody:chappe.test' })).toMatchObject({ status: 404 })
    for (const wrong of ['0', 'x', '99999']) expect(refusal(await sam.get(`${V1}/exposure_reports/${wrong}`))).toEqual([404, 'M_NOT_FOUND'])
  })
})

test("the owner's session and the intruder's are kept apart, also when both have ended", async () => {
  const carol = await chappe.person('carol')
  await carol.join(open)
  const { body: intruder } = await logIn(chappe.url, 'carol')
  const asIntruder = (path: string) => fetch(new URL(path, chappe.url), { headers: { authorization: `Bearer ${intruder.access_token}` } }).then((answer) => answer.json())
  await asIntruder(pageOf(open, { types: ['m.room.message'], senders: [alice.userId] }))
  await carol.get(pageOf(open, { types: ['m.room.message'], senders: [bob.userId] }))
  const ofCase = await contain(sam, carol)
  const { report_id: reportId } = await order(sam, { kind: 'session', user_id: carol.userId, device_id: intruder.device_id }, { case_id: ofCase })
  const ofIntruder = await readReport(sam, reportId)
  expect(ofIntruder.findings.sessions.map((each: Json) => each.device_id)).toEqual([intruder.device_id])
  expect(entryOf(ofIntruder.rooms, 'room_id', open).events).toMatchObject({ delivered: 7 })
  expect(ofIntruder.people.map((each: Json) => each.user_id)).toEqual([alice.userId])
  const whole = await readReport(sam, (await order(sam, { kind: 'account', user_id: carol.userId }, { case_id: ofCase })).report_id)
  expect(whole.findings.sessions.map((each: Json) => [each.device_id, each.events])).toEqual([[carol.deviceId, 1], [intruder.device_id, 7]])
  expect(entryOf(whole.rooms, 'room_id', open)).toMatchObject({ events: { delivered: 8 }, sessions: expect.arrayContaining([carol.deviceId, intruder.device_id]) as string[] })
})
