// Wakes: Alice wants to be told at nine that something is due, with her browsers closed; the server knows the moment and no more.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, Person, TestPushService, TestServer, TestSubscription } from '@chappe/testkit'
import { createPerson, startPushService, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../src/db/pool.ts'
import type { WakeDelivery } from '../src/features/wakes/courier.ts'
import { openCourier } from '../src/features/wakes/courier.ts'
import { byPassword, logIn, refusal } from './_accounts.ts'

const WAKES = '/_chappe/client/v1/wakes'
const SET = '/_matrix/client/v3/pushers/set'
const HOUR_MS = 3_600_000
const GRACE_MS = 10_000
const TICK_MS = 600
const DAY_MS = 24 * HOUR_MS

let chappe: TestServer<Server>
let service: TestPushService
let gatewayUrl: string
beforeAll(async () => {
  service = await startPushService()
  chappe = await startTestServer(buildServer, { outgoing: { allowedAddresses: ['127.0.0.1/32'] }, push: { webPushServices: [service.origin] } })
  gatewayUrl = (await (await chappe.person('somebody')).get('/_chappe/client/v1/web_push')).body.gateway_url
})
afterAll(async () => {
  await chappe[Symbol.asyncDispose]()
  await service[Symbol.asyncDispose]()
})
beforeEach(() => service.behave(201))

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))
const messagesOf = (browser: TestSubscription) => service.messages.filter((each) => each.endpoint === browser.endpoint)
const inAnHour = (): number => chappe.clock.now() + HOUR_MS
const listOf = async (person: Person): Promise<Json> => (await person.get(WAKES)).body
const setDataOf = (person: Person, type: string, content: object) => person.put(`/_matrix/client/v3/user/${person.userId}/account_data/${type}`, content)

async function subscribe(person: Person): Promise<TestSubscription> {
  const browser = service.subscribe()
  const { endpoint, p256dh, auth } = browser
  const pusher = { pushkey: p256dh, kind: 'http', app_id: 'org.chappe.web', app_display_name: 'Chappe', device_display_name: 'Browser', lang: 'fr', data: { url: gatewayUrl, endpoint, auth }, append: true }
  expect((await person.post(SET, pusher)).status).toBe(200)
  return browser
}

/** Somebody with two devices, a browser on each. */
async function twoDevices(name: string): Promise<{ laptop: Person; phone: Person; onLaptop: TestSubscription; onPhone: TestSubscription }> {
  const laptop = await chappe.person(name)
  const phone = createPerson(() => chappe.url, (await logIn(chappe.url, name, { device_id: 'PHONE' })).body)
  return { laptop, phone, onLaptop: await subscribe(laptop), onPhone: await subscribe(phone) }
}

async function ask(person: Person, ...set: { wake_id: string; at_ts: number; only_here?: boolean }[]): Promise<void> {
  expect((await person.post(WAKES, { set })).status).toBe(200)
}

/** The moment comes, and the time that an open device has. */
async function pass(ms: number): Promise<void> {
  chappe.clock.advance(ms + GRACE_MS)
  await pause(TICK_MS)
}

async function until(browser: TestSubscription, count: number): Promise<void> {
  while (messagesOf(browser).length < count) await service.until(service.messages.length + 1)
}

test('at the moment, and not before, each browser is told that something is due: not what, nor where', async () => {
  const { laptop, phone, onLaptop, onPhone } = await twoDevices('alice')
  const at = inAnHour()
  await ask(laptop, { wake_id: 'w1', at_ts: at }, { wake_id: 'w2', at_ts: at })
  expect(await listOf(phone)).toEqual({ wakes: [{ wake_id: 'w1', at_ts: at }, { wake_id: 'w2', at_ts: at }], browsers: 2 })
  await pass(HOUR_MS - GRACE_MS - 1000)
  expect([...messagesOf(onLaptop), ...messagesOf(onPhone)]).toEqual([])
  await pass(1000)
  for (const browser of [onLaptop, onPhone]) {
    await until(browser, 1)
    expect(messagesOf(browser).map(({ text }) => text)).toEqual(['{"due":true}'])
  }
  expect(messagesOf(onPhone)[0]).toMatchObject({ urgency: 'high', topic: expect.stringMatching(/^[\w-]{32}$/) })
  expect(await listOf(laptop)).toEqual({ wakes: [], browsers: 2 })
  // All that the database ever held of it are an account, a name of the device's own and a moment.
  const columns = await chappe.database.query(`SELECT column_name FROM information_schema.columns WHERE table_name = 'wake' ORDER BY 1`)
  expect(columns.map((each) => each['column_name'])).toEqual(['at_ms', 'device_nid', 'look_at_ms', 'user_nid', 'wake_id'])
})

