// Jobs: what their organisation says that people do, who finds them by it, and who is told of it.
import { getUserProfile, listRoomPeople, searchUserDirectory, setProfileField } from '@chappe/contract'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Json, Person, TestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { refusal } from './_accounts.ts'
import { readsOf } from './_keys.ts'
import { memberOf, startMinistry } from './_ministry.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const EXTERNALS = { type: 'org.chappe.room.externals', state_key: '', content: { allowed: true } }
const RSSI = { title: 'RSSI', service: 'Sous-direction du numérique', phone: '+33 1 40 07 60 60', place: 'Beauvau, B 212' }
let ministry: TestServer<Server>
let alice: Person
let rachid: Person
let carol: Person
let eve: Person

async function setJob(person: Person, job: Partial<typeof RSSI>): Promise<void> {
  const [row] = await ministry.database.query('SELECT user_nid FROM account WHERE user_id = $1', [person.userId])
  await ministry.server.homeserver.ports.jobs.set(Number(row?.['user_nid']), { title: '', service: '', phone: '', place: '', ...job })
}
async function nameThem(person: Person, name: string): Promise<void> {
  await ministry.database.query(
    'INSERT INTO profile (user_id, displayname) VALUES ($1, $2) ON CONFLICT (user_id) DO UPDATE SET displayname = excluded.displayname', [person.userId, name],
  )
}
const find = async (who: Person, term: string): Promise<Json[]> => (await who.post(searchUserDirectory.path, { search_term: term })).body.results
const idsOf = async (who: Person, term: string): Promise<string[]> => (await find(who, term)).map((each: Json) => each.user_id)
const profile = (who: Person, of: Person): Promise<HttpAnswer> => who.get(getUserProfile.path.replace('{userId}', encodeURIComponent(of.userId)))
const jobSeenBy = async (who: Person, of: Person): Promise<Json> => (await profile(who, of)).body['org.chappe.job']

beforeAll(async () => {
  ministry = await startMinistry()
  ;[alice, rachid] = [await memberOf(ministry, 'alice'), await memberOf(ministry, 'rachid')]
  carol = await memberOf(ministry, 'carol', { organisation: 'finance' })
  eve = await memberOf(ministry, 'eve', { type: 'external', organisation: 'acme' })
  await nameThem(rachid, 'Rachid Benali (interior)')
  await setJob(rachid, RSSI)
})
afterAll(async () => ministry[Symbol.asyncDispose]())

test('Alice finds Rachid by what he does, by his service, and by both with his name, in any order', async () => {
  const shown = {
    user_id: rachid.userId, display_name: 'Rachid Benali (interior)', 'org.chappe.account_type': 'agent', 'org.chappe.organisation': 'interior',
    'org.chappe.title': 'RSSI', 'org.chappe.service': 'Sous-direction du numérique',
  }
  expect(await find(alice, 'rssi')).toEqual([shown])
  expect(await find(alice, 'rssi')).toEqual([shown])
  for (const term of ['numeriq', 'numérique benali', 'rachid rssi', 'benali sous-direction', 'RSSI du']) expect(await idsOf(alice, term), term).toEqual([rachid.userId])
  expect(await idsOf(alice, 'rssi dupont')).toEqual([])
  expect((await readsOf(ministry, 'searchUserDirectory')).at(-1)).toMatchObject({ kind: 'people', count: 1, subject: 'directory:RSSI du' })
})

test('whose name it is comes before whose job it is', async () => {
  const named = await memberOf(ministry, 'numa')
  await nameThem(named, 'Numa Numerique (interior)')
  await setJob(named, { title: 'Adjointe' })
  expect(await idsOf(alice, 'numerique')).toEqual([named.userId, rachid.userId])
})

test('another ministry finds nobody by it, and sees title and service of whom it finds by their whole name', async () => {
  expect(await find(carol, 'rssi')).toEqual([])
  expect(await find(carol, 'sous-direction du numerique')).toEqual([])
  expect(await find(carol, 'Rachid Benali')).toMatchObject([{ user_id: rachid.userId, 'org.chappe.title': 'RSSI' }])
  expect(await jobSeenBy(carol, rachid)).toEqual({ title: RSSI.title, service: RSSI.service })
})

