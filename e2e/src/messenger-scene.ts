// Rooms with something in them, as a ministry at work has them: to look at the messenger with, and to tell stories in.
import type { Person } from '@chappe/testkit'
import { makeSlides, makeWord, makeWorkbook } from '@chappe/testkit/documents'
import pg from 'pg'
import { makeDocument, makePhotograph } from './made-files.ts'
import type { Messenger } from './messenger.ts'
import type { PersonOptions } from './screen.ts'
import type { WebPerson } from './web-person.ts'

/** What was made. */
export interface Scene {
  /** Who looks. */
  alice: WebPerson
  /** Rooms by what they are for. */
  rooms: Readonly<Record<'talk' | 'forum' | 'space' | 'asked' | 'replaced' | 'invited' | 'thread' | 'service' | 'partners' | 'orders' | 'away', string>>
  /** The first message of the thread in the talk. */
  threadId: string
}

const PEOPLE = [
  ['alice', 'Alice Martin (Interior)', 'agent', 'interior'],
  ['bob', 'Bob Durand (Interior)', 'agent', 'interior'],
  ['carol', 'Carol Petit-Lefebvre de la Tour (Finance)', 'agent', 'finance'],
  ['dan', 'Dan Öztürk (Finance)', 'agent', 'finance'],
  ['eve', 'Eve Moreau (Acme)', 'external', 'acme'],
] as const

/** Who is on duty: they confirm orders, or have not yet. */
const CREW = ['Nadia Cohen', 'Fatou Ndiaye', 'Hugo Blanc', 'Inès Robert', 'Jean-Baptiste de Saint-Exupéry', 'Khadija Benali', 'Léo Girard', 'Maëlle Le Gall', 'Ousmane Traoré', 'Paula Vidal'] as const

/** What they do, as their organisation says it. */
const JOBS = [
  ['bob', 'Adjoint à la cheffe du bureau', 'Bureau des achats', '+33 1 40 07 60 60', 'Beauvau, B 212'],
  ['carol', 'RSSI', 'Sous-direction du numérique', '', ''],
  ['dan', 'Chargé de mission auprès de la directrice des affaires juridiques et européennes', 'Direction des affaires juridiques', '', ''],
] as const

/** Makes people and rooms on a government server, and has Alice come in. */
export async function makeScene(messenger: Messenger, options: PersonOptions = {}): Promise<Scene> {
  const database = new pg.Client({ connectionString: messenger.server.databaseUrl() })
  await database.connect()
  try {
    await database.query(`INSERT INTO organisation (organisation_id, name, created_at_ms) VALUES ('interior', 'Ministry of the Interior', 0), ('finance', 'Finance', 0), ('acme', 'Acme', 0)`)
    for (const [username, name, type, organisation] of PEOPLE) {
      await messenger.makeAccount(username, name)
      await database.query(
        `UPDATE account SET account_type = $2, organisation_nid = (SELECT organisation_nid FROM organisation WHERE organisation_id = $3) WHERE user_id = $1`,
        [`@${username}:localhost`, type, organisation],
      )
    }
    for (const [username, ...job] of JOBS) {
      await database.query(
        `INSERT INTO account_job (user_nid, title, service, phone, place, changed_at_ms) SELECT user_nid, $2, $3, $4, $5, 0 FROM account WHERE user_id = $1`,
        [`@${username}:localhost`, ...job],
      )
    }
    for (const [index, name] of CREW.entries()) {
      await messenger.makeAccount(`crew${index}`, name)
      await database.query(`UPDATE account SET organisation_nid = (SELECT organisation_nid FROM organisation WHERE organisation_id = 'interior') WHERE user_id = $1`, [`@crew${index}:localhost`])
    }
    await messenger.makeAccount('olga', 'Olga Operator')
    await database.query(`UPDATE account SET is_admin = true WHERE user_id = '@olga:localhost'`)
  } finally {
    await database.end()
  }
  const [bob, carol, dan] = [messenger.device('bob'), messenger.device('carol'), messenger.device('dan')]
  await sayAway(bob)
  const alice = await messenger.enter('alice', options)
  const me = messenger.device('alice')
  const talk = await fillTalk({ alice, me, bob, carol })
  const forum = await fillForum({ alice, me, bob, carol })
  const space = await makeSpace(me, 'Directorate')
  for (const roomId of [talk.roomId, forum.roomId, await makeUnits(me)]) await me.setState(space, 'm.space.child', roomId, { via: ['localhost'] })
  const invited = await bob.createRoom({ preset: 'private_chat', name: 'Summer party', topic: 'Who brings what', invite: [me.userId] })
  const asked = await fillAsked(dan, me)
  const replaced = await me.createRoom({ preset: 'private_chat', name: 'Works council 2026' })
  await me.post(`/_matrix/client/v3/rooms/${encodeURIComponent(replaced)}/upgrade`, { new_version: '12' })
  for (const name of ['Roof and gutters', 'Inter-ministerial coordination of the digital transition, group 4', 'Lunch', 'On call']) {
    const roomId = await bob.createRoom({ preset: 'private_chat', name, invite: [me.userId] })
    await me.join(roomId)
    await bob.send(roomId, 'm.room.encrypted', UNREADABLE)
  }
  const service = await tellFromServer(messenger, me)
  const partners = await fillPartners(me)
  await sendDocuments(alice)
  const orders = await fillOrders(messenger, { alice, me, bob, carol })
  const away = await fillAway(me, bob)
  await putAway(alice)
  return { alice, rooms: { service, partners, orders, away, talk: talk.roomId, thread: talk.roomId, forum: forum.roomId, space, asked, replaced, invited }, threadId: talk.threadId }
}

