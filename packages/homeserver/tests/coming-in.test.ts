// Newcomers on the pages of the server: an account by name and password where anybody may, by an address of work on a
// government server, and what an application knows of who comes.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { MailServer, TestServer } from '@chappe/testkit'
import { createAuthenticator, startMailServer, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { logIn } from './_accounts.ts'
import { codeIn, openMinistry } from './_enrolment.ts'
import { attempt, decide, exchange, register } from './_oauth.ts'
import type { Browser, Page } from './_web.ts'
import { browserOn } from './_web.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const PASSWORD = 'a long password of four words'

/** Where a redirect of the server's own pages leads, as path and query. */
function to({ location = '' }: Page): string {
  const { pathname, search } = new URL(location, 'http://localhost:8008')
  return pathname + search
}

/** Goes from an application to the first page that asks something of the newcomer. */
async function arrive(browser: Browser, clientId: string, more: Record<string, string>): Promise<{ path: string; page: Page; begun: ReturnType<typeof attempt> }> {
  const begun = attempt(clientId, 'LAPTOP', more)
  let path = begun.path
  for (let page = await browser.get(path); ; page = await browser.get(path)) {
    if (page.location === undefined) return { path, page, begun }
    path = to(page)
  }
}

describe('where anybody may make an account', () => {
  let chappe: TestServer<Server>
  let clientId: string
  beforeAll(async () => {
    chappe = await startTestServer(buildServer)
    clientId = (await register(chappe)).body.client_id
    await chappe.person('alice')
  })
  afterAll(async () => chappe[Symbol.asyncDispose]())

  const fill = (browser: Browser, page: Page, fields: Record<string, string>) =>
    browser.post('/register', { continue: page.field('continue'), user: '', password: PASSWORD, again: PASSWORD, ...fields })

  test('Nina comes from an application, makes an account without any script, and the application has her device', async () => {
    const browser = browserOn(chappe)
    const { path, page, begun } = await arrive(browser, clientId, { prompt: 'create' })
    expect(path).toMatch(/^\/register\?continue=%2Foauth2%2Finteraction%2F/)
    expect(page.text).toContain('Make an account')
    expect(page.text).not.toContain('<script')
    const made = await fill(browser, page, { user: 'Nina' })
    expect(to(made)).toBe(page.field('continue'))
    const consent = await browser.get(to(made))
    const redirected = await decide(browser, { page: consent, at: to(made) })
    const { body } = await exchange(chappe.url, begun, redirected)
    expect(body.scope).toContain('urn:matrix:client:device:LAPTOP')
    expect((await logIn(chappe.url, 'nina', { password: PASSWORD })).status).toBe(200)
  })

  test('whoever only signs in finds the way, in French as well', async () => {
    const browser = browserOn(chappe)
    const { path, page } = await arrive(browser, clientId, {})
    expect(path).toMatch(/^\/signin\?/)
    const href = /href="(\/register\?[^"]*)"/.exec(page.text)?.[1]?.replaceAll('&#38;', '&') ?? ''
    const form = await browser.get(`${href}&lang=fr`)
    expect([form.status, form.text.includes('Créer un compte'), form.text.includes('Mot de passe, encore une fois')]).toEqual([200, true, true])
  })

  test.each<[string, Record<string, string>, string]>([
    ['is taken', { user: 'alice' }, 'That name is taken.'],
    ['is none', { user: 'né avec' }, 'That name cannot be used'],
    ['is empty', { user: '' }, 'That name cannot be used'],
    ['is the server’s own', { user: 'server-notices' }, 'That name is reserved.'],
    ['goes with two passwords', { user: 'otto', again: 'another' }, 'The two passwords are not the same.'],
    ['goes with no password', { user: 'otto', password: '', again: '' }, 'That password is too short'],
    ['goes with seven characters', { user: 'otto', password: 'kq7!xw2', again: 'kq7!xw2' }, 'That password is too short'],
    ['goes with what everybody tries', { user: 'otto', password: 'Football', again: 'Football' }, 'too well known'],
    ['goes with the own name', { user: 'ottokar', password: 'Ottokar2026!', again: 'Ottokar2026!' }, 'made of your user name'],
    ['goes with the name of the server', { user: 'otto', password: 'chappe.test.99', again: 'chappe.test.99' }, 'made of your user name'],
  ])('a name that %s is refused where it was typed, and kept in its field', async (_what, fields, sentence) => {
    const browser = browserOn(chappe)
    const page = await browser.get('/register?continue=%2Faccount%2Fdevices')
    const refused = await fill(browser, page, fields)
    expect([refused.status, refused.text.includes(sentence), refused.field('continue')]).toEqual([400, true, '/account/devices'])
    expect(refused.text).toContain(`value="${fields['user'] ?? ''}" maxlength`)
    expect(browser.cookies.has('chappe')).toBe(false)
    expect((await logIn(chappe.url, 'otto', { password: PASSWORD })).status).toBe(403)
  })

  test('a form of another site makes nothing', async () => {
    const sent = await browserOn(chappe).post('/register', { user: 'eve', password: PASSWORD, again: PASSWORD }, { origin: 'https://evil.example' })
    expect(sent.status).toBe(403)
    expect((await logIn(chappe.url, 'eve', { password: PASSWORD })).status).toBe(403)
  })

  test('what an application knows of who comes stands in the field, and what it makes up does not', async () => {
    const browser = browserOn(chappe)
    const held = async (hint: string) => /id="user"[^>]* value="([^"]*)"/.exec((await browser.get(`/signin?${new URLSearchParams({ continue: '/account/devices', login_hint: hint })}`)).text)?.[1]
    expect(await held('mxid:@alice:chappe.test')).toBe('alice')
    expect(await held('alice@example.org')).toBe('alice@example.org')
    expect(await held('mxid:@alice:elsewhere.example')).toBe('')
    expect(await held('"><script>alert(1)</script>')).toBe('')
    const { path } = await arrive(browser, clientId, { login_hint: 'mxid:@alice:chappe.test' })
    expect(path).toContain('login_hint=mxid%3A%40alice%3Achappe.test')
  })
})

