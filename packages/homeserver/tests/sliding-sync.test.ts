// Sliding sync: the rooms a client asks for, once each, and then what is new in them.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { request, serverOfThisFile } from '@chappe/testkit'
import { describe, expect, test } from 'vitest'
import { readsOf } from './_keys.ts'
import { bodiesOf, kick, leave, listOf, membersOf, slider, somebody as person } from './_sliding.ts'

const chappe = await serverOfThisFile(buildServer)
const somebody = (name: string): Promise<Person> => person(chappe, name)

describe('windows', () => {
  test('Alice sees her newest rooms, then more of them, each once', async () => {
    const alice = await somebody('alice')
    const rooms: string[] = []
    for (let index = 0; index < 5; index += 1) rooms.push(await alice.createRoom({ name: `Room ${index}` }))
    const sync = slider(alice, listOf(1))
    const first = await sync.on()
    expect(first.lists).toEqual({ all: { count: 5 } })
    expect(Object.keys(first.rooms)).toEqual([rooms[4], rooms[3]])
    expect(first.rooms[rooms[4] ?? '']).toMatchObject({ initial: true, name: 'Room 4', joined_count: 1, invited_count: 0, limited: false, num_live: 0 })
    expect(Object.keys((await sync.on(listOf(3))).rooms)).toEqual([rooms[2], rooms[1]])
    expect((await sync.on()).rooms).toEqual({})
    await alice.say(rooms[0] ?? '', 'up I go')
    const moved = await sync.on()
    expect(Object.keys(moved.rooms)).toEqual([rooms[0]])
    expect(moved.rooms[rooms[0] ?? '']).toMatchObject({ initial: true, num_live: 1 })
  })

  test('a message shows what is new and nothing else', async () => {
    const [alice, bob] = [await somebody('alice'), await somebody('bob')]
    const roomId = await alice.createRoom({ name: 'Garden', preset: 'public_chat' })
    await bob.join(roomId)
    const sync = slider(alice, listOf(9))
    await sync.on()
    const eventId = await bob.say(roomId, 'roses')
    const { rooms } = await sync.on()
    const { bump_stamp: bump, prev_batch: page, ...room } = rooms[roomId]
    expect(bump).toBeGreaterThan(0)
    expect(page).toMatch(/^p\d+$/)
    expect(room).toEqual({
      timeline: [expect.objectContaining({ event_id: eventId, content: { msgtype: 'm.text', body: 'roses' } })],
      limited: false,
      num_live: 1,
      notification_count: 1,
      highlight_count: 0,
      // Bob was in the timeline before, so that his membership is known.
    })
  })

  test('a changed name says what it was before, where nothing is related to anything', async () => {
    const alice = await somebody('alice')
    const roomId = await alice.createRoom({ name: 'Garden' })
    const sync = slider(alice, listOf(9))
    await sync.on()
    await alice.setState(roomId, 'm.room.name', '', { name: 'Orchard' })
    const [renamed] = (await sync.on()).rooms[roomId].timeline
    expect([renamed.content.name, renamed.unsigned.prev_content?.name]).toEqual(['Orchard', 'Garden'])
  })

  test('a held request answers when somebody speaks in a room of the window, and not for another room', async () => {
    const [alice, bob] = [await somebody('alice'), await somebody('bob')]
    const old = await alice.createRoom({ preset: 'public_chat', room_version: '11', creation_content: { type: 'm.space' } })
    const shown = await alice.createRoom({ preset: 'public_chat' })
    for (const roomId of [old, shown]) await bob.join(roomId)
    const sync = slider(alice, listOf(0, { filters: { not_room_types: ['m.space'] } }))
    expect(Object.keys((await sync.on()).rooms)).toEqual([shown])
    const held = sync.on(undefined, { timeout: 20_000 })
    await bob.say(old, 'nobody looks here')
    await bob.say(shown, 'now')
    const { rooms } = await held
    expect(Object.keys(rooms)).toEqual([shown])
    expect(bodiesOf(rooms[shown])).toEqual(['now'])
  })

  test('a room that fell out of the window comes back with all it missed', async () => {
    const [alice, bob] = [await somebody('alice'), await somebody('bob')]
    const first = await alice.createRoom({ preset: 'public_chat' })
    const second = await alice.createRoom({ preset: 'public_chat' })
    for (const roomId of [first, second]) await bob.join(roomId)
    const sync = slider(alice, listOf(1))
    await sync.on()
    await bob.say(first, 'one')
    await bob.say(second, 'two')
    expect(Object.keys((await sync.on(listOf(0))).rooms)).toEqual([second])
    const { rooms } = await sync.on(listOf(1))
    expect(bodiesOf(rooms[first])).toEqual(['one'])
    expect(rooms[first].initial).toBeUndefined()
  })

  test('a subscription shows a room that no list holds; a room of strangers is ignored', async () => {
    const [alice, eve] = [await somebody('alice'), await somebody('eve')]
    const roomId = await alice.createRoom({ name: 'Asked for' })
    const subscription = { room_subscriptions: { [roomId]: { timeline_limit: 3, required_state: [['*', '*']] }, '!nowhere:chappe.test': { timeline_limit: 1 } } }
    const { rooms } = await slider(alice, subscription).on()
    expect(rooms[roomId].timeline).toHaveLength(3)
    expect(rooms[roomId].limited).toBe(true)
    expect(membersOf(rooms[roomId])).toEqual([alice.userId])
    expect((await slider(eve, subscription).on()).rooms).toEqual({})
  })

  test('after a long absence the timeline is limited, and prev_batch pages exactly into the gap', async () => {
    const alice = await somebody('alice')
    const roomId = await alice.createRoom()
    const sync = slider(alice, listOf(9, { timeline_limit: 3 }))
    await sync.on()
    for (let index = 0; index < 130; index += 1) await alice.say(roomId, `${index}`)
    const room = (await sync.on()).rooms[roomId]
    expect([room.limited, bodiesOf(room), room.num_live]).toEqual([true, ['127', '128', '129'], 3])
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=2&from=${room.prev_batch}`
    expect((await alice.get(path)).body.chunk.map((event: Json) => event.content.body)).toEqual(['126', '125'])
    const back = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=1&from=${sync.pos}`
    expect((await alice.get(back)).body.chunk.map((event: Json) => event.content.body)).toEqual(['129'])
  })
})

