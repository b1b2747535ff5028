// Who may read a file, in the government profile: whoever may see an event that carries it, now.
import {
  copyContent,
  createRestrictedContent,
  sendEvent,
  setRoomState,
  setRoomStateWithoutKey,
  uploadRestrictedContent,
} from '@chappe/contract'
import { policyOf } from '@chappe/policy'
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Person, TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../src/db/pool.ts'
import { createMediaAccess } from '../src/features/media/access.ts'
import { listMedia } from '../src/features/media/media-store.ts'
import { madeByOperator, refusal } from './_accounts.ts'
import { readsOf } from './_keys.ts'
import { forumOptions, memberOf, startMinistry } from './_ministry.ts'
import { C1, expectUnknown, idOf, lastRead, pathOf, PICTURE, read, RESTRICTED, upload } from './_media.ts'

/** Of an app's own type: what people say is encrypted here, and carries nothing the server could know. */
const PLAIN = 'org.example.picture'

let ministry: TestServer<Server>
let alice: Person
let bob: Person
let carol: Person
let dan: Person
let eve: Person

beforeAll(async () => {
  ministry = await startMinistry()
  alice = await memberOf(ministry, 'alice')
  bob = await memberOf(ministry, 'bob')
  carol = await memberOf(ministry, 'carol')
  dan = await memberOf(ministry, 'dan')
  eve = await memberOf(ministry, 'eve')
})
afterAll(async () => ministry[Symbol.asyncDispose]())

/** A room of some people, the first of whom makes it. */
async function roomOf(maker: Person, others: Person[], options: object = {}): Promise<string> {
  const roomId = await maker.createRoom({ preset: 'private_chat', ...options })
  for (const other of others) {
    await maker.invite(roomId, other.userId)
    await other.join(roomId)
  }
  return roomId
}

const picture = (url: string) => ({ msgtype: 'm.image', body: 'picture.png', url })
const sendPath = (roomId: string, type: string, txnId: string) =>
  `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/${type}/${txnId}`
const redact = (person: Person, roomId: string, eventId: string): Promise<HttpAnswer> =>
  person.put(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/redact/${encodeURIComponent(eventId)}/r${eventId.slice(1, 9)}`)
const membership = (person: Person, roomId: string, action: string, body: object = {}): Promise<HttpAnswer> =>
  person.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/${action}`, body)

let transactions = 0
/** Sends an encrypted event and names files beside it. */
async function attach(person: Person, roomId: string, uris: string[], how: { parameter?: string; txnId?: string } = {}): Promise<HttpAnswer> {
  const { parameter = 'attach_media', txnId = `a${(transactions += 1)}` } = how
  const query = uris.map((uri) => `${parameter}=${encodeURIComponent(uri)}`).join('&')
  const content = { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'x' }
  return person.put(`${sendPath(roomId, 'm.room.encrypted', txnId)}?${query}`, content)
}

