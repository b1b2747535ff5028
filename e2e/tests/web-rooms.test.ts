// Rooms in the messenger, in a real browser: Alice finds Bob, makes a room, lets an external in and sees the line above her
// writing change, opens a forum, sorts her list, and finds everything with the keyboard alone.
import type { Json } from '@chappe/testkit'
import { requireProgram } from '@chappe/testkit'
import type { Page } from 'playwright-core'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import { accessibilityProblems } from '../src/screen.ts'
import type { WebPerson } from '../src/web-person.ts'

let messenger: Messenger | undefined
let database: pg.Client
let alice: WebPerson
let bob: WebPerson

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  messenger = await openMessenger()
  database = new pg.Client({ connectionString: messenger.server.databaseUrl() })
  await database.connect()
  await database.query(`INSERT INTO organisation (organisation_id, name, created_at_ms) VALUES ('interior', 'Interior', 0), ('acme', 'Acme', 0), ('finance', 'Finance', 0)`)
  await makeAccount('alice', 'Alice Martin (Interior)', ['agent', 'interior'])
  await makeAccount('bob', 'Bob Durand (Interior)', ['agent', 'interior'])
  await makeAccount('carol', 'Carol Petit (Interior)', ['agent', 'interior'])
  await makeAccount('dora', 'Dora Simon (Finance)', ['agent', 'finance'])
  await makeAccount('eve', 'Eve Moreau (Acme)', ['external', 'acme'])
}, 240_000)
afterAll(async () => {
  await database.end()
  await messenger?.[Symbol.asyncDispose]()
})

function opened(): Messenger {
  if (messenger === undefined) throw new Error('there is no messenger')
  return messenger
}

async function makeAccount(username: string, displayname: string, [type, organisation]: [string, string]): Promise<void> {
  await opened().makeAccount(username, displayname)
  await database.query(
    `UPDATE account SET account_type = $2, organisation_nid = (SELECT organisation_nid FROM organisation WHERE organisation_id = $3) WHERE user_id = $1`,
    [`@${username}:localhost`, type, organisation],
  )
}

const enter = (username: string): Promise<WebPerson> => opened().enter(username)

const begin = async (page: Page, what: string): Promise<void> => {
  await page.getByRole('button', { name: 'Begin', exact: true }).click()
  await page.getByRole('menuitem', { name: what }).click()
}
const find = async (page: Page, label: string, term: string): Promise<void> => {
  await page.getByRole('combobox', { name: label }).fill(term)
  await page.getByRole('listbox', { name: 'People found' }).getByRole('option').first().waitFor()
  await page.keyboard.press('Enter')
}
const line = (page: Page, text: string): Promise<void> => page.getByRole('link', { name: text }).waitFor()
const listed = (page: Page, name: string) => page.getByRole('navigation', { name: 'Conversations' }).getByRole('link', { name })
const heading = (page: Page, name: string): Promise<void> => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()

test('Alice finds Bob and begins a talk; he comes in from his inbox and answers', { timeout: 5 * 60_000 }, async () => {
  ;[alice, bob] = [await enter('alice'), await enter('bob')]
  await begin(alice.page, 'New talk')
  await find(alice.page, 'With whom?', 'bob')
  await alice.page.getByRole('button', { name: 'Begin the talk' }).click()
  await heading(alice.page, 'Bob Durand (Interior)')
  await line(alice.page, '2 people read this · Interior · encrypted')
  await alice.write('soup at noon?')
  await bob.page.getByRole('link', { name: /^Inbox/ }).click()
  const entry = bob.page.getByRole('listitem').filter({ hasText: 'Alice Martin' }).last()
  await entry.getByRole('button', { name: 'Accept' }).click()
  await listed(bob.page, 'Alice Martin').click()
  await bob.write('with pleasure')
  await alice.reads('with pleasure')
})

