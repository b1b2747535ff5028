// Profiles: what people say of themselves, who reads it, and that it is recorded.
import { deleteProfileField, getProfileField, getUserProfile, setProfileField } from '@chappe/contract'
import { buildServer } from '@chappe/server'
import { request, serverOfThisFile, startTestServer } from '@chappe/testkit'
import { expect, test } from 'vitest'
import { madeByOperator, refusal } from './_accounts.ts'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob } = await chappe.people('alice', 'bob')

test.each([deleteProfileField, setProfileField])(
  '$operation turns away who has no token',
  async ({ method, path }) => {
    const answer = await request(chappe.url, method, path.replaceAll(/\{\w+\}/g, 'x'))
    expect([answer.status, answer.body.errcode]).toEqual([401, 'M_MISSING_TOKEN'])
  },
)

const profile = (person: { userId: string }) => `/_matrix/client/v3/profile/${encodeURIComponent(person.userId)}`
const blocks = async () => Number((await chappe.database.query('SELECT coalesce(sum(row_count), 0) AS n FROM ledger_block'))[0]?.['n'])

test('Alice names herself, Bob reads it, and the read is recorded', async () => {
  expect((await bob.get(profile(alice))).body).toEqual({})
  await alice.put(`${profile(alice)}/displayname`, { displayname: 'Alice Margatroid' })
  await alice.put(`${profile(alice)}/avatar_url`, { avatar_url: 'mxc://chappe.test/abc' })
  const before = await blocks()
  expect((await alice.get(profile(alice))).body).toEqual({ displayname: 'Alice Margatroid', avatar_url: 'mxc://chappe.test/abc' })
  expect(await blocks()).toBe(before)
  expect((await bob.get(profile(alice))).body).toEqual({ displayname: 'Alice Margatroid', avatar_url: 'mxc://chappe.test/abc' })
  expect((await bob.get(`${profile(alice)}/displayname`)).body).toEqual({ displayname: 'Alice Margatroid' })
  expect(await blocks()).toBe(before + 2)
})

test('a name is changed, emptied and deleted; deleting twice is fine', async () => {
  const path = `${profile(bob)}/displayname`
  await bob.put(path, { displayname: 'Bob' })
  await bob.put(path, { displayname: 'Robert' })
  expect((await bob.get(path)).body).toEqual({ displayname: 'Robert' })
  await bob.put(path, { displayname: '' })
  expect((await bob.get(path)).status).toBe(404)
  await bob.put(path, { displayname: 'Bob' })
  expect((await bob.delete(path)).body).toEqual({})
  expect((await bob.delete(path)).body).toEqual({})
  const gone = await bob.get(path)
  expect([gone.status, gone.body]).toEqual([404, { errcode: 'M_NOT_FOUND', error: 'The profile does not have that field' }])
})

test('fields of one\'s own: any JSON, under a namespaced key', async () => {
  const value = { list: [1, null, { deep: true }], text: 'a\u0000b' }
  expect((await bob.put(`${profile(bob)}/org.example.job`, { 'org.example.job': value })).status).toBe(200)
  await bob.put(`${profile(bob)}/m.tz`, { 'm.tz': 'Europe/Paris' })
  expect((await alice.get(profile(bob))).body).toEqual({ 'org.example.job': value, 'm.tz': 'Europe/Paris' })
  await bob.put(`${profile(bob)}/org.example.nothing`, { 'org.example.nothing': null })
  expect((await alice.get(`${profile(bob)}/org.example.nothing`)).body).toEqual({ 'org.example.nothing': null })
  await bob.delete(`${profile(bob)}/org.example.nothing`)
  expect((await alice.get(`${profile(bob)}/org.example.nothing`)).status).toBe(404)
})

test('two fields set at once are both there', async () => {
  const carol = await chappe.person('carol')
  const keys = Array.from({ length: 10 }, (_, n) => `org.example.n${n}`)
  await Promise.all(keys.map((key) => carol.put(`${profile(carol)}/${key}`, { [key]: key })))
  expect(Object.keys((await carol.get(profile(carol))).body).sort()).toEqual(keys)
})

