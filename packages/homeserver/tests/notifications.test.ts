// Notifications: Alice's phone learns what Bob says, through a real gateway.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { PASSWORD, request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { madeByOperator } from './_accounts.ts'
import { readsOf } from './_keys.ts'
import type { PushGateway } from './_push-gateway.ts'
import { startPushGateway } from './_push-gateway.ts'

const LOCAL = { outgoing: { allowedAddresses: ['127.0.0.1/32'] } }
const SET = '/_matrix/client/v3/pushers/set'
const TICK_MS = 300

let chappe: TestServer<Server>
let gateway: PushGateway
beforeAll(async () => {
  chappe = await startTestServer(buildServer, LOCAL)
})
afterAll(async () => chappe[Symbol.asyncDispose]())
beforeEach(async () => {
  await gateway?.[Symbol.asyncDispose]()
  gateway = await startPushGateway()
})
afterAll(async () => gateway[Symbol.asyncDispose]())

const pusher = (more: object = {}, data: object = {}) => ({
  pushkey: 'a phone', kind: 'http', app_id: 'org.example.app', app_display_name: 'App', device_display_name: 'Phone', lang: 'en',
  data: { url: gateway.url, ...data }, ...more,
})
const must = async (answer: Promise<{ status: number; body: Json }>): Promise<Json> => {
  const { status, body } = await answer
  expect([status, body]).toEqual([200, body])
  return body
}
const setPusher = async (person: Person, more: object = {}, data: object = {}) => must(person.post(SET, pusher(more, data)))
const pushersOf = async (person: Person): Promise<Json[]> => (await must(person.get('/_matrix/client/v3/pushers'))).pushers
const read = async (person: Person, roomId: string, eventId: string) =>
  must(person.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/receipt/m.read/${encodeURIComponent(eventId)}`))
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))

/** Two people in a room, of names that nobody else in this file has. */
async function pair(name: string, room: object = {}): Promise<{ alice: Person; bob: Person; roomId: string }> {
  const alice = await chappe.person(`alice-${name}`)
  const bob = await chappe.person(`bob-${name}`)
  const roomId = await bob.createRoom({ preset: 'public_chat', ...room })
  await alice.join(roomId)
  return { alice, bob, roomId }
}

describe('what a gateway is told', () => {
  test('the whole event, where the app asks for no less', async () => {
    const { alice, bob, roomId } = await pair('whole', { name: 'Canteen', room_alias_name: 'canteen' })
    await must(bob.put(`/_matrix/client/v3/profile/${bob.userId}/displayname`, { displayname: 'Bob' }))
    await setPusher(alice, {}, { default_payload: { aps: { 'mutable-content': 1 } } })
    const eventId = await bob.say(roomId, 'soup?')
    const [told] = await gateway.until(1)
    expect(told).toEqual({
      event_id: eventId,
      room_id: roomId,
      type: 'm.room.message',
      sender: bob.userId,
      sender_display_name: 'Bob',
      room_name: 'Canteen',
      room_alias: '#canteen:chappe.test',
      prio: 'high',
      content: { msgtype: 'm.text', body: 'soup?' },
      counts: { unread: 1 },
      devices: [
        {
          app_id: 'org.example.app',
          pushkey: 'a phone',
          pushkey_ts: expect.any(Number),
          data: { default_payload: { aps: { 'mutable-content': 1 } } },
          tweaks: { sound: 'default' },
        },
      ],
    })
    const [row] = (await readsOf(chappe, 'push.notify')).slice(-1)
    expect(row).toMatchObject({ kind: 'events', count: 1, subject: new URL(gateway.url).origin })
  })

  test('ids and counts only, where it asks for those', async () => {
    const { alice, bob, roomId } = await pair('bare')
    await setPusher(alice, {}, { format: 'event_id_only' })
    const eventId = await bob.say(roomId, 'a secret')
    const [told] = await gateway.until(1)
    expect(told).toEqual({
      event_id: eventId,
      room_id: roomId,
      prio: 'high',
      counts: { unread: 1 },
      devices: [{ app_id: 'org.example.app', pushkey: 'a phone', pushkey_ts: expect.any(Number), data: { format: 'event_id_only' } }],
    })
  })

  test('a mention is urgent, an invitation comes to who is no member yet, and counts go up', async () => {
    const { alice, bob, roomId } = await pair('mention')
    const carol = await chappe.person('carol-mention')
    await carol.join(roomId)
    await setPusher(alice)
    await bob.say(roomId, 'one')
    await gateway.until(1)
    await bob.send(roomId, 'm.room.message', { msgtype: 'm.text', body: 'look', 'm.mentions': { user_ids: [alice.userId] } })
    await gateway.until(2)
    const second = await bob.createRoom({ preset: 'private_chat' })
    await bob.invite(second, alice.userId)
    const told = await gateway.until(3)
    expect(told.map(({ prio, counts, type, user_is_target, devices }) => ({ prio, counts, type, user_is_target, tweaks: devices[0].tweaks }))).toEqual([
      { prio: 'low', counts: { unread: 1 }, type: 'm.room.message', user_is_target: undefined, tweaks: {} },
      { prio: 'high', counts: { unread: 2 }, type: 'm.room.message', user_is_target: undefined, tweaks: { highlight: true, sound: 'default' } },
      { prio: 'high', counts: { unread: 2 }, type: 'm.room.member', user_is_target: true, tweaks: { sound: 'default' } },
    ])
  })

  test("nobody is told of what they said, what their rules silence, or what those say whom they ignore", async () => {
    const { alice, bob, roomId } = await pair('silence')
    const eve = await chappe.person('eve-silence')
    await eve.join(roomId)
    await must(alice.put(`/_matrix/client/v3/user/${alice.userId}/account_data/m.ignored_user_list`, { ignored_users: { [eve.userId]: {} } }))
    await setPusher(alice)
    await alice.say(roomId, 'my own')
    await eve.say(roomId, 'ignored')
    const quiet = await bob.createRoom({ preset: 'public_chat' })
    await alice.join(quiet)
    await must(alice.put(`/_matrix/client/v3/pushrules/global/room/${encodeURIComponent(quiet)}`, { actions: [] }))
    await bob.say(quiet, 'silenced')
    const last = await bob.say(roomId, 'this one')
    const told = await gateway.until(1)
    await pause(TICK_MS)
    expect(told.map((each) => each.event_id)).toEqual([last])
  })

  test('a call that rang out unanswered is a missed call', async () => {
    const { alice, bob, roomId } = await pair('call')
    await setPusher(alice)
    await bob.send(roomId, 'm.call.invite', { call_id: 'c', party_id: 'p', version: '1', lifetime: 60_000, offer: { type: 'offer', sdp: 's' } })
    expect((await gateway.until(1))[0].counts).toEqual({ unread: 1 })
    chappe.clock.advance(120_000)
    await bob.say(roomId, 'call me back')
    expect((await gateway.until(2))[1].counts).toEqual({ unread: 2, missed_calls: 1 })
    await alice.sync()
    await bob.say(roomId, 'please')
    expect((await gateway.until(3))[2].counts).toEqual({ unread: 3, missed_calls: 1 })
  })
})

describe('counts alone', () => {
  test('are told when a room is read elsewhere, and not told twice', async () => {
    const { alice, bob, roomId } = await pair('badge')
    await setPusher(alice)
    const first = await bob.say(roomId, 'one')
    const second = await bob.say(roomId, 'two')
    await gateway.until(2)
    await read(alice, roomId, first)
    await gateway.until(3)
    await read(alice, roomId, second)
    await gateway.until(4)
    await read(alice, roomId, second)
    await pause(TICK_MS)
    expect(gateway.told.slice(2).map(({ event_id, counts, content }) => ({ event_id, counts, content }))).toEqual([
      { event_id: undefined, counts: { unread: 1 }, content: undefined },
      { event_id: undefined, counts: { unread: 0 }, content: undefined },
    ])
  })
})

describe('a gateway that fails', () => {
  test('is called again, later and later, until it takes the notification; what was read meanwhile is not told', async () => {
    const { alice, bob, roomId } = await pair('retry')
    await setPusher(alice)
    gateway.behave({ status: 502 })
    const one = await bob.say(roomId, 'one')
    const two = await bob.say(roomId, 'two')
    while (gateway.calls() < 1) await pause(10)
    await read(alice, roomId, one)
    gateway.behave({})
    await pause(TICK_MS)
    expect(gateway.told).toEqual([])
    chappe.clock.advance(70_000)
    const told = await gateway.until(1)
    expect(told[0].event_id).toBe(two)
  })

  test('does not hold up another gateway, nor the sender', async () => {
    const { alice, bob, roomId } = await pair('silent')
    await using other = await startPushGateway()
    gateway.behave({ isSilent: true })
    await setPusher(alice)
    await setPusher(bob, { pushkey: 'his phone' }, { url: other.url })
    await bob.say(roomId, 'one')
    while (gateway.calls() < 1) await pause(10)
    await alice.say(roomId, 'two')
    expect((await other.until(1))[0].content.body).toBe('two')
    expect(gateway.told).toEqual([])
  })

  test('and a restart in between loses nothing', async () => {
    const { alice, bob, roomId } = await pair('restart')
    await setPusher(alice)
    gateway.behave({ status: 503 })
    const eventId = await bob.say(roomId, 'still owed')
    while (gateway.calls() < 1) await pause(10)
    await chappe.restart()
    expect(await chappe.database.query('SELECT count(*)::int AS due FROM push_due WHERE user_id = $1', [alice.userId])).toEqual([{ due: 1 }])
    gateway.behave({})
    chappe.clock.advance(70_000)
    expect((await gateway.until(1)).map((each) => each.event_id)).toEqual([eventId])
    for (let tries = 0; tries < 50; tries += 1) {
      chappe.clock.advance(2000)
      const [row] = await chappe.database.query('SELECT count(*)::int AS due FROM push_due WHERE user_id = $1', [alice.userId])
      if (row?.['due'] === 0) return
      await pause(100)
    }
    expect.fail('what was delivered is still written down as due')
  })

  test('what a crash kept from being written down is found again from the last progress', async () => {
    const { alice, bob, roomId } = await pair('crash')
    await setPusher(alice)
    gateway.behave({ status: 503 })
    const eventId = await bob.say(roomId, 'unwritten')
    while (gateway.calls() < 1) await pause(10)
    await chappe.server.close()
    await chappe.database.query('DELETE FROM push_due')
    await chappe.database.query('UPDATE push_progress SET position = position - 1')
    gateway.behave({})
    await chappe.restart()
    expect((await gateway.until(1)).map((each) => each.event_id)).toEqual([eventId])
  })

  test('is given up on after a day', async () => {
    const { alice, bob, roomId } = await pair('day')
    await setPusher(alice)
    gateway.behave({ status: 503 })
    await bob.say(roomId, 'yesterday')
    while (gateway.calls() < 1) await pause(10)
    gateway.behave({})
    chappe.clock.advance(25 * 3_600_000)
    await pause(TICK_MS)
    const today = await bob.say(roomId, 'today')
    expect((await gateway.until(1)).map((each) => each.event_id)).toEqual([today])
  })
})

describe('where notifications end', () => {
  test('a pushkey that the gateway rejects', async () => {
    const { alice, bob, roomId } = await pair('reject')
    await setPusher(alice)
    await setPusher(alice, { pushkey: 'a tablet' })
    gateway.behave({ rejected: ['a phone'] })
    await bob.say(roomId, 'one')
    await gateway.until(2)
    while ((await pushersOf(alice)).length > 1) await pause(20)
    expect((await pushersOf(alice)).map((each) => each.pushkey)).toEqual(['a tablet'])
  })

  test('a device that is signed out, and a password that is changed elsewhere', async () => {
    const { alice, bob, roomId } = await pair('logout')
    const login = (device_id: string) => request(chappe.url, 'POST', '/_matrix/client/v3/login', {
      body: { type: 'm.login.password', identifier: { type: 'm.id.user', user: alice.userId }, password: PASSWORD, device_id },
    })
    for (const device of ['PHONE', 'TABLET']) {
      const { access_token: token } = (await login(device)).body
      await must(request(chappe.url, 'POST', SET, { token, body: pusher({ pushkey: device }) }))
      if (device === 'PHONE') await must(request(chappe.url, 'POST', '/_matrix/client/v3/logout', { token, body: {} }))
    }
    await setPusher(alice, { pushkey: 'HERE' })
    expect((await pushersOf(alice)).map((each) => each.pushkey)).toEqual(['TABLET', 'HERE'])
    const auth = { type: 'm.login.password', identifier: { type: 'm.id.user', user: alice.userId }, password: PASSWORD }
    await must(alice.post('/_matrix/client/v3/account/password', { new_password: 'quite another one', auth }))
    expect((await pushersOf(alice)).map((each) => each.pushkey)).toEqual(['HERE'])
    await bob.say(roomId, 'one')
    const told = await gateway.until(1)
    await pause(TICK_MS)
    expect(told.map((each) => each.devices[0].pushkey)).toEqual(['HERE'])
  })

  test('a pusher that another device switches off, until it switches it on (MSC3881)', async () => {
    const { alice, bob, roomId } = await pair('switch')
    await setPusher(alice)
    const login = await request(chappe.url, 'POST', '/_matrix/client/v3/login', {
      body: { type: 'm.login.password', identifier: { type: 'm.id.user', user: alice.userId }, password: PASSWORD },
    })
    const token = login.body.access_token
    const toggle = (enabled: boolean) => must(request(chappe.url, 'POST', SET, { token, body: pusher({ append: true, 'org.matrix.msc3881.enabled': enabled }) }))
    await toggle(false)
    expect(await pushersOf(alice)).toMatchObject([{ 'org.matrix.msc3881.enabled': false, 'org.matrix.msc3881.device_id': alice.deviceId }])
    await bob.say(roomId, 'unheard')
    await pause(TICK_MS)
    await toggle(true)
    const eventId = await bob.say(roomId, 'heard')
    expect((await gateway.until(1)).map((each) => each.event_id)).toEqual([eventId])
  })

  test('a contained account', async () => {
    const { alice, bob, roomId } = await pair('contained')
    await setPusher(alice)
    await bob.say(roomId, 'one')
    await gateway.until(1)
    await chappe.server.homeserver.ports.contain(alice.userId)
    await bob.say(roomId, 'two')
    await pause(TICK_MS)
    expect(gateway.told).toHaveLength(1)
  })

  test('who has left, and comes again', async () => {
    const { alice, bob, roomId } = await pair('left')
    await setPusher(alice)
    await bob.say(roomId, 'one')
    await gateway.until(1)
    await must(alice.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/leave`))
    await bob.say(roomId, 'unheard')
    await alice.join(roomId)
    const eventId = await bob.say(roomId, 'heard')
    const told = await gateway.until(2)
    expect(told[1].event_id).toBe(eventId)
  })
})

