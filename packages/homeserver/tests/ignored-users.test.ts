// Ignoring people: what they say is not shown to who ignores them, on no way of reading; state is.
import { buildServer } from '@chappe/server'
import type { Json } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { beforeEach, expect, test } from 'vitest'
import { listOf, slider } from './_sliding.ts'
import { idsOf, ignore, reply, roomPath } from './_relations.ts'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob, eve } = await chappe.people('alice', 'bob', 'eve')
beforeEach(() => ignore(bob))

const failure = (answer: { status: number; body: Json }) => [answer.status, answer.body.errcode]
const timeline = (answer: Json, roomId: string): string[] => idsOf(answer.rooms?.join?.[roomId]?.timeline.events ?? [])

async function sharedRoom(): Promise<string> {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  await eve.join(roomId)
  return roomId
}

test('Bob ignores Eve: at once, on every way of reading, and until he stops, also over a restart', async () => {
  const roomId = await sharedRoom()
  await bob.sync()
  await ignore(bob, eve)
  const noise = await eve.say(roomId, 'noise')
  const fine = await alice.say(roomId, 'fine')
  expect(timeline(await bob.syncOn(), roomId)).toEqual([fine])
  const check = async (): Promise<void> => {
    expect(timeline(await bob.sync(), roomId)).not.toContain(noise)
    expect(timeline(await alice.sync(), roomId)).toContain(noise)
    expect(idsOf((await bob.get(`${roomPath(roomId)}/messages?dir=b`)).body.chunk)).not.toContain(noise)
    const context = (await bob.get(`${roomPath(roomId)}/context/${encodeURIComponent(fine)}`)).body
    expect(idsOf([...context.events_before, ...context.events_after])).not.toContain(noise)
    for (const what of ['event', 'context']) {
      expect(failure(await bob.get(`${roomPath(roomId)}/${what}/${encodeURIComponent(noise)}`))).toEqual([404, 'M_NOT_FOUND'])
    }
  }
  await check()
  await chappe.restart()
  await check()
  await bob.sync()
  await ignore(bob)
  const later = await eve.say(roomId, 'later')
  expect(timeline(await bob.syncOn(), roomId)).toEqual([later])
  expect(timeline(await bob.sync(), roomId)).toContain(noise)
})

test('state that Eve sets is shown all the same', async () => {
  const roomId = await sharedRoom()
  await alice.setState(roomId, 'm.room.power_levels', '', { users: { [alice.userId]: 100, [eve.userId]: 100 } }).catch(() => undefined)
  await ignore(bob, eve)
  await bob.sync()
  const profile = await eve.setState(roomId, 'm.room.member', eve.userId, { membership: 'join', displayname: 'Eve!' })
  expect(timeline(await bob.syncOn(), roomId)).toEqual([profile])
  expect((await bob.get(`${roomPath(roomId)}/event/${encodeURIComponent(profile)}`)).status).toBe(200)
})

test('a room in which only Eve spoke shows Bob older messages instead of a gap', async () => {
  const roomId = await sharedRoom()
  const fine = await alice.say(roomId, 'fine')
  for (let index = 0; index < 15; index += 1) await eve.say(roomId, `noise ${index}`)
  await ignore(bob, eve)
  expect(timeline(await bob.sync(), roomId)).toContain(fine)
})

test("Eve's invitation does not reach Bob, somebody else's does", async () => {
  await ignore(bob, eve)
  const hers = await eve.createRoom({ preset: 'private_chat', invite: [bob.userId] })
  const his = await alice.createRoom({ preset: 'private_chat', invite: [bob.userId] })
  const { invite } = (await bob.sync()).rooms
  expect([hers in invite, his in invite]).toEqual([false, true])
  await bob.syncOn()
  const again = await eve.createRoom({ preset: 'private_chat', invite: [bob.userId] })
  expect((await bob.syncOn()).rooms).toBeUndefined()
  await ignore(bob)
  expect(again in (await bob.sync()).rooms.invite).toBe(true)
})

