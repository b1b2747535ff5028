// Sync to the last detail: where servers go wrong, and clients lose state, members or keys by it.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { request, serverOfThisFile } from '@chappe/testkit'
import { describe, expect, test } from 'vitest'
import { logIn } from './_accounts.ts'
import { readsOf } from './_keys.ts'
import { bodiesOf, leave, somebody as person } from './_sliding.ts'

const chappe = await serverOfThisFile(buildServer)
const somebody = (name: string): Promise<Person> => person(chappe, name)

const at = (roomId: string): string => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
const bodies = (room: Json): string[] => bodiesOf({ timeline: room.timeline.events })
const get = async (who: Person, query: Record<string, string>): Promise<Json> => {
  const answer = await who.get(`/_matrix/client/v3/sync?${new URLSearchParams(query)}`)
  expect([answer.status, answer.body]).toEqual([200, answer.body])
  return answer.body
}
const memberKeys = (events: Json[]): string[] => events.filter((event) => event.type === 'm.room.member').map((event) => event.state_key).toSorted((a, b) => a.localeCompare(b))
const topics = (events: Json[]): string[] => events.filter((event) => event.type === 'm.room.topic').map((event) => event.content.topic)

async function pair(options: object = {}): Promise<{ alice: Person; bob: Person; roomId: string }> {
  const [alice, bob] = [await somebody('alice'), await somebody('bob')]
  const roomId = await alice.createRoom({ preset: 'public_chat', ...options })
  await bob.join(roomId)
  return { alice, bob, roomId }
}

describe('state', () => {
  test('state_after is the state at the end of the timeline, in both spellings, and state is left out', async () => {
    const { alice, bob, roomId } = await pair({ topic: 'Old' })
    const since = (await bob.sync()).next_batch
    await alice.setState(roomId, 'm.room.topic', '', { topic: 'New' })
    await alice.say(roomId, 'hello')
    for (const [parameter, name] of [['use_state_after', 'state_after'], ['org.matrix.msc4222.use_state_after', 'org.matrix.msc4222.state_after']] as const) {
      const whole = (await get(bob, { [parameter]: 'true' })).rooms.join[roomId]
      expect([Object.keys(whole).includes('state'), topics(whole[name].events)]).toEqual([false, ['New']])
      const next = (await get(bob, { [parameter]: 'true', since })).rooms.join[roomId]
      expect([topics(next[name].events), topics(next.timeline.events)]).toEqual([['New'], ['New']])
    }
    const before = (await get(bob, { since })).rooms.join[roomId]
    expect([topics(before.state.events), before.state_after]).toEqual([[], undefined])
    const quiet = (await get(bob, { use_state_after: 'true', since: (await bob.sync()).next_batch })).rooms
    expect(quiet).toBeUndefined()
    await alice.say(roomId, 'no state')
    expect((await get(bob, { use_state_after: 'true', since })).rooms.join[roomId].state_after.events).toHaveLength(1)
  })

  test('state_after of a room that was left ends with the leaving', async () => {
    const { alice, bob, roomId } = await pair()
    const since = (await bob.sync()).next_batch
    await alice.setState(roomId, 'm.room.topic', '', { topic: 'Seen' })
    await leave(bob, roomId)
    await alice.setState(roomId, 'm.room.topic', '', { topic: 'Unseen' })
    const left = (await get(bob, { use_state_after: 'true', since })).rooms.leave[roomId]
    expect([topics(left.state_after.events), memberKeys(left.state_after.events)]).toEqual([['Seen'], [bob.userId]])
  })

  test('a change that a filter keeps out of the timeline stands in the state', async () => {
    const { alice, bob, roomId } = await pair()
    const filter = { room: { timeline: { types: ['m.room.message'] } } }
    await bob.sync({ filter })
    await alice.setState(roomId, 'm.room.topic', '', { topic: 'Between' })
    await alice.say(roomId, 'first')
    await alice.setState(roomId, 'm.room.topic', '', { topic: 'After' })
    const next = (await bob.syncOn({ filter })).rooms.join[roomId]
    expect([bodies(next), topics(next.state.events)]).toEqual([['first'], ['After']])
    const whole = (await bob.sync({ filter: { room: { timeline: { types: ['m.room.message'], limit: 1 } } } })).rooms.join[roomId]
    expect(topics(whole.state.events)).toEqual(['After'])
  })

  test('in a gap, members who came and went are told even lazily', async () => {
    const { alice, bob, roomId } = await pair()
    const carol = await somebody('carol')
    const filter = { room: { state: { lazy_load_members: true }, timeline: { limit: 2 } } }
    await bob.sync({ filter })
    await carol.join(roomId)
    for (let index = 0; index < 5; index += 1) await alice.say(roomId, `${index}`)
    const gap = (await bob.syncOn({ filter })).rooms.join[roomId]
    expect([gap.timeline.limited, memberKeys(gap.state.events)]).toEqual([true, expect.arrayContaining([carol.userId])])
  })

  test('who joins anew gets the whole room, whoever asks for everything too', async () => {
    const { alice, bob, roomId } = await pair({ name: 'Whole' })
    await bob.sync()
    await leave(bob, roomId)
    await bob.syncOn()
    await bob.join(roomId)
    const joined = (await bob.syncOn({ filter: { room: { timeline: { limit: 1 } } } })).rooms.join[roomId]
    const types = (events: Json[]): string[] => events.map((event) => event.type)
    expect(types(joined.state.events)).toEqual(expect.arrayContaining(['m.room.create', 'm.room.name', 'm.room.power_levels']))
    expect(memberKeys(joined.state.events)).toContain(alice.userId)
    const full = await get(bob, { full_state: 'true', since: joined.timeline.prev_batch.replace(/^p.*/, (await bob.sync()).next_batch) })
    expect(types(full.rooms.join[roomId].state.events)).toContain('m.room.create')
    expect(full.rooms.join[roomId].timeline.events).toEqual([])
  })

  test('redundant members are left out unless they are asked for', async () => {
    const { alice, bob, roomId } = await pair()
    await alice.say(roomId, 'one')
    const filter = (redundant: boolean) => ({ room: { state: { lazy_load_members: true, include_redundant_members: redundant }, timeline: { limit: 1 } } })
    await bob.sync({ filter: filter(false) })
    await alice.say(roomId, 'two')
    expect(memberKeys((await bob.syncOn({ filter: filter(false) })).rooms.join[roomId].state.events)).toEqual([])
    await alice.say(roomId, 'three')
    expect(memberKeys((await bob.syncOn({ filter: filter(true) })).rooms.join[roomId].state.events)).toEqual([alice.userId])
  })
})

