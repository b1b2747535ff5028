// Recovery: an organisation admin and a security officer let somebody in again who has lost every passkey.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { TestServer } from '@chappe/testkit'
import { createAuthenticator, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { refusal } from './_accounts.ts'
import type { Enrolled } from './_web.ts'
import { browserOn, enrolIn, enrolled, signInWith, touch } from './_web.ts'

const RECOVERIES = '/_chappe/client/v1/recoveries'
const DAY_MS = 24 * 60 * 60_000

let ministry: TestServer<Server>
let alice: Enrolled
let admin: Enrolled
let officer: Enrolled
let both: Enrolled

async function appoint({ person }: Enrolled, roles: string[], organisation = 'towers'): Promise<void> {
  const own = 'SELECT user_nid FROM account WHERE user_id = $1'
  for (const role of roles) await ministry.database.query(`INSERT INTO account_role SELECT user_nid, $2, 0 FROM (${own}) a`, [person.userId, role])
  await ministry.database.query(
    'UPDATE account SET organisation_nid = (SELECT organisation_nid FROM organisation WHERE organisation_id = $2) WHERE user_id = $1',
    [person.userId, organisation],
  )
}

beforeAll(async () => {
  ministry = await startTestServer(buildServer, { profile: 'government' })
  for (const id of ['towers', 'bridges']) {
    await ministry.database.query('INSERT INTO organisation (organisation_id, name, created_at_ms) VALUES ($1, $1, 0)', [id])
  }
  const roles: [string, string[], string?][] = [['alice', []], ['ada', ['organisation_admin']], ['otto', ['security_officer']], ['bea', ['organisation_admin', 'security_officer']], ['berta', ['organisation_admin'], 'bridges']]
  for (const [name, held, organisation] of roles) {
    const made = await enrolled(ministry, name)
    await appoint(made, held, organisation)
    if (name === 'alice') alice = made
    if (name === 'ada') admin = made
    if (name === 'otto') officer = made
    if (name === 'bea') both = made
    if (name === 'berta') stranger = made
  }
  // Roles are looked up with the next token: these were looked up before.
  await ministry.restart()
})
let stranger: Enrolled
beforeEach(async () => {
  for (const each of [admin, officer, both, stranger]) await touch(ministry, each.person, each.passkey)
})
afterAll(async () => ministry[Symbol.asyncDispose]())

const ask = (by: Enrolled, userId = alice.person.userId) => by.person.post(RECOVERIES, { user_id: userId, reason: 'Seen in person with her badge' })
const agree = (by: Enrolled, id: string) => by.person.post(`${RECOVERIES}/${id}/agree`)

test('Alice has lost her passkey: two people make a link, good a day later, and her device hears of it', async () => {
  const { recovery_id: id } = (await ask(admin)).body
  const beforeMs = ministry.clock.now()
  const agreed = await agree(officer, id)
  expect([agreed.body.user_id, agreed.body.good_from_ms >= beforeMs + DAY_MS]).toEqual(['@alice:chappe.test', true])
  const { enrolment_url: url } = agreed.body
  expect(Object.keys((await alice.person.sync()).rooms.invite)).toHaveLength(1)
  const token = new URL(url).searchParams.get('token') ?? ''
  expect((await browserOn(ministry).post('/enrol', { token })).status).toBe(403)
  ministry.clock.advance(DAY_MS)
  const fresh = createAuthenticator('http://localhost:8008')
  await enrolIn(browserOn(ministry), url, fresh)
  expect((await signInWith(browserOn(ministry), fresh)).status).toBe(303)
  expect((await signInWith(browserOn(ministry), alice.passkey)).status).toBe(403)
  await touch(ministry, officer.person, officer.passkey)
  expect(refusal(await agree(officer, id))).toEqual([404, 'M_NOT_FOUND'])
})

test('nobody does it alone, not even with both roles, nor two of one role', async () => {
  const { recovery_id: byBoth } = (await ask(both)).body
  expect(refusal(await agree(both, byBoth))).toEqual([403, 'M_FORBIDDEN'])
  const { recovery_id: byOfficer } = (await ask(officer)).body
  expect(refusal(await agree(officer, byOfficer))).toEqual([403, 'M_FORBIDDEN'])
  expect((await agree(both, byOfficer)).status).toBe(200)
})

test('the admin of another organisation, whoever has no role, and oneself are refused', async () => {
  expect(refusal(await ask(stranger))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await ask(alice, officer.person.userId))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await ask(admin, admin.person.userId))).toEqual([404, 'M_NOT_FOUND'])
  const { recovery_id: id } = (await ask(officer)).body
  expect(refusal(await agree(stranger, id))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await agree(alice, id))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await agree(admin, 'made-up'))).toEqual([404, 'M_NOT_FOUND'])
})

test('both touch a passkey for it', async () => {
  ministry.clock.advance(10 * 60_000)
  const asked = await ask(admin)
  expect([...refusal(asked), asked.body['org.chappe.step_up'].act]).toEqual([403, 'M_FORBIDDEN', 'recover_account'])
})

test('a link that Alice did not ask for is worth nothing once she has said that it was not her', async () => {
  const dora = await enrolled(ministry, 'dora')
  await appoint(dora, [])
  const { recovery_id: id } = (await ask(admin, dora.person.userId)).body
  const { enrolment_url: url } = (await agree(officer, id)).body
  await dora.person.post('/_chappe/client/v1/not_me')
  ministry.clock.advance(DAY_MS)
  const token = new URL(url).searchParams.get('token') ?? ''
  expect((await browserOn(ministry).post('/enrol', { token })).status).toBe(404)
})
