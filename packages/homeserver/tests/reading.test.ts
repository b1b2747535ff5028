// Reading rooms: pages, context, state and members, and who may see what of the past.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { expect, test } from 'vitest'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob, eve } = await chappe.people('alice', 'bob', 'eve')

const room = (roomId: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
const bodies = (chunk: Json[]): string[] => chunk.map((event) => event.content.body).filter(Boolean)

async function messages(person: Person, roomId: string, query: Record<string, string> = {}): Promise<Json> {
  const answer = await person.get(`${room(roomId)}/messages?${new URLSearchParams({ dir: 'b', ...query })}`)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}

/** Every page in one direction, to the end. */
async function walk(person: Person, roomId: string, query: Record<string, string> = {}): Promise<Json[]> {
  const events: Json[] = []
  let from: string | undefined
  for (let page = 0; page < 200; page += 1) {
    const body = await messages(person, roomId, { ...query, ...(from === undefined ? {} : { from }) })
    events.push(...body.chunk)
    from = body.end
    if (from === undefined) return events
  }
  throw new Error('the pages do not end')
}

async function visibilityRoom(visibility: string): Promise<string> {
  return alice.createRoom({
    preset: 'private_chat',
    initial_state: [{ type: 'm.room.history_visibility', content: { history_visibility: visibility } }],
  })
}

async function leave(person: Person, roomId: string): Promise<void> {
  expect((await person.post(`${room(roomId)}/leave`)).status).toBe(200)
}

test('Alice pages through a long room both ways, from memory and after a restart from the database', async () => {
  const roomId = await alice.createRoom({ name: 'Long' })
  const said = Array.from({ length: 130 }, (_, index) => `m${index}`)
  for (const text of said) await alice.say(roomId, text)
  for (const limit of ['7', '50', '1000']) {
    const back = await walk(alice, roomId, { limit })
    expect(bodies(back)).toEqual([...said].reverse())
    expect(back.at(-1).type).toBe('m.room.create')
    expect(bodies(await walk(alice, roomId, { limit, dir: 'f' }))).toEqual(said)
  }
  await chappe.restart()
  expect(bodies(await walk(alice, roomId, { limit: '60' }))).toEqual([...said].reverse())
  const first = await messages(alice, roomId, { limit: '3' })
  expect(bodies(first.chunk)).toEqual(['m129', 'm128', 'm127'])
  const older = await messages(alice, roomId, { from: first.end, limit: '2' })
  expect([older.start, bodies(older.chunk)]).toEqual([first.end, ['m126', 'm125']])
  const between = await messages(alice, roomId, { from: first.start, to: older.end, limit: '100' })
  expect([bodies(between.chunk), between.end]).toEqual([['m129', 'm128', 'm127', 'm126', 'm125'], undefined])
  expect(bodies((await messages(alice, roomId, { from: older.end, to: first.start, dir: 'f' })).chunk)).toHaveLength(5)
  const sync = `s1.${Number(first.end.slice(1)) - 1}.0`
  expect(bodies((await messages(alice, roomId, { from: sync, limit: '1' })).chunk)).toEqual(['m126'])
  expect((await messages(alice, roomId, { limit: '0' })).chunk).toEqual([])
})

test('a page filtered empty does not end the walk', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  await bob.send(roomId, 'm.room.message', { msgtype: 'm.image', body: 'needle', url: 'mxc://chappe.test/x' })
  for (let index = 0; index < 30; index += 1) await alice.say(roomId, `hay ${index}`)
  const pick = async (filter: object) => bodies(await walk(alice, roomId, { limit: '5', filter: JSON.stringify(filter) }))
  expect(await pick({ senders: [bob.userId], types: ['m.room.mess*'] })).toEqual(['needle'])
  expect(await pick({ not_senders: [alice.userId] })).toEqual(['needle'])
  expect(await pick({ contains_url: true })).toEqual(['needle'])
  expect(await pick({ contains_url: false })).toHaveLength(30)
  expect(await pick({ not_types: ['m.room.*'] })).toEqual([])
  expect(await pick({ rooms: ['!other:chappe.test'] })).toEqual([])
  expect(await pick({ not_rooms: [roomId] })).toEqual([])
  const lazy = await messages(alice, roomId, { limit: '31', filter: JSON.stringify({ lazy_load_members: true }) })
  expect(lazy.state.map((event: Json) => event.state_key).sort()).toEqual([alice.userId, bob.userId].sort())
})

test('what is no token, filter or direction is refused', async () => {
  const roomId = await alice.createRoom({})
  for (const query of ['dir=b&from=xyz', 'dir=b&to=1', 'dir=b&filter=no', 'dir=b&filter=%7B%22types%22%3A1%7D', 'dir=x', '']) {
    const answer = await alice.get(`${room(roomId)}/messages?${query}`)
    expect([query, answer.status, answer.body.errcode]).toEqual([query, 400, 'M_INVALID_PARAM'])
  }
})

