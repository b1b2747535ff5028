// Account data, tags and filters: what the devices of one person share.
import {
  defineFilter,
  deleteRoomTag,
  getAccountData,
  getAccountDataPerRoom,
  getFilter,
  getRoomTags,
  setAccountData,
  setAccountDataPerRoom,
  setRoomTag,
  setSealed,
} from '@chappe/contract'
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { request, serverOfThisFile } from '@chappe/testkit'
import { beforeAll, expect, test } from 'vitest'

let ROOM = ''
const chappe = await serverOfThisFile(buildServer)
const { alice, bob } = await chappe.people('alice', 'bob')
beforeAll(async () => {
  ROOM = await alice.createRoom()
})

test.each([
  defineFilter,
  deleteRoomTag,
  getAccountData,
  getAccountDataPerRoom,
  getFilter,
  getRoomTags,
  setAccountData,
  setAccountDataPerRoom,
  setRoomTag,
  setSealed,
])(
  '$operation turns away who has no token',
  async ({ method, path }) => {
    const answer = await request(chappe.url, method, path.replaceAll(/\{\w+\}/g, 'x'))
    expect([answer.status, answer.body.errcode]).toEqual([401, 'M_MISSING_TOKEN'])
  },
)

const user = (person: Person) => `/_matrix/client/v3/user/${encodeURIComponent(person.userId)}`
const room = (person: Person, roomId = ROOM) => `${user(person)}/rooms/${encodeURIComponent(roomId)}`

test('Alice stores a setting, changes it, and reads back exactly what she stored', async () => {
  const path = `${user(alice)}/account_data/org.example.theme`
  const before = await alice.get(path)
  expect([before.status, before.body]).toEqual([404, { errcode: 'M_NOT_FOUND', error: 'Account data not found' }])
  const content = { colour: 'blue', nested: { list: [1, null, 'a\u0000b'] }, ['__proto__']: { polluted: true } }
  const text = '{"colour":"blue","nested":{"list":[1,null,"a\\u0000b"]},"__proto__":{"polluted":true}}'
  expect((await alice.request('PUT', path, { raw: text })).body).toEqual({})
  expect(Buffer.from((await alice.get(path)).bytes).toString()).toBe(JSON.stringify(content))
  expect((await alice.put(path, { colour: 'red' })).status).toBe(200)
  expect((await alice.put(path, { colour: 'red' })).status).toBe(200)
  expect((await alice.get(path)).body).toEqual({ colour: 'red' })
  const r0 = await alice.get(path.replace('/v3/', '/r0/'))
  expect(r0.body).toEqual({ colour: 'red' })
})

test('room account data stands apart from the account and from other rooms', async () => {
  await alice.put(`${room(alice)}/account_data/org.example.note`, { text: 'of the room' })
  expect((await alice.get(`${room(alice)}/account_data/org.example.note`)).body).toEqual({ text: 'of the room' })
  expect((await alice.get(`${user(alice)}/account_data/org.example.note`)).status).toBe(404)
  const unknown = await alice.put(`${room(alice, '!nowhere:chappe.test')}/account_data/org.example.note`, {})
  expect([unknown.status, unknown.body.errcode]).toEqual([404, 'M_NOT_FOUND'])
  const noRoom = await alice.put(`${room(alice, 'talk')}/account_data/org.example.note`, {})
  expect([noRoom.status, noRoom.body.errcode]).toEqual([400, 'M_INVALID_PARAM'])
  const nul = await alice.get(`${room(alice, '!a\0b:chappe.test')}/account_data/org.example.note`)
  expect([nul.status, nul.body.errcode]).toEqual([400, 'M_INVALID_PARAM'])
})

