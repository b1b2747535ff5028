// Browsers on the server's own pages: signing in and out, what a cookie is good for, and what no other site can do.
import { buildServer } from '@chappe/server'
import { PASSWORD, serverOfThisFile } from '@chappe/testkit'
import { beforeAll, describe, expect, test } from 'vitest'
import { browserOn } from './_web.ts'
import type { Browser } from './_web.ts'

const chappe = await serverOfThisFile(buildServer)
beforeAll(async () => {
  await chappe.person('alice')
})

/** A browser in which somebody has signed in by password. */
async function signedIn(user: string): Promise<Browser> {
  const browser = browserOn(chappe)
  const { status } = await browser.post('/signin', { user, password: PASSWORD, continue: '/signin' })
  expect(status).toBe(303)
  return browser
}

test('Alice signs in with her password and is led on to where she was going', async () => {
  const browser = browserOn(chappe)
  const page = await browser.get('/signin?continue=%2Foauth2%2Fauthorize%3Fx%3D1')
  expect(page.status).toBe(200)
  expect(page.field('continue')).toBe('/oauth2/authorize?x=1')
  const sent = await browser.post('/signin', { user: 'alice', password: PASSWORD, continue: page.field('continue') })
  expect([sent.status, sent.location]).toEqual([303, '/oauth2/authorize?x=1'])
  expect(sent.headers.get('set-cookie')).toMatch(/^chappe=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200$/)
  expect((await browser.get('/signin')).location).toBe('/account')
})

test('she is led to no other site', async () => {
  for (const path of ['https://evil.example/', '//evil.example', '/\\evil.example', '/\t/evil.example', 'javascript:alert(1)']) {
    const sent = await browserOn(chappe).post('/signin', { user: 'alice', password: PASSWORD, continue: path })
    expect([path, sent.location]).toEqual([path, '/account'])
  }
})

test('the cookie is nowhere in the database, only its hash', async () => {
  const browser = await signedIn('alice')
  const rows = await chappe.database.query('SELECT * FROM web_session')
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain(browser.cookies.get('chappe'))
})

describe('a page', () => {
  test('runs no script from elsewhere, stands in no frame, and is not kept', async () => {
    const { headers } = await browserOn(chappe).get('/signin')
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; script-src 'self'; form-action 'self'",
    )
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  test('speaks French or English, and keeps what was chosen', async () => {
    const browser = browserOn(chappe)
    expect((await browser.get('/signin', { 'accept-language': 'fr-FR,en;q=0.5' })).text).toContain('<html lang="fr">')
    expect((await browser.get('/signin')).text).toContain('<html lang="en">')
    expect((await browser.get('/signin?lang=fr')).text).toContain('<html lang="fr">')
    expect((await browser.get('/signin')).text).toContain('<html lang="fr">')
  })

  test('loads its style, and nothing else than there is', async () => {
    const browser = browserOn(chappe)
    expect((await browser.get('/pages/style.css')).headers.get('content-type')).toBe('text/css; charset=utf-8')
    for (const name of ['nothing.css', '..%2Fpage.ts', '__proto__']) expect((await browser.get(`/pages/${name}`)).status).toBe(404)
  })

  test('shows what was typed as text', async () => {
    const { text } = await browserOn(chappe).get(`/signin?continue=${encodeURIComponent('/"><script>alert(1)</script>')}`)
    expect(text).not.toContain('<script>alert')
  })
})

describe('a form', () => {
  test('that another site sends signs nobody in', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
      const sent = await browserOn(chappe).post('/signin', { user: 'alice', password: PASSWORD }, headers)
      expect([sent.status, sent.headers.get('set-cookie')]).toEqual([403, null])
      expect(sent.headers.get('content-type')).toBe('text/html; charset=utf-8')
    }
  })

  test('to sign out has to come from a page of the session', async () => {
    const browser = await signedIn('alice')
    expect((await browser.post('/signout', { csrf: 'made up' })).status).toBe(403)
    expect((await browser.get('/signin')).location).toBe('/account')
  })
})

describe('a wrong password', () => {
  test('is answered like a name that nobody has', async () => {
    const wrong = await browserOn(chappe).post('/signin', { user: 'alice', password: 'wrong' })
    const nobody = await browserOn(chappe).post('/signin', { user: 'nobody', password: 'wrong' })
    const address = await browserOn(chappe).post('/signin', { user: 'nobody@ministry.example', password: 'wrong' })
    expect([wrong.status, wrong.text.includes('That was not accepted')]).toEqual([403, true])
    const withoutChallenge = ({ text }: { text: string }): string => text.replace(/data-options="[^"]*"/, '')
    expect(withoutChallenge(nobody)).toBe(withoutChallenge(wrong))
    expect(withoutChallenge(address)).toBe(withoutChallenge(wrong))
  })
})

describe('a session', () => {
  test('ends after twelve hours, and after one without a page', async () => {
    const idle = await signedIn('alice')
    chappe.clock.advance(60 * 60_000)
    expect((await idle.get('/signin')).status).toBe(200)
    const busy = await signedIn('alice')
    for (let hour = 0; hour < 12; hour += 1) {
      chappe.clock.advance(59 * 60_000)
      expect((await busy.get('/signin')).status).toBe(303)
    }
    chappe.clock.advance(59 * 60_000)
    expect((await busy.get('/signin')).status).toBe(200)
  })

  test('is of no use once the account is contained, nor can another begin', async () => {
    const mallory = await chappe.person('mallory')
    const browser = await signedIn('mallory')
    await chappe.server.homeserver.ports.contain(mallory.userId)
    expect((await browser.get('/signin')).status).toBe(200)
    const again = await browserOn(chappe).post('/signin', { user: 'mallory', password: PASSWORD })
    expect([again.status, again.headers.get('set-cookie')]).toEqual([403, null])
  })
})
