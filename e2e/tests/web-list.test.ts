// The list and what it leads to, in a real browser: Alice drags rooms, opens the units of her ministry, reads a letter of the server
// in her language, and sees in one line who came into a room.
import { requireProgram } from '@chappe/testkit'
import type { Locator, Page } from 'playwright-core'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import { accessibilityProblems } from '../src/screen.ts'
import type { WebPerson } from '../src/web-person.ts'

let messenger: Messenger
let alice: WebPerson

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  messenger = await openMessenger()
  for (const [username, name] of [['alice', 'Alice Martin'], ['bob', 'Bob Durand'], ['carol', 'Carol Petit'], ['dan', 'Dan Roux']] as const) await messenger.makeAccount(username, name)
  const device = messenger.device('alice')
  for (const name of ['Budget', 'Canteen', 'Roof']) await device.createRoom({ preset: 'private_chat', name })
  alice = await messenger.enter('alice')
}, 600_000)
afterAll(async () => messenger?.[Symbol.asyncDispose]())

const list = (page: Page): Locator => page.getByRole('navigation', { name: 'Conversations' })
const listed = (page: Page, name: string): Locator => list(page).getByRole('link', { name })
/** Heads of sections and names of rooms, from above. */
const order = (page: Page): Promise<string[]> => list(page).locator('.rooms-section-name, .rooms-name').allInnerTexts()

async function inOrder(page: Page, ...names: readonly string[]): Promise<void> {
  await expect.poll(async () => (await order(page)).filter((each) => names.includes(each)), { timeout: 30_000 }).toEqual(names)
}

test('Alice drags rooms into a section of her own and into their order there; they stay so over a reload, and the menu does the same', { timeout: 3 * 60_000 }, async () => {
  const { page } = alice
  await page.getByRole('button', { name: 'How the list looks' }).click()
  await page.getByRole('menuitem', { name: 'New section' }).click()
  await page.getByLabel('Name of the section').fill('Works')
  await page.keyboard.press('Enter')
  const works = list(page).getByRole('button', { name: /^Works/ })
  await listed(page, 'Roof').dragTo(works)
  await inOrder(page, 'Works', 'Roof', 'Rooms')
  await listed(page, 'Budget').dragTo(listed(page, 'Roof'), { targetPosition: { x: 40, y: 4 } })
  await inOrder(page, 'Works', 'Budget', 'Roof', 'Rooms', 'Canteen')
  await listed(page, 'Budget').dragTo(listed(page, 'Roof'), { targetPosition: { x: 40, y: 50 } })
  await inOrder(page, 'Works', 'Roof', 'Budget', 'Rooms', 'Canteen')
  await page.reload()
  await inOrder(page, 'Works', 'Roof', 'Budget', 'Rooms', 'Canteen')

  await listed(page, 'Budget').focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Move up' }).press('Enter')
  await inOrder(page, 'Works', 'Budget', 'Roof', 'Rooms')
  await listed(page, 'Roof').dragTo(list(page).getByRole('button', { name: 'Rooms', exact: true }))
  await inOrder(page, 'Works', 'Budget', 'Rooms', 'Roof', 'Canteen')
  // A room does not become a person.
  await listed(page, 'Roof').dragTo(listed(page, 'Canteen'))
  await inOrder(page, 'Works', 'Budget', 'Rooms', 'Roof', 'Canteen')
})

