// What Alice keeps for herself, on her laptop and on her telephone: what she saved for later, what she began to write, what is to be
// sent in a minute. And rooms that she puts away.
import { requireProgram } from '@chappe/testkit'
import type { Page } from 'playwright-core'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import { accessibilityProblems, sharePasskeys } from '../src/screen.ts'
import { typeMark } from '../src/second-device.ts'
import type { WebPerson } from '../src/web-person.ts'
import { signIn, toWebPerson } from '../src/web-person.ts'

const MINUTE_MS = 60_000
let messenger: Messenger
let alice: WebPerson
let phone: WebPerson
let bob: WebPerson

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  messenger = await openMessenger()
  await messenger.makeAccount('alice', 'Alice Martin')
  await messenger.makeAccount('bob', 'Bob Durand')
  ;[alice, bob] = [await messenger.enter('alice'), await messenger.enter('bob')]
  await messenger.meet('Budget', { alice, bob })
  phone = await takeTelephone(alice)
  await phone.open('Budget')
}, 10 * 60_000)
afterAll(async () => messenger?.[Symbol.asyncDispose]())

/** A second device of somebody: let in from the first, with whose pictures it is compared. */
async function takeTelephone(person: WebPerson): Promise<WebPerson> {
  const second = toWebPerson(await (await messenger.screen()).person({ width: 390, height: 844 }))
  second.page.setDefaultTimeout(120_000)
  second.page.on('pageerror', (error) => messenger.problems.push(`telephone: ${error.message}`))
  await sharePasskeys(person, second)
  await second.page.goto(messenger.server.url)
  await signIn(second.page)
  await person.page.getByText('It shows no code').click()
  await typeMark(person, second)
  await person.page.getByRole('button', { name: 'It is in my hands: let it in' }).click()
  await person.page.getByRole('dialog').waitFor({ state: 'detached' })
  await second.page.getByRole('button', { name: 'Bring them here' }).first().click()
  await second.page.getByRole('button', { name: 'Ask my other device' }).click()
  await person.page.getByRole('button', { name: 'Agree', exact: true }).click()
  await second.page.getByRole('button', { name: 'Show the pictures' }).click()
  for (const each of [second, person]) await each.page.getByRole('button', { name: 'They are the same' }).click()
  for (const each of [second, person]) await each.page.getByRole('button', { name: 'Close', exact: true }).click()
  await second.page.locator('[data-keys=ready]').waitFor()
  return second
}

const field = (page: Page) => page.getByRole('textbox', { name: /^Write to / })
const said = (page: Page, text: string) => page.getByRole('log').locator('article').filter({ hasText: text })
const listed = (page: Page, name: string) => page.getByRole('navigation', { name: 'Conversations' }).getByRole('link', { name })

