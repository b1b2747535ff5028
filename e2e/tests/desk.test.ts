// The security desk in a real browser: the first operator, an officer who stops a stolen account, and the two people it
// takes to let its owner back in.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { prepareWebApps } from '@chappe/server'
import { createPerson, requireProgram } from '@chappe/testkit'
import type { Json } from '@chappe/testkit'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { DeskPerson } from '../src/desk-person.ts'
import { enterDesk } from '../src/desk-person.ts'
import type { RunningServer } from '../src/running-server.ts'
import { startServerProcess } from '../src/running-server.ts'
import type { Screen } from '../src/screen.ts'
import { openScreen } from '../src/screen.ts'
import { makeAccountByHand } from '../src/shared-secret.ts'

const CHAPPE = fileURLToPath(new URL('../../apps/cli/bin/chappe.mjs', import.meta.url))
const SECRET = 'a secret for this test'

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

async function comeToTheDesk(enrolmentUrl: string): Promise<DeskPerson> {
  screen ??= await openScreen()
  return enterDesk(screen, { url: server.url, enrolmentUrl, problems })
}

/** Goes to an account by its name. */
async function findAccount({ page, press, go }: DeskPerson, name: string): Promise<void> {
  await go('Accounts')
  await page.getByRole('searchbox', { name: 'Find an account' }).fill(name)
  await press('Search')
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { name, exact: true }).waitFor()
}

async function makeOfficer(operator: DeskPerson, name: string): Promise<void> {
  const { page, press, act } = operator
  await findAccount(operator, name)
  await press('Roles')
  await page.getByRole('checkbox', { name: 'Security officer' }).check()
  await act('Set roles', 'the duty roster of this week')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByText('Security officer').waitFor()
}

/** Somebody's new device waits; the admin of their organisation, who is one since this moment, approves it. */
async function adminApproves(olga: Json, oona: DeskPerson): Promise<void> {
  const emma = createPerson(() => server.url, await makeAccount('emma', 'Emma Lefort', true))
  await withDatabase(async (database) => {
    await database.query(
      `UPDATE account SET organisation_nid = (SELECT organisation_nid FROM organisation WHERE organisation_id = 'interior') WHERE user_id IN ('@olga:localhost', '@emma:localhost')`,
    )
    await database.query(`UPDATE device SET on_probation_since_ms = 1796000000000 WHERE device_id = $1`, [emma.deviceId])
  })
  await findAccount(oona, 'Olga Durand')
  await oona.press('Roles')
  await oona.page.getByRole('checkbox', { name: 'Organisation admin' }).check()
  await oona.act('Set roles', 'she runs the help desk of the ministry')
  await oona.page.getByRole('dialog').waitFor({ state: 'detached' })
  const admin = await comeToTheDesk(olga['org.chappe.enrolment_url'])
  await findAccount(admin, 'Emma Lefort')
  await admin.page.getByText('Waits for approval').waitFor()
  await admin.look('probation')
  await admin.press('Approve device')
  await admin.look('approve-device')
  await admin.act('Approve device', 'she called from her desk telephone')
  await admin.page.getByRole('dialog').waitFor({ state: 'detached' })
  await admin.page.getByText('Waits for approval').waitFor({ state: 'detached' })
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
  await oona.go('Organisations')
  await oona.press('New organisation')
  await oona.page.getByLabel('Name', { exact: true }).fill('Ministry of the Interior')
  await oona.page.getByLabel('Identifier').fill('interior')
  await oona.act('New organisation', 'it joins today')
  await oona.page.getByRole('link', { name: 'Ministry of the Interior' }).click()
  await oona.press('Add a domain')
  await oona.page.getByLabel('Domain', { exact: true }).fill('interior.example')
  await oona.act('Add a domain', 'theirs, as their letter says')
  await oona.page.getByRole('cell', { name: 'interior.example' }).waitFor()
  await oona.look('organisation')
  await adminApproves(await makeAccount('olga', 'Olga Durand', false), oona)

  const first = await comeToTheDesk(sophie['org.chappe.enrolment_url'])
  await findAccount(first, 'Mallory Roux')
  await first.press('Contain account')
  await first.act('Contain account', 'signed in from two countries within an hour')
  await first.page.getByText('nothing more is served to this account').waitFor()
  const refused = await mallory.get('/_matrix/client/v3/account/whoami')
  expect([refused.status, refused.body]).toMatchObject([401, { errcode: 'M_USER_LOCKED', soft_logout: true }])
  await first.look('contained')
  await first.press('Back to the page')
  await first.press('Ask for release')
  await first.act('Ask for release', 'came to the counter with an identity card')
  await first.page.getByText('A second person has to agree before').waitFor()
  await first.press('Back to the page')
  await first.go('Second person')
  await first.page.getByText('You asked for this: somebody else has to agree.').waitFor()
  expect(await first.page.getByRole('button', { name: 'Agree', exact: true }).count()).toBe(0)

  const second = await comeToTheDesk(samuel['org.chappe.enrolment_url'])
  await second.go('Second person')
  await second.press('Agree')
  await second.act('Agree', 'I have seen the card too')
  await second.page.getByText('With this link the owner enrols anew, once.').waitFor()
  await second.press('Back to the page')
  await findAccount(second, 'Mallory Roux')
  await second.page.getByText('The owner has to enrol a new passkey').waitFor()
  expect((await mallory.get('/_matrix/client/v3/account/whoami')).body.errcode).toMatch(/^M_(?:USER_LOCKED|UNKNOWN_TOKEN)$/)

  for (const [place, something] of [
    ['Overview', 'Open cases'],
    ['Accounts', '@mallory:localhost'],
    ['Alerts', 'There are no alerts.'],
    ['Second person', 'Decided lately'],
    ['Cases', 'Open a case'], ['Organisations', 'Ministry of the Interior'],
    ['Networks and rooms', 'No network is blocked.'],
    ['Exported conversations', 'No conversation was exported.'],
    ['Audit trail', 'signed in from two countries within an hour'],
  ] as const) {
    await second.go(place)
    await second.page.getByText(something).first().waitFor()
    await second.look(place.toLowerCase().replaceAll(' ', '-'))
  }
  await second.go('Cases')
  await second.page.getByRole('cell').getByRole('link').first().click()
  await second.page.getByText('What there was at that instant').click()
  await second.look('case-snapshot')
  await findAccount(second, 'Mallory Roux')
  await second.look('released')
  await second.press('Sign out')
  await second.page.getByText('Sign in with your passkey.').waitFor()
  await second.look('signed-out')
  expect(problems).toEqual([])
})
