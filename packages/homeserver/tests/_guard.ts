// How every endpoint is called with something valid, for what has to hold of all of them.
import type { AnyEndpoint } from '@chappe/contract'
import type { Json } from '@chappe/testkit'
import { PASSWORD } from '@chappe/testkit'
import { byPassword } from './_accounts.ts'
import { crossSigningKeys, deviceKeys } from './_keys.ts'

/** The things that the calls name. */
export interface Scene {
  roomId: string
  eventId: string
  roomAlias: string
  /** Whose things are asked for. */
  userId: string
  deviceId: string
  mediaId: string
  /** The version of the caller's key backup, or of somebody else's. */
  version: string
  /** A sync token. */
  since: string
  /** Who calls, for what names the caller in its body. */
  callerId: string
}

/** One call, ready to be sent. */
export interface GuardCall {
  path: string
  body?: unknown
  raw?: Uint8Array
}

const SESSION = 'a-megolm-session'
const PAIRING = 'p'.repeat(43)
const BACKUP_ALGORITHM = 'm.megolm_backup.v1.curve25519-aes-sha2'
const sessionBackup = { first_message_index: 0, forwarded_count: 0, is_verified: true, session_data: { ciphertext: 'c' } }
const addressProof = { client_secret: 'made-up', sid: '1' }
const emailAddress = { client_secret: 'made-up', email: 'guard@chappe.test', send_attempt: 1 }
const phoneNumber = { client_secret: 'made-up', country: 'FR', phone_number: '0123456789', send_attempt: 1 }
const authData = { public_key: 'abcdefg', signatures: {} }

/** Parameters of the paths that are the same for every endpoint. */
function paramsOf(scene: Scene): Record<string, string> {
  return {
    ...scene,
    roomIdOrAlias: scene.roomId,
    serverName: 'chappe.test',
    fileName: 'notes.txt',
    eventType: 'm.room.name',
    stateKey: '',
    keyName: 'avatar_url',
    kind: 'underride',
    ruleId: 'guard',
    type: 'org.example.guard',
    tag: 'm.favourite',
    name: 'guard',
    filterId: '0',
    sessionId: SESSION,
    txnId: 'guard',
    receiptType: 'm.read',
    protocol: 'irc',
    appserviceId: 'irc',
    networkId: 'libera',
    stage: 'm.login.password',
    idpId: 'guard',
    reportId: '1',
    checkId: '1',
    alertId: '1',
    drillId: '4711',
    announcementId: '1',
    actionId: '1',
    tokenName: 'none',
    removalId: 'guard-removal',
    token: 'guard-token',
    relType: 'm.thread',
    delayId: 'made-up',
    linkId: 'made-up',
    exportId: '4711',
    action: 'cancel',
    invitationId: 'guard-invitation',
    personId: 'guard-person',
    organisationId: 'guard',
    domain: 'guard.example',
    blockId: '4711',
    requestId: '4711',
    caseId: '4711',
    asset: 'style.css',
    section: 'devices',
    recoveryId: 'made-up',
  }
}

const DESK_ORGANISATION = { organisation_id: 'guard', name: 'Guard', account_type: 'agent', enrolment: 'open' }
/** What the desk asks for: each of its endpoints takes some of these. */
const DESK_ANNOUNCEMENT = { severity: 'info', audience: { kind: 'everybody', names: [] }, title_fr: 'x', title_en: 'x', body_fr: 'x', body_en: 'x', must_acknowledge: false }
const BOTH = { fr: 'a', en: 'a' }
const NOTIFICATION = {
  nature: BOTH, person_categories: BOTH, persons: 1, record_categories: BOTH, records: 1, contact_name: '', contact_mail: '', contact_phone: '',
  consequences: BOTH, measures_taken: BOTH, measures_proposed: BOTH, delay: BOTH,
}
const CONSEQUENCES = { revision: 0, phase: 'draft', reference: '', fields: NOTIFICATION, consequences: BOTH, measures: BOTH, contact: 'guard', text: '1 room', events: ['$none'] }
const DESK_BODY = {
  reason: 'guard', title: 'guard', body: 'guard', network: '192.0.2.0/24', roles: [], service: '', phone: '', place: '', state: 'done', aware_at_ms: null,
  subject: { kind: 'window' }, ...DESK_ORGANISATION, ...DESK_ANNOUNCEMENT, ...CONSEQUENCES,
}

/** Where an endpoint wants parameters of its own. */
const ownParams: Readonly<Record<string, (scene: Scene) => Record<string, string>>> = {
  getRelatingEventsWithRelTypeAndEventType: () => ({ eventType: 'm.room.encrypted' }),
  getRoomStateWithKey: ({ userId }) => ({ eventType: 'm.room.member', stateKey: userId }),
  setRoomStateWithKey: ({ callerId }) => ({ eventType: 'm.room.member', stateKey: callerId }),
  sendMessage: () => ({ eventType: 'm.room.encrypted' }),
  sendToDevice: () => ({ eventType: 'm.room.encrypted' }),
}