test("Eve's invitation stands in no list of sliding sync, nor in its counts, nor in the old syncs", async () => {
  await ignore(bob, eve)
  const from = (await bob.get('/_matrix/client/v3/initialSync')).body.end
  const [hers, his] = [await eve.createRoom({ invite: [bob.userId] }), await alice.createRoom({ invite: [bob.userId] })]
  const invited = { filters: { is_invite: true }, ...listOf(100).lists.all }
  const shown = await slider(bob, { lists: { invited } }).on()
  const all = await slider(bob, listOf(100)).on()
  for (const answer of [shown, all]) expect([hers in answer.rooms, his in answer.rooms]).toEqual([false, true])
  const rooms = (await bob.get('/_matrix/client/v3/initialSync')).body.rooms.map((room: Json) => room.room_id)
  expect([rooms.includes(hers), rooms.includes(his)]).toEqual([false, true])
  const heard = (await bob.get(`/_matrix/client/v3/events?from=${from}&timeout=0`)).body.chunk.map((event: Json) => event.room_id)
  expect([heard.includes(hers), heard.includes(his)]).toEqual([false, true])
  await ignore(bob)
  const again = await slider(bob, { lists: { invited } }).on()
  expect([hers in again.rooms, his in again.rooms]).toEqual([true, true])
  for (const each of [shown, again]) expect(each.lists.invited.count).toBe(Object.keys(each.rooms).length)
  const names = (await bob.get('/_matrix/client/v3/initialSync')).body.rooms.map((room: Json) => room.room_id)
  expect(names).toContain(hers)
})

test('what Eve said is neither found nor counted by a search, nor heard in the old syncs', async () => {
  const roomId = await sharedRoom()
  const from = (await bob.get('/_matrix/client/v3/initialSync')).body.end
  const [noise, fine] = [await eve.say(roomId, 'zucchini noise'), await alice.say(roomId, 'zucchini soup')]
  const search = async (): Promise<Json> =>
    (await bob.post('/_matrix/client/v3/search', { search_categories: { room_events: { search_term: 'zucchini' } } })).body.search_categories.room_events
  await expect.poll(async () => (await search()).count).toBe(2)
  await ignore(bob, eve)
  const found = await search()
  expect([found.count, found.results.map((each: Json) => each.result.event_id)]).toEqual([1, [fine]])
  const heard = idsOf((await bob.get(`/_matrix/client/v3/events?from=${from}&timeout=0`)).body.chunk)
  expect([heard.includes(noise), heard.includes(fine)]).toEqual([false, true])
  const ofRoom = (await bob.get('/_matrix/client/v3/initialSync')).body.rooms.find((room: Json) => room.room_id === roomId)
  expect(idsOf(ofRoom.messages.chunk)).not.toContain(noise)
})

test('nobody ignores themselves, and what is no list ignores nobody', async () => {
  const roomId = await sharedRoom()
  await ignore(bob, bob)
  const own = await bob.say(roomId, 'still here')
  expect(timeline(await bob.sync(), roomId)).toContain(own)
  const path = `/_matrix/client/v3/user/${encodeURIComponent(bob.userId)}/account_data/m.ignored_user_list`
  for (const list of [{}, { ignored_users: 5 }, { ignored_users: { 'not an id': {} } }, { ignored_users: [eve.userId] }]) {
    expect((await bob.put(path, list)).status).toBe(200)
    const said = await eve.say(roomId, 'hello')
    expect(timeline(await bob.sync(), roomId)).toContain(said)
  }
})

test('a receipt on what an ignored person said is taken all the same: the client may still show it', async () => {
  const roomId = await sharedRoom()
  const said = await eve.say(roomId, 'shown before')
  await reply(eve, roomId, said)
  await ignore(bob, eve)
  expect((await bob.post(`${roomPath(roomId)}/receipt/m.read/${encodeURIComponent(said)}`)).status).toBe(200)
})
