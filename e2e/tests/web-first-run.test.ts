// The first minute of somebody whose account has a password and no passkey: what is offered is what the account can do.
import { request, requireProgram } from '@chappe/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import { accessibilityProblems } from '../src/screen.ts'

const PASSWORD = 'a long enough password'
let messenger: Messenger | undefined

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  messenger = await openMessenger({ profile: 'matrix' })
  await request(messenger.server.url, 'POST', '/_matrix/client/v3/register', { body: { auth: { type: 'm.login.dummy' }, username: 'alice', password: PASSWORD, inhibit_login: true } })
}, 10 * 60_000)
afterAll(async () => messenger?.[Symbol.asyncDispose]())

test('Alice signs in with her password, is not asked for a passkey that she has not got, prints a key and is in', { timeout: 5 * 60_000 }, async () => {
  if (messenger === undefined) throw new Error('there is no messenger')
  const { page } = await (await messenger.screen()).person()
  page.setDefaultTimeout(60_000)
  await page.goto(messenger.server.url)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.getByLabel('Address or user name').fill('alice')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('button', { name: 'Yes, sign this device in' }).click()

  await page.getByRole('heading', { name: /^Welcome/ }).waitFor()
  expect(await page.getByRole('button', { name: 'Touch my passkey' }).count()).toBe(0)
  await page.getByRole('link', { name: 'Add a passkey to your account instead' }).waitFor()
  expect(await accessibilityProblems(page)).toEqual([])

  // Not now: a line goes on saying it, and a reload asks no second time.
  const told = page.waitForResponse((response) => response.url().includes('org.chappe.keys_put_off'))
  await page.getByRole('button', { name: 'Later' }).click()
  await page.locator('.key-strip').waitFor()
  await told
  await page.reload()
  await page.locator('.key-strip').waitFor()
  expect(await page.getByRole('heading', { name: /^Welcome/ }).count()).toBe(0)
  await page.locator('.key-strip').getByRole('button').click()
  await page.getByRole('button', { name: 'Print a recovery key', exact: true }).click()
  const key = (await page.locator('.sheet-key').innerText()).trim()
  await page.getByRole('button', { name: 'I have it on paper' }).click()
  await page.getByLabel('The last 4 characters of your sheet').fill(key.replaceAll(/\s/g, '').slice(-4))
  await page.getByRole('button', { name: 'Done' }).click()
  await page.locator('[data-keys=ready]').waitFor()
})
