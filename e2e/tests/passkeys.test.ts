// Passkeys in a real browser, with an authenticator in it: enrolment, a second browser, a new device, "it wasn't me", and
// a site in between that lies about itself.
import type { Server } from '@chappe/server'
import type { Person, TestServer } from '@chappe/testkit'
import { createPerson, request, requireProgram } from '@chappe/testkit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeAccount, openMinistry } from '../src/ministry.ts'
import { openPhishingProxy } from '../src/phishing-proxy.ts'
import type { PersonAtScreen, Screen } from '../src/screen.ts'
import { accessibilityProblems, openScreen, sharePasskeys } from '../src/screen.ts'

const LIMIT = { timeout: 3 * 60_000 }

let ministry: TestServer<Server>
let screen: Screen | undefined
beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  ministry = await openMinistry()
}, 120_000)
afterAll(async () => {
  await screen?.[Symbol.asyncDispose]()
  await ministry[Symbol.asyncDispose]()
})

async function somebody(options?: Parameters<Screen['person']>[0]): Promise<PersonAtScreen> {
  screen ??= await openScreen()
  return screen.person(options)
}

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()

/** Follows an enrolment link to the first passkey. */
async function enrol(page: Page, enrolmentUrl: string): Promise<void> {
  await page.goto(enrolmentUrl)
  await press(page, 'Begin')
  await press(page, 'Make the passkey')
  await page.getByRole('heading', { name: 'Make a second passkey' }).waitFor()
  await page.getByRole('link', { name: 'Later' }).click()
}

/** Signs a further device in: the touch that it takes is made in a browser. */
async function addDevice(page: Page, person: Person, name: string): Promise<Person> {
  const path = '/_matrix/client/v1/login/get_token'
  const asked = await person.post(path)
  if (asked.status === 401) {
    await page.goto(asked.body.params['m.oauth'].url)
    await page.getByText('wants to let a new device into your account').waitFor()
    await press(page, 'Confirm with a passkey')
    await page.getByRole('heading', { name: 'Confirmed' }).waitFor()
  }
  const { body } = asked.status === 401 ? await person.post(path, { auth: { session: asked.body.session } }) : asked
  const device = await request(ministry.url, 'POST', '/_matrix/client/v3/login', {
    body: { type: 'm.login.token', token: body.login_token, initial_device_display_name: name },
  })
  return createPerson(() => ministry.url, device.body)
}

test('Alice enrols by her link, and signs in on a second browser without typing anything', LIMIT, async () => {
  const { enrolmentUrl } = await makeAccount(ministry, 'alice')
  const laptop = await somebody()
  await enrol(laptop.page, enrolmentUrl)
  await laptop.page.getByText('You can now sign in from your messaging app').waitFor()
  const phone = await somebody({ width: 390, height: 844 })
  await sharePasskeys(laptop, phone)
  await phone.page.goto(`${ministry.url}/account`.replace('127.0.0.1', 'localhost'))
  await press(phone.page, 'Sign in with a passkey')
  await phone.page.getByRole('heading', { name: 'My account' }).waitFor()
  await phone.page.getByText('@alice:chappe.test').waitFor()
  await press(phone.page, 'Sign out')
  await phone.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  // The link is of no use to whoever finds it.
  await phone.page.goto(enrolmentUrl)
  await phone.page.getByRole('heading', { name: 'This link is no longer good' }).waitFor()
})

test('Nora presses before her slow line has brought the whole page: nothing is sent without her touch', LIMIT, async () => {
  const { enrolmentUrl } = await makeAccount(ministry, 'nora')
  const { page } = await somebody()
  const held = Promise.withResolvers<void>()
  await page.route(/passkey[^/]*\.js/, async (route) => {
    await held.promise
    await route.continue()
  })
  await page.goto(enrolmentUrl)
  await press(page, 'Begin')
  const button = page.getByRole('button', { name: 'Make the passkey', exact: true })
  await button.click({ force: true, noWaitAfter: true })
  expect(await button.isDisabled()).toBe(true)
  held.resolve()
  await button.click()
  await page.getByRole('heading', { name: 'Make a second passkey' }).waitFor()
})

test('Bob adds a device, approves it after looking at it, and stops everything when one is not his', LIMIT, async () => {
  const { person, enrolmentUrl } = await makeAccount(ministry, 'bob')
  const { page } = await somebody()
  await enrol(page, enrolmentUrl)
  const phone = await addDevice(page, person, 'Bob’s phone')
  expect((await phone.get('/_matrix/client/v3/room_keys/version')).status).toBe(403)
  await page.goto(`${ministry.config.publicUrl}/account?action=org.matrix.devices_list`)
  await page.getByRole('link', { name: /Look at it.*Bob’s phone/ }).click()
  await page.getByLabel('The mark that the new device shows').fill(phone.deviceId.slice(-4))
  await press(page, 'Yes, approve this device')
  await page.getByText('The device is approved.').waitFor()
  expect((await phone.get('/_matrix/client/v3/room_keys/version')).status).toBe(404)
  const strange = await addDevice(page, person, 'A strange device')
  await page.goto(`${ministry.config.publicUrl}/account`)
  await page.getByText('A device waits for your approval.').waitFor()
  await page.getByRole('link', { name: 'It wasn’t me' }).first().click()
  await press(page, 'Stop my account now')
  await page.getByRole('heading', { name: 'Your account is stopped' }).waitFor()
  for (const device of [person, phone, strange]) {
    expect((await device.get('/_matrix/client/v3/account/whoami')).status).toBe(401)
  }
  await page.goto(`${ministry.config.publicUrl}/signin`)
  await press(page, 'Sign in with a passkey')
  await page.getByText('This account cannot be used at the moment').waitFor()
})

