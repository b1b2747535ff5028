// Rooms one is not in, and rooms that somebody made to do harm, in a real browser: Bob asks to be let in and is; a link by
// address leads him to a room; Alice puts rooms into a space; and whatever Mallory writes, her list and his room are drawn.
import { requireProgram } from '@chappe/testkit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import { accessibilityProblems } from '../src/screen.ts'
import type { WebPerson } from '../src/web-person.ts'

let messenger: Messenger
let alice: WebPerson
let bob: WebPerson

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  messenger = await openMessenger({ profile: 'matrix' })
  for (const [username, name] of [['alice', 'Alice Martin'], ['bob', 'Bob Durand'], ['mallory', 'Mallory Noir']] as const) await messenger.makeAccount(username, name)
  ;[alice, bob] = [await messenger.enterWithPassword('alice'), await messenger.enterWithPassword('bob')]
}, 10 * 60_000)
afterAll(async () => messenger?.[Symbol.asyncDispose]())

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()
/** Goes there as a link does, without opening the page anew. */
const go = (person: WebPerson, path: string): Promise<unknown> => person.page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`)

test('Bob follows the address of a room, asks to be let in with a reason, and Alice lets him in from her inbox', { timeout: 5 * 60_000 }, async () => {
  const roomId = await messenger.device('alice').createRoom({
    preset: 'private_chat',
    name: 'Crisis cell',
    room_alias_name: 'crisis',
    initial_state: [{ type: 'm.room.join_rules', state_key: '', content: { join_rule: 'knock' } }],
  })
  await go(bob, `/rooms/${encodeURIComponent('#crisis:localhost')}`)
  await bob.page.getByText('Crisis cell').first().waitFor()
  expect(await accessibilityProblems(bob.page)).toEqual([])
  await press(bob.page, 'Ask to come in')
  await bob.page.getByLabel('Why you would like to come in (optional)').fill('I replace Anne this week')
  await press(bob.page, 'Ask to come in')
  await bob.page.getByText('You have asked to come in').first().waitFor()

  await alice.page.getByRole('link', { name: /^Inbox/ }).click()
  const entry = alice.page.getByRole('listitem').filter({ hasText: 'I replace Anne this week' })
  await entry.getByRole('button', { name: 'Let in' }).click()
  await bob.open('Crisis cell')
  await press(bob.page, 'Accept')
  await bob.page.getByRole('textbox', { name: /^Write to / }).waitFor()

  // Who is in already is led on to the room itself.
  await go(bob, `/rooms/${encodeURIComponent('#crisis:localhost')}`)
  await bob.page.waitForURL(`**/rooms/${encodeURIComponent(roomId)}`)
})

test('Alice makes a space, puts a room into it, and sees its rooms alone', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  await press(page, 'Begin')
  await page.getByRole('menuitem', { name: 'New space' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Directorate')
  await press(page, 'Create')
  await page.getByRole('heading', { level: 1, name: 'Directorate' }).waitFor()
  await page.getByLabel('Put a room of yours into this space').selectOption({ label: 'Crisis cell' })
  await press(page, 'Put in')
  await page.getByRole('main').getByRole('listitem').filter({ hasText: 'Crisis cell' }).getByRole('link', { name: 'Open' }).waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Directorate' }).click()
  await page.getByRole('heading', { level: 2, name: 'Conversations' }).waitFor()
})

/** State and messages that a server takes and no client would write. */
const STATE: readonly [string, unknown][] = [
  ['m.room.name', { name: { toString: 1 } }],
  ['m.room.topic', { topic: ['a', 'list'] }],
  ['m.room.avatar', { url: 5 }],
  ['m.room.pinned_events', { pinned: [null, 7, '$no'] }],
  ['m.room.history_visibility', { history_visibility: {} }],
  ['m.room.tombstone', { replacement_room: 3 }],
  ['org.chappe.room.forum', { organisation: 1, owners: 'x', purpose: [], review_at_ms: 'never' }],
]
const MESSAGES: readonly object[] = [
  {},
  { msgtype: 'm.text', body: { length: 1e9 } },
  { msgtype: 'm.text', body: '\u202Etxet\u202D', format: 'org.matrix.custom.html', formatted_body: '<img src=x onerror=alert(1)><a href="javascript:alert(1)">click</a>' },
  { msgtype: 'm.text', body: 'a'.repeat(20_000) },
  { msgtype: 'm.image', body: 'x.png', url: 'mxc://../../etc', info: { w: 'wide', h: -1, thumbnail_url: 'javascript:alert(1)' } },
  { msgtype: 'm.file', body: 'invoice\u202Efdp.exe', file: { url: 'mxc://a/b', key: 5, iv: {}, hashes: null } },
  { msgtype: 'm.audio', body: 'voice', 'org.matrix.msc1767.audio': { duration: 'long', waveform: { 0: 1 } } },
  { msgtype: 'm.text', body: 'a', 'm.relates_to': { rel_type: 'm.thread', event_id: 12 } },
  { msgtype: 'm.text', body: 'a', 'm.relates_to': { 'm.in_reply_to': { event_id: ['$x'] } } },
  { msgtype: 'm.text', body: '* a', 'm.new_content': 'nothing', 'm.relates_to': { rel_type: 'm.replace', event_id: '$x' } },
]

test('whatever Mallory writes, his room is drawn, Alice’s list and inbox are, and she goes out of it', { timeout: 5 * 60_000 }, async () => {
  const mallory = messenger.device('mallory')
  const roomId = await mallory.createRoom({ preset: 'public_chat', name: 'Prizes' })
  await messenger.device('alice').join(roomId)
  await mallory.put(`/_matrix/client/v3/profile/${encodeURIComponent(mallory.userId)}/displayname`, { displayname: `\u202E${'M'.repeat(200)}` })
  await mallory.say(roomId, 'you have won')
  let taken = 0
  for (const [type, content] of STATE) taken += (await mallory.put(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/${type}/`, content)).status === 200 ? 1 : 0
  for (const [at, content] of MESSAGES.entries()) taken += (await mallory.put(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/${at}`, content)).status === 200 ? 1 : 0
  await mallory.say(roomId, 'last of all')
  // Of what the server refuses nothing is shown by this test: most of it has to get through.
  expect(taken).toBeGreaterThan(MESSAGES.length)

  const { page } = alice
  await go(alice, `/rooms/${encodeURIComponent(roomId)}`)
  await alice.reads('last of all')
  await page.locator('.talk').getByRole('log').getByText('you have won').waitFor()
  await page.getByRole('navigation', { name: 'Conversations' }).getByRole('link', { name: 'Crisis cell' }).waitFor()
  await page.getByRole('link', { name: 'About this room', exact: true }).click()
  await page.getByRole('heading', { name: 'About this room' }).waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await page.reload()
  // Who has no keys yet is asked anew.
  await press(page, 'Later')
  await alice.reads('last of all')
  await page.getByRole('link', { name: /^Inbox/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor()
  expect(messenger.problems.filter((each) => !/status of (?:400|403|404)|Failed to load resource/.test(each))).toEqual([])
})
