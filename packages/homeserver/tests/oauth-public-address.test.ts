// A server behind a proxy that ends TLS: whatever address a request came to, people and applications are told the public one.
import { buildServer } from '@chappe/server'
import { PASSWORD, request, serverOfThisFile, startTestServer } from '@chappe/testkit'
import { beforeAll, expect, test } from 'vitest'
import { attempt, decide, exchange, makeKey, register } from './_oauth.ts'
import { browserOn } from './_web.ts'

const PUBLIC = 'https://chat.example.org'
const chappe = await serverOfThisFile(buildServer, { publicUrl: PUBLIC })
beforeAll(async () => {
  await chappe.person('alice')
})

test('Alice signs in over TLS that ends elsewhere, with cookies that never leave without it', async () => {
  const { client_id: clientId } = (await register(chappe)).body
  const begun = attempt(clientId, 'PROXIED001')
  const browser = browserOn(chappe)
  // What somebody else claims of the address is nothing to go by.
  const lies = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' }
  const sent = await browser.get(begun.path, lies)
  expect(sent.location).toMatch(/^\/signin\?continue=%2Foauth2%2Finteraction%2F[\w-]+$/)
  const set = sent.headers.getSetCookie()
  expect(set.length).toBeGreaterThan(1)
  for (const line of set) expect(line).toMatch(/; secure; httponly/i)
  const at = new URL(sent.location ?? '', PUBLIC).searchParams.get('continue') ?? ''
  await browser.post('/signin', { user: 'alice', password: PASSWORD, continue: at })
  expect([...browser.cookies.keys()]).toContain('__Host-chappe')
  const page = await browser.get(at)
  const decided = await browser.post(at, { csrf: page.field('csrf'), decision: 'allow' }, { origin: 'http://127.0.0.1' })
  expect(decided.status).toBe(403)
  const redirected = await decide(browser, { page, at })
  expect(redirected.searchParams.get('iss')).toBe(PUBLIC)
  const key = makeKey(() => chappe.clock.now())
  const { body } = await exchange(chappe.url, begun, redirected, { dpop: key.prove('POST', `${PUBLIC}/oauth2/token`) })
  expect(body.token_type).toBe('DPoP')
  const whoami = '/_matrix/client/v3/account/whoami'
  const headersFor = (url: string) => ({ authorization: `DPoP ${body.access_token}`, dpop: key.prove('GET', url, { token: body.access_token }) })
  expect((await request(chappe.url, 'GET', whoami, { headers: headersFor(`${PUBLIC}${whoami}`) })).status).toBe(200)
  expect((await request(chappe.url, 'GET', whoami, { headers: headersFor(`${chappe.url}${whoami}`) })).status).toBe(401)
})

test('where applications are not on this machine either, none at http://localhost registers', async () => {
  const local = { client_uri: 'http://localhost:8080/', redirect_uris: ['http://localhost:8080/'] }
  expect((await register(chappe, local)).body.error).toBe('invalid_client_metadata')
  await using development = await startTestServer(buildServer)
  expect((await register(development, local)).status).toBe(201)
})
