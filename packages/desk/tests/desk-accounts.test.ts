// The security officer and the operator look after accounts: finding them, watching, stopping, opening, closing them.
import { buildServer } from '@chappe/server'
import type { Person } from '@chappe/testkit'
import { request, serverOfThisFile } from '@chappe/testkit'
import { beforeAll, expect, test, vi } from 'vitest'
import { intoOrganisation, logIn, of, personWith, readsOf, REASON, refusal, stateOf, tried, V1 } from './_desk.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const chappe = await serverOfThisFile(buildServer)
let sam: Person
let olga: Person
let oona: Person
beforeAll(async () => {
  sam = await personWith(chappe, 'sam', 'security_officer')
  olga = await personWith(chappe, 'olga', 'organisation_admin')
  oona = await personWith(chappe, 'oona', 'operator')
  await intoOrganisation(chappe, 'finance', olga)
})

test('everybody with a role is told who they are at the desk', async () => {
  expect((await sam.get('/_chappe/desk/v1/me')).body).toEqual({ user_id: sam.userId, roles: ['security_officer'], scope: 'everybody' })
  expect((await olga.get('/_chappe/desk/v1/me')).body).toEqual({ user_id: olga.userId, roles: ['organisation_admin'], scope: 'own organisation' })
})

test('Sam finds people by parts of names and addresses, page by page, and the ledger has it', async () => {
  const emma = await chappe.person('emma-find')
  await chappe.person('erik-find')
  await chappe.database.query("INSERT INTO account_address SELECT 'emma.dupont@finance.example', user_nid, 0 FROM account WHERE user_id = $1", [emma.userId])
  const found = async (query: string) => (await sam.get(`/_chappe/desk/v1/accounts?${query}`)).body
  expect((await found('search=-find')).accounts.map((each: { user_id: string }) => each.user_id)).toEqual(['@emma-find:chappe.test', '@erik-find:chappe.test'])
  expect((await found('search=emma.dupont')).total).toBe(1)
  expect((await found('search=%25')).total).toBe(0)
  const first = await found('search=-find&limit=1')
  expect([first.accounts.length, first.total, first.next]).toEqual([1, 2, '1'])
  expect((await found('search=-find&limit=1&from=1')).accounts[0].user_id).toBe('@erik-find:chappe.test')
  expect(await readsOf(chappe, 'listDeskAccounts')).toBeGreaterThan(3)
})

test('an account with its devices, addresses and rooms', async () => {
  const emma = await chappe.person('emma')
  await emma.createRoom()
  const answer = await sam.get(`/_chappe/desk/v1/accounts/${encodeURIComponent(emma.userId)}`)
  expect([answer.status, answer.body]).toEqual([200, {
    user_id: emma.userId,
    state: 'active',
    display_name: null,
    account_type: 'agent',
    organisation_id: null,
    roles: [],
    must_enrol: false,
    created_at_ms: expect.any(Number),
    valid_until_ms: null,
    last_seen_at_ms: expect.any(Number),
    addresses: [],
    devices: [{ device_id: emma.deviceId, display_name: null, last_seen_ip: '127.0.0.1', last_seen_at_ms: expect.any(Number), on_probation_since_ms: null }],
    joined_rooms: 1,
    invitations: 0,
    job: { title: '', service: '', phone: '', place: '' },
    is_job_of_directory: false,
  }])
  expect(await readsOf(chappe, 'getDeskAccount')).toBe(1)
  expect(refusal(await sam.get(of({ userId: '@nobody:chappe.test' })))).toEqual([404, 'M_NOT_FOUND'])
  // The server's own account is none of the desk's.
  expect(refusal(await sam.post(of({ userId: '@server-notices:chappe.test' }, 'contain'), REASON))).toEqual([404, 'M_NOT_FOUND'])
})

