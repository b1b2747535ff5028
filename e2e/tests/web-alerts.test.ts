// Alerts and reports in a real browser: Bob closes his tab and is alerted without a word of what was said; in quiet hours he
// is not; Alice reports a message and says that she was tricked, and the desk sees both.
import type { TestPushService, TestSubscription } from '@chappe/testkit'
import { requireProgram, startPushService } from '@chappe/testkit'
import pg from 'pg'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import { accessibilityProblems } from '../src/screen.ts'

let service: TestPushService
let messenger: Messenger

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  service = await startPushService()
  messenger = await openMessenger({ flags: [`--push_web_push_services=${service.origin}`, '--outgoing_allowed_addresses=127.0.0.1/32'] })
  await messenger.makeAccount('alice', 'Alice Martin')
}, 240_000)
afterAll(async () => {
  await messenger?.[Symbol.asyncDispose]()
  await service[Symbol.asyncDispose]()
})

/**
 * This browser has no way to the push service of its maker: its subscription is one at the service of the test, as a
 * browser of that service would give it.
 */
async function subscribeAt(context: BrowserContext, subscription: TestSubscription): Promise<void> {
  await context.grantPermissions(['notifications'])
  await context.addInitScript(`{
    const { endpoint, p256dh, auth } = ${JSON.stringify(subscription)}
    const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0)).buffer
    let asked = null
    const made = {
      endpoint,
      getKey: (name) => bytes(name === 'auth' ? auth : p256dh),
      options: { get applicationServerKey() { return asked } },
      unsubscribe: async () => { asked = null; return true },
    }
    Object.assign(PushManager.prototype, {
      getSubscription: async () => (asked === null ? null : made),
      subscribe: async ({ applicationServerKey }) => { asked = applicationServerKey.slice().buffer; return made },
    })
  }`)
}

/** Hands a message of the push service to the service worker, as the browser does that it was sent to. */
async function deliver(context: BrowserContext, text: string): Promise<void> {
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  const registered = new Promise<string>((found) => {
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL === `${messenger.server.url}/`)
      if (ours !== undefined) found(ours.registrationId)
    })
  })
  await cdp.send('ServiceWorker.enable')
  await cdp.send('ServiceWorker.deliverPushMessage', { origin: messenger.server.url, registrationId: await registered, data: text })
  await page.close()
}

/** What the service worker shows. */
async function shownAlerts(context: BrowserContext): Promise<{ title: string; body: string }[]> {
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
  return worker.evaluate('self.registration.getNotifications().then((all) => all.map(({ title, body }) => ({ title, body })))')
}

async function until<T>(look: () => Promise<T>, isGood: (value: T) => boolean, timeoutMs = 120_000): Promise<T> {
  for (const start = Date.now(); ;) {
    const value = await look()
    if (isGood(value)) return value
    if (Date.now() - start > timeoutMs) throw new Error(`it stays ${JSON.stringify(value)}`)
    await new Promise((done) => setTimeout(done, 100))
  }
}

/** The names that the page has left for the service worker. */
function namesForWorker(page: Page): Promise<string[]> {
  return page.evaluate(`(async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === 'chappe-web-alerts')) return []
    const answer = (request) => new Promise((done, fail) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => fail(request.error) }))
    const database = await answer(indexedDB.open('chappe-web-alerts'))
    const kept = await answer(database.transaction('kept').objectStore('kept').get('alerts'))
    database.close()
    return [...(kept?.names.values() ?? [])].map(({ name }) => name)
  })()`)
}

/** The server has what somebody sets: what is shown may be ahead of it. */
const stored = (page: Page): Promise<unknown> => page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.url().includes('/account_data/'))

const settings = (page: Page): Promise<unknown> => page.goto(`${messenger.server.url}/settings/alerts`)

