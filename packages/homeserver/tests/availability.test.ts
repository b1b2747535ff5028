// When people are to be reached: what they may say, and who is told.
import { getUserProfile, listAway, listRoomPeople, searchUserDirectory } from '@chappe/contract'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Json, Person, TestServer } from '@chappe/testkit'
import { request } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { refusal } from './_accounts.ts'
import { readsOf } from './_keys.ts'
import { memberOf, startMinistry } from './_ministry.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const FIELD = 'org.chappe.availability'
const EXTERNALS = { type: 'org.chappe.room.externals', state_key: '', content: { allowed: true } }
const HOUR = 3_600_000
let ministry: TestServer<Server>
let alice: Person
let bob: Person
let carol: Person
let eve: Person

const pathOf = (person: Person): string => getUserProfile.path.replace('{userId}', encodeURIComponent(person.userId))
const say = (person: Person, value: Json, field = FIELD): Promise<HttpAnswer> => person.put(`${pathOf(person)}/${field}`, { [field]: value })
const seen = async (who: Person, of: Person): Promise<Json> => (await who.get(pathOf(of))).body
const away = async (who: Person, ...of: { userId: string }[]): Promise<Json> => (await who.post(listAway.path, { user_ids: of.map(({ userId }) => userId) })).body.away
const absence = (fromMs: number, untilMs: number): Json => ({ time_zone: 'Europe/Paris', away: { from_ts: fromMs, until_ts: untilMs, text: 'Ask Alice.' } })

beforeAll(async () => {
  ministry = await startMinistry()
  ;[alice, bob] = [await memberOf(ministry, 'alice'), await memberOf(ministry, 'bob')]
  carol = await memberOf(ministry, 'carol', { organisation: 'finance' })
  eve = await memberOf(ministry, 'eve', { type: 'external', organisation: 'acme' })
})
afterAll(async () => ministry[Symbol.asyncDispose]())

test('Bob says when he is away; colleagues read it, another ministry only once it shares a room with him', async () => {
  const now = ministry.clock.now()
  const said = absence(now, now + HOUR)
  for (const answer of [await say(bob, said), await say(bob, said)]) expect(answer.status).toBe(200)
  await say(bob, { text: 'at the sea' }, 'org.chappe.status')
  expect(await seen(alice, bob)).toEqual({ [FIELD]: said, 'org.chappe.status': { text: 'at the sea' } })
  expect(await seen(carol, bob)).toEqual({})
  expect(refusal(await carol.get(`${pathOf(bob)}/${FIELD}`))).toEqual([404, 'M_NOT_FOUND'])
  expect(await away(carol, bob)).toEqual([])
  const roomId = await bob.createRoom({ invite: [carol.userId, eve.userId], initial_state: [EXTERNALS] })
  expect((await eve.get(pathOf(bob))).status).toBe(404)
  await carol.join(roomId)
  await eve.join(roomId)
  for (const who of [carol, eve]) expect(await seen(who, bob)).toMatchObject({ [FIELD]: said })
  expect((await readsOf(ministry, 'getUserProfile')).at(-1)).toMatchObject({ kind: 'people', count: 1, subject: bob.userId })
  const people = (await eve.get(listRoomPeople.path.replace('{roomId}', encodeURIComponent(roomId)))).body.people
  expect(people.find((each: Json) => each.user_id === bob.userId)).toMatchObject({ away_until_ts: now + HOUR })
})

test('who is away is told of those one may know it of, with its row in the ledger, and is over by itself', async () => {
  const now = ministry.clock.now()
  await say(bob, absence(now, now + HOUR))
  await say(alice, absence(now + HOUR, now + 2 * HOUR))
  const known = { user_id: bob.userId, from_ts: now, until_ts: now + HOUR }
  expect(await away(carol, alice, bob, { userId: '@nobody:chappe.test' })).toEqual([known])
  expect(await away(bob, alice)).toEqual([{ user_id: alice.userId, from_ts: now + HOUR, until_ts: now + 2 * HOUR }])
  expect(await away(eve, alice, bob)).toEqual([known])
  expect((await readsOf(ministry, 'listAway')).at(-1)).toMatchObject({ kind: 'people', count: 1, subject: 'away' })
  expect((await alice.post(searchUserDirectory.path, { search_term: 'bob' })).body.results).toMatchObject([{ user_id: bob.userId, 'org.chappe.away_until_ts': now + HOUR }])
  const dave = await memberOf(ministry, 'dave', { organisation: 'finance' })
  expect((await dave.post(searchUserDirectory.path, { search_term: 'bob' })).body.results[0]['org.chappe.away_until_ts']).toBeUndefined()
  ministry.clock.advance(HOUR)
  expect(await away(carol, bob)).toEqual([])
  expect((await alice.post(searchUserDirectory.path, { search_term: 'bob' })).body.results[0]['org.chappe.away_until_ts']).toBeUndefined()
})

test.each<[string, Json]>([
  [FIELD, 'soup'],
  [FIELD, {}],
  [FIELD, { time_zone: 'Mars/Olympus' }],
  [FIELD, { time_zone: 'UTC', away: { from_ts: 5, until_ts: 5, text: '' } }],
  [FIELD, { time_zone: 'UTC', away: { from_ts: 0, until_ts: 1e15, text: '' } }],
  [FIELD, { time_zone: 'UTC', away: { from_ts: 0, until_ts: 5, text: 'x'.repeat(301) } }],
  [FIELD, { time_zone: 'UTC', working_hours: [{ days: [1], from: '9', to: '18:00' }] }],
  [FIELD, { time_zone: 'UTC', working_hours: Array.from({ length: 15 }, () => ({ days: [1], from: '09:00', to: '18:00' })) }],
  ['org.chappe.status', 'away'],
  ['org.chappe.status', { text: 'x'.repeat(201) }],
  ['org.chappe.status', { text: 'x', until_ts: 'never' }],
])('what does not fit is refused, and what stood there stays: %s %j', async (field, value) => {
  const before = await seen(carol, carol)
  expect(refusal(await say(carol, value, field))).toEqual([400, 'M_INVALID_PARAM'])
  expect(await seen(carol, carol)).toEqual(before)
})

test('a stranger is told nothing, and nobody is asked for more than a hundred', async () => {
  expect(refusal(await request(ministry.url, 'POST', listAway.path, { body: { user_ids: [] } }))).toEqual([401, 'M_MISSING_TOKEN'])
  expect(refusal(await alice.post(listAway.path, {}))).toEqual([400, 'M_MISSING_PARAM'])
  expect((await alice.post(listAway.path, { user_ids: Array.from({ length: 101 }, () => bob.userId) })).status).toBe(400)
  expect(await away(alice)).toEqual([])
})