describe('positions', () => {
  test('an answer that was lost is told again, with what came since', async () => {
    const alice = await somebody('alice')
    const roomId = await alice.createRoom()
    const sync = slider(alice, listOf(9))
    await sync.on()
    const { pos } = sync
    await alice.say(roomId, 'one')
    expect(bodiesOf((await sync.on()).rooms[roomId])).toEqual(['one'])
    sync.pos = pos
    await alice.say(roomId, 'two')
    expect(bodiesOf((await sync.on()).rooms[roomId])).toEqual(['one', 'two'])
    expect((await sync.on()).rooms).toEqual({})
  })

  test('a first answer that was lost is told again', async () => {
    const alice = await somebody('alice')
    const roomId = await alice.createRoom()
    const sync = slider(alice, listOf(9))
    await sync.on()
    sync.pos = undefined
    expect((await sync.on()).rooms[roomId].initial).toBe(true)
  })

  test("a position of somebody else's, an old one, a made-up one, and one from before a restart are unknown", async () => {
    const [alice, eve] = [await somebody('alice'), await somebody('eve')]
    await alice.createRoom()
    const sync = slider(alice, listOf(9))
    await sync.on()
    const old = sync.pos
    await sync.on()
    await sync.on()
    const unknown = { status: 400, body: { errcode: 'M_UNKNOWN_POS', error: expect.any(String) } }
    expect(await slider(eve, {}).ask(listOf(9), sync.pos)).toMatchObject(unknown)
    expect(await sync.ask(listOf(9), old)).toMatchObject(unknown)
    expect(await sync.ask(listOf(9), 'yesterday')).toMatchObject(unknown)
    await chappe.restart()
    expect(await sync.ask(listOf(9), sync.pos)).toMatchObject(unknown)
    expect((await sync.ask(listOf(9), undefined)).status).toBe(200)
  })

  test('is none for a plain sync, whose token confirms messages to the device', async () => {
    const alice = await somebody('alice')
    const sync = slider(alice, listOf(9))
    await sync.on()
    const plain = await alice.get(`/_matrix/client/v3/sync?since=${sync.pos}`)
    expect([plain.status, plain.body.errcode]).toEqual([400, 'M_INVALID_PARAM'])
  })

  test('connections of different names do not meet', async () => {
    const alice = await somebody('alice')
    const roomId = await alice.createRoom()
    const one = slider(alice, { ...listOf(9), conn_id: 'one' })
    const two = slider(alice, { ...listOf(9), conn_id: 'two' })
    for (const sync of [one, two]) expect(Object.keys((await sync.on()).rooms)).toEqual([roomId])
    await alice.say(roomId, 'both')
    for (const sync of [one, two]) expect(bodiesOf((await sync.on()).rooms[roomId])).toEqual(['both'])
  })

  test('a held request ends when the client asks anew, and takes nothing with it', async () => {
    const alice = await somebody('alice')
    const roomId = await alice.createRoom()
    const sync = slider(alice, listOf(9))
    await sync.on()
    const held = sync.ask(listOf(9), sync.pos, 30_000)
    await new Promise((resolve) => setTimeout(resolve, 50))
    const again = sync.on(undefined, { timeout: 20_000 })
    expect((await held).body.rooms).toEqual({})
    await alice.say(roomId, 'heard')
    expect(bodiesOf((await again).rooms[roomId])).toEqual(['heard'])
  })
})

