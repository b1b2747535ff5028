import { describe, expect, test } from 'vitest'
import { nodeCrypto } from '../../tests/node-crypto.ts'
import type { JsonObject } from '../json/value.ts'
import type { RoomVersion } from '../room-versions/rules.ts'
import { ROOM_VERSIONS } from '../room-versions/table.ts'
import { people, testRoom, type TestRoom } from '../testing/index.ts'
import { checkAuth } from './check-auth.ts'

const { alice, bob, charlie, eve } = people
const versions = Object.keys(ROOM_VERSIONS) as RoomVersion[]

/** Alice's public room with Bob and Charlie in it. */
function publicRoom(version: RoomVersion, levels?: JsonObject, createContent?: JsonObject): TestRoom {
  const room = testRoom({ crypto: nodeCrypto, version, ...(createContent === undefined ? {} : { createContent }) })
  room.member(alice, 'join')
  if (levels !== undefined) room.set('m.room.power_levels', levels)
  room.set('m.room.join_rules', { join_rule: 'public' })
  room.member(bob, 'join')
  room.member(charlie, 'join')
  return room
}

describe.each(versions)('in version %s', (version) => {
  test('a room grows event by event, each allowed by those before it', () => {
    const room = testRoom({ crypto: nodeCrypto, version })
    const steps: [string, string, string | undefined, JsonObject][] = [
      ['m.room.member', alice, alice, { membership: 'join' }],
      ['m.room.power_levels', alice, '', { users: version === '12' ? { [bob]: 50 } : { [alice]: 100, [bob]: 50 } }],
      ['m.room.join_rules', alice, '', { join_rule: 'public' }],
      ['m.room.member', bob, bob, { membership: 'join' }],
      ['m.room.message', bob, undefined, { body: 'Hello' }],
      ['m.room.topic', bob, '', { topic: 'Drafts' }],
      ['m.room.member', alice, eve, { membership: 'ban' }],
      ['m.room.redaction', bob, undefined, { redacts: '$x' }],
    ]
    for (const [type, sender, stateKey, content] of steps) {
      const input = { type, sender, content, ...(stateKey === undefined ? {} : { stateKey }) }
      expect(room.check(input), `${type} of ${sender}`).toBeUndefined()
      room.send(`${type} ${sender}`, input)
    }
  })

  test('strangers, those who left and the banned do not speak', () => {
    const room = publicRoom(version)
    room.member(bob, 'leave')
    room.member(charlie, 'ban', { sender: alice })
    for (const user of [eve, bob, charlie]) {
      expect(room.check({ type: 'm.room.message', sender: user })).toEqual({
        code: 'sender_not_in_room',
        message: `${user} is not in the room`,
      })
    }
  })

  test('members speak, and change the room only with the power to', () => {
    const room = publicRoom(version)
    expect(room.check({ type: 'm.room.message', sender: bob })).toBeUndefined()
    expect(room.check({ type: 'm.room.topic', sender: bob, stateKey: '' })).toEqual({
      code: 'power_too_low',
      message: 'm.room.topic takes power level 50, the sender has 0',
    })
    expect(room.check({ type: 'm.room.topic', sender: alice, stateKey: '' })).toBeUndefined()
  })

})

