// What a profile means: policy values only, never code paths.

/** `government` is the default; `matrix` is an ordinary homeserver. */
export type Profile = 'government' | 'matrix'

/** The values that differ between the profiles. */
export interface ProfilePolicy {
  /** Anybody may make an account. */
  openRegistration: boolean
  /** Guest accounts are given out. */
  guestAccess: boolean
  /** A password signs a device in. */
  passwordLogin: boolean
  /** Browsers are signed in for clients that do not know OAuth 2.0, at whatever address they name (`m.login.sso`). */
  legacySso: boolean
  /** Devices ask to be let in by a code that is typed elsewhere, once they have shown a passkey themselves (RFC 8628). */
  deviceGrant: boolean
  /** Any application may make itself known, and sign people in. Otherwise those that are named, and our own. */
  openClients: boolean
  /** What is hard to undo asks for a fresh touch of a passkey. */
  stepUp: boolean
  /** For how many days a device stays signed in, whatever it does, of agents and of externals. */
  signInDaysOfAgents: number
  signInDaysOfExternals: number
  /** A further device of an account waits to be approved, and can do little until then. */
  deviceProbation: boolean
  /** The fewest characters of a new password. */
  passwordLengthMin: number
  /** People add and remove addresses of their own account, and may register with one. Otherwise enrolment alone gives one. */
  addressesByOwner: boolean
  /** Whoever reads the mail of an account's address may set its password. */
  passwordResetByMail: boolean
  /** People choose the name that others see of them. */
  ownDisplayName: boolean
  /** Rooms may show their history to everybody, and let guests in. */
  publicHistoryAndGuests: boolean
  /** Rooms that one is invited to are encrypted from the start, whatever their maker asks for. */
  encryptedPrivateRooms: boolean
  /** Open rooms are encrypted as well, unless they are declared as forums. */
  encryptedOpenRooms: boolean
  /** How many members an encrypted open room takes. */
  encryptedOpenRoomMembersMax: number
  /** An open room may be for some organisations: others neither find it nor come in. */
  openRoomAudiences: boolean
  /** Externals come only where they are let in for good, and never have power. */
  externalsApart: boolean
  /** A room that its last admin leaves goes to its organisation. */
  roomsKeepAdmins: boolean
  /** What rooms say about how long messages are kept counts, and has to be within bounds. */
  retentionBounds: boolean
  /** How many days a forum, and another room, keeps messages where it says nothing itself. */
  retentionDaysOfForums: number
  retentionDaysOfRooms: number
  /** A room in the published directory has a name. */
  namedPublishedRooms: boolean
  /** Profiles, the published directory and aliases are shown to signed-in accounts only. */
  lookupsNeedToken: boolean
  /**
   * Whom the user directory finds: everybody of this server; everybody of one's own organisation, and others by their
   * exact name or in a common room; or only people of rooms one is in or could read.
   */
  directoryScope: 'everybody' | 'organisation' | 'acquainted'
  /** The fewest letters of a word to search people by. */
  directoryTermMin: number
  /** Push gateways may be plain http, at any path. */
  plainPushGateways: boolean
  /** A file is read by those who may see an event that carries it; otherwise by everybody who is signed in. */
  mediaFollowsEvents: boolean
  /** A file that no event is known to carry, as in encrypted rooms, is read by those who share a room with its owner. */
  unlinkedMedia: boolean
  /** How much one account may upload, unless the configuration says otherwise. */
  mediaBytesPerAccount: number
  mediaUploadsPerDay: number
  /** Links are previewed, unless the configuration says otherwise. */
  urlPreviews: boolean
  /** Administrators can read the state of rooms and the events that were reported. */
  adminReadsContent: boolean
  /** Administrators can sign in as others, and take over the power in rooms. */
  adminActsAsOthers: boolean
  /** People see of each other whether they are there. */
  presence: boolean
  /** Push gateways need not be named in the configuration. */
  anyPushGateway: boolean
  /** Notifications may carry what was said, where a client asks for that; else no more than ids and counts. */
  contentInPushes: boolean
}

const POLICIES: Readonly<Record<Profile, ProfilePolicy>> = {
  government: {
    openRegistration: false,
    guestAccess: false,
    passwordLogin: false,
    legacySso: false,
    deviceGrant: false,
    openClients: false,
    stepUp: true,
    signInDaysOfAgents: 90,
    signInDaysOfExternals: 30,
    deviceProbation: true,
    passwordLengthMin: 8,
    // An address is shown once, at enrolment, and is never a factor.
    addressesByOwner: false,
    passwordResetByMail: false,
    ownDisplayName: false,
    publicHistoryAndGuests: false,
    encryptedPrivateRooms: true,
    encryptedOpenRooms: true,
    encryptedOpenRoomMembersMax: 2000,
    openRoomAudiences: true,
    externalsApart: true,
    roomsKeepAdmins: true,
    retentionBounds: true,
    retentionDaysOfForums: 90,
    retentionDaysOfRooms: Number.POSITIVE_INFINITY,
    namedPublishedRooms: true,
    lookupsNeedToken: true,
    directoryScope: 'organisation',
    directoryTermMin: 3,
    plainPushGateways: false,
    mediaFollowsEvents: true,
    unlinkedMedia: true,
    mediaBytesPerAccount: 20 * 1024 ** 3,
    mediaUploadsPerDay: 2000,
    urlPreviews: false,
    adminReadsContent: false,
    adminActsAsOthers: false,
    presence: false,
    anyPushGateway: false,
    contentInPushes: false,
  },
  // Interoperability suites register with short passwords.
  matrix: {
    openRegistration: true,
    guestAccess: true,
    passwordLogin: true,
    legacySso: true,
    deviceGrant: true,
    openClients: true,
    stepUp: false,
    signInDaysOfAgents: Number.POSITIVE_INFINITY,
    signInDaysOfExternals: Number.POSITIVE_INFINITY,
    deviceProbation: false,
    passwordLengthMin: 1,
    addressesByOwner: true,
    passwordResetByMail: true,
    ownDisplayName: true,
    publicHistoryAndGuests: true,
    encryptedPrivateRooms: false,
    encryptedOpenRooms: false,
    encryptedOpenRoomMembersMax: Number.POSITIVE_INFINITY,
    openRoomAudiences: false,
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
    mediaFollowsEvents: false,
    unlinkedMedia: true,
    mediaBytesPerAccount: Number.POSITIVE_INFINITY,
    mediaUploadsPerDay: Number.POSITIVE_INFINITY,
    // Off here as well: a preview makes the server call whatever address somebody has written.
    urlPreviews: false,
    adminReadsContent: true,
    adminActsAsOthers: true,
    presence: true,
    anyPushGateway: true,
    contentInPushes: true,
  },
}

/** The policy values of a profile. */
export function policyOf(profile: Profile): ProfilePolicy {
  return POLICIES[profile]
}
