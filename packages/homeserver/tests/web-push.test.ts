// Web Push: Alice's browser learns, by way of its push service, that Bob has written; the service in between learns nothing.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, Person, TestPushService, TestServer, TestSubscription } from '@chappe/testkit'
import { startPushService, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { refusal } from './_accounts.ts'
import { readsOf } from './_keys.ts'

const SET = '/_matrix/client/v3/pushers/set'
const ABOUT = '/_chappe/client/v1/web_push'
const TICK_MS = 300
const dataDir = mkdtempSync(join(tmpdir(), 'chappe-keys-'))

let chappe: TestServer<Server>
let service: TestPushService
let about: Json
beforeAll(async () => {
  service = await startPushService()
  chappe = await startTestServer(buildServer, {
    dataDir,
    outgoing: { allowedAddresses: ['127.0.0.1/32'] },
    push: { webPushServices: [service.origin, 'push.example.org'] },
  })
  about = (await (await chappe.person('somebody')).get(ABOUT)).body
})
afterAll(async () => {
  await chappe[Symbol.asyncDispose]()
  await service[Symbol.asyncDispose]()
  rmSync(dataDir, { recursive: true })
})
beforeEach(() => service.behave(201))

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))
const pusher = ({ endpoint, p256dh, auth }: TestSubscription, data: object = {}) => ({
  pushkey: p256dh, kind: 'http', app_id: 'org.chappe.web', app_display_name: 'Chappe', device_display_name: 'Browser', lang: 'fr',
  data: { url: about.gateway_url, endpoint, auth, ...data }, append: true,
})
const pushersOf = async (person: Person): Promise<Json[]> => (await person.get('/_matrix/client/v3/pushers')).body.pushers
const messagesOf = (subscription: TestSubscription) => service.messages.filter((each) => each.endpoint === subscription.endpoint)
async function untilMessage(subscription: TestSubscription, count = 1): Promise<void> {
  while (messagesOf(subscription).length < count) await service.until(service.messages.length + 1)
}

/** Two people in a room, and a browser of Alice's that is subscribed. */
async function pair(name: string): Promise<{ alice: Person; bob: Person; roomId: string; browser: TestSubscription }> {
  const alice = await chappe.person(`alice-${name}`)
  const bob = await chappe.person(`bob-${name}`)
  const roomId = await bob.createRoom({ preset: 'public_chat', name: 'Canteen' })
  await alice.join(roomId)
  const browser = service.subscribe()
  expect((await alice.post(SET, pusher(browser))).status).toBe(200)
  return { alice, bob, roomId, browser }
}

test('a browser is told which event, which room and how many, encrypted to it, by a server that says who it is', async () => {
  const { bob, roomId, browser } = await pair('told')
  const eventId = await bob.say(roomId, 'a secret about soup')
  await untilMessage(browser)
  const [message] = messagesOf(browser)
  expect(JSON.parse(message?.text ?? '')).toEqual({ event_id: eventId, room_id: roomId, counts: { unread: 1 } })
  expect(message).toMatchObject({ ttl: '86400', urgency: 'high', topic: expect.stringMatching(/^[\w-]{32}$/) })
  expect(message?.sender).toMatchObject({ key: about.application_server_key, claims: { aud: service.origin } })
  const [row] = (await readsOf(chappe, 'push.notify')).slice(-1)
  expect(row).toMatchObject({ kind: 'events', count: 1, subject: service.origin })
})

test('the key is made once, for this server alone to read, and is the same after a restart', async () => {
  const alice = await chappe.person('alice-key')
  expect(about).toEqual({ enabled: true, application_server_key: expect.stringMatching(/^B[\w-]{86}$/), gateway_url: 'http://localhost:8008/_matrix/push/v1/notify' })
  const path = join(dataDir, 'vapid.key')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  const before = readFileSync(path, 'utf8')
  await chappe.restart()
  expect(readFileSync(path, 'utf8')).toBe(before)
  expect((await alice.get(ABOUT)).body).toEqual(about)
})

