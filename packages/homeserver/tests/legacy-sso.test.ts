// Signing in by m.login.sso, for clients that do not know OAuth 2.0; the government profile has no such way.
import { buildServer } from '@chappe/server'
import { request, serverOfThisFile, startTestServer } from '@chappe/testkit'
import { beforeAll, expect, test } from 'vitest'
import { refusal } from './_accounts.ts'
import { browserOf } from './_oauth.ts'
import { browserOn } from './_web.ts'

const chappe = await serverOfThisFile(buildServer)
beforeAll(async () => {
  await chappe.person('alice')
})

const START = '/_matrix/client/v3/login/sso/redirect'
const APP = 'https://app.example.org/?from=matrix'
const startOf = (redirectUrl: string): string => `${START}?redirectUrl=${encodeURIComponent(redirectUrl)}`
const pathOf = (location: string | undefined): string => (location ?? '').replace('http://localhost:8008', '')

test.each([START, '/_matrix/client/v3/login/sso/redirect/chappe'])('Alice is sent from %s over a page back to her client, which signs in with what it got', async (start) => {
  const sent = await request(chappe.url, 'GET', `${start}?redirectUrl=${encodeURIComponent(APP)}&action=login`)
  expect(sent.status).toBe(302)
  const at = pathOf(sent.headers.get('location') ?? '')
  const stranger = await browserOn(chappe).get(at)
  expect(stranger.location).toMatch(/^\/signin\?continue=%2Foauth2%2Fsso/)
  const browser = await browserOf(chappe, 'alice')
  const page = await browser.get(at)
  expect([page.status, page.text.includes('app.example.org'), page.text.includes('does not say which one')]).toEqual([200, true, true])
  const decided = await browser.post(at, { csrf: page.field('csrf'), decision: 'allow' })
  const back = new URL(decided.location ?? '')
  expect([back.origin, back.searchParams.get('from')]).toEqual(['https://app.example.org', 'matrix'])
  const body = { type: 'm.login.token', token: back.searchParams.get('loginToken') }
  const login = await request(chappe.url, 'POST', '/_matrix/client/v3/login', { body })
  expect([login.status, login.body.user_id]).toEqual([200, '@alice:chappe.test'])
  expect(refusal(await request(chappe.url, 'POST', '/_matrix/client/v3/login', { body }))).toEqual([403, 'M_FORBIDDEN'])
})

test('she says no, or another site says yes for her', async () => {
  const browser = await browserOf(chappe, 'alice')
  const at = pathOf((await browser.get(startOf(APP))).location)
  const page = await browser.get(at)
  expect((await browser.post(at, { csrf: page.field('csrf'), decision: 'deny' })).location).toBe('/account')
  expect((await browser.post(at, { csrf: 'made up', decision: 'allow' })).status).toBe(403)
  expect((await browser.post(at, { csrf: page.field('csrf'), decision: 'allow' }, { origin: 'https://evil.example' })).status).toBe(403)
})

test.each(['javascript:alert(1)', 'data:text/html,hello', 'nothing', ''])('nobody is sent to %s', async (redirectUrl) => {
  expect(refusal(await request(chappe.url, 'GET', startOf(redirectUrl)))).toEqual([400, 'M_INVALID_PARAM'])
  expect((await browserOn(chappe).get(`/oauth2/sso?redirectUrl=${encodeURIComponent(redirectUrl)}`)).status).toBe(404)
})

test('whichever provider a client names, it is the same page', async () => {
  const named = await request(chappe.url, 'GET', '/_matrix/client/v3/login/sso/redirect/chappe?redirectUrl=https%3A%2F%2Fapp.test')
  const unnamed = await request(chappe.url, 'GET', '/_matrix/client/v3/login/sso/redirect?redirectUrl=https%3A%2F%2Fapp.test')
  expect(named.headers.get('location')).toBe(unnamed.headers.get('location'))
})

test('a ministry has no such way in', async () => {
  await using ministry = await startTestServer(buildServer, { profile: 'government' })
  expect(refusal(await request(ministry.url, 'GET', startOf(APP)))).toEqual([404, 'M_UNRECOGNIZED'])
  const { body } = await request(ministry.url, 'GET', '/_matrix/client/v3/login')
  expect(body.flows.map(({ type }: { type: string }) => type)).not.toContain('m.login.sso')
  expect((await browserOn(ministry).get(`/oauth2/sso?redirectUrl=${encodeURIComponent(APP)}`)).status).toBe(404)
})
