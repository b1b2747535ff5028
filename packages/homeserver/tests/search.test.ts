// Search: what was said in unencrypted rooms is found by those who may see it.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { request, serverOfThisFile } from '@chappe/testkit'
import { expect, test } from 'vitest'
import { refusal } from './_accounts.ts'
import { readsOf } from './_keys.ts'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob } = await chappe.people('alice', 'bob')

const PATH = '/_matrix/client/v3/search'
const room = (roomId: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`

async function search(person: Person, term: string, more: object = {}, nextBatch?: string): Promise<Json> {
  const path = nextBatch === undefined ? PATH : `${PATH}?next_batch=${encodeURIComponent(nextBatch)}`
  const answer = await person.post(path, { search_categories: { room_events: { search_term: term, ...more } } })
  expect([answer.status, answer.body]).toEqual([200, answer.body])
  return answer.body.search_categories.room_events
}
const idsOf = (body: Json): string[] => body.results.map((each: Json) => each.result.event_id)

const talk = async (options: object = {}, ...others: Person[]): Promise<string> => {
  const roomId = await alice.createRoom({ preset: 'public_chat', ...options })
  for (const other of others) await other.join(roomId)
  return roomId
}
const edit = async (person: Person, roomId: string, eventId: string, text: string): Promise<string> =>
  person.send(roomId, 'm.room.message', {
    msgtype: 'm.text',
    body: `* ${text}`,
    'm.new_content': { msgtype: 'm.text', body: text },
    'm.relates_to': { rel_type: 'm.replace', event_id: eventId },
  })
const redact = async (person: Person, roomId: string, eventId: string): Promise<void> => {
  expect((await person.put(`${room(roomId)}/redact/${encodeURIComponent(eventId)}/r${eventId}`, {})).status).toBe(200)
}

test('what was said is found in both languages, without accents, and twice the same', async () => {
  const roomId = await talk({}, bob)
  const french = await bob.say(roomId, "Les réunions de l'Élysée sont annulées")
  const english = await bob.say(roomId, 'The gardens are flooding')
  for (let again = 0; again < 2; again += 1) {
    const found = await search(alice, 'reunion elysee')
    expect(idsOf(found)).toEqual([french])
    expect(found.count).toBe(1)
    expect(found.highlights).toEqual(expect.arrayContaining(['réunions', 'élysée']))
    expect(found.next_batch).toBeUndefined()
    expect(found.results[0].result).toMatchObject({ room_id: roomId, sender: bob.userId, content: { msgtype: 'm.text' } })
    expect(found.results[0].rank).toBeGreaterThan(0)
    expect(idsOf(await search(bob, 'Garden flooded'))).toEqual([english])
    expect(idsOf(await search(bob, 'annuler'))).toEqual([french])
  }
  expect(idsOf(await search(bob, 'garden elysee'))).toEqual([])
  expect(idsOf(await search(bob, '!?'))).toEqual([])
  await chappe.restart()
  expect(idsOf(await search(alice, 'réunion'))).toEqual([french])
})

test('names and topics are found by their keys', async () => {
  const roomId = await talk({ name: 'Lighthouse keepers', topic: 'Lighthouse lamps' })
  const said = await alice.say(roomId, 'lighthouse')
  const typesOf = (found: Json): string[] => found.results.map((each: Json) => each.result.type).toSorted()
  expect(typesOf(await search(alice, 'lighthouse'))).toEqual(['m.room.message', 'm.room.name', 'm.room.topic'])
  expect(typesOf(await search(alice, 'lighthouse', { keys: ['content.name'] }))).toEqual(['m.room.name'])
  expect(idsOf(await search(alice, 'lighthouse', { keys: ['content.body'] }))).toEqual([said])
  expect(typesOf(await search(alice, 'lighthouse', { filter: { types: ['m.room.t*'] } }))).toEqual(['m.room.topic'])
})

test('results come page by page, most recent first, and by rank', async () => {
  const roomId = await talk()
  const said: string[] = []
  for (let index = 0; index < 5; index += 1) said.push(await alice.say(roomId, `barometer ${index === 1 ? 'barometer barometer' : index}`))
  const recent = { order_by: 'recent', filter: { limit: 2, rooms: [roomId] } }
  const first = await search(alice, 'barometer', recent)
  expect([idsOf(first), first.count]).toEqual([[said[4], said[3]], 5])
  const second = await search(alice, 'barometer', recent, first.next_batch)
  expect([idsOf(second), second.count]).toEqual([[said[2], said[1]], 5])
  const third = await search(alice, 'barometer', recent, second.next_batch)
  expect([idsOf(third), third.next_batch]).toEqual([[said[0]], undefined])
  const ranked = { filter: { limit: 3, rooms: [roomId] } }
  const best = await search(alice, 'barometer', ranked)
  expect(idsOf(best)[0]).toBe(said[1])
  const rest = await search(alice, 'barometer', ranked, best.next_batch)
  expect([...idsOf(best), ...idsOf(rest)].toSorted()).toEqual(said.toSorted())
  expect(refusal(await alice.post(`${PATH}?next_batch=xyz`, { search_categories: {} }))).toEqual([400, 'M_INVALID_PARAM'])
})

test('results are grouped by room and by sender, and a group has pages of its own', async () => {
  const [one, two] = [await talk({}, bob), await talk({}, bob)]
  const a = await alice.say(one, 'anemometer')
  const b = await bob.say(one, 'anemometer')
  const c = await bob.say(two, 'anemometer')
  const wish = { order_by: 'recent', filter: { limit: 2 }, groupings: { group_by: [{ key: 'room_id' }, { key: 'sender' }] } }
  const found = await search(alice, 'anemometer', wish)
  expect(idsOf(found)).toEqual([c, b])
  expect(found.groups.room_id).toMatchObject({ [two]: { order: 1, results: [c] }, [one]: { order: 2, results: [b] } })
  expect(found.groups.sender).toMatchObject({ [bob.userId]: { order: 1, results: [c, b] } })
  const more = await search(alice, 'anemometer', wish, found.groups.room_id[one].next_batch)
  expect([idsOf(more), more.next_batch]).toEqual([[a], undefined])
  const byBob = await search(alice, 'anemometer', wish, found.groups.sender[bob.userId].next_batch)
  expect(idsOf(byBob)).toEqual([])
  expect(idsOf(await search(alice, 'anemometer', { filter: { senders: [bob.userId], not_rooms: [two] } }))).toEqual([b])
})

test('context, historic names and state come where they are asked for', async () => {
  const roomId = await talk({ name: 'Context' }, bob)
  const before = await bob.say(roomId, 'one')
  const hit = await bob.say(roomId, 'hygrometer')
  const after = await alice.say(roomId, 'three')
  await bob.put(`/_matrix/client/v3/profile/${bob.userId}/displayname`, { displayname: 'Robert' })
  const wish = { event_context: { before_limit: 1, after_limit: 1, include_profile: true }, include_state: true }
  const found = await search(alice, 'hygrometer', wish)
  const [{ context, result }] = found.results
  expect(result.event_id).toBe(hit)
  expect(context.events_before.map((each: Json) => each.event_id)).toEqual([before])
  expect(context.events_after.map((each: Json) => each.event_id)).toEqual([after])
  expect(Object.keys(context.profile_info).toSorted()).toEqual([alice.userId, bob.userId])
  expect(context.profile_info[bob.userId].displayname).not.toBe('Robert')
  const page = await alice.get(`${room(roomId)}/messages?dir=b&limit=1&from=${context.start}`)
  expect(page.body.chunk[0].type).toBe('m.room.member')
  const types = found.state[roomId].map((each: Json) => each.type)
  expect(types).toEqual(expect.arrayContaining(['m.room.create', 'm.room.name', 'm.room.member']))
  expect((await search(alice, 'hygrometer')).results[0].context).toBeUndefined()
})

test('what was edited is found by what it says now, and what was redacted by nothing', async () => {
  const roomId = await talk({}, bob)
  const said = await bob.say(roomId, 'thermometer')
  expect(idsOf(await search(alice, 'thermometer'))).toEqual([said])
  const first = await edit(bob, roomId, said, 'theodolite')
  expect(idsOf(await search(alice, 'thermometer'))).toEqual([])
  expect(idsOf(await search(alice, 'theodolite'))).toEqual([said])
  const second = await edit(bob, roomId, said, 'sextant')
  await edit(alice, roomId, said, 'astrolabe')
  expect(idsOf(await search(alice, 'theodolite'))).toEqual([])
  expect(idsOf(await search(alice, 'astrolabe'))).toEqual([])
  expect(idsOf(await search(alice, 'sextant'))).toEqual([said])
  await redact(bob, roomId, second)
  expect(idsOf(await search(alice, 'sextant'))).toEqual([])
  expect(idsOf(await search(alice, 'theodolite'))).toEqual([said])
  await redact(bob, roomId, first)
  expect(idsOf(await search(alice, 'thermometer'))).toEqual([said])
  await redact(bob, roomId, said)
  for (const term of ['thermometer', 'theodolite', 'sextant']) expect((await search(alice, term)).count).toBe(0)
})

test('a stranger finds nothing, and a member only what they may see: before their joining, and after their leaving', async () => {
  const carol = await chappe.person('carol')
  const roomId = await talk({ initial_state: [{ type: 'm.room.history_visibility', state_key: '', content: { history_visibility: 'joined' } }] })
  await alice.say(roomId, 'altimeter before')
  expect((await search(carol, 'altimeter')).count).toBe(0)
  await carol.join(roomId)
  const during = await alice.say(roomId, 'altimeter during')
  const found = await search(carol, 'altimeter')
  expect([idsOf(found), found.count]).toEqual([[during], 1])
  expect((await carol.post(`${room(roomId)}/leave`)).status).toBe(200)
  await alice.say(roomId, 'altimeter after')
  expect(idsOf(await search(carol, 'altimeter', { event_context: { after_limit: 5 } }))).toEqual([during])
  expect((await carol.post(`${room(roomId)}/forget`)).status).toBe(200)
  expect(idsOf(await search(carol, 'altimeter'))).toEqual([])
})

test('of hundreds of results only those are counted that one may see', async () => {
  const dora = await chappe.person('dora')
  const roomId = await talk({ initial_state: [{ type: 'm.room.history_visibility', state_key: '', content: { history_visibility: 'joined' } }] })
  for (let index = 0; index < 210; index += 1) await alice.say(roomId, `rheostat ${index}`)
  await dora.join(roomId)
  const later = [await alice.say(roomId, 'rheostat'), await alice.say(roomId, 'rheostat'), await alice.say(roomId, 'rheostat')]
  const wish = { order_by: 'recent', filter: { limit: 2 } }
  expect((await search(alice, 'rheostat', wish)).count).toBe(213)
  const first = await search(dora, 'rheostat', wish)
  const second = await search(dora, 'rheostat', wish, first.next_batch)
  expect([...idsOf(first), ...idsOf(second)]).toEqual(later.toReversed())
  expect([first.count, second.count, second.next_batch]).toEqual([3, 3, undefined])
})

test('an encrypted room is not searched, nor is anything of it kept', async () => {
  const encryption = { type: 'm.room.encryption', state_key: '', content: { algorithm: 'm.megolm.v1.aes-sha2' } }
  const roomId = await talk({ initial_state: [encryption], name: 'Chronometer' })
  await alice.say(roomId, 'chronometer by mistake')
  await alice.send(roomId, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'chronometer', session_id: 's' })
  expect((await search(alice, 'chronometer')).count).toBe(0)
  const rows = await chappe.database.query('SELECT 1 FROM search_entry e JOIN room r USING (room_nid) WHERE room_id = $1', [roomId])
  expect(rows).toEqual([])
})

test('what was said while nobody followed is found after the next start', async () => {
  const roomId = await talk()
  const said = await alice.say(roomId, 'planimeter')
  expect(idsOf(await search(alice, 'planimeter'))).toEqual([said])
  await chappe.database.query('DELETE FROM search_entry')
  await chappe.server.close()
  await chappe.database.query("UPDATE stream_cursor SET position = 0 WHERE name = 'search'")
  await chappe.restart()
  await expect.poll(async () => idsOf(await search(alice, 'planimeter'))).toEqual([said])
})

test('what many say at once waits for its turn to be indexed, and is found all the same, now and after a start', async () => {
  const roomId = await talk({}, bob)
  const shout = (index: number): Promise<string> => (index % 2 === 0 ? alice : bob).say(roomId, `the kettle boils ${index}`)
  const said: string[] = []
  for (let round = 0; round < 3; round += 1) {
    said.push(...(await Promise.all(Array.from({ length: 60 }, async (_, index) => shout(60 * round + index)))))
    expect((await search(alice, 'kettle')).count).toBe(said.length)
  }
  said.push(...(await Promise.all(Array.from({ length: 60 }, async (_, index) => shout(index)))))
  await chappe.restart()
  expect((await search(bob, 'boiling kettles')).count).toBe(said.length)
})

test('the ledger has what was shown, and an empty result is none', async () => {
  const roomId = await talk()
  await alice.say(roomId, 'galvanometer')
  const before = (await readsOf(chappe, 'search')).length
  await search(alice, 'galvanometer')
  await search(alice, 'nothing of the kind')
  expect((await readsOf(chappe, 'search')).slice(before)).toMatchObject([{ kind: 'events', count: 1 }])
})

test('without a token, or with a body of another shape, nothing is searched', async () => {
  const body = { search_categories: { room_events: { search_term: 'x' } } }
  expect(refusal(await request(chappe.url, 'POST', PATH, { body }))).toEqual([401, 'M_MISSING_TOKEN'])
  expect(refusal(await alice.post(PATH, {}))).toEqual([400, 'M_MISSING_PARAM'])
  expect(refusal(await alice.post(PATH, { search_categories: { room_events: { search_term: 7 } } }))).toEqual([400, 'M_BAD_JSON'])
  expect((await alice.post(PATH, { search_categories: {} })).body).toEqual({ search_categories: {} })
})
