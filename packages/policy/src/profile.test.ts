// The profiles as a table.
import { expect, test } from 'vitest'
import { policyOf } from './profile.ts'

test('the government makes its accounts itself, has no guests, and shows nothing to strangers', () => {
  expect(policyOf('government')).toEqual({
    openRegistration: false,
    guestAccess: false,
    passwordLogin: true,
    passwordLengthMin: 8,
    addressesByOwner: false,
    passwordResetByMail: false,
    ownDisplayName: false,
    publicHistoryAndGuests: false,
    encryptedPrivateRooms: true,
    namedPublishedRooms: true,
    lookupsNeedToken: true,
    directoryScope: 'organisation',
    directoryTermMin: 3,
    plainPushGateways: false,
    presence: false,
    anyPushGateway: false,
    contentInPushes: false,
    mediaFollowsEvents: true,
    unlinkedMedia: true,
    mediaBytesPerAccount: 21_474_836_480,
    mediaUploadsPerDay: 2000,
    urlPreviews: false,
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
    addressesByOwner: true,
    passwordResetByMail: true,
    ownDisplayName: true,
    publicHistoryAndGuests: true,
    encryptedPrivateRooms: false,
    namedPublishedRooms: false,
    lookupsNeedToken: false,
    directoryScope: 'acquainted',
    directoryTermMin: 1,
    plainPushGateways: true,
    presence: true,
    anyPushGateway: true,
    contentInPushes: true,
    mediaFollowsEvents: false,
    unlinkedMedia: true,
    mediaBytesPerAccount: Number.POSITIVE_INFINITY,
    mediaUploadsPerDay: Number.POSITIVE_INFINITY,
    urlPreviews: false,
    adminReadsContent: true,
    adminActsAsOthers: true,
  })
})