test('Emma is watched and not told; suspended by her organisation and opened again, she is still watched', async () => {
  const emma = await chappe.person('emma-watched')
  await intoOrganisation(chappe, 'finance', emma)
  expect((await sam.post(`/_chappe/desk/v1/accounts/${encodeURIComponent(emma.userId)}/watch`, REASON)).body).toEqual({ state: 'watched' })
  expect((await emma.createRoom()).startsWith('!')).toBe(true)
  expect((await olga.post(`/_chappe/desk/v1/accounts/${encodeURIComponent(emma.userId)}/suspend`, REASON)).body).toEqual({ state: 'suspended' })
  expect(refusal(await emma.post('/_matrix/client/v3/createRoom'))).toEqual([403, 'M_USER_SUSPENDED'])
  expect((await emma.get('/_matrix/client/v3/sync')).status).toBe(200)
  await olga.post(`/_chappe/desk/v1/accounts/${encodeURIComponent(emma.userId)}/reopen`, REASON)
  expect(await stateOf(chappe, emma)).toBe('watched')
  expect((await sam.post(`/_chappe/desk/v1/accounts/${encodeURIComponent(emma.userId)}/unwatch`, REASON)).body).toEqual({ state: 'active' })
  expect(refusal(await sam.post(of(emma, 'unwatch'), REASON))).toEqual([400, 'M_BAD_STATE'])
  expect(await tried(chappe, emma.userId)).toEqual([
    ['watchAccount', sam.userId, 'done'],
    ['suspendAccount', olga.userId, 'done'],
    ['reopenAccount', olga.userId, 'done'],
    ['unwatchAccount', sam.userId, 'done'],
    ['unwatchAccount', sam.userId, 'M_BAD_STATE'],
  ])
})

test('a quarantined account stands still with everything it has; only security lets it go on', async () => {
  const emma = await chappe.person('emma-quarantined')
  await intoOrganisation(chappe, 'finance', emma)
  await sam.post(`/_chappe/desk/v1/accounts/${encodeURIComponent(emma.userId)}/quarantine`, REASON)
  const answer = await emma.get('/_matrix/client/v3/sync')
  expect([...refusal(answer), answer.body.soft_logout]).toEqual([401, 'M_USER_LOCKED', true])
  expect(refusal(await logIn(chappe.url, 'emma-quarantined'))).toEqual([401, 'M_USER_LOCKED'])
  for (const who of [olga, oona]) expect(refusal(await who.post(of(emma, 'reopen'), REASON))).toEqual([403, 'M_FORBIDDEN'])
  expect((await sam.post(of(emma, 'reopen'), REASON)).body).toEqual({ state: 'active' })
  expect((await emma.get('/_matrix/client/v3/sync')).status).toBe(200)
})

test('the operator gives roles, which hold from the next call on; nobody gives them to themselves', async () => {
  const emma = await chappe.person('emma-auditor')
  expect(refusal(await emma.get('/_chappe/desk/v1/audit'))).toEqual([403, 'M_FORBIDDEN'])
  const set = (userId: string, roles: string[]) => oona.put(`/_chappe/desk/v1/accounts/${encodeURIComponent(userId)}/roles`, { ...REASON, roles })
  expect((await set(emma.userId, ['auditor'])).body).toMatchObject({ user_id: emma.userId, roles: ['auditor'] })
  expect((await emma.get('/_chappe/desk/v1/audit')).status).toBe(200)
  await set(emma.userId, [])
  expect(refusal(await emma.get('/_chappe/desk/v1/audit'))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await set(oona.userId, ['operator', 'security_officer']))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await set(emma.userId, ['emperor']))).toEqual([400, 'M_BAD_JSON'])
  expect(await tried(chappe, oona.userId)).toEqual([['setDeskRoles', oona.userId, 'M_FORBIDDEN']])
})

test('a closed account is closed for good', async () => {
  const emma = await chappe.person('emma-closed')
  expect((await oona.post(`/_chappe/desk/v1/accounts/${encodeURIComponent(emma.userId)}/close`, REASON)).body).toEqual({ state: 'closed' })
  for (const what of ['reopen', 'contain', 'watch', 'close']) {
    expect(refusal(await sam.post(of(emma, what), REASON))).toEqual([400, 'M_BAD_STATE'])
  }
  const again = await request(chappe.url, 'POST', '/_matrix/client/v3/register', { body: { username: 'emma-closed', password: 'x', auth: { type: 'm.login.dummy' } } })
  expect(refusal(again)).toEqual([400, 'M_USER_IN_USE'])
})

