// What `/versions` advertises, tied to what it stands for: the endpoints that came with a version or a proposal, and
// what has to be seen of it. Clients switch behaviour on these names, so each promise is looked at.
import { allEndpoints } from '@chappe/contract'
import { leftOut, pending } from '@chappe/contract/coverage'
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { logIn, madeByOperator, refusal } from './_accounts.ts'
import type { Bridge } from './_bridge.ts'
import { startBridge } from './_bridge.ts'

/** What an advertised name stands for. */
interface Promised {
  /** `METHOD path` of what came with it. */
  endpoints?: readonly string[]
  /** What is seen of it. */
  seen?: () => Promise<void>
}

let bridge: Bridge
let chappe: TestServer<Server>
let ada: Person
let alice: Person
let bob: Person
let advertised: { versions: string[]; unstable_features: Record<string, boolean> }

beforeAll(async () => {
  bridge = await startBridge()
  chappe = await startTestServer(buildServer, { appservices: [bridge.file] })
  ada = await madeByOperator(chappe, 'ada', { admin: true })
  alice = await chappe.person('alice')
  bob = await chappe.person('bob')
  advertised = (await request(chappe.url, 'GET', '/_matrix/client/versions')).body
})
afterAll(async () => {
  await chappe[Symbol.asyncDispose]()
  await bridge[Symbol.asyncDispose]()
})

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
  'v1.12': {
    async seen() {
      const roomId = await alice.createRoom({})
      const data = `${client}/v3/user/${alice.userId}/rooms/${encodeURIComponent(roomId)}/account_data/m.marked_unread`
      expect((await alice.put(data, { unread: true })).status).toBe(200)
      expect((await alice.get(data)).body).toEqual({ unread: true })
      const rule = { actions: ['dont_notify'], conditions: [] }
      expect((await alice.put(`${client}/v3/pushrules/global/override/quiet`, rule)).status).toBe(200)
      const upload = await alice.request('POST', '/_matrix/media/v3/upload', { raw: 'for guests too' })
      const guest = (await request(chappe.url, 'POST', `${client}/v3/register?kind=guest`, { body: {} })).body
      const path = String(upload.body.content_uri).replace('mxc://', `${client}/v1/media/download/`)
      const file = await request(chappe.url, 'GET', path, { token: guest.access_token })
      expect([file.status, file.headers.get('content-disposition')]).toEqual([200, expect.stringMatching(/^(attachment|inline)/)])
      const lock = `${client}/v1/admin/lock/@locked:chappe.test`
      const locked = await chappe.person('locked')
      await ada.put(lock, { locked: true })
      const refused = await locked.get(`${client}/v3/sync`)
      expect([...refusal(refused), refused.body.soft_logout]).toEqual([401, 'M_USER_LOCKED', true])
    },
  },
  'v1.13': {
    endpoints: [`POST ${client}/v3/rooms/{roomId}/report`],
    async seen() {
      const carol = await chappe.person('suspended')
      await ada.put(`${client}/v1/admin/suspend/@suspended:chappe.test`, { suspended: true })
      expect(refusal(await carol.post(`${client}/v3/createRoom`))).toEqual([403, 'M_USER_SUSPENDED'])
    },
  },
  'v1.14': {
    endpoints: [`POST ${client}/v3/users/{userId}/report`],
    async seen() {
      bridge.answer = () => ({ status: 200, body: { instances: [{ network_id: 'libera', desc: 'Libera', fields: {} }] } })
      const { irc } = (await alice.get(`${client}/v3/thirdparty/protocols`)).body
      expect(irc.instances).toMatchObject([{ instance_id: 'irc|libera' }])
    },
  },
  'v1.15': {
    endpoints: [`GET ${client}/v1/room_summary/{roomIdOrAlias}`, `GET ${client}/v1/auth_metadata`],
    async seen() {
      const encryption = { type: 'm.room.encryption', content: { algorithm: 'm.megolm.v1.aes-sha2' } }
      const roomId = await alice.createRoom({ topic: 'Soup', room_version: '11', initial_state: [encryption] })
      const { rooms } = (await alice.get(`${client}/v1/rooms/${encodeURIComponent(roomId)}/hierarchy`)).body
      expect(rooms[0]).toMatchObject({ room_version: '11', encryption: 'm.megolm.v1.aes-sha2' })
      const { body } = await alice.get(`${room(roomId)}/state/m.room.topic`)
      expect(body).toEqual({ 'topic': 'Soup', 'm.topic': { 'm.text': [{ body: 'Soup' }] } })
    },
  },
  'v1.16': {
    endpoints: [`DELETE ${client}/v3/profile/{userId}/{keyName}`],
    async seen() {
      await expectRoomVersions(['12'])
      const path = `${client}/v3/profile/${alice.userId}/m.tz`
      expect((await alice.put(path, { 'm.tz': 'Europe/Paris' })).status).toBe(200)
      expect((await bob.get(path)).body).toEqual({ 'm.tz': 'Europe/Paris' })
      const roomId = await alice.createRoom({ preset: 'trusted_private_chat', invite: [bob.userId] })
      const create = (await alice.get(`${room(roomId)}/state/m.room.create?format=event`)).body
      expect([create.sender, create.content.additional_creators]).toEqual([alice.userId, [bob.userId]])
      expect((await alice.get(`${room(roomId)}/state/m.room.power_levels`)).body.events['m.room.tombstone']).toBe(150)
      const { rooms } = await bob.sync()
      const shown = rooms.invite[roomId].invite_state.events.map((event: Json) => event.type)
      expect(shown).toContain('m.room.create')
      const after = (await alice.get(`${client}/v3/sync?use_state_after=true`)).body.rooms.join[roomId]
      expect([after.state, after.state_after.events.length > 0]).toEqual([undefined, true])
      const upgrade = { new_version: '12', additional_creators: [bob.userId] }
      const { replacement_room } = (await alice.post(`${room(await alice.createRoom({}))}/upgrade`, upgrade)).body
      expect((await alice.get(`${room(replacement_room)}/state/m.room.create`)).body.additional_creators).toEqual([bob.userId])
    },
  },
  'v1.17': {
    async seen() {
      const { override, content } = (await alice.get(`${client}/v3/pushrules/`)).body.global
      const names: string[] = [...override, ...content].map((rule: Json) => rule.rule_id)
      expect(names.filter((name) => /contains_display_name|roomnotif|contains_user_name/.test(name))).toEqual([])
      const [user, body] = ['@irc_device:chappe.test', { type: 'm.login.application_service', username: 'irc_device', inhibit_login: true }]
      expect((await bridge.as(chappe.url, 'POST', `${client}/v3/register`, { body })).status).toBe(200)
      expect((await bridge.as(chappe.url, 'PUT', `${client}/v3/devices/GHOST`, { user })).status).toBe(201)
      const who = await bridge.as(chappe.url, 'GET', `${client}/v3/account/whoami`, { user, query: { device_id: 'GHOST' } })
      expect(who.body).toMatchObject({ user_id: user, device_id: 'GHOST' })
    },
  },
  // NOTE: that a server has a room's policy server sign what it sends is of the federation API.
  'v1.18': {
    endpoints: [
      `GET ${client}/v1/admin/suspend/{userId}`,
      `PUT ${client}/v1/admin/suspend/{userId}`,
      `GET ${client}/v1/admin/lock/{userId}`,
      `PUT ${client}/v1/admin/lock/{userId}`,
      'GET /.well-known/matrix/policy_server',
    ],
    async seen() {
      for (const room_version of ['10', '12']) {
        const roomId = await alice.createRoom({ room_version })
        const redacts = await alice.say(roomId, 'said')
        await alice.send(roomId, 'm.room.redaction', { redacts, reason: 'unsaid' })
        const { content, unsigned } = (await alice.get(`${room(roomId)}/event/${encodeURIComponent(redacts)}`)).body
        expect([content, unsigned.redacted_because]).toEqual([{}, expect.objectContaining({ redacts })])
      }
      const data = `${client}/v3/user/${bob.userId}/account_data/m.invite_permission_config`
      await bob.put(data, { default_action: 'block' })
      const invited = await alice.post(`${room(await alice.createRoom({}))}/invite`, { user_id: bob.userId })
      expect(refusal(invited)).toEqual([403, 'M_INVITE_BLOCKED'])
      await bob.put(data, { default_action: 'allow' })
    },
  },
  'v1.19': {
    endpoints: [`GET ${client}/v1/mutual_rooms`],
    async seen() {
      const roomId = await alice.createRoom({ name: 'Before' })
      const [before] = (await alice.get(`${room(roomId)}/messages?dir=b&limit=1`)).body.chunk
      await alice.setState(roomId, 'm.room.name', '', { name: 'After' })
      const after = (await alice.get(`${room(roomId)}/messages?dir=b&limit=1`)).body.chunk[0]
      expect(after.unsigned.replaces_state).toBe(before.event_id)
      const data = `${client}/v3/user/${alice.userId}/account_data/m.key_backup`
      expect((await alice.put(data, { enabled: true })).status).toBe(200)
    },
  },
}

/** Versions that are not advertised although their endpoints are here, by the reason; nor are those that follow. */
const HELD_BACK: Readonly<Record<string, string>> = {}

/** Proposals ahead of the specification, by the name clients look for: advertised exactly when they are here. */
const PROPOSALS: Readonly<Record<string, Promised>> = {
  'org.matrix.simplified_msc3575': { endpoints: [`POST ${client}/unstable/org.matrix.simplified_msc3575/sync`] },
  'org.matrix.msc4140': { endpoints: [`POST ${client}/unstable/org.matrix.msc4140/delayed_events/{delayId}`] },
  'org.matrix.msc3911': { endpoints: [`POST ${client}/unstable/org.matrix.msc3911/media/upload`] },
  'uk.half-shot.msc2666.query_mutual_rooms': { endpoints: [`GET ${client}/unstable/uk.half-shot.msc2666/user/mutual_rooms`] },
  'uk.half-shot.msc2666.query_mutual_rooms.stable': { endpoints: [`GET ${client}/v1/mutual_rooms`] },
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
