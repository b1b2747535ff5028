// Devices that ask to be let in by a code: the device shows a passkey itself, its owner says yes; whoever only has somebody
// type a code gets nothing. docs/decisions/0049
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Authenticator, HttpAnswer, Json, TestServer } from '@chappe/testkit'
import { createAuthenticator, request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusal, whoami } from './_accounts.ts'
import { METADATA, browserOf, makeKey, register, sendForm } from './_oauth.ts'
import { browserOn, signInWith } from './_web.ts'
import type { Browser, Page } from './_web.ts'

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
const ASKS = { ...METADATA, grant_types: [...METADATA.grant_types, DEVICE_GRANT] }
const LINK = '/oauth2/link'

let chappe: TestServer<Server>
let clientId: string
const passkeys: Record<string, Authenticator> = {}
beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  for (const name of ['alice', 'bob', 'mallory']) {
    await chappe.person(name)
    passkeys[name] = await passkeyOf(name)
  }
  clientId = (await register(chappe, ASKS)).body.client_id
})
afterAll(async () => chappe[Symbol.asyncDispose]())

/** Adds a passkey to an account on its page. */
async function passkeyOf(name: string): Promise<Authenticator> {
  const browser = await browserOf(chappe, name)
  const passkey = createAuthenticator(new URL(chappe.config.publicUrl).origin)
  const page = await browser.get('/enrol/passkey')
  const added = await browser.post('/enrol/passkey', { csrf: page.field('csrf'), name: 'Key', credential: passkey.create(page.options()) })
  if (added.status !== 303) throw new Error(`${name} has no passkey: ${added.status} ${added.text}`)
  return passkey
}

function passkey(name: string): Authenticator {
  const found = passkeys[name]
  if (found === undefined) throw new Error(`${name} has no passkey`)
  return found
}

/** A device asks. */
async function ask(deviceId: string, more: Record<string, string> = {}): Promise<Json> {
  const scope = `urn:matrix:client:api:* urn:matrix:client:device:${deviceId}`
  const { status, body } = await sendForm(chappe.url, '/oauth2/device', { client_id: clientId, scope, ...more })
  if (status !== 200) throw new Error(`it may not ask: ${status} ${JSON.stringify(body)}`)
  return body
}