describe('where the server may be sent', () => {
  test('not to itself, nor to where a redirect leads', async () => {
    await using closed = await startTestServer(buildServer)
    const alice = await closed.person('alice')
    const bob = await closed.person('bob')
    const roomId = await bob.createRoom({ preset: 'public_chat' })
    await alice.join(roomId)
    await setPusher(alice)
    await bob.say(roomId, 'one')
    await pause(TICK_MS)
    expect(gateway.calls()).toBe(0)

    const there = await pair('redirect')
    await using target = await startPushGateway()
    gateway.behave({ status: 307, location: target.url })
    await setPusher(there.alice)
    await there.bob.say(there.roomId, 'one')
    while (gateway.calls() < 1) await pause(10)
    await pause(TICK_MS)
    expect(target.calls()).toBe(0)
  })

  test('on a government server only to gateways that the operator has named, by https', async () => {
    await using ministry = await startTestServer(buildServer, { profile: 'government', push: { gateways: ['https://push.example.org/'] } })
    const alice = await madeByOperator(ministry, 'alice')
    const set = async (url: string) => {
      const { status, body } = await alice.post(SET, pusher({}, { url }))
      return [status, body.errcode]
    }
    expect(await set('https://push.example.org/_matrix/push/v1/notify')).toEqual([200, undefined])
    expect(await set('https://push.example.com/_matrix/push/v1/notify')).toEqual([400, 'M_INVALID_PARAM'])
    expect(await set('http://push.example.org/_matrix/push/v1/notify')).toEqual([400, 'M_INVALID_PARAM'])
    await using unnamed = await startTestServer(buildServer, { profile: 'government' })
    const carol = await madeByOperator(unnamed, 'carol')
    expect((await carol.post(SET, pusher({}, { url: 'https://push.example.org/_matrix/push/v1/notify' }))).body.errcode).toBe('M_INVALID_PARAM')
  })
})