describe('a file that an event names', () => {
  test('is read by the members of the room, and for everybody else does not exist', async () => {
    const roomId = await roomOf(alice, [bob])
    const mxc = await upload(alice)
    const eventId = await alice.send(roomId, PLAIN, picture(mxc))
    expect([await read(alice, mxc), await read(bob, mxc)]).toEqual([200, 200])
    await expectUnknown(eve, mxc)
    await expectUnknown(eve, 'mxc://chappe.test/no-such-file')
    const [event] = await ministry.database.query('SELECT room_nid, position FROM event WHERE event_id = $1', [eventId])
    const row = await lastRead(ministry)
    expect([row?.room, row?.from, row?.to, row?.subject, row?.bytes]).toEqual([
      Number(event?.['room_nid']), Number(event?.['position']), Number(event?.['position']), idOf(mxc), PICTURE.byteLength,
    ])
  })

  test('is not read by who shares another room with its owner', async () => {
    const roomId = await roomOf(alice, [bob])
    await roomOf(alice, [carol])
    const mxc = await upload(alice)
    await alice.send(roomId, PLAIN, picture(mxc))
    await expectUnknown(carol, mxc)
  })

  test.each([
    ['in an encrypted file', (mxc: string) => ({ msgtype: 'm.file', body: 'x', file: { url: mxc, v: 'v2' } })],
    ['as a thumbnail', (mxc: string) => ({ msgtype: 'm.video', body: 'x', url: 'mxc://elsewhere.test/x', info: { thumbnail_url: mxc } })],
    ['as an encrypted thumbnail', (mxc: string) => ({ msgtype: 'm.video', body: 'x', info: { thumbnail_file: { url: mxc } } })],
    ['as an emoticon in HTML', (mxc: string) => ({ msgtype: 'm.text', body: ':x:', format: 'org.matrix.custom.html', formatted_body: `<img data-mx-emoticon src="${mxc}" alt=":x:">` })],
    ['in an edit', (mxc: string) => ({ msgtype: 'm.text', body: '* x', 'm.new_content': { msgtype: 'm.image', body: 'x', url: mxc } })],
    ['in a list', (mxc: string) => ({ msgtype: 'm.text', body: 'x', 'org.example.pictures': [{ a: 1 }, { url: mxc }] })],
  ])('%s', async (_how, content) => {
    const roomId = await roomOf(alice, [bob])
    await roomOf(alice, [carol])
    const mxc = await upload(alice)
    await alice.send(roomId, PLAIN, content(mxc))
    expect([await read(bob, mxc), await read(carol, mxc)]).toEqual([200, 404])
  })

  test('in a sticker, and in a pack of pictures that is state', async () => {
    const roomId = await roomOf(alice, [bob], forumOptions(ministry, [alice, bob]))
    await roomOf(alice, [carol])
    const [sticker, first, second] = [await upload(alice), await upload(alice), await upload(alice)]
    await alice.send(roomId, 'm.sticker', { body: 'x', url: sticker, info: {} })
    await alice.setState(roomId, 'im.ponies.room_emotes', 'cats', { images: { a: { url: first }, b: { url: second } } })
    for (const mxc of [sticker, first, second]) expect([await read(bob, mxc), await read(carol, mxc)]).toEqual([200, 404])
  })

  test('is as visible as the event: not to who joined later, unless history is shared', async () => {
    for (const [visibility, status] of [['joined', 404], ['invited', 404], ['shared', 200]] as const) {
      const state = { type: 'm.room.history_visibility', state_key: '', content: { history_visibility: visibility } }
      const roomId = await roomOf(alice, [], { initial_state: [state] })
      const mxc = await upload(alice)
      await alice.send(roomId, PLAIN, picture(mxc))
      await alice.invite(roomId, bob.userId)
      expect([visibility, 'invited', await read(bob, mxc)]).toEqual([visibility, 'invited', 404])
      await bob.join(roomId)
      expect([visibility, 'joined', await read(bob, mxc)]).toEqual([visibility, 'joined', status])
    }
  })

  test('is gone for who leaves, and for who is removed', async () => {
    const roomId = await roomOf(alice, [bob, carol])
    const mxc = await upload(alice)
    await alice.send(roomId, PLAIN, picture(mxc))
    expect([await read(bob, mxc), await read(carol, mxc)]).toEqual([200, 200])
    await membership(bob, roomId, 'leave')
    await membership(alice, roomId, 'ban', { user_id: carol.userId })
    await expectUnknown(bob, mxc)
    await expectUnknown(carol, mxc)
  })

  test('is gone with the last event that carries it, but not for its owner', async () => {
    const [one, other] = [await roomOf(alice, [bob]), await roomOf(alice, [bob])]
    const mxc = await upload(alice)
    const first = await alice.send(one, PLAIN, picture(mxc))
    const second = await alice.send(other, PLAIN, picture(mxc))
    expect((await redact(alice, one, first)).status).toBe(200)
    expect(await read(bob, mxc)).toBe(200)
    expect((await redact(alice, other, second)).status).toBe(200)
    await expectUnknown(bob, mxc)
    expect(await read(alice, mxc)).toBe(200)
  })

  test('costs an event without files no row', async () => {
    const roomId = await roomOf(alice, [])
    const rows = async () => Number((await ministry.database.query('SELECT count(*)::int AS n FROM media_acl'))[0]?.['n'])
    const before = await rows()
    await alice.send(roomId, PLAIN, { body: 'mxc:/is not a file, nor is mxc://chappe.test' })
    await alice.send(roomId, PLAIN, picture('mxc://elsewhere.test/abc'))
    await alice.send(roomId, PLAIN, picture('mxc://chappe.test/no-such-file'))
    expect(await rows()).toBe(before)
  })

  test('is there after a restart', async () => {
    const roomId = await roomOf(alice, [bob])
    const mxc = await upload(alice)
    await alice.send(roomId, PLAIN, picture(mxc))
    await ministry.restart()
    expect([await read(bob, mxc), await read(eve, mxc)]).toEqual([200, 404])
  })
})

