// Presence: Alice sees whether Bob is there, as long as they share a room.
import { buildServer } from '@chappe/server'
import type { HttpAnswer, Json, Person } from '@chappe/testkit'
import { serverOfThisFile, startTestServer } from '@chappe/testkit'
import { describe, expect, test } from 'vitest'
import { madeByOperator } from './_accounts.ts'
import { readsOf } from './_keys.ts'

const chappe = await serverOfThisFile(buildServer)

const must = async (answer: Promise<HttpAnswer>): Promise<Json> => {
  const { status, body } = await answer
  expect([status, body]).toEqual([200, body])
  return body
}
const set = (person: Person, presence: string, status_msg?: string) =>
  person.put(`/_matrix/client/v3/presence/${person.userId}/status`, { presence, ...(status_msg === undefined ? {} : { status_msg }) })
const get = (viewer: Person, of: Person) => viewer.get(`/_matrix/client/v3/presence/${of.userId}/status`)
const shownIn = (body: Json): Json[] => (body.presence?.events ?? []).map((event: Json) => [event.sender, event.content.presence])
const quietSync = async (person: Person, since?: string, timeout = 0): Promise<Json> =>
  must(person.get(`/_matrix/client/v3/sync?timeout=${timeout}&set_presence=offline${since === undefined ? '' : `&since=${since}`}`))
/** Syncs quietly until somebody's presence is told. */
const until = async (person: Person, since: string): Promise<{ shown: Json[]; since: string }> => {
  let token = since
  for (let tries = 0; tries < 20; tries += 1) {
    const body = await quietSync(person, token, 1500)
    token = body.next_batch
    if (shownIn(body).length > 0) return { shown: body.presence.events, since: token }
  }
  throw new Error('nobody was heard of')
}

async function pair(name: string): Promise<{ alice: Person; bob: Person; roomId: string; since: string }> {
  const alice = await chappe.person(`alice-${name}`)
  const bob = await chappe.person(`bob-${name}`)
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  return { alice, bob, roomId, since: (await quietSync(alice)).next_batch }
}