test('Bob closes his tab and is alerted without a word of what was said; in quiet hours he is not', { timeout: 5 * 60_000 }, async () => {
  await messenger.makeAccount('bob', 'Bob Durand')
  const bob = await messenger.enter('bob')
  const subscription = service.subscribe()
  await subscribeAt(bob.context, subscription)
  const maker = messenger.device('alice')
  const roomId = await maker.createRoom({ preset: 'private_chat', name: 'Budget', invite: ['@bob:localhost'] })
  await bob.open('Budget')
  await bob.page.getByRole('button', { name: 'Accept' }).click()
  await bob.page.getByRole('textbox', { name: /^Write to / }).waitFor()

  await settings(bob.page)
  await bob.page.getByRole('button', { name: 'Turn on' }).click()
  await bob.page.getByText('On: you are alerted even with the tab closed.').waitFor()
  expect(await accessibilityProblems(bob.page)).toEqual([])

  await bob.page.close()
  await maker.send(roomId, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'the figures are in', session_id: 's', sender_key: 'k', device_id: 'd' })
  const [message] = await service.until(1)
  expect(JSON.parse(message?.text ?? '')).toMatchObject({ room_id: roomId, counts: { unread: 1 } })
  await deliver(bob.context, message?.text ?? '')
  expect(await until(() => shownAlerts(bob.context), (shown) => shown.length > 0)).toEqual([{ title: 'Chappe', body: 'New message' }])

  // He allows the name of the room to be shown.
  const page = await bob.context.newPage()
  await settings(page)
  await page.getByRole('radio', { name: /^Also the person or the room/ }).check()
  await page.getByText('On: you are alerted even with the tab closed.').waitFor()
  await until(() => namesForWorker(page), (names) => names.includes('Budget'))
  await Promise.all([stored(page), page.getByRole('button', { name: 'For an hour' }).click()])
  await page.getByText(/^Quiet until /).waitFor()
  const before = service.messages.length
  await maker.send(roomId, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'psst', session_id: 's', sender_key: 'k', device_id: 'd' })
  await until(() => page.title(), (title) => title.startsWith('(2) '))
  expect(service.messages.length).toBe(before)

  await Promise.all([stored(page), page.getByRole('button', { name: 'Alert me again' }).click()])
  await page.getByRole('button', { name: 'For an hour' }).waitFor()
  await page.close()
  await maker.send(roomId, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'good morning', session_id: 's', sender_key: 'k', device_id: 'd' })
  const last = (await service.until(before + 1)).at(-1)
  await deliver(bob.context, last?.text ?? '')
  expect(await until(() => shownAlerts(bob.context), (shown) => shown.some(({ body }) => body !== 'New message'))).toEqual([{ title: 'Chappe', body: 'New message in Budget' }])
})

test('Dan wants to be reminded, closes his tab, and is told then that something is due: not what; the server knows a moment', { timeout: 6 * 60_000 }, async () => {
  await messenger.makeAccount('dan', 'Dan Petit')
  const dan = await messenger.enter('dan')
  const subscription = service.subscribe()
  await subscribeAt(dan.context, subscription)
  const maker = messenger.device('alice')
  await maker.createRoom({ preset: 'private_chat', name: 'Harvest', invite: ['@dan:localhost'] })
  await dan.open('Harvest')
  await dan.page.getByRole('button', { name: 'Accept' }).click()
  await dan.page.getByRole('textbox', { name: /^Write to / }).waitFor()
  await Promise.all([dan.page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.url().includes('/send/')), dan.write('the apples are to be counted')])
  const said = dan.page.getByRole('log').locator('article').filter({ hasText: 'the apples are to be counted' })
  await said.waitFor()
  await settings(dan.page)
  await dan.page.getByRole('button', { name: 'Turn on' }).click()
  await dan.page.getByText('On: you are alerted even with the tab closed.').waitFor()
  await dan.page.getByText('To wake a closed browser it is told the moment of each').waitFor()

  await dan.open('Harvest')
  // His page has just been opened anew: what it shows from before becomes what the server has.
  await dan.page.locator('[data-keys=ready]').waitFor()
  await until(async () => {
    await said.focus()
    await dan.page.keyboard.press('m')
    return dan.page.getByRole('dialog').waitFor({ timeout: 5000 }).then(() => true, () => false)
  }, Boolean)
  await dan.page.getByRole('dialog').getByText('for that the server learns the moment, and not of what').waitFor()
  const at = new Date(Math.ceil((Date.now() + 25_000) / 60_000) * 60_000)
  await dan.page.getByLabel('Another time').fill(new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16))
  const told = dan.page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().endsWith('/wakes'))
  const [answer] = await Promise.all([told, dan.page.getByRole('button', { name: 'Choose', exact: true }).click()])
  const asked = answer.request().postDataJSON()
  expect(asked).toEqual({ set: [{ wake_id: expect.stringMatching(/^[\w-]{24}$/), at_ts: at.getTime() }], remove: [] })
  await dan.page.close()

  const mine = () => service.messages.filter(({ endpoint, text }) => endpoint === subscription.endpoint && text.includes('due'))
  const [message] = await until(async () => mine(), (all) => all.length > 0, 120_000)
  expect(message?.text).toBe('{"due":true}')
  expect(Date.now()).toBeGreaterThanOrEqual(at.getTime())
  await deliver(dan.context, '{"due":true}')
  expect(await until(() => shownAlerts(dan.context), (shown) => shown.length > 0)).toEqual([{ title: 'Chappe', body: 'Something you saved is due' }])

  // Where the alert leads, it stands at the head; opened, the alert is taken back when it is done.
  const page = await dan.context.newPage()
  await page.goto(`${messenger.server.url}/inbox?due`)
  const due = page.getByRole('listitem').filter({ hasText: 'the apples are to be counted' })
  await due.first().waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await due.first().getByRole('checkbox').click()
  await until(() => shownAlerts(dan.context), (shown) => shown.length === 0)

  // He wants none of it: the server forgets what it had.
  await settings(page)
  const isOn = page.getByLabel('Tell me with the tab closed when something I saved is due')
  await page.locator('[data-keys=ready]').waitFor()
  await Promise.all([stored(page), isOn.click()])
  await until(() => isOn.isChecked(), (checked) => !checked)
  await page.close()
})

