// What administrators may do, as a table.
import { expect, test } from 'vitest'
import { adminMay } from './admin-operations.ts'
import { mayWhileLocked, mayWhileSuspended } from './calls.ts'
import { policyOf } from './profile.ts'

test.each([
  ['adminListUsers', true, true],
  ['adminGetRoomState', false, true],
  ['adminLoginAsUser', false, true],
  ['adminMakeRoomAdmin', false, true],
])('%s: government %s, matrix %s', (operation, government, matrix) => {
  expect(adminMay(policyOf('government'), operation)).toBe(government)
  expect(adminMay(policyOf('matrix'), operation)).toBe(matrix)
})

test('a suspended account reads, keeps its keys and leaves; it sends nothing', () => {
  const may = (method: string, operation: string, path = '/x') => mayWhileSuspended({ method, operation, path })
  expect(may('GET', 'getRoomEvents')).toBe(true)
  expect(may('POST', 'anySync', '/_matrix/client/v4/sync')).toBe(true)
  expect(may('POST', 'leaveRoom')).toBe(true)
  expect(may('PUT', 'sendMessage')).toBe(false)
  expect(may('POST', 'somethingNew')).toBe(false)
})

test('a locked account signs out and does nothing else', () => {
  expect(mayWhileLocked('logout')).toBe(true)
  expect(mayWhileLocked('logout_all')).toBe(true)
  expect(mayWhileLocked('sync')).toBe(false)
})
