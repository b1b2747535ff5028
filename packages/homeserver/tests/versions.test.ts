// What `/versions` advertises, tied to what it stands for: the endpoints that came with a version or a proposal, and
// what has to be seen of it. Clients switch behaviour on these names, so each promise is looked at.
import { allEndpoints } from '@chappe/contract'
import { leftOut, pending } from '@chappe/contract/coverage'
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { logIn } from './_accounts.ts'

/** What an advertised name stands for. */
interface Promised {
  /** `METHOD path` of what came with it. */
  endpoints?: readonly string[]
  /** What is seen of it. */
  seen?: () => Promise<void>
}

let chappe: TestServer<Server>
let alice: Person
let bob: Person
let advertised: { versions: string[]; unstable_features: Record<string, boolean> }

beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  alice = await chappe.person('alice')
  bob = await chappe.person('bob')
  advertised = (await request(chappe.url, 'GET', '/_matrix/client/versions')).body
})
afterAll(async () => chappe[Symbol.asyncDispose]())

const client = '/_matrix/client'
const room = (roomId: string): string => `${client}/v3/rooms/${encodeURIComponent(roomId)}`

async function expectRoomVersions(versions: readonly string[]): Promise<void> {
  for (const room_version of versions) {
    const roomId = await alice.createRoom({ room_version })
    expect((await alice.get(`${room(roomId)}/state/m.room.create`)).body.room_version).toBe(room_version)
  }
}

const VERSIONS: Readonly<Record<string, Promised>> = {
  'r0.6.1': {
    async seen() {
      expect((await alice.get(`${client}/r0/account/whoami`)).body.user_id).toBe(alice.userId)
    },
  },
  'v1.1': {
    endpoints: [
      `POST ${client}/v3/keys/device_signing/upload`,
      `POST ${client}/v3/keys/signatures/upload`,
      `POST ${client}/v3/room_keys/version`,
      `PUT ${client}/v3/room_keys/keys/{roomId}/{sessionId}`,
      `GET ${client}/v3/room_keys/keys`,
      `POST ${client}/v3/knock/{roomIdOrAlias}`,
      `GET ${client}/v3/login/sso/redirect`,
      `GET ${client}/v3/login/sso/redirect/{idpId}`,
    ],
    seen: () => expectRoomVersions(['3', '4', '5', '6', '7']),
  },
  'v1.2': {
    endpoints: [
      `GET ${client}/v1/register/m.login.registration_token/validity`,
      `GET ${client}/v1/rooms/{roomId}/hierarchy`,
    ],
    async seen() {
      await expectRoomVersions(['8', '9'])
      const space = await alice.createRoom({ creation_content: { type: 'm.space' }, invite: [bob.userId] })
      await bob.join(space)
      const allow = [{ type: 'm.room_membership', room_id: space }]
      const roomId = await alice.createRoom({
        room_version: '9',
        initial_state: [{ type: 'm.room.join_rules', state_key: '', content: { join_rule: 'restricted', allow } }],
      })
      await bob.join(roomId)
    },
  },
  'v1.3': {
    endpoints: [`POST ${client}/v3/refresh`],
    async seen() {
      const signedIn = (await logIn(chappe.url, 'alice', { refresh_token: true })).body
      const { refresh_token } = signedIn
      const refreshed = await request(chappe.url, 'POST', `${client}/v3/refresh`, { body: { refresh_token } })
      expect([refreshed.status, typeof refreshed.body.access_token]).toEqual([200, 'string'])
    },
  },
  'v1.4': {
    endpoints: [
      `GET ${client}/v1/rooms/{roomId}/threads`,
      `GET ${client}/v1/rooms/{roomId}/relations/{eventId}`,
      `GET ${client}/v1/rooms/{roomId}/relations/{eventId}/{relType}`,
      `GET ${client}/v1/rooms/{roomId}/relations/{eventId}/{relType}/{eventType}`,
    ],
    async seen() {
      await expectRoomVersions(['10'])
      const roomId = await alice.createRoom({})
      const eventId = await alice.say(roomId, 'read this')
      const receipt = `${room(roomId)}/receipt/m.read.private/${encodeURIComponent(eventId)}`
      expect((await alice.post(receipt, { thread_id: 'main' })).status).toBe(200)
    },
  },
  'v1.5': {},
  'v1.6': { endpoints: [`GET ${client}/v1/rooms/{roomId}/timestamp_to_event`] },
  'v1.7': {
    endpoints: [
      `POST ${client}/v1/appservice/{appserviceId}/ping`,
      'PUT /_matrix/media/v3/upload/{serverName}/{mediaId}',
      'POST /_matrix/media/v1/create',
      `POST ${client}/v1/login/get_token`,
    ],
    async seen() {
      const { override } = (await alice.get(`${client}/v3/pushrules/`)).body.global
      const names = override.map((rule: Json) => rule.rule_id)
      expect(names).toEqual(expect.arrayContaining(['.m.rule.is_user_mention', '.m.rule.is_room_mention']))
    },
  },
  'v1.8': { seen: () => expectRoomVersions(['11']) },
  'v1.9': {},
  'v1.10': { endpoints: ['GET /.well-known/matrix/support'] },
  'v1.11': {
    endpoints: [
      `GET ${client}/v1/media/download/{serverName}/{mediaId}`,
      `GET ${client}/v1/media/download/{serverName}/{mediaId}/{fileName}`,
      `GET ${client}/v1/media/thumbnail/{serverName}/{mediaId}`,
      `GET ${client}/v1/media/preview_url`,
      `GET ${client}/v1/media/config`,
    ],
    async seen() {
      const upload = await alice.request('POST', '/_matrix/media/v3/upload', { raw: 'a file' })
      const path = String(upload.body.content_uri).replace('mxc://', `${client}/v1/media/download/`)
      expect((await bob.get(path)).status).toBe(200)
      expect((await request(chappe.url, 'GET', path)).status).toBe(401)
    },
  },
  'v1.12': {},
  'v1.13': { endpoints: [`POST ${client}/v3/rooms/{roomId}/report`] },
  'v1.14': { endpoints: [`POST ${client}/v3/users/{userId}/report`] },
  'v1.15': { endpoints: [`GET ${client}/v1/room_summary/{roomIdOrAlias}`, `GET ${client}/v1/auth_metadata`] },
  'v1.16': {
    endpoints: [`DELETE ${client}/v3/profile/{userId}/{keyName}`],
    async seen() {
      await expectRoomVersions(['12'])
      const path = `${client}/v3/profile/${alice.userId}/m.tz`
      expect((await alice.put(path, { 'm.tz': 'Europe/Paris' })).status).toBe(200)
      expect((await bob.get(path)).body).toEqual({ 'm.tz': 'Europe/Paris' })
    },
  },
  'v1.17': {},
  'v1.18': {
    endpoints: [
      `GET ${client}/v1/admin/suspend/{userId}`,
      `PUT ${client}/v1/admin/suspend/{userId}`,
      `GET ${client}/v1/admin/lock/{userId}`,
      `PUT ${client}/v1/admin/lock/{userId}`,
      'GET /.well-known/matrix/policy_server',
    ],
  },
  'v1.19': { endpoints: [`GET ${client}/v1/mutual_rooms`] },
}

