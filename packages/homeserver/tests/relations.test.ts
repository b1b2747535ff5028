// Relations: what is bundled with an event on every way of reading it, and who may relate to what.
import { getRelations as relationsContract, getRelationsByEventType, getRelationsByType, getThreads as threadsContract } from '@chappe/contract'
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { request, serverOfThisFile } from '@chappe/testkit'
import { describe, expect, test } from 'vitest'
import { readsOf } from './_keys.ts'
import { edit, getRelations, getThreads, idsOf, ignore, react, redact, related, reply, roomPath, trySend } from './_relations.ts'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob, eve } = await chappe.people('alice', 'bob', 'eve')

const failure = (answer: { status: number; body: Json }) => [answer.status, answer.body.errcode]

async function sharedRoom(...others: Person[]): Promise<string> {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  for (const other of others) await other.join(roomId)
  return roomId
}

const byId = (events: Json[], eventId: string): Json => events.find((event) => event.event_id === eventId)

/** What is bundled with an event, on every way there is to read it. */
async function bundledEverywhere(person: Person, roomId: string, eventId: string): Promise<Record<string, Json>> {
  const filter = { room: { timeline: { limit: 100 } } }
  const path = encodeURIComponent(eventId)
  const context = (await person.get(`${roomPath(roomId)}/context/${path}?limit=0`)).body
  const before = idsOf((await person.get(`${roomPath(roomId)}/messages?dir=f&limit=200`)).body.chunk)
  const neighbour = before[before.indexOf(eventId) - 1] ?? ''
  const around = (await person.get(`${roomPath(roomId)}/context/${encodeURIComponent(neighbour)}?limit=4`)).body
  const events: Record<string, Json> = {
    sync: byId((await person.sync({ filter })).rooms.join[roomId].timeline.events, eventId),
    messages: byId((await person.get(`${roomPath(roomId)}/messages?dir=b&limit=200`)).body.chunk, eventId),
    context: context.event,
    'events after': byId(around.events_after, eventId),
    event: (await person.get(`${roomPath(roomId)}/event/${path}`)).body,
  }
  return Object.fromEntries(Object.entries(events).map(([where, event]) => [where, event?.unsigned?.['m.relations']]))
}

/** Once with everything in memory, once with nothing of it, once with the newest events only. */
async function everywhere(person: Person, roomId: string, eventId: string, check: (bundled: Json, where: string) => void): Promise<void> {
  for (const [where, bundled] of Object.entries(await bundledEverywhere(person, roomId, eventId))) check(bundled, `${where}, from memory`)
  for (let index = 0; index < 25; index += 1) await alice.say(roomId, `chatter ${index}`)
  await chappe.restart()
  for (const [where, bundled] of Object.entries(await bundledEverywhere(person, roomId, eventId))) check(bundled, `${where}, from the database`)
}

test('an edit is bundled wherever the message is read, and the message keeps its content', async () => {
  const roomId = await sharedRoom(bob)
  const eventId = await alice.say(roomId, 'soop')
  const first = await edit(alice, roomId, eventId, 'soup')
  const last = await edit(alice, roomId, eventId, 'soup?')
  await everywhere(bob, roomId, eventId, (bundled, where) => {
    expect(bundled?.['m.replace']?.event_id, where).toBe(last)
    expect(bundled['m.replace'].content['m.new_content'], where).toEqual({ msgtype: 'm.text', body: 'soup?' })
    expect(bundled['m.replace'], where).toMatchObject({ sender: alice.userId, type: 'm.room.message', room_id: roomId })
    expect(bundled['m.replace'].unsigned['m.relations'], where).toBeUndefined()
  })
  expect((await bob.get(`${roomPath(roomId)}/event/${encodeURIComponent(eventId)}`)).body.content.body).toBe('soop')
  await redact(alice, roomId, last)
  await everywhere(bob, roomId, eventId, (bundled, where) => expect(bundled?.['m.replace']?.event_id, where).toBe(first))
  await redact(alice, roomId, eventId)
  await everywhere(bob, roomId, eventId, (bundled, where) => expect(bundled?.['m.replace'], where).toBeUndefined())
})

