// The deprecated ways to sync: everything at once, one room at once, and the stream of events, of rooms one is not in too.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { createPerson, request, serverOfThisFile } from '@chappe/testkit'
import { describe, expect, test } from 'vitest'
import { refusal } from './_accounts.ts'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob, eve } = await chappe.people('alice', 'bob', 'eve')

const room = (roomId: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
const bodies = (events: Json[]): string[] => events.map((event) => event.content.body).filter(Boolean)

async function must(person: Person, path: string): Promise<Json> {
  const answer = await person.get(path)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}

const everything = (person: Person, query = '') => must(person, `/_matrix/client/v3/initialSync?${query}`)
const events = (person: Person, query: Record<string, string>) => must(person, `/_matrix/client/v3/events?${new URLSearchParams(query)}`)

async function readableRoom(options: object = {}): Promise<string> {
  const readable = { type: 'm.room.history_visibility', content: { history_visibility: 'world_readable' } }
  return alice.createRoom({ initial_state: [readable], ...options })
}

describe('everything at once', () => {
  test('Dave sees his rooms with their state and last words, his invitations, and, where asked, what he left', async () => {
    const dave = await chappe.person('dave')
    const [joined, invited, left, forgotten] = await Promise.all([
      alice.createRoom({ preset: 'public_chat', visibility: 'public', name: 'Joined' }),
      alice.createRoom({ name: 'Invited' }),
      alice.createRoom({ preset: 'public_chat' }),
      alice.createRoom({ preset: 'public_chat' }),
    ])
    for (const roomId of [joined, left, forgotten]) await dave.join(roomId)
    await alice.invite(invited, dave.userId)
    for (const text of ['one', 'two', 'three']) await alice.say(joined, text)
    await alice.say(left, 'before')
    for (const roomId of [left, forgotten]) await dave.post(`${room(roomId)}/leave`)
    await dave.post(`${room(forgotten)}/forget`)
    await alice.say(left, 'after')
    await dave.put(`/_matrix/client/v3/user/${dave.userId}/account_data/org.example.mine`, { kept: true })
    await dave.put(`/_matrix/client/v3/user/${dave.userId}/rooms/${encodeURIComponent(joined)}/tags/m.favourite`, {})

    const all = await everything(dave, 'limit=2&archived=true')
    const byId = new Map<string, Json>(all.rooms.map((each: Json) => [each.room_id, each]))
    expect(new Set(byId.keys())).toEqual(new Set([joined, invited, left]))
    expect(byId.get(joined)).toMatchObject({ membership: 'join', visibility: 'public' })
    expect(bodies(byId.get(joined).messages.chunk)).toEqual(['two', 'three'])
    expect(byId.get(joined).account_data).toEqual([{ type: 'm.tag', content: { tags: { 'm.favourite': {} } } }])
    expect(byId.get(joined).state.map((event: Json) => event.type)).toContain('m.room.name')
    expect(byId.get(invited)).toEqual({
      room_id: invited,
      membership: 'invite',
      invite: expect.objectContaining({ type: 'm.room.member', state_key: dave.userId, sender: alice.userId }),
    })
    expect(bodies(byId.get(left).messages.chunk)).toEqual(['before'])
    expect(byId.get(left).membership).toBe('leave')
    expect(all.account_data).toContainEqual({ type: 'org.example.mine', content: { kept: true } })
    expect(all.presence).toEqual([])
    const now = await everything(dave)
    expect(now.rooms.map((each: Json) => each.room_id)).toEqual(expect.not.arrayContaining([left]))

    const older = byId.get(joined).messages
    expect(bodies((await must(dave, `${room(joined)}/messages?dir=b&from=${older.start}&limit=1`)).chunk)).toEqual(['one'])
    await alice.say(joined, 'four')
    expect(bodies((await events(dave, { from: all.end })).chunk)).toEqual(['four'])
  })

  test('of one room, Bob who is in, Eve who may read it though she is not, and nobody else', async () => {
    const roomId = await alice.createRoom({ name: 'One', preset: 'public_chat' })
    await bob.join(roomId)
    await alice.say(roomId, 'hello')
    const info = await must(bob, `${room(roomId)}/initialSync`)
    expect(info).toMatchObject({ room_id: roomId, membership: 'join', visibility: 'private', account_data: [] })
    expect(bodies(info.messages.chunk)).toEqual(['hello'])
    expect(info.state.map((event: Json) => event.type)).toEqual(expect.arrayContaining(['m.room.create', 'm.room.name', 'm.room.member']))
    for (const id of [roomId, '!nowhere:chappe.test']) {
      expect(refusal(await eve.get(`${room(id)}/initialSync`))).toEqual([403, 'M_FORBIDDEN'])
    }
    const readable = await readableRoom()
    await alice.say(readable, 'to everybody')
    const peeked = await must(eve, `${room(readable)}/initialSync`)
    expect([bodies(peeked.messages.chunk), peeked.membership]).toEqual([['to everybody'], undefined])
  })
})

describe('the stream of events', () => {
  test('brings what comes to any of one’s rooms, in order, at once or when it comes', async () => {
    const carol = await chappe.person('carol')
    const [one, two] = [await alice.createRoom({ preset: 'public_chat' }), await alice.createRoom({ preset: 'public_chat' })]
    for (const roomId of [one, two]) await carol.join(roomId)
    const start = await events(carol, {})
    expect(start.chunk).toEqual([])
    await alice.say(one, 'a')
    await alice.say(two, 'b')
    await alice.say(await alice.createRoom({}), 'elsewhere')
    const first = await events(carol, { from: start.end })
    expect(first.chunk.map((event: Json) => [event.room_id, event.content.body])).toEqual([[one, 'a'], [two, 'b']])
    const held = events(carol, { from: first.end, timeout: '20000' })
    await alice.say(one, 'c')
    const second = await held
    expect([bodies(second.chunk), second.start]).toEqual([['c'], first.end])
    // An invitation comes as itself; what is said in that room does not.
    const three = await alice.createRoom({})
    await alice.invite(three, carol.userId)
    await alice.say(three, 'not yet')
    const third = await events(carol, { from: second.end })
    expect(third.chunk.map((event: Json) => [event.type, event.state_key])).toEqual([['m.room.member', carol.userId]])
    await carol.join(three)
    await alice.post(`${room(three)}/kick`, { user_id: carol.userId })
    await alice.say(three, 'not any more')
    const fourth = await events(carol, { from: third.end })
    expect(fourth.chunk.map((event: Json) => event.content.membership ?? event.content.body)).toEqual(['join', 'leave'])
    expect(refusal(await carol.get('/_matrix/client/v3/events?from=x'))).toEqual([400, 'M_INVALID_PARAM'])
  })

  test('a hundred at a time, none left out', async () => {
    const roomId = await alice.createRoom({ preset: 'public_chat' })
    const frank = await chappe.person('frank')
    await frank.join(roomId)
    let { end } = await events(frank, {})
    for (let index = 0; index < 105; index += 1) await alice.say(roomId, `m${index}`)
    const seen: string[] = []
    for (const count of [100, 5]) {
      const page = await events(frank, { from: end })
      expect(page.chunk).toHaveLength(count)
      seen.push(...bodies(page.chunk))
      end = page.end
    }
    expect(seen).toEqual(Array.from({ length: 105 }, (_, index) => `m${index}`))
  })

  test('a guest listens to a room that everybody may read, until they may not', async () => {
    const signedIn = await request(chappe.url, 'POST', '/_matrix/client/v3/register?kind=guest', { body: {} })
    const guest = createPerson(() => chappe.url, signedIn.body)
    const roomId = await readableRoom()
    const { end } = await events(guest, { room_id: roomId })
    const held = events(guest, { room_id: roomId, from: end, timeout: '20000' })
    await alice.say(roomId, 'to everybody')
    const heard = await held
    expect(bodies(heard.chunk)).toEqual(['to everybody'])
    expect((await must(guest, `${room(roomId)}/messages?dir=b&limit=1`)).chunk[0].content.body).toBe('to everybody')
    expect((await must(guest, `${room(roomId)}/state/m.room.create`)).room_version).toBe('12')
    await alice.setState(roomId, 'm.room.history_visibility', '', { history_visibility: 'shared' })
    await alice.say(roomId, 'to members')
    const query = new URLSearchParams({ room_id: roomId, from: heard.end })
    expect(refusal(await guest.get(`/_matrix/client/v3/events?${query}`))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await guest.get('/_matrix/client/v3/events?room_id=!nowhere:chappe.test'))).toEqual([403, 'M_FORBIDDEN'])
  })
})

test('one event by its id alone is shown to those who may see it, and not there for others', async () => {
  const roomId = await alice.createRoom({})
  const eventId = await alice.say(roomId, 'found')
  const path = (id: string) => `/_matrix/client/v3/events/${encodeURIComponent(id)}`
  expect((await must(alice, path(eventId))).content.body).toBe('found')
  expect(refusal(await bob.get(path(eventId)))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await alice.get(path('$nothing')))).toEqual([404, 'M_NOT_FOUND'])
})