test('Alice makes a room, opens it to externals for good, invites Eve, and the line says so', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  await begin(page, 'New room')
  await page.getByLabel('Name', { exact: true }).fill('Bridge works')
  await find(page, 'Invite people', 'bob')
  await page.getByRole('button', { name: 'Create' }).click()
  await heading(page, 'Bridge works')
  await line(page, '2 people read this · Interior · encrypted')
  expect(await page.getByText('one external').count()).toBe(0)

  await page.getByRole('link', { name: 'About this room' }).click()
  await page.getByRole('button', { name: 'Invite people' }).click()
  await page.getByRole('combobox', { name: 'Invite people' }).fill('@eve:localhost')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await page.getByText('That person is an external, and this room is not open to externals.').waitFor()
  await page.getByRole('button', { name: 'Open to externals' }).click()
  await page.getByRole('button', { name: 'Open it for good' }).click()
  await page.getByText('Externals may be in this room. This stays so.').waitFor()
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await line(page, '3 people read this · Interior, Acme · one external · encrypted')
  expect(await accessibilityProblems(page)).toEqual([])
})

test('a link lets somebody in who has no invitation, and counts it', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  await page.getByText('Join links').click()
  await page.getByRole('button', { name: 'Make a link' }).click()
  const link = (await page.locator('.details-part .fixed').textContent()) ?? ''
  const carol = await enter('carol')
  await begin(carol.page, 'Come in by a link')
  await carol.page.getByLabel('Link', { exact: true }).fill(link)
  await carol.page.getByRole('button', { name: 'Come in' }).click()
  await heading(carol.page, 'Bridge works')
  await line(page, '4 people read this · Interior, Acme · one external · encrypted')
  // The last admin hands over before she goes.
  await page.getByRole('button', { name: 'Leave', exact: true }).click()
  await page.getByLabel('Who looks after the room from now on?').waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
})

test('Alice opens a forum: its band cannot be closed, and the first message is asked about once', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  await begin(page, 'New forum')
  await page.getByLabel('Name', { exact: true }).fill('Leave')
  await page.getByLabel('What it is for').fill('Questions about leave')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByText('A forum has two owners or more').waitFor()
  await find(page, 'Who answers for it beside you (at least one)', 'bob')
  await page.getByRole('button', { name: 'Create' }).click()
  await heading(page, 'Leave')
  const band = page.getByRole('note').filter({ hasText: 'Open room, not encrypted' })
  await band.waitFor()
  // Bob is in it as soon as he likes, and so are all who are no externals: the line counts those who may read.
  await line(page, 'Anyone at localhost can read this: 4 people · ')
  expect(await band.getByRole('button').count()).toBe(0)

  await alice.write('how many days?')
  const question = page.getByRole('dialog', { name: 'Any agent will be able to read this' })
  await question.getByRole('button', { name: 'Do not send' }).click()
  expect(await page.getByRole('log').getByText('how many days?').count()).toBe(0)
  await alice.write('how many days are there?')
  await question.getByRole('button', { name: 'Send all the same' }).click()
  await alice.reads('how many days are there?')
  await alice.write('and at Easter?')
  await alice.reads('and at Easter?')

  await bob.page.getByRole('link', { name: 'Explore' }).click()
  await bob.page.getByLabel('Search').fill('leave')
  await bob.page.getByRole('listitem').filter({ hasText: 'not encrypted' }).getByRole('link', { name: 'Open' }).click()
  await bob.page.getByRole('button', { name: 'Accept' }).click()
  await bob.reads('and at Easter?')
})