describe('whoever only knows the id of a file', () => {
  test('gains nothing by naming it in a room of their own, in their profile, or in an invitation', async () => {
    const roomId = await roomOf(alice, [bob])
    const mxc = await upload(alice)
    await alice.send(roomId, PLAIN, picture(mxc))
    const own = await roomOf(eve, [])
    await eve.send(own, PLAIN, picture(mxc))
    await eve.setState(own, 'm.room.avatar', '', { url: mxc })
    await eve.setState(own, 'm.room.member', alice.userId, { membership: 'invite', avatar_url: mxc })
    await eve.put(`/_matrix/client/v3/profile/${eve.userId}/avatar_url`, { avatar_url: mxc })
    await expectUnknown(eve, mxc)
    expect(refusal(await attach(eve, own, [mxc]))).toEqual([400, 'M_INVALID_PARAM'])
    expect(refusal(await eve.post(`${RESTRICTED}/copy/${pathOf(mxc)}`))).toEqual([404, 'M_NOT_FOUND'])
    await expectUnknown(eve, mxc)
  })
})

describe('a file of an encrypted room', () => {
  test('that no event is known to carry is read by who shares a room with its owner, and marked', async () => {
    const roomId = await roomOf(alice, [bob])
    const mxc = await upload(alice)
    await alice.send(roomId, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: mxc })
    expect(await read(bob, mxc)).toBe(200)
    expect((await lastRead(ministry))?.subject).toBe(`${idOf(mxc)} unlinked`)
    expect(await read(alice, mxc)).toBe(200)
    expect((await lastRead(ministry))?.subject).toBe(idOf(mxc))
    await expectUnknown(eve, mxc)
  })

  const secret = (person: Person, roomId: string) => person.send(roomId, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'x' })

  test('stays open to it when its owner names the file in another room, and to nobody who has nothing to do with either', async () => {
    const [chat, forum, aside] = [await roomOf(alice, [bob]), await roomOf(alice, [carol]), await roomOf(alice, [dan])]
    await secret(alice, aside)
    const mxc = await upload(alice)
    const hidden = await secret(alice, chat)
    await alice.send(forum, PLAIN, picture(mxc))
    await secret(alice, aside)
    expect(await read(bob, mxc)).toBe(200)
    expect((await lastRead(ministry))?.subject).toBe(`${idOf(mxc)} unlinked`)
    expect(await read(carol, mxc)).toBe(200)
    expect((await lastRead(ministry))?.subject).toBe(idOf(mxc))
    // What Alice told Dan was said before there was a file, or when she had shown whom it is for.
    await expectUnknown(dan, mxc)
    await membership(bob, chat, 'leave')
    await expectUnknown(bob, mxc)
    await membership(alice, chat, 'invite', { user_id: bob.userId })
    await bob.join(chat)
    await redact(alice, chat, hidden)
    await expectUnknown(bob, mxc)
  })

  test('is not taken along when another room that names it is purged, and is read by nobody else then', async () => {
    const ada = await madeByOperator(ministry, 'ada', { admin: true })
    const [chat, forum, aside] = [await roomOf(alice, [bob]), await roomOf(alice, [carol]), await roomOf(alice, [dan])]
    const [only, used, named] = [await upload(alice, 'only'), await upload(alice, 'used'), await upload(alice, 'named')]
    // Each is a file of its own: what is said encrypted before it is named may be about it.
    await alice.send(forum, PLAIN, picture(only))
    await secret(alice, chat)
    await alice.send(forum, PLAIN, picture(used))
    expect((await attach(alice, chat, [named])).status).toBe(200)
    await alice.send(forum, PLAIN, picture(named))
    expect((await ada.delete(`/_synapse/admin/v1/rooms/${encodeURIComponent(forum)}`, { purge: true })).status).toBe(200)
    expect([await read(bob, used), await read(bob, named), await read(alice, used)]).toEqual([200, 200, 200])
    for (const who of [carol, dan]) for (const mxc of [used, named]) await expectUnknown(who, mxc)
    for (const who of [alice, bob, carol]) await expectUnknown(who, only)
    await secret(alice, aside)
    await expectUnknown(dan, used)
  })

  test('is refused where the policy says so', async () => {
    const mxc = await upload(alice)
    await using database = { pool: openDatabase(ministry.database.url), [Symbol.asyncDispose]: () => database.pool.close() }
    const { db } = database.pool
    const [media] = await listMedia(db, 'chappe.test', [idOf(mxc)])
    if (media === undefined) throw new Error('no such file')
    const rooms = { findSeen: async () => undefined, shareRoom: async () => true, mayMeet: async () => true }
    for (const [unlinkedMedia, grant] of [[true, { unlinked: true }], [false, undefined]] as const) {
      const settings = { serverName: 'chappe.test', policy: { ...policyOf('government'), unlinkedMedia } }
      expect(await createMediaAccess({ db, rooms, settings }).findGrant(bob.userId, media)).toEqual(grant)
    }
  })

  test('that is named beside its event is read by the room only', async () => {
    const roomId = await roomOf(alice, [bob])
    await roomOf(alice, [carol])
    for (const parameter of ['attach_media', 'org.matrix.msc3911.attach_media']) {
      const [one, two] = [await upload(alice), await upload(alice)]
      expect((await attach(alice, roomId, [one, two], { parameter })).status).toBe(200)
      for (const mxc of [one, two]) {
        expect(await read(bob, mxc)).toBe(200)
        expect((await lastRead(ministry))?.subject).toBe(idOf(mxc))
        await expectUnknown(carol, mxc)
      }
    }
  })

  test('may be named beside state as well', async () => {
    const roomId = await roomOf(alice, [bob])
    const paths = [`${setRoomState.path}`, `${setRoomStateWithoutKey.path}`, `${sendEvent.path}`]
    expect(paths.every((path) => path.startsWith('/_matrix/client/v3/rooms/{roomId}/'))).toBe(true)
    for (const key of ['/key', '']) {
      const mxc = await upload(alice, PICTURE, `${RESTRICTED}/upload`)
      const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/org.example.note${key}`
      expect((await alice.put(`${path}?attach_media=${encodeURIComponent(mxc)}`, { body: 'x' })).status).toBe(200)
      expect(await read(bob, mxc)).toBe(200)
    }
  })

  test('cannot be anything else than a file of this server that the sender may read', async () => {
    const roomId = await roomOf(alice, [])
    const uris = ['mxc://chappe.test/no-such-file', 'mxc://elsewhere.test/x', 'https://chappe.test/x', 'mxc://chappe.test/../x', '']
    for (const uri of uris) expect([uri, ...refusal(await attach(alice, roomId, [uri]))]).toEqual([uri, 400, 'M_INVALID_PARAM'])
    expect((await attach(alice, roomId, Array.from({ length: 51 }, () => 'mxc://chappe.test/x'))).status).toBe(400)
  })

  test('forwarded elsewhere is read there, and still where it came from', async () => {
    const [first, second] = [await roomOf(alice, [bob]), await roomOf(bob, [carol])]
    const mxc = await upload(alice)
    await alice.send(first, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'x' })
    await bob.send(second, PLAIN, picture(mxc))
    expect([await read(carol, mxc), await read(bob, mxc)]).toEqual([200, 200])
    await membership(bob, second, 'leave')
    expect(await read(bob, mxc)).toBe(200)
    await membership(bob, first, 'leave')
  })
})

describe('a file uploaded for an event to come (MSC3911)', () => {
  test('is its owner\'s alone until an event carries it', async () => {
    const roomId = await roomOf(alice, [bob])
    expect(uploadRestrictedContent.path).toBe(`${RESTRICTED}/upload`)
    const mxc = await upload(alice, PICTURE, `${RESTRICTED}/upload`)
    expect(await read(alice, mxc)).toBe(200)
    await expectUnknown(bob, mxc)
    expect((await attach(alice, roomId, [mxc])).status).toBe(200)
    expect(await read(bob, mxc)).toBe(200)
    await expectUnknown(eve, mxc)
  })

  test('is attached once; the same request again is the same event', async () => {
    const roomId = await roomOf(alice, [bob])
    const mxc = await upload(alice, PICTURE, `${RESTRICTED}/upload`)
    const first = await attach(alice, roomId, [mxc], { txnId: 'once' })
    const again = await attach(alice, roomId, [mxc], { txnId: 'once' })
    expect([first.status, again.status, again.body]).toEqual([200, 200, first.body])
    expect(refusal(await attach(alice, roomId, [mxc]))).toEqual([400, 'M_INVALID_PARAM'])
  })

  test('can be announced first', async () => {
    const roomId = await roomOf(alice, [bob])
    expect(createRestrictedContent.path).toBe(`${RESTRICTED}/create`)
    const made = await alice.post(`${RESTRICTED}/create`)
    const mxc: string = made.body.content_uri
    await expectUnknown(bob, mxc)
    expect((await attach(alice, roomId, [mxc])).status).toBe(200)
    expect(refusal(await bob.get(`${C1}/download/${pathOf(mxc)}?timeout_ms=0`))).toEqual([504, 'M_NOT_YET_UPLOADED'])
    expect((await alice.request('PUT', `/_matrix/media/v3/upload/${pathOf(mxc)}`, { raw: PICTURE })).status).toBe(200)
    expect([await read(bob, mxc), await read(eve, mxc)]).toEqual([200, 404])
  })

  test('is forwarded as a copy, which is a file of its own', async () => {
    const [first, second] = [await roomOf(alice, [bob]), await roomOf(bob, [carol])]
    const mxc = await upload(alice, PICTURE, `${RESTRICTED}/upload`)
    await attach(alice, first, [mxc])
    expect(copyContent.path).toBe(`${RESTRICTED}/copy/{serverName}/{mediaId}`)
    const answer = await bob.post(`${RESTRICTED}/copy/${pathOf(mxc)}`)
    expect([answer.status, answer.body.content_uri === mxc]).toEqual([200, false])
    expect((await readsOf(ministry, 'copyContent')).at(-1)?.subject).toBe(idOf(mxc))
    const copied: string = answer.body.content_uri
    await expectUnknown(carol, copied)
    await attach(bob, second, [copied])
    expect([await read(carol, copied), await read(carol, mxc)]).toEqual([200, 404])
    const download = await carol.get(`${C1}/download/${pathOf(copied)}`)
    expect(Buffer.from(download.bytes).equals(PICTURE)).toBe(true)
  })
})

describe('the pictures of people and rooms', () => {
  const setPicture = (person: Person, mxc: string) => person.put(`/_matrix/client/v3/profile/${person.userId}/avatar_url`, { avatar_url: mxc })

  test('a picture in a profile is read by everybody who may read profiles; the one before by who sees it in a room', async () => {
    const roomId = await roomOf(alice, [bob])
    const [before, now] = [await upload(alice), await upload(alice)]
    expect((await setPicture(alice, before)).status).toBe(200)
    expect([await read(bob, before), await read(eve, before)]).toEqual([200, 200])
    const member = async () => (await bob.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/m.room.member/${alice.userId}`)).body.avatar_url
    await expect.poll(member, { timeout: 20_000 }).toBe(before)
    await setPicture(alice, now)
    await expect.poll(member, { timeout: 20_000 }).toBe(now)
    expect([await read(eve, now), await read(bob, before), await read(eve, before)]).toEqual([200, 200, 404])
  })

  test('the picture of a room is seen by who is asked in, before joining; its older ones are not', async () => {
    const roomId = await roomOf(alice, [])
    const [before, now] = [await upload(alice), await upload(alice)]
    await alice.setState(roomId, 'm.room.avatar', '', { url: before })
    await alice.setState(roomId, 'm.room.avatar', '', { url: now })
    await expectUnknown(bob, now)
    await alice.invite(roomId, bob.userId)
    expect([await read(bob, now), await read(bob, before)]).toEqual([200, 404])
    await expectUnknown(eve, now)
  })

  test('the picture of a room that anybody may join is seen by anybody, what is said in it is not', async () => {
    const roomId = await alice.createRoom({ preset: 'public_chat', visibility: 'public', name: 'Canteen' })
    const [face, said] = [await upload(alice), await upload(alice)]
    await alice.setState(roomId, 'm.room.avatar', '', { url: face })
    await alice.send(roomId, PLAIN, picture(said))
    expect([await read(eve, face), await read(eve, said)]).toEqual([200, 404])
  })

  test('the picture of a restricted room is seen from the room that leads there', async () => {
    const space = await roomOf(alice, [bob])
    const rules = { join_rule: 'restricted', allow: [{ type: 'm.room_membership', room_id: space }] }
    const roomId = await roomOf(alice, [], { initial_state: [{ type: 'm.room.join_rules', state_key: '', content: rules }] })
    const face = await upload(alice)
    await alice.setState(roomId, 'm.room.avatar', '', { url: face })
    expect([await read(bob, face), await read(eve, face)]).toEqual([200, 404])
  })
})

