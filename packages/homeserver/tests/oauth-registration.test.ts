// Applications that make themselves known, and what of what they say is believed.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { TestServer } from '@chappe/testkit'
import { request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusal } from './_accounts.ts'
import { attempt, METADATA, register, sendForm } from './_oauth.ts'
import { browserOn } from './_web.ts'

let chappe: TestServer<Server>
let clientId: string
beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  clientId = (await register(chappe)).body.client_id
})
afterAll(async () => chappe[Symbol.asyncDispose]())

describe('registering', () => {
  test('an application is known by what it says of itself: twice the same is one client', async () => {
    const first = await register(chappe)
    const second = await register(chappe, { ...METADATA, 'unheard-of': true })
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body).toEqual(first.body)
    expect(first.body).toEqual({ ...METADATA, client_id: clientId })
    const other = await register(chappe, { ...METADATA, client_name: 'Another' })
    expect(other.body.client_id).not.toBe(clientId)
  })

  test('a page of any site may register, since applications run in browsers', async () => {
    const asked = await request(chappe.url, 'OPTIONS', '/oauth2/register', { headers: { origin: 'https://app.example.org' } })
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
    expect((await register(chappe)).headers.get('access-control-allow-origin')).toBe('*')
  })

  const native = { ...METADATA, application_type: 'native' }
  test.each([
    ['com.example.app:/callback', 'https://example.com/'],
    ['com.example:/', 'https://example.com/'],
    ['com.example:callback', 'https://example.com/'],
    ['http://localhost/callback', 'https://example.com/'],
    ['http://127.0.0.1/callback', 'https://example.com/'],
    ['http://[::1]/callback', 'https://example.com/'],
    ['https://app.example.com/callback', 'https://example.com/'],
  ])('an application on a device may be come back to at %s', async (uri, client_uri) => {
    expect((await register(chappe, { ...native, client_uri, redirect_uris: [uri] })).status).toBe(201)
  })

  test.each([
    'example:/callback',
    'com.example.app://callback',
    'com.examples:/callback',
    'https://localhost/callback',
    'http://localhost:1234/callback',
    'http://192.168.1.1/callback',
    'https://evil.org/callback',
    'javascript:alert(1)',
    'com.example.app:/callback#fragment',
  ])('but not at %s', async (uri) => {
    const { status, body } = await register(chappe, { ...native, client_uri: 'https://example.com/', redirect_uris: [uri] })
    expect([status, body.error]).toEqual([400, 'invalid_redirect_uri'])
  })

  test.each(['https://example.com/callback#fragment', 'http://example.com/callback', 'http://localhost/', 'https://evilexample.com/', 'https://user@example.com/', 'com.example:/'])(
    'one on the web is not come back to at %s',
    async (uri) => {
      const { status, body } = await register(chappe, { ...METADATA, client_uri: 'https://example.com/', redirect_uris: [uri] })
      expect([status, body.error]).toEqual([400, 'invalid_redirect_uri'])
    },
  )

  test.each([
    ['no client_uri', { client_uri: undefined }],
    ['a client_uri that is a whole top-level domain', { client_uri: 'https://org/' }],
    ['a client_uri without https', { client_uri: 'http://example.org/' }],
    ['a secret', { token_endpoint_auth_method: 'client_secret_basic' }],
    ['no refresh tokens', { grant_types: ['authorization_code'] }],
    ['implicit answers only', { response_types: ['token'] }],
    ['a logo from elsewhere', { logo_uri: 'https://evil.test/logo.png' }],
    ['a name without end', { client_name: 'x'.repeat(256) }],
  ])('refused: %s', async (_what, more) => {
    const { status, body } = await register(chappe, { ...METADATA, ...more })
    expect([status, body.error]).toEqual([400, 'invalid_client_metadata'])
  })

  test('what is no JSON, or too much of it', async () => {
    expect((await request(chappe.url, 'POST', '/oauth2/register', { raw: '{' })).body.error).toBe('invalid_client_metadata')
    expect(refusal(await request(chappe.url, 'POST', '/oauth2/register', { raw: `"${'x'.repeat(40_000)}"` }))).toEqual([413, 'M_TOO_LARGE'])
  })
})

