// Orders in an encrypted room, in a real browser: Alice writes what is urgent and asks who has read it; Bob confirms from his
// inbox, over a reload; Carol is reminded, confirms by keyboard, and Alice sees that everybody has.
import { requireProgram } from '@chappe/testkit'
import pg from 'pg'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import { accessibilityProblems, picture } from '../src/screen.ts'
import type { WebPerson } from '../src/web-person.ts'

let messenger: Messenger
let alice: WebPerson
let bob: WebPerson
let carol: WebPerson
let roomId: string

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  messenger = await openMessenger()
  await messenger.makeAccount('alice', 'Alice Martin')
  await messenger.makeAccount('bob', 'Bob Durand')
  await messenger.makeAccount('carol', 'Carol Petit')
  await divide()
  ;[alice, bob, carol] = [await messenger.enter('alice'), await messenger.enter('bob'), await messenger.enter('carol')]
  roomId = await messenger.meet('Crisis cell', { alice, bob, carol })
}, 600_000)
afterAll(async () => messenger?.[Symbol.asyncDispose]())

/** Bob and Alice are of Finance, Carol is of the Interior. */
async function divide(): Promise<void> {
  const database = new pg.Client({ connectionString: messenger.server.databaseUrl() })
  await database.connect()
  await database.query(`INSERT INTO organisation (organisation_id, name, created_at_ms) VALUES ('interior', 'Interior', 0), ('finance', 'Finance', 0)`)
  for (const [username, organisation] of [['alice', 'finance'], ['bob', 'finance'], ['carol', 'interior']]) {
    await database.query(`UPDATE account SET organisation_nid = (SELECT organisation_nid FROM organisation WHERE organisation_id = $2) WHERE user_id = $1`, [`@${username}:localhost`, organisation])
  }
  await database.end()
}

const ORDER = 'Leave the building by the north stairs'
const messages = (page: Page, text: string): Locator => page.locator('.talk').getByRole('log').getByRole('article').filter({ hasText: text })
const message = (page: Page, text: string): Locator => messages(page, text).last()
/** The order itself, and not what quotes it. */
const order = (page: Page): Locator => messages(page, ORDER).filter({ has: page.locator('.message-asking') }).last()
const inbox = (page: Page): Promise<void> => page.getByRole('link', { name: /^Inbox/ }).click()
const waiting = (page: Page): Locator => page.getByRole('listitem').filter({ hasText: ORDER })

async function look(page: Page, name: string): Promise<void> {
  expect(await accessibilityProblems(page)).toEqual([])
  await picture(page, name)
}

async function choose(page: Page, ...names: string[]): Promise<void> {
  await page.locator('.talk').getByRole('button', { name: 'Importance and confirmation' }).click()
  for (const name of names) await page.getByRole('menuitemcheckbox', { name: new RegExp(`^${name}`) }).click()
  await look(page, 'weight-menu')
  await page.keyboard.press('Escape')
}

test('Alice marks an order as urgent and asks for confirmation; the server sees none of it', { timeout: 5 * 60_000 }, async () => {
  await bob.page.goto(messenger.server.url)
  await choose(alice.page, 'Urgent', 'Ask for confirmation')
  await look(alice.page, 'weight-chosen')
  await alice.write(ORDER)
  await order(alice.page).getByText('0 of 2 confirmed').waitFor()
  await order(alice.page).getByText('Urgent', { exact: true }).waitFor()
  const events = await messenger.device('alice').get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=5`)
  expect(JSON.stringify(events.body)).not.toMatch(/urgent|ack_requested/)
  await carol.reads(ORDER)
})

test('Bob finds it in his inbox, also after a reload, and confirms it there; it is gone', { timeout: 5 * 60_000 }, async () => {
  const { page } = bob
  await inbox(page)
  await waiting(page).getByText('Urgent', { exact: true }).waitFor()
  await look(page, 'confirm-inbox')
  await page.reload()
  await waiting(page).getByRole('button', { name: 'Confirm' }).click()
  await waiting(page).waitFor({ state: 'detached' })
  await order(alice.page).getByText('1 of 2 confirmed').waitFor()
  await bob.open('Crisis cell')
  await order(page).getByText('You confirmed it').waitFor()
  expect(await order(page).getByRole('button', { name: 'Confirm', exact: true }).count()).toBe(0)
  const events = await messenger.device('alice').get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=5`)
  expect(JSON.stringify(events.body)).not.toContain('org.chappe.acknowledgement')
})

