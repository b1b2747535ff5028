// A night at the desk in a real browser, rehearsed the week before. Alice says that she was tricked; Sophie sees it without asking,
// contains the account, starts the clock, has the report made, writes to the authority, and asks for the people to be told and
// for Alice to be let in again; Samuel agrees; Bob reads in the messenger and in his mail what of his was shown, and says that
// he has read what everybody is told.
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { requireProgram, startMailServer } from '@chappe/testkit'
import type { MailServer } from '@chappe/testkit'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { DeskPerson } from '../src/desk-person.ts'
import { enterDesk } from '../src/desk-person.ts'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import type { WebPerson } from '../src/web-person.ts'

vi.setConfig({ testTimeout: 5 * 60_000 })

const CHAPPE = fileURLToPath(new URL('../../apps/cli/bin/chappe.mjs', import.meta.url))

/** What pages of the desk have that not everybody can use. */
const problems: string[] = []
let mails: MailServer
let messenger: Messenger
let sophie: DeskPerson
let samuel: DeskPerson
let bob: WebPerson
/** A room, and when something was said in it. */
let leakedAt: string
/** Where an answer of the record is read. */
let evidencePath: string
beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  mails = await startMailServer()
  messenger = await openMessenger({ flags: [`--mail_url=${mails.url}`] })
}, 240_000)
afterAll(async () => {
  await messenger[Symbol.asyncDispose]()
  await mails[Symbol.asyncDispose]()
})

async function queryDatabase(text: string): Promise<void> {
  const database = new pg.Client({ connectionString: messenger.server.databaseUrl() })
  await database.connect()
  await database.query(text)
  await database.end()
}

/** Somebody with the role from before they are seen for the first time, as an operator gives it. */
async function comeAsOfficer(username: string, name: string): Promise<DeskPerson> {
  const { 'org.chappe.enrolment_url': enrolmentUrl } = await messenger.makeAccount(username, name, { inhibit_login: true })
  await queryDatabase(`INSERT INTO account_role (user_nid, role, granted_at_ms) SELECT user_nid, 'security_officer', 0 FROM account WHERE user_id = '@${username}:localhost'`)
  return enterDesk(await messenger.screen(), { url: messenger.server.url, enrolmentUrl, problems })
}

/** Samuel agrees to what waits under this name. */
async function samuelAgrees(what: string, reason: string): Promise<void> {
  const { page } = samuel
  await samuel.go('Second person')
  await page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: what, exact: true }) }).getByRole('button', { name: 'Agree' }).click()
  await samuel.act('Agree', reason)
  await samuel.press('Back to the page')
}

test('the week before, Sophie has rehearsed it: an intruder who is made up, stopped, and how long that took', async () => {
  sophie = await comeAsOfficer('sophie', 'Sophie Bernard')
  const { page } = sophie
  await sophie.go('Drills')
  await sophie.press('Begin a drill')
  await page.getByRole('dialog').getByLabel('Name').fill('Interior')
  await sophie.look('drill-form')
  await sophie.act('Begin a drill', 'before the summer')
  await page.getByRole('link', { name: 'Drill 1: Interior' }).click()
  await page.getByText('Go to the alerts, look at it, and say that you have.').click()
  await page.getByText('Exercise', { exact: true }).first().waitFor()
  await page.getByRole('link', { name: /^@exercise-/ }).click()
  await sophie.press('Contain account')
  await sophie.act('Contain account', 'as on the night')
  await page.getByRole('link', { name: /^Go to case/ }).click()
  await page.getByText('This case belongs to a drill.').waitFor()
  await page.getByRole('link', { name: 'To the drill' }).click()
  await page.getByRole('listitem').filter({ hasText: 'The account was contained' }).getByText('@sophie:localhost').waitFor()
  await sophie.look('drill')
  await sophie.press('End the drill')
  await sophie.act('End the drill', 'we know how it goes')
  await page.getByRole('listitem').filter({ hasText: 'The drill ended' }).getByText('@sophie:localhost').waitFor()
  await sophie.go('Drills')
  await sophie.look('drills')
  await sophie.go('Overview')
})

test('Alice says that she was tricked, and the desk shows it to Sophie, who has pressed nothing', async () => {
  await messenger.makeAccount('alice', 'Alice Martin')
  await messenger.makeAccount('bob', 'Bob Durand')
  await queryDatabase(`INSERT INTO account_address (address, user_nid, verified_at_ms) SELECT 'bob@interior.example', user_nid, 0 FROM account WHERE user_id = '@bob:localhost'`)
  const [alice, talker] = [messenger.device('alice'), messenger.device('bob')]
  const roomId = await talker.createRoom({ preset: 'private_chat', name: 'Budget', invite: [alice.userId] })
  await alice.join(roomId)
  await talker.send(roomId, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'c', session_id: 's' })
  leakedAt = `${roomId} ${new Date().toISOString().slice(0, 19).replace('T', ' ')}`
  await alice.sync()
  await sophie.page.getByText('Nothing needs you at the moment.').waitFor()
  await alice.post('/_chappe/client/v1/reports', { kind: 'tricked', choice: 'gave_code', reason: 'somebody called from the help desk' })
  await sophie.page.getByRole('link', { name: /^1\s*reports? not taken up/ }).waitFor()
  await sophie.look('overview')
})