describe('what is asked for changes', () => {
  test('a longer timeline is sent at once, marked as expanded; one that is there already is not', async () => {
    const alice = await somebody('alice')
    const roomId = await alice.createRoom()
    for (const body of ['A', 'B', 'C', 'D']) await alice.say(roomId, body)
    const sync = slider(alice, listOf(9, { timeline_limit: 1 }))
    expect(bodiesOf((await sync.on()).rooms[roomId])).toEqual(['D'])
    const expanded = (await sync.on(listOf(9, { timeline_limit: 4 }), { timeout: 20_000 })).rooms[roomId]
    expect([bodiesOf(expanded), expanded.unstable_expanded_timeline, expanded.initial, expanded.num_live]).toEqual([['A', 'B', 'C', 'D'], true, undefined, 0])
    await sync.on(listOf(9, { timeline_limit: 2 }))
    expect((await sync.on(listOf(9, { timeline_limit: 4 }))).rooms).toEqual({})
  })

  test('more state is sent at once, and only what was not there', async () => {
    const alice = await somebody('alice')
    const roomId = await alice.createRoom({ name: 'Name', topic: 'Topic' })
    const wanted = (types: string[]): Json => listOf(9, { required_state: types.map((type) => [type, '']) })
    const sync = slider(alice, wanted(['m.room.name']))
    const types = (room: Json): string[] => room.required_state.map((event: Json) => event.type)
    expect(types((await sync.on()).rooms[roomId])).toEqual(['m.room.name'])
    expect(types((await sync.on(wanted(['m.room.name', 'm.room.topic']))).rooms[roomId])).toEqual(['m.room.topic'])
    await alice.setState(roomId, 'm.room.name', '', { name: 'New' })
    const renamed = (await sync.on()).rooms[roomId]
    expect([renamed.name, types(renamed)]).toEqual(['New', ['m.room.name']])
    await alice.setState(roomId, 'm.room.name', '', {})
    expect((await sync.on()).rooms[roomId]).toMatchObject({ name: null })
  })
})