test('where it takes a code, the page asks for it, and it is spent', async () => {
  await using chappe = await startTestServer(buildServer, { registrationRequiresToken: true, registrationSharedSecret: 'a secret' })
  const browser = browserOn(chappe)
  await chappe.database.query("INSERT INTO registration_token (token, uses_allowed) VALUES ('welcome', 1)")
  const post = (user: string, token: string) => browser.post('/register', { user, password: PASSWORD, again: PASSWORD, token, continue: '/account' })
  expect((await browser.get('/register')).text).toContain('Registration code')
  expect((await post('nina', 'wrong')).text).toContain('That registration code is not good.')
  expect((await post('nina', 'welcome')).status).toBe(303)
  expect((await post('otto', 'welcome')).status).toBe(400)
})

describe('on a government server', () => {
  let mail: MailServer
  let ministry: TestServer<Server>
  let clientId: string
  beforeAll(async () => {
    mail = await startMailServer()
    ministry = await startTestServer(buildServer, { profile: 'government', mailUrl: mail.url, clients: ['example.org'] })
    await openMinistry(ministry)
    await ministry.server.homeserver.ports.organisations.putDomain('interieur', 'guests.example', { accountType: 'external', enrolment: 'invitation' })
    clientId = (await register(ministry)).body.client_id
  })
  afterAll(async () => {
    await ministry[Symbol.asyncDispose]()
    await mail[Symbol.asyncDispose]()
  })

  test('nobody registers by a name and a password', async () => {
    expect((await browserOn(ministry).get('/register')).location).toBe('/signin?continue=%2Faccount')
    expect((await browserOn(ministry).post('/register', { user: 'eve', password: PASSWORD, again: PASSWORD })).status).toBe(403)
  })

  test('Jeanne comes from an application, enrols by her address and a passkey, and goes on to the application', async () => {
    const browser = browserOn(ministry)
    const { path, page } = await arrive(browser, clientId, { prompt: 'create', login_hint: 'jeanne@interieur.example' })
    expect(path).toBe('/enrol?address=jeanne%40interieur.example')
    expect(page.text).toContain('value="jeanne@interieur.example"')
    const typed = await browser.post('/enrol', { act: 'address', address: 'jeanne@interieur.example' })
    const proved = await browser.post('/enrol', { act: 'prove', id: typed.field('id'), code: codeIn((await mail.nextMailTo('jeanne@interieur.example')).text) })
    const made = await browser.post('/enrol', { act: 'complete', id: proved.field('id'), secret: proved.field('secret'), name: 'Jeanne Martin' })
    expect(made.location).toBe('/enrol/passkey')
    const passkey = createAuthenticator('http://localhost:8008')
    const form = await browser.get('/enrol/passkey')
    await browser.post('/enrol/passkey', { csrf: form.field('csrf'), name: 'Laptop', credential: passkey.create(form.options()) })
    const done = await browser.get('/enrol/done')
    const next = /class="button wide" href="([^"]*)">Go on</.exec(done.text)?.[1] ?? ''
    expect(next).toMatch(/^\/oauth2\/interaction\//)
    expect((await browser.get(next)).text).toContain('LAPTOP')
  })

  test('who has come for enrolment alone is told how to go on by themselves', async () => {
    const browser = browserOn(ministry)
    expect((await browser.get('/enrol?continue=https%3A%2F%2Fevil.example')).location).toBe('/enrol')
    expect(decodeURIComponent(browser.cookies.get('chappe-next') ?? '')).toBe('/account')
  })

  test('the page to sign in on says how the people of a domain come in, and never whether there is an account', async () => {
    const said = async (hint: string) => {
      const { text } = await browserOn(ministry).get(`/signin?${new URLSearchParams({ continue: '/account/devices', login_hint: hint })}`)
      return text.replaceAll(hint, 'X').replaceAll(encodeURIComponent(hint), 'X').replaceAll(/&#34;(?:challenge)&#34;:&#34;[^&]*&#34;/g, '')
    }
    expect(await said('jeanne@interieur.example')).toContain('You enrol with your work address')
    expect(await said('paul@guests.example')).toContain('people enrol by invitation')
    expect(await said('paul@unknown.example')).toContain('is of no organisation known here')
    // Jeanne has enrolled above, and Nobody never has.
    expect(await said('jeanne@interieur.example')).toBe(await said('nobody@interieur.example'))
  })
})

test('a government server that sends no mail says that one is let in by a link', async () => {
  await using ministry = await startTestServer(buildServer, { profile: 'government', publicUrl: 'https://chat.example.org' })
  const { text } = await browserOn(ministry).get('/signin?create=1&lang=fr&continue=%2Faccount%2Fdevices')
  expect(text).toContain('Votre service vous donne un lien d’inscription.')
})
