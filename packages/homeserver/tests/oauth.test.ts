// Signing in through OAuth 2.0: from an application that registers itself to the tokens of a device, and to their end.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, TestServer } from '@chappe/testkit'
import { PASSWORD, request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../src/db/pool.ts'
import { refusal, whoami } from './_accounts.ts'
import { crossSigningKeys } from './_keys.ts'
import type { Attempt } from './_oauth.ts'
import { METADATA, REDIRECT_URI, attempt, browserOf, consentOf, decide, exchange, refresh, register, sendForm, signIn } from './_oauth.ts'
import { browserOn } from './_web.ts'

let chappe: TestServer<Server>
let clientId: string
beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  for (const name of ['alice', 'bob', 'mallory']) await chappe.person(name)
  clientId = (await register(chappe)).body.client_id
})
afterAll(async () => chappe[Symbol.asyncDispose]())

/** The number of an account. */
async function whoIs(name: string): Promise<{ userNid: number }> {
  const [row] = await chappe.database.query(`SELECT user_nid FROM account WHERE user_id = '@${name}:chappe.test'`)
  return { userNid: Number(row?.['user_nid']) }
}

const kinds = (): Promise<Json[]> => chappe.database.query('SELECT kind, device_id FROM alert ORDER BY alert_nid')

describe('what applications read first', () => {
  test.each(['/_matrix/client/v1/auth_metadata', '/_matrix/client/unstable/org.matrix.msc2965/auth_metadata'])('%s', async (path) => {
    const { status, body } = await request(chappe.url, 'GET', path)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      issuer: 'http://localhost:8008',
      authorization_endpoint: 'http://localhost:8008/oauth2/authorize',
      token_endpoint: 'http://localhost:8008/oauth2/token',
      revocation_endpoint: 'http://localhost:8008/oauth2/revoke',
      registration_endpoint: 'http://localhost:8008/oauth2/register',
      response_types_supported: ['code'],
      response_modes_supported: ['query', 'fragment'],
      grant_types_supported: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      device_authorization_endpoint: `${chappe.config.publicUrl}/oauth2/device`,
      code_challenge_methods_supported: ['S256'],
      account_management_uri: 'http://localhost:8008/account',
    })
  })

  test('the key of ID tokens is public, and only the public half', async () => {
    const { bytes } = await request(chappe.url, 'GET', '/oauth2/keys')
    expect(JSON.parse(Buffer.from(bytes).toString()).keys).toEqual([{ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', kid: expect.any(String), x: expect.any(String), y: expect.any(String) }])
  })
})

describe('authorising', () => {
  test('Alice signs in first, sees what is asked, and says yes', async () => {
    const begun = attempt(clientId, 'WEBDEVICE1')
    const browser = browserOn(chappe)
    const { at } = await consentOf(browser, begun.path)
    const unknown = await browser.get(at)
    expect([unknown.status, unknown.location]).toEqual([303, `/signin?continue=${encodeURIComponent(at)}`])
    const signed = await browser.post('/signin', { user: 'alice', password: PASSWORD, continue: at })
    expect(signed.location).toBe(at)
    const page = await browser.get(at)
    expect(page.status).toBe(200)
    for (const text of ['Messenger', 'example.org', 'app.example.org', '@alice:chappe.test', 'WEBDEVICE1', '127.0.0.1', 'You did not start this']) {
      expect(page.text).toContain(text)
    }
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https://app.example.org")
    const redirected = await decide(browser, { page, at })
    expect(redirected.origin + redirected.pathname).toBe(REDIRECT_URI)
    expect(redirected.searchParams.get('state')).toBe('a state')
    expect(redirected.searchParams.get('iss')).toBe('http://localhost:8008')
    const { status, body } = await exchange(chappe.url, begun, redirected)
    expect(status).toBe(200)
    expect(body).toEqual({
      access_token: expect.stringMatching(/^ct_[\w-]{40}$/),
      token_type: 'Bearer',
      expires_in: 300,
      refresh_token: expect.stringMatching(/^cr_/),
      scope: 'urn:matrix:client:api:* urn:matrix:client:device:WEBDEVICE1',
    })
    expect((await whoami(chappe.url, body.access_token)).body).toEqual({ user_id: '@alice:chappe.test', device_id: 'WEBDEVICE1', is_guest: false })
    const devices = await request(chappe.url, 'GET', '/_matrix/client/v3/devices', { token: body.access_token })
    expect(devices.body.devices).toContainEqual(expect.objectContaining({ device_id: 'WEBDEVICE1', display_name: 'Messenger' }))
    const consents = await chappe.database.query('SELECT client_id, scope FROM oauth_consent')
    expect(consents).toContainEqual({ client_id: clientId, scope: 'urn:matrix:client:api:* urn:matrix:client:device:WEBDEVICE1' })
  })

  test('nothing that its holder shows is in the database', async () => {
    const browser = await browserOf(chappe, 'alice')
    const begun = attempt(clientId, 'HASHED0001')
    const consent = await consentOf(browser, begun.path)
    const before = JSON.stringify(await chappe.database.query('SELECT * FROM oauth_artifact'))
    expect(before).not.toContain(consent.at.split('/').at(-1))
    const redirected = await decide(browser, consent)
    const after = JSON.stringify(await chappe.database.query('SELECT * FROM oauth_artifact'))
    expect(after).not.toContain(redirected.searchParams.get('code'))
    const { body } = await exchange(chappe.url, begun, redirected)
    const tokens = JSON.stringify(await chappe.database.query('SELECT * FROM access_token, refresh_chain'))
    expect(tokens).not.toContain(body.access_token)
    expect(tokens).not.toContain(body.refresh_token)
  })

  test('she says no', async () => {
    const browser = await browserOf(chappe, 'alice')
    const redirected = await decide(browser, await consentOf(browser, attempt(clientId, 'REFUSED001').path), 'deny')
    expect([redirected.searchParams.get('error'), redirected.searchParams.get('code')]).toEqual(['access_denied', null])
  })

  test('in French, with the name that the application has there', async () => {
    const browser = await browserOf(chappe, 'alice')
    const { at } = await consentOf(browser, attempt(clientId, 'FRANCAIS01').path)
    expect((await browser.get(at, { 'accept-language': 'fr' })).text).toContain('Messagerie')
  })

  test('who signed in more than five minutes ago proves anew to be there', async () => {
    const browser = await browserOf(chappe, 'alice')
    chappe.clock.advance(5 * 60_000 + 1)
    const { page, at } = await consentOf(browser, attempt(clientId, 'STALE00001').path)
    expect(page.location).toBe(`/signin?continue=${encodeURIComponent(at)}`)
  })

  test('the answer comes in the fragment where that is asked for', async () => {
    const browser = await browserOf(chappe, 'alice')
    const redirected = await decide(browser, await consentOf(browser, attempt(clientId, 'FRAGMENT01', { response_mode: 'fragment' }).path))
    expect(redirected.searchParams.get('code')).toBeNull()
    expect(redirected.hash).toMatch(/^#code=/)
  })

  test('clients that ask in the words of the proposal are understood, and get an ID token where they want one', async () => {
    const old = 'urn:matrix:org.matrix.msc2967.client'
    const begun = attempt(clientId, '', { scope: `openid ${old}:api:* ${old}:device:OLDWORDS01`, nonce: 'a nonce' })
    const browser = await browserOf(chappe, 'alice')
    const { body } = await exchange(chappe.url, begun, await decide(browser, await consentOf(browser, begun.path)))
    expect((await whoami(chappe.url, body.access_token)).body.device_id).toBe('OLDWORDS01')
    const claims = JSON.parse(Buffer.from(body.id_token.split('.')[1], 'base64url').toString())
    expect(claims).toMatchObject({ iss: 'http://localhost:8008', aud: clientId, sub: '@alice:chappe.test', nonce: 'a nonce' })
  })

  const device = 'urn:matrix:client:device:SCOPES0001'
  test.each([
    ['no device', 'urn:matrix:client:api:*'],
    ['two devices', `urn:matrix:client:api:* ${device} urn:matrix:client:device:SCOPES0002`],
    ['no API', device],
    ['what nobody declared', `urn:matrix:client:api:* ${device} urn:synapse:admin:*`],
    ['the mail address', `urn:matrix:client:api:* ${device} email`],
  ])('a scope with %s is refused, not narrowed', async (_what, scope) => {
    const sent = await browserOn(chappe).get(attempt(clientId, '', { scope }).path)
    expect(new URL(sent.location ?? '').searchParams.get('error')).toBe('invalid_scope')
  })

  test.each<[string, Record<string, string>, string]>([
    ['no PKCE', { code_challenge: '', code_challenge_method: '' }, 'invalid_request'],
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['an implicit token', { response_type: 'token', response_mode: 'fragment' }, 'unsupported_response_type'],
    ['an ID token in front', { response_type: 'id_token', response_mode: 'fragment' }, 'unsupported_response_type'],
    ['no page at all', { prompt: 'none' }, 'login_required'],
  ])('refused: %s', async (_what, more, error) => {
    const sent = await browserOn(chappe).get(attempt(clientId, 'REFUSED002', more).path)
    const url = new URL((sent.location ?? '').replace('#', '?'))
    expect(url.searchParams.get('error')).toBe(error)
  })

  test('no answer comes in a form, not even a refusal', async () => {
    const answer = await request(chappe.url, 'GET', attempt(clientId, 'REFUSED004', { response_mode: 'form_post' }).path)
    expect(refusal(answer)).toEqual([400, 'M_INVALID_PARAM'])
  })

  test.each<[string, Record<string, string>]>([
    ['an address that was not registered', { redirect_uri: 'https://evil.example/' }],
    ['one below it', { redirect_uri: `${REDIRECT_URI}/more` }],
    ['a client that nobody knows', { client_id: 'nobody' }],
  ])('nobody is sent to %s', async (_what, more) => {
    const sent = await browserOn(chappe).get(attempt(clientId, 'REFUSED003', more).path)
    expect([sent.status, sent.location]).toEqual([400, undefined])
  })

  test('another browser cannot go on with it, nor say yes for her', async () => {
    const alice = await browserOf(chappe, 'alice')
    const mallory = await browserOf(chappe, 'mallory')
    const consent = await consentOf(alice, attempt(clientId, 'OTHERS0001').path)
    expect((await mallory.get(consent.at)).status).toBe(404)
    expect((await mallory.post(consent.at, { csrf: consent.page.field('csrf'), decision: 'allow' })).status).toBe(404)
    const forged = await alice.post(consent.at, { csrf: 'made up', decision: 'allow' })
    expect(forged.status).toBe(403)
    const elsewhere = await alice.post(consent.at, { csrf: consent.page.field('csrf'), decision: 'allow' }, { origin: 'https://evil.example' })
    expect(elsewhere.status).toBe(403)
  })

  test('a form cannot be sent to the authorization endpoint, nor a password to the token endpoint', async () => {
    expect((await sendForm(chappe.url, '/oauth2/authorize', { client_id: clientId })).status).toBe(404)
    for (const grant_type of ['password', 'client_credentials', 'implicit']) {
      const { status, body } = await sendForm(chappe.url, '/oauth2/token', { grant_type, client_id: clientId, username: 'alice', password: PASSWORD })
      expect([grant_type, status, body.error]).toEqual([grant_type, 400, 'unsupported_grant_type'])
    }
  })
})

describe('the code', () => {
  async function coded(deviceId: string, user = 'bob'): Promise<{ begun: Attempt; redirected: URL }> {
    const begun = attempt(clientId, deviceId)
    const browser = await browserOf(chappe, user)
    return { begun, redirected: await decide(browser, await consentOf(browser, begun.path)) }
  }

  test('is good once: a second use ends what the first one got, and is told', async () => {
    const { begun, redirected } = await coded('CODEONCE01')
    const first = await exchange(chappe.url, begun, redirected)
    const second = await exchange(chappe.url, begun, redirected)
    expect([second.status, second.body]).toEqual([400, { error: 'invalid_grant', error_description: expect.any(String) }])
    expect(refusal(await whoami(chappe.url, first.body.access_token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    expect(await kinds()).toContainEqual({ kind: 'authorization_code_reused', device_id: 'CODEONCE01' })
  })

  test('is good for a minute', async () => {
    const { begun, redirected } = await coded('CODELATE01')
    chappe.clock.advance(60_001)
    expect((await exchange(chappe.url, begun, redirected)).body.error).toBe('invalid_grant')
  })

  test('is good for nobody without the verifier, from another client, or with another address', async () => {
    const { begun, redirected } = await coded('CODESTOLE1')
    const other = (await register(chappe, { ...METADATA, client_name: 'Thief' })).body.client_id
    const stolen = await exchange(chappe.url, { ...begun, verifier: 'a'.repeat(43) }, redirected)
    const elsewhere = await exchange(chappe.url, { ...begun, clientId: other }, redirected)
    const code = redirected.searchParams.get('code') ?? ''
    const form = { grant_type: 'authorization_code', client_id: clientId, code, code_verifier: begun.verifier }
    const moved = await sendForm(chappe.url, '/oauth2/token', { ...form, redirect_uri: 'https://app.example.org/other' })
    for (const each of [stolen, elsewhere, moved]) expect([each.status, each.body.error]).toEqual([400, 'invalid_grant'])
    expect((await exchange(chappe.url, begun, redirected)).status).toBe(200)
  })

  test('gets nothing for an account that was contained meanwhile', async () => {
    const carol = await chappe.person('carol')
    const { begun, redirected } = await coded('CODESTOP01', 'carol')
    await chappe.server.homeserver.ports.contain(carol.userId)
    expect((await exchange(chappe.url, begun, redirected)).body.error).toBe('invalid_grant')
  })
})

describe('refreshing', () => {
  test('gives a new pair; a lost answer is made up for', async () => {
    const first = await signIn(chappe, 'bob', 'REFRESH001')
    const lost = await refresh(chappe.url, first.clientId, first.refresh_token)
    const again = await refresh(chappe.url, first.clientId, first.refresh_token)
    expect([lost.status, again.status]).toEqual([200, 200])
    expect(again.body).toEqual({
      access_token: expect.stringMatching(/^ct_/),
      token_type: 'Bearer',
      expires_in: 300,
      refresh_token: expect.stringMatching(/^cr_/),
      scope: 'urn:matrix:client:api:* urn:matrix:client:device:REFRESH001',
    })
    expect((await whoami(chappe.url, again.body.access_token)).body.device_id).toBe('REFRESH001')
  })

  test('with a token that was spent ends the device, and is told', async () => {
    const first = await signIn(chappe, 'bob', 'REFRESH002')
    const second = (await refresh(chappe.url, first.clientId, first.refresh_token)).body
    await whoami(chappe.url, second.access_token)
    const stolen = await refresh(chappe.url, first.clientId, first.refresh_token)
    expect([stolen.status, stolen.body.error]).toEqual([400, 'invalid_grant'])
    expect(refusal(await whoami(chappe.url, second.access_token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    expect((await refresh(chappe.url, first.clientId, second.refresh_token)).body.error).toBe('invalid_grant')
    expect(await kinds()).toContainEqual({ kind: 'refresh_token_reused', device_id: 'REFRESH002' })
  })

  test('is for the client that signed in, at this endpoint', async () => {
    const first = await signIn(chappe, 'bob', 'REFRESH003')
    const other = (await register(chappe, { ...METADATA, client_name: 'Thief' })).body.client_id
    expect((await refresh(chappe.url, other, first.refresh_token)).body.error).toBe('invalid_grant')
    const legacy = await request(chappe.url, 'POST', '/_matrix/client/v3/refresh', { body: { refresh_token: first.refresh_token } })
    expect(refusal(legacy)).toEqual([401, 'M_UNKNOWN_TOKEN'])
    expect((await refresh(chappe.url, first.clientId, first.refresh_token)).status).toBe(200)
  })

  test('an access token is good for five minutes', async () => {
    const { access_token: token } = await signIn(chappe, 'bob', 'REFRESH004')
    chappe.clock.advance(300_001)
    const late = await whoami(chappe.url, token)
    expect([late.status, late.body.errcode, late.body.soft_logout]).toEqual([401, 'M_UNKNOWN_TOKEN', true])
  })
})

describe('the end', () => {
  test('revoking either token ends the device, whoever does it', async () => {
    for (const which of ['access_token', 'refresh_token'] as const) {
      const tokens = await signIn(chappe, 'bob', 'REVOKED001')
      const revoked = await sendForm(chappe.url, '/oauth2/revoke', { token: tokens[which], client_id: tokens.clientId })
      expect([revoked.status, revoked.body]).toEqual([200, {}])
      expect(refusal(await whoami(chappe.url, tokens.access_token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
      expect((await refresh(chappe.url, tokens.clientId, tokens.refresh_token)).body.error).toBe('invalid_grant')
      const again = await sendForm(chappe.url, '/oauth2/revoke', { token: tokens[which] })
      expect(again.status).toBe(200)
    }
    const found = await signIn(chappe, 'bob', 'REVOKED002')
    await sendForm(chappe.url, '/oauth2/revoke', { token: found.access_token, client_id: 'a scanner' })
    expect(refusal(await whoami(chappe.url, found.access_token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    expect(await kinds()).toContainEqual({ kind: 'token_revoked_by_other', device_id: 'REVOKED002' })
    expect((await sendForm(chappe.url, '/oauth2/revoke', {})).status).toBe(400)
  })

  test('a password is no token, and revoking does not touch devices of other ways to sign in', async () => {
    const dave = await chappe.person('dave')
    await sendForm(chappe.url, '/oauth2/revoke', { token: dave.token })
    expect((await whoami(chappe.url, dave.token)).status).toBe(200)
  })

  test('signing out ends it as well', async () => {
    const tokens = await signIn(chappe, 'bob', 'LOGOUT0001')
    expect((await request(chappe.url, 'POST', '/_matrix/client/v3/logout', { token: tokens.access_token })).status).toBe(200)
    expect((await refresh(chappe.url, tokens.clientId, tokens.refresh_token)).body.error).toBe('invalid_grant')
  })

  test('who is contained is out; their client is told no more than that of one who is locked', async () => {
    const erin = await chappe.person('erin')
    const tokens = await signIn(chappe, 'erin', 'CONTAIN001')
    await chappe.server.homeserver.ports.contain(erin.userId)
    expect((await whoami(chappe.url, tokens.access_token)).status).toBe(401)
    const answer = await refresh(chappe.url, tokens.clientId, tokens.refresh_token)
    expect([answer.status, answer.body.error]).toEqual([503, 'temporarily_unavailable'])
  })

  test('all that OAuth 2.0 gave to an account ends at once, and nothing else of it', async () => {
    const henry = await chappe.person('henry')
    const tokens = await signIn(chappe, 'henry', 'ENDALL0001')
    const begun = attempt(clientId, 'ENDALL0002')
    const browser = await browserOf(chappe, 'henry')
    const redirected = await decide(browser, await consentOf(browser, begun.path))
    const { userNid } = await whoIs('henry')
    const database = openDatabase(chappe.database.url)
    await database.db.transaction().execute((tx) => chappe.server.homeserver.ports.oauth.endAllOf(tx, userNid))
    await database.close()
    expect((await exchange(chappe.url, begun, redirected)).body.error).toBe('invalid_grant')
    expect((await refresh(chappe.url, tokens.clientId, tokens.refresh_token)).body.error).toBe('invalid_grant')
    expect(await chappe.database.query(`SELECT * FROM oauth_consent WHERE user_nid = ${userNid}`)).toEqual([])
    expect((await whoami(chappe.url, henry.token)).status).toBe(200)
    // What the process remembers of tokens is the caller's to forget; another process never heard of it.
    await chappe.restart()
    expect(refusal(await whoami(chappe.url, tokens.access_token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
  })

  test('a client whose account is locked is told to come back, not that it is signed out', async () => {
    const frank = await chappe.person('frank')
    const tokens = await signIn(chappe, 'frank', 'LOCKED0001')
    await chappe.database.query(`UPDATE account SET is_locked = true WHERE user_id = '${frank.userId}'`)
    const answer = await refresh(chappe.url, tokens.clientId, tokens.refresh_token)
    expect([answer.status, answer.body.error]).toEqual([503, 'temporarily_unavailable'])
  })
})

describe('what a device of OAuth 2.0 does in the browser', () => {
  test('other devices are not ended by it, nor is the account, nor a login token made', async () => {
    const { access_token: token } = await signIn(chappe, 'bob', 'BROWSER001')
    const calls = [
      ['POST', '/_matrix/client/v3/delete_devices', { devices: ['X'] }],
      ['DELETE', '/_matrix/client/v3/devices/X', {}],
      ['POST', '/_matrix/client/v3/account/deactivate', {}],
      ['POST', '/_matrix/client/v3/account/password', { new_password: 'another long password' }],
      ['POST', '/_matrix/client/v1/login/get_token', {}],
    ] as const
    for (const [method, path, body] of calls) {
      const answer = await request(chappe.url, method, path, { token, body })
      expect([path, ...refusal(answer)]).toEqual([path, 403, 'M_FORBIDDEN'])
      expect(answer.body.error).toContain('http://localhost:8008/account')
    }
  })

  test('cross-signing keys are replaced once that was confirmed there', async () => {
    await chappe.person('grace')
    const { access_token: token } = await signIn(chappe, 'grace', 'CROSSSIGN1')
    const upload = (keys: Json): Promise<{ status: number; body: Json }> =>
      request(chappe.url, 'POST', '/_matrix/client/v3/keys/device_signing/upload', { token, body: keys })
    const grace = { userId: '@grace:chappe.test' }
    const second = crossSigningKeys(grace).upload
    expect((await upload(crossSigningKeys(grace).upload)).status).toBe(200)
    const asked = await upload(second)
    const url = 'http://localhost:8008/oauth2/cross-signing-reset'
    expect([asked.status, asked.body]).toEqual([
      401,
      {
        session: expect.any(String),
        flows: [{ stages: ['m.oauth'] }, { stages: ['org.matrix.cross_signing_reset'] }],
        params: { 'm.oauth': { url }, 'org.matrix.cross_signing_reset': { url } },
        completed: [],
      },
    ])
    const auth = { session: asked.body.session }
    expect((await upload({ ...second, auth })).status).toBe(401)
    const path = '/oauth2/cross-signing-reset'
    expect((await browserOn(chappe).get(path)).location).toBe(`/signin?continue=${encodeURIComponent(path)}`)
    const browser = await browserOf(chappe, 'grace')
    const page = await browser.get(path)
    expect((await browser.post(path, { csrf: 'made up', decision: 'allow' })).status).toBe(403)
    expect((await browser.post(path, { csrf: page.field('csrf'), decision: 'deny' })).location).toBe('/account')
    expect((await upload({ ...second, auth })).status).toBe(401)
    expect((await browser.post(path, { csrf: page.field('csrf'), decision: 'allow' })).status).toBe(200)
    expect((await upload({ ...second, auth })).status).toBe(200)
    expect((await upload(crossSigningKeys(grace).upload)).status).toBe(401)
    await chappe.server.homeserver.ports.oauth.allowCrossSigningReset(await whoIs('grace'))
    chappe.clock.advance(10 * 60_000 + 1)
    expect((await upload(crossSigningKeys(grace).upload)).status).toBe(401)
  })
})
