// Somebody from outside, in a real browser: Alice invites Xavier by his address to a room, he gets a mail, makes his account with
// a passkey, signs in, accepts, and reads what she writes; she sees who has not come, and takes an invitation back.
import type { MailServer } from '@chappe/testkit'
import { requireProgram, startMailServer } from '@chappe/testkit'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import { accessibilityProblems } from '../src/screen.ts'
import { settleKeys, signIn, toWebPerson } from '../src/web-person.ts'
import type { WebPerson } from '../src/web-person.ts'

let mails: MailServer
let messenger: Messenger
let alice: WebPerson

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  mails = await startMailServer()
  messenger = await openMessenger({ flags: [`--mail_url=${mails.url}`] })
  await messenger.makeAccount('alice', 'Alice Martin (Interior)')
  const database = new pg.Client({ connectionString: messenger.server.databaseUrl() })
  await database.connect()
  await database.query(`INSERT INTO organisation (organisation_id, name, created_at_ms) VALUES ('interior', 'Interior', 0)`)
  await database.query(`UPDATE account SET organisation_nid = (SELECT organisation_nid FROM organisation WHERE organisation_id = 'interior') WHERE user_id = '@alice:localhost'`)
  await database.end()
  alice = await messenger.enter('alice')
}, 10 * 60_000)
afterAll(async () => {
  await messenger[Symbol.asyncDispose]()
  await mails[Symbol.asyncDispose]()
})

const mailTo = (address: string) => mails.nextMailTo(address, { timeoutMs: 120_000 })

test('Alice makes a room for externals and invites Xavier and Wim by mail; what she wrote to Wim by mistake she takes back', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  await page.getByRole('button', { name: 'Begin', exact: true }).click()
  await page.getByRole('menuitem', { name: 'New room' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Bridge works')
  await page.getByRole('radio', { name: 'Those you invite, externals too' }).check()
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('heading', { level: 1, name: 'Bridge works', exact: true }).waitFor()
  await page.getByRole('link', { name: 'About this room' }).click()
  await page.getByRole('button', { name: 'Invite people' }).click()
  await page.getByText('Invite from outside, by e-mail').click()
  const address = page.getByLabel('Their e-mail address')
  for (const to of ['xavier@partner.example', 'wim@partner.example']) {
    await address.fill(to)
    await page.getByRole('button', { name: 'Send an invitation' }).click()
    await page.getByText(`An invitation was sent to ${to}.`).waitFor()
  }
  await page.getByRole('button', { name: 'Take back: wim@partner.example' }).click()
  await page.getByRole('button', { name: 'Take back: wim@partner.example' }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Take back: xavier@partner.example' }).waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
})

test('Xavier follows his mail, makes his account, signs in to the messenger, accepts, and reads what Alice writes; she reads his answer', { timeout: 5 * 60_000 }, async () => {
  const invitation = await mailTo('xavier@partner.example')
  expect(invitation.text).toContain('Alice Martin (Interior) invites you')
  const link = /http\S+\/enrol/.exec(invitation.text)?.[0] ?? ''
  const person = await (await messenger.screen()).person()
  const { page } = person
  page.setDefaultTimeout(120_000)
  await page.goto(link)
  await page.getByLabel('Work address').fill('xavier@partner.example')
  await page.getByRole('button', { name: 'Send me a code' }).click()
  const code = /^\s*(\d{4} \d{4})\s*$/m.exec((await mailTo('xavier@partner.example')).text)?.[1] ?? ''
  await page.getByLabel('Code of eight digits').fill(code)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByLabel('First and last name').fill('Xavier Externe')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await page.getByRole('button', { name: 'Make the passkey' }).click()
  await page.getByRole('link', { name: 'Later' }).click()
  await page.goto(messenger.server.url)
  await signIn(page)
  await settleKeys(page)

  const xavier = toWebPerson(person)
  await xavier.open('Bridge works')
  await page.getByText('Alice Martin (Interior) invites you to this conversation.').waitFor()
  await page.getByRole('button', { name: 'Accept' }).click()
  await page.getByRole('textbox', { name: /^Write to / }).waitFor()
  await alice.page.getByRole('link', { name: '2 people read this · Interior · one external · encrypted' }).waitFor()
  await alice.write('welcome, the drawings come tomorrow')
  await xavier.reads('welcome, the drawings come tomorrow')
  await xavier.write('thank you')
  await alice.reads('thank you')
  // Who came is no longer among those who have not.
  await alice.page.getByRole('link', { name: 'About this room' }).click()
  await alice.page.getByRole('link', { name: 'About this room' }).click()
  await alice.page.getByRole('button', { name: 'Invite people' }).click()
  await alice.page.getByText('Invite from outside, by e-mail').waitFor()
  await expect.poll(() => alice.page.getByRole('button', { name: /^Take back/ }).count()).toBe(0)
  expect(await accessibilityProblems(page)).toEqual([])
})