test('a message that is redacted has no edit any more', async () => {
  const roomId = await sharedRoom(bob)
  const eventId = await alice.say(roomId, 'soop')
  await edit(alice, roomId, eventId, 'soup')
  await redact(alice, roomId, eventId)
  await everywhere(bob, roomId, eventId, (bundled, where) => expect(bundled, where).toBeUndefined())
})

test('what meets not every condition of an edit is not bundled as one', async () => {
  const roomId = await sharedRoom(bob)
  const eventId = await alice.say(roomId, 'mine')
  const new_content = { 'm.new_content': { msgtype: 'm.text', body: 'changed' } }
  await bob.send(roomId, 'm.room.message', related('m.replace', eventId, new_content))
  await alice.send(roomId, 'm.room.message', related('m.replace', eventId))
  await alice.send(roomId, 'org.example.other', related('m.replace', eventId, new_content))
  await everywhere(bob, roomId, eventId, (bundled, where) => expect(bundled, where).toBeUndefined())
  const good = await edit(alice, roomId, eventId, 'good')
  await edit(alice, roomId, good, 'an edit of an edit')
  await everywhere(bob, roomId, good, (bundled, where) => expect(bundled, where).toBeUndefined())
  const topic = await alice.setState(roomId, 'm.room.topic', '', { topic: 'lunch' })
  await alice.send(roomId, 'm.room.topic', related('m.replace', topic, { 'm.new_content': { topic: 'dinner' } }))
  await everywhere(bob, roomId, topic, (bundled, where) => expect(bundled, where).toBeUndefined())
})

test('of edits of one millisecond the one with the largest id is the last, from memory and from the database', async () => {
  const roomId = await sharedRoom(bob)
  const eventId = await alice.say(roomId, 'tie')
  const edits: string[] = []
  for (let index = 0; index < 4; index += 1) edits.push(await edit(alice, roomId, eventId, `tie ${index}`))
  const largest = [...edits].sort((a, b) => (a < b ? -1 : 1)).at(-1)
  // Clients cannot choose the time; the rows say so for them, before the room is loaded anew.
  await chappe.database.query('UPDATE relation SET sent_at_ms = 5 WHERE parent_id = $1', [eventId])
  await chappe.restart()
  await everywhere(bob, roomId, eventId, (bundled, where) => expect(bundled?.['m.replace']?.event_id, where).toBe(largest))
})

test('an encrypted message is edited too: what it relates to stands outside of the ciphertext', async () => {
  const roomId = await sharedRoom(bob)
  const encrypted = { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'c', session_id: 's' }
  const eventId = await alice.send(roomId, 'm.room.encrypted', encrypted)
  const last = await alice.send(roomId, 'm.room.encrypted', { ...encrypted, 'm.relates_to': { rel_type: 'm.replace', event_id: eventId } })
  await everywhere(bob, roomId, eventId, (bundled, where) => expect(bundled?.['m.replace']?.event_id, where).toBe(last))
})

test('a thread is bundled with its last event, that with its edit, and says who took part', async () => {
  const roomId = await sharedRoom(bob, eve)
  const root = await alice.say(roomId, 'root')
  await reply(bob, roomId, root, 'first')
  const last = await reply(bob, roomId, root, 'second')
  const edited = await edit(bob, roomId, last, 'second!')
  for (const [person, participated] of [[alice, true], [bob, true], [eve, false]] as const) {
    await everywhere(person, roomId, root, (bundled, where) => {
      const thread = bundled?.['m.thread']
      expect([thread?.count, thread?.current_user_participated, thread?.latest_event?.event_id], where).toEqual([2, participated, last])
      expect(thread.latest_event.unsigned['m.relations']['m.replace'].event_id, where).toBe(edited)
    })
  }
})