test('whoever has said on an open device that it is done is not woken; what is put off is told at its new moment', async () => {
  const { laptop, phone, onPhone } = await twoDevices('bob')
  await ask(laptop, { wake_id: 'done', at_ts: inAnHour() }, { wake_id: 'moved', at_ts: inAnHour() })
  chappe.clock.advance(HOUR_MS)
  // The moment is there: a device that is open has some seconds to say that it has told of it.
  await pause(TICK_MS)
  expect((await phone.post(WAKES, { remove: ['done', 'never-there'] })).status).toBe(200)
  await ask(phone, { wake_id: 'moved', at_ts: inAnHour() })
  await pass(0)
  expect(messagesOf(onPhone)).toEqual([])
  await pass(HOUR_MS)
  await until(onPhone, 1)
})

test('what one device alone keeps is told to it alone, and goes with it', async () => {
  const { laptop, phone, onLaptop, onPhone } = await twoDevices('carol')
  await ask(phone, { wake_id: 'mine', at_ts: inAnHour(), only_here: true })
  expect((await listOf(laptop)).wakes).toEqual([])
  // Nor does another device move it or take it away.
  await ask(laptop, { wake_id: 'mine', at_ts: inAnHour() + DAY_MS })
  await laptop.post(WAKES, { remove: ['mine'] })
  await pass(HOUR_MS)
  await until(onPhone, 1)
  expect(messagesOf(onLaptop)).toEqual([])
  await ask(phone, { wake_id: 'again', at_ts: inAnHour(), only_here: true })
  await phone.post('/_matrix/client/v3/logout')
  expect(await chappe.database.query(`SELECT wake_id FROM wake w JOIN account a USING (user_nid) WHERE a.user_id = $1`, [laptop.userId])).toEqual([])
})

test('quiet holds it, by hours or by being out of office; it is told when that is over', async () => {
  const { laptop, onLaptop } = await twoDevices('dan')
  await setDataOf(laptop, 'org.chappe.quiet_hours', { enabled: false, time_zone: 'UTC', spans: [], muted_until_ts: chappe.clock.now() + 2 * HOUR_MS })
  await ask(laptop, { wake_id: 'w', at_ts: inAnHour() })
  await pass(HOUR_MS)
  expect(messagesOf(onLaptop)).toEqual([])
  await pass(HOUR_MS + 5 * 60_000)
  await until(onLaptop, 1)

  const now = chappe.clock.now()
  const away = { from_ts: now, until_ts: now + 2 * HOUR_MS, text: 'Ask Erin.' }
  expect((await laptop.put(`/_matrix/client/v3/profile/${laptop.userId}/org.chappe.availability`, { 'org.chappe.availability': { time_zone: 'UTC', away } })).status).toBe(200)
  await setDataOf(laptop, 'org.chappe.quiet_hours', { enabled: true, follow_availability: true, time_zone: 'UTC', spans: [] })
  await ask(laptop, { wake_id: 'w', at_ts: inAnHour() })
  await pass(HOUR_MS)
  expect(messagesOf(onLaptop)).toHaveLength(1)
  await pass(HOUR_MS + 5 * 60_000)
  await until(onLaptop, 2)
})

