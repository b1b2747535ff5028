// Signing in by another identity provider: whom it knows, how it knows them, and what it takes to be believed.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { IdentityProvider } from './_identity-provider.ts'
import { startIdentityProvider } from './_identity-provider.ts'
import { browserOf } from './_oauth.ts'
import type { Browser, Page } from './_web.ts'
import { browserOn } from './_web.ts'

const CALLBACK = 'http://localhost:8008/oauth2/upstream/ministry/callback'
let ministry: IdentityProvider
let chappe: TestServer<Server>
let folder: string
beforeAll(async () => {
  ministry = await startIdentityProvider(CALLBACK)
  folder = await mkdtemp(join(tmpdir(), 'chappe-idp-'))
  await writeFile(join(folder, 'secret'), 'a secret between us\n')
  await writeFile(join(folder, 'ministry.yaml'), fileOf(ministry.issuer))
  chappe = await startTestServer(buildServer, { identityProviders: [join(folder, 'ministry.yaml')] })
  await chappe.person('alice')
  await link(await browserOf(chappe, 'alice'))
})
afterAll(async () => {
  await chappe[Symbol.asyncDispose]()
  await ministry[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})
beforeEach(() => Object.assign(ministry.attested, { subject: 'agent-4711', acr: 'eidas2', amr: ['pwd', 'hwk'], ageSeconds: 0 }))

function fileOf(issuer: string): string {
  return [
    'id: ministry',
    'name: The Ministry',
    `issuer: ${issuer}`,
    'client_id: chappe',
    'client_secret_file: secret',
    'acr_values: [eidas1, eidas2]',
    'amr: [hwk, otp]',
    'max_age_seconds: 600',
    'organisations:',
    '  interior:',
    '    acr_values: [eidas2]',
    '    max_age_seconds: 60',
  ].join('\n')
}

/** Goes to the provider and comes back. */
async function goThrough(browser: Browser, sent: Page): Promise<Page> {
  const back = new URL(await ministry.walk(sent.location ?? ''))
  return browser.get(`${back.pathname}${back.search}`)
}

const begin = async (browser: Browser): Promise<Page> => browser.get('/oauth2/upstream/ministry?continue=%2Foauth2%2Finteraction%2Fx')

async function link(browser: Browser): Promise<Page> {
  const { text } = await browser.get('/signin')
  expect(text).toBe('')
  return goThrough(browser, await browser.post('/oauth2/upstream/ministry/link', { csrf: await csrfOf(browser) }))
}

/** What every form of the browser's pages carries: made from its cookie, and shown by any of them. */
async function csrfOf(browser: Browser): Promise<string> {
  const page = await browser.get('/oauth2/sso?redirectUrl=https%3A%2F%2Fapp.example.org%2F')
  return page.field('csrf')
}

test('Alice, who has linked her identity, signs in by it and goes on where she was', async () => {
  const browser = browserOn(chappe)
  const done = await goThrough(browser, await begin(browser))
  expect([done.status, done.location]).toEqual([303, '/oauth2/interaction/x'])
  expect(browser.cookies.has('chappe')).toBe(true)
  const rows = await chappe.database.query('SELECT methods FROM web_session ORDER BY created_at_ms DESC LIMIT 1')
  expect(rows).toEqual([{ methods: ['upstream'] }])
})

test('the page to sign in on offers it, and that of the profile links it', async () => {
  const page = await browserOn(chappe).get('/signin?continue=%2Faccount%2Fdevices&lang=fr')
  expect(page.text).toMatch(/href="\/oauth2\/upstream\/ministry\?continue=%2Faccount%2Fdevices">Se connecter avec The Ministry</)
  const profile = await (await browserOf(chappe, 'alice')).get('/account/profile')
  expect(profile.text).toContain('action="/oauth2/upstream/ministry/link"')
  expect(profile.headers.get('content-security-policy')).toContain(`form-action 'self' ${new URL(ministry.issuer).origin}`)
})

test('what is asked for is what the policy of the strictest organisation needs', async () => {
  const url = new URL((await begin(browserOn(chappe))).location ?? '')
  expect(Object.fromEntries(url.searchParams)).toMatchObject({ scope: 'openid', acr_values: 'eidas1 eidas2', max_age: '60', code_challenge_method: 'S256' })
})

describe('she is not signed in', () => {
  test.each<[string, object]>([
    ['when the provider was not sure enough', { acr: 'eidas0' }],
    ['when it used no method that counts', { amr: ['pwd'] }],
    ['when her proof was too long ago', { ageSeconds: 700 }],
  ])('%s', async (_why, attested) => {
    Object.assign(ministry.attested, attested)
    const browser = browserOn(chappe)
    const refused = await goThrough(browser, await begin(browser))
    expect([refused.status, refused.text.includes('strong or recent enough')]).toEqual([403, true])
    expect(browser.cookies.has('chappe')).toBe(false)
  })

  test('when her organisation asks for more', async () => {
    await chappe.database.query(`INSERT INTO organisation (organisation_id, name, created_at_ms) VALUES ('interior', 'Interior', 0)`)
    await chappe.database.query(`UPDATE account SET organisation_nid = (SELECT organisation_nid FROM organisation) WHERE user_id = '@alice:chappe.test'`)
    ministry.attested.acr = 'eidas1'
    const browser = browserOn(chappe)
    expect((await goThrough(browser, await begin(browser))).status).toBe(403)
    ministry.attested.acr = 'eidas2'
    expect((await goThrough(browser, await begin(browser))).status).toBe(303)
    ministry.attested.ageSeconds = 90
    expect((await goThrough(browser, await begin(browser))).status).toBe(403)
    await chappe.database.query(`UPDATE account SET organisation_nid = NULL`)
  })

  test('when it is another browser that comes back, or the same twice', async () => {
    const browser = browserOn(chappe)
    const sent = await begin(browser)
    const back = new URL(await ministry.walk(sent.location ?? ''))
    const path = `${back.pathname}${back.search}`
    expect((await browserOn(chappe).get(path)).status).toBe(404)
    expect((await browser.get(path)).status).toBe(303)
    expect((await browser.get(path)).status).toBe(404)
  })

  test('when her account was stopped', async () => {
    const bob = await chappe.person('bob')
    ministry.attested.subject = 'agent-bob'
    await link(await browserOf(chappe, 'bob'))
    await chappe.server.homeserver.ports.contain(bob.userId)
    const browser = browserOn(chappe)
    const refused = await goThrough(browser, await begin(browser))
    expect([refused.status, browser.cookies.has('chappe')]).toEqual([403, false])
  })
})

describe('linking', () => {
  test('is by issuer and subject: whom nobody has linked is nobody here, whatever their address is', async () => {
    ministry.attested.subject = 'alice@chappe.test'
    const refused = await goThrough(browserOn(chappe), await begin(browserOn(chappe)))
    expect(refused.status).toBe(404)
    const browser = browserOn(chappe)
    const unknown = await goThrough(browser, await begin(browser))
    expect([unknown.status, unknown.text.includes('linked with no account')]).toEqual([403, true])
  })

  test('takes a form of her own page, and an identity that is nobody else’s', async () => {
    await chappe.person('carol')
    const carol = await browserOf(chappe, 'carol')
    expect((await carol.post('/oauth2/upstream/ministry/link', { csrf: 'made up' })).status).toBe(403)
    expect((await link(carol)).status).toBe(403)
    const rows = await chappe.database.query(`SELECT account.user_id FROM upstream_identity JOIN account USING (user_nid) WHERE subject = 'agent-4711'`)
    expect(rows).toEqual([{ user_id: '@alice:chappe.test' }])
  })
})

test('there is no provider of another name', async () => {
  expect((await browserOn(chappe).get('/oauth2/upstream/nobody')).status).toBe(404)
})

test.each<[string, (text: string) => string, RegExp]>([
  ['no client_id', (text) => text.replace('client_id: chappe\n', ''), /client_id: text is needed/],
  ['an issuer without TLS', (text) => text.replace(/issuer: .*/, 'issuer: http://idp.example'), /issuer: an https/],
  ['no assurance', (text) => text.replace(/^acr_values: .*\n/m, ''), /acr_values: a list of texts is needed/],
  ['a secret that is missing', (text) => text.replace('client_secret_file: secret', 'client_secret_file: nothing'), /client_secret_file: cannot be read/],
])('a file with %s is refused at the start', async (_what, change, message) => {
  const file = join(folder, 'wrong.yaml')
  await writeFile(file, change(fileOf(ministry.issuer)))
  await expect(startTestServer(buildServer, { identityProviders: [file] })).rejects.toThrow(message)
})
