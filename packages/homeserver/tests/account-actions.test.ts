// What clients send people to the page of their account for: each action that the metadata names has a page that does it.
// https://spec.matrix.org/v1.19/client-server-api/#account-management-url-discovery
import { buildServer } from '@chappe/server'
import { request, serverOfThisFile } from '@chappe/testkit'
import { beforeAll, expect, test } from 'vitest'
import { logIn, refusal, whoami } from './_accounts.ts'
import { browserOf, signIn } from './_oauth.ts'
import type { Browser, Page } from './_web.ts'
import { enrolled, touch } from './_web.ts'
import { startMinistry } from './_ministry.ts'

const chappe = await serverOfThisFile(buildServer)
beforeAll(async () => {
  for (const name of ['alice', 'bob', 'carol']) await chappe.person(name)
})

/** Follows an action to its page. */
async function act(browser: Browser, action: string, deviceId?: string): Promise<Page> {
  const query = new URLSearchParams({ action, ...(deviceId === undefined ? {} : { device_id: deviceId }) })
  let page = await browser.get(`/account?${query}`)
  while (page.location !== undefined) page = await browser.get(page.location)
  return page
}

test('every action of the metadata leads somebody who is signed in to a page of its own', async () => {
  const metadata = (await request(chappe.url, 'GET', '/_matrix/client/v1/auth_metadata')).body
  const browser = await browserOf(chappe, 'alice')
  await signIn(chappe, 'alice', 'PHONE')
  const titles: [string, string | undefined][] = []
  for (const action of metadata.account_management_actions_supported) {
    const page = await act(browser, action, /device_(?:view|delete)$/.test(action) ? 'PHONE' : undefined)
    titles.push([`${action} ${page.status}`, /<h1>([^<]*)<\/h1>/.exec(page.text)?.[1]])
  }
  expect(titles).toEqual([
    ['org.matrix.profile 200', 'Profile'],
    ['org.matrix.devices_list 200', 'Devices'],
    ['org.matrix.device_view 200', 'Messenger'],
    ['org.matrix.device_delete 200', 'Messenger'],
    ['org.matrix.account_deactivate 200', 'Close my account'],
    ['org.matrix.cross_signing_reset 200', 'Replace your encryption identity?'],
  ])
})

test('Bob changes his name on the page of his profile', async () => {
  const browser = await browserOf(chappe, 'bob')
  const page = await act(browser, 'org.matrix.profile')
  const sent = await browser.post('/account/profile', { csrf: page.field('csrf'), act: 'name', name: 'Bob <b>Baker</b>' })
  expect(sent.location).toBe('/account/profile?did=named')
  expect((await browser.get('/account/profile?did=named')).text).toContain('Bob &#60;b&#62;Baker&#60;/b&#62;')
  expect((await request(chappe.url, 'GET', '/_matrix/client/v3/profile/@bob:chappe.test')).body).toEqual({ displayname: 'Bob <b>Baker</b>' })
})

test('Carol, whose application cannot do it, closes her account on the page: fresh, sure, and for good', async () => {
  const phone = await signIn(chappe, 'carol', 'PHONE')
  const browser = await browserOf(chappe, 'carol')
  const csrf = (await act(browser, 'org.matrix.account_deactivate')).field('csrf')
  const close = (fields: Record<string, string>) => browser.post('/account/close', { csrf, act: 'close', ...fields })
  expect((await close({})).text).toContain('Yes, I want to close my account for good')
  chappe.clock.advance(6 * 60_000)
  expect((await close({ sure: 'yes' })).location).toBe('/step-up?continue=/account/close')
  const again = await browserOf(chappe, 'carol')
  const fresh = (await again.get('/account/close')).field('csrf')
  expect((await again.post('/account/close', { csrf: fresh, act: 'close', sure: 'yes' })).text).toContain('Your account is closed')
  expect(refusal(await whoami(chappe.url, phone['access_token']))).toEqual([401, 'M_UNKNOWN_TOKEN'])
  expect(refusal(await logIn(chappe.url, 'carol'))[0]).toBe(403)
  expect((await again.get('/account')).location).toBe('/signin?continue=%2Faccount')
})

test('on a government server the name is shown, and is not the owner’s to change', async () => {
  await using ministry = await startMinistry()
  const dave = await enrolled(ministry, 'dave')
  await touch(ministry, dave.person, dave.passkey)
  const page = await act(dave.browser, 'org.matrix.profile')
  expect(page.text).toContain('given by your organisation')
  expect((await dave.browser.post('/account/profile', { csrf: page.field('csrf'), act: 'name', name: 'Support' })).status).toBe(403)
  expect((await dave.person.get(`/_matrix/client/v3/profile/${dave.person.userId}`)).body).toEqual({})
})
