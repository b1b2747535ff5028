// What of a room's history somebody may not see shows on no path by which rooms are read, before their coming nor after
// their going.
import { buildServer } from '@chappe/server'
import type { Person } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { expect, test } from 'vitest'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob } = await chappe.people('alice', 'bob')

const client = '/_matrix/client'

/** Every way of reading a room, with the event that a path names. */
function paths(roomId: string, eventId: string): string[] {
  const room = `${client}/v3/rooms/${encodeURIComponent(roomId)}`
  const event = encodeURIComponent(eventId)
  const everything = encodeURIComponent(JSON.stringify({ room: { include_leave: true, timeline: { limit: 100 } } }))
  return [
    `${room}/messages?dir=b&limit=100`,
    `${room}/messages?dir=f&limit=100`,
    `${room}/event/${event}`,
    `${room}/context/${event}?limit=100`,
    `${room}/state`,
    `${room}/state/m.room.topic/`,
    `${room}/members`,
    `${room}/initialSync`,
    `${client}/v3/events/${event}`,
    `${client}/v3/events?from=s1.0.0`,
    `${client}/v3/events?from=s1.0.0&room_id=${encodeURIComponent(roomId)}`,
    `${client}/v3/initialSync?limit=100&archived=true`,
    `${client}/v3/sync?timeout=0&filter=${everything}`,
  ]
}

async function read(person: Person, roomId: string, eventId: string): Promise<string[]> {
  const texts: string[] = []
  for (const path of paths(roomId, eventId)) {
    const answer = await person.get(path)
    texts.push(`${path} ${answer.status} ${Buffer.from(answer.bytes).toString('utf8')}`)
  }
  return texts
}

async function leaksOf(person: Person, roomId: string, events: Readonly<Record<string, string>>): Promise<string[]> {
  const leaks: string[] = []
  for (const [words, eventId] of Object.entries(events)) {
    for (const text of await read(person, roomId, eventId)) if (text.includes(words)) leaks.push(`${words}: ${text.slice(0, 90)}`)
  }
  return leaks
}

test('nothing from before Bob’s coming, where history is for the joined, and nothing from after his going', async () => {
  const visibility = { type: 'm.room.history_visibility', content: { history_visibility: 'joined' } }
  const roomId = await alice.createRoom({ preset: 'public_chat', initial_state: [visibility] })
  const early = { 'heron-early': await alice.say(roomId, 'heron-early') }
  await bob.join(roomId)
  const inside = await alice.say(roomId, 'sparrow-inside')
  expect(await leaksOf(bob, roomId, early)).toEqual([])
  // So that it is not the paths that show nothing: what Bob may see, nearly all of them show.
  const shown = (await read(bob, roomId, inside)).filter((text) => text.includes('sparrow-inside'))
  expect(shown).toHaveLength(paths(roomId, inside).length - 3)
  expect((await bob.post(`${client}/v3/rooms/${encodeURIComponent(roomId)}/leave`)).status).toBe(200)
  const late = { 'heron-late': await alice.say(roomId, 'heron-late') }
  const topic = { 'heron-topic': await alice.setState(roomId, 'm.room.topic', '', { topic: 'heron-topic' }) }
  for (const round of ['in memory', 'after a restart']) {
    expect([round, ...(await leaksOf(bob, roomId, { ...early, ...late, ...topic }))]).toEqual([round])
    await chappe.restart()
  }
})

test('nothing at all of a room that one was never in, invited or not', async () => {
  const roomId = await alice.createRoom({ preset: 'private_chat', topic: 'in the stripped state, and so for the invited' })
  const secret = { 'heron-secret': await alice.say(roomId, 'heron-secret') }
  expect(await leaksOf(bob, roomId, secret)).toEqual([])
  await alice.invite(roomId, bob.userId)
  expect(await leaksOf(bob, roomId, secret)).toEqual([])
})