async function menuOf(page: Page, text: string, action: string): Promise<void> {
  await said(page, text).hover()
  await said(page, text).getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

async function goToLater(page: Page): Promise<void> {
  // On a telephone a conversation has the screen for itself.
  const back = page.getByRole('link', { name: 'Back to the list' })
  if (await back.isVisible()) await back.click()
  await page.getByRole('link', { name: /^Inbox/ }).click()
  await page.getByRole('button', { name: /^Later/ }).click()
}

/** The next full minute that leaves time to press a button, as the field of the browser writes it. */
function nextMinute(): string {
  const at = new Date(Math.ceil((Date.now() + 15_000) / MINUTE_MS) * MINUTE_MS)
  return new Date(at.getTime() - at.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16)
}

async function chooseTime(page: Page): Promise<void> {
  await page.getByLabel('Another time').fill(nextMinute())
  await page.getByRole('button', { name: 'Choose', exact: true }).click()
}

test('what Alice saves on her laptop stands on her telephone, where it is ticked off; the server has no word of it', { timeout: 5 * 60_000 }, async () => {
  await bob.write('the figures are due on Friday')
  await alice.reads('the figures are due on Friday')
  await menuOf(alice.page, 'the figures are due', 'Save for later')
  await said(alice.page, 'the figures are due').getByText('Saved for later').waitFor()

  await goToLater(phone.page)
  const entry = phone.page.getByRole('listitem').filter({ hasText: 'the figures are due on Friday' })
  await entry.waitFor()
  expect(await accessibilityProblems(phone.page)).toEqual([])
  const database = new pg.Client({ connectionString: messenger.server.databaseUrl() })
  await database.connect()
  const { rows } = await database.query(`SELECT type, content FROM account_data WHERE user_id = '@alice:localhost'`)
  await database.end()
  expect(rows.map(({ type }) => type)).toContain('org.chappe.sealed.later')
  expect(JSON.stringify(rows)).not.toContain('figures')

  await entry.getByRole('checkbox').click()
  await phone.page.getByRole('heading', { name: 'Done' }).waitFor()
  await said(alice.page, 'the figures are due').getByText('Saved for later').waitFor({ state: 'detached' })
  await entry.getByRole('link').click()
  await phone.reads('the figures are due on Friday')
})

test('a message that was deleted for everybody loses its words where it was saved', { timeout: 5 * 60_000 }, async () => {
  await bob.write('forget this number')
  await alice.reads('forget this number')
  await said(alice.page, 'forget this number').focus()
  await alice.page.keyboard.press('s')
  await said(alice.page, 'forget this number').getByText('Saved for later').waitFor()
  await menuOf(bob.page, 'forget this number', 'Delete')
  await bob.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await goToLater(alice.page)
  await alice.page.getByRole('listitem').filter({ hasText: 'This message was deleted.' }).waitFor()
  expect(await accessibilityProblems(alice.page)).toEqual([])
  await alice.page.getByRole('button', { name: /^Remove from the list/ }).first().click()
  await alice.open('Budget')
})

test('Alice is reminded at the time that she chose, and what she wanted sent then is sent by the device that is open, once', { timeout: 6 * 60_000 }, async () => {
  await said(alice.page, 'the figures are due').focus()
  await alice.page.keyboard.press('m')
  await alice.page.getByRole('dialog').getByText('When should you be reminded?').waitFor()
  expect(await accessibilityProblems(alice.page)).toEqual([])
  await chooseTime(alice.page)
  await said(alice.page, 'the figures are due').getByText(/^Saved for later, reminder/).waitFor()

  await field(alice.page).fill('good morning, *Bob*')
  await field(alice.page).press('Control+Shift+Enter')
  await alice.page.getByRole('dialog').getByText('When should it be sent?').waitFor()
  expect(await accessibilityProblems(alice.page)).toEqual([])
  await chooseTime(alice.page)
  const strip = /^One message is to be sent/
  await alice.page.getByRole('button', { name: strip }).click()
  await alice.page.getByRole('dialog').getByText('good morning, *Bob*').waitFor()
  expect(await accessibilityProblems(alice.page)).toEqual([])
  await alice.page.keyboard.press('Escape')
  await phone.page.getByRole('button', { name: strip }).waitFor()

  // The laptop is closed: the telephone does both.
  await alice.page.goto('about:blank')
  const reminder = phone.page.getByRole('article').filter({ has: phone.page.getByRole('heading', { name: 'Reminder: Bob Durand' }) })
  await reminder.waitFor()
  expect(await accessibilityProblems(phone.page)).toEqual([])
  await bob.reads('good morning, Bob')
  await phone.page.getByRole('button', { name: strip }).waitFor({ state: 'detached' })
  await reminder.getByRole('button', { name: 'Done' }).click()
  await alice.page.goto(messenger.server.url)
  await alice.open('Budget')
  await alice.reads('good morning, Bob')
  expect(await said(bob.page, 'good morning, Bob').count()).toBe(1)
  expect(await alice.page.getByRole('heading', { name: /^Reminder/ }).count()).toBe(0)
})

test('what is to be sent later can be written anew, and given up', { timeout: 5 * 60_000 }, async () => {
  const schedule = async (text: string): Promise<void> => {
    await field(alice.page).fill(text)
    await alice.page.getByRole('button', { name: 'Send later…' }).click()
    await alice.page.getByRole('dialog').getByRole('button', { name: /^Tomorrow morning/ }).click()
    await alice.page.getByRole('button', { name: /^One message is to be sent/ }).click()
  }
  await schedule('to be written anew')
  await alice.page.getByRole('dialog').getByRole('button', { name: 'Edit' }).click()
  await expect.poll(() => field(alice.page).inputValue()).toBe('to be written anew')
  await schedule('to be given up')
  await alice.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await alice.page.keyboard.press('Escape')
  await alice.page.getByRole('button', { name: /to be sent/ }).waitFor({ state: 'detached' })
})

test('what Alice begins on the laptop stands on the telephone; of what she writes on both at once nothing is lost', { timeout: 5 * 60_000 }, async () => {
  await field(alice.page).fill('begun at the desk')
  await expect.poll(() => field(phone.page).inputValue(), { timeout: 60_000 }).toBe('begun at the desk')
  await phone.write('begun at the desk, sent from the train')
  await bob.reads('begun at the desk, sent from the train')
  await expect.poll(() => field(alice.page).inputValue(), { timeout: 60_000 }).toBe('')

  await alice.context.setOffline(true)
  await field(alice.page).fill('from the desk')
  await field(phone.page).fill('from the train')
  await phone.page.waitForTimeout(4000)
  await alice.context.setOffline(false)
  const other = (page: Page) => page.getByText('Also begun on another device:')
  await expect.poll(async () => (await other(alice.page).isVisible()) || (await other(phone.page).isVisible()), { timeout: 60_000 }).toBe(true)
  const at = (await other(alice.page).isVisible()) ? alice : phone
  expect(await accessibilityProblems(at.page)).toEqual([])
  const before = await field(at.page).inputValue()
  await at.page.getByRole('button', { name: 'Swap' }).click()
  const after = await field(at.page).inputValue()
  expect([before, after].toSorted()).toEqual(['from the desk', 'from the train'])
  await at.page.getByRole('button', { name: 'Throw the other text away' }).click()
  await field(at.page).fill('')
  await expect.poll(async () => [await field(alice.page).inputValue(), await field(phone.page).inputValue()], { timeout: 60_000 }).toEqual(['', ''])
})

test('what Alice has just sent she takes back; what waits while the page is closed goes out when she opens it', { timeout: 5 * 60_000 }, async () => {
  await alice.page.goto(`${messenger.server.url}/settings/writing`)
  await alice.page.getByRole('radio', { name: '10 seconds' }).check()
  expect(await accessibilityProblems(alice.page)).toEqual([])
  await alice.page.goto(messenger.server.url)
  await alice.open('Budget')
  await alice.write('said too soon')
  await alice.page.getByRole('button', { name: 'Undo', exact: true }).waitFor()
  expect(await accessibilityProblems(alice.page)).toEqual([])
  await alice.page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect.poll(() => field(alice.page).inputValue()).toBe('said too soon')
  await field(alice.page).fill('said at the right time')
  await field(alice.page).press('Enter')
  await alice.page.getByRole('button', { name: 'Undo', exact: true }).waitFor()
  await alice.page.close({ runBeforeUnload: false })
  const again = await alice.context.newPage()
  again.setDefaultTimeout(120_000)
  await again.goto(messenger.server.url)
  alice = { ...alice, ...toWebPerson({ ...alice, page: again }) }
  await bob.reads('said at the right time')
  expect(await said(bob.page, 'said too soon').count()).toBe(0)
  await again.evaluate(`localStorage.removeItem('chappe.undo')`)
})

test('a room that Alice puts away is found, and comes back when Bob writes', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  await page.goto(messenger.server.url)
  await listed(page, 'Budget').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Archive until somebody writes' }).click()
  await listed(page, 'Budget').waitFor({ state: 'detached' })
  const archive = page.getByRole('button', { name: 'Archived' })
  expect(await archive.getAttribute('aria-expanded')).toBe('false')
  expect(await accessibilityProblems(page)).toEqual([])
  await archive.click()
  await listed(page, 'Budget').waitFor()
  await archive.click()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('budg')
  await page.getByRole('option', { name: /Budget/ }).first().waitFor()
  await page.keyboard.press('Escape')
  await bob.write('are you still there?')
  await listed(page, 'Budget').waitFor()
  expect(await page.getByRole('button', { name: 'Archived' }).count()).toBe(0)
  expect(messenger.problems.filter((each) => /Content Security Policy|TrustedScript|pageerror/.test(each))).toEqual([])
})