const queries: Readonly<Record<string, (scene: Scene) => string>> = {
  adminUsernameAvailable: () => 'username=guard',
  checkUsernameAvailability: () => 'username=guard',
  queryLocationByAlias: ({ roomAlias }) => `alias=${encodeURIComponent(roomAlias)}`,
  queryUserByID: ({ userId }) => `userid=${encodeURIComponent(userId)}`,
  exchangeOpenIdToken: () => 'access_token=made-up',
  getContentThumbnailAuthed: () => 'width=32&height=32',
  getEventByTimestamp: () => 'ts=0&dir=f',
  getEvents: () => 'from=s1.0.0',
  getUrlPreviewAuthed: () => 'url=https://example.org/',
  getKeysChanges: ({ since }) => `from=${since}&to=${since}`,
  getMutualRooms: ({ userId }) => `user_id=${userId}`,
  getRoomEvents: () => 'dir=b',
  registrationTokenValidity: () => 'token=made-up',
}

/** Bodies that the schemas and the operations take, for the endpoints that ask for more than an empty one. */
const bodies: Readonly<Record<string, (scene: Scene) => Json>> = {
  askLedgerSearch: () => ({ reason: 'guard', kind: 'person', value: '@guard:chappe.test', case_id: 1 }),
  add3PID: () => addressProof,
  adminDeleteDevices: ({ deviceId }) => ({ devices: [deviceId] }),
  adminPutUser: () => ({ displayname: 'Guard' }),
  adminResetPassword: () => ({ new_password: 'quite another password' }),
  adminSendServerNotice: ({ userId }) => ({ user_id: userId, content: {} }),
  adminSendServerNoticeOnce: ({ userId }) => ({ user_id: userId, content: {} }),
  adminSetRoomBlock: () => ({ block: true }),
  adminSetUserAdmin: () => ({ admin: true }),
  adminSuspendUser: () => ({ suspend: true }),
  askRecovery: ({ userId }) => ({ user_id: userId, reason: 'Lost a telephone' }),
  ban: ({ userId }) => ({ user_id: userId }),
  bind3PID: () => ({ ...addressProof, id_server: 'id.test', id_access_token: 'made-up' }),
  changePassword: () => ({ new_password: 'quite another password' }),
  claimKeys: ({ userId, deviceId }) => ({ one_time_keys: { [userId]: { [deviceId]: 'signed_curve25519' } } }),
  declareExport: () => ({ format: 'html', with_files: false }),
  delete3pidFromAccount: () => ({ medium: 'email', address: 'guard@chappe.test' }),
  deleteDevices: ({ deviceId }) => ({ devices: [deviceId] }),
  endDevices: ({ deviceId }) => ({ device_ids: [deviceId] }),
  extendInvitation: () => ({ valid_until_ts: 1 }),
  finishExport: () => ({ messages: 1, files: 0, bytes: 1 }),
  finishStepUp: () => ({ credential: '{}' }),
  openPairing: () => ({ token: PAIRING, credential: '{}', device_key: PAIRING, master_key: '', proof: PAIRING }),
  readPairing: () => ({ token: PAIRING, server_name: 'chappe.test' }),
  approveDevice: () => ({ mark: 'MARK' }),
  joinPairing: () => ({ token: PAIRING, server_name: 'chappe.test', proof: PAIRING }),
  acceptPairing: () => ({ token: PAIRING }),
  lookAtPairing: () => ({ token: PAIRING }),
  endPairing: () => ({ token: PAIRING, reason: 'closed' }),
  inviteExternal: () => ({ address: 'guard@partner.example' }),
  inviteUser: () => ({ user_id: '@carol:chappe.test' }),
  kick: ({ userId }) => ({ user_id: userId }),
  listAway: ({ userId }) => ({ user_ids: [userId] }),
  login: ({ callerId }) => ({
    type: 'm.login.password',
    identifier: { type: 'm.id.user', user: callerId },
    password: PASSWORD,
  }),
  setSealed: () => ({ version: 0, key: 'a', iv: 'a', sealed: 'a' }),
  reportIncident: () => ({ kind: 'sign_in' }),
  postPusher: () => ({
    pushkey: 'guard',
    kind: 'http',
    app_id: 'org.example.guard',
    app_display_name: 'Guard',
    device_display_name: 'Guard',
    lang: 'en',
    data: { url: 'https://push.example/_matrix/push/v1/notify' },
  }),
  postRoomKeysVersion: () => ({ algorithm: BACKUP_ALGORITHM, auth_data: authData }),
  putDehydratedDevice: ({ callerId }) => ({
    device_id: 'DEHYDRATED',
    device_data: { algorithm: 'guard' },
    device_keys: deviceKeys({ userId: callerId, deviceId: 'DEHYDRATED' }),
  }),
  putRoomKeyBySessionId: () => sessionBackup,
  putRoomKeys: ({ roomId }) => ({ rooms: { [roomId]: { sessions: { [SESSION]: sessionBackup } } } }),
  putRoomKeysByRoomId: () => ({ sessions: { [SESSION]: sessionBackup } }),
  putRoomKeysVersion: ({ version }) => ({ algorithm: BACKUP_ALGORITHM, auth_data: authData, version }),
  queryKeys: ({ userId }) => ({ device_keys: { [userId]: [] } }),
  redeemRoomLink: () => ({ token: 'made-up' }),
  refresh: () => ({ refresh_token: 'made-up' }),
  register: () => ({ username: 'guard', password: PASSWORD, auth: { type: 'm.login.dummy' } }),
  registerWithSecret: () => ({ nonce: 'made-up', username: 'guard', password: PASSWORD, mac: '0'.repeat(40) }),
  search: () => ({ search_categories: { room_events: { search_term: 'canteen' } } }),
  searchUserDirectory: () => ({ search_term: 'Bob' }),
  requestTokenTo3PIDEmail: () => emailAddress,
  requestTokenTo3PIDMSISDN: () => phoneNumber,
  requestTokenToRegisterEmail: () => emailAddress,
  requestTokenToRegisterMSISDN: () => phoneNumber,
  requestTokenToResetPasswordEmail: () => emailAddress,
  requestTokenToResetPasswordMSISDN: () => phoneNumber,
  sendMessage: () => ({ algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'guard', session_id: SESSION }),
  sendToDevice: ({ userId, deviceId }) => ({ messages: { [userId]: { [deviceId]: { ciphertext: 'guard' } } } }),
  setAdminLockUser: () => ({ locked: true }),
  setAdminSuspendUser: () => ({ suspended: true }),
  setPresence: () => ({ presence: 'online' }),
  setProfileField: () => ({ avatar_url: 'mxc://chappe.test/guard' }),
  setPushRule: () => ({ actions: ['notify'], conditions: [] }),
  setPushRuleActions: () => ({ actions: ['notify'] }),
  setPushRuleEnabled: () => ({ enabled: true }),
  setReadMarker: ({ eventId }) => ({ 'm.fully_read': eventId }),
  setRoomAlias: ({ roomId }) => ({ room_id: roomId }),
  setRoomState: () => ({ name: 'Guard' }),
  setRoomStateWithKey: () => ({ membership: 'join' }),
  setRoomVisibilityOnDirectory: () => ({ visibility: 'public' }),
  setTyping: () => ({ typing: true, timeout: 1000 }),
  simplifiedSlidingSync: ({ roomId }) => {
    const shown = { timeline_limit: 5, required_state: [['*', '*']] }
    return { lists: { all: { ranges: [[0, 9]], ...shown } }, room_subscriptions: { [roomId]: shown } }
  },
  slidingSync: ({ roomId }) => {
    const shown = { timeline_limit: 5, required_state: { include: [{}] } }
    return { lists: { all: { range: [0, 9], ...shown } }, room_subscriptions: { [roomId]: shown } }
  },
  unbind3pidFromAccount: () => ({ medium: 'email', address: 'guard@chappe.test' }),
  unban: ({ userId }) => ({ user_id: userId }),
  uploadCrossSigningKeys: ({ callerId }) => ({ ...crossSigningKeys({ userId: callerId }).upload, auth: byPassword(callerId) }),
  updateAppserviceRoomDirectoryVisibility: () => ({ visibility: 'public' }),
  updateDelayedEvent: () => ({ action: 'cancel' }),
  updateDevice: () => ({ display_name: 'Guard' }),
  upgradeRoom: () => ({ new_version: '12' }),
}

/** The call of an endpoint on the things of a scene. */
export function guardCall(endpoint: AnyEndpoint, scene: Scene): GuardCall {
  const { operation, method } = endpoint
  const params = { ...paramsOf(scene), ...ownParams[operation]?.(scene) }
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new Error(`${operation}: nothing is known to stand for {${name}}`)
    return encodeURIComponent(value)
  })
  const ofBackup = path.includes('/room_keys/keys')
  const query = queries[operation]?.(scene) ?? (ofBackup ? `version=${scene.version}` : '')
  const call: GuardCall = { path: query === '' ? path : `${path}?${query}` }
  if (endpoint.body === 'raw') call.raw = new TextEncoder().encode('a file')
  else if (method !== 'GET') call.body = bodies[operation]?.(scene) ?? (endpoint.roles === undefined ? {} : DESK_BODY)
  return call
}
