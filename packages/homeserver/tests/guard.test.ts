// What holds of every endpoint: it refuses who has no token, who is contained, and who has nothing to do with the
// thing named; and what it shows is in the ledger. Exceptions stand here by name, each with its reason.
import type { AnyEndpoint } from '@chappe/contract'
import { allEndpoints } from '@chappe/contract'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Person, TestServer } from '@chappe/testkit'
import { request } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { madeByOperator, whoami } from './_accounts.ts'
import type { Scene } from './_guard.ts'
import { guardCall } from './_guard.ts'
import { readsOf } from './_keys.ts'
import { forumOptions, memberOf, startMinistry } from './_ministry.ts'
import { furnish, SECRET } from './_scene.ts'

let ministry: TestServer<Server>
let alice: Person
let bob: Person
let eve: Person
let mallory: Person
let ada: Person
/** Alice's things, in the eyes of somebody who has nothing to do with them. */
let scene: Scene

beforeAll(async () => {
  ministry = await startMinistry()
  alice = await memberOf(ministry, 'alice')
  bob = await memberOf(ministry, 'bob')
  eve = await madeByOperator(ministry, 'eve')
  mallory = await madeByOperator(ministry, 'mallory')
  ada = await madeByOperator(ministry, 'ada', { admin: true })
  await ministry.server.homeserver.ports.contain(mallory.userId)
  scene = await furnish({ alice, bob, callerId: eve.userId, canteen: forumOptions(ministry, [bob, alice]) })
  const away = { from_ts: ministry.clock.now(), until_ts: ministry.clock.now() + 3_600_000, text: SECRET }
  await bob.put(`/_matrix/client/v3/profile/${bob.userId}/org.chappe.availability`, { 'org.chappe.availability': { time_zone: 'UTC', away } })
})
afterAll(async () => ministry[Symbol.asyncDispose]())

async function call(endpoint: AnyEndpoint, named: Scene, token?: string): Promise<HttpAnswer> {
  const { path, body, raw } = guardCall(endpoint, named)
  return request(ministry.url, endpoint.method, path, { token, body, ...(raw === undefined ? {} : { raw }) })
}

/** Operations by the reason why they are let through. */
type Exceptions = Readonly<Record<string, readonly string[]>>

function expectRefusal(operation: string, answer: HttpAnswer, exceptions: Exceptions): void {
  const text = Buffer.from(answer.bytes).toString('utf8')
  expect(text.toLowerCase(), `${operation} shows what is none of the caller's business`).not.toContain(SECRET)
  const isExcepted = Object.values(exceptions).some((operations) => operations.includes(operation))
  const isRefused = [401, 403, 404].includes(answer.status)
  const what = isExcepted ? 'is excepted, though it refuses' : 'answers'
  expect(isRefused, `${operation} ${what}: ${answer.status} ${text.slice(0, 300)}`).toBe(!isExcepted)
}

const endpoints = allEndpoints.map((endpoint) => [endpoint.operation, endpoint] as const)

const letNobodyIn: Exceptions = {
  'says how to sign in, before anybody is': ['getAuthMetadata', 'getLoginFlows', 'getRegistrationNonce'],
  'shows a page that says that there is no such session': ['showFallback', 'submitFallback'],
  'says what the server is, to anybody': ['getVersion', 'getVersions', 'getLiveness', 'getReadiness', 'getWellknown'],
  'shows a page that says that the link is no longer good': ['confirmMail', 'showMailConfirmation'],
  'proves by its body that the operator asks, and the proof here is wrong': ['registerWithSecret'],
  'is a page that anybody may see, and what it loads': ['showAccessibility', 'showEnrolment', 'showPageAsset', 'showRegistration', 'showSignIn'],
  'leads whoever is not signed in to the page to sign in on': ['showAccount', 'showAccountSection', 'showEnrolmentDone', 'showNewPasskey', 'showStepUp', 'showTakeoverLink'],
}

describe('without a token nobody gets through', () => {
  test.each(endpoints)('%s', async (operation, endpoint) => {
    const answer = await call(endpoint, scene)
    expectRefusal(operation, answer, letNobodyIn)
    const needsToken = endpoint.auth === 'token' || endpoint.auth === 'guest'
    if (needsToken) expect([answer.status, answer.body.errcode]).toEqual([401, 'M_MISSING_TOKEN'])
  })
})

const letContainedIn: Exceptions = {
  'takes no token, so that it shows anybody the same': [
    'getAuthMetadata',
    'getLoginFlows',
    'getRegistrationNonce',
    'getVersion',
    'confirmMail',
    'showFallback',
    'showMailConfirmation',
    'submitFallback',
    'getLiveness',
    'getReadiness',
    'getWellknown',
    'registerWithSecret',
    'showAccessibility',
    'showAccount',
    'showAccountSection',
    'showEnrolment',
    'showEnrolmentDone',
    'showNewPasskey',
    'showPageAsset',
    'showRegistration',
    'showSignIn',
    'showStepUp',
    'showTakeoverLink',
  ],
}

