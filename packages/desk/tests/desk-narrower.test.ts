// Narrower and wider than an account: a session, a device, where calls come from, a room.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { createPerson, request, serverOfThisFile } from '@chappe/testkit'
import { beforeAll, expect, test, vi } from 'vitest'
import { logIn, of, personWith, REASON, refusal, V1 } from './_desk.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const C3 = '/_matrix/client/v3'
const chappe = await serverOfThisFile(buildServer, { trustedProxies: ['127.0.0.1'] })
let sam: Person
let bob: Person
beforeAll(async () => {
  sam = await personWith(chappe, 'sam', 'security_officer')
  bob = await chappe.person('bob')
})

test("the session of Alice's phone ends; the phone stays known, and the laptop goes on", async () => {
  const alice = await chappe.person('alice')
  const phone = createPerson(() => chappe.url, (await logIn(chappe.url, 'alice', { device_id: 'PHONE' })).body)
  expect((await sam.post(`/_chappe/desk/v1/accounts/${encodeURIComponent(alice.userId)}/devices/PHONE/end_session`, REASON)).body).toEqual({})
  expect(refusal(await phone.get(`${C3}/account/whoami`))).toEqual([401, 'M_UNKNOWN_TOKEN'])
  const { devices } = (await alice.get(`${C3}/devices`)).body
  expect(devices.map((each: Json) => each.device_id).toSorted()).toEqual([alice.deviceId, 'PHONE'].toSorted())
  expect(refusal(await sam.post(of(alice, 'devices/NONE/end_session'), REASON))).toEqual([404, 'M_NOT_FOUND'])
})

test("Carol's phone ends altogether, and others hear that it is gone", async () => {
  const carol = await chappe.person('carol')
  const phone = createPerson(() => chappe.url, (await logIn(chappe.url, 'carol', { device_id: 'PHONE' })).body)
  expect((await sam.post(`/_chappe/desk/v1/accounts/${encodeURIComponent(carol.userId)}/devices/PHONE/contain`, REASON)).body).toEqual({})
  expect(refusal(await phone.get(`${C3}/account/whoami`))).toEqual([401, 'M_UNKNOWN_TOKEN'])
  expect((await carol.get(`${C3}/devices`)).body.devices.length).toBe(1)
  expect(refusal(await sam.post(of(carol, 'devices/PHONE/contain'), REASON))).toEqual([404, 'M_NOT_FOUND'])
})

test('nothing is answered to a network that is blocked, signed in or not, and what is held for it ends', async () => {
  const from = (ip: string, person: Person, path: string) => person.request('GET', path, { headers: { 'x-forwarded-for': ip } })
  const since = (await bob.sync()).next_batch
  const held = from('192.0.2.77', bob, `${C3}/sync?since=${since}&timeout=100000`)
  for (let round = 0; round < 5; round += 1) await sam.get(`${C3}/account/whoami`)
  const blocked = await sam.post('/_chappe/desk/v1/networks', { ...REASON, network: '192.0.2.77/24' })
  expect(blocked.body).toEqual({ network_id: expect.any(Number) })
  expect(refusal(await held)).toEqual([403, 'M_FORBIDDEN'])
  expect((await sam.get('/_chappe/desk/v1/networks')).body.networks).toMatchObject([{ network: '192.0.2.0/24' }])
  expect(refusal(await from('192.0.2.1', bob, `${C3}/account/whoami`))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await from('::ffff:192.0.2.1', bob, `${C3}/account/whoami`))).toEqual([403, 'M_FORBIDDEN'])
  const login = await request(chappe.url, 'POST', `${C3}/login`, { body: { type: 'm.login.password' }, headers: { 'x-forwarded-for': '192.0.2.1' } })
  expect(refusal(login)).toEqual([403, 'M_FORBIDDEN'])
  expect((await from('192.0.3.1', bob, `${C3}/account/whoami`)).status).toBe(200)
  await chappe.restart()
  expect(refusal(await from('192.0.2.1', bob, `${C3}/account/whoami`))).toEqual([403, 'M_FORBIDDEN'])
  expect((await sam.post(`/_chappe/desk/v1/networks/${blocked.body.network_id}/unblock`, REASON)).body).toEqual({})
  expect((await from('192.0.2.1', bob, `${C3}/account/whoami`)).status).toBe(200)
  expect(refusal(await sam.post(`${V1}/networks/${blocked.body.network_id}/unblock`, REASON))).toEqual([404, 'M_NOT_FOUND'])
})

