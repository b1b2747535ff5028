// A new device waits to be approved: its owner is told, it can do little until then, and "it wasn't me" stops everything.
import type { Server } from '@chappe/server'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusal, whoami } from './_accounts.ts'
import { crossSigningKeys } from './_keys.ts'
import { forumOptions, haveTouched, startMinistry } from './_ministry.ts'
import type { Enrolled } from './_web.ts'
import { browserOn, enrolled, secondDevice, signInWith, touch } from './_web.ts'

const BACKUP = { algorithm: 'm.megolm_backup.v1.curve25519-aes-sha2', auth_data: { public_key: 'abcdefg', signatures: {} } }

let ministry: TestServer<Server>
beforeAll(async () => {
  ministry = await startMinistry()
})
afterAll(async () => ministry[Symbol.asyncDispose]())

const markOf = ({ deviceId }: Person): string => deviceId.slice(-4)
const refusedOnProbation = (device: Person): Json => ({
  errcode: 'M_FORBIDDEN',
  error: `This device waits to be approved from another one. Its mark: ${markOf(device)}`,
  'org.chappe.on_probation': true,
  'org.chappe.mark': markOf(device),
})

test('the first device is nobody’s to approve; the second waits, and its owner is told on the first', async () => {
  const alice = await enrolled(ministry, 'alice')
  expect((await alice.person.get('/_matrix/client/v3/room_keys/version')).status).toBe(404)
  const phone = await secondDevice(ministry, alice, 'Alice’s phone')
  expect((await phone.get('/_matrix/client/v3/room_keys/version')).body).toEqual(refusedOnProbation(phone))
  const { rooms } = await alice.person.sync()
  const [roomId = ''] = Object.keys(rooms.invite)
  await alice.person.join(roomId)
  const { chunk } = (await alice.person.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b`)).body
  const { body } = chunk.find((each: Json) => each.type === 'm.room.message').content
  expect(body).toContain('Alice’s phone')
  const path = /http:\/\/localhost:8008(\/account\/devices\?device_id=[\w-]{16})/.exec(body)?.[1] ?? ''
  // Whoever looks at it there learns nothing that only the telephone shows.
  const { text } = await alice.browser.get(path)
  expect([text.includes('Alice’s phone'), text.includes(markOf(phone)), body.includes(markOf(phone))]).toEqual([true, false, false])
})

describe('until it is approved', () => {
  let bob: Enrolled
  let phone: Person
  beforeAll(async () => {
    bob = await enrolled(ministry, 'bob')
    await bob.person.post('/_matrix/client/v3/room_keys/version', BACKUP)
    phone = await secondDevice(ministry, bob)
  })

  const refused: [string, string, Json?][] = [
    ['GET', '/room_keys/version'],
    ['GET', '/room_keys/version/1'],
    ['GET', '/room_keys/keys?version=1'],
    ['GET', '/room_keys/keys/!room:chappe.test?version=1'],
    ['GET', '/room_keys/keys/!room:chappe.test/session?version=1'],
    ['POST', '/room_keys/version', BACKUP],
    ['PUT', '/room_keys/version/1', { ...BACKUP, version: '1' }],
    ['PUT', '/room_keys/keys?version=1', { rooms: {} }],
    ['DELETE', '/room_keys/version/1'],
    ['DELETE', '/room_keys/keys?version=1'],
    ['PUT', '/user/@bob:chappe.test/account_data/m.secret_storage.default_key', { key: 'new' }],
    ['PUT', '/user/@bob:chappe.test/account_data/m.cross_signing.master', {}],
    ['PUT', '/user/@bob:chappe.test/account_data/m.megolm_backup.v1', {}],
    ['POST', '/keys/device_signing/upload', crossSigningKeys({ userId: '@bob:chappe.test' }).upload],
    ['POST', '/delete_devices', { devices: [] }],
  ]
  test.each(refused)('%s %s is refused, and never as if there were nothing', async (method, path, body) => {
    const answer = await phone.request(method, `/_matrix/client/v3${path}`, { body })
    expect([answer.status, answer.body]).toEqual([403, refusedOnProbation(phone)])
  })

  test('what is not secret goes on: other account data, syncing, talking', async () => {
    expect((await phone.put('/_matrix/client/v3/user/@bob:chappe.test/account_data/org.example', {})).status).toBe(200)
    expect((await phone.sync()).next_batch).toBeDefined()
    await phone.send(await phone.createRoom({ preset: 'private_chat' }), 'org.example.said', { body: 'Hello' })
  })

  test('it approves neither itself nor another', async () => {
    const approve = (device: Person, deviceId: string) => device.post(`/_chappe/client/v1/devices/${deviceId}/approve`, { mark: deviceId.slice(-4) })
    const tablet = await secondDevice(ministry, bob, 'Tablet')
    expect(refusal(await approve(phone, phone.deviceId))).toEqual([403, 'M_FORBIDDEN'])
    expect((await approve(phone, tablet.deviceId)).body).toEqual(refusedOnProbation(phone))
  })

  test('the first device approves it, after a touch, and only once', async () => {
    ministry.clock.advance(10 * 60_000)
    const path = `/_chappe/client/v1/devices/${phone.deviceId}/approve`
    const body = { mark: markOf(phone) }
    const asked = await bob.person.post(path, body)
    expect([...refusal(asked), asked.body['org.chappe.step_up'].act]).toEqual([403, 'M_FORBIDDEN', 'approve_device'])
    await touch(ministry, bob.person, bob.passkey)
    expect((await bob.person.post(path, body)).status).toBe(200)
    expect((await phone.get('/_matrix/client/v3/room_keys/version')).status).toBe(200)
    const { devices } = (await bob.person.get('/_matrix/client/v3/devices')).body
    const waits = devices.filter((each: Json) => each['org.chappe.on_probation'] === true)
    expect(waits.map((each: Json) => each.display_name)).toEqual(['Tablet'])
    expect(refusal(await bob.person.post(path, body))).toEqual([404, 'M_NOT_FOUND'])
  })

  test('nobody approves somebody else’s', async () => {
    const eve = await enrolled(ministry, 'eve')
    const tablet = await secondDevice(ministry, bob, 'Another tablet')
    await touch(ministry, eve.person, eve.passkey)
    expect(refusal(await eve.person.post(`/_chappe/client/v1/devices/${tablet.deviceId}/approve`, { mark: markOf(tablet) }))).toEqual([404, 'M_NOT_FOUND'])
  })
})

describe('signing other devices out', () => {
  const END = '/_chappe/client/v1/devices/end'

  test('Dora ends the devices she no longer uses, after a touch, and twice', async () => {
    const dora = await enrolled(ministry, 'dora')
    const phone = await secondDevice(ministry, dora)
    ministry.clock.advance(10 * 60_000)
    const body = { device_ids: [phone.deviceId, 'NOSUCHDEVICE'] }
    expect((await dora.person.post(END, body)).body['org.chappe.step_up'].act).toBe('delete_devices')
    await touch(ministry, dora.person, dora.passkey)
    expect((await dora.person.post(END, body)).status).toBe(200)
    expect((await phone.get('/_matrix/client/v3/account/whoami')).status).toBe(401)
    expect((await dora.person.post(END, body)).status).toBe(200)
    expect(refusal(await dora.person.post(END, { device_ids: [dora.person.deviceId] }))).toEqual([403, 'M_FORBIDDEN'])
  })

  test('a device on probation ends none, and nobody ends somebody else’s', async () => {
    const [frank, grace] = [await enrolled(ministry, 'frank'), await enrolled(ministry, 'grace')]
    const phone = await secondDevice(ministry, frank)
    expect((await phone.post(END, { device_ids: [frank.person.deviceId] })).body).toEqual(refusedOnProbation(phone))
    await touch(ministry, grace.person, grace.passkey)
    expect((await grace.person.post(END, { device_ids: [frank.person.deviceId] })).status).toBe(200)
    expect((await frank.person.get('/_matrix/client/v3/account/whoami')).status).toBe(200)
  })
})

describe('on the pages of the account', () => {
  test('Carol looks at the new device, and approves it by touching a passkey for it', async () => {
    const carol = await enrolled(ministry, 'carol')
    const phone = await secondDevice(ministry, carol)
    expect((await carol.browser.get('/account')).text).toContain('A device waits for your approval.')
    expect((await carol.browser.get(`/account?action=org.matrix.device_view&device_id=${phone.deviceId}`)).location).toBe(
      `/account/devices?device_id=${phone.deviceId}`,
    )
    const page = await carol.browser.get(`/account/devices?device_id=${phone.deviceId}`)
    const fields = { csrf: page.field('csrf'), act: 'approve', device_id: phone.deviceId, mark: markOf(phone) }
    expect((await carol.browser.post('/account/devices', { ...fields, credential: '' })).status).toBe(403)
    const again = (await carol.browser.get(`/account/devices?device_id=${phone.deviceId}`)).options()
    const done = await carol.browser.post('/account/devices', { ...fields, credential: carol.passkey.get(again) })
    expect(done.location).toBe('/account/devices?did=approved')
    expect((await phone.get('/_matrix/client/v3/room_keys/version')).status).toBe(404)
  })

  test('a touch for something else approves nothing', async () => {
    const dave = await enrolled(ministry, 'dave')
    const phone = await secondDevice(ministry, dave)
    const csrf = (await dave.browser.get('/account/devices')).field('csrf')
    const forStepUp = (await dave.browser.get('/step-up?continue=/account')).options()
    const fields = { csrf, act: 'approve', device_id: phone.deviceId, mark: markOf(phone), credential: dave.passkey.get(forStepUp) }
    expect((await dave.browser.post('/account/devices', fields)).status).toBe(403)
    expect((await phone.get('/_matrix/client/v3/room_keys/version')).status).toBe(403)
  })

  test('Leo is called by somebody who says to be the help desk: whatever he presses lets their device in only with the mark that it shows, and they are told nothing', async () => {
    const leo = await enrolled(ministry, 'leo')
    const strange = await secondDevice(ministry, leo, 'Help desk')
    await touch(ministry, leo.person, leo.passkey)
    const path = `/_chappe/client/v1/devices/${strange.deviceId}/approve`
    expect((await leo.person.post(path)).status).toBe(400)
    for (const mark of ['', 'AAAA', strange.deviceId]) {
      const answer = await leo.person.post(path, { mark })
      expect([answer.status, answer.body['org.chappe.mark_refused']]).toEqual([403, true])
    }
    const { devices } = (await leo.person.get('/_matrix/client/v3/devices')).body
    expect(devices.some((each: Json) => String(each.display_name).includes(markOf(strange)))).toBe(false)
    const page = await leo.browser.get('/account/devices')
    const link = /href="(\/account\/devices\?device_id=[\w-]{16})"/.exec(page.text)?.[1] ?? ''
    const shown = await leo.browser.get(link)
    expect([shown.text.includes('Help desk'), shown.text.includes(markOf(strange)), page.text.includes(markOf(strange))]).toEqual([true, false, false])
    expect(shown.text).toContain('Nobody ever asks you to approve a device')
    const fields = { csrf: shown.field('csrf'), act: 'approve', device_id: shown.field('device_id'), credential: leo.passkey.get(shown.options()) }
    expect((await leo.browser.post('/account/devices', fields)).location).toBe(`${link}&did=mistaken`)
    expect((await leo.browser.post('/account/devices', { ...fields, mark: 'AAAA' })).location).toBe(`${link}&did=mistaken`)
    expect((await leo.browser.get(`${link}&did=mistaken`)).text).toContain('Nothing was approved.')
    expect((await strange.get('/_matrix/client/v3/room_keys/version')).body).toEqual(refusedOnProbation(strange))
    expect((await leo.browser.post('/account/devices', { ...fields, mark: ` ${markOf(strange).toLowerCase()}` })).location).toBe('/account/devices?did=approved')
  })

  test('she signs it out, which takes a fresh touch', async () => {
    const fay = await enrolled(ministry, 'fay')
    const phone = await secondDevice(ministry, fay)
    ministry.clock.advance(5 * 60_000)
    const fields = { csrf: (await fay.browser.get('/account/devices')).field('csrf'), act: 'end', device_id: phone.deviceId }
    expect((await fay.browser.post('/account/devices', fields)).location).toBe('/step-up?continue=/account/devices')
    await signInWith(fay.browser, fay.passkey)
    const csrf = (await fay.browser.get('/account/devices')).field('csrf')
    expect((await fay.browser.post('/account/devices', { ...fields, csrf })).location).toBe('/account/devices?did=ended')
    expect(refusal(await whoami(ministry.url, phone.token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
  })

  test('"it wasn’t me" stops every device, every browser and every way back in', async () => {
    const gina = await enrolled(ministry, 'gina')
    const phone = await secondDevice(ministry, gina)
    const other = browserOn(ministry)
    await signInWith(other, gina.passkey)
    ministry.clock.advance(10 * 60_000)
    const csrf = (await gina.browser.get('/account/not-me')).field('csrf')
    const stopped = await gina.browser.post('/account/not-me', { csrf, act: 'contain' })
    expect([stopped.status, stopped.text.includes('Your account is stopped')]).toEqual([200, true])
    for (const { token } of [gina.person, phone]) expect(refusal(await whoami(ministry.url, token))).toEqual([401, 'M_USER_LOCKED'])
    for (const browser of [gina.browser, other]) expect((await browser.get('/account')).location).toBe('/signin?continue=%2Faccount')
    expect((await signInWith(browserOn(ministry), gina.passkey)).status).toBe(403)
    expect(await ministry.database.query('SELECT 1 FROM web_session JOIN account USING (user_nid) WHERE user_id = $1', [gina.person.userId])).toEqual([])
  })
})

test('"it wasn’t me" from a device stops the account too', async () => {
  const hana = await enrolled(ministry, 'hana')
  const phone = await secondDevice(ministry, hana)
  expect((await hana.person.post('/_chappe/client/v1/not_me')).status).toBe(200)
  expect(refusal(await whoami(ministry.url, phone.token))).toEqual([401, 'M_USER_LOCKED'])
})

describe('what a device on probation reads', () => {
  let ines: Enrolled
  let jon: Enrolled
  let phone: Person
  let open: string
  let closed: string
  const texts = (chunk: Json[]): string[] => chunk.filter((each) => each.type === 'm.room.message').map((each) => each.content.body)
  const room = (roomId: string): string => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
  let oldEvent: string
  let root: string

  beforeAll(async () => {
    ines = await enrolled(ministry, 'ines')
    jon = await enrolled(ministry, 'jon')
    await ministry.database.query(
      "UPDATE account SET organisation_nid = (SELECT organisation_nid FROM organisation WHERE organisation_id = 'interior') WHERE user_id IN ($1, $2)",
      [ines.person.userId, jon.person.userId],
    )
    // What the server knew of the accounts before is believed for a moment.
    ministry.clock.advance(11_000)
    await haveTouched(ministry, jon.person)
    open = await jon.person.createRoom(forumOptions(ministry, [jon.person, ines.person]))
    closed = await jon.person.createRoom({ preset: 'private_chat', invite: [ines.person.userId] })
    await ines.person.join(open)
    await ines.person.join(closed)
    oldEvent = await jon.person.say(open, 'old secret soup')
    root = oldEvent
    await jon.person.send(open, 'm.room.message', {
      msgtype: 'm.text',
      body: 'old secret reply',
      'm.relates_to': { rel_type: 'm.thread', event_id: root },
    })
    await jon.person.send(closed, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'c', session_id: 's' })
    ministry.clock.advance(8 * 24 * 60 * 60_000)
    await jon.person.say(open, 'fresh soup')
    phone = await secondDevice(ministry, ines)
  })

  test('is no older than a week in open rooms, by whatever way; her first device sees it all', async () => {
    const ways: [string, string, object?][] = [
      ['GET', `${room(open)}/messages?dir=b`],
      ['GET', `${room(open)}/messages?dir=f`],
      ['GET', `${room(open)}/event/${encodeURIComponent(oldEvent)}`],
      ['GET', `${room(open)}/context/${encodeURIComponent(oldEvent)}`],
      ['GET', `${room(open)}/initialSync`],
      ['GET', `/_matrix/client/v1/rooms/${encodeURIComponent(open)}/relations/${encodeURIComponent(root)}`],
      ['GET', `/_matrix/client/v1/rooms/${encodeURIComponent(open)}/threads`],
      ['GET', `/_matrix/client/v1/rooms/${encodeURIComponent(open)}/timestamp_to_event?ts=0&dir=f`],
      ['GET', '/_matrix/client/v3/sync?full_state=true'],
      ['GET', '/_matrix/client/v3/initialSync'],
      ['GET', '/_matrix/client/v3/notifications'],
      ['GET', `/_matrix/client/v3/events/${encodeURIComponent(oldEvent)}`],
      ['POST', '/_matrix/client/v3/search', { search_categories: { room_events: { search_term: 'secret' } } }],
      ['POST', '/_matrix/client/v4/sync', { lists: { all: { range: [0, 9], timeline_limit: 20, required_state: { include: [] } } } }],
      [
        'POST',
        '/_matrix/client/unstable/org.matrix.simplified_msc3575/sync',
        { lists: { all: { ranges: [[0, 9]], timeline_limit: 20, required_state: [] } } },
      ],
    ]
    const shows = async (device: Person, [method, path, body]: (typeof ways)[number]): Promise<boolean> => {
      const answer = await device.request(method, path, { body })
      expect([path, answer.status < 500]).toEqual([path, true])
      return Buffer.from(answer.bytes).toString('utf8').includes('old secret')
    }
    const seen: string[] = []
    for (const way of ways) {
      expect([way[1], await shows(phone, way)]).toEqual([way[1], false])
      if (await shows(ines.person, way)) seen.push(way[1])
    }
    expect(seen.length).toBeGreaterThan(9)
    expect(texts((await phone.get(`${room(open)}/messages?dir=b`)).body.chunk)).toEqual(['fresh soup'])
  })

  test('is everything in rooms one is invited to: what is encrypted there needs keys', async () => {
    const { chunk } = (await phone.get(`${room(closed)}/messages?dir=b`)).body
    expect(chunk.some((each: Json) => each.type === 'm.room.encrypted')).toBe(true)
  })

  test('is a bounded number of files', async () => {
    const upload = await jon.person.request('POST', '/_matrix/media/v3/upload?filename=soup.txt', {
      raw: new TextEncoder().encode('soup'),
      headers: { 'content-type': 'text/plain' },
    })
    const uri: string = upload.body.content_uri
    await jon.person.send(open, 'm.room.message', { msgtype: 'm.file', body: 'soup.txt', url: uri })
    const path = `/_matrix/client/v1/media/download/${uri.slice('mxc://'.length)}`
    expect((await phone.get(path)).status).toBe(200)
    await ministry.database.query('UPDATE device_probation SET files = 100')
    expect(refusal(await phone.get(path))).toEqual([403, 'M_FORBIDDEN'])
    expect((await ines.person.get(path)).status).toBe(200)
  })

  test('is nobody in the directory beyond its organisation', async () => {
    const device = await secondDevice(ministry, ines, 'Tablet')
    const find = async (who: Person, term: string) =>
      (await who.post('/_matrix/client/v3/user_directory/search', { search_term: term })).body.results.length
    expect([await find(device, 'jon'), await find(device, 'bob')]).toEqual([1, 0])
    expect([await find(ines.person, 'jon'), await find(ines.person, 'bob')]).toEqual([1, 1])
  })

  test('is all of it once the device is approved', async () => {
    await touch(ministry, ines.person, ines.passkey)
    await ines.person.post(`/_chappe/client/v1/devices/${phone.deviceId}/approve`, { mark: markOf(phone) })
    expect(texts((await phone.get(`${room(open)}/messages?dir=b`)).body.chunk)).toContain('old secret soup')
  })
})