test('a site in between that relays every page gets no sign-in, whatever it asks for', LIMIT, async () => {
  const { enrolmentUrl } = await makeAccount(ministry, 'carol')
  const carol = await somebody()
  await enrol(carol.page, enrolmentUrl)
  await press(carol.page, 'Sign out')
  await using liar = await openPhishingProxy(ministry.config.publicUrl, 'login-chappe.localhost')
  const lies = [{}, { rpId: 'login-chappe.localhost' }, { rpId: 'localhost' }]
  for (const tampering of lies) {
    liar.tampering = tampering
    await carol.page.goto(`${liar.url}/signin`)
    await press(carol.page, 'Sign in with a passkey')
    await carol.page.getByRole('alert').filter({ visible: true }).waitFor()
    expect(new URL(carol.page.url()).origin).toBe(liar.url)
  }
  // Nor does it turn an enrolment link into a passkey of its own: what was made on its page is good nowhere.
  const second = await makeAccount(ministry, 'dave')
  const dave = await somebody()
  liar.tampering = { rpId: 'login-chappe.localhost' }
  await dave.page.goto(second.enrolmentUrl.replace(ministry.config.publicUrl, liar.url))
  await press(dave.page, 'Begin')
  const withoutPasskey = liar.stolen.splice(0)
  await press(dave.page, 'Make the passkey')
  await dave.page.getByRole('alert').filter({ visible: true }).waitFor()
  expect(liar.stolen).toEqual([])
  expect(await ministry.database.query("SELECT 1 FROM passkey JOIN account USING (user_nid) WHERE user_id = '@dave:chappe.test'")).toEqual([])
  // A link that is shown to a liar is spent by the liar; the session it bought may do nothing but register a passkey.
  for (const cookie of withoutPasskey) {
    const answer = await request(ministry.url, 'GET', '/account', { headers: { cookie: cookie.split(';')[0] ?? '' } })
    expect(answer.headers.get('location')).toBe('/enrol/passkey')
  }
  await carol.page.goto(`${ministry.config.publicUrl}/signin`)
  await press(carol.page, 'Sign in with a passkey')
  await carol.page.getByRole('heading', { name: 'My account' }).waitFor()
})

test('every page is readable, in both languages and colours, on a phone and at 400 % zoom', LIMIT, async () => {
  const looks = [
    { locale: 'fr-FR', width: 320, height: 640, dark: false },
    { locale: 'en-GB', width: 1280, height: 800, dark: true },
  ]
  for (const [index, look] of looks.entries()) {
    const { person, enrolmentUrl } = await makeAccount(ministry, `erin-${index}`)
    const { page } = await somebody(look)
    const problems: string[] = []
    const check = async (): Promise<void> => {
      const width = await page.evaluate('document.documentElement.scrollWidth')
      const found = [...(await accessibilityProblems(page)), ...(Number(width) > look.width ? [`${width} wide`] : [])]
      problems.push(...found.map((each) => `${page.url()} (${look.locale}): ${each}`))
    }
    await page.goto(enrolmentUrl)
    await check()
    await page.locator('main form button').click()
    await check()
    await page.locator('main form button').click()
    await page.getByRole('link', { name: /^(?:Plus tard|Later)$/ }).waitFor()
    await check()
    await ministry.database.query(
      `INSERT INTO device (user_nid, device_id, display_name, last_seen_ip, last_seen_at_ms, on_probation_since_ms)
       SELECT user_nid, 'NEW', 'Element X, Android', '203.0.113.7', 1764403200000, 1764400000000 FROM account WHERE user_id = $1`,
      [person.userId],
    )
    const ticket = (await person.post('/_matrix/client/v1/login/get_token')).body.session
    const paths = ['/enrol', '/enrol/done', '/account', '/account/passkeys', '/account/devices', '/account/devices?device_id=NEW']
    const others = ['/account/not-me', '/account/close', '/account/nothing', '/step-up?continue=/account', `/step-up?ticket=${ticket}`, '/step-up?ticket=gone']
    for (const path of [...paths, ...others, '/signin?continue=/account', '/accessibility', '/enrol?token=gone']) {
      await page.goto(`${ministry.config.publicUrl}${path}`)
      await page.locator('summary').first().click({ timeout: 200 }).catch(() => undefined)
      await check()
    }
    expect(problems).toEqual([])
  }
})
