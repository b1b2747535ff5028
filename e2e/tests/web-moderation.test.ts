// Looking after a room, in a real browser: Alice looks at who somebody is and reports him, deletes what he wrote, removes him,
// removes him for good; sets what newcomers see and who comes in, and gives the room a picture.
import { requireProgram } from '@chappe/testkit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makePhotograph } from '../src/made-files.ts'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import { accessibilityProblems } from '../src/screen.ts'
import type { WebPerson } from '../src/web-person.ts'

let messenger: Messenger
let alice: WebPerson
let bob: WebPerson
let roomId: string

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  messenger = await openMessenger()
  await messenger.makeAccount('alice', 'Alice Martin')
  await messenger.makeAccount('bob', 'Bob Durand')
  ;[alice, bob] = [await messenger.enter('alice'), await messenger.enter('bob')]
  roomId = await messenger.device('alice').createRoom({ preset: 'private_chat', name: 'Budget', room_version: '11', invite: ['@bob:localhost'] })
  await bob.open('Budget')
  await press(bob.page, 'Accept')
  await alice.open('Budget')
  await bob.write('a thing better not said')
  await alice.reads('a thing better not said')
}, 10 * 60_000)
afterAll(async () => messenger?.[Symbol.asyncDispose]())

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()
const log = (page: Page) => page.locator('.talk').getByRole('log')

/** Alice does something with Bob, from the list of people. */
async function withBob(what: string, yes: string): Promise<void> {
  const { page } = alice
  await page.getByRole('button', { name: 'Actions for Bob Durand' }).click()
  await page.getByRole('menuitem', { name: what, exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: yes, exact: true }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

test('Alice sees who wrote that, reports him, and deletes what he wrote', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  await log(page).getByRole('button', { name: 'Bob Durand', exact: true }).click()
  const card = page.getByRole('dialog', { name: 'Bob Durand' })
  await card.getByText('@bob:localhost').waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await card.getByRole('button', { name: 'Report Bob Durand' }).click()
  await page.getByLabel('What is wrong with it?').fill('he shouts at colleagues')
  await press(page, 'Send the report')
  await page.getByText('Thank you. The security desk has your report.').waitFor()
  await press(page, 'Close')

  const said = log(page).getByRole('article').filter({ hasText: 'a thing better not said' })
  await said.hover()
  await said.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Delete', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await log(bob.page).getByText('a thing better not said').waitFor({ state: 'detached' })
})

test('she removes him, invites him back, and removes him for good: then he cannot be invited', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  await page.getByRole('link', { name: 'About this room', exact: true }).click()
  await withBob('Remove from the room', 'Remove from the room')
  await bob.page.getByText('You are in no such conversation.').waitFor()
  await messenger.device('alice').invite(roomId, '@bob:localhost')
  await bob.page.goto(messenger.server.url)
  await bob.open('Budget')
  await press(bob.page, 'Accept')
  await bob.page.getByRole('textbox', { name: /^Write to / }).waitFor()

  await withBob('Remove for good', 'Remove for good')
  await bob.page.getByText('You are in no such conversation.').waitFor()
  expect((await messenger.device('alice').post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/invite`, { user_id: '@bob:localhost' })).status).toBe(403)
  await page.getByText('Settings of this room').click()
})

test('she says what newcomers see and who comes in, and gives the room a picture; the room knows it', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  const facts = page.locator('.details-facts')
  await page.getByLabel('What newcomers see').selectOption('joined')
  await facts.getByText('Newcomers see what is said once they are in.').waitFor()
  await page.getByLabel('Who comes in').selectOption('knock')
  await facts.getByText('People come in by invitation, or by asking.').waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await press(page, 'Change name, topic and picture')
  await page.getByLabel('Picture (seen by everybody who sees the room)').setInputFiles({ name: 'site.jpg', mimeType: 'image/jpeg', buffer: await makePhotograph(page) })
  await press(page, 'Save')
  await page.locator('.details-about img').waitFor()
  const state = async (type: string) => (await messenger.device('alice').get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/${type}`)).body
  expect(await state('m.room.history_visibility')).toEqual({ history_visibility: 'joined' })
  expect(await state('m.room.join_rules')).toEqual({ join_rule: 'knock' })
  expect((await state('m.room.avatar')).url).toMatch(/^mxc:\/\//)
})

test('she says how long the room keeps what is said, once she has said yes to what that means', { timeout: 3 * 60_000 }, async () => {
  const { page } = alice
  await page.getByLabel('How long what is said is kept').selectOption('30')
  await press(page, 'Change how long it is kept')
  const question = page.getByRole('dialog', { name: 'Change how long it is kept' })
  await question.getByText('Messages and files older than 30 days are deleted for everybody').waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await question.getByRole('button', { name: 'Change it' }).click()
  await page.locator('.details-facts').getByText('What was said is deleted after 30 days.').waitFor()
  const { body } = await messenger.device('alice').get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/m.room.retention`)
  expect(body).toEqual({ max_lifetime: 30 * 24 * 3600_000 })
})