test('colleagues, and who shares a room, see phone and office; who is from outside sees nothing of it', async () => {
  expect(await jobSeenBy(alice, rachid)).toEqual(RSSI)
  const roomId = await rachid.createRoom({ invite: [carol.userId, eve.userId], initial_state: [EXTERNALS] })
  await carol.join(roomId)
  await eve.join(roomId)
  expect(await jobSeenBy(carol, rachid)).toEqual(RSSI)
  expect([(await profile(eve, rachid)).status, await jobSeenBy(eve, rachid)]).toEqual([200, undefined])
  expect(refusal(await eve.post(searchUserDirectory.path, { search_term: 'rssi' }))).toEqual([403, 'M_FORBIDDEN'])
  const people = async (who: Person): Promise<Json> =>
    (await who.get(listRoomPeople.path.replace('{roomId}', encodeURIComponent(roomId)))).body.people.find((each: Json) => each.user_id === rachid.userId)
  expect(await people(carol)).toEqual({ user_id: rachid.userId, account_type: 'agent', organisation_id: 'interior', title: RSSI.title, service: RSSI.service })
  expect(await people(eve)).toEqual({ user_id: rachid.userId, account_type: 'agent', organisation_id: 'interior' })
  expect((await readsOf(ministry, 'getUserProfile')).at(-1)).toMatchObject({ kind: 'people', count: 1, subject: rachid.userId })
})

test('nobody says of themselves what they do, by whatever way', async () => {
  const path = setProfileField.path.replace('{userId}', encodeURIComponent(alice.userId)).replace('{keyName}', 'org.chappe.job')
  expect(refusal(await alice.put(path, { 'org.chappe.job': RSSI }))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await alice.delete(path))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await alice.get(path))).toEqual([404, 'M_NOT_FOUND'])
  // As it would stand there from before there were jobs.
  await ministry.database.query(`INSERT INTO profile (user_id, fields) VALUES ($1, '{"org.chappe.job":{"title":"RSSI"}}') ON CONFLICT (user_id) DO UPDATE SET fields = excluded.fields`, [alice.userId])
  await ministry.restart()
  expect(await jobSeenBy(rachid, alice)).toBeUndefined()
  expect(await jobSeenBy(alice, alice)).toBeUndefined()
})

test('who gets another job is found by the new one, and who is gone by none', async () => {
  const paul = await memberOf(ministry, 'paul')
  await setJob(paul, { title: 'Standardiste' })
  await expect.poll(() => idsOf(alice, 'standardiste')).toEqual([paul.userId])
  await setJob(paul, { title: 'Archiviste' })
  await expect.poll(() => idsOf(alice, 'standardiste')).toEqual([])
  expect(await idsOf(alice, 'archiviste')).toEqual([paul.userId])
  await ministry.server.homeserver.ports.contain(paul.userId)
  await expect.poll(() => idsOf(alice, 'archiviste')).toEqual([])
})

test('of hundreds who do the same some are shown, and that there are more', async () => {
  await ministry.database.query(`WITH made AS (INSERT INTO account (user_id, created_at_ms, organisation_nid)
      SELECT '@g' || n || ':chappe.test', 0, (SELECT organisation_nid FROM organisation WHERE organisation_id = 'interior') FROM generate_series(1, 300) n RETURNING user_nid)
    INSERT INTO account_job (user_nid, title, service, phone, place, changed_at_ms) SELECT user_nid, 'Gardienne de la paix', 'Brigade ' || user_nid, '', '', 0 FROM made`)
  await expect.poll(async () => (await alice.post(searchUserDirectory.path, { search_term: 'gardienne paix', limit: 20 })).body, { timeout: 20_000 }).toMatchObject({ limited: true, results: { length: 20 } })
})
