// SCIM: an organisation's directory says who works there, and accounts follow at once.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Json, MailServer, Person, TestServer } from '@chappe/testkit'
import { request, startMailServer, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { madeByOperator, refusal } from './_accounts.ts'
import { codeIn, signIn } from './_enrolment.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const USERS = '/_chappe/scim/v2/Users'
let mail: MailServer
let ministry: TestServer<Server>
let ada: Person
let token: string
let otherToken: string
const ports = () => ministry.server.homeserver.ports
beforeAll(async () => {
  mail = await startMailServer()
  ministry = await startTestServer(buildServer, { profile: 'government', mailUrl: mail.url })
  ada = await madeByOperator(ministry, 'ada', { admin: true })
  const { organisations, directorySources } = ports()
  const [justice, sante] = [await organisations.create('justice', 'Justice'), await organisations.create('sante', 'Santé')]
  await organisations.putDomain('justice', 'justice.example', { accountType: 'agent', enrolment: 'directory' })
  await organisations.putDomain('sante', 'sante.example', { accountType: 'agent', enrolment: 'directory' })
  token = await directorySources.createToken(justice.organisationNid, 'Entra')
  otherToken = await directorySources.createToken(sante.organisationNid, 'LDAP')
})
afterAll(async () => {
  await ministry[Symbol.asyncDispose]()
  await mail[Symbol.asyncDispose]()
})

/** A directory sends something. */
async function scim(method: string, path: string, body?: unknown, by: string | undefined = token): Promise<HttpAnswer> {
  const answer = await request(ministry.url, method, path, { token: by, body, headers: { 'content-type': 'application/scim+json' } })
  const text = Buffer.from(answer.bytes).toString()
  return { ...answer, body: text === '' ? {} : JSON.parse(text) }
}
const userOf = (name: string, more: object = {}): Json => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: `${name}@justice.example`, externalId: `id-${name}`,
  name: { givenName: 'Jean', familyName: name }, emails: [{ value: `${name}@justice.example`, type: 'work', primary: true }], active: true, ...more,
})
const deactivation = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [{ op: 'replace', path: 'active', value: false }] }

/** Somebody of the directory enrols; the directory has their name. */
async function enrolled(address: string): Promise<Person> {
  const { enrolment } = ports()
  const { enrolmentId } = await enrolment.begin(address)
  const proved = await enrolment.prove(enrolmentId, { code: codeIn((await mail.nextMailTo(address)).text) })
  const { userId } = await enrolment.complete({ enrolmentId, secret: proved.secret, name: 'Ignored Because The Directory Has One' })
  return signIn(ministry, userId)
}
const whoami = (person: Person) => person.get('/_matrix/client/v3/account/whoami')
const nameOf = async (person: Person): Promise<string> => (await person.get(`/_matrix/client/v3/profile/${person.userId}/displayname`)).body.displayname

test('a user is made, read, found, replaced and deleted, in the words of RFC 7643', async () => {
  const made = await scim('POST', USERS, userOf('Valjean'))
  expect([made.status, made.headers.get('content-type')]).toEqual([201, 'application/scim+json'])
  const { id } = made.body
  const whole = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], id, externalId: 'id-Valjean', userName: 'valjean@justice.example',
    displayName: 'Jean Valjean', name: { formatted: 'Jean Valjean' }, emails: [{ value: 'valjean@justice.example', type: 'work', primary: true }],
    active: true, meta: { resourceType: 'User', created: expect.any(String), lastModified: expect.any(String), location: `http://localhost:8008/_chappe/scim/v2/Users/${id}` },
  }
  expect(made.body).toEqual(whole)
  expect((await scim('GET', `/_chappe/scim/v2/Users/${id}`)).body).toEqual(whole)
  for (const filter of ['userName eq "Valjean@justice.example"', 'externalId eq "id-Valjean"', 'emails.value eq "valjean@justice.example"']) {
    const found = await scim('GET', `${USERS}?filter=${encodeURIComponent(filter)}`)
    expect(found.body).toEqual({ schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults: 1, startIndex: 1, itemsPerPage: 1, Resources: [whole] })
  }
  expect((await scim('GET', `${USERS}?filter=${encodeURIComponent('userName eq "nobody"')}`)).body).toMatchObject({ totalResults: 0, Resources: [] })
  const again = await scim('POST', USERS, userOf('VALJEAN'))
  expect([again.status, again.body.scimType]).toEqual([409, 'uniqueness'])
  expect((await scim('PUT', `/_chappe/scim/v2/Users/${id}`, userOf('Valjean', { displayName: 'M. Madeleine' }))).body.displayName).toBe('M. Madeleine')
  expect((await scim('DELETE', `/_chappe/scim/v2/Users/${id}`)).status).toBe(204)
  for (const answer of [await scim('DELETE', `/_chappe/scim/v2/Users/${id}`), await scim('GET', `/_chappe/scim/v2/Users/${id}`), await scim('PATCH', `/_chappe/scim/v2/Users/${id}`, deactivation), await scim('PUT', `/_chappe/scim/v2/Users/${id}`, userOf('x'))]) {
    expect([answer.status, answer.body.schemas]).toEqual([404, ['urn:ietf:params:scim:api:messages:2.0:Error']])
  }
})

