// Where homeservers go wrong, and no other story here tells: one test for each way. What the rest of that list is held by:
// canonical JSON, hashes and sizes by room-versions and packages/core; restricted joins by joining; one-time keys, device
// lists and messages to devices by keys, encryption-details and to-device; cross-signing and backup by their own files;
// left and archived rooms by sync-details and history-paths; counts and receipts by receipts and threads; push rules by
// push-rules and notifications; bundles by relations and bundles-elsewhere; transactions, refreshing, media, upgrade,
// aliases, spaces, presence and `?at=` by the files of those names.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { request, serverOfThisFile } from '@chappe/testkit'
import { describe, expect, test } from 'vitest'
import { refusal } from './_accounts.ts'
import { edit, idsOf, roomPath } from './_relations.ts'
import { listOf, slider, somebody } from './_sliding.ts'

const chappe = await serverOfThisFile(buildServer)

const must = async (person: Person, path: string): Promise<Json> => {
  const { status, body } = await person.get(path)
  expect([path, status, body]).toEqual([path, 200, body])
  return body
}
const bodiesOf = (events: Json[]): string[] => events.flatMap((event) => event.content.body ?? [])
async function pair(options: object = {}): Promise<{ alice: Person; bob: Person; roomId: string }> {
  const [alice, bob] = [await somebody(chappe, 'alice'), await somebody(chappe, 'bob')]
  return { alice, bob, roomId: await alice.createRoom({ preset: 'public_chat', ...options }) }
}
const visibility = (value: string) => ({ initial_state: [{ type: 'm.room.history_visibility', content: { history_visibility: value } }] })

describe('a gap', () => {
  test('is paged into by prev_batch down to where the client was: each event once, and none from before', async () => {
    const { alice, bob, roomId } = await pair()
    await bob.join(roomId)
    const since = (await bob.sync()).next_batch
    const said: string[] = []
    for (let index = 0; index < 37; index += 1) said.push(await alice.say(roomId, `${index}`))
    for (const round of ['in memory', 'after a restart']) {
      const { timeline } = (await bob.sync({ since, filter: { room: { timeline: { limit: 7 } } } })).rooms.join[roomId]
      expect(timeline.limited).toBe(true)
      let from: string | undefined = timeline.prev_batch
      const paged: string[] = []
      while (from !== undefined) {
        const page: Json = await must(bob, `${roomPath(roomId)}/messages?dir=b&limit=11&from=${from}&to=${since}`)
        paged.unshift(...idsOf(page.chunk).toReversed())
        from = page.end
      }
      expect([round, ...paged, ...idsOf(timeline.events)]).toEqual([round, ...said])
      await chappe.restart()
    }
  })
})

describe('history', () => {
  const SEEN = { world_readable: ['before', 'while invited', 'after'], shared: ['before', 'while invited', 'after'], invited: ['while invited', 'after'], joined: ['after'] }

  test.each(Object.entries(SEEN))('that is %s is shown to who is invited and joins as far as it says, on every way', async (value, seen) => {
    const { alice, bob, roomId } = await pair({ preset: 'private_chat', ...visibility(value) })
    const said: Record<string, string> = { before: await alice.say(roomId, 'before') }
    await alice.invite(roomId, bob.userId)
    said['while invited'] = await alice.say(roomId, 'while invited')
    await bob.join(roomId)
    said['after'] = await alice.say(roomId, 'after')
    const inTime = (events: Json[]) => bodiesOf(events)
    expect(inTime((await must(bob, `${roomPath(roomId)}/messages?dir=f&limit=100`)).chunk)).toEqual(seen)
    expect(inTime((await bob.sync({ filter: { room: { timeline: { limit: 100 } } } })).rooms.join[roomId].timeline.events)).toEqual(seen)
    const { events_before } = await must(bob, `${roomPath(roomId)}/context/${encodeURIComponent(said['after'] ?? '')}?limit=100`)
    expect([...bodiesOf(events_before).toReversed(), 'after']).toEqual(seen)
    const list = { ...listOf(10), lists: { a: { ranges: [[0, 9]], timeline_limit: 50, required_state: [] } } }
    expect(bodiesOf((await slider(bob, list).on()).rooms[roomId].timeline)).toEqual(seen)
    for (const [when, eventId] of Object.entries(said)) {
      const answer = await bob.get(`${roomPath(roomId)}/event/${encodeURIComponent(eventId)}`)
      expect([when, answer.status]).toEqual([when, seen.includes(when) ? 200 : 404])
    }
  })

  test('shows Bob his own coming and by whom he was put out, though it is for the joined, and nothing before or after', async () => {
    const { alice, bob, roomId } = await pair(visibility('joined'))
    await alice.say(roomId, 'before he came')
    await bob.join(roomId)
    const [first] = (await must(bob, `${roomPath(roomId)}/messages?dir=b&limit=1`)).chunk
    expect([first.type, first.state_key]).toEqual(['m.room.member', bob.userId])
    expect(bodiesOf((await must(bob, `${roomPath(roomId)}/messages?dir=b&limit=100`)).chunk)).toEqual([])
    await bob.sync()
    const { event_id: put } = (await alice.put(`${roomPath(roomId)}/state/m.room.member/${encodeURIComponent(bob.userId)}`, { membership: 'ban', reason: 'noise' })).body
    const late = await alice.say(roomId, 'after he had gone')
    const { timeline } = (await bob.syncOn()).rooms.leave[roomId]
    expect(timeline.events.map((event: Json) => [event.event_id, event.content.reason])).toEqual([[put, 'noise']])
    expect(idsOf((await must(bob, `${roomPath(roomId)}/messages?dir=b&limit=1`)).chunk)).toEqual([put])
    expect((await must(bob, `${roomPath(roomId)}/event/${encodeURIComponent(put)}`)).content.reason).toBe('noise')
    expect((await must(bob, `${roomPath(roomId)}/event/${encodeURIComponent(first.event_id)}`)).content.membership).toBe('join')
    expect(refusal(await bob.get(`${roomPath(roomId)}/event/${encodeURIComponent(late)}`))).toEqual([404, 'M_NOT_FOUND'])
  })
})