describe('the picture of a room', () => {
  test('is seen by who came in later, though what was said before is not; by nobody who is banned, and by externals only from within', async () => {
    const state = { type: 'm.room.history_visibility', state_key: '', content: { history_visibility: 'joined' } }
    const closed = await roomOf(alice, [], { initial_state: [state] })
    const face = await upload(alice)
    await alice.setState(closed, 'm.room.avatar', '', { url: face })
    await alice.invite(closed, bob.userId)
    await bob.join(closed)
    expect([await read(bob, face), await read(carol, face)]).toEqual([200, 404])
    const fritz = await memberOf(ministry, 'fritz', { type: 'external' })
    const open = await roomOf(alice, [], { preset: 'public_chat', visibility: 'public', name: 'Wardrobe' })
    const other = await upload(alice)
    await alice.setState(open, 'm.room.avatar', '', { url: other })
    expect([await read(carol, other), await read(fritz, other)]).toEqual([200, 404])
    await membership(alice, open, 'ban', { user_id: carol.userId })
    await expectUnknown(carol, other)
  })
})

test('an external sees the pictures of whom they share a room with, and gains none by naming it', async () => {
  const greta = await memberOf(ministry, 'greta', { type: 'external' })
  const hugo = await memberOf(ministry, 'hugo')
  const face = await upload(hugo)
  expect((await hugo.put(`/_matrix/client/v3/profile/${hugo.userId}/avatar_url`, { avatar_url: face })).status).toBe(200)
  await expectUnknown(greta, face)
  const externals = { type: 'org.chappe.room.externals', state_key: '', content: { allowed: true } }
  const roomId = await roomOf(alice, [greta], { initial_state: [externals] })
  await greta.send(roomId, PLAIN, picture(face))
  await expectUnknown(greta, face)
  await alice.invite(roomId, hugo.userId)
  await hugo.join(roomId)
  expect(await read(greta, face)).toBe(200)
})

test('in the matrix profile a file is read by everybody who is signed in', async () => {
  await using plain = await startTestServer(buildServer)
  const [dave, erin] = [await plain.person('dave'), await plain.person('erin')]
  const mxc = await upload(dave)
  const roomId = await dave.createRoom({ preset: 'private_chat' })
  await dave.send(roomId, PLAIN, picture(mxc))
  expect(await read(erin, mxc)).toBe(200)
})