test('Bob can neither read nor write what is Alice\'s', async () => {
  await alice.put(`${user(alice)}/account_data/org.example.secret`, { hush: true })
  const paths = [
    `${user(alice)}/account_data/org.example.secret`,
    `${room(alice)}/account_data/org.example.secret`,
    `${room(alice)}/tags/u.work`,
  ]
  for (const path of paths) {
    const write = await bob.put(path, {})
    expect([write.status, write.body.errcode]).toEqual([403, 'M_FORBIDDEN'])
  }
  for (const path of [...paths.slice(0, 2), `${room(alice)}/tags`, `${user(alice)}/filter/1`]) {
    const read = await bob.get(path)
    expect([read.status, read.body.errcode]).toEqual([403, 'M_FORBIDDEN'])
  }
  expect((await bob.delete(paths[2] ?? '')).status).toBe(403)
  expect((await bob.post(`${user(alice)}/filter`, {})).status).toBe(403)
})

test('what the server keeps itself cannot be set', async () => {
  for (const path of [
    `${user(alice)}/account_data/m.push_rules`,
    `${user(alice)}/account_data/m.fully_read`,
    `${room(alice)}/account_data/m.fully_read`,
  ]) {
    const answer = await alice.put(path, {})
    expect([answer.status, answer.body.errcode]).toEqual([405, 'M_BAD_JSON'])
  }
  const rules = await alice.get(`${user(alice)}/account_data/m.push_rules`)
  expect(rules.body.global.override[0].rule_id).toBe('.m.rule.master')
})

test('bad content is refused and nothing is stored', async () => {
  const path = `${user(alice)}/account_data/org.example.bad`
  for (const [raw, errcode] of [['[]', 'M_BAD_JSON'], ['"text"', 'M_BAD_JSON'], ['{"a":', 'M_NOT_JSON'], ['{"a":1,"a":2}', 'M_BAD_JSON']]) {
    const answer = await alice.request('PUT', path, { raw: raw ?? '' })
    expect([raw, answer.status, answer.body.errcode]).toEqual([raw, 400, errcode])
  }
  const large = await alice.put(path, { text: 'x'.repeat(70_000) })
  expect([large.status, large.body.errcode]).toEqual([413, 'M_TOO_LARGE'])
  for (const type of ['a%00b', 'x'.repeat(256)]) {
    const answer = await alice.put(`${user(alice)}/account_data/${type}`, {})
    expect([answer.status, answer.body.errcode]).toEqual([400, 'M_INVALID_PARAM'])
  }
  expect((await alice.get(path)).status).toBe(404)
})

test('nobody keeps more entries than the bound; those that are there can still be changed', async () => {
  const carol = await chappe.person('carol')
  await chappe.database.query(
    "INSERT INTO account_data SELECT $1, 0, 'org.example.n' || n, '{}', 0 FROM generate_series(1, 20000) n",
    [carol.userId],
  )
  const more = await carol.put(`${user(carol)}/account_data/org.example.more`, {})
  expect([more.status, more.body.errcode]).toEqual([413, 'M_TOO_LARGE'])
  expect((await carol.put(`${user(carol)}/account_data/org.example.n7`, { still: 'fine' })).status).toBe(200)
})

test('Alice tags a room from two devices at once, and no tag is lost', async () => {
  expect((await alice.get(`${room(alice)}/tags`)).body).toEqual({ tags: {} })
  const names = ['m.favourite', 'u.work', 'u.later', 'u.__proto__', '__proto__']
  await Promise.all(names.map((name) => alice.put(`${room(alice)}/tags/${name}`, { order: 0.5 })))
  const { tags } = (await alice.get(`${room(alice)}/tags`)).body
  expect(Object.keys(tags).sort()).toEqual([...names].sort())
  expect((await alice.get(`${room(alice)}/account_data/m.tag`)).body.tags['m.favourite']).toEqual({ order: 0.5 })
  expect((await alice.delete(`${room(alice)}/tags/u.work`)).status).toBe(200)
  expect((await alice.delete(`${room(alice)}/tags/u.work`)).status).toBe(200)
  expect(Object.keys((await alice.get(`${room(alice)}/tags`)).body.tags)).not.toContain('u.work')
  const wrong = await alice.put(`${room(alice)}/tags/u.work`, { order: 'first' })
  expect([wrong.status, wrong.body.errcode]).toEqual([400, 'M_BAD_JSON'])
})