describe('where the operator says which applications may', () => {
  const at = (host: string, more: Record<string, unknown> = {}) => ({ ...METADATA, client_uri: `https://${host}/`, redirect_uris: [`https://${host}/signed-in`], ...more })
  const NOT_ADMITTED = [400, 'unapproved_software_statement']

  test('those at the hosts that were named are known, and no others, however they call themselves', async () => {
    await using strict = await startTestServer(buildServer, { clients: ['element.io', '*.example.gouv.fr'] })
    const outcome = async (metadata: Record<string, unknown>) => {
      const { status, body } = await register(strict, metadata)
      return status === 201 ? 201 : [status, body.error]
    }
    expect(await outcome(at('element.io'))).toBe(201)
    expect(await outcome(at('element.io', { application_type: 'native', redirect_uris: ['io.element.x:/callback', 'http://127.0.0.1/'] }))).toBe(201)
    expect(await outcome(at('chat.example.gouv.fr'))).toBe(201)
    for (const host of ['example.gouv.fr', 'app.element.io', 'element.io.evil.org', 'evilelement.io', 'evil.org', 'evilexample.gouv.fr', 'chat.example.gouv.fr.evil.org']) {
      expect([host, await outcome(at(host, { client_name: 'Element', software_id: 'element.io' }))]).toEqual([host, NOT_ADMITTED])
    }
  })

  test('in the government profile nobody but our own is named, unless the operator does', async () => {
    await using ministry = await startTestServer(buildServer, { profile: 'government' })
    const { status, body } = await register(ministry)
    expect([status, body.error]).toEqual(NOT_ADMITTED)
    // The messenger, the desk and the command line did not have to register.
    const own = (id: string, uri: string) => browserOn(ministry).get(attempt(id, 'PHONE00001', { redirect_uri: uri }).path)
    expect((await own('org.chappe.web', `${ministry.config.publicUrl}/signed-in`)).status).toBe(303)
    expect((await own(String(clientId), METADATA.redirect_uris[0] ?? '')).status).toBe(400)
  })

  test('an application that was known before, and is not named any more, neither signs in nor refreshes', async () => {
    await using open = await startTestServer(buildServer)
    const known = (await register(open)).body.client_id
    const asks = (): Promise<number> => browserOn(open).get(attempt(known, 'PHONE00001').path).then(({ status }) => status)
    expect(await asks()).toBe(303)
    await open.restart({ clients: ['element.io'] })
    expect(await asks()).toBe(400)
    const refused = await sendForm(open.url, '/oauth2/token', { grant_type: 'refresh_token', refresh_token: 'whatever', client_id: known })
    expect([refused.status, refused.body.error]).toEqual([401, 'invalid_client'])
  })
})

test('who registers ever new applications has to wait; what is known costs nothing', async () => {
  await using strict = await startTestServer(buildServer, { rateLimits: true })
  for (let index = 0; index < 10; index += 1) {
    expect((await register(strict, { ...METADATA, client_name: `Messenger ${index}` })).status).toBe(201)
  }
  expect(refusal(await register(strict, { ...METADATA, client_name: 'One more' }))).toEqual([429, 'M_LIMIT_EXCEEDED'])
  expect((await register(strict, { ...METADATA, client_name: 'Messenger 0' })).status).toBe(201)
})

test('an application that nobody is signed in with is forgotten after a month', async () => {
  const old = (await register(chappe, { ...METADATA, client_name: 'Forgotten' })).body.client_id
  chappe.clock.advance(31 * 24 * 60 * 60_000)
  await register(chappe)
  const known = (): Promise<{ client_id?: unknown }[]> => chappe.database.query(`SELECT client_id FROM oauth_client WHERE client_id = '${old}'`)
  await expect.poll(known).toEqual([])
})
