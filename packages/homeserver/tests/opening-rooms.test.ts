// Opening a room to everybody who can find it asks for the touch of a passkey; after it the same request goes on.
import type { Server } from '@chappe/server'
import type { HttpAnswer, TestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusal } from './_accounts.ts'
import { startMinistry } from './_ministry.ts'
import type { Enrolled } from './_web.ts'
import { browserOn, enrolled, secondDevice, touch } from './_web.ts'

const CREATE = '/_matrix/client/v3/createRoom'
const OPEN = { preset: 'public_chat', name: 'Canteen' }

let ministry: TestServer<Server>
beforeAll(async () => {
  ministry = await startMinistry()
})
afterAll(async () => ministry[Symbol.asyncDispose]())

const joinRules = (roomId: string): string => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/m.room.join_rules/`
const challengeIn = ({ body }: HttpAnswer): { url: string; act: string; expires_in_ms: number } => body['org.chappe.step_up']

async function roomsOf({ person }: Enrolled): Promise<string[]> {
  return (await person.get('/_matrix/client/v3/joined_rooms')).body.joined_rooms
}

test('Alice makes an open room: she is asked, touches on the page that is named, and the same request succeeds', async () => {
  const alice = await enrolled(ministry, 'alice')
  const asked = await alice.person.post(CREATE, OPEN)
  expect([...refusal(asked), challengeIn(asked)]).toEqual([403, 'M_FORBIDDEN', { url: expect.any(String), act: 'open_room', expires_in_ms: 300_000 }])
  expect(await roomsOf(alice)).toEqual([])
  // An app that asks once more does not break the page that is open.
  expect(challengeIn(await alice.person.post(CREATE, OPEN)).url).toBe(challengeIn(asked).url)

  const { pathname, search } = new URL(challengeIn(asked).url)
  const browser = browserOn(ministry)
  const page = await browser.get(pathname + search)
  expect(page.text).toContain('wants to open a room to everybody who can find it.')
  const done = await browser.post('/step-up', { ticket: page.field('ticket'), credential: alice.passkey.get(page.options()) })
  expect(done.text).toContain('Confirmed')

  const made = await alice.person.post(CREATE, OPEN)
  expect(made.status).toBe(200)
  expect(await roomsOf(alice)).toEqual([made.body.room_id])
})

test('Bob opens a room that there is: asked once, and not again while the touch is fresh', async () => {
  const bob = await enrolled(ministry, 'bob')
  const roomId = await bob.person.createRoom({ preset: 'private_chat' })
  const open = () => bob.person.put(joinRules(roomId), { join_rule: 'public' })
  expect(challengeIn(await open()).act).toBe('open_room')
  await touch(ministry, bob.person, bob.passkey)
  expect((await open()).status).toBe(200)
  // What is open already opens nobody's door.
  ministry.clock.advance(6 * 60_000)
  expect((await open()).status).toBe(200)
  expect((await bob.person.put(joinRules(roomId), { join_rule: 'invite' })).status).toBe(200)
  expect(challengeIn(await open()).act).toBe('open_room')
})

test('a touch of somebody else, or for another device, opens nothing', async () => {
  const carol = await enrolled(ministry, 'carol')
  const eve = await enrolled(ministry, 'eve')
  await touch(ministry, eve.person, eve.passkey)
  expect(challengeIn(await carol.person.post(CREATE, OPEN)).act).toBe('open_room')
  const phone = await secondDevice(ministry, carol)
  // Carol has touched for her first device, so that the second could be added: that one waits to be approved.
  expect((await phone.post(CREATE, OPEN)).body).toMatchObject({ errcode: 'M_FORBIDDEN', 'org.chappe.on_probation': true })
  expect((await carol.person.post(CREATE, OPEN)).status).toBe(200)
})
