// Push rules and pushers: what notifies Alice, and where to.
import {
  deletePushRule,
  getPushers,
  getPushRule,
  getPushRuleActions,
  getPushRules,
  getPushRulesGlobal,
  isPushRuleEnabled,
  postPusher,
  setPushRule,
  setPushRuleActions,
  setPushRuleEnabled,
} from '@chappe/contract'
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { request, serverOfThisFile } from '@chappe/testkit'
import { beforeAll, describe, expect, test } from 'vitest'
import { byPassword, logIn } from './_accounts.ts'
import { edit, react, related } from './_relations.ts'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob } = await chappe.people('alice', 'bob')

test.each([
  deletePushRule,
  getPushers,
  getPushRule,
  getPushRuleActions,
  getPushRules,
  getPushRulesGlobal,
  isPushRuleEnabled,
  postPusher,
  setPushRule,
  setPushRuleActions,
  setPushRuleEnabled,
])(
  '$operation turns away who has no token',
  async ({ method, path }) => {
    const answer = await request(chappe.url, method, path.replaceAll(/\{\w+\}/g, 'x'))
    expect([answer.status, answer.body.errcode]).toEqual([401, 'M_MISSING_TOKEN'])
  },
)

const RULES = '/_matrix/client/v3/pushrules/'
const GLOBAL = `${RULES}global/`
const ids = (rules: Json) => rules.map((rule: Json) => rule.rule_id)

test('everybody starts with the default rules, and each answer shows the same', async () => {
  const all = await bob.get(RULES)
  expect(ids(all.body.global.override)[0]).toBe('.m.rule.master')
  expect(ids(all.body.global.override)).toHaveLength(12)
  expect(ids(all.body.global.underride)).toEqual([
    '.m.rule.call', '.m.rule.encrypted_room_one_to_one', '.m.rule.room_one_to_one', '.m.rule.message', '.m.rule.encrypted',
  ])
  expect((await bob.get(GLOBAL)).body).toEqual(all.body.global)
  expect((await bob.get(RULES.slice(0, -1))).body).toEqual(all.body)
  const accountData = await bob.get(`/_matrix/client/v3/user/${encodeURIComponent(bob.userId)}/account_data/m.push_rules`)
  expect(accountData.body).toEqual(all.body)
})

test('Alice adds rules in an order of her choice; the newest comes first unless placed', async () => {
  const put = (id: string, query = '') => alice.put(`${GLOBAL}content/${id}${query}`, { pattern: id, actions: ['notify'] })
  for (const id of ['one', 'two']) expect((await put(id)).body).toEqual({})
  expect((await put('before-one', '?before=one')).status).toBe(200)
  expect((await put('after-two', '?after=two')).status).toBe(200)
  expect(ids((await alice.get(GLOBAL)).body.content)).toEqual(['two', 'after-two', 'before-one', 'one'])
  expect((await alice.get(`${GLOBAL}content/one`)).body).toEqual({
    rule_id: 'one', default: false, enabled: true, actions: ['notify'], pattern: 'one',
  })
  const nowhere = await put('three', '?before=nowhere')
  expect([nowhere.status, nowhere.body]).toEqual([400, { errcode: 'M_UNKNOWN', error: 'before/after rule not found: nowhere' }])
  expect((await bob.get(GLOBAL)).body.content).toEqual([])
})

test('rules set at once by two devices are all there', async () => {
  const names = Array.from({ length: 8 }, (_, n) => `!r${n}:chappe.test`)
  await Promise.all(names.map((name) => bob.put(`${GLOBAL}room/${encodeURIComponent(name)}`, { actions: [] })))
  expect(ids((await bob.get(GLOBAL)).body.room).sort()).toEqual(names)
})

