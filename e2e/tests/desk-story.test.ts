// A night at the desk in a real browser: Alice says that she was tricked, Sophie sees it without asking, contains the account,
// starts the clock, has the report made; Samuel agrees to the release and to telling everybody, and Bob acknowledges.
import { mkdirSync } from 'node:fs'
import { prepareWebApps } from '@chappe/server'
import type { Json } from '@chappe/testkit'
import { createPerson, requireProgram } from '@chappe/testkit'
import pg from 'pg'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RunningServer } from '../src/running-server.ts'
import { startServerProcess } from '../src/running-server.ts'
import type { Screen } from '../src/screen.ts'
import { accessibilityProblems, openScreen } from '../src/screen.ts'
import { makeAccountByHand } from '../src/shared-secret.ts'
import { enterMessenger } from '../src/web-person.ts'

const SECRET = 'a secret for this test'
const PHONE = { width: 390, height: 844 }
const LAPTOP = { width: 1280, height: 900 }
/** Where pictures go, for whoever wants to look at them. */
const { CHAPPE_PICTURES: PICTURES } = process.env

const problems: string[] = []
let server: RunningServer
let screen: Screen | undefined
beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  await prepareWebApps({ url: '', say: () => undefined, warn: (error) => problems.push(String(error)) })
  server = await startServerProcess(['--profile=government', `--registration_shared_secret=${SECRET}`])
}, 240_000)
afterAll(async () => {
  await screen?.[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

async function makeAccount(username: string, displayname: string, isDevice: boolean): Promise<Json> {
  return JSON.parse(await makeAccountByHand(server.url, SECRET, username, { displayname, inhibit_login: !isDevice }))
}

/** Makes an officer before they are seen for the first time, as an operator does at the desk. */
async function makeOfficers(...userIds: string[]): Promise<void> {
  const database = new pg.Client({ connectionString: server.databaseUrl() })
  await database.connect()
  await database.query(`INSERT INTO account_role (user_nid, role, granted_at_ms) SELECT user_nid, 'security_officer', 0 FROM account WHERE user_id = ANY($1)`, [userIds])
  await database.end()
}

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()
const go = (page: Page, name: string): Promise<void> => page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name, exact: true }).click()

async function comeToTheDesk(enrolmentUrl: string): Promise<Page> {
  screen ??= await openScreen()
  const { page } = await screen.person(LAPTOP)
  page.setDefaultTimeout(60_000)
  await page.goto(enrolmentUrl)
  await press(page, 'Begin')
  await press(page, 'Make the passkey')
  await page.getByRole('link', { name: 'Later' }).click()
  await page.goto(`${server.url}/desk`)
  await press(page, 'Sign in')
  const home = page.getByRole('heading', { name: 'Overview', exact: true })
  const yes = page.getByRole('button', { name: 'Yes, sign this device in' })
  await home.or(yes).waitFor()
  if (await yes.isVisible()) await yes.click()
  await home.waitFor()
  return page
}

/** A look at a page as it stands, at both sizes; a picture of it where somebody wants one. */
async function look(page: Page, name: string): Promise<void> {
  for (const size of [PHONE, LAPTOP]) {
    await page.setViewportSize(size)
    const width = Number(await page.evaluate('document.documentElement.scrollWidth'))
    const found = [...(await accessibilityProblems(page)), ...(width > size.width ? [`${width} wide`] : [])]
    problems.push(...found.map((each) => `${name} at ${size.width}: ${each}`))
    if (PICTURES !== undefined) {
      mkdirSync(PICTURES, { recursive: true })
      await page.screenshot({ path: `${PICTURES}/${name}-${size.width}.png`, fullPage: true })
    }
  }
}

async function act(page: Page, button: string, reason: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: button, exact: true }).click()
}

