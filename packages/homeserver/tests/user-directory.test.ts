// The user directory: people are found by the beginning of their name, by those who may find them.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { madeByOperator, refusal } from './_accounts.ts'
import { readsOf } from './_keys.ts'
import { enrolled, touch } from './_web.ts'

const PATH = '/_matrix/client/v3/user_directory/search'

async function search(person: Person, term: string, limit?: number): Promise<Json> {
  const answer = await person.post(PATH, { search_term: term, ...(limit === undefined ? {} : { limit }) })
  expect(answer.status).toBe(200)
  return answer.body
}
const idsOf = (body: Json): string[] => body.results.map((each: Json) => each.user_id)

describe('in a ministry', () => {
  let ministry: TestServer<Server>
  let alice: Person
  let jean: Person
  let jeanne: Person
  let ada: Person
  const nameThem = async (person: Person, displayname: string): Promise<void> => {
    expect((await ada.put(`/_synapse/admin/v2/users/${person.userId}`, { displayname })).status).toBe(200)
  }
  beforeAll(async () => {
    ministry = await startTestServer(buildServer, { profile: 'government' })
    ada = await madeByOperator(ministry, 'ada', { admin: true })
    alice = await madeByOperator(ministry, 'alice')
    jean = await madeByOperator(ministry, 'jean.martin')
    jeanne = await madeByOperator(ministry, 'jm2')
    await nameThem(jean, 'Jean Martin')
    await nameThem(jeanne, 'Jeanne-Élise Martinez')
  })
  afterAll(async () => ministry[Symbol.asyncDispose]())

  test('Alice finds everybody by the beginning of any word, without accents, in any order', async () => {
    const all = { results: [{ user_id: jean.userId, display_name: 'Jean Martin' }, { user_id: jeanne.userId, display_name: 'Jeanne-Élise Martinez' }], limited: false }
    expect(await search(alice, 'MART')).toEqual(all)
    expect(await search(alice, 'MART')).toEqual(all)
    expect(idsOf(await search(alice, 'elise'))).toEqual([jeanne.userId])
    expect(idsOf(await search(alice, 'Élis'))).toEqual([jeanne.userId])
    expect(idsOf(await search(alice, 'martinez jean'))).toEqual([jeanne.userId])
    expect(idsOf(await search(alice, 'el mart'))).toEqual([jeanne.userId])
    expect(idsOf(await search(alice, 'jm2'))).toEqual([jeanne.userId])
    expect(idsOf(await search(alice, jean.userId))).toEqual([jean.userId, jeanne.userId])
    expect(idsOf(await search(alice, 'artin'))).toEqual([])
    expect(idsOf(await search(alice, '100% _'))).toEqual([])
  })

  test('fewer than three letters find nobody', async () => {
    expect(await search(alice, 'je')).toEqual({ results: [], limited: false })
    expect(await search(alice, '')).toEqual({ results: [], limited: false })
    expect(idsOf(await search(alice, 'jea'))).toEqual([jean.userId, jeanne.userId])
  })

  test('whole names come first, then beginnings; among equals those one shares a room with', async () => {
    const martin = await madeByOperator(ministry, 'aaa')
    await nameThem(martin, 'Paul Martinet')
    const other = await madeByOperator(ministry, 'aab')
    await nameThem(other, 'Martin')
    expect(idsOf(await search(alice, 'martin'))).toEqual([other.userId, jean.userId, jeanne.userId, martin.userId])
    const roomId = await alice.createRoom({ preset: 'private_chat' })
    await alice.invite(roomId, martin.userId)
    await martin.join(roomId)
    expect(idsOf(await search(alice, 'martin'))).toEqual([other.userId, jean.userId, martin.userId, jeanne.userId])
    expect(await search(alice, 'martin', 2)).toMatchObject({ limited: true, results: [{ user_id: other.userId }, { user_id: jean.userId }] })
    expect((await search(alice, 'martin', 4)).limited).toBe(false)
  })

  test('a name that changed is found anew and no longer of old, after a restart as well', async () => {
    const carol = await madeByOperator(ministry, 'carol')
    await nameThem(carol, 'Caroline Durand')
    expect(idsOf(await search(alice, 'durand'))).toEqual([carol.userId])
    await nameThem(carol, 'Caroline Petit')
    expect(idsOf(await search(alice, 'durand'))).toEqual([])
    expect(idsOf(await search(alice, 'petit'))).toEqual([carol.userId])
    // As another process would, or one that was killed before it followed.
    await ministry.database.query("UPDATE profile SET displayname = 'Caroline Legrand' WHERE user_id = $1", [carol.userId])
    await ministry.restart()
    await expect.poll(async () => idsOf(await search(alice, 'legrand'))).toEqual([carol.userId])
    expect(idsOf(await search(alice, 'petit'))).toEqual([])
  })

  test('who is contained or has closed their account is found no more', async () => {
    const dave = await madeByOperator(ministry, 'davidson')
    const { person: erin, passkey } = await enrolled(ministry, 'erinson')
    expect(idsOf(await search(alice, 'davidson'))).toEqual([dave.userId])
    await ministry.server.homeserver.ports.contain(dave.userId)
    expect(idsOf(await search(alice, 'davidson'))).toEqual([])
    expect(idsOf(await search(alice, 'erinson'))).toEqual([erin.userId])
    await touch(ministry, erin, passkey)
    expect((await erin.post('/_matrix/client/v3/account/deactivate', {})).status).toBe(200)
    expect(idsOf(await search(alice, 'erinson'))).toEqual([])
  })

  test('of hundreds of one name some are shown, she whom Alice shares a room with among them, and it is said that there are more', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `Nguyen A${String(index).padStart(3, '0')}`)
    const userIds = names.map((_, index) => `@n${index}:chappe.test`)
    await ministry.database.query('INSERT INTO account (user_id, created_at_ms) SELECT u, 0 FROM unnest($1::text[]) u', [userIds])
    await ministry.database.query('INSERT INTO profile (user_id, displayname) SELECT * FROM unnest($1::text[], $2::text[])', [userIds, names])
    const last = await madeByOperator(ministry, 'zzz')
    await nameThem(last, 'Nguyen Zoe')
    await expect.poll(async () => idsOf(await search(alice, 'nguyen a199')), { timeout: 10_000 }).toEqual(['@n199:chappe.test'])
    expect(await search(alice, 'nguyen')).toMatchObject({ limited: true, results: { length: 10 } })
    expect(idsOf(await search(alice, 'nguyen', 50))).not.toContain(last.userId)
    const roomId = await alice.createRoom({ preset: 'private_chat' })
    await alice.invite(roomId, last.userId)
    await last.join(roomId)
    for (const term of ['nguyen', 'ngu', 'nguyen z']) expect(idsOf(await search(alice, term))[0], term).toBe(last.userId)
    expect((await search(alice, 'nguyen', 50)).results).toHaveLength(50)
  })

  test('the ledger has who was shown, by which words; an empty answer is none', async () => {
    const before = (await readsOf(ministry, 'searchUserDirectory')).length
    await search(alice, 'mart')
    await search(alice, 'nobody of that name')
    const rows = (await readsOf(ministry, 'searchUserDirectory')).slice(before)
    expect(rows).toMatchObject([{ kind: 'people', count: 4, subject: 'directory:mart' }])
  })

  test('a stranger without a token, and a body without a term, are refused', async () => {
    expect(refusal(await request(ministry.url, 'POST', PATH, { body: { search_term: 'mart' } }))).toEqual([401, 'M_MISSING_TOKEN'])
    expect(refusal(await alice.post(PATH, {}))).toEqual([400, 'M_MISSING_PARAM'])
    expect(refusal(await alice.post(PATH, { search_term: 7 }))).toEqual([400, 'M_BAD_JSON'])
  })
})