test('rules are switched off, changed and deleted, defaults too where that is allowed', async () => {
  const path = `${GLOBAL}content/one`
  await alice.put(`${path}/enabled`, { enabled: false })
  expect((await alice.get(`${path}/enabled`)).body).toEqual({ enabled: false })
  const actions = ['notify', { set_tweak: 'sound', value: 'default' }]
  await alice.put(`${path}/actions`, { actions })
  expect((await alice.get(`${path}/actions`)).body).toEqual({ actions })
  expect((await alice.delete(path)).body).toEqual({})
  const gone = await alice.delete(path)
  expect([gone.status, gone.body]).toEqual([404, { errcode: 'M_NOT_FOUND', error: 'The push rule was not found.' }])

  const master = `${GLOBAL}override/.m.rule.master`
  await alice.put(`${master}/enabled`, { enabled: true })
  expect((await alice.get(master)).body.enabled).toBe(true)
  expect((await alice.delete(master)).status).toBe(400)
  await chappe.restart()
  expect((await alice.get(master)).body.enabled).toBe(true)
})

test.each([
  ['PUT', 'content/.mine', { pattern: 'x', actions: [] }, 400, 'M_INVALID_PARAM'],
  ['PUT', 'content/a%2Fb', { pattern: 'x', actions: [] }, 400, 'M_INVALID_PARAM'],
  ['PUT', 'content/a', { actions: [] }, 400, 'M_BAD_JSON'],
  ['PUT', 'content/a', { pattern: 'x' }, 400, 'M_MISSING_PARAM'],
  ['PUT', 'content/a', { pattern: 'x', actions: ['explode'] }, 400, 'M_BAD_JSON'],
  ['PUT', 'override/a', { conditions: [{ pattern: 'no kind' }], actions: [] }, 400, 'M_MISSING_PARAM'],
  ['PUT', 'nonsense/a', { actions: [] }, 400, 'M_INVALID_PARAM'],
  ['GET', 'override/nonsense', undefined, 404, 'M_NOT_FOUND'],
  ['GET', 'constructor/nonsense', undefined, 400, 'M_INVALID_PARAM'],
  ['PUT', 'override/nonsense/enabled', { enabled: true }, 404, 'M_NOT_FOUND'],
  ['PUT', 'override/.m.rule.master/enabled', { enabled: 'yes' }, 400, 'M_BAD_JSON'],
  ['PUT', 'override/nonsense/actions', { actions: [] }, 404, 'M_NOT_FOUND'],
])('%s %s is refused (%#)', async (...row) => {
  const [method, path, body, status, errcode] = row
  const before = (await alice.get(RULES)).body
  const answer = await alice.request(method, GLOBAL + path, body === undefined ? {} : { body })
  expect([answer.status, answer.body.errcode]).toEqual([status, errcode])
  expect((await alice.get(RULES)).body).toEqual(before)
})

const pusher = {
  pushkey: 'key/1', kind: 'http', app_id: 'org.example.app', app_display_name: 'App', device_display_name: 'Phone',
  profile_tag: 'tag', lang: 'fr', data: { url: 'https://push.example.org/_matrix/push/v1/notify', format: 'event_id_only', extra: { a: 1 } },
}
const SET = '/_matrix/client/v3/pushers/set'
const pushersOf = async (person: Person) => (await person.get('/_matrix/client/v3/pushers')).body.pushers

test('a pusher is set, changed and removed', async () => {
  expect(await pushersOf(alice)).toEqual([])
  expect((await alice.post(SET, pusher)).body).toEqual({})
  expect((await alice.post(SET, { ...pusher, lang: 'en' })).body).toEqual({})
  expect(await pushersOf(alice)).toEqual([
    { ...pusher, lang: 'en', 'org.matrix.msc3881.enabled': true, 'org.matrix.msc3881.device_id': alice.deviceId },
  ])
  const remove = { kind: null, app_id: pusher.app_id, pushkey: pusher.pushkey }
  expect((await bob.post(SET, remove)).status).toBe(200)
  expect(await pushersOf(alice)).toHaveLength(1)
  await alice.post(SET, remove)
  await alice.post(SET, remove)
  expect(await pushersOf(alice)).toEqual([])
})

test('a phone that changes hands notifies its new owner only, unless both are wanted', async () => {
  await alice.post(SET, pusher)
  await bob.post(SET, { ...pusher, append: true })
  expect([await pushersOf(alice), await pushersOf(bob)].map((list) => list.length)).toEqual([1, 1])
  await bob.post(SET, pusher)
  expect([await pushersOf(alice), await pushersOf(bob)].map((list) => list.length)).toEqual([0, 1])
})