describe('a contained account gets through nowhere, nor back in by its password', () => {
  test.each(endpoints)('%s', async (operation, endpoint) => {
    const named = { ...scene, callerId: mallory.userId, userId: mallory.userId, deviceId: mallory.deviceId }
    const answer = await call(endpoint, named, mallory.token)
    expectRefusal(operation, answer, letContainedIn)
    if (endpoint.auth !== 'none') expect([answer.status, answer.body.errcode]).toEqual([401, 'M_USER_LOCKED'])
  })
})

const letStrangersIn: Exceptions = {
  ...letNobodyIn,
  'says what the server is and can do': ['getCapabilities', 'getConfigAuthed', 'getProtocols', 'getTurnServer', 'getWebPush', 'listOrganisationNames'],
  "is about the caller's own account and sessions": ['getAccount3PIDs', 'getAccountValidity', 'getDevices', 'getTokenOwner', 'getOwnStanding', 'logout', 'logout_all', 'listAnnouncements', 'listInvitations', 'requestRenewal', 'beginStepUp', 'reportIncident', 'reportTakeover'],
  "is about the caller's own rules, pushers and rooms": [
    'changeWakes',
    'createRoom',
    'getDelayedEvents',
    'getEvents',
    'getJoinedRooms',
    'getMutualRooms',
    'getNotifications',
    'getPushRules',
    'getPushRulesGlobal',
    'getPushers',
    'getWakes',
    'initialSync',
    'postPusher',
    'setPushRule',
    'setPushRuleActions',
    'setPushRuleEnabled',
    'setSealed',
    'simplifiedSlidingSync',
    'slidingSync',
    'sync',
  ],
  "is about the caller's own keys and their own backup, whose versions are counted for each account": [
    'getKeysChanges',
    'postRoomKeysVersion',
    'putRoomKeyBySessionId',
    'putRoomKeys',
    'putRoomKeysByRoomId',
    'putRoomKeysVersion',
    'uploadCrossSigningKeys',
    'uploadCrossSigningSignatures',
    'uploadKeys',
  ],
  'is about the devices of the caller that nobody is signed in with': ['putDehydratedDevice'],
  'has no address to take away, of anybody': ['unbind3pidFromAccount'],
  'takes a complaint about whomever, and does not tell whether there is such a user': ['reportUser'],
  'stores a file': ['createContent', 'createRestrictedContent', 'uploadContent', 'uploadRestrictedContent'],
  'lets people of one server find each other and begin to talk, encrypted; the ledger has it': [
    'claimKeys',
    'getUserProfile',
    'queryKeys',
    'searchUserDirectory',
    'sendToDevice',
  ],
  'finds nothing in rooms that one is not in': ['search'],
  'says nothing of people whom one shares no room and no organisation with': ['listAway'],
  'shows what is published': ['getPublicRooms', 'queryPublicRooms'],
  'leads from a name to the id of a room and tells whether it is published, and nothing that is in it': [
    'getRoomIdByAlias',
    'getRoomVisibilityOnDirectory',
  ],
}

describe('a stranger gets at nothing of a room, nor of an account', () => {
  test.each(endpoints)('%s', async (operation, endpoint) => {
    const endsSession = ['logout', 'logout_all', 'reportTakeover'].includes(operation)
    const token = endsSession ? (await madeByOperator(ministry, `trent-${operation.toLowerCase()}`)).token : eve.token
    expectRefusal(operation, await call(endpoint, scene, token), letStrangersIn)
  })

  test('and is still signed in, so that it was not the token that was refused', async () => {
    expect((await whoami(ministry.url, eve.token)).body.user_id).toBe(eve.userId)
  })

  test('and Alice has lost nothing', async () => {
    const { devices } = (await alice.get('/_matrix/client/v3/devices')).body
    expect(devices.map((device: { device_id: string }) => device.device_id)).toEqual([alice.deviceId])
    const { count } = (await alice.get('/_matrix/client/v3/room_keys/version')).body
    expect(count).toBe(1)
    const members = await alice.get(`/_matrix/client/v3/rooms/${encodeURIComponent(scene.roomId)}/joined_members`)
    expect(Object.keys(members.body.joined).toSorted()).toEqual([alice.userId, bob.userId])
  })
})

/**
 * Shown to nobody by this profile, or to its own owner only; their ledger rows are asserted with their stories. So are
 * those of the desk (packages/desk/tests).
 */
const shownElsewhere = new Set(['adminGetRoomState', 'getAccountData', 'getDehydratedDevice', 'getDehydratedDeviceEvents'])

describe('what an endpoint shows to somebody entitled is in the ledger', () => {
  const revealing = endpoints.filter(([operation, endpoint]) => endpoint.reveals.length > 0 && !shownElsewhere.has(operation) && endpoint.roles === undefined)
  test.each(revealing)('%s', async (operation, endpoint) => {
    const named = { ...scene, callerId: alice.userId, userId: bob.userId, deviceId: bob.deviceId }
    const before = (await readsOf(ministry, operation)).length
    const isForAdministrators = endpoint.path.startsWith('/_synapse/admin/') || operation === 'getWhoIs'
    const answer = await call(endpoint, named, isForAdministrators ? ada.token : alice.token)
    expect(answer.status, `${operation}: ${JSON.stringify(answer.body)}`).toBe(200)
    expect((await readsOf(ministry, operation)).length, `${operation} shows it without a ledger row`).toBeGreaterThan(before)
  })
})