describe('on an ordinary homeserver', () => {
  let chappe: TestServer<Server>
  beforeAll(async () => {
    chappe = await startTestServer(buildServer)
  })
  afterAll(async () => chappe[Symbol.asyncDispose]())

  test('Bob finds whom he shares a room with, and people of rooms that are open, and nobody else', async () => {
    const bob = await chappe.person('bob')
    const zoe = await chappe.person('zoe')
    expect(idsOf(await search(bob, 'zoe'))).toEqual([])
    expect(idsOf(await search(bob, 'b'))).toEqual([bob.userId])
    const roomId = await zoe.createRoom({ preset: 'private_chat' })
    expect(idsOf(await search(bob, 'z'))).toEqual([])
    await zoe.setState(roomId, 'm.room.join_rules', '', { join_rule: 'public' })
    expect(idsOf(await search(bob, 'z'))).toEqual([zoe.userId])
    await zoe.setState(roomId, 'm.room.join_rules', '', { join_rule: 'invite' })
    expect(idsOf(await search(bob, 'z'))).toEqual([])
    await zoe.setState(roomId, 'm.room.history_visibility', '', { history_visibility: 'world_readable' })
    expect(idsOf(await search(bob, 'z'))).toEqual([zoe.userId])
    await zoe.setState(roomId, 'm.room.history_visibility', '', { history_visibility: 'shared' })
    await zoe.invite(roomId, bob.userId)
    expect(idsOf(await search(bob, 'z'))).toEqual([])
    await bob.join(roomId)
    expect(idsOf(await search(bob, 'z'))).toEqual([zoe.userId])
    await bob.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/leave`)
    expect(idsOf(await search(bob, 'z'))).toEqual([])
  })
})
