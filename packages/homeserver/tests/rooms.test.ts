// Rooms: making them, coming in, talking, and being refused.
import { buildServer } from '@chappe/server'
import type { Json } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { expect, test } from 'vitest'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob } = await chappe.people('alice', 'bob')

const room = (roomId: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`

test('Alice makes a room, invites Bob, they talk, and it all survives a restart', async () => {
  const roomId = await alice.createRoom({ name: 'Lunch', preset: 'private_chat' })
  expect(roomId).toMatch(/^![A-Za-z0-9_-]{43}$/)
  await alice.invite(roomId, bob.userId)
  await bob.join(roomId)
  await bob.say(roomId, 'soup?')
  await chappe.restart()
  await alice.say(roomId, 'soup!')
  expect((await bob.get('/_matrix/client/v3/joined_rooms')).body.joined_rooms).toContain(roomId)
  const rows = await chappe.database.query('SELECT convert_from(pdu, \'UTF8\')::json AS pdu FROM event ORDER BY position')
  const bodies = rows.map((row) => (row['pdu'] as { content: { body?: string } }).content.body).filter(Boolean)
  expect(bodies).toEqual(['soup?', 'soup!'])
})

test('a message sent twice with one transaction id is one message, even after a restart', async () => {
  const roomId = await alice.createRoom({})
  const first = await alice.send(roomId, 'm.room.message', { msgtype: 'm.text', body: 'once' }, 'txn-1')
  expect(await alice.send(roomId, 'm.room.message', { msgtype: 'm.text', body: 'once' }, 'txn-1')).toBe(first)
  await chappe.restart()
  expect(await alice.send(roomId, 'm.room.message', { msgtype: 'm.text', body: 'once' }, 'txn-1')).toBe(first)
})

test('Eve can neither join nor write nor read, and is not told whether the room exists', async () => {
  const eve = await chappe.person('eve')
  const roomId = await alice.createRoom({ preset: 'private_chat' })
  const join = await eve.post(`${room(roomId)}/join`)
  expect([join.status, join.body.errcode]).toEqual([403, 'M_FORBIDDEN'])
  const send = await eve.put(`${room(roomId)}/send/m.room.message/1`, { body: 'hello' })
  expect([send.status, send.body.errcode]).toEqual([403, 'M_FORBIDDEN'])
  const nowhere = await eve.put(`${room('!nowhere:chappe.test')}/send/m.room.message/1`, { body: 'hello' })
  expect([nowhere.status, nowhere.body.errcode]).toEqual([403, 'M_FORBIDDEN'])
  for (const each of [roomId, '!nowhere:chappe.test']) {
    const forget = await eve.post(`${room(each)}/forget`)
    expect([forget.status, forget.body.errcode]).toEqual([403, 'M_FORBIDDEN'])
  }
})

test('Bob comes in by the id of an open room, and again, which changes nothing', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  for (let times = 0; times < 2; times += 1) {
    const join = await bob.post(`${room(roomId)}/join`)
    expect([join.status, join.body]).toEqual([200, { room_id: roomId }])
  }
  const { chunk } = (await alice.get(`${room(roomId)}/messages?dir=b`)).body
  const joins = chunk.filter((event: { state_key?: string }) => event.state_key === bob.userId)
  expect(joins).toHaveLength(1)
})

test('Alice kicks Bob, bans him, and lets him back', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  expect((await alice.post(`${room(roomId)}/kick`, { user_id: bob.userId, reason: 'noise' })).status).toBe(200)
  await bob.join(roomId)
  expect((await bob.post(`${room(roomId)}/ban`, { user_id: alice.userId })).body.errcode).toBe('M_FORBIDDEN')
  expect((await alice.post(`${room(roomId)}/ban`, { user_id: bob.userId })).status).toBe(200)
  expect((await bob.post(`${room(roomId)}/join`)).status).toBe(403)
  expect((await alice.post(`${room(roomId)}/unban`, { user_id: bob.userId })).status).toBe(200)
  await bob.join(roomId)
  expect((await bob.post(`${room(roomId)}/leave`)).status).toBe(200)
  expect((await bob.post(`${room(roomId)}/leave`)).status).toBe(200)
  expect((await bob.post(`${room(roomId)}/forget`)).status).toBe(200)
})

test('Bob knocks, Alice lets him in; where nobody may knock he is refused', async () => {
  const knock = (roomId: string) => bob.post(`/_matrix/client/v3/knock/${encodeURIComponent(roomId)}`, { reason: 'soup?' })
  const roomId = await alice.createRoom({
    initial_state: [{ type: 'm.room.join_rules', content: { join_rule: 'knock' } }],
  })
  expect((await bob.post(`${room(roomId)}/join`)).body.errcode).toBe('M_FORBIDDEN')
  for (const answer of [await knock(roomId), await knock(roomId)]) {
    expect([answer.status, answer.body]).toEqual([200, { room_id: roomId }])
  }
  const asked = await alice.get(`${room(roomId)}/state/m.room.member/${bob.userId}`)
  expect(asked.body).toMatchObject({ membership: 'knock', reason: 'soup?' })
  expect(Object.keys((await bob.sync()).rooms.knock)).toContain(roomId)
  await alice.invite(roomId, bob.userId)
  await bob.join(roomId)
  const refused = await knock(await alice.createRoom({ preset: 'private_chat' }))
  expect([refused.status, refused.body.errcode]).toEqual([403, 'M_FORBIDDEN'])
  const unknown = await knock('!nowhere:chappe.test')
  expect([unknown.status, unknown.body.errcode]).toEqual([404, 'M_NOT_FOUND'])
})

test('Bob takes back his own words but not those of Alice', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  const hers = await alice.say(roomId, 'mine')
  const his = await bob.say(roomId, 'his')
  const refused = await bob.put(`${room(roomId)}/redact/${encodeURIComponent(hers)}/r1`)
  expect([refused.status, refused.body.errcode]).toEqual([403, 'M_FORBIDDEN'])
  expect((await bob.put(`${room(roomId)}/redact/${encodeURIComponent(his)}/r2`)).status).toBe(200)
  const [row] = await chappe.database.query("SELECT convert_from(pdu, 'UTF8') AS json FROM event WHERE event_id = $1", [his])
  expect(row?.['json']).not.toContain('"his"')
})

test('a redaction that is sent like any event takes away what it may, and is none otherwise', async () => {
  for (const room_version of ['2', '10', '11', '12']) {
    const roomId = await alice.createRoom({ preset: 'public_chat', room_version })
    await bob.join(roomId)
    const hers = await alice.say(roomId, 'mine')
    const his = await bob.say(roomId, 'his')
    const send = (txnId: string, content: object) => bob.put(`${room(roomId)}/send/m.room.redaction/${txnId}`, content)
    const refused = await send('s1', { redacts: hers })
    expect([refused.status, refused.body.errcode]).toEqual([403, 'M_FORBIDDEN'])
    const unknown = await send('s2', { redacts: '$nothing' })
    expect([unknown.status, unknown.body.errcode]).toEqual([404, 'M_NOT_FOUND'])
    for (const content of [{}, { redacts: 7 }]) {
      const wrong = await send('s3', content)
      expect([wrong.status, wrong.body.errcode]).toEqual([400, 'M_BAD_JSON'])
    }
    const [first, again] = [await send('s4', { redacts: his, reason: 'typo', more: 1 }), await send('s4', { redacts: his })]
    expect([first.status, again.body]).toEqual([200, first.body])
    const { chunk } = (await alice.get(`${room(roomId)}/messages?dir=b&limit=3`)).body
    expect(chunk[0]).toMatchObject({ type: 'm.room.redaction', redacts: his, content: { reason: 'typo', more: 1 } })
    expect(chunk.map((event: Json) => event.content.body)).toEqual([undefined, undefined, 'mine'])
  }
})

test('a room whose first state is refused leaves nothing behind', async () => {
  const before = await chappe.database.query('SELECT count(*)::int AS n FROM room')
  const answer = await alice.post('/_matrix/client/v3/createRoom', {
    initial_state: [{ type: 'm.room.name', content: { name: 'x'.repeat(70_000) } }],
  })
  expect([answer.status, answer.body.errcode]).toEqual([413, 'M_TOO_LARGE'])
  expect(await chappe.database.query('SELECT count(*)::int AS n FROM room')).toEqual(before)
})

test.each(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'])('a room of version %s works', async (version) => {
  const roomId = await alice.createRoom({ room_version: version, preset: 'public_chat' })
  await bob.join(roomId)
  await bob.say(roomId, 'hello')
  expect(await alice.setState(roomId, 'm.room.topic', '', { topic: 'versions' })).toMatch(/^\$/)
})
