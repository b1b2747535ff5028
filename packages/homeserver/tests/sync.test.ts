// Sync: what people see, in order, once, and without having to ask twice.
import { buildServer } from '@chappe/server'
import type { Json } from '@chappe/testkit'
import { request, serverOfThisFile } from '@chappe/testkit'
import { expect, test } from 'vitest'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob } = await chappe.people('alice', 'bob')

const bodies = (section: Json): string[] =>
  section.timeline.events.filter((event: Json) => event.type === 'm.room.message').map((event: Json) => event.content.body)
const types = (events: Json[]): string[] => events.map((event) => event.type)

test('Alice sees her room whole at first, then only what is new', async () => {
  const roomId = await alice.createRoom({ name: 'Garden', preset: 'public_chat' })
  await bob.join(roomId)
  const first = await alice.sync()
  const room = first.rooms.join[roomId]
  expect(types(room.timeline.events)).toContain('m.room.member')
  expect(room.summary).toEqual({ 'm.joined_member_count': 2, 'm.invited_member_count': 0 })
  await bob.say(roomId, 'roses')
  const next = await alice.syncOn()
  expect(bodies(next.rooms.join[roomId])).toEqual(['roses'])
  expect(next.rooms.join[roomId].state.events).toEqual([])
  expect(next.rooms.join[roomId].unread_notifications).toEqual({ highlight_count: 0, notification_count: 1 })
  const quiet = await alice.syncOn()
  expect(quiet.rooms).toBeUndefined()
})

test('a held sync answers as soon as Bob speaks', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  await alice.sync()
  const held = alice.syncOn({ timeout: 20_000 })
  await new Promise((resolve) => setTimeout(resolve, 50))
  await bob.say(roomId, 'now')
  expect(bodies((await held).rooms.join[roomId])).toEqual(['now'])
})

test('a held sync that nobody answers comes back empty with a token that goes on', async () => {
  const carol = await chappe.person('carol')
  await carol.sync()
  const nothing = await carol.syncOn({ timeout: 30 })
  expect(nothing.rooms).toBeUndefined()
  expect(nothing.next_batch).toMatch(/^s1\.\d+\.\d+$/)
})

test('after a long absence the timeline is limited, the state between is told, and the newest events are there', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  await bob.sync()
  await alice.setState(roomId, 'm.room.topic', '', { topic: 'while Bob was away' })
  for (let index = 0; index < 150; index += 1) await alice.say(roomId, `message ${index}`)
  const back = (await bob.syncOn()).rooms.join[roomId]
  expect(back.timeline.limited).toBe(true)
  expect(bodies(back)).toEqual(Array.from({ length: 10 }, (_, index) => `message ${140 + index}`))
  expect(back.state.events.map((event: Json) => event.content.topic)).toEqual(['while Bob was away'])
  expect(back.unread_notifications.notification_count).toBe(150)
})

test('state at the start of the timeline is the old one, the change stands in the timeline', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat', name: 'Old name' })
  for (let index = 0; index < 12; index += 1) await alice.say(roomId, `${index}`)
  await alice.setState(roomId, 'm.room.name', '', { name: 'New name' })
  const dora = await chappe.person('dora')
  await dora.join(roomId)
  const room = (await dora.sync({ filter: { room: { timeline: { limit: 3 } } } })).rooms.join[roomId]
  const named = room.state.events.filter((event: Json) => event.type === 'm.room.name')
  expect(named.map((event: Json) => event.content.name)).toEqual(['Old name'])
  const renamed = room.timeline.events.find((event: Json) => event.type === 'm.room.name')
  expect([renamed.content.name, renamed.unsigned.prev_content.name]).toEqual(['New name', 'Old name'])
})

