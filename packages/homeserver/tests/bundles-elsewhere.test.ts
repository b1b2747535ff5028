// What is bundled with an event comes with it on the ways of reading that have code of their own: both dialects of
// sliding sync, search, and the syncs from before /sync.
import { buildServer } from '@chappe/server'
import type { Json } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { expect, test } from 'vitest'
import { readsOf } from './_keys.ts'
import { edit, ignore, redact, reply, roomPath } from './_relations.ts'
import { listOf, slider } from './_sliding.ts'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob, eve } = await chappe.people('alice', 'bob', 'eve')

/** The root of a thread as each way of reading shows it to Bob. */
async function everywhere(roomId: string, root: string): Promise<Record<string, Json>> {
  const merged = { conn_id: 'merged', lists: { all: { range: [0, 9], timeline_limit: 20, required_state: {} } } }
  const asked = { search_categories: { room_events: { search_term: 'aubergine', event_context: {}, filter: { rooms: [roomId] } } } }
  const [simplified, v4, search, all, one] = await Promise.all([
    slider(bob, listOf(9, { timeline_limit: 20 })).on(),
    bob.post('/_matrix/client/v4/sync', merged),
    bob.post('/_matrix/client/v3/search', asked),
    bob.get('/_matrix/client/v3/initialSync?limit=20'),
    bob.get(`${roomPath(roomId)}/initialSync`),
  ])
  const [hit] = search.body.search_categories.room_events.results
  const pages: Record<string, Json[]> = {
    simplified: simplified.rooms[roomId].timeline,
    merged: v4.body.rooms[roomId].timeline ?? v4.body.rooms[roomId].timeline_events,
    search: [hit.result],
    initialSync: all.body.rooms.find((each: Json) => each.room_id === roomId).messages.chunk,
    roomInitialSync: one.body.messages.chunk,
  }
  return Object.fromEntries(Object.entries(pages).map(([where, events]) => [where, events.find((event) => event.event_id === root)?.unsigned?.['m.relations']]))
}

const found = () =>
  expect.poll(async () => {
    const body = { search_categories: { room_events: { search_term: 'aubergine' } } }
    return (await bob.post('/_matrix/client/v3/search', body)).body.search_categories.room_events.count
  })

test("Alice's message, edited and answered in a thread, is whole on every way of reading; what is taken away is not bundled", async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  for (const person of [bob, eve]) await person.join(roomId)
  const root = await alice.say(roomId, 'aubergine')
  const edited = await edit(alice, roomId, root, 'aubergine soup')
  const first = await reply(bob, roomId, root)
  const last = await reply(eve, roomId, root)
  await found().toBe(1)
  for (const [where, bundled] of Object.entries(await everywhere(roomId, root))) {
    expect(bundled?.['m.replace']?.event_id, where).toBe(edited)
    expect(bundled['m.thread'], where).toMatchObject({ count: 2, current_user_participated: true, latest_event: { event_id: last } })
  }
  // Whom Bob ignores does not answer him, wherever he reads.
  await ignore(bob, eve)
  for (const [where, bundled] of Object.entries(await everywhere(roomId, root))) {
    expect(bundled?.['m.thread'], where).toMatchObject({ count: 1, latest_event: { event_id: first } })
  }
  await ignore(bob)
  await redact(alice, roomId, edited)
  await redact(eve, roomId, last)
  await redact(bob, roomId, first)
  await found().toBe(1)
  for (const [where, bundled] of Object.entries(await everywhere(roomId, root))) expect(bundled, where).toBeUndefined()
})

test('the ledger has what was bundled as read', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  const root = await alice.say(roomId, 'a root')
  await reply(alice, roomId, root)
  const reads = async () => (await readsOf(chappe, 'roomInitialSync')).filter((row) => row.subject === 'bundled').length
  const before = await reads()
  await bob.get(`${roomPath(roomId)}/initialSync`)
  expect(await reads()).toBe(before + 1)
})