test('a room whose m.tag was overwritten with something else can still be tagged', async () => {
  await bob.put(`${room(bob)}/account_data/m.tag`, { tags: 'none' })
  expect((await bob.get(`${room(bob)}/tags`)).body).toEqual({ tags: {} })
  await bob.put(`${room(bob)}/tags/u.work`, {})
  expect((await bob.get(`${room(bob)}/tags`)).body).toEqual({ tags: { 'u.work': {} } })
})

test('a filter has one id however often it is sent, and comes back as it was', async () => {
  const filter = { room: { timeline: { limit: 10, types: ['m.room.*'] }, state: { lazy_load_members: true } }, 'org.example.extra': 1 }
  const first = (await alice.post(`${user(alice)}/filter`, filter)).body.filter_id
  const second = (await alice.post(`${user(alice)}/filter`, filter)).body.filter_id
  expect(second).toBe(first)
  expect(first).not.toMatch(/^\{/)
  expect((await alice.get(`${user(alice)}/filter/${first}`)).body).toEqual(filter)
  expect((await bob.get(`${user(bob)}/filter/${first}`)).status).toBe(404)
  for (const id of ['99999', 'abc', '0', '99999999999999999999']) {
    const unknown = await alice.get(`${user(alice)}/filter/${id}`)
    expect([id, unknown.status, unknown.body.errcode]).toEqual([id, 404, 'M_NOT_FOUND'])
  }
})

test('what is no filter is refused', async () => {
  for (const filter of [
    { room: 'all' },
    { presence: { types: 'm.presence' } },
    { room: { timeline: { senders: ['not a user id'] } } },
    { room: { rooms: ['not a room id'] } },
    { event_format: 'xml' },
    { room: { timeline: { limit: -1 } } },
    { event_fields: Array.from({ length: 1001 }, () => 'type') },
  ]) {
    const answer = await alice.post(`${user(alice)}/filter`, filter)
    expect([filter, answer.status, answer.body.errcode]).toEqual([filter, 400, 'M_BAD_JSON'])
  }
})

test('what Alice sets on one device, a sync of another shows once', async () => {
  const first = await alice.sync()
  const types = first.account_data.events.map((event: Json) => event.type)
  expect(types).toEqual(expect.arrayContaining(['m.push_rules', 'org.example.theme']))
  expect(first.rooms.join[ROOM].account_data.events.map((event: Json) => event.type)).toContain('m.tag')

  await alice.put(`${user(alice)}/account_data/org.example.theme`, { colour: 'green' })
  await alice.put(`${room(alice)}/account_data/org.example.note`, { text: 'new' })
  await alice.put('/_matrix/client/v3/pushrules/global/override/.m.rule.master/enabled', { enabled: true })
  const next = await alice.syncOn()
  expect(next.account_data.events).toEqual(expect.arrayContaining([{ type: 'org.example.theme', content: { colour: 'green' } }]))
  const rules = next.account_data.events.find((event: Json) => event.type === 'm.push_rules')
  expect(rules.content.global.override[0].enabled).toBe(true)
  expect(next.rooms.join[ROOM].account_data.events).toEqual([{ type: 'org.example.note', content: { text: 'new' } }])
  expect((await alice.syncOn()).account_data?.events ?? []).toEqual([])
})

test('a sync by a stored filter obeys it, and an unknown filter is refused', async () => {
  const filter = { account_data: { types: ['org.example.theme'] }, room: { rooms: [] } }
  const id = (await alice.post(`${user(alice)}/filter`, filter)).body.filter_id
  const synced = await alice.get(`/_matrix/client/v3/sync?filter=${id}`)
  expect(synced.body.account_data.events.map((event: Json) => event.type)).toEqual(['org.example.theme'])
  const unknown = await alice.get('/_matrix/client/v3/sync?filter=424242')
  expect([unknown.status, unknown.body.errcode]).toEqual([400, 'M_INVALID_PARAM'])
})

test('what is deleted is gone: her other devices are told `{}`, new ones are told nothing (MSC3391)', async () => {
  await alice.put(`${user(alice)}/account_data/org.example.gone`, { a: 1 })
  await alice.put(`${room(alice)}/account_data/org.example.gone`, { b: 1 })
  await alice.sync()
  const global = `/_matrix/client/unstable/org.matrix.msc3391/user/${alice.userId}/account_data/org.example.gone`
  const inRoom = `/_matrix/client/unstable/org.matrix.msc3391/user/${alice.userId}/rooms/${encodeURIComponent(ROOM)}/account_data/org.example.gone`
  for (const path of [global, inRoom, global, inRoom]) expect((await alice.delete(path)).body).toEqual({})
  const next = await alice.syncOn()
  expect(next.account_data.events).toEqual([{ type: 'org.example.gone', content: {} }])
  expect(next.rooms.join[ROOM].account_data.events).toEqual([{ type: 'org.example.gone', content: {} }])
  expect((await alice.get(`${user(alice)}/account_data/org.example.gone`)).body.errcode).toBe('M_NOT_FOUND')
  const first = await alice.sync()
  const shown = [first.account_data, first.rooms.join[ROOM].account_data].flatMap(({ events }) => events.map((event: Json) => event.type))
  expect(shown).not.toContain('org.example.gone')
  await alice.put(`${user(alice)}/account_data/org.example.gone`, { a: 2 })
  expect((await alice.get(`${user(alice)}/account_data/org.example.gone`)).body).toEqual({ a: 2 })
  expect((await bob.delete(global)).body.errcode).toBe('M_FORBIDDEN')
  expect((await alice.delete(global.replace('org.example.gone', 'm.push_rules'))).status).toBe(405)
})

test('of two devices of Alice that store what is sealed at once, one is told that it came second; nothing is overwritten unseen', async () => {
  const path = '/_chappe/client/v1/sealed/later'
  const kept = `${user(alice)}/account_data/org.chappe.sealed.later`
  const sealed = (version: number, text: string) => ({ version, key: 'a2V5', iv: 'aXY=', sealed: text })
  expect((await alice.put(path, sealed(1, 'ZWFybHk='))).status).toBe(409)
  expect((await alice.get(kept)).status).toBe(404)
  const both = await Promise.all([alice.put(path, sealed(0, 'bGFwdG9w')), alice.put(path, sealed(0, 'cGhvbmU='))])
  const [won, lost] = both.toSorted((a, b) => a.status - b.status)
  expect([won?.status, lost?.status]).toEqual([200, 409])
  expect([won?.body, lost?.body]).toEqual([{ version: 1 }, { errcode: 'M_UNKNOWN', error: 'Another device has stored something meanwhile', version: 1 }])
  expect((await alice.get(kept)).body.version).toBe(1)
  expect((await alice.put(path, sealed(1, 'Ym90aA=='))).body).toEqual({ version: 2 })
  expect((await alice.get(kept)).body).toEqual(sealed(2, 'Ym90aA=='))
  expect((await alice.sync()).account_data.events).toContainEqual({ type: 'org.chappe.sealed.later', content: sealed(2, 'Ym90aA==') })
  expect((await bob.get(kept)).status).toBe(403)
})

test('what is no seal is refused, and what somebody wrote there as plain account data is begun anew', async () => {
  const path = '/_chappe/client/v1/sealed/drafts'
  const whole = { version: 0, key: 'a2V5', iv: 'aXY=', sealed: '' }
  for (const wrong of [{ version: -1 }, { version: 0.5 }, { key: '' }, { iv: 'not base64!' }, { sealed: 7 }]) {
    const answer = await alice.put(path, { ...whole, ...wrong })
    expect([wrong, answer.status, answer.body.errcode]).toEqual([wrong, 400, 'M_BAD_JSON'])
  }
  const name = await alice.put('/_chappe/client/v1/sealed/..%2Fm.direct', whole)
  expect([name.status, name.body.errcode]).toEqual([400, 'M_INVALID_PARAM'])
  const large = await alice.put(path, { ...whole, sealed: 'x'.repeat(64_004) })
  expect([large.status, large.body.errcode]).toEqual([400, 'M_BAD_JSON'])
  await alice.put(`${user(alice)}/account_data/org.chappe.sealed.drafts`, { version: 'seven', anything: true })
  expect((await alice.put(path, whole)).body).toEqual({ version: 1 })
})
