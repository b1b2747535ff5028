// Coming in and going out: every join rule, invitations and who refuses them, and the errors of each.
import { buildServer } from '@chappe/server'
import type { HttpAnswer, Json, Person } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { describe, expect, test } from 'vitest'
import { refusal } from './_accounts.ts'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob, carol, eve } = await chappe.people('alice', 'bob', 'carol', 'eve')

const room = (roomId: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
const FORBIDDEN = [403, 'M_FORBIDDEN']

function act(person: Person, roomId: string, action: string, body: object = {}): Promise<HttpAnswer> {
  return person.post(`${room(roomId)}/${action}`, body)
}

async function memberOf(person: Person, roomId: string, userId: string): Promise<Json> {
  return (await person.get(`${room(roomId)}/state/m.room.member/${userId}`)).body
}

/** A room of Alice's that lets the members of others in. */
async function restrictedRoom(allowed: readonly string[], options: object = {}, rule = 'restricted'): Promise<string> {
  const allow = allowed.map((roomId) => ({ type: 'm.room_membership', room_id: roomId }))
  const initial = [{ type: 'm.room.join_rules', content: { join_rule: rule, allow } }]
  return alice.createRoom({ initial_state: initial, ...options })
}

describe('restricted rooms', () => {
  test.each(['restricted', 'knock_restricted'])('%s: who is in an allowed room comes in, by the authority of a member', async (rule) => {
    const space = await alice.createRoom({ preset: 'public_chat' })
    const roomId = await restrictedRoom(['!unknown:elsewhere.test', space], {}, rule)
    expect(refusal(await act(bob, roomId, 'join'))).toEqual(FORBIDDEN)
    await bob.join(space)
    expect((await act(bob, roomId, 'join', { reason: 'we share a space' })).status).toBe(200)
    expect(await memberOf(alice, roomId, bob.userId)).toMatchObject({
      membership: 'join',
      reason: 'we share a space',
      join_authorised_via_users_server: alice.userId,
    })
    // Leaving the space leaves the room alone, but there is no coming back by it.
    await act(bob, space, 'leave')
    await bob.say(roomId, 'still here')
    await act(bob, roomId, 'leave')
    expect(refusal(await act(bob, roomId, 'join'))).toEqual(FORBIDDEN)
    await alice.invite(roomId, bob.userId)
    await bob.join(roomId)
    expect(await memberOf(alice, roomId, bob.userId)).not.toHaveProperty('join_authorised_via_users_server')
  })

  test('nobody lets themselves in by naming a member who would have', async () => {
    const space = await alice.createRoom({ preset: 'public_chat' })
    const roomId = await restrictedRoom([space])
    const content = { membership: 'join', join_authorised_via_users_server: alice.userId }
    expect(refusal(await eve.put(`${room(roomId)}/state/m.room.member/${eve.userId}`, content))).toEqual(FORBIDDEN)
  })

  test('where nobody may invite, nobody can be let in', async () => {
    const space = await alice.createRoom({ preset: 'public_chat' })
    const levels = { users: { [alice.userId]: 100 }, invite: 100 }
    const roomId = await restrictedRoom([space], { room_version: '10', power_level_content_override: levels })
    await bob.join(space)
    await alice.invite(roomId, carol.userId)
    await carol.join(roomId)
    await act(alice, roomId, 'leave')
    expect(refusal(await act(bob, roomId, 'join'))).toEqual([400, 'M_UNABLE_TO_GRANT_JOIN'])
  })

  test('where everybody may invite, anybody will do', async () => {
    const space = await alice.createRoom({ preset: 'public_chat' })
    const roomId = await restrictedRoom([space], { room_version: '10', power_level_content_override: { invite: 0 } })
    await alice.invite(roomId, carol.userId)
    await carol.join(roomId)
    await act(alice, roomId, 'leave')
    await bob.join(space)
    await bob.join(roomId)
    expect(await memberOf(carol, roomId, bob.userId)).toMatchObject({ join_authorised_via_users_server: carol.userId })
  })

  test('a creator of version 12 counts as somebody who may invite', async () => {
    const space = await alice.createRoom({ preset: 'public_chat' })
    const roomId = await restrictedRoom([space], { power_level_content_override: { invite: 100 } })
    await bob.join(space)
    await bob.join(roomId)
    expect(await memberOf(alice, roomId, bob.userId)).toMatchObject({ join_authorised_via_users_server: alice.userId })
  })

  test('where only unknown rooms are allowed, this server cannot tell', async () => {
    const roomId = await restrictedRoom(['!unknown:elsewhere.test'])
    expect(refusal(await act(bob, roomId, 'join'))).toEqual([400, 'M_UNABLE_TO_AUTHORISE_JOIN'])
    expect(refusal(await act(bob, await restrictedRoom([]), 'join'))).toEqual(FORBIDDEN)
  })

  test('who is banned stays out, whatever they are in', async () => {
    const space = await alice.createRoom({ preset: 'public_chat' })
    const roomId = await restrictedRoom([space])
    await eve.join(space)
    await act(alice, roomId, 'ban', { user_id: eve.userId })
    expect(refusal(await act(eve, roomId, 'join'))).toEqual(FORBIDDEN)
  })

  test('older versions know no restricted rooms, and let nobody in by them', async () => {
    const space = await alice.createRoom({ preset: 'public_chat' })
    await bob.join(space)
    expect(refusal(await act(bob, await restrictedRoom([space], { room_version: '7' }), 'join'))).toEqual(FORBIDDEN)
    expect(refusal(await act(bob, await restrictedRoom([space], { room_version: '9' }, 'knock_restricted'), 'join'))).toEqual(FORBIDDEN)
  })
})

describe('knocking', () => {
  const knock = (person: Person, roomId: string, body: object = {}) =>
    person.post(`/_matrix/client/v3/knock/${encodeURIComponent(roomId)}`, body)

  test('a knock with its reason is seen, taken back, answered, and refused to those who are in or banned', async () => {
    const roomId = await restrictedRoom([], {}, 'knock_restricted')
    expect((await knock(bob, roomId, { reason: 'let me in' })).body).toEqual({ room_id: roomId })
    expect(await memberOf(alice, roomId, bob.userId)).toMatchObject({ membership: 'knock', reason: 'let me in' })
    const shown = (await bob.sync()).rooms.knock[roomId].knock_state.events
    expect(shown.map((event: Json) => event.type)).toContain('m.room.member')
    expect((await act(bob, roomId, 'leave')).status).toBe(200)
    await knock(bob, roomId)
    expect((await act(alice, roomId, 'kick', { user_id: bob.userId, reason: 'not now' })).status).toBe(200)
    await knock(bob, roomId)
    await alice.invite(roomId, bob.userId)
    expect(refusal(await knock(bob, roomId))).toEqual(FORBIDDEN)
    await bob.join(roomId)
    expect(refusal(await knock(bob, roomId))).toEqual(FORBIDDEN)
    await act(alice, roomId, 'ban', { user_id: bob.userId })
    expect(refusal(await knock(bob, roomId))).toEqual(FORBIDDEN)
  })

  test('versions before knocking refuse it', async () => {
    const roomId = await alice.createRoom({ room_version: '6', initial_state: [{ type: 'm.room.join_rules', content: { join_rule: 'knock' } }] })
    expect(refusal(await knock(bob, roomId))).toEqual(FORBIDDEN)
  })
})

describe('invitations', () => {
  test('an invitation says why, can be repeated, declined and repeated again', async () => {
    const roomId = await alice.createRoom({ name: 'Lunch' })
    for (const reason of ['soup', 'more soup']) {
      expect((await act(alice, roomId, 'invite', { user_id: bob.userId, reason })).status).toBe(200)
      expect(await memberOf(alice, roomId, bob.userId)).toMatchObject({ membership: 'invite', reason })
    }
    expect((await act(bob, roomId, 'leave', { reason: 'no soup' })).status).toBe(200)
    expect(await memberOf(alice, roomId, bob.userId)).toEqual({ membership: 'leave', reason: 'no soup' })
    expect((await act(bob, roomId, 'forget')).status).toBe(200)
    await alice.invite(roomId, bob.userId)
    expect(Object.keys((await bob.sync()).rooms.invite)).toContain(roomId)
    await bob.join(roomId)
    expect(refusal(await act(alice, roomId, 'invite', { user_id: bob.userId }))).toEqual(FORBIDDEN)
  })

  test('who is not in the room, has too little power, or invites somebody banned, is refused', async () => {
    const roomId = await alice.createRoom({ preset: 'public_chat' })
    expect(refusal(await act(eve, roomId, 'invite', { user_id: carol.userId }))).toEqual(FORBIDDEN)
    await bob.join(roomId)
    expect(refusal(await act(bob, roomId, 'invite', { user_id: carol.userId }))).toEqual(FORBIDDEN)
    await act(alice, roomId, 'ban', { user_id: carol.userId })
    expect(refusal(await act(alice, roomId, 'invite', { user_id: carol.userId }))).toEqual(FORBIDDEN)
    expect(refusal(await act(alice, roomId, 'invite', { user_id: 'carol' }))).toEqual([400, 'M_INVALID_PARAM'])
    expect(refusal(await act(alice, roomId, 'invite', {}))).toEqual([400, 'M_MISSING_PARAM'])
  })

  test('nobody is invited by an address', async () => {
    const roomId = await alice.createRoom({})
    const address = { id_server: 'id.test', id_access_token: 'x', medium: 'email', address: 'dave@example.org' }
    expect(refusal(await act(alice, roomId, 'invite', address))).toEqual([403, 'M_THREEPID_DENIED'])
    expect(refusal(await act(eve, roomId, 'invite', address))).toEqual(FORBIDDEN)
  })

  test('who blocks invitations gets none, by whatever way', async () => {
    const config = `/_matrix/client/v3/user/${carol.userId}/account_data/m.invite_permission_config`
    const roomId = await alice.createRoom({})
    expect((await carol.put(config, { default_action: 'block' })).status).toBe(200)
    const blocked = [403, 'M_INVITE_BLOCKED']
    expect(refusal(await act(alice, roomId, 'invite', { user_id: carol.userId }))).toEqual(blocked)
    expect(refusal(await alice.put(`${room(roomId)}/state/m.room.member/${carol.userId}`, { membership: 'invite' }))).toEqual(blocked)
    expect(refusal(await alice.post('/_matrix/client/v3/createRoom', { invite: [carol.userId] }))).toEqual(blocked)
    // That they do is nobody's business who could not invite them anyway.
    expect(refusal(await act(eve, roomId, 'invite', { user_id: carol.userId }))).toEqual(FORBIDDEN)
    await carol.put(config, { default_action: 'something new' })
    await alice.invite(roomId, carol.userId)
  })
})

describe('kicks and bans', () => {
  test('say why, need the power, and are refused where they mean nothing', async () => {
    const roomId = await alice.createRoom({ preset: 'public_chat' })
    await bob.join(roomId)
    const body = { user_id: bob.userId, reason: 'noise' }
    expect(refusal(await act(bob, roomId, 'kick', { user_id: alice.userId }))).toEqual(FORBIDDEN)
    expect(refusal(await act(alice, roomId, 'kick', { user_id: carol.userId }))).toEqual(FORBIDDEN)
    expect((await act(alice, roomId, 'kick', body)).status).toBe(200)
    expect(await memberOf(alice, roomId, bob.userId)).toEqual({ membership: 'leave', reason: 'noise' })
    expect(refusal(await act(alice, roomId, 'unban', body))).toEqual([403, 'M_BAD_STATE'])
    expect((await act(alice, roomId, 'ban', body)).status).toBe(200)
    // A kick would let them back in.
    expect(refusal(await act(alice, roomId, 'kick', body))).toEqual(FORBIDDEN)
    expect((await act(alice, roomId, 'ban', { ...body, reason: 'still noise' })).status).toBe(200)
    expect(await memberOf(alice, roomId, bob.userId)).toEqual({ membership: 'ban', reason: 'still noise' })
    expect(refusal(await act(bob, roomId, 'leave'))).toEqual(FORBIDDEN)
    expect(refusal(await act(bob, roomId, 'unban', body))).toEqual(FORBIDDEN)
    expect((await act(alice, roomId, 'unban', body)).status).toBe(200)
    // Who was never there can be banned, and who is invited put out.
    expect((await act(alice, roomId, 'ban', { user_id: eve.userId })).status).toBe(200)
    await alice.invite(roomId, carol.userId)
    expect((await act(alice, roomId, 'kick', { user_id: carol.userId })).status).toBe(200)
  })
})

describe('forgetting', () => {
  test('a room that was left can be forgotten, and then it is as if they had never been there, until they come back', async () => {
    const roomId = await alice.createRoom({ preset: 'public_chat' })
    await alice.say(roomId, 'before')
    await bob.join(roomId)
    expect(refusal(await act(bob, roomId, 'forget'))).toEqual([400, 'M_UNKNOWN'])
    await act(bob, roomId, 'leave')
    const archived = async () => Object.keys((await bob.sync({ filter: { room: { include_leave: true } } })).rooms?.leave ?? {})
    expect(await archived()).toContain(roomId)
    expect((await bob.get(`${room(roomId)}/messages?dir=b`)).status).toBe(200)
    expect((await act(bob, roomId, 'forget')).status).toBe(200)
    expect((await act(bob, roomId, 'forget')).status).toBe(200)
    expect(await archived()).not.toContain(roomId)
    expect(refusal(await bob.get(`${room(roomId)}/messages?dir=b`))).toEqual(FORBIDDEN)
    await chappe.restart()
    expect(await archived()).not.toContain(roomId)
    await bob.join(roomId)
    expect((await bob.get(`${room(roomId)}/messages?dir=b`)).status).toBe(200)
  })

  test('so can an invitation that was declined, and a room one was put out of', async () => {
    const roomId = await alice.createRoom({})
    await alice.invite(roomId, bob.userId)
    expect(refusal(await act(bob, roomId, 'forget'))).toEqual([400, 'M_UNKNOWN'])
    await act(bob, roomId, 'leave')
    expect((await act(bob, roomId, 'forget')).status).toBe(200)
    await act(alice, roomId, 'ban', { user_id: carol.userId })
    expect((await act(carol, roomId, 'forget')).status).toBe(200)
    expect(refusal(await act(eve, roomId, 'forget'))).toEqual(FORBIDDEN)
  })
})
