import { describe, expect, test } from 'vitest'
import { nodeCrypto } from '../../tests/node-crypto.ts'
import type { JsonObject, JsonValue } from '../json/value.ts'
import type { RoomVersion } from '../room-versions/rules.ts'
import { people, testRoom, type TestRoom } from '../testing/index.ts'
import type { AuthRejection } from './state.ts'

const { alice, bob, charlie, eve } = people

/** Alice's room, with Bob in it and the power levels of the story; Bob has 50, unless it says otherwise. */
function roomWith(version: RoomVersion, levels: JsonObject | undefined): TestRoom {
  const room = testRoom({ crypto: nodeCrypto, version })
  room.member(alice, 'join')
  if (levels !== undefined) room.set('m.room.power_levels', levels)
  room.set('m.room.join_rules', { join_rule: 'public' })
  room.member(bob, 'join')
  return room
}

/** What the rules say when Bob sets new levels. */
function bobSets(room: TestRoom, content: JsonObject, sender: string = bob): AuthRejection | undefined {
  return room.check({ type: 'm.room.power_levels', sender, stateKey: '', content })
}

function rejected(code: string, message: string): AuthRejection {
  return { code, message }
}

const users = { [bob]: 50 }

describe('the shape', () => {
  test.each(['users_default', 'events_default', 'state_default', 'ban', 'redact', 'kick', 'invite'])(
    '%s is an integer from version 10 on',
    (name) => {
      for (const value of ['50', null, true, [], {}] as JsonValue[]) {
        const room = roomWith('10', { users: { [alice]: 100 } })
        expect(bobSets(room, { [name]: value }, alice)).toEqual(rejected('power_levels_not_integer', `${name} is not an integer`))
      }
    },
  )

  test.each(['events', 'notifications'])('%s is a map to integers from version 10 on', (name) => {
    const room = roomWith('10', { users: { [alice]: 100 } })
    for (const value of [[], 'x', 7, null, { x: '50' }, { x: null }] as JsonValue[]) {
      expect(bobSets(room, { [name]: value }, alice)).toEqual(
        rejected('power_levels_not_integer', `${name} is not a map to integers`),
      )
    }
    expect(bobSets(room, { users: { [alice]: 100 }, [name]: { x: 50 } }, alice)).toBeUndefined()
  })

  test.each(['1', '9', '10', '12'] as const)('users is a map of user ids to levels, in version %s', (version) => {
    const room = roomWith(version, undefined)
    for (const value of [[], 'x', { bob: 50 }, { [bob]: 'fifty' }, { [bob]: null }, { [bob]: {} }] as JsonValue[]) {
      expect(bobSets(room, { users: value }, alice)).toEqual(
        rejected('power_levels_bad_users', 'users is not a map of user ids to power levels'),
      )
    }
  })

  test('texts that are integers count up to version 9', () => {
    for (const text of ['50', ' +50 ', '00050', '-5']) {
      expect(bobSets(roomWith('9', undefined), { users: { [alice]: '100', [bob]: text } }, alice)).toBeUndefined()
      expect(bobSets(roomWith('10', undefined), { users: { [alice]: 100, [bob]: text } }, alice)?.code).toBe('power_levels_bad_users')
    }
    for (const text of ['', '5.5', '0x10', '1e2', '5 0', '9007199254740992']) {
      expect(bobSets(roomWith('9', undefined), { users: { [bob]: text } }, alice)?.code).toBe('power_levels_bad_users')
    }
  })

  test('floats count up to version 5, truncated', () => {
    const room = roomWith('5', { users: { [alice]: 100, [bob]: 50.57 } })
    expect(bobSets(room, { users: { [alice]: 100, [bob]: 50.9 } })).toBeUndefined()
    expect(bobSets(room, { users: { [alice]: 100, [bob]: 51.1 } })).toEqual(
      rejected('power_levels_above_sender', `${bob} would have 51, above the sender's 50`),
    )
  })

  test('a version 12 room gives its creators no level', () => {
    const room = testRoom({ crypto: nodeCrypto, createContent: { additional_creators: [charlie] } })
    room.member(alice, 'join')
    for (const creator of [alice, charlie]) {
      expect(bobSets(room, { users: { [creator]: 100 } }, alice)).toEqual(
        rejected('power_levels_name_creator', `${creator} created the room and cannot be given a power level`),
      )
    }
    expect(bobSets(room, { users: { [bob]: 100 } }, alice)).toBeUndefined()
  })
})

test('the first levels are free', () => {
  expect(bobSets(roomWith('11', undefined), { ban: 1000, users: { [alice]: 1000 } }, alice)).toBeUndefined()
})