/** By the keyboard: Sophie names what is to be done on the page, writes why, and has it done. */
async function sophieActs(what: string, reason: string): Promise<void> {
  const { page } = sophie
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill(what)
  await page.getByRole('option', { name: what, selected: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).and(page.locator(':focus')).waitFor()
  await page.keyboard.type(reason)
  await page.keyboard.press('Control+Enter')
}

test('Sophie gets to the account by the keyboard alone, contains it, and starts the clock', async () => {
  const { page } = sophie
  await page.keyboard.press('g')
  await page.keyboard.press('l')
  await page.getByText('The owner says that they were tricked.').waitFor()
  await sophie.look('alerts')
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('alice')
  await page.getByRole('option', { name: /Alice Martin/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Alice Martin', exact: true }).waitFor()
  await sophie.look('account')
  await sophieActs('Contain account', 'she gave a code to somebody')
  await page.getByText('nothing more is served to this account').waitFor()
  await page.locator('.outcome:focus').waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText('No clock runs').waitFor()
  await sophieActs('Set the clock of 72 hours', 'she called us herself')
  await page.getByRole('progressbar', { name: 'Of 72 hours' }).waitFor()
  await sophie.look('case')
})

test('Sophie has the report made, and takes the archive along: it proves itself', async () => {
  const { page } = sophie
  await sophie.go('Exposure reports')
  await sophie.press('New exposure report')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Account').fill('@alice:localhost')
  await dialog.getByLabel('Case', { exact: true }).selectOption({ index: 1 })
  await sophie.look('report-form')
  await sophie.act('Have it made', 'to know what was shown to whoever has her code')
  await dialog.getByRole('link', { name: /^Report / }).click()
  await page.getByRole('heading', { name: 'Sessions, apart' }).waitFor()
  await page.getByText('Budget').first().waitFor()
  await sophie.look('report')
  const [taken] = await Promise.all([page.waitForEvent('download'), sophie.press('Download the proof (zip)')])
  const folder = await mkdtemp(join(tmpdir(), 'chappe-report-'))
  try {
    await taken.saveAs(join(folder, 'report.zip'))
    const { stdout } = await promisify(execFile)(process.execPath, [CHAPPE, 'verify-report', join(folder, 'report.zip'), '--key', await keyOfLedger()])
    expect(stdout).toContain('PROVEN')
    for (const name of ['rooms.csv', 'people.csv', 'report-fr.pdf', 'report-en.pdf']) expect(stdout).toContain(name)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

/** The key as the desk shows it. */
async function keyOfLedger(): Promise<string> {
  const { page } = sophie
  const back = page.url()
  await sophie.go('Record of reads')
  await sophie.look('ledger')
  const key = await page.getByText(/^localhost\/ledger\+/).textContent()
  await page.goto(back)
  return key ?? ''
}

test('Sophie writes to the authority, and asks for the people to be told; Samuel agrees', async () => {
  const { page } = sophie
  await page.getByRole('link', { name: 'Notify the authority' }).click()
  await page.getByText('To be told by').waitFor()
  await sophie.look('notification')
  await page.getByLabel('Data protection officer').fill('Delphine Roche')
  await page.getByLabel('E-mail address').fill('dpo@interior.example')
  await page.getByLabel('How far it is').selectOption('first')
  await sophie.press('Save')
  await page.getByText('Saved as revision 1.').waitFor()
  await page.getByRole('link', { name: 'Tell the people' }).click()
  await page.getByRole('heading', { name: 'What everybody is told' }).waitFor()
  await sophie.look('notices')
  await sophie.press('Ask a second person')
  await sophie.act('Ask', 'article 34, as agreed with Delphine')
  await page.getByText('A second person has to agree before anybody is told').waitFor()
  samuel = await comeAsOfficer('samuel', 'Samuel Petit')
  await samuel.look('overview-second')
})

test('Bob is told of his own by mail and in the messenger; that he has read it is seen at the desk', async () => {
  const { page } = sophie
  await samuelAgrees('Notices to people', 'I have read the notice')
  // Alice is told of hers when she is let in again.
  await page.getByText(/1 of 2 told/).waitFor()
  const mail = await mails.nextMailTo('bob@interior.example', { timeoutMs: 60_000 })
  expect(mail.text).not.toContain('://')
  bob = await messenger.enter('bob')
  await bob.page.getByRole('link', { name: /Service messages/ }).first().click()
  await bob.page.getByRole('button', { name: 'Open', exact: true }).first().click()
  await bob.page.getByText('Data of yours was seen by somebody who had no right to').first().waitFor()
  await page.getByText(/[1-9] have read it/).waitFor()
  await sophie.look('notices-read')
})

test('what somebody claims to have taken is held against the ledger', async () => {
  const { page } = sophie
  await page.getByRole('link', { name: 'Check claims' }).click()
  await page.getByLabel('What was published').fill('876 rooms, 1 room')
  await sophie.press('Check against the ledger')
  await page.getByText('More than the ledger supports').first().waitFor()
  await sophie.look('claims')
})

test('something has leaked: Sophie asks who was shown it, Samuel agrees, and it is worked out while she watches', async () => {
  const { page } = sophie
  await sophie.go('Leaks')
  await page.getByLabel('Room and time').fill(leakedAt)
  await sophie.look('leaks')
  await sophie.press('Ask who was shown this')
  await sophie.act('Ask', 'a newspaper has it')
  await page.getByText('1 text or room with a time is looked for').waitFor()
  await sophie.press('Back to the page')
  await samuelAgrees('Who was shown a leak', 'I have seen the newspaper')
  await sophie.go('Overview')
  await sophie.go('Leaks')
  await page.getByRole('link', { name: /^Readers of request/ }).click()
  await page.getByRole('heading', { name: 'Sessions', exact: true }).waitFor()
  await page.getByRole('link', { name: 'Alice Martin' }).first().waitFor()
  await sophie.look('leak')
})

test('two let Alice in again, and two tell everybody; Bob says that he has read it', async () => {
  const { page } = sophie
  await page.goto(`${messenger.server.url}/desk/accounts/${encodeURIComponent('@alice:localhost')}`)
  await sophie.press('Ask for release')
  await sophie.act('Ask for release', 'came to the counter with an identity card')
  await page.getByText('A second person has to agree before').waitFor()
  await sophie.press('Back to the page')
  await samuelAgrees('Release of an account', 'I have seen the card too')
  await sophie.go('Announcements')
  await sophie.press('New announcement')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('For', { exact: true }).selectOption('everybody')
  await dialog.getByLabel('Title in French').fill('Faux appels du support')
  await dialog.getByLabel('Text in French').fill('Personne ne vous demande un code.')
  await dialog.getByLabel('Title in English').fill('False calls from support')
  await dialog.getByLabel('Text in English').fill('Nobody asks you for a code.')
  await dialog.getByLabel('Everybody has to say that they have read it').check()
  await sophie.look('announcement-form')
  await sophie.act('Ask for it', 'several people were called today')
  await page.getByText('It waits for a second person.').waitFor()
  await sophie.press('Back to the page')
  await samuelAgrees('Announcement', 'yes, today')
  await bob.page.getByRole('dialog', { name: 'False calls from support' }).waitFor()
  await bob.page.getByText('Nobody asks you for a code.').first().waitFor()
  await bob.page.getByRole('button', { name: 'I have read it', exact: true }).click()
  await bob.page.getByRole('dialog', { name: 'False calls from support' }).waitFor({ state: 'detached' })
  await sophie.go('Announcements')
  await page.getByRole('link', { name: 'False calls from support' }).click()
  await page.getByText(/^1 of \d/).first().waitFor()
  await sophie.look('announcement')
})

test('Sophie asks the record what Alice was shown, Samuel agrees, and the answer is there while she watches', async () => {
  const { page } = sophie
  await sophie.go('Who was shown what')
  await sophie.press('Ask the record')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('About').selectOption('account')
  await dialog.getByLabel('Account (begins with @)').fill('@alice:localhost')
  await dialog.getByLabel('Case').selectOption({ index: 1 })
  await sophie.act('Ask for it', 'the authority asks')
  await sophie.press('Back to the page')
  await samuelAgrees('Search of the record of reads', 'it is asked for')
  await sophie.go('Overview')
  await sophie.go('Who was shown what')
  await page.getByRole('link', { name: /^Answer/ }).click()
  await page.getByRole('button', { name: 'Download the evidence' }).waitFor()
  await page.getByRole('table').getByText('@alice:localhost').first().waitFor()
  await sophie.look('answer')
  evidencePath = new URL(page.url()).pathname.replace('/desk', '')
})

test('every other place can be used by everybody, on a phone too, and in French', async () => {
  for (const place of ['Record of reads', 'Who was shown what', 'Audit trail', 'Second person', 'Recoveries', 'Accounts', 'Overview']) {
    await sophie.go(place)
    await sophie.look(place.toLowerCase().replaceAll(' ', '-'))
  }
  await sophie.press('Français')
  for (const path of ['', '/exposure', '/exposure/1', '/exposure/1/notification', '/exposure/1/notices', '/leaks', '/drills/1', '/announcements/1', '/cases', '/cases/2', '/searches', evidencePath, '/exposure/1/claims?check=1', '/requests', '/exports', '/ledger', '/audit']) {
    await sophie.page.goto(`${messenger.server.url}/desk${path}`)
    await sophie.page.getByRole('button', { name: 'English', exact: true }).waitFor()
    await sophie.page.waitForLoadState('networkidle')
    await sophie.look(`fr${path.replaceAll(/[/?=]/g, '-')}`)
  }
  expect(problems).toEqual([])
})
