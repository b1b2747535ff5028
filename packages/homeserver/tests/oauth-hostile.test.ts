// What no application would send to the OAuth 2.0 provider: hostile values in every place. Nothing fails with 5xx, nothing
// hands out a token, and Alice signs in as before.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Json, TestServer } from '@chappe/testkit'
import { request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { METADATA, attempt, browserOf, consentOf, makeKey, register, sendForm, signIn } from './_oauth.ts'
import { browserOn } from './_web.ts'

let chappe: TestServer<Server>
let clientId: string
beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  await chappe.person('alice')
  clientId = (await register(chappe)).body.client_id
})
afterAll(async () => chappe[Symbol.asyncDispose]())

const TEXTS = ['', ' ', '\u0000', 'a\u0000b', '\ud800', '\u{1f600}'.repeat(300), 'x'.repeat(9_000), "' OR 1=1 --", '<script>alert(1)</script>', '../../etc/passwd', '__proto__', '%00', '[object Object]', '-1', 'null', '\r\nSet-Cookie: a=b', 'https://evil.example/', '{"a":{"b":1}}']
const VALUES: unknown[] = [null, true, 0, -1, 1e308, [], {}, [[]], { a: { b: {} } }, ['x'], ...TEXTS]

function expectSound(answer: HttpAnswer, what: string): void {
  const text = Buffer.from(answer.bytes).toString('utf8')
  expect(answer.status, `${what}: ${text.slice(0, 300)}`).toBeLessThan(500)
  expect(text, what).not.toContain('access_token"')
  expect(answer.headers.get('set-cookie') ?? '', what).not.toContain('a=b')
}

test('parameters of the authorization endpoint', async () => {
  const names = ['response_type', 'response_mode', 'client_id', 'redirect_uri', 'scope', 'state', 'code_challenge', 'code_challenge_method', 'prompt', 'nonce', 'resource', 'request', 'request_uri', 'claims', 'dpop_jkt', 'ui_locales', 'max_age', 'id_token_hint', 'registration']
  for (const name of names) {
    for (const value of TEXTS) {
      expectSound(await request(chappe.url, 'GET', attempt(clientId, 'HOSTILE001', { [name]: value }).path), `${name}=${value.slice(0, 40)}`)
    }
    const twice = `${attempt(clientId, 'HOSTILE001').path}&${name}=a&${name}=b&${name}[]=c`
    expectSound(await request(chappe.url, 'GET', twice), `${name} more than once`)
  }
})

test('forms of the token and revocation endpoints', async () => {
  const names = ['grant_type', 'client_id', 'code', 'redirect_uri', 'code_verifier', 'refresh_token', 'token', 'token_type_hint', 'client_secret', 'client_assertion']
  const good: Record<string, string> = { client_id: clientId, code: 'made-up', redirect_uri: 'https://app.example.org/signed-in', code_verifier: 'v'.repeat(43), refresh_token: 'cr_made_up', token: 'made-up' }
  for (const grant_type of ['authorization_code', 'refresh_token']) {
    for (const name of names) {
      for (const value of TEXTS) {
        const form = { grant_type, ...good, [name]: value }
        for (const path of ['/oauth2/token', '/oauth2/revoke']) expectSound(await sendForm(chappe.url, path, form), `${path} ${name}=${value.slice(0, 40)}`)
      }
    }
  }
  for (const raw of ['', '{', 'a'.repeat(100_000), '%', '&&&===', '\u0000']) {
    for (const type of ['application/x-www-form-urlencoded', 'application/json', 'text/plain', '']) {
      for (const path of ['/oauth2/token', '/oauth2/revoke', '/oauth2/register']) {
        expectSound(await request(chappe.url, 'POST', path, { raw, headers: { 'content-type': type } }), `${path} ${type} ${raw.slice(0, 20)}`)
      }
    }
  }
})

test('members of a registration', async () => {
  for (const name of [...Object.keys(METADATA), 'logo_uri', 'tos_uri', 'policy_uri', 'client_name#fr', 'jwks', 'sector_identifier_uri', 'dpop_bound_access_tokens', '__proto__']) {
    for (const value of VALUES) {
      for (const body of [{ ...METADATA, [name]: value }, { ...METADATA, [name]: [value] }]) {
        expectSound(await register(chappe, body), `${name}: ${JSON.stringify(value)?.slice(0, 40)}`)
      }
    }
  }
  for (const body of VALUES) expectSound(await register(chappe, body as Json), `a body of ${JSON.stringify(body)?.slice(0, 40)}`)
})

test('proofs and headers of tokens', async () => {
  const key = makeKey(() => chappe.clock.now())
  const url = 'http://localhost:8008/oauth2/token'
  const form = { grant_type: 'refresh_token', client_id: clientId, refresh_token: 'cr_made_up' }
  for (const name of ['jti', 'htm', 'htu', 'iat', 'ath']) {
    for (const value of VALUES) {
      const dpop = key.prove('POST', url, { claims: { [name]: value } })
      if (dpop.length < 15_000) expectSound(await sendForm(chappe.url, '/oauth2/token', form, { dpop }), `${name} ${JSON.stringify(value)?.slice(0, 40)}`)
    }
  }
  for (const name of ['typ', 'alg', 'jwk', 'crit', 'b64']) {
    for (const value of [...VALUES, { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) }, { kty: 'RSA', n: 'AQAB', e: 'AQAB' }]) {
      const dpop = key.prove('POST', url, { head: { [name]: value } })
      if (dpop.length < 15_000) expectSound(await sendForm(chappe.url, '/oauth2/token', form, { dpop }), `${name} ${JSON.stringify(value)?.slice(0, 40)}`)
    }
  }
})

test('pages, and paths that are none', async () => {
  const browser = await browserOf(chappe, 'alice')
  const consent = await consentOf(browser, attempt(clientId, 'HOSTILE002').path)
  for (const value of TEXTS) {
    const encoded = encodeURIComponent(value.replaceAll('\ud800', ''))
    for (const path of [`/oauth2/interaction/${encoded}`, `/oauth2/authorize/${encoded}`, `/oauth2/upstream/${encoded}`, `/oauth2/sso?redirectUrl=${encoded}`, `/oauth2/${encoded}`, `/oauth2/interaction/?${encoded}`]) {
      for (const page of [await browser.get(path), await browserOn(chappe).get(path)]) expect(page.status, path).toBeLessThan(500)
    }
    expect((await browser.post(consent.at, { csrf: value, decision: value })).status).toBeLessThan(500)
  }
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    for (const path of ['/oauth2/token', '/oauth2/register', '/oauth2/revoke', '/oauth2/authorize', '/oauth2/keys', '/oauth2/sso', consent.at, '/oauth2/']) {
      expect((await request(chappe.url, method, path)).status, `${method} ${path}`).toBeLessThan(500)
    }
  }
})

test('Alice signs in as before', async () => {
  expect((await signIn(chappe, 'alice', 'AFTERWARDS')).token_type).toBe('Bearer')
})