describe('rooms that were left', () => {
  test('are shown where they are asked for, with what was visible then', async () => {
    const { alice, bob, roomId } = await pair({ initial_state: [{ type: 'm.room.history_visibility', content: { history_visibility: 'joined' } }] })
    await alice.say(roomId, 'seen')
    await leave(bob, roomId)
    await alice.say(roomId, 'unseen')
    await alice.setState(roomId, 'm.room.topic', '', { topic: 'unseen' })
    expect((await bob.sync()).rooms).toBeUndefined()
    const left = (await bob.sync({ filter: { room: { include_leave: true } } })).rooms.leave[roomId]
    expect(bodies(left)).toEqual(['seen'])
    const seen = [...left.state.events, ...left.timeline.events]
    expect(seen.map((event: Json) => event.type)).toEqual(expect.arrayContaining(['m.room.create', 'm.room.power_levels']))
    expect(JSON.stringify(left)).not.toContain('unseen')
  })

  test('who came and went between two syncs is shown the room as a new one', async () => {
    const { alice, bob, roomId } = await pair({ name: 'Passing' })
    const carol = await somebody('carol')
    await carol.sync()
    await carol.join(roomId)
    for (let index = 0; index < 12; index += 1) await alice.say(roomId, `${index}`)
    await leave(carol, roomId)
    const left = (await carol.syncOn()).rooms.leave[roomId]
    expect(left.timeline.limited).toBe(true)
    expect(left.state.events.map((event: Json) => event.type)).toEqual(expect.arrayContaining(['m.room.create', 'm.room.name']))
    expect(memberKeys(left.state.events)).toContain(bob.userId)
  })

  test('who declines an invitation learns nothing of the room by it', async () => {
    const [alice, bob] = [await somebody('alice'), await somebody('bob')]
    const roomId = await alice.createRoom({ preset: 'private_chat' })
    await alice.invite(roomId, bob.userId)
    await bob.sync()
    for (let index = 0; index < 15; index += 1) await alice.setState(roomId, 'org.example.secret', `${index}`, { secret: 'heron' })
    await leave(bob, roomId)
    const left = (await bob.syncOn()).rooms.leave[roomId]
    expect(JSON.stringify(left)).not.toContain('heron')
    expect(left.state.events.map((event: Json) => event.content.membership)).toEqual(['leave'])
  })

  test('a room that one device forgets is told to the other as left', async () => {
    const { bob, roomId } = await pair()
    await bob.sync()
    await leave(bob, roomId)
    expect((await bob.post(`${at(roomId)}/forget`)).status).toBe(200)
    expect(Object.keys((await bob.syncOn()).rooms.leave)).toEqual([roomId])
    expect((await bob.sync({ filter: { room: { include_leave: true } } })).rooms).toBeUndefined()
  })
})