test('a redacted reply is no part of its thread any more; a redacted root keeps it', async () => {
  const roomId = await sharedRoom(bob)
  const root = await alice.say(roomId, 'root')
  await reply(bob, roomId, root, 'first')
  await redact(bob, roomId, await reply(bob, roomId, root, 'second'))
  await everywhere(alice, roomId, root, (bundled, where) => {
    expect([bundled?.['m.thread']?.count, bundled?.['m.thread']?.latest_event?.content?.body], where).toEqual([1, 'first'])
  })
  await redact(alice, roomId, root)
  await everywhere(alice, roomId, root, (bundled, where) => expect(bundled?.['m.thread']?.count, where).toBe(1))
})

test('references are bundled by their ids, reactions not at all; a poll is no more than that', async () => {
  const roomId = await sharedRoom(bob)
  for (const prefix of ['m.poll', 'org.matrix.msc3381.poll']) {
    const poll = await alice.send(roomId, `${prefix}.start`, { 'm.poll': { question: {}, answers: [] } })
    const vote = await bob.send(roomId, `${prefix}.response`, { 'm.selections': ['yes'], ...related('m.reference', poll) })
    const end = await alice.send(roomId, `${prefix}.end`, related('m.reference', poll))
    expect((await react(bob, roomId, poll)).status).toBe(200)
    await everywhere(bob, roomId, poll, (bundled, where) => {
      expect(bundled, where).toEqual({ 'm.reference': { chunk: [{ event_id: vote }, { event_id: end }] } })
    })
    expect(idsOf((await getRelations(bob, roomId, poll, `/m.reference/${prefix}.response`)).chunk)).toEqual([vote])
  }
})

test('what is bundled is in the ledger as read', async () => {
  const roomId = await sharedRoom(bob)
  const root = await alice.say(roomId, 'root')
  await reply(alice, roomId, root)
  await bob.get(`${roomPath(roomId)}/event/${encodeURIComponent(root)}`)
  await bob.sync()
  for (const operation of ['getOneRoomEvent', 'sync']) {
    const rows = await readsOf(chappe, operation)
    expect(rows.filter((row) => row.subject === 'bundled').at(-1), operation).toMatchObject({ kind: 'events', count: 1 })
  }
})

describe('who may relate to what', () => {
  test('the same reaction twice is refused, at once, later and after a restart; not when the first is gone', async () => {
    const roomId = await sharedRoom(bob)
    const eventId = await alice.say(roomId, 'like me')
    const answers = await Promise.all([react(bob, roomId, eventId), react(bob, roomId, eventId), react(bob, roomId, eventId)])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.find(({ status }) => status === 400)?.body.errcode).toBe('M_DUPLICATE_ANNOTATION')
    expect(failure(await react(bob, roomId, eventId))).toEqual([400, 'M_DUPLICATE_ANNOTATION'])
    expect((await react(bob, roomId, eventId, '❤️')).status).toBe(200)
    expect((await react(alice, roomId, eventId)).status).toBe(200)
    for (let index = 0; index < 25; index += 1) await alice.say(roomId, 'chatter')
    await chappe.restart()
    expect(failure(await react(bob, roomId, eventId))).toEqual([400, 'M_DUPLICATE_ANNOTATION'])
    const first = answers.find(({ status }) => status === 200)?.body.event_id
    await redact(bob, roomId, first)
    const again = await react(bob, roomId, eventId)
    expect(again.status).toBe(200)
    await redact(bob, roomId, again.body.event_id)
    expect((await react(bob, roomId, eventId)).status).toBe(200)
  })

  test('no thread begins at what relates to something itself, nor at what is not in the room', async () => {
    const roomId = await sharedRoom(bob)
    const elsewhere = await alice.say(await alice.createRoom({}), 'elsewhere')
    const root = await alice.say(roomId, 'root')
    const inThread = await reply(alice, roomId, root)
    const edited = await edit(alice, roomId, root, 'root!')
    for (const target of [inThread, edited, elsewhere, '$nothing:chappe.test']) {
      expect(failure(await trySend(bob, roomId, 'm.room.message', related('m.thread', target)))).toEqual([400, 'M_UNKNOWN'])
    }
    expect(failure(await trySend(bob, roomId, 'm.reaction', related('m.annotation', elsewhere, { key: 'x' })))).toEqual([400, 'M_UNKNOWN'])
    const rich = await alice.send(roomId, 'm.room.message', { msgtype: 'm.text', body: 'a reply', 'm.relates_to': { 'm.in_reply_to': { event_id: root } } })
    expect((await trySend(bob, roomId, 'm.room.message', related('m.thread', rich))).status).toBe(200)
    await redact(alice, roomId, inThread)
    expect((await trySend(bob, roomId, 'm.room.message', related('m.thread', inThread))).status).toBe(200)
  })

  test.each([
    { 'm.relates_to': 5 },
    { 'm.relates_to': { rel_type: 5, event_id: '$a:b' } },
    { 'm.relates_to': { rel_type: 'm.thread', event_id: 'no id' } },
    { 'm.relates_to': { rel_type: 'm.thread', event_id: '$a\u0000b:c' } },
    { 'm.relates_to': { rel_type: 'a\u0000b', event_id: '$a:b' } },
    { 'm.relates_to': { rel_type: 'x'.repeat(300), event_id: '$a:b' } },
  ])('what is no relation is a message like any other (%#)', async (content) => {
    const roomId = await sharedRoom()
    expect((await trySend(alice, roomId, 'm.room.message', content)).status).toBe(200)
  })

  test('keys of annotations are bounded', async () => {
    const roomId = await sharedRoom()
    const eventId = await alice.say(roomId, 'x')
    for (const key of ['x'.repeat(501), 'a\u0000b']) {
      expect(failure(await react(alice, roomId, eventId, key))).toEqual([400, 'M_INVALID_PARAM'])
    }
    expect((await react(alice, roomId, eventId, '€'.repeat(500))).status).toBe(200)
  })
})