describe('Alice sees', () => {
  test('that Bob is there when he syncs, and gone when he has been silent for half a minute', async () => {
    const { alice, bob, since } = await pair('sync')
    expect((await must(get(alice, bob))).presence).toBe('offline')
    await bob.sync()
    const online = await until(alice, since)
    expect(online.shown).toEqual([
      { type: 'm.presence', sender: bob.userId, content: { presence: 'online', currently_active: true, last_active_ago: expect.any(Number) } },
    ])
    expect(shownIn(await quietSync(alice))).toEqual([[bob.userId, 'online']])
    chappe.clock.advance(31_000)
    expect((await must(get(alice, bob))).presence).toBe('offline')
    const offline = await until(alice, online.since)
    expect(offline.shown[0]?.content).toMatchObject({ presence: 'offline' })
    expect(shownIn(await quietSync(alice))).toEqual([])
    expect((await readsOf(chappe, 'sync')).filter((row: Json) => row.subject === 'presence').length).toBeGreaterThan(1)
  })

  test('what he says of himself, and that he is away when he does nothing', async () => {
    const { alice, bob, since } = await pair('status')
    await must(set(bob, 'online', 'at lunch'))
    const first = await until(alice, since)
    expect(first.shown[0]?.content).toMatchObject({ presence: 'online', status_msg: 'at lunch' })
    expect(await must(get(alice, bob))).toMatchObject({ presence: 'online', status_msg: 'at lunch', currently_active: true })
    await must(set(bob, 'unavailable'))
    const second = await until(alice, first.since)
    expect(second.shown[0]?.content).toMatchObject({ presence: 'unavailable', last_active_ago: expect.any(Number) })
    expect(second.shown[0]?.content).not.toHaveProperty('status_msg')
    await must(set(bob, 'online'))
    chappe.clock.advance(6 * 60_000)
    await bob.sync({ timeout: 0 })
    await bob.get('/_matrix/client/v3/sync?timeout=0&set_presence=unavailable')
    expect((await must(get(alice, bob))).presence).toBe('online')
    chappe.clock.advance(2 * 60_000)
    await bob.get('/_matrix/client/v3/sync?timeout=0&set_presence=unavailable')
    expect((await must(get(alice, bob))).presence).toBe('unavailable')
  })

  test('that he who only listens is away after five minutes, and there again when he speaks', async () => {
    const { alice, bob, roomId } = await pair('idle')
    await bob.sync()
    for (let minute = 0; minute < 12; minute += 1) {
      chappe.clock.advance(29_000)
      await bob.syncOn()
    }
    expect((await must(get(alice, bob))).presence).toBe('unavailable')
    await bob.say(roomId, 'back')
    expect((await must(get(alice, bob))).presence).toBe('online')
  })

  test('nothing of him whose client asks for that, nor after a restart until he is heard of', async () => {
    const { alice, bob } = await pair('hidden')
    await quietSync(bob)
    expect((await must(get(alice, bob))).presence).toBe('offline')
    await bob.sync()
    expect((await must(get(alice, bob))).presence).toBe('online')
    await chappe.restart()
    expect(await must(get(alice, bob))).toEqual({ presence: 'offline' })
  })

  test('who is there when she comes into a room', async () => {
    const carol = await chappe.person('carol-meet')
    const { alice, since } = await pair('meet')
    const roomId = await carol.createRoom({ preset: 'public_chat' })
    await carol.sync()
    expect(shownIn(await quietSync(alice, since))).toEqual([])
    await alice.join(roomId)
    expect(shownIn(await quietSync(alice, since))).toEqual([[carol.userId, 'online']])
  })

  test('only whom her filter lets pass', async () => {
    const { alice, bob } = await pair('filter')
    await bob.sync()
    const filtered = async (presence: object) => shownIn(await must(alice.get(`/_matrix/client/v3/sync?set_presence=offline&filter=${encodeURIComponent(JSON.stringify({ presence }))}`)))
    expect(await filtered({})).toEqual([[bob.userId, 'online']])
    expect(await filtered({ not_types: ['m.presence'] })).toEqual([])
    expect(await filtered({ not_senders: [bob.userId] })).toEqual([])
    expect(await filtered({ limit: 0 })).toEqual([])
  })
})

describe('what is refused', () => {
  test('a stranger sees nothing, and nobody speaks for others', async () => {
    const { alice, bob } = await pair('refused')
    const eve = await chappe.person('eve-refused')
    await bob.sync()
    const refused = [await get(eve, bob), await alice.put(`/_matrix/client/v3/presence/${bob.userId}/status`, { presence: 'offline' })]
    expect(refused.map(({ status, body }) => [status, body.errcode])).toEqual([[403, 'M_FORBIDDEN'], [403, 'M_FORBIDDEN']])
    expect((await set(bob, 'busy')).status).toBe(400)
    expect((await get(eve, { ...bob, userId: '@nobody:chappe.test' })).body.errcode).toBe('M_FORBIDDEN')
    const { next_batch: since, ...first } = await quietSync(eve)
    expect(shownIn(first)).toEqual([])
    // Somebody whom she does share a room with changes too, so that she is told of something.
    const carol = await chappe.person('carol-refused')
    const roomId = await eve.createRoom({ preset: 'public_chat' })
    await carol.join(roomId)
    await must(set(bob, 'unavailable'))
    await must(set(carol, 'online'))
    expect(shownIn(await quietSync(eve, since))).toEqual([[carol.userId, 'online']])
  })

  test('on a government server everybody is offline to everybody, and what clients say is taken', async () => {
    await using ministry = await startTestServer(buildServer, { profile: 'government' })
    const alice = await madeByOperator(ministry, 'alice')
    const bob = await madeByOperator(ministry, 'bob')
    const roomId = await alice.createRoom({ preset: 'private_chat' })
    await alice.invite(roomId, bob.userId)
    await bob.join(roomId)
    await must(set(bob, 'online', 'here'))
    await bob.sync()
    expect(await must(get(alice, bob))).toEqual({ presence: 'offline' })
    expect(await alice.sync()).not.toHaveProperty('presence')
  })
})
