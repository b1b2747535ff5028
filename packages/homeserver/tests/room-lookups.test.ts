// Finding one's way: the event of a time, the rooms two people share, who was in a room when.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { describe, expect, test } from 'vitest'
import { refusal } from './_accounts.ts'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob, eve } = await chappe.people('alice', 'bob', 'eve')

const room = (roomId: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`

async function timeOf(person: Person, roomId: string, eventId: string): Promise<number> {
  return (await person.get(`${room(roomId)}/event/${encodeURIComponent(eventId)}`)).body.origin_server_ts
}

describe('the event of a time', () => {
  const lookUp = (person: Person, roomId: string, ts: number, dir: string) =>
    person.get(`/_matrix/client/v1/rooms/${encodeURIComponent(roomId)}/timestamp_to_event?ts=${ts}&dir=${dir}`)

  test('is found in both directions, wherever it is, and over a restart', async () => {
    const roomId = await alice.createRoom({})
    const other = await alice.createRoom({})
    const said: { eventId: string; at: number }[] = []
    for (let index = 0; index < 25; index += 1) {
      chappe.clock.advance(1000)
      const eventId = await alice.say(roomId, `m${index}`)
      said.push({ eventId, at: await timeOf(alice, roomId, eventId) })
      await alice.say(other, 'elsewhere')
    }
    const found = async (ts: number, dir: string) => (await lookUp(alice, roomId, ts, dir)).body
    for (const round of ['warm', 'after a restart']) {
      for (const [index, { eventId, at }] of said.entries()) {
        const event = { event_id: eventId, origin_server_ts: at }
        expect(await found(at, 'f'), `${round} ${index}`).toEqual(event)
        expect(await found(at, 'b')).toEqual(event)
        expect(await found(at - 500, 'f')).toEqual(event)
        expect(await found(at + 500, 'b')).toEqual(event)
      }
      await chappe.restart()
    }
    const create = await found(0, 'f')
    expect(create.event_id).toBe(`$${roomId.slice(1)}`)
    expect(refusal(await lookUp(alice, roomId, 0, 'b'))).toEqual([404, 'M_NOT_FOUND'])
    expect(refusal(await lookUp(alice, roomId, chappe.clock.now() + 60_000, 'f'))).toEqual([404, 'M_NOT_FOUND'])
    expect(refusal(await lookUp(alice, roomId, 0, 'x'))).toEqual([400, 'M_INVALID_PARAM'])
  })

  test('is one that these eyes may see', async () => {
    const visibility = { type: 'm.room.history_visibility', content: { history_visibility: 'joined' } }
    const roomId = await alice.createRoom({ preset: 'public_chat', initial_state: [visibility] })
    const start = chappe.clock.now()
    chappe.clock.advance(1000)
    await alice.say(roomId, 'before Bob')
    chappe.clock.advance(1000)
    await bob.join(roomId)
    const { event_id: joining, origin_server_ts: joinedAt } = (await bob.get(`${room(roomId)}/messages?dir=b&limit=1`)).body.chunk[0]
    expect((await lookUp(bob, roomId, start, 'f')).body.event_id).toBe(joining)
    // Before it, the first events are what he sees: from before the room's history was for the joined.
    expect((await lookUp(bob, roomId, joinedAt - 1, 'b')).body.origin_server_ts).toBeLessThanOrEqual(start)
    for (const id of [roomId, '!nowhere:chappe.test']) {
      expect(refusal(await lookUp(eve, id, start, 'f'))).toEqual([403, 'M_FORBIDDEN'])
    }
  })
})

describe('mutual rooms', () => {
  const mutual = (person: Person, query: string) => person.get(`/_matrix/client/v1/mutual_rooms?${query}`)

  test('are those that both are joined to now, page by page', async () => {
    const [dave, carol] = [await chappe.person('dave'), await chappe.person('carol')]
    const shared: string[] = []
    for (let index = 0; index < 3; index += 1) {
      const roomId = await dave.createRoom({ preset: 'public_chat' })
      await carol.join(roomId)
      shared.push(roomId)
    }
    const left = await dave.createRoom({ preset: 'public_chat' })
    await carol.join(left)
    await carol.post(`${room(left)}/leave`)
    await dave.invite(await dave.createRoom({}), carol.userId)
    const expected = { joined: shared, count: 3 }
    expect((await mutual(dave, `user_id=${carol.userId}`)).body).toEqual(expected)
    expect((await mutual(carol, `user_id=${dave.userId}`)).body).toEqual(expected)
    const old = `/_matrix/client/unstable/uk.half-shot.msc2666/user/mutual_rooms?user_id=${carol.userId}`
    expect((await dave.get(old)).body).toEqual(expected)
    expect((await mutual(eve, `user_id=${carol.userId}`)).body).toEqual({ joined: [], count: 0 })
    expect((await mutual(eve, 'user_id=@nobody:chappe.test')).body).toEqual({ joined: [], count: 0 })
  })

  test('a hundred at a time', async () => {
    const [frank, grace] = [await chappe.person('frank'), await chappe.person('grace')]
    const rooms = await Promise.all(Array.from({ length: 101 }, () => frank.createRoom({ preset: 'public_chat' })))
    await Promise.all(rooms.map((roomId) => grace.join(roomId)))
    const first = (await mutual(frank, `user_id=${grace.userId}`)).body
    expect([first.joined.length, first.count]).toEqual([100, 101])
    const second = (await mutual(frank, `user_id=${grace.userId}&from=${first.next_batch}`)).body
    expect([second.joined.length, second.count, second.next_batch]).toEqual([1, 101, undefined])
    expect(first.joined).not.toContain(second.joined[0])
  })

  test.each(['', 'user_id=alice', 'user_id=@alice:chappe.test', 'user_id=@bob:chappe.test&from=x', 'user_id=@bob:chappe.test&from=m9999999999'])(
    'of "%s" there are none',
    async (query) => {
      expect(refusal(await mutual(alice, query))).toEqual([400, 'M_INVALID_PARAM'])
    },
  )
})

describe('members at a point', () => {
  test('are those of then, by membership, as far as these eyes see', async () => {
    const roomId = await alice.createRoom({ preset: 'public_chat' })
    const before = (await alice.sync()).next_batch
    await bob.join(roomId)
    await alice.say(roomId, 'hello')
    const between = (await alice.sync()).next_batch
    await bob.post(`${room(roomId)}/leave`)
    const members = async (person: Person, query: string) => {
      const answer = await person.get(`${room(roomId)}/members?${query}`)
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
      return answer.body.chunk.map((event: Json) => [event.state_key, event.content.membership])
    }
    expect(await members(alice, `at=${before}`)).toEqual([[alice.userId, 'join']])
    expect(await members(alice, `at=${between}&membership=join`)).toHaveLength(2)
    expect(await members(alice, 'membership=leave')).toEqual([[bob.userId, 'leave']])
    expect(await members(alice, 'not_membership=leave')).toEqual([[alice.userId, 'join']])
    expect(await members(alice, 'membership=leave&not_membership=join')).toEqual([[bob.userId, 'leave']])
    // Who left sees who was there when they left, however much they ask for.
    await eve.join(roomId)
    expect(await members(bob, `at=${(await alice.sync()).next_batch}`)).toEqual(expect.not.arrayContaining([[eve.userId, 'join']]))
    expect(await members(bob, '')).toEqual(expect.arrayContaining([[bob.userId, 'leave'], [alice.userId, 'join']]))
  })
})
