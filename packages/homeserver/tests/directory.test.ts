// The directory: rooms get names, are published and found.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { request, serverOfThisFile, startTestServer } from '@chappe/testkit'
import { expect, test } from 'vitest'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob } = await chappe.people('alice', 'bob')

const room = (roomId: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
const alias = (text: string) => `/_matrix/client/v3/directory/room/${encodeURIComponent(text)}`
const listed = (roomId: string) => `/_matrix/client/v3/directory/list/room/${encodeURIComponent(roomId)}`
const failure = (answer: { status: number; body: Json }) => [answer.status, answer.body.errcode]

test('Alice names a room, Bob finds and joins it by that name, and only she may take the name back', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  const name = '#lunch:chappe.test'
  expect(failure(await bob.put(alias(name), { room_id: roomId }))).toEqual([403, 'M_FORBIDDEN'])
  expect((await alice.put(alias(name), { room_id: roomId })).status).toBe(200)
  expect(failure(await alice.put(alias(name), { room_id: roomId }))).toEqual([409, 'M_UNKNOWN'])
  expect((await bob.get(alias(name))).body).toEqual({ room_id: roomId, servers: ['chappe.test'] })
  expect(failure(await bob.get(`${room(roomId)}/aliases`))).toEqual([403, 'M_FORBIDDEN'])
  await bob.join(name)
  expect((await bob.get(`${room(roomId)}/aliases`)).body).toEqual({ aliases: [name] })
  expect(failure(await bob.delete(alias(name)))).toEqual([403, 'M_FORBIDDEN'])
  expect((await alice.put(alias('#other:chappe.test'), { room_id: roomId })).status).toBe(200)
  await alice.setState(roomId, 'm.room.canonical_alias', '', { alias: name, alt_aliases: ['#other:chappe.test'] })
  expect((await alice.delete(alias(name))).status).toBe(200)
  expect((await alice.get(`${room(roomId)}/state/m.room.canonical_alias/`)).body).toEqual({ alt_aliases: ['#other:chappe.test'] })
  expect(failure(await alice.delete(alias(name)))).toEqual([404, 'M_NOT_FOUND'])
  expect(failure(await bob.get(alias(name)))).toEqual([404, 'M_NOT_FOUND'])
})

test('a room cannot claim the name of another, nor one that nobody has', async () => {
  const mine = await alice.createRoom({ room_alias_name: 'mine' })
  const other = await alice.createRoom({ room_alias_name: 'not-mine' })
  const claim = async (content: object) => failure(await alice.put(`${room(mine)}/state/m.room.canonical_alias`, content))
  expect(await claim({ alias: '#not-mine:chappe.test' })).toEqual([400, 'M_BAD_ALIAS'])
  expect(await claim({ alt_aliases: ['#nobody:chappe.test'] })).toEqual([400, 'M_BAD_ALIAS'])
  expect(await claim({ alias: 'mine' })).toEqual([400, 'M_INVALID_PARAM'])
  expect(await claim({ alias: '#mine:chappe.test', alt_aliases: ['#mine:chappe.test'] })).toEqual([200, undefined])
  expect(await claim({ alias: '' })).toEqual([200, undefined])
  expect((await alice.get(`${room(other)}/aliases`)).body).toEqual({ aliases: ['#not-mine:chappe.test'] })
})

test('what is no alias, or one of another server, is refused', async () => {
  const roomId = await alice.createRoom({})
  expect(failure(await alice.put(alias('lunch'), { room_id: roomId }))).toEqual([400, 'M_INVALID_PARAM'])
  expect(failure(await alice.get(alias('lunch')))).toEqual([400, 'M_INVALID_PARAM'])
  expect(failure(await alice.put(alias('#a:elsewhere.test'), { room_id: roomId }))).toEqual([400, 'M_INVALID_PARAM'])
  expect(failure(await alice.put(alias('#b:chappe.test'), { room_id: '!nowhere:chappe.test' }))).toEqual([403, 'M_FORBIDDEN'])
})

test('Alice publishes a room and takes it back; Bob, who is not in it, may do neither', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat', name: 'Quiet' })
  expect((await bob.get(listed(roomId))).body).toEqual({ visibility: 'private' })
  expect(failure(await bob.put(listed(roomId), { visibility: 'public' }))).toEqual([403, 'M_FORBIDDEN'])
  await bob.join(roomId)
  expect(failure(await bob.put(listed(roomId), { visibility: 'public' }))).toEqual([403, 'M_FORBIDDEN'])
  expect((await alice.put(listed(roomId), {})).status).toBe(200)
  expect((await alice.put(listed(roomId), {})).status).toBe(200)
  expect((await bob.get(listed(roomId))).body).toEqual({ visibility: 'public' })
  const { body } = await bob.get('/_matrix/client/v3/publicRooms')
  expect(body.chunk.map((each: Json) => [each.room_id, each.num_joined_members])).toContainEqual([roomId, 2])
  expect((await alice.put(listed(roomId), { visibility: 'private' })).status).toBe(200)
  expect(JSON.stringify((await bob.get('/_matrix/client/v3/publicRooms')).body)).not.toContain(roomId)
  expect(failure(await bob.get(listed('!nowhere:chappe.test')))).toEqual([404, 'M_NOT_FOUND'])
})

