// A new device is announced to its owner: on every other device, and by a mail whose link stops the account.
import type { Server } from '@chappe/server'
import type { Json, MailServer, ReceivedMail, TestServer } from '@chappe/testkit'
import { startMailServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusal, whoami } from './_accounts.ts'
import { startMinistry } from './_ministry.ts'
import type { Enrolled } from './_web.ts'
import { browserOn, enrolled, secondDevice, signInWith } from './_web.ts'

let mail: MailServer
let ministry: TestServer<Server>
beforeAll(async () => {
  mail = await startMailServer()
  ministry = await startMinistry({ mailUrl: mail.url })
})
afterAll(async () => {
  await ministry[Symbol.asyncDispose]()
  await mail[Symbol.asyncDispose]()
})

/** Somebody with a passkey, and an address that they once showed. */
async function withAddress(name: string): Promise<Enrolled & { address: string }> {
  const somebody = await enrolled(ministry, name)
  const address = `${name}@interieur.example`
  await ministry.database.query(
    'INSERT INTO account_address (address, user_nid, verified_at_ms) SELECT $2, user_nid, 0 FROM account WHERE user_id = $1',
    [somebody.person.userId, address],
  )
  return { ...somebody, address }
}

/** Path and query of the link in a mail. */
function linkIn({ text }: ReceivedMail): string {
  const url = /http:\/\/localhost:8008(\/not-me\?token=[\w-]{43})/.exec(text)?.[1]
  if (url === undefined) throw new Error(`no link in: ${text}`)
  return url
}

/** What the server has told somebody in their room of notices. */
async function noticesOf({ person }: Enrolled): Promise<string[]> {
  const { rooms } = await person.sync()
  const [roomId = ''] = Object.keys(rooms.invite)
  await person.join(roomId)
  const { chunk } = (await person.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=50`)).body
  return chunk.filter((each: Json) => each.type === 'm.room.message').map((each: Json) => each.content.body)
}

test('Alice is told on her other device and by mail which device it is, from where, and when', async () => {
  const alice = await withAddress('alice')
  await secondDevice(ministry, alice, 'Alice’s phone')
  const received = await mail.nextMailTo(alice.address)
  expect(received.subject).toBe('chappe.test : un nouvel appareil est connecté à votre compte / chappe.test: a new device is signed in to your account')
  const [notice] = await noticesOf(alice)
  for (const text of [received.text, notice]) {
    expect(text).toContain('Alice’s phone')
    expect(text).toMatch(/depuis l’adresse (?:::ffff:)?127\.0\.0\.1/)
    expect(text).toMatch(/from the address (?:::ffff:)?127\.0\.0\.1/)
    expect(text).toMatch(/le \d{1,2}(?:er)? \p{L}+ \d{4} à \d\d:\d\d UTC/u)
  }
})

test('a name that is markup, or is endless, is a text in the mail, and short', async () => {
  const fay = await withAddress('fay')
  await secondDevice(ministry, fay, `<img src=x>${'y'.repeat(90)}no further`)
  const received = await mail.nextMailTo(fay.address)
  expect(received.text).toContain('<img src=x>yyy')
  expect(received.html).toContain('&#60;img src=x&#62;')
  expect(received.text).not.toContain('further')
})

test('it was not Bob: he opens the link anywhere, touches once, and everything of his is stopped', async () => {
  const bob = await withAddress('bob')
  const stranger = await secondDevice(ministry, bob, 'Not Bob’s')
  const path = linkIn(await mail.nextMailTo(bob.address))
  const anywhere = browserOn(ministry)
  const page = await anywhere.get(path)
  expect([page.status, page.text.includes('Not Bob’s'), page.text.includes(bob.person.userId)]).toEqual([200, true, true])
  // Programs look at the links of mails: looking has done nothing.
  expect((await whoami(ministry.url, stranger.token)).status).toBe(200)
  const stopped = await anywhere.post('/not-me', { token: page.field('token') })
  expect([stopped.status, stopped.text.includes('Your account is stopped')]).toEqual([200, true])
  for (const { token } of [bob.person, stranger]) expect(refusal(await whoami(ministry.url, token))).toEqual([401, 'M_USER_LOCKED'])
  expect((await signInWith(browserOn(ministry), bob.passkey)).status).toBe(403)
  // It has served: what comes later is no business of an old mail.
  expect((await anywhere.get(path)).status).toBe(404)
  expect((await anywhere.post('/not-me', { token: page.field('token') })).status).toBe(404)
})

test('a form of another site, a token that was made up, and one that is a week old stop nobody', async () => {
  const carol = await withAddress('carol')
  await secondDevice(ministry, carol)
  const path = linkIn(await mail.nextMailTo(carol.address))
  const token = new URL(path, ministry.url).searchParams.get('token') ?? ''
  const browser = browserOn(ministry)
  expect((await browser.post('/not-me', { token }, { origin: 'https://evil.example' })).status).toBe(403)
  expect((await browser.post('/not-me', { token: 'x'.repeat(43) })).status).toBe(404)
  expect((await browser.get('/not-me')).location).toBe('/account/not-me')
  ministry.clock.advance(7 * 24 * 60 * 60_000)
  expect((await browser.get(path)).status).toBe(404)
  expect((await browser.post('/not-me', { token })).status).toBe(404)
  expect((await whoami(ministry.url, carol.person.token)).status).toBe(200)
})

test('in French it is the same page', async () => {
  const gina = await withAddress('gina')
  await secondDevice(ministry, gina)
  const page = await browserOn(ministry).get(`${linkIn(await mail.nextMailTo(gina.address))}&lang=fr`)
  expect(page.text).toContain('Ce n’était pas moi\u00a0: arrêter mon compte')
})

test('whoever signs in without end fills no mailbox: ten mails an hour, and the devices are told of each', async () => {
  const dave = await withAddress('dave')
  for (let count = 0; count < 12; count += 1) await secondDevice(ministry, dave, `Device ${count}`)
  const [row] = await ministry.database.query('SELECT count(*)::int AS count FROM takeover_link JOIN account USING (user_nid) WHERE user_id = $1', [dave.person.userId])
  expect(row?.['count']).toBe(10)
  expect(await noticesOf(dave)).toHaveLength(12)
})

test('where no mail server is, or no address, the other devices are told all the same', async () => {
  const erin = await enrolled(ministry, 'erin')
  await secondDevice(ministry, erin, 'Erin’s phone')
  expect((await noticesOf(erin))[0]).toContain('Erin’s phone')
})
