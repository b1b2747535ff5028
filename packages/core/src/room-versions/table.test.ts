import { expect, test } from 'vitest'
import { DEFAULT_ROOM_VERSION, isRoomVersion, ROOM_VERSIONS, roomVersionRules } from './table.ts'
import type { RoomVersionRules } from './rules.ts'

/** The versions in which a rule has a value, in order. */
function versionsWhere(holds: (rules: RoomVersionRules) => boolean): string {
  return Object.values(ROOM_VERSIONS)
    .filter(holds)
    .map((rules) => rules.version)
    .join(' ')
}

test('each version is found by its name and no other', () => {
  for (const [version, rules] of Object.entries(ROOM_VERSIONS)) expect(roomVersionRules(version)).toBe(rules)
  for (const [version, rules] of Object.entries(ROOM_VERSIONS)) expect(rules.version).toBe(version)
  for (const other of ['', '0', '13', '1.0', 'constructor', '__proto__', 'toString']) {
    expect(roomVersionRules(other)).toBeUndefined()
    expect(isRoomVersion(other)).toBe(false)
  }
  expect(DEFAULT_ROOM_VERSION).toBe('12')
})

// https://spec.matrix.org/v1.19/rooms/#feature-matrix
test('each feature has the versions the specification gives it', () => {
  expect(versionsWhere((rules) => rules.eventIdFormat === 'server')).toBe('1 2')
  expect(versionsWhere((rules) => rules.eventIdFormat === 'base64')).toBe('3')
  expect(versionsWhere((rules) => rules.eventIdFormat === 'base64url')).toBe('4 5 6 7 8 9 10 11 12')
  expect(versionsWhere((rules) => rules.stateResolution === 'v1')).toBe('1')
  expect(versionsWhere((rules) => rules.stateResolution === 'v2')).toBe('2 3 4 5 6 7 8 9 10 11')
  expect(versionsWhere((rules) => rules.stateResolution === 'v2.1')).toBe('12')
  expect(versionsWhere((rules) => rules.strictCanonicalJson)).toBe('6 7 8 9 10 11 12')
  expect(versionsWhere((rules) => rules.enforceKeyValidity)).toBe('5 6 7 8 9 10 11 12')
  expect(versionsWhere((rules) => rules.specialCaseAliasesAuth)).toBe('1 2 3 4 5')
  expect(versionsWhere((rules) => rules.redactionsJudgedByDomain)).toBe('1 2')
  expect(versionsWhere((rules) => rules.limitNotificationsPowerLevels)).toBe('6 7 8 9 10 11 12')
  expect(versionsWhere((rules) => rules.knocking)).toBe('7 8 9 10 11 12')
  expect(versionsWhere((rules) => rules.restrictedJoins)).toBe('8 9 10 11 12')
  expect(versionsWhere((rules) => rules.knockRestrictedJoins)).toBe('10 11 12')
  expect(versionsWhere((rules) => rules.integerPowerLevels)).toBe('10 11 12')
  expect(versionsWhere((rules) => rules.implicitCreator)).toBe('11 12')
  expect(versionsWhere((rules) => rules.updatedRedactionRules)).toBe('11 12')
  expect(versionsWhere((rules) => rules.redactionKeepsJoinRulesAllow)).toBe('8 9 10 11 12')
  expect(versionsWhere((rules) => rules.redactionKeepsJoinAuthorised)).toBe('9 10 11 12')
  expect(versionsWhere((rules) => rules.redactionKeepsAliases)).toBe('1 2 3 4 5')
  expect(versionsWhere((rules) => rules.roomIdIsCreateHash)).toBe('12')
  expect(versionsWhere((rules) => rules.privilegedCreators)).toBe('12')
})
