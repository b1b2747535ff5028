// What people report, and what becomes of it.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Person, TestServer } from '@chappe/testkit'
import { request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { madeByOperator, refusal } from './_accounts.ts'
import { readsOf } from './_keys.ts'
import { haveTouched, inTheClear } from './_ministry.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let chappe: TestServer<Server>
let ada: Person
let bob: Person
let mallory: Person
let eve: Person
let roomId: string
let eventId: string

beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  ada = await madeByOperator(chappe, 'ada', { admin: true })
  bob = await chappe.person('bob')
  mallory = await chappe.person('mallory')
  eve = await chappe.person('eve')
  roomId = await bob.createRoom({ preset: 'private_chat' })
  await bob.invite(roomId, mallory.userId)
  await mallory.join(roomId)
  eventId = await mallory.say(roomId, 'something mean')
})
afterAll(async () => chappe[Symbol.asyncDispose]())

const report = (what: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/report${what}`
const REPORTS = '/_synapse/admin/v1/event_reports'
const reportPath = (id: string | number) => `/_synapse/admin/v1/event_reports/${id}`
const stored = async () => (await ada.get(`${REPORTS}?dir=f`)).body.event_reports

test('Bob reports an event, the room and Mallory; the administrator sees all three, and the event', async () => {
  expect((await bob.post(report(`/${encodeURIComponent(eventId)}`), { reason: 'mean', score: -50 })).body).toEqual({})
  expect((await bob.post(report(''), { reason: 'a mean room' })).body).toEqual({})
  expect((await bob.post(`/_matrix/client/v3/users/${mallory.userId}/report`, { reason: 'a mean person' })).body).toEqual({})
  const [event, room, user] = await stored()
  expect(event).toMatchObject({ room_id: roomId, event_id: eventId, user_id: bob.userId, sender: mallory.userId, reason: 'mean', score: -50 })
  expect(room).toMatchObject({ room_id: roomId, event_id: null, sender: null, reason: 'a mean room', score: null })
  expect(user).toMatchObject({ room_id: null, event_id: null, sender: mallory.userId, reason: 'a mean person' })
  const one = await ada.get(reportPath(event.id))
  expect(one.body.event_json).toMatchObject({ event_id: eventId, content: { body: 'something mean' } })
  expect((await readsOf(chappe, 'adminGetEventReport')).map((row) => row['kind'])).toEqual(['people', 'events'])
  await chappe.restart()
  expect((await stored()).length).toBe(3)
})

test('a stranger learns nothing: a private room, an event in it, and nothing at all are the same to her', async () => {
  const nowhere = `/_matrix/client/v3/rooms/${encodeURIComponent('!none:chappe.test')}/report`
  for (const path of [report(''), report(`/${encodeURIComponent(eventId)}`), nowhere, `${nowhere}/$none`]) {
    expect(refusal(await eve.post(path, { reason: 'x' }))).toEqual([404, 'M_NOT_FOUND'])
  }
  const user = (userId: string) => eve.post(`/_matrix/client/v3/users/${userId}/report`, { reason: 'x' })
  const before = (await stored()).length
  expect([(await user('@nobody:chappe.test')).body, (await user(bob.userId)).body]).toEqual([{}, {}])
  expect((await stored()).length).toBe(before + 1)
})

test('who was invited, and who could join, may report the room; who is not in it reports no event of it', async () => {
  await bob.invite(roomId, eve.userId)
  expect((await eve.post(report(''), { reason: 'an unwanted invitation' })).body).toEqual({})
  expect(refusal(await eve.post(report(`/${encodeURIComponent(eventId)}`), {}))).toEqual([404, 'M_NOT_FOUND'])
  const open = await bob.createRoom({ preset: 'public_chat' })
  expect((await eve.post(`/_matrix/client/v3/rooms/${encodeURIComponent(open)}/report`, { reason: 'x' })).body).toEqual({})
})

test('an event of another room is not found under this one; odd bodies are refused', async () => {
  const other = await bob.createRoom({})
  const elsewhere = `/_matrix/client/v3/rooms/${encodeURIComponent(other)}/report/${encodeURIComponent(eventId)}`
  expect(refusal(await bob.post(elsewhere, {}))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await bob.post(report(''), { reason: 7 }))).toEqual([400, 'M_BAD_JSON'])
  expect(refusal(await bob.post(report(''), { reason: 'x'.repeat(4097) }))).toEqual([400, 'M_BAD_JSON'])
  expect(refusal(await bob.post('/_matrix/client/v3/users/nobody/report', {}))).toEqual([400, 'M_INVALID_PARAM'])
  expect(refusal(await request(chappe.url, 'POST', report(''), { body: {} }))).toEqual([401, 'M_MISSING_TOKEN'])
})

test('a hundred reports a day are enough; the next day there is room for more', async () => {
  const zealot = await chappe.person('zealot')
  const complain = () => zealot.post(`/_matrix/client/v3/users/${mallory.userId}/report`, { reason: 'again' })
  for (let count = 0; count < 100; count += 1) expect((await complain()).status).toBe(200)
  expect(refusal(await complain())).toEqual([429, 'M_LIMIT_EXCEEDED'])
  chappe.clock.advance(24 * 60 * 60 * 1000 + 1)
  expect((await complain()).status).toBe(200)
})

test('the administrator pages, asks by reporter, and removes what is dealt with; nobody else does', async () => {
  const page = await ada.get(`${REPORTS}?limit=2&dir=f&user_id=${bob.userId}`)
  expect([page.body.event_reports.length, page.body.total, page.body.next_token]).toEqual([2, 3, 2])
  const { id } = page.body.event_reports[0]
  expect(refusal(await bob.get(reportPath(id)))).toEqual([403, 'M_FORBIDDEN'])
  expect((await ada.delete(reportPath(id))).body).toEqual({})
  expect(refusal(await ada.delete(reportPath(id)))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await ada.get(reportPath('none')))).toEqual([400, 'M_INVALID_PARAM'])
})

test('on a government server the administrator sees that an event was reported, not what it says', async () => {
  await using ministry = await startTestServer(buildServer, { profile: 'government' })
  const olga = await madeByOperator(ministry, 'olga', { admin: true })
  const petra = inTheClear(await madeByOperator(ministry, 'petra'))
  await haveTouched(ministry, petra)
  const room = await petra.createRoom({ preset: 'public_chat', name: 'Canteen' })
  const said = await petra.say(room, 'a heron')
  await petra.post(`/_matrix/client/v3/rooms/${encodeURIComponent(room)}/report/${encodeURIComponent(said)}`, { reason: 'odd' })
  const [first] = (await olga.get(REPORTS)).body.event_reports
  const one = await olga.get(reportPath(first.id))
  expect([one.body.event_id, one.body.event_json]).toEqual([said, undefined])
})
