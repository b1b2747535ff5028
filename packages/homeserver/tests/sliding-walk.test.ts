// A client that follows sliding sync through a long random walk of talk, renaming, coming and going, changing windows
// and lost answers has, in the end, what the server has.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import { expect, test } from 'vitest'
import { leave, slider } from './_sliding.ts'

const STEPS = 140
const SEED = Number(process.env['CHAPPE_WALK_SEED'] ?? 7)

/** A small generator with a seed, so that a failing walk can be made again. */
function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 0x1_0000_0000) * below)
  }
}

interface Known {
  events: string[]
  name: string | null | undefined
  joined: number | undefined
}

/** What a client makes of an answer. */
function apply(known: Map<string, Known>, answer: Json): void {
  for (const [roomId, room] of Object.entries<Json>(answer.rooms)) {
    const before = room.initial === true ? undefined : known.get(roomId)
    const shown = (room.timeline ?? []).map((event: Json) => event.event_id)
    const anew = room.limited === true || room.unstable_expanded_timeline === true
    const events = anew ? shown : [...(before?.events ?? []), ...shown]
    known.set(roomId, { events, name: 'name' in room ? room.name : before?.name, joined: room.joined_count ?? before?.joined })
  }
}

/** One thing that somebody does. */
async function act(people: { alice: Person; bob: Person }, rooms: string[], random: (below: number) => number, step: number): Promise<void> {
  const { alice, bob } = people
  const roomId = rooms[random(rooms.length)] ?? ''
  const kind = random(12)
  if (kind < 6) await alice.say(roomId, `step ${step}`)
  else if (kind === 6) await alice.setState(roomId, 'm.room.name', '', { name: random(4) === 0 ? '' : `Name ${step}` })
  else if (kind === 7) await leave(bob, roomId)
  else if (kind < 10) await bob.join(roomId)
  else if (kind === 10 && rooms.length < 12) rooms.push(await alice.createRoom({ preset: 'public_chat', name: `Room ${step}` }))
  else await alice.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/receipt/m.read/%24nothing`)
}

const listOf = (high: number, limit: number): Json => ({
  lists: { all: { ranges: [[0, high]], timeline_limit: limit, required_state: [['m.room.member', '$LAZY']] } },
})

test(`Bob has in the end what the server has, after ${STEPS} steps of seed ${SEED}`, { timeout: 120_000 }, async () => {
  await using chappe = await startTestServer(buildServer)
  const random = randomOf(SEED)
  const people = { alice: await chappe.person('alice'), bob: await chappe.person('bob') }
  const rooms: string[] = []
  for (let index = 0; index < 6; index += 1) rooms.push(await people.alice.createRoom({ preset: 'public_chat', name: `Room ${index}` }))
  const sync = slider(people.bob, listOf(2, 2))
  const known = new Map<string, Known>()
  for (let step = 0; step < STEPS; step += 1) {
    await act(people, rooms, random, step)
    if (random(3) === 0) continue
    const body = random(8) === 0 ? listOf(random(5), 1 + random(4)) : undefined
    const before = sync.pos
    const answer = await sync.on(body)
    // Now and then an answer is lost on the way.
    if (random(6) === 0 && before !== undefined) sync.pos = before
    else apply(known, answer)
  }
  apply(known, await sync.on(listOf(99, 1)))
  for (const roomId of rooms) {
    const at = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
    const { status, body } = await people.bob.get(`${at}/joined_members`)
    if (status !== 200) continue
    const room = known.get(roomId)
    const newest = (await people.bob.get(`${at}/messages?dir=b&limit=100`)).body.chunk.map((event: Json) => event.event_id).toReversed()
    expect(room?.events.length).toBeGreaterThan(0)
    expect(room?.events).toEqual(newest.slice(-(room?.events.length ?? 0)))
    const name = (await people.bob.get(`${at}/state/m.room.name/`)).body.name
    expect([room?.name ?? '', room?.joined]).toEqual([name, Object.keys(body.joined).length])
  }
})
