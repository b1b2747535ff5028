// The record of the desk: the attempt is durable before anything is done, its outcome commits with what was done; without a
// record nothing is done, and without a passkey nothing on a government server.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { PASSWORD, createPerson, request, serverOfThisFile, startTestServer } from '@chappe/testkit'
import { createHmac } from 'node:crypto'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { of, personWith, REASON, refusal, stateOf, tried, V1 } from './_desk.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const chappe = await serverOfThisFile(buildServer)
let sam: Person
beforeAll(async () => {
  sam = await personWith(chappe, 'sam', 'security_officer')
})

test('no record, no act', async () => {
  const jane = await chappe.person('jane')
  await chappe.database.query('ALTER TABLE desk_action RENAME TO hidden_away')
  const answers = [await sam.post(of(jane, 'contain'), REASON), await sam.post(of(jane, 'watch'), REASON), await sam.post(`${V1}/cases`, { title: 'x' })]
  await chappe.database.query('ALTER TABLE hidden_away RENAME TO desk_action')
  for (const answer of answers) expect(answer.status).toBe(500)
  expect(await stateOf(chappe, jane)).toBe('active')
  expect((await jane.get('/_matrix/client/v3/account/whoami')).status).toBe(200)
})

test('the attempt is there before the act: while an act waits, its row has no outcome', async () => {
  const jack = await chappe.person('jack')
  const rows = () => tried(chappe, jack.userId)
  // The database takes its time over the account.
  await chappe.database.query('CREATE FUNCTION take_long() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(3); RETURN NEW; END $$')
  await chappe.database.query("CREATE TRIGGER slow BEFORE UPDATE ON account FOR EACH ROW WHEN (NEW.user_id = '@jack:chappe.test') EXECUTE FUNCTION take_long()")
  const acting = sam.post(of(jack, 'contain'), REASON)
  await vi.waitFor(async () => expect(await rows()).toEqual([['containAccount', sam.userId, null]]), { timeout: 10_000 })
  expect(await stateOf(chappe, jack)).toBe('active')
  expect((await acting).status).toBe(200)
  await chappe.database.query('DROP TRIGGER slow ON account')
  expect(await rows()).toEqual([['containAccount', sam.userId, 'done']])
})

test('where the outcome cannot be written, nothing was done', async () => {
  const june = await chappe.person('june')
  await chappe.database.query(`CREATE FUNCTION refuse_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'no room for outcomes'; END $$`)
  await chappe.database.query("CREATE TRIGGER refuse BEFORE UPDATE ON desk_action FOR EACH ROW WHEN (NEW.outcome = 'done') EXECUTE FUNCTION refuse_outcome()")
  const answers = [await sam.post(of(june, 'contain'), REASON), await sam.post(of(june, 'watch'), REASON)]
  await chappe.database.query('DROP TRIGGER refuse ON desk_action')
  for (const answer of answers) expect(answer.status).toBe(500)
  expect(await stateOf(chappe, june)).toBe('active')
  expect((await june.get('/_matrix/client/v3/account/whoami')).status).toBe(200)
  expect(await tried(chappe, june.userId)).toEqual([
    ['containAccount', sam.userId, 'failed'],
    ['watchAccount', sam.userId, 'failed'],
  ])
})

test('the trail is read from its end, page by page', async () => {
  const auditor = await personWith(chappe, 'anna', 'auditor')
  const first = (await auditor.get('/_chappe/desk/v1/audit?limit=1')).body
  const second = (await auditor.get(`/_chappe/desk/v1/audit?limit=1&from=${first.next}`)).body
  const ids = [...first.actions, ...second.actions].map((each: Json) => each.action_id)
  expect(ids[0]).toBeGreaterThan(ids[1])
  expect(new Set(ids).size).toBe(2)
})

describe('on a government server', () => {
  test('nobody acts at the desk without a passkey; the attempt is on record', async () => {
    await using ministry = await startTestServer(buildServer, { profile: 'government' })
    const [officer, jane] = [await made(ministry, 'officer'), await made(ministry, 'jane')]
    await ministry.server.homeserver.ports.accounts.setRoles(officer.userId, ['security_officer'], async () => undefined)
    const refused = await officer.post(of(jane, 'contain'), REASON)
    expect(refusal(refused)).toEqual([403, 'M_FORBIDDEN'])
    expect(refused.body['org.chappe.step_up']).toMatchObject({ act: 'contain_account' })
    expect(await stateOf(ministry, jane)).toBe('active')
    expect(await tried(ministry, jane.userId)).toEqual([['containAccount', officer.userId, 'M_FORBIDDEN']])
    // Through the socket of the machine it goes on, as what it is.
    const done = await ministry.server.desk.machine.breakGlass({ userId: jane.userId, reason: 'at night' })
    expect(done.caseId).toBeGreaterThan(0)
    expect(await stateOf(ministry, jane)).toBe('contained')
    expect(await tried(ministry, jane.userId)).toEqual([['containAccount', officer.userId, 'M_FORBIDDEN'], ['containAccount', null, 'done']])
  })
})

async function made(ministry: TestServer<Server>, username: string): Promise<Person> {
  const path = '/_synapse/admin/v1/register'
  const { nonce } = (await request(ministry.url, 'GET', path)).body
  const mac = createHmac('sha1', ministry.config.registrationSharedSecret ?? '').update([nonce, username, PASSWORD, 'notadmin'].join('\0')).digest('hex')
  const answer = await request(ministry.url, 'POST', path, { body: { nonce, username, password: PASSWORD, admin: false, mac } })
  return createPerson(() => ministry.url, answer.body)
}
