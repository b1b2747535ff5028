// Room versions: each is made, lives over a restart, and its events have the form that its version wants.
import type { Pdu } from '@chappe/core'
import { checkEventFormat, hasValidContentHash, isRoomVersion, parseJson, referenceHash, ROOM_VERSIONS } from '@chappe/core'
import { buildServer } from '@chappe/server'
import type { Json } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { refusal } from './_accounts.ts'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob } = await chappe.people('alice', 'bob')

const room = (roomId: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
const versions = Object.keys(ROOM_VERSIONS)

const sha256: Parameters<typeof referenceHash>[2]['sha256'] = (data, encoding) => {
  const hash = createHash('sha256').update(data).digest(encoding === 'base64' ? 'base64' : 'base64url')
  return hash.replaceAll('=', '')
}
const crypto = { sha256 } as Parameters<typeof referenceHash>[2]

/** The stored events of a room, oldest first. */
async function pdusOf(roomId: string): Promise<{ eventId: string; pdu: Pdu }[]> {
  const rows = await chappe.database.query(
    "SELECT event_id, convert_from(pdu, 'UTF8') AS json FROM event JOIN room USING (room_nid) WHERE room_id = $1 ORDER BY position",
    [roomId],
  )
  return rows.map((row) => ({ eventId: String(row['event_id']), pdu: parseJson(String(row['json'])) as Pdu }))
}

test('the server says that it makes and joins rooms of every version', async () => {
  const { capabilities } = (await alice.get('/_matrix/client/v3/capabilities')).body
  const available = Object.fromEntries(versions.map((version) => [version, 'stable']))
  expect(capabilities['m.room_versions']).toEqual({ default: '12', available })
})

test.each(versions)('a room of version %s has well-formed events that follow each other, over a restart too', async (version) => {
  if (!isRoomVersion(version)) throw new Error(version)
  const rules = ROOM_VERSIONS[version]
  const roomId = await alice.createRoom({ room_version: version, preset: 'public_chat', name: 'Versions' })
  await bob.join(roomId)
  const unsaid = await bob.say(roomId, 'taken back')
  expect((await bob.put(`${room(roomId)}/redact/${encodeURIComponent(unsaid)}/r`)).status).toBe(200)
  await chappe.restart()
  await bob.say(roomId, 'after the restart')
  await alice.setState(roomId, 'm.room.topic', '', { topic: 'still here' })
  const events = await pdusOf(roomId)
  const hashes = new Map(events.map(({ eventId, pdu }) => [eventId, referenceHash(pdu, rules, crypto)]))
  let before: string | undefined
  let depth = 0
  for (const { eventId, pdu } of events) {
    expect(checkEventFormat(pdu, rules)).toBeUndefined()
    if (eventId !== unsaid) expect(hasValidContentHash(pdu, crypto), pdu.type).toBe(true)
    expect(pdu.depth).toBe(depth + 1)
    expect(pdu.prev_events).toEqual(before === undefined ? [] : [referenceTo(version, before, hashes)])
    expect(pdu.auth_events).toEqual(pdu.auth_events.map((each) => referenceTo(version, typeof each === 'string' ? each : each[0], hashes)))
    if (version === '1' || version === '2') expect([eventId, pdu.event_id]).toEqual([expect.stringMatching(/^\$[\w-]{18}:chappe\.test$/), eventId])
    else expect([eventId, pdu.event_id]).toEqual([`$${hashes.get(eventId)}`, undefined])
    before = eventId
    depth = pdu.depth
  }
  const shown = (await alice.get(`${room(roomId)}/messages?dir=f&limit=100`)).body.chunk
  expect(shown.map((event: Json) => event.event_id)).toEqual(events.map(({ eventId }) => eventId))
  expect(shown[0]).toMatchObject({ type: 'm.room.create', room_id: roomId, content: { room_version: version } })
})

function referenceTo(version: string, eventId: string, hashes: ReadonlyMap<string, string>): unknown {
  return version === '1' || version === '2' ? [eventId, { sha256: hashes.get(eventId) }] : eventId
}

describe('version 12', () => {
  test('its id is that of the create event, which says nothing of it but is shown with it', async () => {
    const roomId = await alice.createRoom({ preset: 'public_chat' })
    const [create] = await pdusOf(roomId)
    expect(create?.eventId).toBe(`$${roomId.slice(1)}`)
    expect(create?.pdu).not.toHaveProperty('room_id')
    const shown = (await alice.get(`${room(roomId)}/event/${encodeURIComponent(create?.eventId ?? '')}`)).body
    expect(shown).toMatchObject({ type: 'm.room.create', room_id: roomId })
    for (const { pdu } of await pdusOf(roomId)) expect(pdu.auth_events).not.toContain(create?.eventId)
  })

  test('in a trusted talk everybody invited is a creator, each once, beside those who are named', async () => {
    const roomId = await alice.createRoom({
      preset: 'trusted_private_chat',
      invite: [bob.userId, bob.userId],
      creation_content: { additional_creators: ['@carol:chappe.test', bob.userId], creator: '@eve:chappe.test', room_version: '1' },
    })
    expect((await alice.get(`${room(roomId)}/state/m.room.create`)).body).toEqual({
      room_version: '12',
      additional_creators: ['@carol:chappe.test', bob.userId],
    })
    expect((await alice.get(`${room(roomId)}/state/m.room.power_levels`)).body.users).toEqual({})
    await bob.join(roomId)
    // A creator stands above every level, and nobody can put one out.
    await bob.setState(roomId, 'm.room.power_levels', '', { state_default: 9_007_199_254_740_991 })
    await bob.setState(roomId, 'm.room.name', '', { name: 'ours' })
    expect(refusal(await alice.post(`${room(roomId)}/kick`, { user_id: bob.userId }))).toEqual([403, 'M_FORBIDDEN'])
  })

  test.each([
    ['levels that name the creator', { power_level_content_override: { users: { '@alice:chappe.test': 100 } } }],
    [
      'levels that name another creator',
      { preset: 'trusted_private_chat', invite: ['@bob:chappe.test'], power_level_content_override: { users: { '@bob:chappe.test': 100 } } },
    ],
    ['creators that are none', { creation_content: { additional_creators: ['bob'] } }],
    ['creators that are no list', { preset: 'trusted_private_chat', creation_content: { additional_creators: '@bob:chappe.test' } }],
  ])('%s are refused, and nothing is made', async (_, options) => {
    const before = await chappe.database.query('SELECT count(*)::int AS n FROM room')
    expect(refusal(await alice.post('/_matrix/client/v3/createRoom', options))).toEqual([400, 'M_INVALID_ROOM_STATE'])
    expect(await chappe.database.query('SELECT count(*)::int AS n FROM room')).toEqual(before)
  })

  test('a creator cannot be named later either', async () => {
    const roomId = await alice.createRoom({})
    const answer = await alice.put(`${room(roomId)}/state/m.room.power_levels`, { users: { [alice.userId]: 100 } })
    expect(refusal(answer)).toEqual([403, 'M_FORBIDDEN'])
  })

  test('closing a room takes more power than its other state', async () => {
    const roomId = await alice.createRoom({ preset: 'public_chat', power_level_content_override: { users: { [bob.userId]: 100 } } })
    await bob.join(roomId)
    await bob.setState(roomId, 'm.room.name', '', { name: 'a name' })
    expect(refusal(await bob.put(`${room(roomId)}/state/m.room.tombstone`, { replacement_room: '!x' }))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await bob.post(`${room(roomId)}/upgrade`, { new_version: '12' }))).toEqual([403, 'M_FORBIDDEN'])
  })
})