describe('members', () => {
  test('are sent as the timeline needs them, once; changes are sent; after a gap they are sent anew', async () => {
    const [alice, bob, carol] = [await somebody('alice'), await somebody('bob'), await somebody('carol')]
    const roomId = await alice.createRoom({ preset: 'public_chat', name: 'Lazy' })
    for (const person of [bob, carol]) await person.join(roomId)
    await alice.say(roomId, 'hello')
    const sync = slider(alice, listOf(9, { timeline_limit: 1 }))
    expect(membersOf((await sync.on()).rooms[roomId])).toEqual([alice.userId])
    await bob.say(roomId, 'one')
    expect(membersOf((await sync.on()).rooms[roomId])).toEqual([bob.userId])
    await bob.say(roomId, 'two')
    expect(membersOf((await sync.on()).rooms[roomId])).toEqual([])
    await kick(alice, roomId, carol.userId)
    const kicked = (await sync.on()).rooms[roomId]
    expect([membersOf(kicked), kicked.joined_count]).toEqual([[carol.userId], 2])
    for (const body of ['three', 'four']) await bob.say(roomId, body)
    const gap = (await sync.on()).rooms[roomId]
    expect([gap.limited, membersOf(gap)]).toEqual([true, [bob.userId]])
  })

  test('all of them where all are asked for, and a nameless room is called after others', async () => {
    const [alice, bob] = [await somebody('alice'), await somebody('bob')]
    await bob.put(`/_matrix/client/v3/profile/${encodeURIComponent(bob.userId)}/displayname`, { displayname: 'Bob B' })
    const roomId = await alice.createRoom({ preset: 'public_chat' })
    await bob.join(roomId)
    const room = (await slider(alice, listOf(9, { timeline_limit: 1, required_state: [['m.room.member', '*']] })).on()).rooms[roomId]
    expect(membersOf(room)).toEqual([alice.userId, bob.userId].toSorted())
    expect([room.name, room.heroes]).toEqual([undefined, [{ user_id: bob.userId, displayname: 'Bob B' }]])
  })
})

