// Mallory, who may write in the room she made, sends what no client should. Whatever of it is taken, Alice's answers
// stay whole: sync from the start and on, pages, state, members, context, the directory, invitations, profiles.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Json, Person, TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { madeByOperator } from './_accounts.ts'
import { haveTouched, inTheClear } from './_ministry.ts'
import {
  hostileContents,
  hostileMembers,
  hostileMessages,
  hostilePowerLevels,
  hostileStates,
  hostileValues,
} from './_hostile.ts'

const room = (roomId: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`

async function must(answer: Promise<HttpAnswer>): Promise<void> {
  const { status, body } = await answer
  expect([status, body]).toEqual([200, body])
}

/** Sends some calls, a few at a time; none may be a failure of the server. Gives back how many were taken. */
async function sendAll(calls: readonly (() => Promise<HttpAnswer>)[]): Promise<number> {
  let taken = 0
  for (let at = 0; at < calls.length; at += 8) {
    const answers = await Promise.all(calls.slice(at, at + 8).map(async (call) => call()))
    for (const { status, body } of answers) {
      expect([status < 500, body], JSON.stringify(body)).toEqual([true, body])
      if (status === 200) taken += 1
    }
  }
  return taken
}

describe.each(['matrix', 'government'] as const)('%s', (profile) => {
  let chappe: TestServer<Server>
  let alice: Person
  let mallory: Person
  let roomId: string

  beforeAll(async () => {
    chappe = await startTestServer(buildServer, { profile })
    const by = profile === 'government' ? inTheClear : (person: Person) => person
    alice = by(await madeByOperator(chappe, 'alice'))
    mallory = by(await madeByOperator(chappe, 'mallory'))
    await haveTouched(chappe, mallory)
    roomId = await mallory.createRoom({ preset: 'public_chat', visibility: 'public', name: 'Canteen' })
    await alice.join(roomId)
    await alice.sync()
    const rules = '/_matrix/client/v3/pushrules/global'
    const conditions = [{ kind: 'event_match', key: 'content.m\\.relates_to.rel_type', pattern: 'm.*' }]
    await must(alice.put(`${rules}/content/x`, { actions: ['notify'], pattern: '*x*' }))
    await must(alice.put(`${rules}/override/related`, { actions: ['notify'], conditions }))
  })
  afterAll(async () => chappe[Symbol.asyncDispose]())

  test('state of a room whose contents are of no type', async () => {
    const taken = await sendAll(
      hostileStates().map(({ type, content }) => async () => mallory.put(`${room(roomId)}/state/${type}/`, content)),
    )
    expect(taken).toBeGreaterThan(100)
    await expectWhole(alice, roomId)
    await chappe.restart()
    await expectWhole(alice, roomId)
  })

  test('memberships with names and pictures that are none', async () => {
    await mallory.setState(roomId, 'm.room.join_rules', '', { join_rule: 'public' })
    const own = `${room(roomId)}/state/m.room.member/${mallory.userId}`
    expect(await sendAll(hostileMembers().map((content) => async () => mallory.put(own, content)))).toBeGreaterThan(10)
    const others = hostileValues.map((membership) => async () =>
      mallory.put(`${room(roomId)}/state/m.room.member/%40bob%3Achappe.test`, { membership }),
    )
    expect(await sendAll(others)).toBe(0)
    await expectWhole(alice, roomId)
  })

  test('messages, relations and mentions that are none', async () => {
    const path = (type: string, at: number): string => `${room(roomId)}/send/${encodeURIComponent(type)}/hostile-${at}`
    const calls = hostileMessages().map(({ type, content }, at) => async () => mallory.put(path(type, at), content))
    expect(await sendAll(calls)).toBeGreaterThan(100)
    await expectWhole(alice, roomId)
    await chappe.restart()
    await expectWhole(alice, roomId)
  })

  test.each(['3', '6', '9', '10', '11', '12'])('power levels that are no numbers, in a room of version %s', async (version) => {
    const created = await mallory.post('/_matrix/client/v3/createRoom', { preset: 'private_chat', room_version: version, is_direct: true, invite: [alice.userId] })
    const oldRoom: string = created.body.room_id
    await alice.join(oldRoom)
    const owner = version === '12' ? '@nobody:chappe.test' : mallory.userId
    const levels = hostilePowerLevels(owner)
    expect(
      await sendAll(levels.map((content) => async () => mallory.put(`${room(oldRoom)}/state/m.room.power_levels/`, content))),
    ).toBeGreaterThan(0)
    await must(mallory.put(`${room(oldRoom)}/state/m.room.power_levels/`, { users: { [owner]: 100 } }))
    for (let at = 0; at < 50; at += 1) await mallory.say(oldRoom, 'x')
    await expectWhole(alice, oldRoom)
  })

  test('invitations into rooms that look like nothing', async () => {
    for (const value of hostileValues.slice(0, 8)) {
      const initial_state = ['m.room.name', 'm.room.avatar', 'm.room.canonical_alias', 'm.room.topic', 'm.room.encryption'].map(
        (type) => ({ type, content: { name: value, url: value, topic: value, algorithm: value, alt_aliases: value } }),
      )
      const { status, body } = await mallory.post('/_matrix/client/v3/createRoom', { initial_state })
      expect([status < 500, body]).toEqual([true, body])
      if (status !== 200) continue
      await mallory.invite(body.room_id, alice.userId)
      expect((await alice.syncOn()).rooms.invite[body.room_id].invite_state.events.length).toBeGreaterThan(0)
    }
    await expectWhole(alice, roomId)
  })

  test('filters that want nobody knows what, kept and in the query', async () => {
    const members = ['limit', 'types', 'not_types', 'senders', 'rooms', 'contains_url', 'lazy_load_members']
    const filters = members.flatMap((member) =>
      [...hostileValues, ['**********a', 'm.*.*.*'], 0, 1].flatMap((value) => [
        { room: { timeline: { [member]: value } } },
        { room: { state: { [member]: value }, ephemeral: { [member]: value }, account_data: { [member]: value } } },
        { [member]: value, presence: { [member]: value }, account_data: { [member]: value }, event_fields: value },
      ]),
    )
    const query = (filter: unknown): string => encodeURIComponent(JSON.stringify(filter))
    const asked = filters.flatMap((filter) => [
      async () => alice.get(`/_matrix/client/v3/sync?filter=${query(filter)}`),
      async () => alice.get(`${room(roomId)}/messages?dir=b&filter=${query(filter.room?.timeline ?? filter)}`),
      async () => {
        const kept = await alice.post(`/_matrix/client/v3/user/${alice.userId}/filter`, filter)
        return kept.status === 200 ? alice.get(`/_matrix/client/v3/sync?filter=${kept.body.filter_id}`) : kept
      },
    ])
    expect(await sendAll(asked)).toBeGreaterThan(50)
    await expectWhole(alice, roomId)
  })

  test('receipts, account data, profiles and messages to devices that are none', async () => {
    const own = `/_matrix/client/v3/user/${mallory.userId}`
    const eventId = await alice.say(roomId, 'read this')
    const kept = hostileContents.flatMap((content) =>
      ['m.direct', 'm.ignored_user_list', 'm.fully_read', 'm.tag', 'org.example', 'm.push_rules'].flatMap((type) => [
        async () => mallory.put(`${own}/account_data/${type}`, content),
        async () => mallory.put(`${own}/rooms/${encodeURIComponent(roomId)}/account_data/${type}`, content),
      ]),
    )
    const told = hostileValues.flatMap((value) => [
      async () => mallory.post(`${room(roomId)}/receipt/m.read/${encodeURIComponent(eventId)}`, { thread_id: value }),
      async () => mallory.post(`${room(roomId)}/read_markers`, { 'm.read': value, 'm.fully_read': value }),
      async () => mallory.put(`${room(roomId)}/typing/${mallory.userId}`, { typing: true, timeout: value }),
      async () => mallory.put(`/_matrix/client/v3/profile/${mallory.userId}/displayname`, { displayname: value }),
      async () => mallory.put(`/_matrix/client/v3/profile/${mallory.userId}/avatar_url`, { avatar_url: value }),
      async () => mallory.put(`/_matrix/client/v3/profile/${mallory.userId}/org.example`, { 'org.example': value }),
    ])
    const toDevices = hostileContents.map((content, at) => async () =>
      mallory.put(`/_matrix/client/v3/sendToDevice/m.room.encrypted/${at}`, { messages: { [alice.userId]: { '*': content } } }),
    )
    expect(await sendAll([...kept, ...told, ...toDevices])).toBeGreaterThan(50)
    await expectWhole(alice, roomId)
    const mallorys = await mallory.sync()
    expect(Object.keys(mallorys.rooms.join)).toContain(roomId)
  })
})

/** Everything that Alice's client asks for is answered, and what she says arrives. */
async function expectWhole(alice: Person, roomId: string): Promise<void> {
  const said = await alice.say(roomId, 'still here')
  const next = await alice.syncOn()
  expect(eventIdsOf(next.rooms.join[roomId].timeline.events)).toContain(said)
  const first = await alice.sync({ fullState: true })
  expect(eventIdsOf(first.rooms.join[roomId].timeline.events)).toContain(said)
  const lazy = await alice.sync({ filter: { room: { state: { lazy_load_members: true }, timeline: { limit: 50 } } } })
  expect(eventIdsOf(lazy.rooms.join[roomId].timeline.events)).toContain(said)
  for (const path of ['/state', '/members', '/joined_members', '/messages?dir=b&limit=1000', '/messages?dir=f&limit=1000']) {
    const answer = await alice.get(`${room(roomId)}${path}`)
    expect([path, answer.status]).toEqual([path, 200])
  }
  const context = await alice.get(`${room(roomId)}/context/${encodeURIComponent(said)}?limit=100`)
  expect([context.status, context.body.event.event_id]).toEqual([200, said])
  for (const path of ['/publicRooms', '/joined_rooms', '/pushrules/', '/devices', `/profile/${alice.userId}`]) {
    expect([path, (await alice.get(`/_matrix/client/v3${path}`)).status]).toEqual([path, 200])
  }
  expect((await alice.post('/_matrix/client/v3/publicRooms', { filter: { generic_search_term: 'a' } })).status).toBe(200)
}

function eventIdsOf(events: readonly Json[]): string[] {
  return events.map(({ event_id }: Json) => event_id)
}
