// The profiles as a table.
import { expect, test } from 'vitest'
import { policyOf } from './profile.ts'

test('the government makes its accounts itself and has no guests', () => {
  expect(policyOf('government')).toEqual({ openRegistration: false, guestAccess: false, passwordLogin: true, passwordLengthMin: 8 })
})

test('an ordinary homeserver is open', () => {
  expect(policyOf('matrix')).toEqual({ openRegistration: true, guestAccess: true, passwordLogin: true, passwordLengthMin: 1 })
})
