// What follows from a breach, in a real browser: Sophie drafts what the authority is told and asks for the people to be told,
// Samuel agrees, Bob reads in the messenger and in his mail what of his was shown, and Sophie sees that he has.
import { prepareWebApps } from '@chappe/server'
import type { Json, MailServer } from '@chappe/testkit'
import { createPerson, requireProgram, startMailServer } from '@chappe/testkit'
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
const WAIT_MS = 120_000

const problems: string[] = []
let server: RunningServer
let mails: MailServer
let screen: Screen
beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  await prepareWebApps({ url: '', say: () => undefined, warn: (error) => problems.push(String(error)) })
  mails = await startMailServer()
  server = await startServerProcess(['--profile=government', `--registration_shared_secret=${SECRET}`, `--mail_url=${mails.url}`])
}, 600_000)
afterAll(async () => {
  await screen?.[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  await mails[Symbol.asyncDispose]()
})

async function makeAccount(username: string, displayname: string, isDevice = false): Promise<Json> {
  return JSON.parse(await makeAccountByHand(server.url, SECRET, username, { displayname, inhibit_login: !isDevice }))
}

async function withDatabase<T>(work: (database: pg.Client) => Promise<T>): Promise<T> {
  const database = new pg.Client({ connectionString: server.databaseUrl() })
  await database.connect()
  try {
    return await work(database)
  } finally {
    await database.end()
  }
}

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()

/** Somebody at a browser of their own: makes a passkey by the link, and signs in at the desk with it. */
async function comeToTheDesk(enrolmentUrl: string): Promise<Page> {
  const { page } = await screen.person(LAPTOP)
  page.setDefaultTimeout(WAIT_MS)
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

/** A look at a page as it stands: what does not fit, or cannot be read by everybody. */
async function look(page: Page): Promise<void> {
  for (const size of [PHONE, LAPTOP]) {
    await page.setViewportSize(size)
    const width = Number(await page.evaluate('document.documentElement.scrollWidth'))
    const found = [...(await accessibilityProblems(page)), ...(width > size.width ? [`${width} wide`] : [])]
    problems.push(...found.map((each) => `${page.url()} at ${size.width}: ${each}`))
  }
}

/** Fills in what every act asks for, and does it; the passkey is touched where the server wants it. */
async function act(page: Page, button: string, reason: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: button, exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** A report on what Mallory was shown in a forum: made as an officer makes it, without waiting for its screen. */
async function makeReport(): Promise<number> {
  return withDatabase(async (database) => {
    const { rows } = await database.query(
      `INSERT INTO exposure_report (state, subject, from_ms, to_ms, asked_by, asked_at_ms)
       SELECT 'waiting', '{"kind":"account","userId":"@mallory:localhost"}', 0, 4000000000000, user_nid, 0 FROM account WHERE user_id = '@sophie:localhost' RETURNING report_nid`,
    )
    return Number(rows[0].report_nid)
  })
}

test('Sophie writes to the authority; two agree; Bob is told, reads it, and that is seen', { timeout: 15 * 60_000 }, async () => {
  screen = await openScreen()
  const [sophie, samuel] = [await makeAccount('sophie', 'Sophie Bernard'), await makeAccount('samuel', 'Samuel Petit')]
  await withDatabase(async (database) => {
    await database.query(`INSERT INTO account_role (user_nid, role) SELECT user_nid, 'security_officer' FROM account WHERE user_id IN ('@sophie:localhost', '@samuel:localhost')`)
  })
  const bob = await makeAccount('bob', 'Bob Lenoir', true)
  const talker = createPerson(() => server.url, bob)
  const mallory = createPerson(() => server.url, await makeAccount('mallory', 'Mallory Roux', true))
  await withDatabase(async (database) => {
    await database.query(`INSERT INTO account_address (address, user_nid, verified_at_ms) SELECT 'bob@interior.example', user_nid, 0 FROM account WHERE user_id = '@bob:localhost'`)
  })
  const room = await talker.createRoom({ preset: 'private_chat', name: 'Paie', invite: [mallory.userId] })
  await mallory.join(room)
  await talker.send(room, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'c', session_id: 's' })
  await mallory.sync()

  const first = await comeToTheDesk(sophie['org.chappe.enrolment_url'])
  const reportId = await makeReport()
  // A server takes up what waits when it starts.
  await server.stop()
  await server.start()
  await first.goto(`${server.url}/desk/exposure/${reportId}/notification`)
  await first.getByText('To be told by').waitFor()
  await look(first)
  await first.getByLabel('Data protection officer').fill('Delphine Roche')
  await first.getByLabel('E-mail address').fill('dpo@interior.example')
  await first.getByLabel('How far it is').selectOption('first')
  await press(first, 'Save')
  await first.getByText('Saved as revision 1.').waitFor()
  await first.getByRole('link', { name: 'Tell the people' }).click()
  await first.getByRole('heading', { name: 'What everybody is told' }).waitFor()
  await first.getByText('In English', { exact: true }).click()
  await look(first)
  await press(first, 'Ask a second person')
  await act(first, 'Ask', 'article 34, as agreed with Delphine')
  await first.getByText('A second person has to agree before anybody is told').waitFor()

  const second = await comeToTheDesk(samuel['org.chappe.enrolment_url'])
  await second.getByRole('link', { name: 'Second person' }).click()
  await press(second, 'Agree')
  const dialog = second.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('I have read the notice')
  await dialog.getByRole('button', { name: 'Agree', exact: true }).click()
  await first.getByText('Everybody was told').waitFor()
  await look(first)

  const mail = await mails.nextMailTo('bob@interior.example', { timeoutMs: WAIT_MS })
  expect(mail.text).toContain('Somebody has read content of')
  expect(mail.text).not.toContain('://')
  const reader = await enterMessenger(screen, { url: server.url, enrolmentUrl: bob['org.chappe.enrolment_url'], problems })
  await reader.page.getByRole('link', { name: /Server notices/ }).first().click()
  await reader.page.getByRole('button', { name: 'Come in' }).first().click()
  await reader.page.getByText('Data of yours was seen by somebody who had no right to').first().waitFor()
  await first.getByText(/1 have read it|[1-9] have read it/).waitFor()

  await first.getByRole('link', { name: 'Check claims' }).click()
  await first.getByLabel('What was published').fill(`876 rooms, 1 room, ${room}`)
  await press(first, 'Check against the ledger')
  await first.getByText('More than the ledger supports').first().waitFor()
  await look(first)
  await first.getByRole('link', { name: 'Leaks' }).first().click()
  await first.getByLabel('Messages by their identifiers').waitFor()
  await look(first)
  expect(problems).toEqual([])
})