test.each(['', 'here', '10.0.0.0/7', '::/0', '192.0.2.0/33', '192.0.2.0/24/24', 'fe80::1%eth0', '127.0.0.0/8', '127.0.0.1'])(
  'no network, too wide a one, or one that shuts the caller out is not blocked: %s',
  async (network) => {
    expect(refusal(await sam.post(`${V1}/networks`, { ...REASON, network }))).toEqual([400, 'M_INVALID_PARAM'])
  },
)

test('IPv6 networks too', async () => {
  const { network_id: id } = (await sam.post(`${V1}/networks`, { ...REASON, network: '2001:db8:1::5/48' })).body
  const from = (ip: string) => bob.request('GET', `${C3}/account/whoami`, { headers: { 'x-forwarded-for': ip } })
  expect([(await from('2001:db8:1:ffff::1')).status, (await from('2001:db8:2::1')).status]).toEqual([403, 200])
  await sam.post(`${V1}/networks/${id}/unblock`, REASON)
})

test('a frozen room: nobody joins, nobody sees what was said before, by any way; what is said from then on goes on', async () => {
  const room = await bob.createRoom({ preset: 'public_chat', name: 'Forum' })
  const dora = await chappe.person('dora')
  await dora.join(room)
  const eventId = await bob.say(room, 'the plan')
  const inRoom = `${C3}/rooms/${encodeURIComponent(room)}`
  expect((await sam.post(`/_chappe/desk/v1/rooms/${encodeURIComponent(room)}/freeze`, REASON)).body).toEqual({})
  const frozen = `${V1}/frozen_rooms`
  expect((await sam.get(frozen)).body).toEqual({ rooms: [{ room_id: room, name: 'Forum', frozen_at_ms: expect.any(Number) }] })
  expect(refusal(await bob.get(frozen))).toEqual([403, 'M_FORBIDDEN'])
  const late = await chappe.person('late')
  expect(refusal(await late.post(`${C3}/join/${encodeURIComponent(room)}`))).toEqual([403, 'M_FORBIDDEN'])
  await bob.say(room, 'what now?')
  for (const person of [dora, bob]) {
    const shown = [
      await person.get(`${inRoom}/messages?dir=b&limit=100`),
      await person.get(`${inRoom}/context/${encodeURIComponent(eventId)}`),
      await person.get(`${inRoom}/event/${encodeURIComponent(eventId)}`),
      await person.get(`${C3}/sync?full_state=true`),
      await person.get(`${C3}/initialSync?limit=100`),
      await person.get(`${inRoom}/initialSync?limit=100`),
      await person.post(`${C3}/search`, { search_categories: { room_events: { search_term: 'plan' } } }),
      await person.get(`/_matrix/client/v1/rooms/${encodeURIComponent(room)}/threads`),
      await person.get(`/_matrix/client/v1/rooms/${encodeURIComponent(room)}/timestamp_to_event?ts=0&dir=f`),
    ]
    for (const [at, answer] of shown.entries()) expect([at, JSON.stringify(answer.body).includes('the plan')]).toEqual([at, false])
    expect(JSON.stringify(shown[0]?.body)).toContain('what now?')
  }
  expect((await sam.post(`/_chappe/desk/v1/rooms/${encodeURIComponent(room)}/freeze`, REASON)).body).toEqual({})
  await chappe.restart()
  expect(JSON.stringify((await dora.get(`${inRoom}/messages?dir=b&limit=100`)).body)).not.toContain('the plan')
  expect((await sam.post(`/_chappe/desk/v1/rooms/${encodeURIComponent(room)}/thaw`, REASON)).body).toEqual({})
  expect((await sam.get(frozen)).body).toEqual({ rooms: [] })
  expect(JSON.stringify((await dora.get(`${inRoom}/messages?dir=b&limit=100`)).body)).toContain('the plan')
  await late.join(room)
  expect(refusal(await sam.post(`${V1}/rooms/${encodeURIComponent(room)}/thaw`, REASON))).toEqual([404, 'M_NOT_FOUND'])
})