test('Eve, a stranger, reads nothing, and is not told whether the room exists', async () => {
  const roomId = await alice.createRoom({ preset: 'private_chat' })
  const eventId = await alice.say(roomId, 'secret')
  const banned = await alice.post(`${room(roomId)}/ban`, { user_id: eve.userId })
  expect(banned.status).toBe(200)
  const paths = ['messages?dir=b', `context/${eventId}`, `event/${eventId}`, 'state', 'state/m.room.create', 'state/m.room.create/', 'members', 'joined_members']
  for (const id of [roomId, '!nowhere:chappe.test']) {
    for (const path of paths) {
      const answer = await eve.get(`${room(id)}/${path}`)
      expect([path, answer.status, answer.body.errcode]).toEqual([path, 403, 'M_FORBIDDEN'])
    }
  }
})

test.each([
  ['world_readable', ['before', 'invited', 'inside'], ['before', 'invited', 'inside', 'after']],
  ['shared', ['before', 'invited', 'inside'], ['before', 'invited', 'inside']],
  ['invited', ['invited', 'inside'], ['invited', 'inside']],
  ['joined', ['inside'], ['inside']],
  ['something new', ['before', 'invited', 'inside'], ['before', 'invited', 'inside']],
])('history that is %s: what Bob sees while inside and after leaving', async (visibility, inside, afterwards) => {
  const roomId = await visibilityRoom(visibility)
  const ids: Record<string, string> = {}
  ids['before'] = await alice.say(roomId, 'before')
  await alice.invite(roomId, bob.userId)
  ids['invited'] = await alice.say(roomId, 'invited')
  await bob.join(roomId)
  ids['inside'] = await alice.say(roomId, 'inside')
  const seen = async () => bodies(await walk(bob, roomId, { dir: 'f', limit: '2' }))
  expect(await seen()).toEqual(inside)
  for (const [name, eventId] of Object.entries(ids)) {
    const answer = await bob.get(`${room(roomId)}/event/${encodeURIComponent(eventId)}`)
    expect([name, answer.status, answer.body.errcode]).toEqual(
      inside.includes(name) ? [name, 200, undefined] : [name, 404, 'M_NOT_FOUND'],
    )
  }
  await leave(bob, roomId)
  await alice.say(roomId, 'after')
  expect(await seen()).toEqual(afterwards)
  await chappe.restart()
  expect(await seen()).toEqual(afterwards)
})

test('Bob, who left and came back, misses what was said meanwhile where history is for the joined', async () => {
  const roomId = await visibilityRoom('joined')
  await alice.invite(roomId, bob.userId)
  await bob.join(roomId)
  await alice.say(roomId, 'first')
  await leave(bob, roomId)
  await alice.say(roomId, 'meanwhile')
  await alice.invite(roomId, bob.userId)
  await bob.join(roomId)
  await alice.say(roomId, 'second')
  const events = await walk(bob, roomId, { dir: 'f' })
  expect(bodies(events)).toEqual(['first', 'second'])
  const memberships = events.filter((event) => event.state_key === bob.userId).map((event) => event.content.membership)
  expect(memberships).toEqual(['join', 'leave', 'join'])
})

test('a change of visibility shows to those whom either side lets see it', async () => {
  const roomId = await visibilityRoom('joined')
  await alice.say(roomId, 'hidden')
  await alice.setState(roomId, 'm.room.history_visibility', '', { history_visibility: 'shared' })
  await alice.say(roomId, 'shared')
  await alice.setState(roomId, 'm.room.history_visibility', '', { history_visibility: 'joined' })
  await alice.say(roomId, 'hidden again')
  await alice.invite(roomId, bob.userId)
  await bob.join(roomId)
  const events = await walk(bob, roomId, { dir: 'f' })
  expect(bodies(events)).toEqual(['shared'])
  const changes = events.filter((event) => event.type === 'm.room.history_visibility')
  // The first one is of before anything was said, when history is shared.
  expect(changes.map((event) => event.content.history_visibility)).toEqual(['joined', 'shared', 'joined'])
})