test('a pusher goes with its device', async () => {
  await bob.post(SET, pusher)
  const { deviceId, userId } = bob
  await chappe.database.query(
    'DELETE FROM device USING account a WHERE device.user_nid = a.user_nid AND device_id = $1 AND user_id = $2', [deviceId, userId])
  expect(await chappe.database.query('SELECT * FROM pusher WHERE user_id = $1', [userId])).toEqual([])
})

test('a new password ends the pushers of the other devices', async () => {
  const erin = await chappe.person('erin')
  const phone = (await logIn(chappe.url, erin.userId)).body
  await request(chappe.url, 'POST', SET, { token: phone.access_token, body: pusher })
  await erin.post(SET, { ...pusher, pushkey: 'mine' })
  const change = { new_password: 'quite another password', auth: byPassword(erin.userId) }
  expect((await erin.post('/_matrix/client/v3/account/password', { ...change, logout_devices: true })).status).toBe(200)
  expect((await pushersOf(erin)).map((each: Json) => each.pushkey)).toEqual(['mine'])
})

test.each([
  [{ ...pusher, lang: undefined, data: undefined }, 'M_MISSING_PARAM'],
  [{ ...pusher, data: {} }, 'M_MISSING_PARAM'],
  [{ ...pusher, data: { url: 'file:///etc/passwd' } }, 'M_INVALID_PARAM'],
  [{ ...pusher, data: { url: 'https://user:pw@push.example.org/_matrix/push/v1/notify' } }, 'M_INVALID_PARAM'],
  [{ ...pusher, kind: 'pigeon' }, 'M_INVALID_PARAM'],
  [{ ...pusher, pushkey: 'a\0b' }, 'M_INVALID_PARAM'],
  [{ ...pusher, pushkey: 'x'.repeat(513) }, 'M_BAD_JSON'],
])('a pusher that makes no sense is refused (%#)', async (body, errcode) => {
  const answer = await alice.post(SET, body)
  expect([answer.status, answer.body.errcode]).toEqual([400, errcode])
})