test('without a reason nothing is done, nor in a case there is not', async () => {
  const emma = await chappe.person('emma-reason')
  expect(refusal(await sam.post(of(emma, 'contain'), {}))).toEqual([400, 'M_MISSING_PARAM'])
  expect(refusal(await sam.post(of(emma, 'contain'), { reason: '' }))).toEqual([400, 'M_BAD_JSON'])
  expect(refusal(await sam.post(of(emma, 'contain'), { ...REASON, case_id: 4711 }))).toEqual([404, 'M_NOT_FOUND'])
  expect(await stateOf(chappe, emma)).toBe('active')
})

test('cases are opened, written in and closed; what is no number is no case', async () => {
  const opened = await sam.post('/_chappe/desk/v1/cases', { title: 'A lure by mail' })
  expect(opened.body).toMatchObject({ title: 'A lure by mail', opened_by: sam.userId, closed_at_ms: null })
  const path = `${V1}/cases/${opened.body.case_id}`
  expect((await sam.post(`${path}/notes`, { body: 'Three people have clicked' })).body).toEqual({ note_id: expect.any(Number) })
  expect((await sam.post(`/_chappe/desk/v1/cases/${opened.body.case_id}/close`, { reason: 'nothing came of it' })).body).toEqual({})
  expect(refusal(await sam.post(`${path}/close`, REASON))).toEqual([400, 'M_BAD_STATE'])
  const found = (await sam.get(`/_chappe/desk/v1/cases/${opened.body.case_id}`)).body
  expect(found.notes.map((each: { kind: string; body: string }) => [each.kind, each.body])).toEqual([
    ['note', 'Three people have clicked'],
    ['closing', 'nothing came of it'],
  ])
  expect(found.closed_at_ms).toEqual(expect.any(Number))
  for (const id of ['0', '-1', 'x', '999999', '1e3']) expect(refusal(await sam.get(`/_chappe/desk/v1/cases/${id}`))).toEqual([404, 'M_NOT_FOUND'])
  expect((await sam.get('/_chappe/desk/v1/cases?limit=1')).body.cases.length).toBe(1)
})

test('Olga says what people of her organisation do: on record, not of herself, not of others, and not where their directory does', async () => {
  const [fred, gina, hugo] = [await chappe.person('fred'), await chappe.person('gina'), await chappe.person('hugo')]
  await intoOrganisation(chappe, 'finance', fred, gina)
  await intoOrganisation(chappe, 'justice', hugo)
  const job = { title: 'Chef de bureau', service: 'Achats', phone: '', place: 'Bercy' }
  const set = (person: Person, by = olga, what: object = job) => by.put(`/_chappe/desk/v1/accounts/${encodeURIComponent(person.userId)}/job`, { ...REASON, ...what })
  for (const answer of [await set(fred), await set(fred)]) expect([answer.status, answer.body]).toEqual([200, {}])
  expect((await sam.get(of(fred))).body).toMatchObject({ job, is_job_of_directory: false })
  expect((await gina.get(`/_matrix/client/v3/profile/${fred.userId}`)).body['org.chappe.job']).toEqual({ title: 'Chef de bureau', service: 'Achats', place: 'Bercy' })
  expect(refusal(await set(olga))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await set(hugo))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await set(fred, sam))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await set(fred, olga, { ...job, title: 'x'.repeat(121) }))).toEqual([400, 'M_BAD_JSON'])
  expect(refusal(await olga.put(of(fred, 'job'), job))).toEqual([400, 'M_MISSING_PARAM'])
  expect(await tried(chappe, fred.userId)).toEqual([
    ['setAccountJob', olga.userId, 'done'], ['setAccountJob', olga.userId, 'done'], ['setAccountJob', sam.userId, 'M_FORBIDDEN'],
  ])
  await chappe.database.query("INSERT INTO account_address SELECT 'gina@finance.example', user_nid, 0 FROM account WHERE user_id = $1", [gina.userId])
  await chappe.database.query(
    `INSERT INTO directory_person (person_id, organisation_nid, user_name, address, display_name, is_active, created_at_ms, changed_at_ms)
     SELECT 'p1', organisation_nid, 'gina', 'gina@finance.example', 'Gina', true, 0, 0 FROM organisation WHERE organisation_id = 'finance'`,
  )
  expect(refusal(await set(gina))).toEqual([400, 'M_BAD_STATE'])
  expect((await sam.get(of(gina))).body.is_job_of_directory).toBe(true)
  const alone = await chappe.person('alone')
  expect(refusal(await set(alone, oona))).toEqual([400, 'M_BAD_STATE'])
})