describe('sizes', () => {
  test('an event of nearly 65536 bytes is taken, one that is longer by a letter is not', async () => {
    const roomId = await alice.createRoom({})
    await alice.say(roomId, 'x')
    const size = Buffer.byteLength(JSON.stringify((await pdusOf(roomId)).at(-1)?.pdu))
    const send = (length: number) => alice.put(`${room(roomId)}/send/m.room.message/size-${length}`, { msgtype: 'm.text', body: 'é'.repeat(length / 2) })
    // What one sends next is as large but for its body, as long as the depth has no more digits.
    const most = 65_536 - size + 1
    const even = most - (most % 2)
    expect((await send(even)).status).toBe(200)
    expect(refusal(await send(even + 2))).toEqual([413, 'M_TOO_LARGE'])
  })

  test('types and state keys count in bytes, not in characters', async () => {
    const roomId = await alice.createRoom({})
    const set = (type: string, key: string) => alice.put(`${room(roomId)}/state/${encodeURIComponent(type)}/${encodeURIComponent(key)}`, {})
    expect((await set('org.example', 'k'.repeat(255))).status).toBe(200)
    expect((await set('t'.repeat(255), '')).status).toBe(200)
    expect(refusal(await set('org.example', 'é'.repeat(128)))).toEqual([413, 'M_TOO_LARGE'])
    expect(refusal(await set('é'.repeat(128), ''))).toEqual([413, 'M_TOO_LARGE'])
  })

  test('from version 6 on numbers are integers that every machine can tell apart', async () => {
    const send = async (version: string, value: number) => {
      const roomId = await alice.createRoom({ room_version: version })
      return refusal(await alice.put(`${room(roomId)}/send/org.example/number`, { value }))
    }
    expect(await send('6', 1.5)).toEqual([400, 'M_BAD_JSON'])
    expect(await send('6', 9_007_199_254_740_992)).toEqual([400, 'M_BAD_JSON'])
    expect((await send('6', 9_007_199_254_740_991)).at(0)).toBe(200)
    expect((await send('5', 1.5)).at(0)).toBe(200)
  })
})