/** A message whose key nobody has. */
const UNREADABLE = { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'AwgA', session_id: 's', sender_key: 'k', device_id: 'd' }

interface Talking {
  alice: WebPerson
  me: Person
  bob: Person
  carol: Person
}

async function fillTalk({ alice, me, bob, carol }: Talking): Promise<{ roomId: string; threadId: string }> {
  const roomId = await me.createRoom({ preset: 'private_chat', name: 'Budget 2027', topic: 'Figures for the third reading, and who still owes some', invite: [bob.userId, carol.userId] })
  for (const each of [bob, carol]) await each.join(roomId)
  await bob.send(roomId, 'm.room.encrypted', UNREADABLE)
  await alice.open('Budget 2027')
  const { page } = alice
  await alice.write('The figures are **in**. What is still missing:\n\n- personnel of the *prefectures*\n- the second tranche for buildings\n\n> Please by Friday, said the cabinet.')
  await alice.write('| post | 2026 | 2027 |\n|---|---|---|\n| personnel | 12.4 | 13.1 |\n| buildings | 3.2 | 2.9 |')
  await alice.write('```sql\nSELECT post, sum(amount) FROM budget GROUP BY post\n```')
  await page.locator('input[type=file]').setInputFiles([
    { name: 'building site.jpg', mimeType: 'image/jpeg', buffer: await makePhotograph(page) },
    { name: 'figures of the third reading, final, corrected.pdf', mimeType: 'application/pdf', buffer: makeDocument('The figures of the budget') },
  ])
  await page.getByRole('region', { name: 'Files to send' }).getByText(/kB · Ready/).waitFor()
  await alice.write('The site, and the figures as a document')
  await page.getByRole('region', { name: 'Files to send' }).waitFor({ state: 'detached' })
  await alice.write('Does everybody agree with the second column?')
  await alice.reads('Does everybody agree with the second column?')
  const events = await me.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=10`)
  const threadId: string = events.body.chunk[0].event_id
  for (const each of [bob, carol]) await each.send(roomId, 'm.reaction', { 'm.relates_to': { rel_type: 'm.annotation', event_id: threadId, key: '👍' } })
  await bob.send(roomId, 'm.room.encrypted', { ...UNREADABLE, 'm.relates_to': { rel_type: 'm.thread', event_id: threadId } })
  await me.setState(roomId, 'm.room.pinned_events', '', { pinned: [threadId] })
  return { roomId, threadId }
}

/** Alice opens it at the messenger, where her passkey was touched just now. */
async function openForum({ page }: WebPerson, name: string, purpose: string): Promise<string> {
  await page.getByRole('button', { name: 'Begin', exact: true }).click()
  await page.getByRole('menuitem', { name: 'New forum' }).click()
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('What it is for').fill(purpose)
  await page.getByRole('combobox', { name: 'Who answers for it beside you (at least one)' }).fill('bob')
  await page.getByRole('listbox', { name: 'People found' }).getByRole('option').first().waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  return decodeURIComponent(new URL(page.url()).pathname.slice('/rooms/'.length))
}

async function fillForum({ alice, me, bob, carol }: Talking): Promise<{ roomId: string }> {
  const roomId = await openForum(alice, 'Leave and working time', 'Questions about leave')
  for (const each of [bob, carol]) await each.join(roomId)
  const question = await bob.say(roomId, 'How many days may be carried over to the next year?')
  await carol.send(roomId, 'm.room.message', { msgtype: 'm.text', body: 'Five, says the circular: https://example.org/circulars/2026/11 @Alice Martin do you know more?', 'm.mentions': { user_ids: [me.userId] }, 'm.relates_to': { 'm.in_reply_to': { event_id: question } } })
  const wrong = await bob.say(roomId, 'posted by mistake')
  await bob.put(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/redact/${encodeURIComponent(wrong)}/t1`)
  await carol.send(roomId, 'm.room.message', {
    msgtype: 'm.text',
    body: 'Ask @bob:localhost, or see #help:localhost',
    format: 'org.matrix.custom.html',
    formatted_body: `Ask <a href="https://matrix.to/#/${bob.userId}">Bob Durand</a>, or see <a href="https://matrix.to/#/%23help:localhost">#help:localhost</a>`,
  })
  await carol.send(roomId, 'm.room.message', {
    msgtype: 'm.text',
    body: 'From January on @Finance counts half days by $$d = \\frac{h}{7}$$',
    format: 'org.matrix.custom.html',
    formatted_body: 'From January on <strong data-org-chappe-group="0">@Finance</strong> counts half days by <span data-mx-maths="d = \\frac{h}{7}"><code>d = \\frac{h}{7}</code></span>',
    'm.mentions': { user_ids: [me.userId, bob.userId] },
    'org.chappe.groups': [{ name: 'Finance', user_ids: [me.userId, bob.userId] }],
    'org.chappe.priority': 'important',
    'org.chappe.ack_requested': { room: true },
  })
  for (const text of ['Thank you', 'And what about part-time?', 'The same, in proportion.']) await bob.say(roomId, text)
  await bob.send(roomId, 'org.matrix.msc3381.poll.start', {
    'org.matrix.msc3381.poll.start': {
      question: { 'org.matrix.msc1767.text': 'When shall we meet about it?', body: 'When shall we meet about it?', msgtype: 'm.text' },
      kind: 'org.matrix.msc3381.poll.disclosed',
      max_selections: 1,
      answers: ['Monday', 'Tuesday at noon, in the large hall'].map((text, at) => ({ id: `a${at}`, 'org.matrix.msc1767.text': text })),
    },
    'org.matrix.msc1767.text': 'When?',
  })
  return { roomId }
}

