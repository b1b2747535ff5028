// A device that asks by a code, in a real browser with authenticators in it: Mallory sends Bob a code, and gets nothing; Alice
// lets in the device in front of her, which has shown her passkey itself.
import type { HttpAnswer, Json } from '@chappe/testkit'
import { createPerson, request, requireProgram } from '@chappe/testkit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RunningServer } from '../src/running-server.ts'
import { startServerProcess } from '../src/running-server.ts'
import type { PersonAtScreen, PersonOptions, Screen } from '../src/screen.ts'
import { accessibilityProblems, openScreen, sharePasskeys } from '../src/screen.ts'

const LIMIT = { timeout: 3 * 60_000 }
const PASSWORD = 'a long enough password'
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

let server: RunningServer
let screen: Screen | undefined
let clientId: string
beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  server = await startServerProcess()
  const grants = { grant_types: ['authorization_code', 'refresh_token', DEVICE_GRANT], response_types: ['code'] }
  const about = { client_name: 'Kiosk', client_uri: 'https://kiosk.example/', redirect_uris: ['https://kiosk.example/in'], application_type: 'native', ...grants }
  clientId = (await request(server.url, 'POST', '/oauth2/register', { body: about })).body.client_id
}, 120_000)
afterAll(async () => {
  await screen?.[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()

/** Somebody with an account, a browser in which they are signed in, and a passkey in it. */
async function somebody(username: string, options?: PersonOptions): Promise<PersonAtScreen> {
  screen ??= await openScreen()
  await request(server.url, 'POST', '/_matrix/client/v3/register', { body: { auth: { type: 'm.login.dummy' }, username, password: PASSWORD } })
  const person = await screen.person(options)
  const { page } = person
  page.setDefaultTimeout(60_000)
  await page.goto(`${server.url}/signin?continue=/enrol/passkey`)
  await page.locator('input[name=user]').fill(username)
  await page.locator('input[name=password]').fill(PASSWORD)
  await page.locator('form:has(input[name=password]) button').click()
  await page.locator('form[data-passkey=create] button').click()
  await page.waitForURL(/enrol\/passkey|enrol\/done|account/)
  return person
}

function post(path: string, form: Record<string, string>): Promise<HttpAnswer> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return request(server.url, 'POST', path, { headers, raw: new URLSearchParams(form).toString() })
}

async function ask(deviceId: string): Promise<Json> {
  const scope = `urn:matrix:client:api:* urn:matrix:client:device:${deviceId}`
  const { status, body } = await post('/oauth2/device', { client_id: clientId, scope })
  expect(status).toBe(200)
  return body
}

/** A device asks as RFC 8628 has it, until the answer is another one than "wait". */
async function poll(asked: Json, times: number, more: Record<string, string> = {}): Promise<Json> {
  let body: Json = {}
  for (let round = 0; round < times; round += 1) {
    if (round > 0) await new Promise((resolve) => setTimeout(resolve, Number(asked['interval']) * 1000))
    body = (await post('/oauth2/token', { grant_type: DEVICE_GRANT, client_id: clientId, device_code: asked['device_code'], ...more })).body
    if (body['error'] !== 'authorization_pending' && body['error'] !== 'slow_down') break
  }
  return body
}

/** What the authenticator of a browser signs on a page. `options`: an expression that gives WebAuthn's JSON. */
async function signHere(page: Page, options: string): Promise<string> {
  return String(await page.evaluate(`navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(${options}) }).then((made) => JSON.stringify(made))`))
}

/** What the authenticator of a device signs for it: the application runs in Chromium here, at the address of the server. */
async function sign(device: PersonAtScreen, asked: Json): Promise<string> {
  await device.page.goto(`${server.url}/register`)
  return signHere(device.page, JSON.stringify(asked['org.chappe.passkey']))
}

test('Mallory has Bob open her link, touch his passkey and say yes: her device gets no token', LIMIT, async () => {
  const bob = await somebody('bob', { width: 390, height: 844 })
  const asked = await ask('MALLORY001')
  await bob.context.clearCookies()
  await bob.page.goto(asked['verification_uri_complete'])
  // The browser offers his passkey by itself, and he takes it.
  await bob.page.getByRole('heading', { name: 'This device cannot be signed in from here' }).waitFor()
  await bob.page.getByText('Did somebody give you this code?').waitFor()
  expect(await accessibilityProblems(bob.page)).toEqual([])
  expect(await bob.page.getByRole('button', { name: /^Yes/ }).count()).toBe(0)
  // Even if a button were there: the very form that says yes elsewhere.
  const csrf = await bob.page.locator('input[name=csrf]').first().getAttribute('value')
  const fields = JSON.stringify({ csrf, user_code: asked['user_code'], decision: 'allow' })
  await bob.page.evaluate(`{
    const form = Object.assign(document.createElement('form'), { method: 'post', action: '/oauth2/link' })
    for (const [name, value] of Object.entries(${fields})) form.append(Object.assign(document.createElement('input'), { name, value }))
    document.body.append(form)
    form.submit()
  }`)
  await bob.page.getByText('That code is not good, or no longer.').waitFor()
  expect(await accessibilityProblems(bob.page)).toEqual([])
  expect(await poll(asked, 3)).toMatchObject({ error: 'authorization_pending' })
  // Nor with what Bob's own browser signs for a page of ours.
  await bob.page.goto(`${server.url}/step-up?continue=/account`)
  const stolen = await signHere(bob.page, `JSON.parse(document.querySelector('form[data-passkey]').dataset.options)`)
  expect(await poll(asked, 1, { 'org.chappe.passkey': stolen })).toMatchObject({ error: 'access_denied' })
  const devices = (await request(server.url, 'POST', '/_matrix/client/v3/login', { body: { type: 'm.login.password', identifier: { type: 'm.id.user', user: 'bob' }, password: PASSWORD } })).body
  const known = (await createPerson(() => server.url, devices).get('/_matrix/client/v3/devices')).body['devices']
  expect(known.map((each: Json) => each['device_id'])).not.toContain('MALLORY001')
})

test('Alice uses her passkey on the new device itself, types its code on her laptop, and it is let in', LIMIT, async () => {
  const laptop = await somebody('alice')
  screen ??= await openScreen()
  const kiosk = await screen.person()
  await sharePasskeys(laptop, kiosk)
  const asked = await ask('KIOSK00001')
  expect(await poll(asked, 1, { 'org.chappe.passkey': await sign(kiosk, asked) })).toMatchObject({ error: 'authorization_pending' })
  await laptop.page.goto(String(asked['verification_uri']))
  expect(await accessibilityProblems(laptop.page)).toEqual([])
  await laptop.page.getByLabel('Code').fill(String(asked['user_code']).toLowerCase().replace('-', ' '))
  await press(laptop.page, 'Go on')
  await laptop.page.getByRole('heading', { name: 'Sign in another device?' }).waitFor()
  await laptop.page.getByText('Kiosk', { exact: true }).waitFor()
  expect(await accessibilityProblems(laptop.page)).toEqual([])
  await press(laptop.page, 'Yes, sign this device in')
  await laptop.page.getByRole('heading', { name: 'Done' }).waitFor()
  const tokens = await poll(asked, 5)
  const device = createPerson(() => server.url, { user_id: '@alice:localhost', device_id: 'KIOSK00001', access_token: tokens['access_token'] })
  expect((await device.get('/_matrix/client/v3/account/whoami')).body).toMatchObject({ user_id: '@alice:localhost', device_id: 'KIOSK00001' })
})