describe('how events count', () => {
  const unread = async (person: Person, roomId: string) => {
    const { notification_count: all, highlight_count: highlights } = (await person.sync()).rooms.join[roomId].unread_notifications
    return [all, highlights]
  }
  const room = async (): Promise<string> => {
    const roomId = await alice.createRoom({ preset: 'public_chat' })
    await carol.join(roomId)
    await dave.join(roomId)
    return roomId
  }
  let carol: Person
  let dave: Person
  beforeAll(async () => {
    carol = await chappe.person('carol')
    dave = await chappe.person('dave')
    await alice.put(`${GLOBAL}override/.m.rule.master/enabled`, { enabled: false })
  })

  test('what is urgent counts like a mention where its sender may tell everybody, also for Dave who wants mentions alone', async () => {
    const roomId = await room()
    await dave.put(`${GLOBAL}room/${encodeURIComponent(roomId)}`, { actions: [] })
    const urgent = { msgtype: 'm.text', body: 'out of the building', 'org.chappe.priority': 'urgent' }
    await alice.send(roomId, 'm.room.message', urgent)
    expect([await unread(carol, roomId), await unread(dave, roomId)]).toEqual([[1, 1], [1, 1]])
    // Carol may not tell everybody: hers is a message.
    await carol.send(roomId, 'm.room.message', urgent)
    expect([await unread(alice, roomId), await unread(dave, roomId)]).toEqual([[1, 0], [1, 1]])
    await alice.send(roomId, 'm.room.message', { ...urgent, 'org.chappe.priority': ['urgent'] })
    expect(await unread(dave, roomId)).toEqual([1, 1])
  })

  test('an encrypted vote or confirmation is no message: it counts for nobody', async () => {
    const roomId = await room()
    const cipher = { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'x', session_id: 's', sender_key: 'k', device_id: 'd' }
    const order = await alice.send(roomId, 'm.room.encrypted', cipher)
    expect(await unread(carol, roomId)).toEqual([1, 0])
    await dave.send(roomId, 'm.room.encrypted', { ...cipher, 'm.relates_to': { rel_type: 'm.reference', event_id: order } })
    expect([await unread(carol, roomId), await unread(alice, roomId)]).toEqual([[1, 0], [0, 0]])
    await dave.send(roomId, 'm.room.encrypted', { ...cipher, 'm.relates_to': { rel_type: 'm.thread', event_id: order } })
    expect(await unread(alice, roomId)).toEqual([1, 0])
  })

  test('edits, reactions, notices and polls in clear text notify nobody; messages, clear or encrypted, and a moved room do', async () => {
    const roomId = await room()
    const eventId = await alice.say(roomId, 'hello')
    expect(await unread(carol, roomId)).toEqual([1, 0])
    await edit(alice, roomId, eventId, 'hello!')
    await react(alice, roomId, eventId)
    await alice.send(roomId, 'm.room.message', { msgtype: 'm.notice', body: 'beep' })
    const poll = await alice.send(roomId, 'm.poll.start', {})
    await alice.send(roomId, 'm.poll.response', related('m.reference', poll))
    await alice.send(roomId, 'm.poll.end', related('m.reference', poll))
    await alice.setState(roomId, 'm.room.server_acl', '', { allow: ['*'] })
    expect(await unread(carol, roomId)).toEqual([1, 0])
    await alice.send(roomId, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'c' })
    await alice.send(roomId, 'm.room.encrypted', { ...related('m.replace', eventId), ciphertext: 'c' })
    expect(await unread(carol, roomId)).toEqual([2, 0])
    await alice.setState(roomId, 'm.room.tombstone', '', { body: 'moved', replacement_room: '!elsewhere:chappe.test' })
    expect(await unread(carol, roomId)).toEqual([3, 1])
  })

  test('mentions highlight for those named, and for everybody if the sender may say so', async () => {
    const roomId = await room()
    await dave.send(roomId, 'm.room.message', { body: 'carol', 'm.mentions': { user_ids: [carol.userId] } })
    await dave.send(roomId, 'm.room.message', { body: 'all', 'm.mentions': { room: true } })
    expect([await unread(carol, roomId), await unread(alice, roomId)]).toEqual([[2, 1], [2, 0]])
    await alice.send(roomId, 'm.room.message', { body: 'all', 'm.mentions': { room: true } })
    expect([await unread(carol, roomId), await unread(dave, roomId)]).toEqual([[3, 2], [1, 1]])
  })

  test("Carol's own rules: dotted keys, properties, numbers of members, and the master rule above all", async () => {
    const put = (id: string, conditions: Json) =>
      carol.put(`${GLOBAL}override/${id}`, { conditions, actions: ['notify', { set_tweak: 'highlight' }] })
    const roomId = await room()
    await put('dotted', [{ kind: 'event_property_is', key: 'content.org\\.example\\.flag', value: true }])
    await put('contains', [{ kind: 'event_property_contains', key: 'content.tags', value: 'urgent' }])
    await put('count', [{ kind: 'room_member_count', is: '>=3' }, { kind: 'event_match', key: 'content.body', pattern: 'crowd' }])
    await put('pair', [{ kind: 'room_member_count', is: '<3' }, { kind: 'event_match', key: 'content.body', pattern: 'pair' }])
    for (const content of [{ 'org.example.flag': true }, { tags: ['urgent'] }, { body: 'what a crowd' }]) await alice.send(roomId, 'org.example.thing', content)
    expect(await unread(carol, roomId)).toEqual([3, 3])
    for (const content of [{ org: { example: { flag: true } } }, { 'org.example.flag': 'true' }, { tags: 'urgent' }, { body: 'a pair' }]) {
      await alice.send(roomId, 'org.example.thing', content)
    }
    expect(await unread(carol, roomId)).toEqual([3, 3])
    await carol.put(`${GLOBAL}override/.m.rule.master/enabled`, { enabled: true })
    await alice.send(roomId, 'org.example.thing', { 'org.example.flag': true })
    await alice.say(roomId, 'a plain message')
    expect(await unread(carol, roomId)).toEqual([3, 3])
  })
})