describe.each(['1', '9', '10', '11', '12'] as const)('Bob with 50 in version %s', (version) => {
  const base = { state_default: 50, users }
  const name = (change: string) => rejected('power_levels_above_sender', change)

  test('may change what is not above him to what is not above him', () => {
    const room = roomWith(version, { ...base, kick: 50, ban: 40, events: { x: 50 } })
    expect(bobSets(room, { ...base, kick: 10, invite: 50, events: { y: 50, x: 0 } })).toBeUndefined()
  })

  test('may leave alone what is above him', () => {
    const room = roomWith(version, { ...base, ban: 100, events: { x: 100 }, users: { ...users, [charlie]: 100 } })
    const same = { ...base, ban: 100, events: { x: 100 }, users: { ...users, [charlie]: 100 } }
    expect(bobSets(room, { ...same, kick: 20 })).toBeUndefined()
  })

  test('may not lower, remove or add a level above him', () => {
    const room = roomWith(version, { ...base, ban: 100 })
    expect(bobSets(room, { ...base, ban: 0 })).toEqual(name("ban was 100, above the sender's 50"))
    expect(bobSets(room, base)).toEqual(name("ban was 100, above the sender's 50"))
    expect(bobSets(room, { ...base, ban: 100, kick: 51 })).toEqual(name("kick would be 51, above the sender's 50"))
  })

  test('may not lower, remove or add the level of an event above him', () => {
    const room = roomWith(version, { ...base, events: { 'm.room.name': 75 } })
    const fault = name("events.m.room.name was 75, above the sender's 50")
    expect(bobSets(room, { ...base, events: { 'm.room.name': 0 } })).toEqual(fault)
    expect(bobSets(room, base)).toEqual(fault)
    expect(bobSets(room, { ...base, events: { 'm.room.name': 75, x: 51 } })).toEqual(
      name("events.x would be 51, above the sender's 50"),
    )
  })

  test('may not touch his equals, and may lower himself', () => {
    const room = roomWith(version, { ...base, users: { ...users, [charlie]: 50, [eve]: 49 } })
    expect(bobSets(room, { ...base, users: { ...users, [charlie]: 0, [eve]: 49 } })).toEqual(
      rejected('power_levels_of_an_equal', `${charlie} has 50, not below the sender's 50`),
    )
    expect(bobSets(room, { ...base, users: { ...users, [eve]: 49 } })).toEqual(
      rejected('power_levels_of_an_equal', `${charlie} has 50, not below the sender's 50`),
    )
    expect(bobSets(room, { ...base, users: { ...users, [charlie]: 50 } })).toBeUndefined()
    expect(bobSets(room, { ...base, users: { [bob]: 0, [charlie]: 50, [eve]: 49 } })).toBeUndefined()
  })

  test('may not give anyone more than he has, himself included', () => {
    const room = roomWith(version, base)
    expect(bobSets(room, { ...base, users: { [bob]: 51 } })).toEqual(name(`${bob} would have 51, above the sender's 50`))
    expect(bobSets(room, { ...base, users: { ...users, [charlie]: 51 } })).toEqual(
      name(`${charlie} would have 51, above the sender's 50`),
    )
    expect(bobSets(room, { ...base, users: { ...users, [charlie]: 50 } })).toBeUndefined()
  })
})

test('notifications are judged from version 6 on', () => {
  const content = { state_default: 50, users, notifications: { room: 75 } }
  const changed = { state_default: 50, users, notifications: { room: 0 } }
  expect(bobSets(roomWith('5', content), changed)).toBeUndefined()
  expect(bobSets(roomWith('6', content), changed)).toEqual(
    rejected('power_levels_above_sender', "notifications.room was 75, above the sender's 50"),
  )
})

test('up to version 9 a change to what is no level is refused', () => {
  const room = roomWith('9', { users })
  expect(bobSets(room, { users, ban: null })).toEqual(rejected('power_levels_not_integer', 'ban is not an integer'))
  expect(bobSets(room, { users, events: { x: 'many' } })).toEqual(
    rejected('power_levels_not_integer', 'events.x is not an integer'),
  )
})

test('a text and the integer it means are the same level', () => {
  const room = roomWith('9', { users, ban: '100' })
  expect(bobSets(room, { users, ban: 100 })).toBeUndefined()
})

test('keys of Object.prototype are keys like any other', () => {
  const room = roomWith('12', { users, events: JSON.parse('{"__proto__":100,"constructor":100}') as JsonObject })
  expect(bobSets(room, { users, events: {} })?.message).toBe("events.__proto__ was 100, above the sender's 50")
  expect(room.check({ type: 'constructor', sender: bob })?.message).toBe('constructor takes power level 100, the sender has 50')
  expect(room.check({ type: 'toString', sender: bob })).toBeUndefined()
})