test('Bob is invited, sees by whom and to what, and declines', async () => {
  const roomId = await alice.createRoom({ name: 'Surprise' })
  await bob.sync()
  await alice.invite(roomId, bob.userId)
  const invite = (await bob.syncOn()).rooms.invite[roomId].invite_state.events
  expect(types(invite)).toEqual(expect.arrayContaining(['m.room.create', 'm.room.join_rules', 'm.room.name', 'm.room.member']))
  expect(JSON.stringify(invite)).not.toContain('event_id')
  await bob.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/leave`)
  const after = await bob.syncOn()
  expect(Object.keys(after.rooms.leave)).toEqual([roomId])
})

test('Bob leaves and sees his leaving, and nothing that comes after', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  await bob.sync()
  await alice.say(roomId, 'before')
  await bob.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/leave`)
  await alice.say(roomId, 'after')
  const left = (await bob.syncOn()).rooms.leave[roomId]
  expect(bodies(left)).toEqual(['before'])
  expect(left.timeline.events.at(-1).content.membership).toBe('leave')
  expect((await bob.syncOn()).rooms).toBeUndefined()
})

test('the sender alone gets the transaction id back', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  await alice.sync()
  await bob.sync()
  await alice.send(roomId, 'm.room.message', { msgtype: 'm.text', body: 'echo' }, 'my-txn')
  const mine = (await alice.syncOn()).rooms.join[roomId].timeline.events[0]
  const his = (await bob.syncOn()).rooms.join[roomId].timeline.events[0]
  expect([mine.unsigned.transaction_id, his.unsigned.transaction_id]).toEqual(['my-txn', undefined])
})

test('a mention is a highlight, also after a restart; a sent message reads the room', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  await bob.sync()
  await alice.send(roomId, 'm.room.message', { msgtype: 'm.text', body: 'Bob!', 'm.mentions': { user_ids: [bob.userId] } })
  await alice.say(roomId, 'anyone')
  const counts = async () => (await bob.sync()).rooms.join[roomId].unread_notifications
  expect(await counts()).toEqual({ highlight_count: 1, notification_count: 2 })
  await chappe.restart()
  expect(await counts()).toEqual({ highlight_count: 1, notification_count: 2 })
  await bob.say(roomId, 'here')
  expect(await counts()).toEqual({ highlight_count: 0, notification_count: 0 })
  await chappe.restart()
  expect(await counts()).toEqual({ highlight_count: 0, notification_count: 0 })
})

test('lazy loading gives the members who speak, once', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  for (const name of ['emil', 'fay', 'gus']) await (await chappe.person(name)).join(roomId)
  await bob.join(roomId)
  for (let index = 0; index < 10; index += 1) await alice.say(roomId, `${index}`)
  const filter = { room: { state: { lazy_load_members: true }, timeline: { limit: 5 } } }
  const members = (answer: Json): string[] =>
    answer.rooms.join[roomId].state.events.filter((event: Json) => event.type === 'm.room.member').map((event: Json) => event.state_key)
  expect(members(await bob.sync({ filter })).sort()).toEqual(
    expect.arrayContaining([alice.userId, bob.userId]),
  )
  await alice.say(roomId, 'again')
  expect(members(await bob.syncOn({ filter }))).toEqual([])
})

test('every sync leaves behind what it showed, before it is answered', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  await bob.sync()
  await alice.say(roomId, 'recorded')
  await bob.syncOn()
  const rows = []
  for await (const row of chappe.server.homeserver.ports.ledger.rows()) rows.push(row)
  const last = rows.filter((row) => row.operation === 'sync' && row.subject === '').at(-1)
  const [event] = await chappe.database.query("SELECT position, room_nid FROM event WHERE convert_from(pdu, 'UTF8') LIKE '%recorded%'")
  const position = Number(event?.['position'])
  expect(last).toMatchObject({ kind: 'events', room: event?.['room_nid'], from: position, to: position, count: 1 })
  expect(last?.bytes).toBeGreaterThan(100)
})

test('a made-up token is refused', async () => {
  const answer = await request(chappe.url, 'GET', '/_matrix/client/v3/sync?since=yesterday', { token: alice.token })
  expect([answer.status, answer.body.errcode]).toEqual([400, 'M_INVALID_PARAM'])
})
