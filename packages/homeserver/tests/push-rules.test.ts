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
import type { Server } from '@chappe/server'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

let chappe: TestServer<Server>
let alice: Person
let bob: Person
beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  alice = await chappe.person('alice')
  bob = await chappe.person('bob')
})
afterAll(async () => chappe[Symbol.asyncDispose]())

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
  expect(ids(all.body.global.override)).toHaveLength(10)
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