test('pages are counted from 1', async () => {
  for (const name of ['a1', 'a2', 'a3']) await scim('POST', USERS, userOf(name))
  const page = await scim('GET', `${USERS}?startIndex=2&count=1`)
  expect(page.body).toMatchObject({ startIndex: 2, itemsPerPage: 1 })
  expect(page.body.totalResults).toBeGreaterThanOrEqual(3)
  expect((await scim('GET', `${USERS}?count=0`)).body.Resources).toEqual([])
  expect((await scim('GET', '/_chappe/scim/v2/ServiceProviderConfig')).body).toMatchObject({ patch: { supported: true }, bulk: { supported: false } })
})

describe('what is refused', () => {
  test.each([
    ['another organisation’s domain', { emails: [{ value: 'eve@sante.example' }] }, 'invalidValue'],
    ['nobody’s domain', { emails: [{ value: 'eve@evil.example' }] }, 'invalidValue'],
    ['two @', { emails: [{ value: 'eve@evil.example@justice.example' }] }, 'invalidValue'],
    ['no name', { name: {}, displayName: '' }, 'invalidValue'],
    ['no userName', { userName: '' }, 'invalidValue'],
    ['a name too long', { displayName: 'x'.repeat(201) }, 'invalidValue'],
  ])('%s', async (_, more, scimType) => {
    const answer = await scim('POST', USERS, userOf('refused', more))
    expect([answer.status, answer.body.scimType]).toEqual([400, scimType])
  })

  test.each(['userName sw "a"', 'userName eq "a" or active eq true', 'password eq "x"', 'userName eq "a\0"', 'userName eq a'])('the filter %s', async (filter) => {
    const answer = await scim('GET', `${USERS}?filter=${encodeURIComponent(filter)}`)
    expect([answer.status, answer.body.scimType]).toEqual([400, 'invalidFilter'])
  })

  test.each<[Json]>([[{}], [{ Operations: [] }], [{ Operations: [7] }], [{ Operations: [{ op: 'move', path: 'active' }] }], [{ Operations: [{ op: 'replace', path: 'active', value: 'maybe' }] }], [{ Operations: [{ op: 'remove', path: 'userName' }] }], [{ Operations: [{ op: 'remove' }] }]])('the patch %j', async (patch) => {
    const { id } = (await scim('GET', `${USERS}?filter=${encodeURIComponent('userName eq "a1@justice.example"')}`)).body.Resources[0]
    expect((await scim('PATCH', `/_chappe/scim/v2/Users/${id}`, patch)).status).toBe(400)
  })

  test('no token, a made-up one, an agent’s, and one that was taken back', async () => {
    const { directorySources, organisations } = ports()
    const { organisationNid } = await organisations.get('justice')
    const revoked = await directorySources.createToken(organisationNid, 'old')
    expect((await scim('GET', USERS, undefined, revoked)).status).toBe(200)
    await directorySources.revokeToken(organisationNid, 'old')
    expect(refusal(await request(ministry.url, 'GET', USERS))).toEqual([401, 'M_MISSING_TOKEN'])
    for (const by of [revoked, 'chappe_scim_made_up', ada.token]) {
      expect((await scim('GET', USERS, undefined, by)).status).toBe(401)
      expect((await scim('POST', USERS, userOf('x'), by)).status).toBe(401)
    }
    const stored = await ministry.database.query('SELECT token_hash::text AS hash FROM directory_token')
    expect(JSON.stringify(stored)).not.toContain(token)
  })

  test('another organisation’s token reads and changes nobody', async () => {
    const { id } = (await scim('POST', USERS, userOf('Cosette'))).body
    expect((await scim('GET', `/_chappe/scim/v2/Users/${id}`, undefined, otherToken)).status).toBe(404)
    expect((await scim('PATCH', `/_chappe/scim/v2/Users/${id}`, deactivation, otherToken)).status).toBe(404)
    expect((await scim('DELETE', `/_chappe/scim/v2/Users/${id}`, undefined, otherToken)).status).toBe(404)
    expect((await scim('GET', USERS, undefined, otherToken)).body.totalResults).toBe(0)
  })
})