test('Alice corrects it: the confirmation stays and says that it is older; she reminds Carol, who confirms with a key', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  await page.getByRole('textbox', { name: /^Write to / }).press('ArrowUp')
  await page.getByText('is asked to confirm').waitFor()
  await page.getByRole('textbox', { name: /^Write to / }).fill(`${ORDER}, not the south`)
  await page.getByRole('textbox', { name: /^Write to / }).press('Enter')
  await carol.reads(`${ORDER}, not the south`)
  await order(page).getByRole('button', { name: '1 of 2 confirmed' }).click()
  const dialog = page.getByRole('dialog', { name: 'Confirmations' })
  await dialog.getByText('before it was corrected').waitFor()
  await dialog.getByText('1 person has not confirmed').waitFor()
  await look(page, 'confirm-list')
  await dialog.getByRole('button', { name: 'Remind this person' }).click()
  await dialog.waitFor({ state: 'detached' })
  const reminder = message(carol.page, 'A reminder')
  await reminder.getByText('@Carol Petit').waitFor()
  expect(await reminder.getAttribute('data-mention')).toBe('true')
  await look(carol.page, 'confirm-asked')
  await order(carol.page).focus()
  await carol.page.keyboard.press('c')
  await order(carol.page).getByText('You confirmed it').waitFor()
  await order(page).getByText('2 of 2 confirmed').waitFor()
  expect(messenger.problems.filter((each) => !/status of (?:403|404)/.test(each))).toEqual([])
})

test('Carol names an organisation: its people are told, others are not, and the pill says who was meant', { timeout: 5 * 60_000 }, async () => {
  const field = carol.page.getByRole('textbox', { name: /^Write to / })
  await carol.page.getByRole('link', { name: /Finance, Interior|Interior, Finance/ }).waitFor()
  await field.pressSequentially('the invoice is for @fin')
  const offer = carol.page.getByRole('option', { name: /Finance.*tells 2 people/ })
  await offer.waitFor()
  await look(carol.page, 'group-offered')
  await field.press('Enter')
  await field.press('Enter')
  const said = message(bob.page, 'the invoice is for')
  await said.getByRole('button', { name: '@Finance 2 people' }).waitFor()
  expect(await said.getAttribute('data-mention')).toBe('true')
  await said.getByRole('button', { name: '@Finance 2 people' }).hover()
  await bob.page.getByRole('tooltip').getByText('Alice Martin').waitFor()
  await said.getByRole('button', { name: '@Finance 2 people' }).click()
  const people = bob.page.getByRole('dialog', { name: 'Who is meant by Finance' })
  await people.getByText('Bob Durand').waitFor()
  expect(await people.getByText('Carol Petit').count()).toBe(0)
  await look(bob.page, 'group-people')
  await bob.page.keyboard.press('Escape')
})

test('the keys of a message are in the help', async () => {
  await alice.page.locator('.talk').getByRole('log').getByRole('article').last().focus()
  await alice.page.keyboard.press('?')
  await alice.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Confirm that you have read it').waitFor()
  await look(alice.page, 'keys-help')
})

test('Alice sends files with an order: whoever has the file has the mark and what is asked, in one message', { timeout: 5 * 60_000 }, async () => {
  await alice.page.goto(messenger.server.url)
  await alice.open('Crisis cell')
  const order = 'Follow *the plan*, @Bob Durand'
  await choose(alice.page, 'Urgent', 'Ask for confirmation')
  await alice.page.locator('.talk input[type=file]').setInputFiles([
    { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('north stairs') },
    { name: 'map.txt', mimeType: 'text/plain', buffer: Buffer.from('a map') },
  ])
  await alice.page.getByRole('region', { name: 'Files to send' }).getByText(/· Ready/).nth(1).waitFor()
  const field = alice.page.getByRole('textbox', { name: /^Write to / })
  await field.pressSequentially('Follow *the plan*, @Bob')
  await alice.page.getByRole('option', { name: /Bob Durand/ }).click()
  await field.press('Enter')
  await alice.page.getByRole('region', { name: 'Files to send' }).waitFor({ state: 'detached' })

  await bob.page.goto(messenger.server.url)
  await bob.open('Crisis cell')
  const withPlan = bob.page.getByRole('log').getByRole('article').filter({ hasText: 'plan.txt' })
  await withPlan.getByText('Urgent', { exact: true }).waitFor()
  await withPlan.getByRole('button', { name: 'Confirm', exact: true }).waitFor()
  // With its looks, and naming Bob.
  await withPlan.locator('em', { hasText: 'the plan' }).waitFor()
  expect(await withPlan.innerText()).toContain(order.replaceAll('*', ''))
  await look(bob.page, 'order-with-file')
  const withMap = bob.page.getByRole('log').getByRole('article').filter({ hasText: 'map.txt' })
  await withMap.waitFor()
  expect(await withMap.getByText('Urgent', { exact: true }).count()).toBe(0)
  const names = await bob.page.getByRole('log').getByText(/^(?:plan|map)\.txt$/).allInnerTexts()
  expect(names).toEqual(['plan.txt', 'map.txt'])
  await withPlan.getByRole('button', { name: 'Confirm', exact: true }).click()
  await alice.page.getByRole('log').getByRole('article').filter({ hasText: 'plan.txt' }).getByText('1 of 1 confirmed').waitFor()
})