test('Bob left: he reads state and members as of his leaving; forgetting ends even that', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat', name: 'Old name' })
  await bob.join(roomId)
  await leave(bob, roomId)
  await alice.setState(roomId, 'm.room.name', '', { name: 'New name' })
  const carol = await chappe.person('carol')
  await carol.join(roomId)
  const later = await carol.say(roomId, 'bob is gone')
  expect((await bob.get(`${room(roomId)}/state/m.room.name`)).body).toEqual({ name: 'Old name' })
  expect((await alice.get(`${room(roomId)}/state/m.room.name/`)).body).toEqual({ name: 'New name' })
  const memberKeys = async (person: Person, query = '') =>
    (await person.get(`${room(roomId)}/members${query}`)).body.chunk.map((each: Json) => [each.state_key, each.content.membership])
  expect((await memberKeys(bob)).sort()).toEqual([[alice.userId, 'join'], [bob.userId, 'leave']])
  expect(await memberKeys(alice, '?membership=leave')).toEqual([[bob.userId, 'leave']])
  expect((await memberKeys(alice, '?not_membership=leave')).sort()).toEqual([[alice.userId, 'join'], [carol.userId, 'join']])
  const state = (await bob.get(`${room(roomId)}/state`)).body
  expect(state.find((event: Json) => event.type === 'm.room.name').content).toEqual({ name: 'Old name' })
  expect((await bob.get(`${room(roomId)}/event/${later}`)).body.errcode).toBe('M_NOT_FOUND')
  expect((await bob.get(`${room(roomId)}/joined_members`)).body.errcode).toBe('M_FORBIDDEN')
  const lazy = await messages(bob, roomId, { filter: JSON.stringify({ lazy_load_members: true }) })
  expect(lazy.state.map((event: Json) => event.content.membership).sort()).toEqual(['join', 'leave'])
  expect((await bob.post(`${room(roomId)}/forget`)).status).toBe(200)
  expect((await bob.get(`${room(roomId)}/messages?dir=b`)).body.errcode).toBe('M_FORBIDDEN')
})

test('members and state at a token, and one state event in either format', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat', topic: 'one' })
  const { start } = await messages(alice, roomId, { limit: '1' })
  await bob.join(roomId)
  const at = await alice.get(`${room(roomId)}/members?at=${start}`)
  expect(at.body.chunk.map((each: Json) => each.state_key)).toEqual([alice.userId])
  expect((await alice.get(`${room(roomId)}/members`)).body.chunk).toHaveLength(2)
  expect((await alice.get(`${room(roomId)}/joined_members`)).body.joined).toHaveProperty([bob.userId])
  const event = (await alice.get(`${room(roomId)}/state/m.room.topic/?format=event`)).body
  expect([event.type, event.state_key, event.content.topic, event.room_id]).toEqual(['m.room.topic', '', 'one', roomId])
  const none = await alice.get(`${room(roomId)}/state/m.room.topic/else`)
  expect([none.status, none.body.errcode]).toEqual([404, 'M_NOT_FOUND'])
})

test('who was in a room before Bob came is not for Bob where history is for the joined', async () => {
  const roomId = await visibilityRoom('joined')
  await alice.say(roomId, 'alone')
  const { start } = await messages(alice, roomId)
  await alice.invite(roomId, bob.userId)
  await bob.join(roomId)
  expect((await bob.get(`${room(roomId)}/members`)).body.chunk).toHaveLength(2)
  const early = await bob.get(`${room(roomId)}/members?at=${start}`)
  expect([early.status, early.body.errcode]).toEqual([403, 'M_FORBIDDEN'])
})

test('the context of an event: what stands before and after it, with tokens to go on from', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat', topic: 'then' })
  await bob.join(roomId)
  const ids: string[] = []
  for (let index = 0; index < 9; index += 1) ids.push(await (index % 2 === 0 ? alice : bob).say(roomId, `c${index}`))
  await alice.setState(roomId, 'm.room.topic', '', { topic: 'now' })
  const context = async (query: string) => (await alice.get(`${room(roomId)}/context/${ids[4]}${query}`)).body
  const four = await context('?limit=4')
  expect([four.event.content.body, bodies(four.events_before), bodies(four.events_after)]).toEqual(['c4', ['c3', 'c2'], ['c5', 'c6']])
  expect(four.state.find((event: Json) => event.type === 'm.room.topic').content.topic).toBe('then')
  expect(bodies((await messages(alice, roomId, { from: four.start, limit: '1' })).chunk)).toEqual(['c1'])
  expect(bodies((await messages(alice, roomId, { from: four.end, dir: 'f', limit: '1' })).chunk)).toEqual(['c7'])
  const alone = await context('?limit=0')
  expect([alone.event.event_id, alone.events_before, alone.events_after]).toEqual([ids[4], [], []])
  const lazy = await context(`?limit=0&filter=${encodeURIComponent(JSON.stringify({ lazy_load_members: true }))}`)
  expect(lazy.state.filter((event: Json) => event.type === 'm.room.member')).toHaveLength(1)
  const unknown = await alice.get(`${room(roomId)}/context/$nothing`)
  expect([unknown.status, unknown.body.errcode]).toEqual([404, 'M_NOT_FOUND'])
  const elsewhere = await alice.createRoom({})
  expect((await alice.get(`${room(elsewhere)}/event/${ids[4]}`)).body.errcode).toBe('M_NOT_FOUND')
})

test('every page read leaves its range in the ledger', async () => {
  const roomId = await alice.createRoom({})
  await alice.say(roomId, 'noted')
  const blocks = async () => Number((await chappe.database.query('SELECT coalesce(sum(row_count), 0)::int AS n FROM ledger_block'))[0]?.['n'])
  const before = await blocks()
  const page = await messages(alice, roomId, { limit: '3' })
  expect(page.chunk).toHaveLength(3)
  await alice.get(`${room(roomId)}/members`)
  expect(await blocks()).toBe(before + 3)
})
