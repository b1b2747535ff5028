// Administration of rooms through the paths that existing tools call.
import { buildServer } from '@chappe/server'
import type { Person } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { madeByOperator, refusal } from './_accounts.ts'
import { readsOf } from './_keys.ts'
import { expectUnknown, read, upload } from './_media.ts'
import { react, reply } from './_relations.ts'
import { listOf, slider } from './_sliding.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const chappe = await serverOfThisFile(buildServer)
let ada: Person
let bob: Person
let carol: Person
beforeAll(async () => {
  ada = await madeByOperator(chappe, 'ada', { admin: true })
  bob = await chappe.person('bob')
  carol = await chappe.person('carol')
})

const V1 = '/_synapse/admin/v1'
const V2 = '/_synapse/admin/v2'
const adminRoom = (roomId: string) => `${V1}/rooms/${encodeURIComponent(roomId)}`

describe('seeing', () => {
  test('the list pages and finds by alias; one room is described by its state', async () => {
    const quiet = await bob.createRoom({ name: 'Quiet' })
    const busy = await bob.createRoom({ preset: 'public_chat', name: 'Busy', topic: 'Much', room_alias_name: 'busy-room', visibility: 'public' })
    await carol.join(busy)
    const all = await ada.get(`${V1}/rooms?limit=1&order_by=joined_members`)
    expect(all.body).toMatchObject({ rooms: [{ room_id: busy, joined_members: 2 }], offset: 0, total_rooms: 2, next_batch: 1 })
    const next = await ada.get(`${V1}/rooms?limit=1&from=1&order_by=joined_members`)
    expect([next.body.rooms[0].room_id, next.body.next_batch, next.body.prev_batch]).toEqual([quiet, undefined, 0])
    const found = await ada.get(`${V1}/rooms?search_term=busy-`)
    expect(found.body.rooms.map((room: { room_id: string }) => room.room_id)).toEqual([busy])
    expect((await ada.get(adminRoom(busy))).body).toMatchObject({
      name: 'Busy',
      topic: 'Much',
      canonical_alias: '#busy-room:chappe.test',
      creator: bob.userId,
      join_rules: 'public',
      public: true,
      encryption: null,
      joined_members: 2,
    })
    expect((await ada.get(`${adminRoom(busy)}/members`)).body).toEqual({ members: [bob.userId, carol.userId], total: 2 })
    expect(refusal(await ada.get(adminRoom('!none:chappe.test')))).toEqual([404, 'M_NOT_FOUND'])
    expect(refusal(await bob.get(`${V1}/rooms`))).toEqual([403, 'M_FORBIDDEN'])
  })

  test('the state of a room is shown as events, and the ledger has which', async () => {
    const roomId = await bob.createRoom({ name: 'State' })
    const { state } = (await ada.get(`${adminRoom(roomId)}/state`)).body
    expect(state.find((event: { type: string }) => event.type === 'm.room.name').content).toEqual({ name: 'State' })
    expect(state.map((event: { type: string }) => event.type)).toContain('m.room.member')
    expect(await readsOf(chappe, 'adminGetRoomState')).toMatchObject([{ kind: 'events', count: state.length }])
  })
})