test('Alice opens a room for her ministry alone; Bob finds it, Dora of another ministry does not; the line says for whom it is', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  await begin(page, 'New room')
  await page.getByLabel('Name', { exact: true }).fill('Canteen of the ministry')
  await page.getByRole('radio', { name: 'Everybody who finds it' }).check()
  await page.getByRole('radio', { name: /^Interior/ }).and(page.locator(':checked')).waitFor()
  await page.getByRole('radio', { name: /^Several organisations/ }).check()
  await page.getByRole('checkbox', { name: 'Acme' }).check()
  expect(await accessibilityProblems(page)).toEqual([])
  await page.getByRole('radio', { name: /^Interior/ }).check()
  await page.getByRole('button', { name: 'Create' }).click()
  await heading(page, 'Canteen of the ministry')
  await line(page, 'Anyone of Interior can read this: 3 people · ')
  const found = async (person: WebPerson) => {
    await person.page.getByRole('link', { name: 'Explore', exact: true }).click()
    await person.page.getByLabel('Search').fill('canteen')
    return person.page.getByRole('listitem').filter({ hasText: 'Canteen of the ministry' })
  }
  await (await found(bob)).waitFor()
  const dora = await enter('dora')
  const notHers = await found(dora)
  await dora.page.getByText('No open room matches.').waitFor()
  expect(await notHers.count()).toBe(0)
})

test('Alice sorts her list: a favourite, a section of her own, closer together; it is so after a reload', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  await listed(page, 'Leave').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Add to favourites' }).click()
  await page.getByRole('button', { name: 'Favourites' }).waitFor()
  await listed(page, 'Bridge works').focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Move to a new section' }).press('Enter')
  await page.getByLabel('Name of the section').fill('Works')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Works', exact: true }).waitFor()
  await page.getByRole('button', { name: 'How the list looks' }).click()
  await page.getByRole('menuitem', { name: 'Compact' }).click()
  await page.reload()
  await page.getByRole('button', { name: 'Works', exact: true }).waitFor()
  await page.locator('.rooms[data-density="compact"]').waitFor()
  await page.getByRole('button', { name: 'Works', exact: true }).click()
  await listed(page, 'Bridge works').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Works', exact: true }).click()
  expect(await accessibilityProblems(page)).toEqual([])
})

test('with the keyboard alone: rooms, people, commands, from part to part of the screen, from room to room', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  const type = async (term: string): Promise<void> => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: /^Find a conversation/ }).waitFor()
    await page.waitForFunction(`document.activeElement?.getAttribute('role') === 'combobox'`)
    await page.keyboard.type(term)
  }
  await type('brid')
  await page.keyboard.press('Enter')
  await heading(page, 'Bridge works')
  await type('durand')
  await page.keyboard.press('Enter')
  await heading(page, 'Bob Durand (Interior)')
  await page.keyboard.press('Alt+ArrowDown')
  await page.waitForFunction(`document.querySelector('h1')?.textContent !== 'Bob Durand (Interior)'`)
  await type('>inbox')
  await page.keyboard.press('Enter')
  await heading(page, 'Inbox')
  const region = async () => String(await page.evaluate(`document.activeElement?.closest('[data-region]')?.className.split(' ')[0]`))
  const visited = new Set<string>()
  for (let step = 0; step < 3; step += 1) {
    await page.keyboard.press('F6')
    visited.add(await region())
  }
  expect(visited).toEqual(new Set(['rail', 'side', 'main']))
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await help.waitFor()
  await page.keyboard.press('Escape')
  await help.waitFor({ state: 'detached' })
  await type('carol')
  await page.getByRole('option', { name: /Carol Petit/ }).waitFor()
  await page.keyboard.press('Enter')
  await heading(page, 'Carol Petit (Interior)')
  await type('>explore')
  await page.keyboard.press('Enter')
  await heading(page, 'Explore rooms')
  expect(await accessibilityProblems(page)).toEqual([])
})