test('Carol reports a room and says that she was tricked; the desk sees both, and takes the second up', { timeout: 5 * 60_000 }, async () => {
  await messenger.makeAccount('carol', 'Carol Petit')
  await messenger.makeAccount('mallory', 'Mallory Noir')
  const carol = await messenger.enter('carol')
  const maker = messenger.device('mallory')
  await maker.createRoom({ preset: 'private_chat', name: 'Prizes', invite: ['@carol:localhost'] })
  await carol.open('Prizes')
  await carol.page.getByRole('button', { name: 'Accept' }).click()
  await carol.page.getByRole('textbox', { name: /^Write to / }).waitFor()
  await carol.page.getByRole('link', { name: 'About this room', exact: true }).click()
  await press(carol.page, 'Report this room')
  await carol.page.getByLabel('What is wrong with it?').fill('they ask for codes')
  await press(carol.page, 'Send the report')
  await carol.page.getByText('Thank you. The security desk has your report.').waitFor()
  await press(carol.page, 'Close')

  await carol.page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'I think I was tricked' }).click()
  expect(await accessibilityProblems(carol.page)).toEqual([])
  await carol.page.getByLabel('In your words, if you like').fill('I told them the code from my mail')
  await press(carol.page, 'Tell the security desk')
  await carol.page.getByText('What happens next').waitFor()
  await carol.page.getByText('You were signed out of one other device.').waitFor()
  expect(await accessibilityProblems(carol.page)).toEqual([])

  const officer = await officerAtDesk()
  await officer.getByRole('link', { name: 'Reports', exact: true }).click()
  await officer.getByText('I told them the code from my mail').waitFor()
  await officer.getByText('They gave somebody a code, or touched their passkey for them').waitFor()
  await officer.getByText('they ask for codes').waitFor()
  expect(await accessibilityProblems(officer)).toEqual([])
  await officer.getByRole('listitem').filter({ hasText: 'I told them the code' }).getByRole('button', { name: 'Take it up' }).click()
  await officer.getByLabel('Reason').fill('calling her now')
  await press(officer, 'Take up')
  await officer.getByText('I told them the code from my mail').waitFor({ state: 'detached' })

  // She stops her account herself: this browser is out, and says why.
  await press(carol.page, 'Stop my account…')
  await press(carol.page, 'Stop it now')
  await carol.page.getByText('Your account is stopped.').waitFor()
  expect(messenger.problems.filter((each) => !/40[134]|\bM_FORBIDDEN\b|Failed to load resource/.test(each))).toEqual([])
})

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()

/** The first operator gives themselves the role of an officer, and sits down at the desk. */
async function officerAtDesk(): Promise<Page> {
  // Without a device: the desk's browser is their first one, and waits for nobody.
  const made = await messenger.makeAccount('ada', 'Ada Officer', { inhibit_login: true })
  const client = new pg.Client({ connectionString: messenger.server.databaseUrl() })
  await client.connect()
  await client.query("INSERT INTO account_role (user_nid, role, granted_at_ms) SELECT user_nid, 'security_officer', 0 FROM account WHERE user_id = '@ada:localhost'")
  await client.end()
  const ada = await (await messenger.screen()).person()
  ada.page.setDefaultTimeout(60_000)
  await ada.page.goto(made['org.chappe.enrolment_url'])
  await press(ada.page, 'Begin')
  await press(ada.page, 'Make the passkey')
  await ada.page.getByRole('link', { name: 'Later' }).click()
  await ada.page.goto(`${messenger.server.url}/desk`)
  await press(ada.page, 'Sign in')
  const home = ada.page.getByRole('heading', { name: 'Overview', exact: true })
  const yes = ada.page.getByRole('button', { name: 'Yes, sign this device in' })
  await home.or(yes).waitFor()
  if (await yes.isVisible()) await yes.click()
  await home.waitFor()
  return ada.page
}