/** Versions that are not advertised although their endpoints are here, by the reason; nor are those that follow. */
const HELD_BACK: Readonly<Record<string, string>> = {
  'v1.12': 'clients read it as the promise that everything is there (see server-info.test.ts)',
}

/** Proposals ahead of the specification, by the name clients look for: advertised exactly when they are here. */
const PROPOSALS: Readonly<Record<string, Promised>> = {
  'org.matrix.simplified_msc3575': { endpoints: [`POST ${client}/unstable/org.matrix.simplified_msc3575/sync`] },
  'org.matrix.msc4140': { endpoints: [`POST ${client}/unstable/org.matrix.msc4140/delayed_events/{delayId}`] },
  'org.matrix.msc3911': { endpoints: [`POST ${client}/unstable/org.matrix.msc3911/media/upload`] },
  'org.matrix.msc3391': {
    endpoints: [`DELETE ${client}/unstable/org.matrix.msc3391/user/{userId}/account_data/{type}`],
  },
  'org.matrix.msc3881': {
    async seen() {
      const pusher = { pushkey: 'key', kind: 'http', app_id: 'org.example', app_display_name: 'a', device_display_name: 'b', lang: 'en' }
      const body = { ...pusher, data: { url: 'https://push.example/_matrix/push/v1/notify' }, 'org.matrix.msc3881.enabled': false }
      expect((await alice.post(`${client}/v3/pushers/set`, body)).status).toBe(200)
      const { pushers } = (await alice.get(`${client}/v3/pushers`)).body
      expect(pushers[0]).toMatchObject({ 'org.matrix.msc3881.enabled': false })
    },
  },
}

const keyOf = (name: string): string => name.replaceAll(/\{\w+\}/g, '{}')
const here = new Set(
  allEndpoints.flatMap(({ method, path, aliases = [] }) => [path, ...aliases].map((each) => keyOf(`${method} ${each}`))),
)
const isHere = ({ endpoints = [] }: Promised): boolean => endpoints.every((name) => here.has(keyOf(name)))

/** Endpoints of a version that are missing, without those that the contract says are to come or left out. */
function missingOf({ endpoints = [] }: Promised): readonly string[] {
  const known = new Set([...pending, ...Object.keys(leftOut)].map(keyOf))
  return endpoints.filter((name) => !here.has(keyOf(name)) && !known.has(keyOf(name)))
}

describe('versions', () => {
  test('those that are advertised are known, and in a row', () => {
    const names = Object.keys(VERSIONS)
    expect(advertised.versions).toEqual(names.slice(0, advertised.versions.length))
  })

  test.each(Object.entries(VERSIONS))('%s stands for what it brought', async (version, promised) => {
    const isHeldBack = Object.hasOwn(HELD_BACK, version)
    if (!advertised.versions.includes(version)) {
      const isBehind = !advertised.versions.includes(before(version))
      expect(isBehind || !isHere(promised) || isHeldBack, `${version} is here and is not advertised`).toBe(true)
      return
    }
    expect(isHeldBack, `${version} is advertised, though it is held back`).toBe(false)
    expect(missingOf(promised), `${version} is advertised without these`).toEqual([])
    await promised.seen?.()
  })
})

describe('proposals', () => {
  test('those that are advertised are in this table', () => {
    expect(Object.keys(advertised.unstable_features).filter((flag) => !Object.hasOwn(PROPOSALS, flag))).toEqual([])
  })

  test.each(Object.entries(PROPOSALS))('%s is advertised exactly when it is here', async (flag, promised) => {
    const isAdvertised = advertised.unstable_features[flag] === true
    if (promised.endpoints !== undefined) expect(isHere(promised)).toBe(isAdvertised)
    if (isAdvertised) await promised.seen?.()
    else if (promised.endpoints === undefined) await expect(promised.seen?.()).rejects.toThrow()
  })
})

/** The version before one; the first one stands before itself. */
function before(version: string): string {
  const names = Object.keys(VERSIONS)
  return names[Math.max(0, names.indexOf(version) - 1)] ?? version
}