test.each([
  ['displayname', { displayname: 'x'.repeat(257) }, 'M_INVALID_PARAM'],
  ['displayname', { displayname: 'a\0b' }, 'M_INVALID_PARAM'],
  ['displayname', { displayname: null }, 'M_INVALID_PARAM'],
  ['displayname', { name: 'Bob' }, 'M_MISSING_PARAM'],
  ['avatar_url', { avatar_url: 'https://example.com/a.png' }, 'M_INVALID_PARAM'],
  ['nodots', { nodots: 1 }, 'M_INVALID_PARAM'],
  ['__proto__', { x: 1 }, 'M_INVALID_PARAM'],
  ['Org.Example', { 'Org.Example': 1 }, 'M_INVALID_PARAM'],
  [`org.${'x'.repeat(255)}`, { [`org.${'x'.repeat(255)}`]: 1 }, 'M_KEY_TOO_LARGE'],
  ['org.example.big', { 'org.example.big': 'x'.repeat(65_536) }, 'M_PROFILE_TOO_LARGE'],
])('%s is refused when its value does not fit (%#)', async (key, body, errcode) => {
  const before = (await bob.get(profile(bob))).body
  const answer = await bob.put(`${profile(bob)}/${key}`, body)
  expect([answer.status, answer.body.errcode]).toEqual([400, errcode])
  expect((await bob.get(profile(bob))).body).toEqual(before)
})

test('Mallory cannot name Alice', async () => {
  const mallory = await chappe.person('mallory')
  for (const answer of [
    await mallory.put(`${profile(alice)}/displayname`, { displayname: 'Mallory' }),
    await mallory.delete(`${profile(alice)}/displayname`),
  ]) expect([answer.status, answer.body.errcode]).toEqual([403, 'M_FORBIDDEN'])
  const anonymous = await request(chappe.url, 'PUT', `${profile(alice)}/displayname`, { body: { displayname: 'X' } })
  expect([anonymous.status, anonymous.body.errcode]).toEqual([401, 'M_MISSING_TOKEN'])
})

test('nobody has the profile of a user who is not there', async () => {
  for (const userId of ['@nobody:chappe.test', '@alice:elsewhere.test', 'alice']) {
    const answer = await bob.get(profile({ userId }))
    expect([answer.status, answer.body.errcode]).toEqual([404, 'M_NOT_FOUND'])
  }
  const impossible = await bob.get(profile({ userId: '@a\0b:chappe.test' }))
  expect([impossible.status, impossible.body.errcode]).toEqual([400, 'M_INVALID_PARAM'])
})

test('strangers read profiles in the matrix profile, and not in the government profile', async () => {
  const open = await request(chappe.url, 'GET', profile(alice))
  expect(open.body.displayname).toBe('Alice Margatroid')
  await using ministry = await startTestServer(buildServer, { profile: 'government' })
  for (const { method, path } of [getUserProfile, getProfileField]) {
    const full = path.replace('{userId}', encodeURIComponent(alice.userId)).replace('{keyName}', 'displayname')
    const closed = await request(ministry.url, method, full)
    expect([closed.status, closed.body.errcode]).toEqual([401, 'M_MISSING_TOKEN'])
  }
})

test('in a ministry names are given: nobody changes theirs, in the profile or in a room, and the operator does', async () => {
  await using ministry = await startTestServer(buildServer, { profile: 'government' })
  const [ada, jean] = [await madeByOperator(ministry, 'ada', { admin: true }), await madeByOperator(ministry, 'jean')]
  expect((await ada.put(`/_synapse/admin/v2/users/${jean.userId}`, { displayname: 'Jean Martin' })).status).toBe(200)
  expect(refusal(await jean.put(`${profile(jean)}/displayname`, { displayname: 'Support' }))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await jean.delete(`${profile(jean)}/displayname`))).toEqual([403, 'M_FORBIDDEN'])
  expect((await jean.put(`${profile(jean)}/avatar_url`, { avatar_url: 'mxc://chappe.test/abc' })).status).toBe(200)
  const roomId = await jean.createRoom({ preset: 'private_chat' })
  const member = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/m.room.member/${encodeURIComponent(jean.userId)}`
  expect(refusal(await jean.put(member, { membership: 'join', displayname: 'Support' }))).toEqual([403, 'M_FORBIDDEN'])
  expect((await jean.put(member, { membership: 'join', displayname: 'Jean Martin' })).status).toBe(200)
  expect((await jean.get(profile(jean))).body).toEqual({ displayname: 'Jean Martin', avatar_url: 'mxc://chappe.test/abc' })
  const { capabilities } = (await jean.get('/_matrix/client/v3/capabilities')).body
  expect([capabilities['m.set_displayname'], capabilities['m.profile_fields']]).toEqual([{ enabled: false }, { enabled: true, disallowed: ['displayname', 'org.chappe.job'] }])
})