test('the directory is searched without accents and case, by type, and page by page', async () => {
  const make = async (name: string, people: Person[], options: object = {}) => {
    const roomId = await alice.createRoom({ preset: 'public_chat', visibility: 'public', name, ...options })
    for (const person of people) await person.join(roomId)
    return roomId
  }
  const carol = await chappe.person('carol')
  const small = await make('Équipe Élysée', [])
  const large = await make('Equipe technique', [bob, carol], { topic: 'Réseaux' })
  const middle = await make('L’équipe', [bob], { creation_content: { type: 'm.space' } })
  const search = async (body: object) => (await bob.post('/_matrix/client/v3/publicRooms', body)).body
  const idsOf = (body: Json) => body.chunk.map((each: Json) => each.room_id)
  const filter = { generic_search_term: 'EQUIPE' }
  for (let again = 0; again < 2; again += 1) {
    const all = await search({ filter })
    expect([idsOf(all), all.total_room_count_estimate]).toEqual([[large, middle, small], 3])
    expect(idsOf(await search({ filter: { generic_search_term: 'reseaux' } }))).toEqual([large])
    expect(idsOf(await search({ filter: { ...filter, room_types: ['m.space'] } }))).toEqual([middle])
    expect(idsOf(await search({ filter: { ...filter, room_types: [null] } }))).toEqual([large, small])
    const first = await search({ filter, limit: 2 })
    expect([idsOf(first), first.prev_batch]).toEqual([[large, middle], undefined])
    const second = await search({ filter, limit: 2, since: first.next_batch })
    expect([idsOf(second), second.next_batch]).toEqual([[small], undefined])
    expect(idsOf(await search({ filter, limit: 1, since: second.prev_batch }))).toEqual([middle])
    await chappe.restart()
  }
  expect(failure(await bob.post('/_matrix/client/v3/publicRooms', { since: 'xyz' }))).toEqual([400, 'M_INVALID_PARAM'])
  expect(failure(await bob.get('/_matrix/client/v3/publicRooms?server=elsewhere.test'))).toEqual([404, 'M_NOT_FOUND'])
  expect(failure(await request(chappe.url, 'POST', '/_matrix/client/v3/publicRooms', { body: {} }))).toEqual([401, 'M_MISSING_TOKEN'])
  await alice.setState(small, 'm.room.name', '', { name: 'Renamed' })
  await carol.join(small)
  const entry = (await search({ filter: { generic_search_term: 'renamed' } })).chunk[0]
  expect(entry).toMatchObject({ room_id: small, name: 'Renamed', num_joined_members: 2, join_rule: 'public' })
})

test('the rooms of other networks are none, those of all networks are ours', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat', visibility: 'public', name: 'Networked' })
  const search = (body: object) => bob.post('/_matrix/client/v3/publicRooms', { filter: { generic_search_term: 'networked' }, ...body })
  const found = async (body: object) => (await search(body)).body.chunk.map((each: Json) => each.room_id)
  expect(await found({ include_all_networks: true })).toEqual([roomId])
  expect(await found({ third_party_instance_id: 'irc' })).toEqual([])
  expect(failure(await search({ include_all_networks: true, third_party_instance_id: 'irc' }))).toEqual([400, 'M_INVALID_PARAM'])
})

test('a listed room that changed while nobody looked, and then left memory, is shown as it is now', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat', visibility: 'public', name: 'Before' })
  const search = async (term: string) =>
    (await bob.post('/_matrix/client/v3/publicRooms', { filter: { generic_search_term: term } })).body.chunk.length
  expect(await search('before')).toBe(1)
  await chappe.restart()
  expect(await search('before')).toBe(1)
  await alice.setState(roomId, 'm.room.name', '', { name: 'After' })
  expect([await search('before'), await search('after')]).toEqual([0, 1])
})

test('on a government server the directory is for those who are signed in', async () => {
  await using ministry = await startTestServer(buildServer, { profile: 'government' })
  for (const path of ['publicRooms', 'directory/room/%23a:chappe.test', 'directory/list/room/!a:chappe.test']) {
    const answer = await request(ministry.url, 'GET', `/_matrix/client/v3/${path}`)
    expect([path, ...failure(answer)]).toEqual([path, 401, 'M_MISSING_TOKEN'])
  }
  const open = await request(chappe.url, 'GET', '/_matrix/client/v3/publicRooms')
  expect(open.status).toBe(200)
})