/** Orders, of which some have confirmed that they have read them: of twelve people seven. */
async function fillOrders(messenger: Messenger, { alice, me, bob, carol }: Talking): Promise<string> {
  const roomId = await openForum(alice, 'Duty officers', 'Orders of the day')
  const crew = CREW.map((_, index) => messenger.device(`crew${index}`))
  for (const each of [bob, carol, ...crew]) await each.join(roomId)
  const order = async (from: Person, body: string, priority: string): Promise<string> =>
    from.send(roomId, 'm.room.message', { msgtype: 'm.text', body, 'org.chappe.priority': priority, 'org.chappe.ack_requested': { room: true } })
  const urgent = await order(carol, 'The tunnel is closed from 18:00. Nobody leaves by the south gate.', 'urgent')
  const own = await order(me, 'Hand your badges in by Friday, at the desk of building B.', 'important')
  const confirm = (who: Person, eventId: string): Promise<string> => who.send(roomId, 'org.chappe.acknowledgement', { 'm.relates_to': { rel_type: 'm.reference', event_id: eventId } })
  for (const each of [bob, ...crew.slice(0, 6)]) await confirm(each, urgent)
  for (const each of [carol, ...crew.slice(0, 3)]) await confirm(each, own)
  await bob.say(roomId, 'Understood. @Finance is told as well.')
  return roomId
}

/** Alice and Bob by themselves; he is out of office. */
async function fillAway(me: Person, bob: Person): Promise<string> {
  const roomId = await me.createRoom({ preset: 'trusted_private_chat', is_direct: true, invite: [bob.userId] })
  await me.put(`/_matrix/client/v3/user/${me.userId}/account_data/m.direct`, { [bob.userId]: [roomId] })
  await bob.join(roomId)
  return roomId
}