test('a unit stands below its ministry in the rail; what is open stays open, and what is unread in the unit marks both', { timeout: 3 * 60_000 }, async () => {
  const { page } = alice
  const device = messenger.device('alice')
  const space = (name: string): Promise<string> => device.createRoom({ preset: 'private_chat', name, creation_content: { type: 'm.space' } })
  const [ministry, unit] = [await space('Ministry'), await space('Unit')]
  const figures = await device.createRoom({ preset: 'private_chat', name: 'Figures', invite: ['@bob:localhost'] })
  await device.setState(ministry, 'm.space.child', unit, { via: ['localhost'] })
  await device.setState(unit, 'm.space.child', figures, { via: ['localhost'] })
  const rail = page.getByRole('navigation', { name: 'Places' })
  const open = rail.getByRole('button', { name: 'Spaces in Ministry' })
  await open.waitFor()
  expect(await rail.getByRole('button', { name: 'Unit' }).count()).toBe(0)
  await open.click()
  await rail.getByRole('button', { name: 'Unit' }).waitFor()
  await page.reload()
  await rail.getByRole('button', { name: 'Unit' }).click()
  await listed(page, 'Canteen').waitFor({ state: 'detached' })
  await listed(page, 'Figures').waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  const bob = messenger.device('bob')
  await bob.join(figures)
  await bob.send(figures, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'AwgA', session_id: 's', sender_key: 'k', device_id: 'd' })
  await rail.getByRole('button', { name: /^Unit Something in it is unread/ }).waitFor()
  await rail.getByRole('button', { name: /^Ministry Something in it is unread/ }).waitFor()
  await rail.getByRole('button', { name: 'Unit' }).click()
  await listed(page, 'Canteen').waitFor()
})

test('who came into a room in a row is one line, which opens', { timeout: 3 * 60_000 }, async () => {
  const { page } = alice
  const device = messenger.device('alice')
  const roomId = await device.createRoom({ preset: 'private_chat', name: 'Soup', invite: ['bob', 'carol', 'dan'].map((name) => `@${name}:localhost`) })
  for (const name of ['bob', 'carol', 'dan']) await messenger.device(name).join(roomId)
  await alice.open('Soup')
  const changes = page.getByRole('log').getByRole('button', { name: /Bob Durand, Carol Petit and Dan Roux came in/ })
  await changes.waitFor()
  expect(await page.getByRole('log').getByText('Carol Petit was invited').count()).toBe(0)
  await changes.click()
  await page.getByRole('log').getByText('Carol Petit was invited', { exact: true }).waitFor()
  await page.getByRole('log').getByText('Carol Petit came in', { exact: true }).waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await changes.press('Enter')
  await page.getByRole('log').getByText('Carol Petit was invited', { exact: true }).waitFor({ state: 'detached' })
})

test('a letter of the server is read in the language of the screen, and in the other by a press; each says which it is', { timeout: 3 * 60_000 }, async () => {
  const { page } = alice
  await messenger.makeAccount('olga', 'Olga Operator')
  await operate(messenger.server.databaseUrl(), '@olga:localhost')
  const letter = { fr: 'Le service s’arrête ce soir à 20 heures.', en: 'The service stops tonight at eight.' }
  const told = await messenger.device('olga').post('/_synapse/admin/v1/send_server_notice', { user_id: '@alice:localhost', content: { msgtype: 'm.text', body: `${letter.fr}\n\n${letter.en}`, 'org.chappe.letter': letter } })
  expect(told.status).toBe(200)
  await listed(page, 'Service messages').click()
  const accept = page.getByRole('button', { name: 'Open', exact: true })
  const english = page.getByRole('log').locator('[lang=en]').getByText(letter.en)
  await accept.or(english).first().waitFor()
  if (await accept.isVisible()) await accept.click()
  await english.waitFor()
  expect(await page.getByText(letter.fr).count()).toBe(0)
  await listed(page, 'Service messages').getByText(letter.en).waitFor()
  await page.getByRole('log').getByRole('button', { name: 'In French' }).last().click()
  await page.getByRole('log').locator('[lang=fr]').getByText(letter.fr).waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
})

async function operate(databaseUrl: string, userId: string): Promise<void> {
  const database = new pg.Client({ connectionString: databaseUrl })
  await database.connect()
  await database.query('UPDATE account SET is_admin = true WHERE user_id = $1', [userId])
  await database.end()
}
