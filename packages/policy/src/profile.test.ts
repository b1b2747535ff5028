// The profiles as a table.
import { expect, test } from 'vitest'
import { policyOf } from './profile.ts'

test('the government makes its accounts itself, has no guests, and shows nothing to strangers', () => {
  expect(policyOf('government')).toEqual({
    openRegistration: false,
    guestAccess: false,
    passwordLogin: true,
    passwordLengthMin: 8,
    publicHistoryAndGuests: false,
    encryptedPrivateRooms: true,
    namedPublishedRooms: true,
    lookupsNeedToken: true,
    plainPushGateways: false,
    adminReadsContent: false,
    adminActsAsOthers: false,
  })
})

test('an ordinary homeserver is open', () => {
  expect(policyOf('matrix')).toEqual({
    openRegistration: true,
    guestAccess: true,
    passwordLogin: true,
    passwordLengthMin: 1,
    publicHistoryAndGuests: true,
    encryptedPrivateRooms: false,
    namedPublishedRooms: false,
    lookupsNeedToken: false,
    plainPushGateways: true,
    adminReadsContent: true,
    adminActsAsOthers: true,
  })
})