describe('the list of notifications', () => {
  const list = (person: Person, query = '') => must(person.get(`/_matrix/client/v3/notifications${query}`))

  test('is paged, tells highlights apart and what is read, and is the same right after a restart', async () => {
    const { alice, bob, roomId } = await pair('list')
    const carol = await chappe.person('carol-list')
    await carol.join(roomId)
    const ids = [await bob.say(roomId, 'one')]
    await alice.say(roomId, 'my own')
    ids.push(await bob.send(roomId, 'm.room.message', { msgtype: 'm.text', body: 'you', 'm.mentions': { user_ids: [alice.userId] } }))
    ids.push(await bob.say(roomId, 'three'))
    await read(alice, roomId, ids[1] ?? '')
    const shown = (page: Json) => page.notifications.map((each: Json) => [each.event.event_id, each.read])
    const expected = [[ids[2], false], [ids[1], true], [ids[0], true]]
    for (const restart of [false, true]) {
      if (restart) await chappe.restart()
      const page = await list(alice)
      expect(shown(page)).toEqual(expected)
      expect(page.next_token).toBeUndefined()
      expect(page.notifications[1]).toMatchObject({ room_id: roomId, ts: expect.any(Number), event: { sender: bob.userId, content: { body: 'you' } } })
      expect(page.notifications[1].actions).toContainEqual({ set_tweak: 'highlight' })
      expect(shown(await list(alice, '?only=highlight'))).toEqual([[ids[1], true]])
    }
    const first = await list(alice, '?limit=2')
    expect(shown(first)).toEqual(expected.slice(0, 2))
    const second = await list(alice, `?limit=2&from=${first.next_token}`)
    expect(shown(second)).toEqual(expected.slice(2))
    expect((await alice.get('/_matrix/client/v3/notifications?from=s1.2.3')).body.errcode).toBe('M_INVALID_PARAM')
  })
})