test('Bob follows an address, asks to come in and is let in; the room moves on and he with it; a space shows both of them its rooms', { timeout: 5 * 60_000 }, async () => {
  const device = opened().device('alice')
  const roomId = await device.createRoom({
    preset: 'private_chat', name: 'Crisis cell', topic: 'Floods', room_alias_name: 'cell', initial_state: [{ type: 'm.room.join_rules', state_key: '', content: { join_rule: 'knock' } }],
  })
  await bob.page.goto(`${opened().server.url}/rooms/${encodeURIComponent('#cell:localhost')}`)
  const found = bob.page.getByRole('listitem').filter({ hasText: 'Floods' })
  await found.getByRole('button', { name: 'Ask to come in' }).click()
  await bob.page.getByLabel('Why you would like to come in (optional)').fill('I have the maps')
  await bob.page.getByRole('button', { name: 'Ask to come in' }).click()
  await found.getByText('You have asked to come in').waitFor()

  await alice.page.getByRole('link', { name: /^Inbox/ }).click()
  const request = alice.page.getByRole('listitem').filter({ hasText: 'asks to come in: I have the maps' })
  await request.getByRole('button', { name: 'Let in' }).click()
  await found.getByRole('link', { name: 'Open' }).click()
  await bob.page.getByRole('button', { name: 'Accept' }).click()
  await alice.open('Crisis cell')
  await bob.write('here are the maps')
  await alice.reads('here are the maps')

  const { body: upgraded } = await device.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/upgrade`, { new_version: '12' })
  await device.post(`/_matrix/client/v3/rooms/${encodeURIComponent(upgraded.replacement_room)}/invite`, { user_id: '@bob:localhost' })
  await bob.page.getByText('This room goes on in another one.').waitFor()
  await bob.page.getByRole('button', { name: 'Go to the new room' }).click()
  await bob.page.waitForURL((url) => url.pathname.includes(encodeURIComponent(upgraded.replacement_room)))
  await bob.write('and here we go on')

  await begin(alice.page, 'New space')
  await alice.page.getByLabel('Name', { exact: true }).fill('Crisis')
  await find(alice.page, 'Invite people', 'bob')
  await alice.page.getByRole('button', { name: 'Create' }).click()
  await heading(alice.page, 'Crisis')
  await alice.page.getByLabel('Add one of your rooms to this space').selectOption(upgraded.replacement_room)
  await alice.page.getByRole('button', { name: 'Add', exact: true }).click()
  const held = (page: Page) => page.getByRole('main').getByRole('listitem').filter({ hasText: 'Crisis cell' })
  await held(alice.page).getByRole('link', { name: 'Open' }).click()
  await alice.reads('and here we go on')
  await bob.page.getByRole('link', { name: /^Inbox/ }).click()
  await bob.page.getByRole('listitem').filter({ hasText: 'Crisis' }).getByRole('button', { name: 'Accept' }).click()
  await bob.page.getByRole('button', { name: 'Crisis', exact: true }).click()
  await listed(bob.page, 'Leave').waitFor({ state: 'detached' })
  await listed(bob.page, 'Crisis cell').click()
  await heading(bob.page, 'Crisis cell')
  await bob.page.getByRole('button', { name: 'Crisis', exact: true }).click()
})

test('on a phone one thing at a time, with a way back', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(opened().server.url)
  await listed(page, 'Bridge works').click()
  await heading(page, 'Bridge works')
  expect(await page.getByRole('navigation', { name: 'Conversations' }).isVisible()).toBe(false)
  await page.getByRole('link', { name: 'About this room' }).click()
  await page.getByRole('heading', { name: 'About this room' }).waitFor()
  expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(false)
  await page.getByRole('link', { name: 'Close the panel' }).click()
  await page.getByRole('link', { name: 'Back to the list' }).click()
  await listed(page, 'Bridge works').waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
})

test('the server has what the screens say: the room is encrypted, knows its externals, and was read as such', { timeout: 60_000 }, async () => {
  const device = opened().device('alice')
  const { body } = await device.get('/_matrix/client/v3/sync?timeout=0')
  const states: Json[] = Object.values(body.rooms.join).map((room: Json) => [...room.state.events, ...room.timeline.events])
  const bridge = states.find((events: Json) => events.some((event: Json) => event.type === 'm.room.name' && event.content.name === 'Bridge works'))
  const of = (type: string) => bridge?.find((event: Json) => event.type === type)?.content
  expect(of('org.chappe.room.externals')).toEqual({ allowed: true })
  expect(of('m.room.encryption')).toMatchObject({ algorithm: 'm.megolm.v1.aes-sha2' })
  expect(opened().problems.filter((each) => !/status of (?:403|404)/.test(each))).toEqual([])
})
