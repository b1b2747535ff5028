// Somebody from outside is invited to a room by mail: once they have an account, whoever vouches for them has invited them.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { HttpAnswer, MailServer, Person, TestServer } from '@chappe/testkit'
import { startMailServer, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { refusal } from './_accounts.ts'
import { enrol, openMinistry, signIn } from './_enrolment.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const INVITATIONS = '/_chappe/client/v1/invitations'
let mail: MailServer
let ministry: TestServer<Server>
let sam: Person
let olga: Person
beforeAll(async () => {
  mail = await startMailServer()
  ministry = await startTestServer(buildServer, { profile: 'government', mailUrl: mail.url })
  await openMinistry(ministry)
  sam = await signIn(ministry, await enrol(ministry, mail, 'sam@interieur.example', 'Sam Ponsor'))
  olga = await signIn(ministry, await enrol(ministry, mail, 'olga@interieur.example', 'Olga Ther'))
})
afterAll(async () => {
  await ministry[Symbol.asyncDispose]()
  await mail[Symbol.asyncDispose]()
})

const invite = (address: string, roomId: string, by = sam): Promise<HttpAnswer> => by.post(INVITATIONS, { address, room_id: roomId })
/** The rooms somebody is invited to, each with whoever has invited them. */
async function invitationsOf(person: Person): Promise<unknown[]> {
  const invited: Record<string, { invite_state: { events: { type: string; state_key: string; sender: string }[] } }> = (await person.sync()).rooms?.invite ?? {}
  return Object.entries(invited).map(([roomId, { invite_state: { events } }]) => [roomId, events.find((event) => event.type === 'm.room.member' && event.state_key === person.userId)?.sender])
}
async function openToExternals(by: Person, options: object = {}): Promise<string> {
  const roomId = await by.createRoom({ preset: 'private_chat', ...options })
  await by.setState(roomId, 'org.chappe.room.externals', '', { allowed: true })
  return roomId
}

test('Xavier accepts by mail, and Sam has invited him to the bridge works when he looks for the first time', async () => {
  const roomId = await openToExternals(sam, { name: 'Bridge works' })
  const made = await invite('xavier@partner.example', roomId)
  expect([made.status, made.body.room_id]).toEqual([200, roomId])
  const mailed = await mail.nextMailTo('xavier@partner.example')
  expect(mailed.text).not.toContain('Bridge works')
  const xavier = await signIn(ministry, await enrol(ministry, mail, 'xavier@partner.example', 'Xavier Externe'))
  expect(await invitationsOf(xavier)).toEqual([[roomId, sam.userId]])
  await xavier.join(roomId)
  expect((await sam.get(INVITATIONS)).body.invitations).toMatchObject([{ room_id: roomId, state: 'accepted' }])
})

test('two of the ministry invite Yann to a room each, and he finds both; the account goes on by the word of the one whose invitation it was', async () => {
  const [first, second] = [await openToExternals(sam), await openToExternals(olga)]
  await invite('yann@partner.example', first)
  await mail.nextMailTo('yann@partner.example')
  ministry.clock.advance(1000)
  const { body } = await invite('yann@partner.example', second, olga)
  await mail.nextMailTo('yann@partner.example')
  const yann = await signIn(ministry, await enrol(ministry, mail, 'yann@partner.example', 'Yann Externe'))
  expect(await invitationsOf(yann)).toEqual(expect.arrayContaining([[first, sam.userId], [second, olga.userId]]))
  const states = async (who: Person): Promise<unknown> => (await who.get(INVITATIONS)).body.invitations[0].state
  expect([await states(olga), await states(sam)]).toEqual(['accepted', 'open'])
  expect((await olga.post(`${INVITATIONS}/${body.invitation_id}/extend`, { valid_until_ts: ministry.clock.now() + 86_400_000 })).status).toBe(200)
})

test('who has an account from outside already is invited at once', async () => {
  const xavier = await signIn(ministry, (await ministry.database.query(`SELECT user_id FROM account JOIN account_address USING (user_nid) WHERE address = 'xavier@partner.example'`))[0]?.['user_id'] as string)
  const roomId = await openToExternals(olga)
  expect((await invite('xavier@partner.example', roomId, olga)).status).toBe(200)
  expect(await invitationsOf(xavier)).toEqual([[roomId, olga.userId]])
})

test('nobody is invited to a room that is closed to externals, that one is not in, or to which one may not invite', async () => {
  const closed = await sam.createRoom({ preset: 'private_chat' })
  const guarded = await openToExternals(olga, { invite: [sam.userId], power_level_content_override: { invite: 50 } })
  await sam.join(guarded)
  for (const roomId of [closed, guarded, await openToExternals(olga), '!none:chappe.test', 'soup']) expect([roomId, ...refusal(await invite('zoe@partner.example', roomId))]).toEqual([roomId, 403, 'M_FORBIDDEN'])
  expect(mail.mails.filter(({ to }) => to.includes('zoe@partner.example'))).toEqual([])
})

test('an invitation that is taken back invites nobody; a sponsor who has left the room invites nobody, and the account comes all the same', async () => {
  const [taken, left] = [await openToExternals(sam), await openToExternals(sam, { invite: [olga.userId] })]
  await olga.join(left)
  const { body } = await invite('wim@partner.example', taken)
  await sam.delete(`${INVITATIONS}/${body.invitation_id}`)
  await invite('wim@partner.example', left, olga)
  for (let mails = 0; mails < 2; mails += 1) await mail.nextMailTo('wim@partner.example')
  await olga.post(`/_matrix/client/v3/rooms/${encodeURIComponent(left)}/leave`)
  const wim = await signIn(ministry, await enrol(ministry, mail, 'wim@partner.example', 'Wim Externe'))
  expect(await invitationsOf(wim)).toEqual([])
  expect(await ministry.database.query('SELECT 1 FROM invitation WHERE room_guest_nid IS NOT NULL AND room_invited_at_ms IS NULL')).toEqual([])
})

test('what could not be done at that instant is done with the next round', async () => {
  const roomId = await openToExternals(sam)
  await invite('vera@partner.example', roomId)
  await mail.nextMailTo('vera@partner.example')
  const vera = await signIn(ministry, await enrol(ministry, mail, 'vera@partner.example', 'Vera Externe'))
  await vera.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/leave`)
  expect(await invitationsOf(vera)).toEqual([])
  // As it stands where the process was ended between the account and the room.
  await ministry.database.query('UPDATE invitation SET room_invited_at_ms = NULL WHERE room_id = $1', [roomId])
  await ministry.server.homeserver.ports.runDue()
  expect(await invitationsOf(vera)).toEqual([[roomId, sam.userId]])
})
