// Passkeys on a government server: enrolment by a link, signing in without typing anything, and everything that is none.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { TestServer } from '@chappe/testkit'
import { createAuthenticator, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { logIn, madeWithLink, refusal } from './_accounts.ts'
import type { Enrolled } from './_web.ts'
import { browserOn, enrolIn, enrolled, signInWith } from './_web.ts'

const ORIGIN = 'http://localhost:8008'

let ministry: TestServer<Server>
let alice: Enrolled
beforeAll(async () => {
  ministry = await startTestServer(buildServer, { profile: 'government' })
  alice = await enrolled(ministry, 'alice')
})
afterAll(async () => ministry[Symbol.asyncDispose]())

describe('enrolment', () => {
  test('leads from the link to a passkey, urges a second one, and says how to go on', async () => {
    const { enrolmentUrl } = await madeWithLink(ministry, 'erin')
    const browser = browserOn(ministry)
    const link = await browser.get(`/enrol${new URL(enrolmentUrl).search}`)
    expect([link.status, link.text.includes('@erin:chappe.test')]).toEqual([200, true])
    await enrolIn(browser, enrolmentUrl, createAuthenticator(ORIGIN))
    const second = await browser.get('/enrol/passkey')
    expect(second.text).toContain('Make a second passkey')
    expect(second.options().excludeCredentials).toHaveLength(1)
    const added = await browser.post('/enrol/passkey', {
      csrf: second.field('csrf'),
      name: 'Security key',
      credential: createAuthenticator(ORIGIN).create(second.options()),
    })
    expect(added.location).toBe('/enrol/done')
    expect((await browser.get('/enrol/done')).text).toContain('chappe.test')
    expect((await browser.get('/account/passkeys')).text).toMatch(/Work laptop[\s\S]*Security key/)
  })

  test('by a link that was used, or is too old, or was made up, leads nowhere', async () => {
    const { enrolmentUrl } = await madeWithLink(ministry, 'frank')
    const token = new URL(enrolmentUrl).searchParams.get('token') ?? ''
    await enrolIn(browserOn(ministry), enrolmentUrl, createAuthenticator(ORIGIN))
    expect((await browserOn(ministry).post('/enrol', { token })).status).toBe(404)
    expect((await browserOn(ministry).post('/enrol', { token: 'made-up' })).status).toBe(404)
    const late = new URL((await madeWithLink(ministry, 'gina')).enrolmentUrl).searchParams.get('token') ?? ''
    ministry.clock.advance(24 * 60 * 60_000)
    expect((await browserOn(ministry).post('/enrol', { token: late })).status).toBe(404)
  })

  test('is not done by looking at the link, as programs do that look at mails', async () => {
    const { enrolmentUrl } = await madeWithLink(ministry, 'hana')
    for (let look = 0; look < 3; look += 1) await browserOn(ministry).get(`/enrol${new URL(enrolmentUrl).search}`)
    await enrolIn(browserOn(ministry), enrolmentUrl, createAuthenticator(ORIGIN))
  })

  test('lets nobody at anything but a first passkey', async () => {
    const { enrolmentUrl } = await madeWithLink(ministry, 'ivan')
    const browser = browserOn(ministry)
    await browser.post('/enrol', { token: new URL(enrolmentUrl).searchParams.get('token') ?? '' })
    for (const path of ['/account', '/account/passkeys', '/account/devices']) {
      expect([path, (await browser.get(path)).location]).toEqual([path, '/enrol/passkey'])
    }
  })
})

describe('signing in', () => {
  test('takes a passkey, and nothing has to be typed', async () => {
    const browser = browserOn(ministry)
    const page = await browser.get('/signin')
    expect(page.options()).toMatchObject({ rpId: 'localhost', userVerification: 'required', allowCredentials: [] })
    expect(page.text).not.toContain('type="password"')
    expect((await signInWith(browser, alice.passkey)).location).toBe('/account')
    expect((await browser.get('/account')).text).toContain('@alice:chappe.test')
  })

  test('takes no password, neither on the page nor from a client', async () => {
    expect((await browserOn(ministry).post('/signin', { user: 'alice', password: 'correct horse battery staple' })).status).toBe(403)
    expect(refusal(await logIn(ministry.url, 'alice'))).toEqual([403, 'M_FORBIDDEN'])
  })

  test('takes each challenge once, for five minutes, and for what it was made', async () => {
    const browser = browserOn(ministry)
    const options = (await browser.get('/signin')).options()
    const credential = alice.passkey.get(options)
    expect((await browser.post('/signin', { credential })).status).toBe(303)
    expect((await browser.post('/signin', { credential })).status).toBe(403)
    expect((await browser.post('/signin', { credential: alice.passkey.get(options) })).status).toBe(403)
    const late = (await browser.get('/signin?continue=/account')).options()
    ministry.clock.advance(5 * 60_000)
    expect((await browser.post('/signin', { credential: alice.passkey.get(late) })).status).toBe(403)
    await signInWith(browser, alice.passkey)
    const forNewPasskey = (await browser.get('/enrol/passkey')).options()
    expect((await browserOn(ministry).post('/signin', { credential: alice.passkey.get(forNewPasskey) })).status).toBe(403)
  })

  test('takes no answer made for another site, without a finger, or by a stranger', async () => {
    const attempts: [string, Parameters<typeof alice.passkey.get>[1]][] = [
      ['another origin', { origin: 'https://chappe.evil.example' }],
      ['another rp', { rpId: 'evil.example' }],
      ['not verified', { isVerified: false }],
    ]
    for (const [what, bent] of attempts) {
      const browser = browserOn(ministry)
      const credential = alice.passkey.get((await browser.get('/signin')).options(), bent)
      const answer = await browser.post('/signin', { credential })
      expect([what, answer.status, browser.cookies.has('chappe')]).toEqual([what, 403, false])
    }
    expect((await signInWith(browserOn(ministry), createAuthenticator(ORIGIN))).status).toBe(403)
  })

  test('takes nothing that has another shape', async () => {
    for (const credential of ['', '{}', 'null', '[]', 'not JSON', '{"id":{"$gt":""}}', JSON.stringify({ id: 'x'.repeat(9000) })]) {
      expect([credential.slice(0, 20), (await browserOn(ministry).post('/signin', { credential })).status]).toEqual([credential.slice(0, 20), 403])
    }
  })

  test('with a counter that has been passed is refused, and tells that there may be a copy', async () => {
    const { browser, passkey } = await enrolled(ministry, 'judy')
    await signInWith(browser, passkey)
    const options = (await browser.get('/signin?continue=/account')).options()
    expect((await browser.post('/signin', { credential: passkey.get(options, { counter: 1 }) })).status).toBe(403)
    await signInWith(browser, passkey)
    expect((await browser.get('/account/passkeys')).text).toContain('A copy of this passkey seems to have been used')
    expect(await ministry.database.query('SELECT a.kind FROM alert a JOIN account USING (user_nid) WHERE user_id = $1', ['@judy:chappe.test'])).toEqual([{ kind: 'copy_of_passkey' }])
  })
})

describe('an account that may not be used', () => {
  test.each([
    ['expired', 'has expired'],
    ['quarantined', 'cannot be used at the moment'],
    ['contained', 'cannot be used at the moment'],
    ['closed', 'cannot be used at the moment'],
  ])('is told so when %s, and only to whoever has its passkey', async (state, words) => {
    const { passkey } = await enrolled(ministry, `karl-${state}`)
    await ministry.database.query('UPDATE account SET state = $1 WHERE user_id = $2', [state, `@karl-${state}:chappe.test`])
    const browser = browserOn(ministry)
    const answer = await signInWith(browser, passkey)
    expect([answer.status, browser.cookies.has('chappe')]).toEqual([403, false])
    expect(answer.text).toContain(words)
    expect(answer.text).not.toMatch(/contain|quarantin/i)
  })
})

describe('the passkeys of an account', () => {
  test('are named, and removed, but for the last one', async () => {
    const { browser, person } = await enrolled(ministry, 'liam')
    const second = await browser.get('/enrol/passkey')
    await browser.post('/enrol/passkey', { csrf: second.field('csrf'), name: 'Phone', credential: createAuthenticator(ORIGIN).create(second.options()) })
    const page = await browser.get('/account/passkeys')
    const [first = '', other = ''] = [...new Set([...page.text.matchAll(/name="passkey" value="(\d+)"/g)].map(([, number]) => number))]
    const csrf = page.field('csrf')
    await browser.post('/account/passkeys', { csrf, act: 'rename', passkey: first, name: ' Old \u0000 laptop ' })
    expect((await browser.get('/account/passkeys')).text).toContain('Old laptop')
    expect((await browser.post('/account/passkeys', { csrf, act: 'remove', passkey: first })).location).toBe('/account/passkeys?did=removed')
    expect((await browser.post('/account/passkeys', { csrf, act: 'remove', passkey: other })).status).toBe(403)
    // Whose passkeys somebody changes is told in every client: of the second one, and of the one that is gone.
    for (const room of Object.keys((await person.sync()).rooms.invite ?? {})) await person.join(room)
    const told = JSON.stringify((await person.sync({ fullState: true })).rooms.join)
    expect([told.includes('A passkey (“Phone”) was just added to your account'), told.includes('A passkey (“Old laptop”) was just removed from your account'), told.includes('“Work laptop”')]).toEqual([true, true, false])
    const ofAlice = (await alice.browser.get('/account/passkeys')).field('passkey')
    expect((await browser.post('/account/passkeys', { csrf, act: 'rename', passkey: ofAlice, name: 'mine' })).status).toBe(404)
  })

  test('change only after a fresh touch', async () => {
    const { browser, passkey } = await enrolled(ministry, 'mona')
    ministry.clock.advance(5 * 60_000)
    expect((await browser.get('/enrol/passkey')).location).toBe('/step-up?continue=/enrol/passkey')
    const page = await browser.get('/step-up?continue=/enrol/passkey')
    expect(page.options().allowCredentials).toHaveLength(1)
    const fields = { csrf: page.field('csrf'), continue: '/enrol/passkey' }
    expect((await browser.post('/step-up', { ...fields, credential: alice.passkey.get(page.options()) })).status).toBe(403)
    const again = await browser.get('/step-up?continue=/enrol/passkey')
    expect((await browser.post('/step-up', { ...fields, credential: passkey.get(again.options()) })).location).toBe('/enrol/passkey')
    expect((await browser.get('/enrol/passkey')).status).toBe(200)
  })
})