describe('members on demand', () => {
  test('are the newcomer too, whose joining is no part of the timeline', async () => {
    const { alice, bob, roomId } = await pair()
    await bob.sync()
    await bob.join(roomId)
    for (let index = 0; index < 12; index += 1) await alice.say(roomId, `${index}`)
    const filter = { room: { state: { lazy_load_members: true }, timeline: { limit: 4 } } }
    const { state } = (await bob.syncOn({ filter })).rooms.join[roomId]
    const members = state.events.filter((event: Json) => event.type === 'm.room.member').map((event: Json) => event.state_key)
    expect(members.toSorted()).toEqual([alice.userId, bob.userId].toSorted())
  })
})

describe('counts', () => {
  test('are of what stands behind the receipt: one on an older event leaves the later ones unread', async () => {
    const { alice, bob, roomId } = await pair()
    await bob.join(roomId)
    const named = (body: string) => alice.send(roomId, 'm.room.message', { msgtype: 'm.text', body, 'm.mentions': { user_ids: [bob.userId] } })
    const said = [await alice.say(roomId, 'one'), await named('two'), await alice.say(roomId, 'three'), await named('four')]
    const countsAfter = async (eventId: string | undefined) => {
      await bob.post(`${roomPath(roomId)}/receipt/m.read/${encodeURIComponent(eventId ?? '')}`, {})
      const { notification_count, highlight_count } = (await bob.sync()).rooms.join[roomId].unread_notifications
      return [notification_count, highlight_count]
    }
    expect(await countsAfter(said[0])).toEqual([3, 2])
    expect(await countsAfter(said[1])).toEqual([2, 1])
    expect(await countsAfter(said[3])).toEqual([0, 0])
  })
})

describe('an edit', () => {
  test('that says it was made earlier is not the last one, whenever it comes', async () => {
    const { alice, bob, roomId } = await pair()
    await bob.join(roomId)
    const root = await alice.say(roomId, 'soop')
    chappe.clock.advance(60_000)
    const last = await edit(alice, roomId, root, 'soup')
    chappe.clock.advance(-30_000)
    await edit(alice, roomId, root, 'soap')
    chappe.clock.advance(30_000)
    for (const round of ['in memory', 'after a restart']) {
      const { unsigned } = await must(bob, `${roomPath(roomId)}/event/${encodeURIComponent(root)}`)
      expect([round, unsigned['m.relations']['m.replace'].event_id]).toEqual([round, last])
      await chappe.restart()
    }
  })
})

describe('JSON', () => {
  const send = async (raw: string) => {
    const { alice, roomId } = await pair()
    const answer = await request(chappe.url, 'PUT', `${roomPath(roomId)}/send/m.room.message/raw`, { token: alice.token, raw, headers: { 'content-type': 'application/json' } })
    return { alice, roomId, answer }
  }

  test('with names that are special elsewhere arrives as it was sent', async () => {
    const content = '{"__proto__":{"admin":true},"constructor":1,"\u{1F600}":"astral","\uFFFD":"below","body":"b","msgtype":"m.text"}'
    const { alice, roomId, answer } = await send(content)
    const event = await alice.get(`${roomPath(roomId)}/event/${encodeURIComponent(answer.body.event_id)}`)
    const text = Buffer.from(event.bytes).toString('utf8')
    // Sorted by code points: U+FFFD stands before U+1F600, whose first half in UTF-16 is less.
    expect(text).toContain('"content":{"__proto__":{"admin":true},"body":"b","constructor":1,"msgtype":"m.text","\uFFFD":"below","\u{1F600}":"astral"}')
  })

  test.each([
    ['a name twice', '{"body":"seen","msgtype":"m.text","body":"hidden"}'],
    ['half a character', '{"body":"\\ud800","msgtype":"m.text"}'],
    ['a fraction', '{"body":"b","n":1.5}'],
    ['a number that not every machine can tell apart', '{"body":"b","n":9007199254740993}'],
  ])('with %s is refused', async (_, content) => {
    const { answer } = await send(content)
    expect(refusal(answer)).toEqual([400, 'M_BAD_JSON'])
  })
})