describe('closing', () => {
  test('a room is removed: everybody hears that they have left, its alias is free, nobody reads or joins it any more', async () => {
    const roomId = await bob.createRoom({ preset: 'public_chat', room_alias_name: 'gone', name: 'Gone' })
    await carol.join(roomId)
    const dan = await chappe.person('dan')
    await bob.invite(roomId, dan.userId)
    await bob.say(roomId, 'secret plans')
    const removed = await ada.delete(adminRoom(roomId), { block: true, purge: true })
    expect(removed.body).toEqual({
      kicked_users: [bob.userId, carol.userId, dan.userId].toSorted(),
      failed_to_kick_users: [],
      local_aliases: ['#gone:chappe.test'],
      new_room_id: null,
    })
    expect((await carol.get('/_matrix/client/v3/joined_rooms')).body.joined_rooms).not.toContain(roomId)
    const messages = await carol.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b`)
    expect([messages.status, JSON.stringify(messages.body).includes('secret')]).toEqual([403, false])
    expect(refusal(await carol.post(`/_matrix/client/v3/join/${encodeURIComponent(roomId)}`))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await carol.get('/_matrix/client/v3/directory/room/%23gone%3Achappe.test'))).toEqual([404, 'M_NOT_FOUND'])
    expect((await ada.delete(adminRoom(roomId), {})).body.kicked_users).toEqual([])
  })

  test('the same behind the answer: how far it has come can be asked', async () => {
    const roomId = await bob.createRoom({})
    const started = await ada.delete(`${V2}/rooms/${encodeURIComponent(roomId)}`, {})
    const status = `${V2}/rooms/delete_status/${started.body.delete_id}`
    await vi.waitFor(async () => expect((await ada.get(status)).body.status).toBe('complete'), { timeout: 10_000 })
    expect((await ada.get(status)).body.shutdown_room.kicked_users).toEqual([bob.userId])
    const all = await ada.get(`${V2}/rooms/${encodeURIComponent(roomId)}/delete_status`)
    expect(all.body.results).toMatchObject([{ delete_id: started.body.delete_id, status: 'complete' }])
    expect(refusal(await ada.get(`${V2}/rooms/delete_status/none`))).toEqual([404, 'M_NOT_FOUND'])
    expect(refusal(await ada.get(`${V2}/rooms/!none%3Achappe.test/delete_status`))).toEqual([404, 'M_NOT_FOUND'])
    expect(refusal(await ada.delete(`${V2}/rooms/!none%3Achappe.test`, {}))).toEqual([404, 'M_NOT_FOUND'])
  })

  test('a blocked room is joined by nobody, by id, by alias, or by a member event, until it is free again', async () => {
    const roomId = await bob.createRoom({ preset: 'public_chat', room_alias_name: 'blocked' })
    const path = `${adminRoom(roomId)}/block`
    expect((await ada.get(path)).body).toEqual({ block: false })
    expect((await ada.put(path, { block: true })).body).toEqual({ block: true })
    expect((await ada.get(path)).body).toEqual({ block: true, user_id: ada.userId })
    const room = encodeURIComponent(roomId)
    const tries = [
      await carol.post(`/_matrix/client/v3/join/${room}`),
      await carol.post(`/_matrix/client/v3/rooms/${room}/join`),
      await carol.post('/_matrix/client/v3/join/%23blocked%3Achappe.test'),
      await carol.put(`/_matrix/client/v3/rooms/${room}/state/m.room.member/${encodeURIComponent(carol.userId)}`, { membership: 'join' }),
    ]
    for (const each of tries) expect(refusal(each)).toEqual([403, 'M_FORBIDDEN'])
    await ada.put(path, { block: false })
    await carol.join(roomId)
  })
})

describe('purging', () => {
  /** How many rows each table has of a room; what is kept on purpose is left out. */
  async function rowsOf(nid: number): Promise<Record<string, number>> {
    const tables = await chappe.database.query("SELECT table_name AS name FROM information_schema.columns WHERE column_name = 'room_nid' AND table_schema = 'public'")
    const found: Record<string, number> = {}
    for (const name of tables.map((each) => String(each['name']))) {
      if (['room', 'membership', 'report'].includes(name)) continue
      const [row] = await chappe.database.query(`SELECT count(*)::int AS n FROM ${name} WHERE room_nid = $1`, [nid])
      if (Number(row?.['n']) > 0) found[name] = Number(row?.['n'])
    }
    const delayed = await chappe.database.query('SELECT 1 FROM delayed_event d JOIN room r ON r.room_id = d.room_id WHERE r.room_nid = $1', [nid])
    return delayed.length === 0 ? found : { ...found, delayed_event: delayed.length }
  }
  const nidOf = async (roomId: string) => Number((await chappe.database.query('SELECT room_nid FROM room WHERE room_id = $1', [roomId]))[0]?.['room_nid'])
  const search = async (person: Person) =>
    (await person.post('/_matrix/client/v3/search', { search_categories: { room_events: { search_term: 'rutabaga' } } })).body.search_categories.room_events.count

  /** A room with everything a room can have, and a file that another room has as well. */
  async function fullRoom() {
    const [roomId, other] = [await bob.createRoom({ preset: 'public_chat', name: 'Full' }), await bob.createRoom({ preset: 'public_chat' })]
    for (const id of [roomId, other]) await carol.join(id)
    const [file, shared] = [await upload(bob, 'only here'), await upload(bob, 'in both')]
    for (const [id, url] of [[roomId, file], [roomId, shared], [other, shared]] as const) await bob.send(id, 'm.room.message', { msgtype: 'm.file', body: 'f', url })
    const root = await bob.say(roomId, 'rutabaga for @carol:chappe.test')
    await bob.send(roomId, 'm.room.message', { msgtype: 'm.text', body: 'hi', 'm.mentions': { user_ids: [carol.userId] } })
    await reply(carol, roomId, root)
    await react(carol, roomId, root)
    await carol.put(`/_matrix/client/v3/user/${carol.userId}/rooms/${encodeURIComponent(roomId)}/tags/m.favourite`, {})
    await carol.put(`/_matrix/client/v3/pushrules/global/room/${encodeURIComponent(roomId)}`, { actions: ['notify'] })
    await bob.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/receipt/m.read/${encodeURIComponent(root)}`)
    const later = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/later?org.matrix.msc4140.delay=3600000`
    expect((await carol.put(later, { msgtype: 'm.text', body: 'later' })).body.delay_id).toBeDefined()
    await expect.poll(() => search(carol)).toBe(1)
    return { roomId, other, file, shared, nid: await nidOf(roomId) }
  }

  test('nothing of the room is left but its id, and of its files what others have; devices hear that it was left', async () => {
    const { roomId, other, file, shared, nid } = await fullRoom()
    const kinds = Object.keys(await rowsOf(nid))
    expect(kinds).toEqual(expect.arrayContaining(['event', 'state_interval', 'relation', 'receipt', 'media_acl', 'search_entry', 'account_data', 'push_exception', 'delayed_event']))
    const before = await rowsOf(await nidOf(other))
    const since = (await carol.get('/_matrix/client/v3/sync')).body.next_batch
    expect((await ada.delete(adminRoom(roomId), { purge: true })).body.kicked_users).toEqual([bob.userId, carol.userId])
    const check = async (): Promise<void> => {
      expect(await rowsOf(nid)).toEqual({})
      expect(await rowsOf(await nidOf(other))).toMatchObject({ media_acl: before['media_acl'], state_interval: before['state_interval'] })
      await expectUnknown(bob, file)
      expect(await read(carol, shared)).toBe(200)
      expect(await search(carol)).toBe(0)
      const synced = await carol.get(`/_matrix/client/v3/sync?since=${since}`)
      expect([synced.status, Object.keys(synced.body.rooms.leave)]).toEqual([200, [roomId]])
      expect((await slider(carol, listOf(50)).on()).rooms[roomId]).toBeUndefined()
      expect(refusal(await ada.get(adminRoom(roomId)))).toEqual([404, 'M_NOT_FOUND'])
      for (const person of [bob, carol]) {
        const answers = [await person.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b`), await person.post(`/_matrix/client/v3/join/${encodeURIComponent(roomId)}`)]
        expect(answers.every((each) => each.status === 403 || each.status === 404)).toBe(true)
      }
    }
    await check()
    await chappe.restart()
    await check()
    expect((await ada.delete(adminRoom(roomId), {})).body.kicked_users).toEqual([])
  })

  test('cut short in the middle it is gone on with at the next start; nobody finds the room meanwhile', async () => {
    const { roomId, nid } = await fullRoom()
    await chappe.database.query(`CREATE FUNCTION fault_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a fault of the test'; END $$`)
    await chappe.database.query('CREATE TRIGGER fault_keep BEFORE DELETE ON event FOR EACH ROW EXECUTE FUNCTION fault_keep()')
    const started = await ada.delete(`${V2}/rooms/${encodeURIComponent(roomId)}`, {})
    const status = async () => (await ada.get(`${V2}/rooms/delete_status/${started.body.delete_id}`)).body.status
    await expect.poll(status, { timeout: 10_000 }).toBe('failed')
    expect(Object.keys(await rowsOf(nid))).toContain('event')
    await chappe.restart()
    expect(refusal(await carol.post(`/_matrix/client/v3/join/${encodeURIComponent(roomId)}`))).toEqual([404, 'M_NOT_FOUND'])
    await chappe.database.query('DROP TRIGGER fault_keep ON event')
    await chappe.restart()
    await expect.poll(status, { timeout: 10_000 }).toBe('complete')
    expect(await rowsOf(nid)).toEqual({})
  })
})

describe('power', () => {
  test('Ada makes Carol as powerful as Bob, who made the room; a room without anybody has no power to give', async () => {
    const roomId = await bob.createRoom({ preset: 'private_chat', room_version: '11' })
    expect((await ada.post(`${adminRoom(roomId)}/make_room_admin`, { user_id: carol.userId })).body).toEqual({})
    await carol.join(roomId)
    await carol.setState(roomId, 'm.room.name', '', { name: "Carol's" })
    await carol.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/leave`)
    await bob.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/leave`)
    expect(refusal(await ada.post(`${adminRoom(roomId)}/make_room_admin`, {}))).toEqual([403, 'M_FORBIDDEN'])
  })

  test('in a room of version 12 a creator cannot be matched, but a hundred is enough', async () => {
    const roomId = await bob.createRoom({ preset: 'private_chat', room_version: '12' })
    await ada.post(`${adminRoom(roomId)}/make_room_admin`, {})
    await ada.join(roomId)
    const levels = await ada.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/m.room.power_levels`)
    expect(levels.body.users).toEqual({ [ada.userId]: 100 })
  })
})