describe('asking for relations', () => {
  test('pages go both ways, by type, and deeper where that is asked', async () => {
    const roomId = await sharedRoom(bob)
    const root = await alice.say(roomId, 'root')
    const replies: string[] = []
    for (let index = 0; index < 7; index += 1) replies.push(await reply(bob, roomId, root, `r${index}`))
    const reaction = (await react(alice, roomId, replies[0] ?? '')).body.event_id
    const edited = await edit(alice, roomId, root, 'root!')
    const all = await getRelations(alice, roomId, root)
    expect(idsOf(all.chunk)).toEqual([edited, ...[...replies].reverse()])
    expect([all.next_batch, all.prev_batch, all.recursion_depth]).toEqual([undefined, undefined, undefined])
    expect(idsOf((await getRelations(alice, roomId, root, '/m.thread')).chunk)).toEqual([...replies].reverse())
    expect(idsOf((await getRelations(alice, roomId, root, '/m.thread/m.sticker')).chunk)).toEqual([])
    expect(idsOf((await getRelations(alice, roomId, root, '/m.replace/m.room.message')).chunk)).toEqual([edited])
    const deep = await getRelations(alice, roomId, root, '?recurse=true')
    expect([idsOf(deep.chunk), deep.recursion_depth]).toEqual([[edited, reaction, ...[...replies].reverse()], 3])
    expect((await getRelations(alice, roomId, root, '?recurse=false')).recursion_depth).toBe(1)
    for (const dir of ['b', 'f']) {
      const seen: string[] = []
      let from: string | undefined
      do {
        const page = await getRelations(alice, roomId, root, `/m.thread?dir=${dir}&limit=3${from === undefined ? '' : `&from=${from}`}`)
        expect(page.prev_batch).toBe(from)
        seen.push(...idsOf(page.chunk))
        from = page.next_batch
      } while (from !== undefined)
      expect(seen).toEqual(dir === 'f' ? replies : [...replies].reverse())
    }
    const first = await getRelations(alice, roomId, root, '/m.thread?limit=2')
    const second = await getRelations(alice, roomId, root, `/m.thread?limit=2&from=${first.next_batch}`)
    const between = await getRelations(alice, roomId, root, `/m.thread?from=${first.next_batch}&to=${second.next_batch}`)
    expect(idsOf(between.chunk)).toEqual(idsOf(second.chunk))
    const since = (await alice.sync()).next_batch
    await reply(alice, roomId, root, 'later')
    expect(idsOf((await getRelations(alice, roomId, root, `/m.thread?from=${since}`)).chunk)).toEqual([...replies].reverse())
    expect(byId((await getRelations(alice, roomId, root, '?recurse=true')).chunk, replies[0] ?? '').unsigned['m.relations']).toBeUndefined()
  })

  test('what is no token, direction or number is refused', async () => {
    const roomId = await sharedRoom()
    const eventId = await alice.say(roomId, 'x')
    const path = `/_matrix/client/v1/rooms/${encodeURIComponent(roomId)}`
    for (const rest of ['from=x', 'to=x', 'dir=x', 'limit=x', 'limit=-1', 'recurse=x']) {
      expect([rest, ...failure(await alice.get(`${path}/relations/${encodeURIComponent(eventId)}?${rest}`))]).toEqual([rest, 400, 'M_INVALID_PARAM'])
    }
    for (const rest of ['from=x', 'limit=0', 'include=some']) {
      expect([rest, ...failure(await alice.get(`${path}/threads?${rest}`))]).toEqual([rest, 400, 'M_INVALID_PARAM'])
    }
  })

  test('Eve, a stranger, is refused, and what is not there is not found', async () => {
    const roomId = await alice.createRoom({ preset: 'private_chat' })
    const eventId = await alice.say(roomId, 'secret')
    const elsewhere = await alice.say(await alice.createRoom({}), 'elsewhere')
    const path = (id: string, event: string) => `/_matrix/client/v1/rooms/${encodeURIComponent(id)}/relations/${encodeURIComponent(event)}`
    for (const id of [roomId, '!nowhere:chappe.test']) {
      expect(failure(await eve.get(path(id, eventId)))).toEqual([403, 'M_FORBIDDEN'])
      expect(failure(await eve.get(`/_matrix/client/v1/rooms/${encodeURIComponent(id)}/threads`))).toEqual([403, 'M_FORBIDDEN'])
    }
    for (const event of [elsewhere, '$nothing', 'nothing']) expect(failure(await alice.get(path(roomId, event)))).toEqual([404, 'M_NOT_FOUND'])
    expect((await getRelations(alice, roomId, eventId)).chunk).toEqual([])
  })

  test.each([relationsContract, getRelationsByType, getRelationsByEventType, threadsContract])('$operation turns away who has no token', async ({ method, path }) => {
    const answer = await request(chappe.url, method, path.replaceAll(/\{\w+\}/g, 'x'))
    expect(failure(answer)).toEqual([401, 'M_MISSING_TOKEN'])
  })

  test('who left sees no edit, reply or vote from after their leaving', async () => {
    const roomId = await sharedRoom(bob)
    const root = await alice.say(roomId, 'root')
    const early = await reply(alice, roomId, root, 'early')
    await bob.post(`${roomPath(roomId)}/leave`)
    await reply(alice, roomId, root, 'late')
    await edit(alice, roomId, root, 'root!')
    const check = async (): Promise<void> => {
      const event = (await bob.get(`${roomPath(roomId)}/event/${encodeURIComponent(root)}`)).body
      expect(Object.keys(event.unsigned['m.relations'])).toEqual(['m.thread'])
      expect([event.unsigned['m.relations']['m.thread'].count, event.unsigned['m.relations']['m.thread'].latest_event.event_id]).toEqual([1, early])
      expect(idsOf((await getRelations(bob, roomId, root)).chunk)).toEqual([early])
      expect((await getThreads(bob, roomId)).chunk[0].unsigned['m.relations']['m.thread'].count).toBe(1)
    }
    await check()
    for (let index = 0; index < 25; index += 1) await alice.say(roomId, 'chatter')
    await chappe.restart()
    await check()
  })

  test('what came before a joining is shown as far as the history is', async () => {
    const roomId = await alice.createRoom({
      preset: 'public_chat',
      initial_state: [{ type: 'm.room.history_visibility', content: { history_visibility: 'joined' } }],
    })
    await bob.join(roomId)
    const root = await alice.say(roomId, 'root')
    await bob.post(`${roomPath(roomId)}/leave`)
    await edit(alice, roomId, root, 'while Bob was away')
    await reply(alice, roomId, root, 'while Bob was away')
    await bob.join(roomId)
    const shown = await getRelations(bob, roomId, root)
    expect(shown.chunk).toEqual([])
    const event = (await bob.get(`${roomPath(roomId)}/event/${encodeURIComponent(root)}`)).body
    expect(event.unsigned['m.relations']).toBeUndefined()
  })
})

