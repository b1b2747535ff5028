// What is remembered of sessions, and how it is forgotten.
import { expect, test } from 'vitest'
import { createSessionMap, rememberedOf } from './session-map.ts'

const entry = (userId: string, deviceNid: number) =>
  rememberedOf({ userId, userNid: 1, deviceId: `D${deviceNid}`, deviceNid, isGuest: false, isAdmin: false, isSuspended: false, isLocked: false, mustEnrol: false, state: 'active', accountType: 'agent', organisationNid: null, roles: [], onProbationSinceMs: null, expiresAtMs: null, confirms: null, clientId: null, dpopJkt: null })

test("Alice's phone is forgotten, then all of hers; Bob stays", () => {
  const map = createSessionMap()
  map.set('phone', entry('@alice:test', 1))
  map.set('laptop', entry('@alice:test', 2))
  map.set('bob', entry('@bob:test', 3))
  map.forget({ userId: '@alice:test', deviceNid: 1, how: 'stopped' })
  expect([map.get('phone'), map.get('laptop')?.session.deviceId]).toEqual([undefined, 'D2'])
  map.forget({ userId: '@alice:test', deviceNid: undefined, how: 'stopped' })
  expect([map.get('laptop'), map.get('bob')?.session.userId]).toEqual([undefined, '@bob:test'])
})

test('the oldest goes when there are too many, and can be forgotten without harm', () => {
  const map = createSessionMap(2)
  map.set('a', entry('@alice:test', 1))
  map.set('b', entry('@bob:test', 2))
  map.set('c', entry('@carol:test', 3))
  expect([map.get('a'), map.get('b') !== undefined, map.get('c') !== undefined]).toEqual([undefined, true, true])
  map.forget({ userId: '@alice:test', deviceNid: undefined, how: 'stopped' })
  expect(map.get('b')).toBeDefined()
})
