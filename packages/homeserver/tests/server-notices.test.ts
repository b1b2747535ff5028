// What the server itself tells people.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { logIn, madeByOperator, refusal } from './_accounts.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let ministry: TestServer<Server>
let ada: Person
beforeAll(async () => {
  ministry = await startTestServer(buildServer, { profile: 'government' })
  ada = await madeByOperator(ministry, 'ada', { admin: true })
})
afterAll(async () => ministry[Symbol.asyncDispose]())

const PATH = '/_synapse/admin/v1/send_server_notice'
const SERVER = '@server-notices:chappe.test'
const notice = (person: Person, body: string): Json => ({ user_id: person.userId, content: { msgtype: 'm.text', body } })

/** The one room somebody was invited to. */
async function invitedRoom(person: Person): Promise<string> {
  return Object.keys((await person.sync()).rooms.invite)[0] ?? ''
}

test('Bob is told something: he is invited, his room has its tag, he reads it in the clear and cannot answer', async () => {
  const bob = await madeByOperator(ministry, 'bob')
  const sent = await ada.post(PATH, notice(bob, 'Maintenance tonight'))
  const roomId = await invitedRoom(bob)
  const room = encodeURIComponent(roomId)
  const tags = await bob.get(`/_matrix/client/v3/user/${bob.userId}/rooms/${room}/tags`)
  expect(tags.body).toEqual({ tags: { 'm.server_notice': {} } })
  await bob.join(roomId)
  const event = await bob.get(`/_matrix/client/v3/rooms/${room}/event/${encodeURIComponent(sent.body.event_id)}`)
  expect(event.body).toMatchObject({ sender: SERVER, content: { body: 'Maintenance tonight' } })
  const answer = await bob.put(`/_matrix/client/v3/rooms/${room}/send/m.room.message/x`, { msgtype: 'm.text', body: 'Why?' })
  expect(refusal(answer)).toEqual([403, 'M_FORBIDDEN'])
})

test('the next notice, and two at once, come into the same room', async () => {
  const carol = await madeByOperator(ministry, 'carol')
  const first = await Promise.all([ada.post(PATH, notice(carol, 'one')), ada.post(PATH, notice(carol, 'two'))])
  for (const each of first) expect([each.status, each.body.errcode]).toEqual([200, undefined])
  await ministry.restart()
  await ada.post(PATH, notice(carol, 'three'))
  expect(Object.keys((await carol.sync()).rooms.invite).length).toBe(1)
})

test('a notice repeated under its transaction id is one notice', async () => {
  const dan = await madeByOperator(ministry, 'dan')
  const once = () => ada.put('/_synapse/admin/v1/send_server_notice/t1', notice(dan, 'once'))
  const [first, second, third] = [...(await Promise.all([once(), once()])), await once()]
  expect([second.body.event_id, third.body.event_id]).toEqual([first.body.event_id, first.body.event_id])
  await ministry.restart()
  expect((await once()).body.event_id).toBe(first.body.event_id)
  const roomId = await invitedRoom(dan)
  await dan.join(roomId)
  const { chunk } = (await dan.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=f&limit=50`)).body
  expect(chunk.filter(({ type }: Json) => type === 'm.room.message')).toHaveLength(1)
})

test('a room that a kill has left without its events is no room: another one is made, once', async () => {
  const greta = await madeByOperator(ministry, 'greta')
  const [half] = await ministry.database.query("INSERT INTO room (room_id, version, created_at_ms) VALUES ('!half', '12', 0) RETURNING room_nid")
  await ministry.database.query('INSERT INTO notice_room (user_id, room_nid) VALUES ($1, $2)', [greta.userId, half?.['room_nid']])
  const sent = await Promise.all([ada.post(PATH, notice(greta, 'one')), ada.post(PATH, notice(greta, 'two'))])
  expect(sent.map(({ status }) => status)).toEqual([200, 200])
  const invitations = Object.keys((await greta.sync()).rooms.invite)
  expect([invitations.length, invitations.includes('!half')]).toEqual([1, false])
  const tags = await greta.get(`/_matrix/client/v3/user/${greta.userId}/rooms/${encodeURIComponent(invitations[0] ?? '')}/tags`)
  expect(tags.body).toEqual({ tags: { 'm.server_notice': {} } })
})

test('the room can be neither declined nor left, by whatever way', async () => {
  const erin = await madeByOperator(ministry, 'erin')
  await ada.post(PATH, notice(erin, 'hear this'))
  const roomId = await invitedRoom(erin)
  const room = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
  const tries = async () => [
    await erin.post(`${room}/leave`),
    await erin.put(`${room}/state/m.room.member/${encodeURIComponent(erin.userId)}`, { membership: 'leave' }),
  ]
  for (const each of await tries()) expect(refusal(each)).toEqual([403, 'M_CANNOT_LEAVE_SERVER_NOTICE_ROOM'])
  await erin.join(roomId)
  for (const each of await tries()) expect(refusal(each)).toEqual([403, 'M_CANNOT_LEAVE_SERVER_NOTICE_ROOM'])
  const member = `${room}/state/m.room.member/${encodeURIComponent(erin.userId)}?org.matrix.msc4140.delay=1000`
  const { delay_id: delayId } = (await erin.put(member, { membership: 'leave' })).body
  ministry.clock.advance(2_000)
  const later = async () => (await erin.get(`/_matrix/client/unstable/org.matrix.msc4140/delayed_events/${delayId}`)).body.finalised?.error?.errcode
  await vi.waitFor(async () => expect(await later()).toBe('M_CANNOT_LEAVE_SERVER_NOTICE_ROOM'), { timeout: 10_000, interval: 50 })
  const other = await erin.createRoom({})
  expect((await erin.post(`/_matrix/client/v3/rooms/${encodeURIComponent(other)}/leave`)).status).toBe(200)
})

test('nobody is nobody; nobody else sends notices, signs in as the server or takes its name', async () => {
  const fritz = await madeByOperator(ministry, 'fritz')
  expect(refusal(await ada.post(PATH, { user_id: '@nobody:chappe.test', content: {} }))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await ada.post(PATH, { user_id: SERVER, content: {} }))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await fritz.post(PATH, notice(fritz, 'to myself')))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await request(ministry.url, 'POST', PATH, { body: notice(fritz, 'x') }))).toEqual([401, 'M_MISSING_TOKEN'])
  expect(refusal(await logIn(ministry.url, 'server-notices'))).toEqual([403, 'M_FORBIDDEN'])
  await expect(madeByOperator(ministry, 'server-notices')).rejects.toThrow('M_EXCLUSIVE')
  for (const answer of [
    await ada.post(`/_synapse/admin/v1/reset_password/${SERVER}`, { new_password: 'in its name' }),
    await ada.post(`/_synapse/admin/v1/deactivate/${SERVER}`),
    await ada.put(`/_synapse/admin/v2/users/${SERVER}`, { password: 'in its name', admin: true }),
  ]) {
    expect(refusal(answer)).toEqual([403, 'M_FORBIDDEN'])
  }
})