describe('accounts follow', () => {
  test('who is in the directory enrols under its name; who is not, does not', async () => {
    await scim('POST', USERS, userOf('Javert', { displayName: 'Émile Javert [Police]' }))
    const javert = await enrolled('javert@justice.example')
    expect(await nameOf(javert)).toBe('Émile Javert Police (Justice)')
    const before = mail.mails.length
    await ports().enrolment.begin('nobody@justice.example')
    await scim('POST', USERS, userOf('inactive', { active: false }))
    await ports().enrolment.begin('inactive@justice.example')
    await scim('POST', USERS, userOf('probe'))
    await enrolled('probe@justice.example')
    expect(mail.mails.slice(before).map((each) => each.to[0])).toEqual(['probe@justice.example'])
  })

  test('who is deactivated is out at the next request, is not revived by enrolling, and comes back by the directory', async () => {
    const { id } = (await scim('POST', USERS, userOf('Marius'))).body
    const marius = await enrolled('marius@justice.example')
    const held = marius.sync({ timeout: 20_000, ...(await marius.sync().then((body: Json) => ({ since: body.next_batch }))) }).then(() => 'answered', () => 'refused')
    expect((await scim('PATCH', `/_chappe/scim/v2/Users/${id}`, deactivation)).body.active).toBe(false)
    expect(refusal(await whoami(marius))).toEqual([401, 'M_USER_LOCKED'])
    expect(await held).toBe('refused')
    await ports().enrolment.begin('marius@justice.example', 'en')
    expect((await mail.nextMailTo('marius@justice.example')).subject).toContain('has an account already')
    await ports().enrolment.renewal.confirmed('marius@justice.example')
    expect(refusal(await whoami(marius))).toEqual([401, 'M_USER_LOCKED'])
    // As a directory in wide use says it.
    expect((await scim('PATCH', `/_chappe/scim/v2/Users/${id}`, { Operations: [{ op: 'Replace', value: { active: 'True' } }] })).body.active).toBe(true)
    expect((await whoami(marius)).status).toBe(200)
  })

  test('whom the desk has stopped the directory does not bring back', async () => {
    const { id } = (await scim('POST', USERS, userOf('Thenardier'))).body
    const thenardier = await enrolled('thenardier@justice.example')
    await ports().contain(thenardier.userId)
    await scim('PATCH', `/_chappe/scim/v2/Users/${id}`, deactivation)
    await scim('PATCH', `/_chappe/scim/v2/Users/${id}`, { Operations: [{ op: 'replace', path: 'active', value: true }] })
    expect(await ministry.database.query('SELECT state FROM account WHERE user_id = $1', [thenardier.userId])).toEqual([{ state: 'contained' }])
    const suspended = (await scim('POST', USERS, userOf('Gavroche'))).body.id
    const gavroche = await enrolled('gavroche@justice.example')
    await ministry.database.query("UPDATE account SET state = 'suspended' WHERE user_id = $1", [gavroche.userId])
    await scim('PATCH', `/_chappe/scim/v2/Users/${suspended}`, deactivation)
    await scim('PATCH', `/_chappe/scim/v2/Users/${suspended}`, { Operations: [{ op: 'replace', path: 'active', value: true }] })
    expect(await ministry.database.query('SELECT state FROM account WHERE user_id = $1', [gavroche.userId])).toEqual([{ state: 'quarantined' }])
  })

  test('who is deleted is suspended', async () => {
    const { id } = (await scim('POST', USERS, userOf('Fantine'))).body
    const fantine = await enrolled('fantine@justice.example')
    expect((await scim('DELETE', `/_chappe/scim/v2/Users/${id}`)).status).toBe(204)
    expect(refusal(await whoami(fantine))).toEqual([401, 'M_USER_LOCKED'])
  })

  test('what the directory says that somebody does is theirs from the first day on, and follows', async () => {
    const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
    const made = await scim('POST', USERS, userOf('Myriel', {
      title: 'Évêque', [ENTERPRISE]: { department: 'Digne' },
      phoneNumbers: [{ value: '+33 6 12', type: 'mobile' }, { value: '+33 4 92 31 00 00', type: 'work' }], addresses: [{ type: 'work', formatted: 'Palais\népiscopal' }],
    }))
    const said = {
      title: 'Évêque', [ENTERPRISE]: { department: 'Digne' },
      phoneNumbers: [{ value: '+33 4 92 31 00 00', type: 'work' }], addresses: [{ formatted: 'Palais épiscopal', type: 'work' }],
    }
    expect(made.body).toMatchObject({ ...said, schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', ENTERPRISE] })
    const myriel = await enrolled('myriel@justice.example')
    const jobOf = async (): Promise<Json> => (await myriel.get(`/_matrix/client/v3/profile/${myriel.userId}`)).body['org.chappe.job']
    expect(await jobOf()).toEqual({ title: 'Évêque', service: 'Digne', phone: '+33 4 92 31 00 00', place: 'Palais épiscopal' })
    const change = async (...Operations: Json[]): Promise<number> => (await scim('PATCH', `${USERS}/${made.body.id}`, { Operations })).status
    expect(await change({ op: 'replace', path: 'title', value: 'Monseigneur' }, { op: 'Add', path: `${ENTERPRISE}:department`, value: 'Basses-Alpes' }, { op: 'replace', path: 'phoneNumbers[type eq "work"].value', value: '04 92' })).toBe(200)
    expect(await jobOf()).toEqual({ title: 'Monseigneur', service: 'Basses-Alpes', phone: '04 92', place: 'Palais épiscopal' })
    expect(await change({ op: 'replace', value: { title: null, [ENTERPRISE]: { department: 'Rome' } } }, { op: 'remove', path: 'addresses' })).toBe(200)
    expect(await jobOf()).toEqual({ service: 'Rome', phone: '04 92' })
    // A manager is of the same extension, and says nothing of the service.
    expect(await change({ op: 'add', value: { [ENTERPRISE]: { manager: { value: 'x' } } } })).toBe(200)
    expect(await jobOf()).toEqual({ service: 'Rome', phone: '04 92' })
    expect((await scim('PUT', `${USERS}/${made.body.id}`, userOf('Myriel', { title: 'x'.repeat(5000) }))).body.title).toHaveLength(120)
    expect(await jobOf()).toEqual({ title: 'x'.repeat(120) })
  })

  test('who marries keeps account and rooms under the new name and address', async () => {
    const { id } = (await scim('POST', USERS, userOf('Eponine'))).body
    const eponine = await enrolled('eponine@justice.example')
    const patch = { Operations: [{ op: 'replace', path: 'displayName', value: 'Éponine Pontmercy' }, { op: 'replace', path: 'emails[type eq "work"].value', value: 'pontmercy@justice.example' }] }
    expect((await scim('PATCH', `/_chappe/scim/v2/Users/${id}`, patch)).status).toBe(200)
    expect(await nameOf(eponine)).toBe('Éponine Pontmercy (Justice)')
    const { threepids } = (await eponine.get('/_matrix/client/v3/account/3pid')).body
    expect(threepids.map((each: Json) => each.address)).toEqual(['pontmercy@justice.example'])
    await scim('PATCH', `/_chappe/scim/v2/Users/${id}`, { Operations: [{ op: 'replace', path: 'displayName', value: 'Support' }] })
    expect(await nameOf(eponine)).toBe('Éponine Pontmercy (Justice)')
  })
})
