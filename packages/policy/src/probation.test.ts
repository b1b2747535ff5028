// What a device may do while it waits to be approved.
import { expect, test } from 'vitest'
import { mayOnProbation } from './probation.ts'

const at = (path: string, operation = 'anything', type?: string) => mayOnProbation({ operation, path, type })

test('it reads and talks, and gets at no keys of old messages', () => {
  expect(at('/_matrix/client/v3/sync')).toBe(true)
  expect(at('/_matrix/client/v3/rooms/{roomId}/messages')).toBe(true)
  expect(at('/_matrix/client/v3/room_keys/version')).toBe(false)
  expect(at('/_matrix/client/v3/room_keys/keys/{roomId}/{sessionId}')).toBe(false)
})

test('it replaces no secrets, and approves nothing', () => {
  const path = '/_matrix/client/v3/user/{userId}/account_data/{type}'
  expect(at(path, 'setAccountData', 'm.direct')).toBe(true)
  expect(at(path, 'getAccountData', 'm.secret_storage.default_key')).toBe(true)
  expect(at(path, 'setAccountData', 'm.secret_storage.default_key')).toBe(false)
  expect(at(path, 'deleteAccountData', 'm.cross_signing.master')).toBe(false)
  expect(at(path, 'setAccountData', 'org.chappe.passkey_wrappings')).toBe(false)
  expect(at('/_chappe/client/v1/devices/{deviceId}/approve', 'approveDevice')).toBe(false)
  expect(at('/_chappe/client/v1/devices/end', 'endDevices')).toBe(false)
  for (const operation of ['readPairing', 'acceptPairing']) expect(at('/_chappe/client/v1/pairings/read', operation)).toBe(false)
  for (const operation of ['openPairing', 'joinPairing']) expect(at('/_chappe/client/v1/pairings/join', operation)).toBe(true)
})
