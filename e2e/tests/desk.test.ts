// The security desk in a real browser: the first operator, an officer who stops a stolen account, and the two people it
// takes to let its owner back in.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { prepareWebApps } from '@chappe/server'
import { createPerson, requireProgram } from '@chappe/testkit'
import type { Json } from '@chappe/testkit'
import pg from 'pg'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RunningServer } from '../src/running-server.ts'
import { startServerProcess } from '../src/running-server.ts'
import type { Screen } from '../src/screen.ts'
import { accessibilityProblems, openScreen } from '../src/screen.ts'
import { makeAccountByHand } from '../src/shared-secret.ts'

const CHAPPE = fileURLToPath(new URL('../../apps/cli/bin/chappe.mjs', import.meta.url))
const SECRET = 'a secret for this test'
const PHONE = { width: 390, height: 844 }
const LAPTOP = { width: 1280, height: 900 }

const problems: string[] = []
let server: RunningServer
let screen: Screen | undefined
beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  // Before the server, so that the app does not change under whoever uses it.
  await prepareWebApps({ url: '', say: () => undefined, warn: (error) => problems.push(String(error)) })
  server = await startServerProcess(['--profile=government', `--registration_shared_secret=${SECRET}`])
}, 240_000)
afterAll(async () => {
  await screen?.[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

/** Makes an account with the shared secret, as the operator of the machine does. */
async function makeAccount(username: string, displayname: string, isDevice: boolean): Promise<Json> {
  return JSON.parse(await makeAccountByHand(server.url, SECRET, username, { displayname, inhibit_login: !isDevice }))
}

/** What `chappe admin bootstrap` prints the link of. */
async function bootstrap(name: string): Promise<string> {
  const env = { ...process.env, CHAPPE_DATA_DIR: server.dataDir, CHAPPE_PROFILE: 'government' }
  const { stdout } = await promisify(execFile)(process.execPath, [CHAPPE, 'admin', 'bootstrap', '--name', name], { env })
  return /http\S+/.exec(stdout)?.[0] ?? ''
}

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()

/** Somebody at a browser of their own: makes a passkey by the link, and signs in at the desk with it. */
async function comeToTheDesk(enrolmentUrl: string): Promise<Page> {
  screen ??= await openScreen()
  const { page } = await screen.person(LAPTOP)
  page.setDefaultTimeout(60_000)
  await page.goto(enrolmentUrl)
  await press(page, 'Begin')
  await press(page, 'Make the passkey')
  await page.getByRole('link', { name: 'Later' }).click()
  await page.goto(`${server.url}/desk`)
  await page.getByText('Sign in with your passkey.').waitFor()
  await look(page)
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

/** Goes to an account by its name. */
async function findAccount(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Accounts', exact: true }).click()
  await page.getByRole('searchbox', { name: 'Find an account' }).fill(name)
  await press(page, 'Search')
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { name, exact: true }).waitFor()
}

/** Fills in what every act asks for, and does it; the passkey is touched where the server wants it. */
async function act(page: Page, button: string, reason: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: button, exact: true }).click()
}

async function makeOfficer(page: Page, name: string): Promise<void> {
  await findAccount(page, name)
  await press(page, 'Roles')
  await page.getByRole('checkbox', { name: 'Security officer' }).check()
  await act(page, 'Set roles', 'the duty roster of this week')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByText('Security officer').waitFor()
}

/** Somebody's new device waits; the admin of their organisation, who is one since this moment, approves it. */
async function adminApproves(olga: Json, oona: Page): Promise<void> {
  const emma = createPerson(() => server.url, await makeAccount('emma', 'Emma Lefort', true))
  await withDatabase(async (database) => {
    await database.query(
      `UPDATE account SET organisation_nid = (SELECT organisation_nid FROM organisation WHERE organisation_id = 'interior') WHERE user_id IN ('@olga:localhost', '@emma:localhost')`,
    )
    await database.query(`UPDATE device SET on_probation_since_ms = 1796000000000 WHERE device_id = $1`, [emma.deviceId])
  })
  await findAccount(oona, 'Olga Durand')
  await press(oona, 'Roles')
  await oona.getByRole('checkbox', { name: 'Organisation admin' }).check()
  await act(oona, 'Set roles', 'she runs the help desk of the ministry')
  await oona.getByRole('dialog').waitFor({ state: 'detached' })
  const admin = await comeToTheDesk(olga['org.chappe.enrolment_url'])
  await findAccount(admin, 'Emma Lefort')
  await admin.getByText('Waits for approval').waitFor()
  await look(admin)
  await press(admin, 'Approve device')
  await look(admin)
  await act(admin, 'Approve device', 'she called from her desk telephone')
  await admin.getByRole('dialog').waitFor({ state: 'detached' })
  await admin.getByText('Waits for approval').waitFor({ state: 'detached' })
}

async function withDatabase(work: (database: pg.Client) => Promise<void>): Promise<void> {
  const database = new pg.Client({ connectionString: server.databaseUrl() })
  await database.connect()
  try {
    await work(database)
  } finally {
    await database.end()
  }
}

test('Oona makes two officers; Sophie stops Mallory’s account; Samuel agrees that its owner comes back', { timeout: 5 * 60_000 }, async () => {
  const sophie = await makeAccount('sophie', 'Sophie Bernard', false)
  const samuel = await makeAccount('samuel', 'Samuel Petit', false)
  const mallory = createPerson(() => server.url, await makeAccount('mallory', 'Mallory Roux', true))
  expect((await mallory.get('/_matrix/client/v3/account/whoami')).status).toBe(200)

  const oona = await comeToTheDesk(await bootstrap('Oona Operator'))
  await makeOfficer(oona, 'Sophie Bernard')
  await makeOfficer(oona, 'Samuel Petit')
  await oona.getByRole('link', { name: 'Organisations', exact: true }).click()
  await press(oona, 'New organisation')
  await oona.getByLabel('Name', { exact: true }).fill('Ministry of the Interior')
  await oona.getByLabel('Identifier').fill('interior')
  await act(oona, 'New organisation', 'it joins today')
  await oona.getByRole('link', { name: 'Ministry of the Interior' }).click()
  await press(oona, 'Add a domain')
  await oona.getByLabel('Domain', { exact: true }).fill('interior.example')
  await act(oona, 'Add a domain', 'theirs, as their letter says')
  await oona.getByRole('cell', { name: 'interior.example' }).waitFor()
  await look(oona)
  await adminApproves(await makeAccount('olga', 'Olga Durand', false), oona)

  const first = await comeToTheDesk(sophie['org.chappe.enrolment_url'])
  await findAccount(first, 'Mallory Roux')
  await press(first, 'Contain account')
  await act(first, 'Contain account', 'signed in from two countries within an hour')
  await first.getByText('nothing more is served to this account').waitFor()
  const refused = await mallory.get('/_matrix/client/v3/account/whoami')
  expect([refused.status, refused.body]).toMatchObject([401, { errcode: 'M_USER_LOCKED', soft_logout: true }])
  await look(first)
  await press(first, 'Back to the page')
  await press(first, 'Ask for release')
  await act(first, 'Ask for release', 'came to the counter with an identity card')
  await first.getByText('A second person has to agree before').waitFor()
  await press(first, 'Back to the page')
  await first.getByRole('link', { name: 'Second person', exact: true }).click()
  await first.getByText('You asked for this: somebody else has to agree.').waitFor()
  expect(await first.getByRole('button', { name: 'Agree', exact: true }).count()).toBe(0)

  const second = await comeToTheDesk(samuel['org.chappe.enrolment_url'])
  await second.getByRole('link', { name: 'Second person', exact: true }).click()
  await press(second, 'Agree')
  await act(second, 'Agree', 'I have seen the card too')
  await second.getByText('With this link the owner enrols anew, once.').waitFor()
  await press(second, 'Back to the page')
  await findAccount(second, 'Mallory Roux')
  await second.getByText('The owner has to enrol a new passkey').waitFor()
  expect((await mallory.get('/_matrix/client/v3/account/whoami')).body.errcode).toMatch(/^M_(?:USER_LOCKED|UNKNOWN_TOKEN)$/)

  for (const [place, something] of [
    ['Overview', 'Open cases'],
    ['Accounts', '@mallory:localhost'],
    ['Alerts', 'There are no alerts.'],
    ['Second person', 'Decided lately'],
    ['Cases', 'Open a case'],
    ['Organisations', 'Ministry of the Interior'],
    ['Networks and rooms', 'No network is blocked.'],
    ['Audit trail', 'signed in from two countries within an hour'],
  ] as const) {
    await second.getByRole('link', { name: place, exact: true }).click()
    await second.getByRole('heading', { name: place, exact: true }).waitFor()
    await second.getByText(something).first().waitFor()
    await look(second)
  }
  await second.getByRole('link', { name: 'Cases', exact: true }).click()
  await second.getByRole('cell').getByRole('link').first().click()
  await second.getByText('What there was at that instant').click()
  await look(second)
  await findAccount(second, 'Mallory Roux')
  await look(second)
  await press(second, 'Sign out')
  await second.getByText('Sign in with your passkey.').waitFor()
  expect(problems).toEqual([])
})
