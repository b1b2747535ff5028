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
    encryptedOpenRooms: true,
    encryptedOpenRoomMembersMax: 2000,
    externalsApart: true,
    roomsKeepAdmins: true,
    retentionBounds: true,
    retentionDaysOfForums: 90,
    retentionDaysOfRooms: Number.POSITIVE_INFINITY,
    namedPublishedRooms: true,
    lookupsNeedToken: true,
    directoryScope: 'everybody',
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
    publicHistoryAndGuests: true,
    encryptedPrivateRooms: false,
    encryptedOpenRooms: false,
    encryptedOpenRoomMembersMax: Number.POSITIVE_INFINITY,
    externalsApart: false,
    roomsKeepAdmins: false,
    retentionBounds: false,
    retentionDaysOfForums: Number.POSITIVE_INFINITY,
    retentionDaysOfRooms: Number.POSITIVE_INFINITY,
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
