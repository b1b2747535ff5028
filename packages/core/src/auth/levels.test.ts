import { describe, expect, test } from 'vitest'
import { nodeCrypto } from '../../tests/node-crypto.ts'
import type { JsonObject } from '../json/value.ts'
import type { RoomVersion } from '../room-versions/rules.ts'
import { people, testRoom } from '../testing/index.ts'
import { DEFAULT_LEVELS, LEVEL_NAMES, notificationPowerLevel, powerLevelFor, requiredPowerLevel, userPowerLevel } from './levels.ts'
import { privilegedCreators } from './room-facts.ts'

const { alice, bob, charlie, eve } = people

function room(version: RoomVersion, levels?: JsonObject, createContent: JsonObject = {}) {
  const made = testRoom({ crypto: nodeCrypto, version, createContent })
  if (levels !== undefined) made.set('m.room.power_levels', levels)
  return made
}

describe('a room without power levels', () => {
  test('gives its creator 100 up to version 11 and infinity from 12', () => {
    for (const version of ['1', '10', '11'] as const) {
      const { rules, state } = room(version)
      expect([alice, bob].map((user) => userPowerLevel(rules, state, user))).toEqual([100, 0])
    }
    const { rules, state } = room('12')
    expect([alice, bob].map((user) => userPowerLevel(rules, state, user))).toEqual([Infinity, 0])
  })

  test('has the defaults', () => {
    for (const levels of [undefined, {}]) {
      const { rules, state } = room('12', levels)
      for (const name of LEVEL_NAMES) expect(powerLevelFor(rules, state, name)).toBe(DEFAULT_LEVELS[name])
      expect(requiredPowerLevel(rules, state, 'm.room.message', false)).toBe(0)
      expect(requiredPowerLevel(rules, state, 'm.room.name', true)).toBe(50)
      expect(notificationPowerLevel(rules, state)).toBe(50)
    }
  })
})

test('the levels of a room are what it says', () => {
  const levels = { users: { [bob]: 60 }, users_default: 5, ban: 70, events: { x: 30 }, notifications: { room: 20 } }
  const { rules, state } = room('11', levels)
  expect([alice, bob, eve].map((user) => userPowerLevel(rules, state, user))).toEqual([5, 60, 5])
  expect(powerLevelFor(rules, state, 'ban')).toBe(70)
  expect(requiredPowerLevel(rules, state, 'x', true)).toBe(30)
  expect(requiredPowerLevel(rules, state, 'x', false)).toBe(30)
  expect(notificationPowerLevel(rules, state)).toBe(20)
  expect(notificationPowerLevel(rules, state, 'other')).toBe(50)
  for (const name of ['constructor', '__proto__', 'toString']) {
    expect(userPowerLevel(rules, state, name)).toBe(5)
    expect(requiredPowerLevel(rules, state, name, true)).toBe(50)
    expect(notificationPowerLevel(rules, state, name)).toBe(50)
  }
})

test('creators of version 12 are the sender and those it names, whatever the levels say', () => {
  const { rules, state } = room('12', { users: { [alice]: 1, [bob]: 7 } }, { additional_creators: [charlie, charlie, alice] })
  expect([alice, bob, charlie].map((user) => userPowerLevel(rules, state, user))).toEqual([Infinity, 7, Infinity])
  expect(privilegedCreators(rules, state.get('m.room.create', ''))).toEqual([alice, charlie])
  const old = room('11', { users: { [alice]: 1 } }, { additional_creators: [charlie] })
  expect([alice, charlie].map((user) => userPowerLevel(old.rules, old.state, user))).toEqual([1, 0])
  expect(privilegedCreators(old.rules, old.state.get('m.room.create', ''))).toEqual([])
})

test('one content is read by the version that asks', () => {
  const content = { users: { [bob]: '60', [eve]: 7 }, ban: '5' }
  const levelsIn = (version: RoomVersion): number[] => {
    const { rules, state } = room(version, content)
    return [userPowerLevel(rules, state, bob), userPowerLevel(rules, state, eve), powerLevelFor(rules, state, 'ban')]
  }
  expect(levelsIn('9')).toEqual([60, 7, 5])
  expect(levelsIn('10')).toEqual([0, 7, 50])
  expect(levelsIn('5')).toEqual([60, 7, 5])
})