test('quiet that begins while the push service is down holds it as well', async () => {
  const { laptop, onLaptop } = await twoDevices('judy')
  await ask(laptop, { wake_id: 'w', at_ts: inAnHour() })
  service.behave(503)
  const before = service.calls()
  chappe.clock.advance(HOUR_MS + GRACE_MS)
  while (service.calls() === before) await pause(20)
  await setDataOf(laptop, 'org.chappe.quiet_hours', { enabled: false, time_zone: 'UTC', spans: [], muted_until_ts: chappe.clock.now() + HOUR_MS })
  service.behave(201)
  await pass(60_000)
  expect(messagesOf(onLaptop)).toEqual([])
  await pass(HOUR_MS)
  await until(onLaptop, 1)
})

test('whoever wants none is told none', async () => {
  const { laptop, onLaptop } = await twoDevices('erin')
  await ask(laptop, { wake_id: 'w', at_ts: inAnHour() })
  await setDataOf(laptop, 'org.chappe.wakes', { enabled: false })
  await pass(HOUR_MS)
  expect([messagesOf(onLaptop), (await listOf(laptop)).wakes]).toEqual([[], []])
})

test('it outlives the server, and is told once: also where the push service was down meanwhile', async () => {
  const { laptop, onLaptop } = await twoDevices('frank')
  await ask(laptop, { wake_id: 'w', at_ts: inAnHour() })
  await chappe.restart()
  service.behave(503)
  const before = service.calls()
  chappe.clock.advance(HOUR_MS + GRACE_MS)
  while (service.calls() === before) await pause(20)
  await chappe.restart()
  service.behave(201)
  chappe.clock.advance(60_000)
  await until(onLaptop, 1)
  await chappe.restart()
  await pass(HOUR_MS)
  expect(messagesOf(onLaptop)).toHaveLength(1)
})

test('bounds are held, another account is out of reach, and a closed account leaves nothing', async () => {
  const { laptop: grace } = await twoDevices('grace')
  const heidi = await chappe.person('heidi')
  await ask(grace, { wake_id: 'w', at_ts: inAnHour() })
  await heidi.post(WAKES, { remove: ['w'] })
  await ask(heidi, { wake_id: 'w', at_ts: inAnHour() + 1 })
  expect((await listOf(grace)).wakes).toHaveLength(1)
  expect(await listOf(heidi)).toMatchObject({ browsers: 0 })

  const many = Array.from({ length: 300 }, (_, at) => ({ wake_id: `n${at}`, at_ts: inAnHour() }))
  expect(refusal(await grace.post(WAKES, { set: many }))).toEqual([413, 'M_TOO_LARGE'])
  expect((await listOf(grace)).wakes).toHaveLength(1)
  for (const set of [[{ wake_id: 'far', at_ts: chappe.clock.now() + 401 * DAY_MS }], [{ wake_id: 'a b', at_ts: 1 }], [{ wake_id: 'w', at_ts: 'soon' }], [{ wake_id: 'w' }]]) {
    expect((await grace.post(WAKES, { set })).status).toBe(400)
  }
  expect((await grace.post('/_matrix/client/v3/account/deactivate', { auth: byPassword('grace') })).status).toBe(200)
  expect(await chappe.database.query('SELECT wake_id FROM wake JOIN account USING (user_nid) WHERE user_id = $1', [grace.userId])).toEqual([])
})

test('of several processes that come upon it at the same moment one tells, once', async () => {
  const { laptop, onLaptop } = await twoDevices('ivan')
  await ask(laptop, { wake_id: 'w', at_ts: inAnHour() })
  const told: string[] = []
  const delivery: WakeDelivery = {
    // Each of them takes its time over it.
    async quietAmong() {
      await pause(400)
      return new Set()
    },
    accountDataOf: async () => new Map(),
    oweDue: async (_tx, whom) => async () => void told.push(...whom.map(({ userId }) => userId)),
  }
  const database = openDatabase(chappe.database.url)
  const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
  // For them the moment is there, and for the server of this file it is not yet.
  const clock = { ...chappe.clock, now: () => chappe.clock.now() + 2 * HOUR_MS }
  const others = await Promise.all([1, 2, 3].map(() => openCourier({ db: database.db, clock, logger: silent }, delivery)))
  await pause(1500)
  for (const other of others) await other.close()
  await database.close()
  expect(messagesOf(onLaptop).length + told.filter((userId) => userId === laptop.userId).length).toBe(1)
})