describe('threads of a room', () => {
  test('stand in the order of their last events, page by page, all of them or those one took part in', async () => {
    const roomId = await sharedRoom(bob)
    const roots: string[] = []
    for (let index = 0; index < 5; index += 1) roots.push(await alice.say(roomId, `root ${index}`))
    for (const root of roots) await reply(alice, roomId, root)
    const [zero = '', one = '', two = '', three = '', four = ''] = roots
    const last = await reply(bob, roomId, one)
    const all = await getThreads(bob, roomId)
    expect(idsOf(all.chunk)).toEqual([one, four, three, two, zero])
    expect(all.chunk[0].unsigned['m.relations']['m.thread']).toMatchObject({ count: 2, current_user_participated: true, latest_event: { event_id: last } })
    expect(all.next_batch).toBeUndefined()
    const first = await getThreads(bob, roomId, '?limit=2')
    expect(idsOf(first.chunk)).toEqual([one, four])
    const second = await getThreads(bob, roomId, `?limit=2&from=${first.next_batch}`)
    expect(idsOf(second.chunk)).toEqual([three, two])
    const third = await getThreads(bob, roomId, `?limit=2&from=${second.next_batch}`)
    expect([idsOf(third.chunk), third.next_batch]).toEqual([[zero], undefined])
    expect(idsOf((await getThreads(bob, roomId, '?include=participated')).chunk)).toEqual([one])
    expect(idsOf((await getThreads(alice, roomId, '?include=participated')).chunk)).toHaveLength(5)
    expect((await getThreads(bob, await alice.createRoom({ preset: 'public_chat' }).then(async (id) => (await bob.join(id), id)))).chunk).toEqual([])
  })

  test('what ignored people say in them is not counted, and a root of theirs is shown without its content', async () => {
    const roomId = await sharedRoom(bob, eve)
    const root = await alice.say(roomId, 'root')
    const seen = await reply(alice, roomId, root, 'fine')
    await reply(eve, roomId, root, 'noise')
    const hers = await eve.say(roomId, 'her root')
    const answer = await reply(alice, roomId, hers, 'answer')
    const onlyHers = await alice.say(roomId, 'third root')
    await reply(eve, roomId, onlyHers, 'noise')
    await ignore(bob, eve)
    const { chunk } = await getThreads(bob, roomId)
    expect(idsOf(chunk)).toEqual([hers, root])
    expect(chunk[0].content).toEqual({})
    expect(chunk[0].unsigned['m.relations']['m.thread'].latest_event.event_id).toBe(answer)
    expect(chunk[1].unsigned['m.relations']['m.thread']).toMatchObject({ count: 1, latest_event: { event_id: seen } })
    expect(idsOf((await getRelations(bob, roomId, root)).chunk)).toEqual([seen])
    expect(idsOf((await getRelations(bob, roomId, hers)).chunk)).toEqual([answer])
    await everywhere(bob, roomId, root, (bundled, where) => expect(bundled?.['m.thread']?.count, where).toBe(1))
    await everywhere(alice, roomId, root, (bundled, where) => expect(bundled?.['m.thread']?.count, where).toBe(2))
    await ignore(bob)
  })
})
