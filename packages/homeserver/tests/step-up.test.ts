// Step-up: what is hard to undo asks for a fresh touch of a passkey, on a page or by a client, and then goes on.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { refusal } from './_accounts.ts'
import { crossSigningKeys } from './_keys.ts'
import type { Enrolled } from './_web.ts'
import { browserOn, enrolled, touch } from './_web.ts'

const DELETE = '/_matrix/client/v3/delete_devices'
const WANTED = { devices: ['NONE'] }

let ministry: TestServer<Server>
let alice: Enrolled
let eve: Enrolled
beforeAll(async () => {
  ministry = await startTestServer(buildServer, { profile: 'government' })
  alice = await enrolled(ministry, 'alice')
  eve = await enrolled(ministry, 'eve')
})
// Nobody's touch is fresh any more.
beforeEach(() => ministry.clock.advance(10 * 60_000))
afterAll(async () => ministry[Symbol.asyncDispose]())

test('Alice signs devices out: her client opens a page, she touches her passkey there, and the same request succeeds', async () => {
  const asked = await alice.person.post(DELETE, WANTED)
  const { session, params } = asked.body
  expect([asked.status, asked.body]).toEqual([
    401,
    { session, flows: [{ stages: ['m.oauth'] }], params: { 'm.oauth': { url: `http://localhost:8008/step-up?ticket=${session}` } }, completed: [] },
  ])
  expect((await alice.person.post(DELETE, { ...WANTED, auth: { session } })).status).toBe(401)
  const browser = browserOn(ministry)
  const { pathname, search } = new URL(params['m.oauth'].url)
  const page = await browser.get(`${pathname}${search}`)
  expect(page.text).toContain('wants to sign devices out')
  const done = await browser.post('/step-up', { ticket: page.field('ticket'), credential: alice.passkey.get(page.options()) })
  expect([done.status, done.text.includes('data-auth-done')]).toEqual([200, true])
  // The client need not repeat what it asked for.
  expect((await alice.person.post(DELETE, { auth: { session } })).status).toBe(200)
  ministry.clock.advance(5 * 60_000)
  expect((await alice.person.post(DELETE, WANTED)).status).toBe(401)
})

test('a client that does not know the stage opens its fallback page, which leads to the same place', async () => {
  const { session } = (await alice.person.post(DELETE, WANTED)).body
  const page = await browserOn(ministry).get(`/_matrix/client/v3/auth/m.oauth/fallback/web?session=${session}`)
  expect([page.status, page.location]).toEqual([303, `/step-up?ticket=${session}`])
})

test('a client of ours asks the browser itself', async () => {
  expect((await alice.person.post(DELETE, WANTED)).status).toBe(401)
  const { options } = (await alice.person.post('/_chappe/client/v1/step_up/begin')).body
  expect(options.allowCredentials).toHaveLength(1)
  const finished = await alice.person.post('/_chappe/client/v1/step_up/finish', { credential: alice.passkey.get(options) })
  expect([finished.status, finished.body]).toEqual([200, { expires_in_ms: 300_000 }])
  expect((await alice.person.post(DELETE, WANTED)).status).toBe(200)
})

test('resetting the keys that one signs with asks for a touch, the first upload does not', async () => {
  const { person, passkey } = await enrolled(ministry, 'fay')
  const upload = () => person.post('/_matrix/client/v3/keys/device_signing/upload', crossSigningKeys({ userId: person.userId }).upload)
  expect((await upload()).status).toBe(200)
  const asked = await upload()
  expect([asked.status, asked.body.flows]).toEqual([401, [{ stages: ['m.oauth'] }]])
  await touch(ministry, person, passkey)
  expect((await upload()).status).toBe(200)
})

describe('a touch counts for nobody else', () => {
  test('not for another account, though it has the ticket', async () => {
    const { session } = (await alice.person.post(DELETE, WANTED)).body
    const browser = browserOn(ministry)
    const page = await browser.get(`/step-up?ticket=${session}`)
    expect((await browser.post('/step-up', { ticket: session, credential: eve.passkey.get(page.options()) })).status).toBe(403)
    expect((await alice.person.post(DELETE, { ...WANTED, auth: { session } })).status).toBe(401)
    expect((await eve.person.post(DELETE, { ...WANTED, auth: { session } })).status).toBe(401)
  })

  test('not for another device of the account', async () => {
    await ministry.database.query(
      `INSERT INTO device (user_nid, device_id) SELECT user_nid, 'OTHER' FROM account WHERE user_id = $1`, [alice.person.userId])
    const { options } = (await alice.person.post('/_chappe/client/v1/step_up/begin')).body
    const credential = alice.passkey.get(options)
    expect(refusal(await eve.person.post('/_chappe/client/v1/step_up/finish', { credential }))).toEqual([403, 'M_FORBIDDEN'])
    expect((await eve.person.post(DELETE, WANTED)).status).toBe(401)
  })

  test('and a ticket that is over, or made up, leads nowhere', async () => {
    const { session } = (await alice.person.post(DELETE, WANTED)).body
    ministry.clock.advance(15 * 60_000)
    expect((await browserOn(ministry).get(`/step-up?ticket=${session}`)).status).toBe(404)
    expect((await browserOn(ministry).get('/step-up?ticket=made-up')).status).toBe(404)
    expect((await browserOn(ministry).post('/step-up', { ticket: session, credential: '{}' })).status).toBe(404)
  })
})

test('a client that asks again keeps the page that is open', async () => {
  const first = (await alice.person.post(DELETE, WANTED)).body.session
  expect((await alice.person.post(DELETE, WANTED)).body.session).toBe(first)
})

test('nobody closes an account or changes a password without a token where there are no passwords', async () => {
  const body = { auth: { type: 'm.login.password', identifier: { type: 'm.id.user', user: 'alice' }, password: 'x' } }
  const person = await enrolled(ministry, 'gus')
  for (const path of ['/_matrix/client/v3/account/deactivate', '/_matrix/client/v3/account/password']) {
    const answer = await person.person.request('POST', path, { token: undefined, body: { ...body, new_password: 'something long' } })
    expect([path, ...refusal(answer)]).toEqual([path, 403, 'M_FORBIDDEN'])
  }
})