describe('what is no browser is refused', () => {
  test.each([
    ['an address that is no push service of this server', (each: TestSubscription) => pusher(each, { endpoint: 'https://10.0.0.1/push' })],
    ['one with another scheme', (each: TestSubscription) => pusher(each, { endpoint: 'http://push.example.org/abc' })],
    ['no address', (each: TestSubscription) => pusher(each, { endpoint: undefined })],
    ['no secret', (each: TestSubscription) => pusher(each, { auth: 'soup' })],
    ['a key that is none', (each: TestSubscription) => ({ ...pusher(each), pushkey: 'a phone' })],
  ])('%s', async (what, body) => {
    const eve = await chappe.person(`eve-${what.replaceAll(' ', '-')}`)
    expect(refusal(await eve.post(SET, body(service.subscribe())))).toEqual([400, 'M_INVALID_PARAM'])
    expect(await pushersOf(eve)).toEqual([])
  })
})

test.each([404, 410])('a subscription that has ended (%i) is forgotten', async (status) => {
  const { alice, bob, roomId } = await pair(`ended-${status}`)
  service.behave(status)
  await bob.say(roomId, 'hello?')
  while ((await pushersOf(alice)).length > 0) await pause(20)
})

test('a push service that is down is tried again, and what it takes then is what is still unread', async () => {
  const { bob, roomId, browser } = await pair('down')
  service.behave(503)
  const before = service.calls()
  const eventId = await bob.say(roomId, 'one')
  while (service.calls() === before) await pause(20)
  service.behave(201)
  chappe.clock.advance(5000)
  await untilMessage(browser)
  expect(JSON.parse(messagesOf(browser)[0]?.text ?? '').event_id).toBe(eventId)
})

test('what is read is not told: a browser would have to show something', async () => {
  const { alice, bob, roomId, browser } = await pair('read')
  const eventId = await bob.say(roomId, 'one')
  await untilMessage(browser)
  await alice.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/receipt/m.read/${encodeURIComponent(eventId)}`, {})
  await pause(TICK_MS)
  expect(messagesOf(browser).length).toBe(1)
})

test('in quiet hours a browser is told nothing, and afterwards again; a phone learns counts and makes no sound', async () => {
  const { alice, bob, roomId, browser } = await pair('quiet')
  const soon = chappe.clock.now() + 3_600_000
  const data = `/_matrix/client/v3/user/${alice.userId}/account_data/org.chappe.quiet_hours`
  await alice.put(data, { enabled: true, time_zone: 'UTC', spans: [], muted_until_ts: soon })
  await bob.say(roomId, 'psst')
  await pause(TICK_MS)
  expect(messagesOf(browser)).toEqual([])
  chappe.clock.advance(3_600_001)
  const later = await bob.say(roomId, 'good morning')
  await untilMessage(browser)
  expect(JSON.parse(messagesOf(browser)[0]?.text ?? '')).toMatchObject({ event_id: later, counts: { unread: 2 } })
})

test('who wants no alerts while out of office is told nothing until they are back, whatever their own hours say', async () => {
  const { alice, bob, roomId, browser } = await pair('away')
  const now = chappe.clock.now()
  const field = `/_matrix/client/v3/profile/${alice.userId}/org.chappe.availability`
  const away = { from_ts: now, until_ts: now + 3_600_000, text: 'Ask Carol.' }
  expect((await alice.put(field, { 'org.chappe.availability': { time_zone: 'UTC', away } })).status).toBe(200)
  const data = `/_matrix/client/v3/user/${alice.userId}/account_data/org.chappe.quiet_hours`
  const always = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }]
  await alice.put(data, { enabled: true, follow_availability: true, time_zone: 'UTC', spans: always })
  await bob.say(roomId, 'psst')
  await pause(TICK_MS)
  expect(messagesOf(browser)).toEqual([])
  chappe.clock.advance(3_600_001)
  const later = await bob.say(roomId, 'welcome back')
  await untilMessage(browser)
  expect(JSON.parse(messagesOf(browser)[0]?.text ?? '')).toMatchObject({ event_id: later, counts: { unread: 2 } })
})

test('two browsers of one person are two pushers, and each ends with its session', async () => {
  const { alice, bob, roomId, browser } = await pair('two')
  const second = service.subscribe()
  await alice.post(SET, pusher(second))
  await bob.say(roomId, 'both of you')
  await untilMessage(browser)
  await untilMessage(second)
  expect(messagesOf(browser)[0]?.topic).not.toBe(messagesOf(second)[0]?.topic)
  await alice.post('/_matrix/client/v3/logout', {})
  await bob.say(roomId, 'anybody?')
  await pause(TICK_MS)
  expect(messagesOf(browser).length).toBe(1)
})