/** What an office wrote, among the engineers. */
async function sendDocuments(alice: WebPerson): Promise<void> {
  const { page } = alice
  await alice.open('Bridge works')
  const files = { 'note.docx': makeWord(), 'figures.xlsx': makeWorkbook(), 'plan.pptx': makeSlides() }
  await page.locator('input[type=file]').setInputFiles(Object.entries(files).map(([name, bytes]) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })))
  await page.getByRole('region', { name: 'Files to send' }).getByText(/· Ready/).nth(2).waitFor()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('region', { name: 'Files to send' }).waitFor({ state: 'detached' })
}

/** Alice puts a conversation away until somebody writes there, and opens the fold. */
async function putAway({ page }: WebPerson): Promise<void> {
  await page.locator('.rooms-room').filter({ hasText: 'Roof and gutters' }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Archive until somebody writes' }).click()
  await page.getByRole('button', { name: 'Archived' }).click()
}

/** A room of Alice's that Dan asks to be let into. */
async function fillAsked(dan: Person, me: Person): Promise<string> {
  const roomId = await me.createRoom({ preset: 'private_chat', name: 'Crisis cell', initial_state: [{ type: 'm.room.join_rules', state_key: '', content: { join_rule: 'knock' } }] })
  await dan.post(`/_matrix/client/v3/knock/${encodeURIComponent(roomId)}`, { reason: 'I replace Anne this week' })
  return roomId
}

/** What the server itself has told Alice; she has opened it. */
async function tellFromServer(messenger: Messenger, me: Person): Promise<string> {
  const olga = messenger.device('olga')
  for (const letter of [NEW_DEVICE, ENDING]) await olga.post('/_synapse/admin/v1/send_server_notice', { user_id: me.userId, content: { msgtype: 'm.text', body: `${letter.fr}\n\n${letter.en}`, 'org.chappe.letter': letter } })
  const [roomId = ''] = Object.entries((await me.sync()).rooms.invite).filter(([, invite]) => JSON.stringify(invite).includes('Service messages')).map(([id]) => id)
  await me.join(roomId)
  return roomId
}

const NEW_DEVICE = {
  fr: 'Un nouvel appareil a été connecté à votre compte : Firefox sous Windows, depuis 192.0.2.17, le 28 novembre 2026 à 18:04. Il attend d’être approuvé.',
  en: 'A new device was signed in to your account: Firefox on Windows, from 192.0.2.17, on 28 November 2026 at 18:04. It waits to be approved.',
}
const ENDING = {
  fr: 'Votre compte finit le 12 décembre 2026. Un lien pour le prolonger est dans votre boîte aux lettres.',
  en: 'Your account ends on 12 December 2026. A link to prolong it is in your mailbox.',
}

/** A space within a space, and one within that. Gives back the first. */
async function makeUnits(me: Person): Promise<string> {
  const [unit, section] = [await makeSpace(me, 'Sub-directorate of purchases'), await makeSpace(me, 'Contracts')]
  await me.setState(unit, 'm.space.child', section, { via: ['localhost'] })
  return unit
}

const makeSpace = (me: Person, name: string): Promise<string> => me.createRoom({ preset: 'private_chat', name, creation_content: { type: 'm.space' } })

/** A room of Alice's that is open to externals. */
async function fillPartners(me: Person): Promise<string> {
  const roomId = await me.createRoom({ preset: 'private_chat', name: 'Bridge works', topic: 'With the engineers of Acme', invite: ['@bob:localhost'] })
  await me.setState(roomId, 'org.chappe.room.externals', '', { allowed: true })
  await me.invite(roomId, '@eve:localhost')
  return roomId
}

/** Somebody is out of office for a week. */
async function sayAway(person: Person): Promise<void> {
  const now = Date.now()
  const away = { from_ts: now - 86_400_000, until_ts: now + 7 * 86_400_000, text: 'Nadia Cohen answers for me meanwhile.' }
  const hours = [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }]
  await person.put(`/_matrix/client/v3/profile/${person.userId}/org.chappe.availability`, { 'org.chappe.availability': { time_zone: 'Europe/Paris', away, working_hours: hours } })
}