test('from the alert to the release, and everybody is told', { timeout: 8 * 60_000 }, async () => {
  const sophie = await makeAccount('sophie', 'Sophie Bernard', false)
  const samuel = await makeAccount('samuel', 'Samuel Petit', false)
  await makeOfficers('@sophie:localhost', '@samuel:localhost')
  const alice = createPerson(() => server.url, await makeAccount('alice', 'Alice Martin', true))
  const bob = await makeAccount('bob', 'Bob Durand', true)
  const bobThere = createPerson(() => server.url, bob)
  const roomId = await bobThere.createRoom({ preset: 'private_chat', name: 'Budget', invite: [alice.userId] })
  await alice.join(roomId)
  for (const text of ['one', 'two', 'three']) await bobThere.say(roomId, text)
  await alice.sync()

  // The desk is open, and nobody presses anything.
  const first = await comeToTheDesk(sophie['org.chappe.enrolment_url'])
  await first.getByText('Nothing needs you at the moment.').waitFor()
  await alice.post('/_chappe/client/v1/reports', { kind: 'tricked', choice: 'gave_code', reason: 'somebody called from the help desk' })
  await first.getByRole('link', { name: '1 reports not taken up' }).or(first.getByRole('link', { name: /^1\s*report not taken up$/ })).waitFor()
  await look(first, 'overview')

  // By the keyboard alone to the alert.
  await first.keyboard.press('g')
  await first.keyboard.press('l')
  await first.getByRole('heading', { name: 'Alerts', exact: true }).waitFor()
  await first.getByText('The owner says that they were tricked.').waitFor()
  await look(first, 'alerts')
  await first.keyboard.press('Control+k')
  await first.getByRole('combobox').fill('alice')
  await first.getByRole('option', { name: /Alice Martin/ }).waitFor()
  await look(first, 'commands')
  await first.keyboard.press('Enter')
  await first.getByRole('heading', { name: 'Alice Martin', exact: true }).waitFor()
  await first.getByRole('img', { name: /message/ }).waitFor()
  await look(first, 'account')
  await press(first, 'Contain account')
  await act(first, 'Contain account', 'she gave a code to somebody')
  await first.getByText('nothing more is served to this account').waitFor()
  await first.getByRole('link', { name: /^Go to case/ }).click()
  await first.getByText('she gave a code to somebody').first().waitFor()
  await press(first, 'Set the clock of 72 hours')
  await act(first, 'Set the clock of 72 hours', 'she called us herself')
  await first.getByRole('progressbar', { name: 'Of 72 hours' }).waitFor()
  await look(first, 'case')
  await go(first, 'Alerts')
  await press(first, 'I have looked at it')
  await act(first, 'I have looked at it', 'contained, see the case')
  await first.getByText('There are no alerts.').waitFor()

  await go(first, 'Exposure reports')
  await press(first, 'New exposure report')
  await first.getByRole('dialog').getByLabel('Account').fill('@alice:localhost')
  await first.getByRole('dialog').getByLabel('Case', { exact: true }).selectOption({ index: 1 })
  await look(first, 'report-form')
  await act(first, 'Have it made', 'to know what was shown to whoever has her code')
  await first.getByRole('dialog').getByRole('link', { name: /^Report / }).click()
  await first.getByRole('heading', { name: 'Sessions, apart' }).waitFor()
  await first.getByText('Budget').first().waitFor()
  await look(first, 'report')

  await first.goto(`${server.url}/desk/accounts/${encodeURIComponent('@alice:localhost')}`)
  await press(first, 'Ask for release')
  await act(first, 'Ask for release', 'came to the counter with an identity card')
  await first.getByText('A second person has to agree before').waitFor()

  await go(first, 'Announcements').catch(async () => {
    await press(first, 'Back to the page')
    await go(first, 'Announcements')
  })
  await press(first, 'New announcement')
  const dialog = first.getByRole('dialog')
  await dialog.getByLabel('For', { exact: true }).selectOption('everybody')
  await dialog.getByLabel('Title in French').fill('Faux appels du support')
  await dialog.getByLabel('Text in French').fill('Personne ne vous demande un code.')
  await dialog.getByLabel('Title in English').fill('False calls from support')
  await dialog.getByLabel('Text in English').fill('Nobody asks you for a code.')
  await dialog.getByLabel('Everybody has to say that they have read it').check()
  await look(first, 'announcement-form')
  await act(first, 'Ask for it', 'several people were called today')
  await first.getByText('It waits for a second person.').waitFor()
  await press(first, 'Back to the page')

  const second = await comeToTheDesk(samuel['org.chappe.enrolment_url'])
  await second.getByRole('heading', { name: 'Announcement', exact: true }).waitFor()
  await look(second, 'overview-second')
  for (const [what, reason] of [['Release of an account', 'I have seen the card too'], ['Announcement', 'yes, today']] as const) {
    await second.getByRole('listitem').filter({ has: second.getByRole('heading', { name: what, exact: true }) }).getByRole('button', { name: 'Agree' }).click()
    await act(second, 'Agree', reason)
    await press(second, 'Back to the page')
  }

  const reader = await enterMessenger(screen ?? (await openScreen()), { url: server.url, enrolmentUrl: bob['org.chappe.enrolment_url'], problems })
  await reader.page.getByRole('dialog', { name: 'False calls from support' }).waitFor()
  await reader.page.keyboard.press('Escape')
  await reader.page.getByText('Nobody asks you for a code.').first().waitFor()
  await look(reader.page, 'announcement-card')
  await press(reader.page, 'I have read it')
  await reader.page.getByRole('dialog', { name: 'False calls from support' }).waitFor({ state: 'detached' })

  await go(first, 'Announcements')
  await first.getByRole('link', { name: 'False calls from support' }).click()
  await first.getByText(/^1 of \d/).first().waitFor()
  await look(first, 'announcement')
  for (const place of ['Record of reads', 'Who was shown what', 'Audit trail', 'Overview']) {
    await go(first, place)
    await first.getByRole('heading', { name: place, exact: true }).waitFor()
    await look(first, place.toLowerCase().replaceAll(' ', '-'))
  }
  expect(problems).toEqual([])
})