/** A device asks whether it is let in, six seconds after it did so last. */
async function poll(asked: Json, more: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<HttpAnswer> {
  chappe.clock.advance(6_000)
  return sendForm(chappe.url, '/oauth2/token', { grant_type: DEVICE_GRANT, client_id: clientId, device_code: asked['device_code'], ...more }, headers)
}

/** The device shows a passkey that is there with it. */
function show(asked: Json, by: Authenticator, headers: Record<string, string> = {}): Promise<HttpAnswer> {
  return poll(asked, { 'org.chappe.passkey': by.get(asked['org.chappe.passkey']) }, headers)
}

const type = (browser: Browser, asked: Json): Promise<Page> => browser.get(`${LINK}?user_code=${asked['user_code']}`)

/** Says yes or no to a device, with or without a page that asks for it. */
async function decide(browser: Browser, asked: Json, decision: 'allow' | 'deny'): Promise<Page> {
  const account = await browser.get('/account/passkeys')
  return browser.post(LINK, { csrf: account.field('csrf'), user_code: asked['user_code'], decision })
}

describe('a device of Alice', () => {
  test('shows her passkey, is allowed on her laptop, and has its tokens', async () => {
    const asked = await ask('TABLET0001')
    expect(asked).toMatchObject({ expires_in: 600, interval: 5, verification_uri: `${chappe.config.publicUrl}${LINK}`, user_code: expect.stringMatching(/^[B-Z]{4}-[B-Z]{4}$/) })
    expect(asked['verification_uri_complete']).toBe(`${asked['verification_uri']}?user_code=${asked['user_code']}`)
    expect((await poll(asked)).body.error).toBe('authorization_pending')
    expect((await show(asked, passkey('alice'))).body.error).toBe('authorization_pending')
    const laptop = browserOn(chappe)
    const toSignIn = await type(laptop, asked)
    expect(toSignIn.location).toBe(`/signin?${new URLSearchParams({ continue: `${LINK}?user_code=${asked['user_code']}` })}`)
    await signInWith(laptop, passkey('alice'))
    const page = await type(laptop, asked)
    for (const word of ['Sign in another device?', 'Messenger', 'example.org', 'TABLET0001', '@alice:chappe.test']) expect(page.text).toContain(word)
    const done = await laptop.post(LINK, { csrf: page.field('csrf'), user_code: page.field('user_code'), decision: 'allow' })
    expect([done.status, done.text.includes('The device is signed in within a few seconds')]).toEqual([200, true])
    const { status, body } = await poll(asked)
    expect([status, body]).toMatchObject([200, { token_type: 'Bearer', expires_in: 300, scope: 'urn:matrix:client:api:* urn:matrix:client:device:TABLET0001' }])
    expect((await whoami(chappe.url, body.access_token)).body).toMatchObject({ user_id: '@alice:chappe.test', device_id: 'TABLET0001' })
    const refreshed = await sendForm(chappe.url, '/oauth2/token', { grant_type: 'refresh_token', client_id: clientId, refresh_token: body.refresh_token })
    expect(refreshed.status).toBe(200)
    // Once: neither the code nor the yes is good for another device.
    expect((await poll(asked)).body.error).toBe('expired_token')
    expect((await decide(laptop, asked, 'allow')).status).toBe(404)
  })

  test('is told no, and not asked for longer than ten minutes', async () => {
    const alice = await browserOf(chappe, 'alice')
    const refused = await ask('TABLET0002')
    await show(refused, passkey('alice'))
    expect((await decide(alice, refused, 'deny')).text).toContain('Nothing was signed in')
    expect((await poll(refused)).body.error).toBe('access_denied')
    expect((await poll(refused)).body.error).toBe('expired_token')
    const late = await ask('TABLET0003')
    await show(late, passkey('alice'))
    chappe.clock.advance(600_000)
    expect((await poll(late)).body.error).toBe('expired_token')
    expect((await decide(await browserOf(chappe, 'alice'), late, 'allow')).status).toBe(404)
  })

  test('that asks too often is told to slow down', async () => {
    const asked = await ask('TABLET0004')
    await poll(asked)
    const again = await sendForm(chappe.url, '/oauth2/token', { grant_type: DEVICE_GRANT, client_id: clientId, device_code: asked['device_code'] })
    expect([again.status, again.body.error]).toEqual([400, 'slow_down'])
    expect((await poll(asked)).body.error).toBe('authorization_pending')
  })

  test('that proves a key when it shows the passkey has tokens that are bound to it, and nobody else gets them', async () => {
    const key = makeKey(() => chappe.clock.now())
    const proof = (by = key): Record<string, string> => {
      chappe.clock.advance(1)
      return { dpop: by.prove('POST', `${chappe.config.publicUrl}/oauth2/token`, { claims: { iat: Math.floor(chappe.clock.now() / 1000) + 6 } }) }
    }
    const asked = await ask('TABLET0005')
    await show(asked, passkey('alice'), proof())
    await decide(await browserOf(chappe, 'alice'), asked, 'allow')
    expect((await poll(asked)).body.error).toBe('invalid_grant')
    expect((await poll(asked, {}, proof(makeKey(() => chappe.clock.now())))).body.error).toBe('invalid_grant')
    const { status, body } = await poll(asked, {}, proof())
    expect([status, body.token_type]).toEqual([200, 'DPoP'])
    expect(refusal(await whoami(chappe.url, body.access_token))).toEqual([401, 'M_UNAUTHORIZED'])
  })
})

describe('Mallory, who has a device ask and sends Bob its code,', () => {
  test('gets nothing when Bob types it and says yes: no page asks him, and the form does nothing', async () => {
    const asked = await ask('MALLORY001')
    const bob = browserOn(chappe)
    // He touches his passkey, on his own device.
    await signInWith(bob, passkey('bob'))
    const page = await type(bob, asked)
    expect([page.status, page.text.includes('This device cannot be signed in from here'), page.text.includes('decision')]).toEqual([403, true, false])
    expect((await decide(bob, asked, 'allow')).status).toBe(404)
    for (let round = 0; round < 3; round += 1) expect((await poll(asked)).body.error).toBe('authorization_pending')
    const alerts = await chappe.database.query(`SELECT kind, detail FROM alert JOIN account USING (user_nid) WHERE user_id = '@bob:chappe.test'`)
    expect(alerts).toEqual([{ kind: 'device_code_typed_early', detail: expect.stringContaining(clientId) }])
    // Bob’s yes is not kept for a passkey that comes later: his has not, and Mallory’s own is not his.
    await show(asked, passkey('mallory'))
    expect((await decide(bob, asked, 'allow')).status).toBe(404)
    expect((await type(bob, asked)).status).toBe(404)
    expect((await poll(asked)).body.error).toBe('authorization_pending')
  })

  test('gets nothing with what Bob’s passkey signs on any page of ours, or for any other device', async () => {
    const bob = await browserOf(chappe, 'bob')
    const options: [string, () => Promise<Json>][] = [
      ['the page to sign in on', async () => JSON.parse(JSON.stringify((await browserOn(chappe).get('/signin')).options()))],
      ['a touch for his browser', async () => JSON.parse(JSON.stringify((await bob.get('/step-up?continue=/account')).options()))],
      ['another device that asks', async () => (await ask('MALLORY002'))['org.chappe.passkey']],
    ]
    for (const [what, signed] of options) {
      const asked = await ask('MALLORY003')
      const answer = await poll(asked, { 'org.chappe.passkey': passkey('bob').get(JSON.parse(JSON.stringify(await signed()))) })
      expect([what, answer.status, answer.body.error]).toEqual([what, 400, 'access_denied'])
      // It is over with that device: nothing is tried twice.
      expect([what, (await show(asked, passkey('bob'))).body.error]).toEqual([what, 'expired_token'])
    }
  })

  test('gets nothing on a page of her own, nor without a finger, nor with a signature that was sent before', async () => {
    const bents = [{ origin: 'https://chappe.evil.example' }, { rpId: 'evil.example' }, { isVerified: false }]
    for (const bent of bents) {
      const asked = await ask('MALLORY004')
      const answer = await poll(asked, { 'org.chappe.passkey': passkey('bob').get(asked['org.chappe.passkey'], bent) })
      expect([bent, answer.body.error]).toEqual([bent, 'access_denied'])
    }
    const first = await ask('MALLORY005')
    const signed = passkey('bob').get(first['org.chappe.passkey'])
    await poll(first, { 'org.chappe.passkey': signed })
    const second = await ask('MALLORY006')
    expect((await poll(second, { 'org.chappe.passkey': signed })).body.error).toBe('access_denied')
  })

  test('says yes for nobody else, even with the code', async () => {
    const asked = await ask('BOBTABLET1')
    await show(asked, passkey('bob'))
    const mallory = await browserOf(chappe, 'mallory')
    expect((await type(mallory, asked)).status).toBe(404)
    expect((await decide(mallory, asked, 'allow')).status).toBe(404)
    const bob = await browserOf(chappe, 'bob')
    const forged = await bob.post(LINK, { csrf: 'made up', user_code: asked['user_code'], decision: 'allow' })
    expect(forged.status).toBe(403)
    const page = await type(bob, asked)
    const fields = { csrf: page.field('csrf'), user_code: asked['user_code'], decision: 'allow' }
    expect((await bob.post(LINK, fields, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await poll(asked)).body.error).toBe('authorization_pending')
    chappe.clock.advance(301_000)
    // A yes takes a proof of a moment ago.
    expect((await bob.post(LINK, fields)).location).toMatch(/^\/signin\?/)
  })
})

test('an account that was contained meanwhile gets no tokens', async () => {
  await chappe.person('carol')
  const carol = await passkeyOf('carol')
  const asked = await ask('TABLET0006')
  await show(asked, carol)
  await decide(await browserOf(chappe, 'carol'), asked, 'allow')
  await chappe.server.homeserver.ports.contain('@carol:chappe.test')
  const { status, body } = await poll(asked)
  expect([status, body.access_token, body.error]).toEqual([400, undefined, 'expired_token'])
})

test('what no device would send is refused', async () => {
  const scope = 'urn:matrix:client:api:* urn:matrix:client:device:TABLET0007'
  const others = (await register(chappe)).body.client_id
  for (const [form, error] of [
    [{ client_id: 'nobody', scope }, 'invalid_client'],
    [{ client_id: others, scope }, 'unauthorized_client'],
    [{ client_id: clientId, scope: 'openid' }, 'invalid_scope'],
    [{ client_id: clientId }, 'invalid_scope'],
  ] as const) {
    const { status, body } = await sendForm(chappe.url, '/oauth2/device', form)
    expect([form, status, body.error]).toEqual([form, 400, error])
  }
  expect((await request(chappe.url, 'GET', '/oauth2/device')).status).toBe(405)
  const asked = await ask('TABLET0007')
  const byOthers = await poll(asked, { client_id: others })
  expect([byOthers.status, byOthers.body.error]).toEqual([400, 'invalid_request'])
  for (const text of ['', '{}', 'null', '[]', 'x'.repeat(9_000), '\u0000', '{"id":1}']) {
    const { status, body } = await poll(await ask('TABLET0008'), { 'org.chappe.passkey': text })
    expect([text.slice(0, 9), status, body.access_token]).toEqual([text.slice(0, 9), 400, undefined])
  }
  const alice = await browserOf(chappe, 'alice')
  for (const code of ['', 'BCDF', 'AAAA-AAAA', '%00', '<script>', 'x'.repeat(5_000)]) {
    const page = await alice.get(`${LINK}?user_code=${encodeURIComponent(code)}`)
    expect([code.slice(0, 9), page.status, page.text.includes('<script>')]).toEqual([code.slice(0, 9), 404, false])
  }
})

test('guesses of codes are counted', async () => {
  await using counting = await startTestServer(buildServer, { rateLimits: true })
  await counting.person('erin')
  const erin = await browserOf(counting, 'erin')
  const statuses = new Set<number>()
  for (let guess = 0; guess < 12; guess += 1) statuses.add((await erin.get(`${LINK}?user_code=BCDFGHJK`)).status)
  expect([...statuses]).toEqual([404, 429])
  const id = (await register(counting, ASKS)).body.client_id
  const asking = new Set<number>()
  for (let times = 0; times < 12; times += 1) asking.add((await sendForm(counting.url, '/oauth2/device', { client_id: id, scope: 'urn:matrix:client:api:* urn:matrix:client:device:TABLET0009' })).status)
  expect([...asking]).toEqual([200, 429])
})

test.each([
  ['the government profile', { profile: 'government' as const, deviceGrant: true, clients: 'any' as const }],
  ['a server that has it switched off', { deviceGrant: false }],
])('%s has nothing of it', async (_what, settings) => {
  await using ministry = await startTestServer(buildServer, settings)
  const metadata = (await request(ministry.url, 'GET', '/_matrix/client/v1/auth_metadata')).body
  expect([metadata.device_authorization_endpoint, metadata.grant_types_supported]).toEqual([undefined, ['authorization_code', 'refresh_token']])
  const registered = (await register(ministry, ASKS)).body
  expect(registered.grant_types).toEqual(['authorization_code', 'refresh_token'])
  const form = { client_id: registered.client_id, scope: 'urn:matrix:client:api:* urn:matrix:client:device:TABLET0010' }
  expect((await sendForm(ministry.url, '/oauth2/device', form)).status).toBe(404)
  expect((await request(ministry.url, 'GET', LINK)).status).toBe(404)
  const { status, body } = await sendForm(ministry.url, '/oauth2/token', { grant_type: DEVICE_GRANT, device_code: 'x', ...form })
  expect([status, body.error]).toEqual([400, 'unsupported_grant_type'])
})

test('where it is on, applications read where to ask', async () => {
  const metadata = (await request(chappe.url, 'GET', '/_matrix/client/v1/auth_metadata')).body
  expect(metadata).toMatchObject({ device_authorization_endpoint: `${chappe.config.publicUrl}/oauth2/device`, grant_types_supported: expect.arrayContaining([DEVICE_GRANT]) })
})