describe('summaries', () => {
  test('come with changes only, and name somebody once the name is taken away', async () => {
    const { alice, bob, roomId } = await pair({ name: 'Named' })
    expect((await bob.sync()).rooms.join[roomId].summary).toEqual({ 'm.joined_member_count': 2, 'm.invited_member_count': 0 })
    await alice.say(roomId, 'no change')
    expect((await bob.syncOn()).rooms.join[roomId].summary).toBeUndefined()
    await alice.setState(roomId, 'm.room.name', '', { name: '' })
    expect((await bob.syncOn()).rooms.join[roomId].summary['m.heroes']).toEqual([alice.userId])
    const carol = await somebody('carol')
    await carol.join(roomId)
    const joined = (await bob.syncOn()).rooms.join[roomId].summary
    expect([joined['m.heroes'], joined['m.joined_member_count']]).toEqual([[alice.userId, carol.userId], 3])
    for (const gone of [alice, carol]) await leave(gone, roomId)
    expect((await bob.syncOn()).rooms.join[roomId].summary).toEqual({ 'm.heroes': [alice.userId, carol.userId], 'm.joined_member_count': 1, 'm.invited_member_count': 0 })
  })
})

describe('heroes', () => {
  test('are the first five beside the viewer, for each viewer, and others follow when one of them goes', async () => {
    const names = ['alice', 'bob', 'carol', 'dan', 'erin', 'fritz', 'greta', 'hugo']
    const people = await Promise.all(names.map(somebody))
    const [alice, bob, carol] = people as [Person, Person, Person]
    const roomId = await alice.createRoom({ preset: 'public_chat' })
    const heroesOf = (room: Json): string[] => room.summary['m.heroes'].map((userId: string) => userId.slice(1).split(/[-:]/)[0])
    const seenBy = async (who: Person) => heroesOf((await who.sync()).rooms.join[roomId])
    const ids = (indexes: number[]) => indexes.map((index) => people[index]?.userId.slice(1).split(/[-:]/)[0])
    for (const who of people.slice(1, 7)) await who.join(roomId)
    expect(await seenBy(alice)).toEqual(ids([1, 2, 3, 4, 5]))
    expect(await seenBy(bob)).toEqual(ids([0, 2, 3, 4, 5]))
    expect(await seenBy(people[6] as Person)).toEqual(ids([0, 1, 2, 3, 4]))
    await people[7]?.join(roomId)
    expect(heroesOf((await bob.syncOn()).rooms.join[roomId])).toEqual(ids([0, 2, 3, 4, 5]))
    await leave(carol, roomId)
    expect(heroesOf((await bob.syncOn()).rooms.join[roomId])).toEqual(ids([0, 3, 4, 5, 6]))
    // Who comes back stands behind the others.
    for (const who of people.slice(3, 7)) await leave(who, roomId)
    await carol.join(roomId)
    expect(await seenBy(bob)).toEqual(ids([0, 7, 2]))
    expect(await seenBy(alice)).toEqual(ids([1, 7, 2]))
  })
})

describe('keys and messages to the device', () => {
  test('every answer counts keys, down to 0 and []', async () => {
    const alice = await somebody('alice')
    const counts = { device_one_time_keys_count: { signed_curve25519: 0 }, device_unused_fallback_key_types: [] }
    expect(await alice.sync()).toMatchObject(counts)
    expect(await alice.syncOn()).toMatchObject(counts)
    expect(await alice.syncOn({ timeout: 20 })).toMatchObject(counts)
  })

  test('come once and in order, also over a restart, and again as long as nothing proves that they arrived', async () => {
    const [alice, bob] = [await somebody('alice'), await somebody('bob')]
    const { next_batch: start } = await alice.sync()
    const send = (text: string) =>
      bob.put(`/_matrix/client/v3/sendToDevice/m.test/${text}`, { messages: { [alice.userId]: { '*': { text } } } })
    const texts = (answer: Json): string[] => (answer.to_device?.events ?? []).map((event: Json) => event.content.text)
    for (let index = 0; index < 105; index += 1) await send(`${index}`)
    const first = await alice.sync({ since: start })
    expect(texts(first)).toEqual(Array.from({ length: 100 }, (_, index) => `${index}`))
    await chappe.restart()
    expect(texts(await alice.sync({ since: start }))).toEqual(texts(first))
    const second = await alice.sync({ since: first.next_batch })
    expect(texts(second)).toEqual(['100', '101', '102', '103', '104'])
    await chappe.restart()
    expect(texts(await alice.sync({ since: second.next_batch }))).toEqual([])
    expect(texts(await alice.sync({ since: first.next_batch }))).toEqual([])
  })
})