describe.each(versions)('by the state of a version %s room', (version) => {
  test('what an event type takes is what the levels say', () => {
    const levels = { events_default: 10, state_default: 20, events: { a: 5, b: 30 }, users: { [bob]: 10, [charlie]: 20 } }
    const room = publicRoom(version, levels)
    expect(room.check({ type: 'm.room.message', sender: bob })).toBeUndefined()
    expect(room.check({ type: 'm.room.topic', sender: bob, stateKey: '' })?.message).toBe(
      'm.room.topic takes power level 20, the sender has 10',
    )
    expect(room.check({ type: 'm.room.topic', sender: charlie, stateKey: '' })).toBeUndefined()
    expect(room.check({ type: 'a', sender: bob, stateKey: '' })).toBeUndefined()
    expect(room.check({ type: 'b', sender: charlie })?.message).toBe('b takes power level 30, the sender has 20')
  })

  test('a state key that is a user id is for that user', () => {
    const room = publicRoom(version, { state_default: 0 })
    expect(room.check({ type: 'x', sender: bob, stateKey: bob })).toBeUndefined()
    expect(room.check({ type: 'x', sender: bob, stateKey: 'bob' })).toBeUndefined()
    for (const stateKey of [alice, '@']) {
      expect(room.check({ type: 'x', sender: bob, stateKey })).toEqual({
        code: 'state_key_of_another',
        message: `The state key ${stateKey} is for that user alone`,
      })
    }
  })

  test('a room that does not federate is for the users of its server', () => {
    const room = publicRoom(version, undefined, { 'm.federate': false })
    expect(room.check({ type: 'm.room.message', sender: bob })).toBeUndefined()
    const fault = { code: 'room_not_federated', message: 'The room is for the users of example.org alone' }
    expect(room.check({ type: 'm.room.message', sender: charlie })).toEqual(fault)
    expect(room.check({ type: 'm.room.member', sender: eve, stateKey: eve, content: { membership: 'join' } })).toEqual(fault)
    const open = publicRoom(version, undefined, { 'm.federate': 'false' })
    expect(open.check({ type: 'm.room.message', sender: charlie })).toBeUndefined()
  })

  test('an invitation by e-mail takes the invite level alone', () => {
    const room = publicRoom(version, { invite: 50, events: { 'm.room.third_party_invite': 100 }, users: { [bob]: 50 } })
    const input = { type: 'm.room.third_party_invite', stateKey: 'token' }
    expect(room.check({ ...input, sender: bob })).toBeUndefined()
    expect(room.check({ ...input, sender: charlie })).toEqual({
      code: 'invite_power_too_low',
      message: 'Inviting takes power level 50, the sender has 0',
    })
    expect(room.check({ ...input, sender: eve })?.code).toBe('sender_not_in_room')
  })

  test('nothing is allowed in a room without a create event', () => {
    const room = publicRoom(version)
    const event = room.build({ type: 'm.room.message', sender: alice }).auth
    expect(checkAuth(room.rules, event, { get: () => undefined })).toEqual({
      code: 'room_without_create',
      message: 'The room has no create event',
    })
  })
})

test('a version 12 event is of the room whose create event its room id names', () => {
  const room = publicRoom('12')
  const event = room.build({ type: 'm.room.message', sender: bob }).auth
  expect(event.room_id).toBe(`!${room.get('create').eventId.slice(1)}`)
  const { room_id: _room, ...homeless } = event
  for (const other of [homeless, { ...event, room_id: '!other' }]) {
    expect(checkAuth(room.rules, other, room.state)).toEqual({
      code: 'room_id_not_of_create',
      message: 'The room id is not the hash of the create event',
    })
  }
})

describe('aliases', () => {
  test.each(['1', '5'] as const)('are of the server that lists them, in version %s', (version) => {
    const room = publicRoom(version)
    const input = { type: 'm.room.aliases', sender: eve }
    // The rule stands before those about membership and power.
    expect(room.check({ ...input, stateKey: 'evil.example' })).toBeUndefined()
    expect(room.check({ ...input, stateKey: 'example.org' })).toEqual({
      code: 'aliases_of_another_server',
      message: 'A server lists the aliases of its own alone',
    })
    expect(room.check(input)).toEqual({
      code: 'aliases_without_state_key',
      message: 'An aliases event needs a state key',
    })
  })

  test.each(['6', '12'] as const)('are state like any other from version 6 on (%s)', (version) => {
    const room = publicRoom(version)
    expect(room.check({ type: 'm.room.aliases', sender: bob, stateKey: 'example.org' })?.code).toBe('power_too_low')
    expect(room.check({ type: 'm.room.aliases', sender: alice, stateKey: 'elsewhere.example' })).toBeUndefined()
  })
})
