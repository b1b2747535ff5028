// Rooms of the government profile are never without an admin: they go to their organisation, which takes them over.
import { MatrixError } from '@chappe/contract'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Person, TestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { withStepUp } from '../src/composition/room-keeping.ts'
import type { Rooms } from '../src/features/rooms/rooms.ts'
import { ownSession } from '../src/session.ts'
import type { Session } from '../src/session.ts'
import { madeByOperator, refusal } from './_accounts.ts'
import { addOrganisation, memberOf, startMinistry } from './_ministry.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const SERVER = '@server-notices:chappe.test'
let ministry: TestServer<Server>
let bob: Person
/** Olga looks after the accounts and rooms of the ministry. */
let olga: Person

beforeAll(async () => {
  ministry = await startMinistry()
  bob = await memberOf(ministry, 'bob')
  olga = await memberOf(ministry, 'olga')
})
afterAll(async () => ministry[Symbol.asyncDispose]())

const room = (roomId: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
const leave = (person: Person, roomId: string): Promise<HttpAnswer> => person.post(`${room(roomId)}/leave`, {})
const membersOf = async (person: Person, roomId: string) => Object.keys((await person.get(`${room(roomId)}/joined_members`)).body.joined).toSorted()
const keeping = () => ministry.server.homeserver.ports.rooms

/** Olga as the desk knows her. */
async function sessionOf(person: Person, organisation = 'interior', role: 'organisation_admin' | 'operator' = 'organisation_admin'): Promise<Session> {
  await addOrganisation(ministry, organisation)
  const [row] = await ministry.database.query('SELECT organisation_nid FROM organisation WHERE organisation_id = $1', [organisation])
  const names = { userId: person.userId, userNid: 0, deviceId: person.deviceId, deviceNid: 0 }
  return { ...ownSession(names), organisationNid: Number(row?.['organisation_nid']), roles: [role] }
}

/** A room of somebody new, with Bob in it. */
async function roomOf(name: string, options: object = {}): Promise<{ admin: Person; roomId: string }> {
  const admin = await memberOf(ministry, name)
  const roomId = await admin.createRoom(options)
  await admin.invite(roomId, bob.userId)
  await bob.join(roomId)
  return { admin, roomId }
}

describe.each(['9', '11', '12'])('in room version %s', (version) => {
  test('the last admin leaves: the organisation has the room, takes it over, and the server goes', async () => {
    const { admin, roomId } = await roomOf(`alice-${version}`, { room_version: version })
    expect(await membersOf(bob, roomId)).toEqual([admin.userId, bob.userId].toSorted())
    expect((await leave(admin, roomId)).status).toBe(200)
    expect(await membersOf(bob, roomId)).toEqual([bob.userId, SERVER].toSorted())
    const { body: ownership } = await bob.get(`${room(roomId)}/state/org.chappe.room.ownership/`)
    expect(ownership).toEqual({ organisation: 'interior', reason: 'admin_left', since_ms: expect.any(Number) })
    const session = await sessionOf(olga)
    expect((await keeping().list(session)).map((each) => [each.roomId, each.lastAdmin, each.organisationId])).toContainEqual([roomId, admin.userId, 'interior'])
    await keeping().takeOver(session, roomId)
    await olga.join(roomId)
    expect(await membersOf(olga, roomId)).toEqual([bob.userId, olga.userId].toSorted())
    await olga.setState(roomId, 'm.room.name', '', { name: 'Ours' })
    expect((await keeping().list(session)).map((each) => each.roomId)).not.toContain(roomId)
    const [record] = await ministry.database.query(`SELECT h.taken_by FROM room_handover h JOIN room r USING (room_nid) WHERE r.room_id = $1`, [roomId])
    expect(record).toEqual({ taken_by: olga.userId })
  })

  test('nobody gives up the last power, takes it from the server, or says whose the room is', async () => {
    const { admin, roomId } = await roomOf(`ann-${version}`, { room_version: version })
    const levels = (await admin.get(`${room(roomId)}/state/m.room.power_levels/`)).body
    if (version !== '12') {
      const set = (users: object) => admin.put(`${room(roomId)}/state/m.room.power_levels/`, { ...levels, users })
      expect((await set({ [SERVER]: 100, [admin.userId]: 50 })).body).toMatchObject({ errcode: 'M_FORBIDDEN', 'org.chappe.rule': 'last_admin' })
      // The rules of Matrix say it here: nobody lowers an equal.
      expect(refusal(await set({ [admin.userId]: 100 }))).toEqual([403, 'M_FORBIDDEN'])
    }
    const claimed = await admin.put(`${room(roomId)}/state/org.chappe.room.ownership/`, { organisation: 'finance' })
    expect(claimed.body).toMatchObject({ errcode: 'M_FORBIDDEN', 'org.chappe.rule': 'server_power' })
  })
})

test('leaving by a membership event does the same', async () => {
  const { admin, roomId } = await roomOf('anna')
  await admin.setState(roomId, 'm.room.member', admin.userId, { membership: 'leave' })
  expect(await membersOf(bob, roomId)).toEqual([bob.userId, SERVER].toSorted())
})

test('an admin of two leaves without more ado, and so does who is alone, and who talks with one other', async () => {
  const { admin, roomId } = await roomOf('carol')
  await admin.setState(roomId, 'm.room.power_levels', '', { users: { [bob.userId]: 100 } })
  expect((await leave(admin, roomId)).status).toBe(200)
  expect(await membersOf(bob, roomId)).toEqual([bob.userId])
  expect((await leave(bob, roomId)).status).toBe(200)
  const { admin: dave, roomId: talk } = await roomOf('dave', { is_direct: true, preset: 'trusted_private_chat' })
  expect((await leave(dave, talk)).status).toBe(200)
  expect(await membersOf(bob, talk)).toEqual([bob.userId])
})

test('an account that is closed hands its rooms over', async () => {
  const { admin, roomId } = await roomOf('erin')
  const adele = await madeByOperator(ministry, 'adele', { admin: true })
  expect((await adele.post(`/_synapse/admin/v1/deactivate/${admin.userId}`, {})).status).toBe(200)
  await expect.poll(() => membersOf(bob, roomId), { timeout: 20_000 }).toEqual([bob.userId, SERVER].toSorted())
})

test('while every admin is contained the organisation takes a room over, and no other; while one can act nobody does', async () => {
  const { admin, roomId } = await roomOf('frank')
  const session = await sessionOf(olga)
  const taken = async (by: Session): Promise<unknown> => keeping().takeOver(by, roomId).then(() => 'taken', (error: { code: string; message: string }) => [error.code, error.message])
  const notYours = ['M_FORBIDDEN', 'Only an admin of the organisation of a room takes it over']
  expect(await taken(session)).toEqual(['M_FORBIDDEN', 'This room has an admin who can act'])
  await ministry.server.homeserver.ports.contain(admin.userId)
  const zoe = await memberOf(ministry, 'zoe', { organisation: 'finance' })
  expect(await taken(await sessionOf(zoe, 'finance'))).toEqual(notYours)
  expect(await taken({ ...session, roles: [] })).toEqual(notYours)
  expect(await membersOf(bob, roomId)).toEqual([admin.userId, bob.userId].toSorted())
  expect(await taken(session)).toBe('taken')
  await olga.join(roomId)
  expect(await membersOf(bob, roomId)).toEqual([admin.userId, bob.userId, olga.userId].toSorted())
})

test('a room that is removed is left by everybody, and goes to nobody', async () => {
  const { roomId } = await roomOf('grace')
  const ada = await memberOf(ministry, 'ada')
  await ministry.database.query('UPDATE account SET is_admin = true WHERE user_id = $1', [ada.userId])
  await ministry.restart()
  const removed = await ada.delete(`/_synapse/admin/v1/rooms/${encodeURIComponent(roomId)}`, { purge: false })
  expect(removed.body.failed_to_kick_users).toEqual([])
  expect(refusal(await bob.get(`${room(roomId)}/joined_members`))[0]).toBe(403)
  const [count] = await ministry.database.query(`SELECT count(*)::int AS n FROM room_handover h JOIN room r USING (room_nid) WHERE r.room_id = $1`, [roomId])
  expect(count).toEqual({ n: 0 })
})

test('two admins leave in the same moment: the room is handed over all the same', async () => {
  const { admin, roomId } = await roomOf('henry')
  const irma = await memberOf(ministry, 'irma')
  await admin.invite(roomId, irma.userId)
  await irma.join(roomId)
  await admin.setState(roomId, 'm.room.power_levels', '', { users: { [irma.userId]: 100 } })
  const answers = await Promise.all([leave(admin, roomId), leave(irma, roomId)])
  expect(answers.map((each) => each.status)).toEqual([200, 200])
  expect(await membersOf(bob, roomId)).toEqual([bob.userId, SERVER].toSorted())
})

test('a talk of two people stays one, also in its next version', async () => {
  const [jack, kate] = [await memberOf(ministry, 'jack'), await memberOf(ministry, 'kate')]
  const old = await jack.createRoom({ is_direct: true, preset: 'trusted_private_chat', invite: [kate.userId], room_version: '11' })
  await kate.join(old)
  const words = { errcode: 'M_FORBIDDEN', error: 'A direct message is between two people: make a room for more', 'org.chappe.rule': 'direct_message' }
  const invite = (roomId: string) => jack.post(`${room(roomId)}/invite`, { user_id: bob.userId })
  expect((await invite(old)).body).toEqual(words)
  const next = (await jack.post(`${room(old)}/upgrade`, { new_version: '12' })).body.replacement_room
  await jack.invite(next, kate.userId)
  expect((await invite(next)).body).toEqual(words)
  const opened = await jack.put(`${room(next)}/state/m.room.join_rules/`, { join_rule: 'public' })
  expect(opened.body).toMatchObject({ errcode: 'M_FORBIDDEN', 'org.chappe.rule': 'direct_message' })
})

describe('opening a room', () => {
  const acts: string[] = []
  const touch = new MatrixError('M_FORBIDDEN', { message: 'Touch your passkey' })
  /** The operations as the server has them, over a room that is closed, with a touch that is never there. */
  function rooms(): Rooms {
    const plain = { createRoom: async () => 'made', setRoomState: async () => 'set' }
    return withStepUp({ stepUp: { require: async (_session, act) => { acts.push(act); throw touch } }, isOpen: async (roomId) => roomId === '!open' }, plain as unknown as Rooms)
  }
  const session = ownSession({ userId: '@alice:chappe.test', userNid: 1, deviceId: 'A', deviceNid: 1 })
  const set = (roomId: string, joinRule: string) => rooms().setRoomState(session, { roomId, type: 'm.room.join_rules', stateKey: '', content: { join_rule: joinRule } })

  test('asks for a touch, at its making and later; everything else does not', async () => {
    await expect(rooms().createRoom(session, { preset: 'public_chat' })).rejects.toBe(touch)
    await expect(rooms().createRoom(session, { visibility: 'public' })).rejects.toBe(touch)
    await expect(rooms().createRoom(session, { initial_state: [{ type: 'm.room.join_rules', content: { join_rule: 'public' } }] })).rejects.toBe(touch)
    await expect(set('!closed', 'public')).rejects.toBe(touch)
    expect(acts).toEqual(['open_room', 'open_room', 'open_room', 'open_room'])
    expect(await rooms().createRoom(session, { preset: 'private_chat' })).toBe('made')
    expect(await set('!open', 'public')).toBe('set')
    expect(await set('!closed', 'knock')).toBe('set')
    expect(acts).toHaveLength(4)
  })
})