test("the transaction id comes back to the sending device alone, not to the sender's other one", async () => {
  const { alice, roomId } = await pair()
  const { body } = await logIn(chappe.url, alice.userId)
  const other = (query: string) => request(chappe.url, 'GET', `/_matrix/client/v3/sync?${query}`, { token: body.access_token })
  const since = (await other('timeout=0')).body.next_batch
  await alice.sync()
  await alice.send(roomId, 'm.room.message', { msgtype: 'm.text', body: 'echo' }, 'mine')
  const idIn = (answer: Json): unknown => answer.rooms.join[roomId].timeline.events[0].unsigned.transaction_id
  expect([idIn(await alice.syncOn()), idIn((await other(`since=${since}`)).body)]).toEqual(['mine', undefined])
})

describe('filters', () => {
  test('event_format federation gives the event as servers tell it, event_fields the members asked for', async () => {
    const { alice, bob, roomId } = await pair()
    const eventId = await alice.send(roomId, 'm.room.message', { msgtype: 'm.text', body: 'raw', 'a.b': { c: 1, d: 2 } })
    const last = async (filter: object): Promise<Json> => (await bob.sync({ filter: { room: { timeline: { limit: 1 } }, ...filter } })).rooms.join[roomId].timeline.events[0]
    expect(await last({ event_format: 'federation' })).toMatchObject({
      event_id: eventId, sender: alice.userId, auth_events: expect.any(Array), prev_events: expect.any(Array), depth: expect.any(Number), hashes: expect.any(Object),
    })
    const always = { event_id: eventId, type: 'm.room.message', sender: alice.userId, origin_server_ts: expect.any(Number) }
    expect(await last({ event_fields: ['type', 'content.body', 'content.a\\.b.c', 'nothing'] })).toEqual({ ...always, content: { body: 'raw', 'a.b': { c: 1 } } })
    expect(await last({ event_fields: [] })).toEqual({ ...always, content: {} })
    const { state } = (await bob.sync({ filter: { event_fields: ['nothing'], room: { timeline: { limit: 1 } } } })).rooms.join[roomId]
    expect(state.events).toContainEqual(expect.objectContaining({ type: 'm.room.create', state_key: '', content: {} }))
    expect((await last({})).auth_events).toBeUndefined()
  })

  test('a filter may stand in the query or be stored; set_presence and an absent timeout are fine', async () => {
    const { alice, bob, roomId } = await pair()
    await alice.say(roomId, 'hello')
    const filter = { room: { timeline: { limit: 1, types: ['m.room.message'] } } }
    const { body } = await bob.post(`/_matrix/client/v3/user/${encodeURIComponent(bob.userId)}/filter`, filter)
    for (const given of [JSON.stringify(filter), body.filter_id]) {
      const answer = await get(bob, { filter: given, set_presence: 'unavailable' })
      expect(bodies(answer.rooms.join[roomId])).toEqual(['hello'])
    }
    const refused = await bob.get('/_matrix/client/v3/sync?filter=%7Bbroken')
    expect([refused.status, refused.body.errcode]).toEqual([400, 'M_BAD_JSON'])
  })
})

test('a held sync whose client has gone away shows nothing any more, and leaves no row', async () => {
  const { alice, bob, roomId } = await pair()
  const since = (await bob.sync()).next_batch
  const before = (await readsOf(chappe, 'sync')).length
  const gone = new AbortController()
  const held = bob.request('GET', `/_matrix/client/v3/sync?timeout=30000&since=${since}`, { signal: gone.signal })
  held.catch(() => undefined)
  await new Promise((resolve) => setTimeout(resolve, 100))
  gone.abort()
  await expect(held).rejects.toThrow()
  await new Promise((resolve) => setTimeout(resolve, 100))
  await alice.say(roomId, 'to nobody')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect((await readsOf(chappe, 'sync')).length).toBe(before)
})
