// People in a real browser: Alice finds Rachid by what he does, reads on his card how he is to be reached, pastes a list of people to
// invite, says herself that she is out of office, and calls her device by a name.
import type { MailServer } from '@chappe/testkit'
import { requireProgram, startMailServer } from '@chappe/testkit'
import pg from 'pg'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import { accessibilityProblems } from '../src/screen.ts'
import type { WebPerson } from '../src/web-person.ts'
import { paste } from '../src/web-person.ts'

let mails: MailServer
let messenger: Messenger
let alice: WebPerson
const DAY_MS = 24 * 60 * 60_000

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  mails = await startMailServer()
  messenger = await openMessenger({ flags: [`--mail_url=${mails.url}`] })
  for (const [username, name] of [['alice', 'Alice Martin'], ['rachid', 'Rachid Benali'], ['jean', 'Jean Petit'], ['jean2', 'Jean Petit']] as const) await messenger.makeAccount(username, `${name} (Interior)`)
  const database = new pg.Client({ connectionString: messenger.server.databaseUrl() })
  await database.connect()
  await database.query(`INSERT INTO organisation (organisation_id, name, created_at_ms) VALUES ('interior', 'Interior', 0)`)
  await database.query(`UPDATE account SET organisation_nid = (SELECT organisation_nid FROM organisation WHERE organisation_id = 'interior')`)
  await database.query(`INSERT INTO account_job (user_nid, title, service, phone, place, changed_at_ms)
    SELECT user_nid, 'RSSI', 'Sous-direction du numérique', '+33 1 40 07 60 60', 'Beauvau, B 212', 0 FROM account WHERE user_id = '@rachid:localhost'`)
  await database.query(`INSERT INTO directory_due (user_id) SELECT user_id FROM account`)
  await database.end()
  alice = await messenger.enter('alice')
}, 10 * 60_000)
afterAll(async () => {
  await messenger[Symbol.asyncDispose]()
  await mails[Symbol.asyncDispose]()
})

const dialog = (page: Page, name: string): Locator => page.getByRole('dialog', { name })
const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

test('Alice finds Rachid by his job in the box, and his card says who he is, where, and until when he is away', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  const now = Date.now()
  const availability = {
    time_zone: 'Europe/Paris', away: { from_ts: now - DAY_MS, until_ts: now + 5 * DAY_MS, text: 'Nadia Cohen answers for me.' },
    working_hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }],
  }
  await messenger.device('rachid').put('/_matrix/client/v3/profile/@rachid:localhost/org.chappe.availability', { 'org.chappe.availability': availability })
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('rssi numerique')
  const found = page.getByRole('option', { name: /Rachid Benali/ })
  await found.getByText('RSSI · Sous-direction du numérique · Interior').waitFor()
  await found.getByText(/Out of office until/).waitFor({ state: 'attached' })
  expect(await accessibilityProblems(page)).toEqual([])
  await found.click()
  await page.getByRole('heading', { level: 1, name: /Rachid Benali/ }).waitFor()
  await page.locator('.talk-head').getByText(/^Out of office until .*/).waitFor()
  await page.locator('.talk-head').getByText(/RSSI · Sous-direction du numérique/).waitFor()
})

