// Two processes of one installation: a writer, and a reader that answers what people read and has the writer do the rest.
// People meet across both, and find nothing missing, nothing twice and nothing late.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Server } from '@chappe/server'
import { buildServer } from '@chappe/server'
import type { BuildServer, FaultyLink, Json, Person, TestServer } from '@chappe/testkit'
import { createPerson, openFaultyLink, request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { logIn, madeByOperator, refusal } from './_accounts.ts'
import { C1, pathOf } from './_media.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let folder: string
let chappe: TestServer<Server>
let reader: Server
let readerUrl: string
let link: FaultyLink
let ada: Person
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chappe-readers-'))
  chappe = await startTestServer(startWriter, { internalListen: { socketPath: join(folder, 'internal.sock') } })
  ada = await madeByOperator(chappe, 'ada', { admin: true })
  await startReader()
})
afterAll(async () => {
  await reader.close()
  await chappe[Symbol.asyncDispose]()
  await link[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** The writer has a way to the database that can be broken. */
const startWriter: BuildServer<Server> = async (options) => {
  link = await openFaultyLink(options.databaseUrl)
  return buildServer({ ...options, databaseUrl: link.url })
}

async function startReader(): Promise<void> {
  const { internalListen: _, ...config } = chappe.config
  reader = await buildServer({ config: { ...config, role: 'reader' }, databaseUrl: chappe.database.url, clock: chappe.clock })
  readerUrl = (await reader.listen()).url
}

/** The same person, at the reader. */
const atReader = (person: Person): Person =>
  createPerson(() => readerUrl, { access_token: person.token, user_id: person.userId, device_id: person.deviceId })

const inRoom = (roomId: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
const bodiesOf = (answer: Json, roomId: string): string[] =>
  (answer.rooms?.join?.[roomId]?.timeline.events ?? []).flatMap((event: Json) => event.content.body ?? [])

let names = 0
/** Alice, at the writer, and Bob, at the reader, in a room. */
async function meet(): Promise<{ alice: Person; bob: Person; roomId: string }> {
  names += 1
  const alice = await chappe.person(`alice${names}`)
  const bob = atReader(await chappe.person(`bob${names}`))
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  return { alice, bob, roomId }
}

describe('what is read at a reader', () => {
  test("Bob's held sync hears what Alice says at the writer, each message once and in order", async () => {
    const { alice, bob, roomId } = await meet()
    await bob.sync()
    const heard: string[] = []
    const said = Array.from({ length: 40 }, (_, index) => `m${index}`)
    const talking = (async () => {
      for (const body of said) await alice.say(roomId, body)
    })()
    while (heard.length < said.length) heard.push(...bodiesOf(await bob.syncOn({ timeout: 10_000 }), roomId))
    await talking
    expect(heard).toEqual(said)
  })

  test('Bob finds what he has just written: the write went to the writer, and his next sync here shows it', async () => {
    const { bob, roomId } = await meet()
    await bob.sync()
    for (let round = 0; round < 20; round += 1) {
      await bob.say(roomId, `round ${round}`)
      expect(bodiesOf(await bob.syncOn(), roomId)).toEqual([`round ${round}`])
    }
  })

  test('a token that comes from the other process is waited for', async () => {
    const { alice, bob, roomId } = await meet()
    await alice.sync()
    const alsoAlice = atReader(alice)
    let since = (await alice.sync()).next_batch
    for (let round = 0; round < 10; round += 1) {
      await bob.say(roomId, `round ${round}`)
      const here = await alice.sync({ since })
      expect(bodiesOf(here, roomId)).toEqual([`round ${round}`])
      const there = await alsoAlice.sync({ since: here.next_batch })
      expect(bodiesOf(there, roomId)).toEqual([])
      since = there.next_batch
    }
  })

  test('history, state, members, a thread and a file read the same in both processes', async () => {
    const { alice, bob, roomId } = await meet()
    const root = await alice.say(roomId, 'soup?')
    await alice.send(roomId, 'm.room.message', { msgtype: 'm.text', body: 'yes', 'm.relates_to': { rel_type: 'm.thread', event_id: root } })
    await alice.setState(roomId, 'm.room.topic', '', { topic: 'lunch' })
    const { body: uploaded } = await bob.request('POST', '/_matrix/media/v3/upload', { raw: Buffer.from('a file'), headers: { 'content-type': 'text/plain' } })
    await bob.send(roomId, 'm.room.message', { msgtype: 'm.file', body: 'f', url: uploaded.content_uri })
    const atWriter = createPerson(() => chappe.url, { access_token: bob.token, user_id: bob.userId, device_id: bob.deviceId })
    const paths = [
      `${inRoom(roomId)}/messages?dir=b&limit=50`,
      `${inRoom(roomId)}/state`,
      `${inRoom(roomId)}/state/m.room.topic/`,
      `${inRoom(roomId)}/members`,
      `${inRoom(roomId)}/joined_members`,
      `${inRoom(roomId)}/context/${encodeURIComponent(root)}`,
      `${inRoom(roomId)}/event/${encodeURIComponent(root)}`,
      `/_matrix/client/v1/rooms/${encodeURIComponent(roomId)}/threads`,
      `/_matrix/client/v1/rooms/${encodeURIComponent(roomId)}/relations/${encodeURIComponent(root)}`,
      '/_matrix/client/v3/joined_rooms',
      `${C1}/download/${pathOf(uploaded.content_uri)}`,
    ]
    const ageless = (bytes: Uint8Array) => Buffer.from(bytes).toString().replaceAll(/"age":\d+/g, '"age":0')
    for (const path of paths) {
      const [here, there] = [await bob.get(path), await atWriter.get(path)]
      expect([path, here.status, ageless(here.bytes)]).toEqual([path, 200, ageless(there.bytes)])
    }
  })

  test('invitations, leaving, redactions, typing, receipts and unread counts come through', async () => {
    const { alice, bob, roomId } = await meet()
    const other = await alice.createRoom({})
    await bob.sync()
    await alice.invite(other, bob.userId)
    expect(Object.keys((await bob.syncOn({ timeout: 10_000 })).rooms.invite)).toEqual([other])
    await bob.join(other)
    expect(Object.keys((await bob.syncOn()).rooms.join)).toEqual([other])
    await alice.say(roomId, 'one')
    const second = await alice.say(roomId, 'two')
    const counted = await bob.syncOn({ timeout: 10_000 })
    expect(counted.rooms.join[roomId].unread_notifications.notification_count).toBe(2)
    await bob.post(`${inRoom(roomId)}/receipt/m.read/${encodeURIComponent(second)}`)
    const read = await bob.syncOn()
    expect(read.rooms.join[roomId].unread_notifications.notification_count).toBe(0)
    await alice.put(`${inRoom(roomId)}/typing/${encodeURIComponent(alice.userId)}`, { typing: true, timeout: 30_000 })
    const typing = await bob.syncOn({ timeout: 10_000 })
    expect(typing.rooms.join[roomId].ephemeral.events).toEqual([{ type: 'm.typing', content: { user_ids: [alice.userId] } }])
    await alice.put(`${inRoom(roomId)}/redact/${encodeURIComponent(second)}/r1`, {})
    await vi.waitFor(async () => {
      const { body } = await bob.get(`${inRoom(roomId)}/event/${encodeURIComponent(second)}`)
      expect(body.content).toEqual({})
    })
    await bob.post(`${inRoom(roomId)}/leave`)
    expect(Object.keys((await bob.syncOn()).rooms.leave)).toEqual([roomId])
    expect(refusal(await bob.get(`${inRoom(roomId)}/state`))).toEqual([200, undefined])
    await alice.say(roomId, 'gone?')
    expect((await bob.syncOn()).rooms).toBeUndefined()
  })

  test('messages to a device, account data, an ignored user and a changed device list come through', async () => {
    const { alice, bob, roomId } = await meet()
    await bob.sync()
    await alice.put('/_matrix/client/v3/sendToDevice/org.example/t1', { messages: { [bob.userId]: { [bob.deviceId]: { hello: 1 } } } })
    const told = await bob.syncOn({ timeout: 10_000 })
    expect(told.to_device.events).toEqual([{ type: 'org.example', sender: alice.userId, content: { hello: 1 } }])
    await bob.put(`/_matrix/client/v3/user/${encodeURIComponent(bob.userId)}/account_data/m.ignored_user_list`, { ignored_users: { [alice.userId]: {} } })
    expect((await bob.syncOn()).account_data.events.map((event: Json) => event.type)).toEqual(['m.ignored_user_list'])
    await alice.say(roomId, 'do you hear me?')
    expect(bodiesOf(await bob.syncOn(), roomId)).toEqual([])
    await logIn(chappe.url, alice.userId)
    const listed = await bob.syncOn({ timeout: 10_000 })
    expect(listed.device_lists.changed).toEqual([alice.userId])
  })

  test('what a reader showed is in the ledger before it left', async () => {
    const { alice, bob, roomId } = await meet()
    await alice.say(roomId, 'secret')
    await bob.get(`${inRoom(roomId)}/messages?dir=b`)
    const [account] = await chappe.database.query('SELECT user_nid FROM account WHERE user_id = $1', [bob.userId])
    const rows = []
    for await (const row of chappe.server.homeserver.ports.ledger.rows()) if (row.account === account?.['user_nid']) rows.push(row.operation)
    expect(rows).toContain('getRoomEvents')
  })
})

describe('whoever is stopped', () => {
  test('Mallory is locked at the writer: her held syncs and reads at the reader end, softly', async () => {
    const { bob: mallory } = await meet()
    const since = (await mallory.sync()).next_batch
    const held = mallory.get(`/_matrix/client/v3/sync?since=${since}&timeout=100000`)
    const sliding = mallory.request('POST', '/_matrix/client/unstable/org.matrix.simplified_msc3575/sync?timeout=100000', { body: {} })
    await sliding
    for (let round = 0; round < 5; round += 1) await atReader(ada).get(`/_matrix/client/v3/joined_rooms`)
    await ada.put(`/_matrix/client/v1/admin/lock/${encodeURIComponent(mallory.userId)}`, { locked: true })
    const answer = await held
    expect([...refusal(answer), answer.body.soft_logout]).toEqual([401, 'M_USER_LOCKED', true])
    expect(refusal(await mallory.get('/_matrix/client/v3/joined_rooms'))).toEqual([401, 'M_USER_LOCKED'])
  })

  test('Trudy signs out at the reader: it says so, and her token is good in neither process', async () => {
    const { bob: trudy } = await meet()
    expect((await trudy.get('/_matrix/client/v3/joined_rooms')).status).toBe(200)
    expect((await trudy.post('/_matrix/client/v3/logout')).status).toBe(200)
    expect(refusal(await trudy.get('/_matrix/client/v3/joined_rooms'))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    expect((await request(chappe.url, 'GET', '/_matrix/client/v3/joined_rooms', { token: trudy.token })).status).toBe(401)
  })

  test('Victor is contained: the reader has confirmed it when the call is answered, and serves him no more', async () => {
    const { bob: victor } = await meet()
    expect((await victor.get('/_matrix/client/v3/joined_rooms')).status).toBe(200)
    const outcomes = await chappe.server.homeserver.ports.contain(victor.userId)
    expect(outcomes.map(({ role, how }) => [role, how])).toEqual([['reader', 'confirmed']])
    expect(refusal(await victor.get('/_matrix/client/v3/joined_rooms'))).toEqual([401, 'M_USER_LOCKED'])
    expect(refusal(await request(chappe.url, 'GET', '/_matrix/client/v3/joined_rooms', { token: victor.token }))).toEqual([401, 'M_USER_LOCKED'])
  })

  test('a room is frozen and thawed: the reader shows nothing of before, and shows it again', async () => {
    const { alice, bob, roomId } = await meet()
    await alice.say(roomId, 'the plan')
    const nid = await chappe.database.query('SELECT user_nid FROM account WHERE user_id = $1', [alice.userId])
    const { frozenRooms } = chappe.server.homeserver.ports
    const shown = async () => (await bob.get(`${inRoom(roomId)}/messages?dir=b`)).body.chunk.flatMap((event: Json) => event.content.body ?? [])
    expect(await shown()).toEqual(['the plan'])
    await frozenRooms.freeze(roomId, Number(nid[0]?.['user_nid']), async () => undefined)
    expect(await shown()).toEqual([])
    await frozenRooms.thaw(roomId, async () => undefined)
    expect(await shown()).toEqual(['the plan'])
  })

  test('an address is blocked: the reader answers nothing to it any more, not even what it holds', async () => {
    const { bob } = await meet()
    await bob.sync()
    const held = bob.syncOn({ timeout: 60_000 }).catch(String)
    for (let round = 0; round < 5; round += 1) await atReader(ada).get('/_matrix/client/v3/joined_rooms')
    const { addresses } = chappe.server.homeserver.ports
    const blocks = await Promise.all(['127.0.0.0/8', '::1'].map((network) => addresses.block(network, '192.0.2.1', async () => undefined)))
    try {
      expect(await held).toMatch(/^Error: 403 /)
      expect(refusal(await bob.get('/_matrix/client/v3/joined_rooms'))).toEqual([403, 'M_FORBIDDEN'])
      expect(refusal(await bob.post('/_matrix/client/v3/createRoom', {}))).toEqual([403, 'M_FORBIDDEN'])
    } finally {
      for (const block of blocks) await addresses.unblock(block, async () => undefined)
    }
    expect((await bob.get('/_matrix/client/v3/joined_rooms')).status).toBe(200)
  })
})

describe('the door between the processes', () => {
  test('is shut to whoever does not know the secret', async () => {
    const { get } = await import('node:http')
    const status = await new Promise((resolve) => {
      get({ socketPath: join(folder, 'internal.sock'), path: '/_internal/feed', headers: { 'x-chappe-secret': 'a guess' } }, (answer) => resolve(answer.statusCode))
    })
    expect(status).toBe(404)
  })
})

describe('while there is no writer', () => {
  test('reads go on, writes are refused for the moment; with a new writer everything goes on', async () => {
    const { bob, roomId } = await meet()
    await bob.say(roomId, 'before')
    await bob.sync()
    const held = bob.syncOn({ timeout: 60_000 })
    await chappe.server.close()
    const late = await bob.put(`${inRoom(roomId)}/send/m.room.message/t1`, { msgtype: 'm.text', body: 'meanwhile' })
    expect([late.status, late.body]).toEqual([503, { errcode: 'M_UNKNOWN', error: expect.stringContaining('try again'), retry_after_ms: 1000 }])
    expect((await bob.get(`${inRoom(roomId)}/messages?dir=b`)).status).toBe(200)
    expect(bodiesOf(await bob.sync(), roomId)).toContain('before')
    await chappe.restart()
    await vi.waitFor(async () => {
      const again = await bob.put(`${inRoom(roomId)}/send/m.room.message/t1`, { msgtype: 'm.text', body: 'meanwhile' })
      expect(again.status).toBe(200)
    }, 20_000)
    const heard: string[] = bodiesOf(await held, roomId)
    while (!heard.includes('meanwhile')) heard.push(...bodiesOf(await bob.syncOn({ timeout: 10_000 }), roomId))
    expect(heard.filter((body) => body === 'meanwhile')).toEqual(['meanwhile'])
  })
})
