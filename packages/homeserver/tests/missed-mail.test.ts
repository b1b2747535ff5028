// Alice has not read what Bob wrote to her: she gets one mail, which says how many and nothing else, and can end that.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { MailServer, Person, TestServer } from '@chappe/testkit'
import { request, startMailServer, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 })

const HOUR = 3_600_000
let mail: MailServer
let chappe: TestServer<Server>
beforeAll(async () => {
  mail = await startMailServer()
  chappe = await startTestServer(buildServer, { mailUrl: mail.url, missedMail: { afterHours: 8, everyHours: 24 } })
})
afterAll(async () => {
  await chappe[Symbol.asyncDispose]()
  await mail[Symbol.asyncDispose]()
})

/** Hours go by, and the server does what is due. */
async function pass(hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour += 1) {
    // How far the stream is is noted every hour.
    await chappe.server.homeserver.ports.roomCare.run()
    chappe.clock.advance(HOUR)
  }
  await chappe.server.homeserver.ports.runDue()
}

async function withAddress(name: string): Promise<Person & { address: string }> {
  const person = await chappe.person(name)
  const address = `${name}@ministry.example`
  await chappe.database.query('INSERT INTO account_address (address, user_nid, verified_at_ms) SELECT $1, user_nid, 0 FROM account WHERE user_id = $2', [address, person.userId])
  return Object.assign(person, { address })
}

/** A direct talk of two, as clients make it. */
async function talk(alice: Person, bob: Person): Promise<string> {
  const roomId = await bob.createRoom({ preset: 'trusted_private_chat', is_direct: true, invite: [alice.userId], name: 'Secret plans' })
  await alice.join(roomId)
  await alice.put(`/_matrix/client/v3/user/${alice.userId}/account_data/m.direct`, { [bob.userId]: [roomId] })
  return roomId
}

const mention = (who: Person, userId: string, roomId: string) => who.send(roomId, 'm.room.message', { msgtype: 'm.text', body: 'look, the budget', 'm.mentions': { user_ids: [userId] } })
const mailsTo = (address: string): number => mail.mails.filter(({ to }) => to.includes(address)).length
/** Whether somebody was ever written to: noted before the mail leaves. */
const wasWritten = async (who: Person): Promise<boolean> =>
  (await chappe.database.query('SELECT 1 FROM missed_mail JOIN account USING (user_nid) WHERE user_id = $1', [who.userId])).length === 1
const readAll = (who: Person, roomId: string, eventId: string) => who.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/receipt/m.read/${encodeURIComponent(eventId)}`, {})

test('after eight hours one mail says how many, names nobody, and comes once', async () => {
  const alice = await withAddress('alice')
  const bob = await chappe.person('bob')
  const direct = await talk(alice, bob)
  const canteen = await bob.createRoom({ preset: 'public_chat', name: 'Canteen' })
  await alice.join(canteen)
  await bob.say(direct, 'are you there?')
  await bob.say(direct, 'it is about the budget')
  await bob.say(canteen, 'soup today')
  await mention(bob, alice.userId, canteen)

  await pass(7)
  expect(await wasWritten(alice)).toBe(false)
  await pass(3)
  const sent = await mail.nextMailTo(alice.address)
  expect(sent.subject).toBe('chappe.test : des messages vous attendent / chappe.test: messages are waiting for you')
  expect(sent.text).toContain('Vous n’avez pas lu 2 messages directs et une mention de vous.')
  expect(sent.text).toContain('You have not read 2 direct messages and one mention of you.')
  expect(sent.text).toContain('http://localhost:8008/inbox')
  for (const secret of ['Bob', 'bob', 'budget', 'Canteen', 'Secret', 'soup']) expect(`${sent.subject} ${sent.text}`).not.toContain(secret)

  await bob.say(direct, 'hello?')
  await pass(12)
  expect(mailsTo(alice.address)).toBe(1)
  await pass(20)
  // The period is over: what was told already is not told again.
  expect((await mail.nextMailTo(alice.address)).text).toContain('You have not read one direct message.')
  await pass(60)
  expect(mailsTo(alice.address)).toBe(2)
})

test('who has read, who is muted and who has no address is left alone', async () => {
  const carol = await withAddress('carol')
  const dan = await chappe.person('dan')
  const direct = await talk(carol, dan)
  await readAll(carol, direct, await dan.say(direct, 'read at once'))
  const erin = await withAddress('erin')
  const muted = await talk(erin, dan)
  await erin.put(`/_matrix/client/v3/pushrules/global/override/${encodeURIComponent(muted)}`, { actions: [], conditions: [{ kind: 'event_match', key: 'room_id', pattern: muted }] })
  // Rooms learn of somebody's rules behind the answer.
  await new Promise((done) => setTimeout(done, 300))
  await dan.say(muted, 'not now')

  await pass(12)
  expect(await wasWritten(carol)).toBe(false)
  expect(await wasWritten(erin)).toBe(false)
})

test('the link within ends these mails, and opening it does not; so does the switch in the settings', async () => {
  const frank = await withAddress('frank')
  const grace = await chappe.person('grace')
  const direct = await talk(frank, grace)
  await grace.say(direct, 'one')
  await pass(12)
  const { text } = await mail.nextMailTo(frank.address)
  const url = new URL(/To receive no more of them: (\S+)/.exec(text)?.[1] ?? '')
  const wish = () => frank.get(`/_matrix/client/v3/user/${frank.userId}/account_data/org.chappe.missed_mail`)
  const page = await request(chappe.url, 'GET', `${url.pathname}${url.search}`)
  expect(Buffer.from(page.bytes).toString()).toContain('You will receive no more mails about messages that you have not read.')
  expect((await wish()).status).toBe(404)
  await request(chappe.url, 'POST', url.pathname, { raw: url.search.slice(1) })
  expect((await wish()).body).toEqual({ enabled: false })
  await grace.say(direct, 'two')
  await pass(60)
  expect(mailsTo(frank.address)).toBe(1)
  await frank.put(`/_matrix/client/v3/user/${frank.userId}/account_data/org.chappe.missed_mail`, { enabled: true })
  await pass(1)
  expect((await mail.nextMailTo(frank.address)).text).toContain('one direct message')
})

test('a contained account is not written to, and odd account data stop nobody else', async () => {
  const heidi = await withAddress('heidi')
  const ivan = await withAddress('ivan')
  const judy = await chappe.person('judy')
  const [toHeidi, toIvan] = [await talk(heidi, judy), await talk(ivan, judy)]
  await heidi.put(`/_matrix/client/v3/user/${heidi.userId}/account_data/org.chappe.missed_mail`, { enabled: 'soup' })
  await ivan.put(`/_matrix/client/v3/user/${ivan.userId}/account_data/m.direct`, { [judy.userId]: [toIvan, 7, null, 'soup\u0000'], soup: 'x' })
  await judy.say(toHeidi, 'hello')
  await judy.say(toIvan, 'hello')
  await chappe.server.homeserver.ports.contain(heidi.userId)
  await pass(12)
  expect((await mail.nextMailTo(ivan.address)).text).toContain('one direct message')
  expect(await wasWritten(heidi)).toBe(false)
})