describe('comings and goings', () => {
  test('an invitation shows stripped state, joining shows the room anew', async () => {
    const [alice, bob] = [await somebody('alice'), await somebody('bob')]
    const sync = slider(bob, listOf(9))
    await sync.on()
    const roomId = await alice.createRoom({ name: 'Surprise' })
    await alice.say(roomId, 'before')
    await alice.invite(roomId, bob.userId)
    const invited = (await sync.on()).rooms[roomId]
    expect(Object.keys(invited).toSorted()).toEqual(['bump_stamp', 'initial', 'invite_state'])
    expect(invited.invite_state.map((event: Json) => event.type)).toEqual(expect.arrayContaining(['m.room.create', 'm.room.name', 'm.room.member']))
    expect(JSON.stringify(invited)).not.toContain('before')
    await bob.join(roomId)
    expect((await sync.on()).rooms[roomId]).toMatchObject({ initial: true, name: 'Surprise', joined_count: 2 })
  })

  // CVE-2024-53867: sliding sync that went on telling departed users of their room's state.
  test('who has left sees the leaving, and nothing that comes after, not even by subscription', async () => {
    const [alice, bob] = [await somebody('alice'), await somebody('bob')]
    const roomId = await alice.createRoom({ preset: 'public_chat', name: 'Before' })
    await bob.join(roomId)
    const everything = { timeline_limit: 20, required_state: [['*', '*']] }
    const body = { lists: { all: { ranges: [[0, 9]], ...everything } }, room_subscriptions: { [roomId]: everything } }
    const sync = slider(bob, body)
    await sync.on()
    await alice.say(roomId, 'last words')
    await leave(bob, roomId)
    await alice.setState(roomId, 'm.room.name', '', { name: 'Secret heron' })
    await alice.say(roomId, 'secret heron')
    const left = await sync.on()
    expect(bodiesOf(left.rooms[roomId])).toEqual(['last words'])
    expect(left.rooms[roomId].timeline.at(-1).content.membership).toBe('leave')
    expect(left.rooms[roomId].required_state.map((event: Json) => event.state_key)).toEqual([bob.userId])
    await alice.say(roomId, 'more of the heron')
    expect((await sync.on()).rooms).toEqual({})
    const anew = await slider(bob, body).on()
    expect(anew.rooms[roomId].name).toBe('Before')
    expect(anew.lists.all.count).toBe(0)
    for (const answer of [left, anew]) expect(JSON.stringify(answer).toLowerCase()).not.toContain('heron')
  })

  test('who was put out is told also later, with the state of that time', async () => {
    const [alice, bob] = [await somebody('alice'), await somebody('bob')]
    const roomId = await alice.createRoom({ preset: 'public_chat', name: 'Before' })
    await bob.join(roomId)
    await kick(alice, roomId, bob.userId)
    await alice.setState(roomId, 'm.room.name', '', { name: 'Secret heron' })
    const { rooms, lists } = await slider(bob, listOf(9)).on()
    expect(lists.all.count).toBe(1)
    expect(rooms[roomId].name).toBe('Before')
    expect(rooms[roomId].required_state.find((event: Json) => event.state_key === bob.userId).content.membership).toBe('leave')
    expect(JSON.stringify(rooms)).not.toContain('heron')
  })

  test('a declined invitation is gone from the list', async () => {
    const [alice, bob] = [await somebody('alice'), await somebody('bob')]
    const roomId = await alice.createRoom({ name: 'Secret heron' })
    await alice.invite(roomId, bob.userId)
    const sync = slider(bob, listOf(9))
    expect((await sync.on()).rooms[roomId].invite_state).toBeDefined()
    await leave(bob, roomId)
    const { rooms } = await sync.on()
    expect(rooms[roomId].invite_state).toBeUndefined()
    expect(rooms[roomId].required_state.map((event: Json) => event.content.membership)).toEqual(['leave'])
    expect(JSON.stringify(rooms)).not.toContain('heron')
    expect((await sync.on()).lists.all.count).toBe(0)
  })

  test('history that was hidden stays hidden to who joins', async () => {
    const [alice, bob] = [await somebody('alice'), await somebody('bob')]
    const roomId = await alice.createRoom({ preset: 'public_chat', initial_state: [{ type: 'm.room.history_visibility', content: { history_visibility: 'joined' } }] })
    await alice.say(roomId, 'hidden')
    await bob.join(roomId)
    await alice.say(roomId, 'open')
    expect(bodiesOf((await slider(bob, listOf(9)).on()).rooms[roomId])).toEqual(['open'])
  })
})

test('every answer leaves behind what it showed, before it is given', async () => {
  const [alice, bob] = [await somebody('alice'), await somebody('bob')]
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  const sync = slider(alice, listOf(9))
  await sync.on()
  await bob.say(roomId, 'recorded here')
  await sync.on()
  const last = (await readsOf(chappe, 'simplifiedSlidingSync')).filter((row) => row.subject === '').at(-1)
  const [event] = await chappe.database.query("SELECT position, room_nid FROM event WHERE convert_from(pdu, 'UTF8') LIKE '%recorded here%'")
  const position = Number(event?.['position'])
  expect(last).toMatchObject({ kind: 'events', room: event?.['room_nid'], from: position, to: position, count: 1 })
})

test('the server says that it speaks it, and does', async () => {
  const alice = await somebody('alice')
  const answer = await alice.post('/_matrix/client/unstable/org.matrix.simplified_msc3575/sync', { txn_id: 'mine' })
  expect([answer.status, answer.body]).toEqual([200, { pos: answer.body.pos, lists: {}, rooms: {}, extensions: {}, txn_id: 'mine' }])
  const { body } = await request(chappe.url, 'GET', '/_matrix/client/versions')
  expect(body.unstable_features['org.matrix.simplified_msc3575']).toBe(true)
})