test('she pastes a list into the invitation: found, by mail and unknown are told apart, and nobody is lost', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  await page.getByRole('button', { name: 'Begin', exact: true }).click()
  await page.getByRole('menuitem', { name: 'New room' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Crisis')
  await page.getByRole('radio', { name: 'Those you invite, externals too' }).check()
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('heading', { level: 1, name: 'Crisis', exact: true }).waitFor()
  await page.getByRole('link', { name: 'About this room' }).click()
  await page.getByRole('button', { name: 'Invite people' }).click()
  const list = 'Rachid Benali; Jean Petit\nXavier Roux <xavier@partner.example>\nNo Body'
  await paste(page.getByRole('combobox', { name: 'Invite people' }), list)
  const open = page.getByRole('list', { name: 'Not invited so far' })
  await open.getByText('several people are called so: search for them by name above').waitFor()
  await open.getByText('nobody here has this address: an invitation goes there by e-mail').waitFor()
  await open.getByText('nobody of that name was found').waitFor()
  await page.getByRole('button', { name: 'Remove Rachid Benali (Interior)' }).waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await page.getByText('Invited: 2.').waitFor()
  expect(await open.getByRole('listitem').count()).toBe(2)
  await mails.nextMailTo('xavier@partner.example', { timeoutMs: 120_000 })
  await page.getByRole('button', { name: 'Take back: xavier@partner.example' }).waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
})

test('the list of people and his card show what Rachid does; the card leads to the rooms they have in common', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  const rachid = messenger.device('rachid')
  const { rooms } = (await rachid.get('/_matrix/client/v3/sync')).body
  await Promise.all(Object.keys(rooms.invite).map((roomId) => rachid.join(roomId)))
  const line = page.locator('.details-person').filter({ hasText: 'Rachid Benali' })
  await line.getByText(/RSSI · Sous-direction du numérique · Interior/).waitFor()
  await line.getByRole('button').click()
  await page.getByRole('menuitem', { name: /^About Rachid Benali/ }).click()
  const card = dialog(page, 'Rachid Benali')
  await card.getByText('RSSI', { exact: true }).waitFor()
  await card.getByRole('link', { name: '+33 1 40 07 60 60' }).waitFor()
  await card.getByText('Nadia Cohen answers for me.').waitFor()
  await card.getByText('Rooms in common (1)').waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await card.getByRole('link', { name: 'Crisis' }).click()
  await card.waitFor({ state: 'detached' })
})

test('she says that she is out of office and that alerts wait meanwhile; what cannot be meant is said and loses nothing', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  await page.getByRole('button', { name: 'My account' }).click()
  await page.getByRole('menuitem', { name: 'Status and availability…' }).click()
  const panel = dialog(page, 'Status and availability')
  await panel.getByLabel('Status', { exact: true }).fill('In Lyon')
  await panel.getByLabel('Until').selectOption('week')
  await panel.getByLabel('Out of office', { exact: true }).check()
  await panel.getByLabel('First day').fill(isoDay(Date.now() + 3 * DAY_MS))
  await panel.getByLabel('Last day').fill(isoDay(Date.now() + DAY_MS))
  await panel.getByLabel('What others read').fill('Ask Rachid.')
  await panel.getByLabel('Show my working hours').check()
  await panel.getByLabel(/^Hold alerts/).check()
  expect(await accessibilityProblems(page)).toEqual([])
  await panel.getByRole('button', { name: 'Save', exact: true }).click()
  await panel.getByText(/Out of office needs a first day/).waitFor()
  await panel.getByLabel('Last day').fill(isoDay(Date.now() + 9 * DAY_MS))
  await panel.getByRole('button', { name: 'Save', exact: true }).click()
  await panel.waitFor({ state: 'detached' })
  const device = messenger.device('alice')
  const { body } = await device.get('/_matrix/client/v3/profile/@alice:localhost')
  expect(body['org.chappe.status']).toMatchObject({ text: 'In Lyon', until_ts: expect.any(Number) })
  expect(body['org.chappe.availability']).toMatchObject({ away: { text: 'Ask Rachid.' }, working_hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }] })
  expect((await device.get('/_matrix/client/v3/user/@alice:localhost/account_data/org.chappe.quiet_hours')).body).toMatchObject({ enabled: true, follow_availability: true })
  await page.goto(`${messenger.server.url}/settings/alerts`)
  await page.getByRole('radio', { name: /^Outside my working hours and when I am out of office/ }).and(page.locator(':checked')).waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
})

test('she calls another device of hers by a name', { timeout: 3 * 60_000 }, async () => {
  const { page } = alice
  await page.goto(`${messenger.server.url}/settings/devices`)
  const other = page.getByRole('article', { name: messenger.device('alice').deviceId })
  await other.getByRole('button', { name: /^Rename/ }).click()
  const ask = dialog(page, 'What is this device called?')
  await ask.getByLabel('Name of the device').fill('Office computer')
  expect(await accessibilityProblems(page)).toEqual([])
  await ask.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('article', { name: 'Office computer' }).waitFor()
  expect(messenger.problems.filter((problem) => !/Failed to load resource|M_NOT_FOUND|M_FORBIDDEN/.test(problem))).toEqual([])
})
