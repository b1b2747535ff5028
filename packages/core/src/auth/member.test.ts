import { describe, expect, test } from 'vitest'
import { nodeCrypto, publicKeyOf } from '../../tests/node-crypto.ts'
import { signJson } from '../events/sign.ts'
import type { JsonObject } from '../json/value.ts'
import type { RoomVersion } from '../room-versions/rules.ts'
import { people, testRoom, type TestRoom } from '../testing/index.ts'
import type { AuthTools } from './check-auth.ts'
import type { AuthRejection } from './state.ts'

const { alice, bob, charlie, eve } = people

interface Story {
  version?: RoomVersion
  joinRule?: string | null
  levels?: JsonObject
}

/** Alice's room: she is in, with the join rule and power levels of the story. */
function aliceHasARoom(story: Story = {}): TestRoom {
  const room = testRoom({ crypto: nodeCrypto, version: story.version ?? '12' })
  room.member(alice, 'join')
  const levels = { ...story.levels }
  // Alice stands above the levels in version 12 and must not be among them.
  if (!room.rules.privilegedCreators) levels.users = { [alice]: 100, ...(levels.users as JsonObject | undefined) }
  room.set('m.room.power_levels', levels)
  if (story.joinRule !== null) room.set('m.room.join_rules', { join_rule: story.joinRule ?? 'invite' })
  return room
}

/** What the rules say when `sender` gives `target` a membership. */
function change(
  room: TestRoom,
  sender: string,
  membership: string,
  options: { target?: string; content?: JsonObject; tools?: AuthTools } = {},
): AuthRejection | undefined {
  const content = { membership, ...options.content }
  const input = { type: 'm.room.member', sender, stateKey: options.target ?? sender, content }
  return room.check(input, options.tools)
}

describe('a membership event', () => {
  test('has a state key and a membership', () => {
    const room = aliceHasARoom()
    const fault = { code: 'member_incomplete', message: 'A membership event needs a state key and a membership' }
    expect(room.check({ type: 'm.room.member', sender: alice, content: { membership: 'join' } })).toEqual(fault)
    expect(room.check({ type: 'm.room.member', sender: alice, stateKey: alice })).toEqual(fault)
  })

  test('has a membership that exists', () => {
    const room = aliceHasARoom({ version: '6' })
    const unknown = (name: string): AuthRejection => ({
      code: 'member_unknown_membership',
      message: `The membership ${name} is unknown`,
    })
    expect(change(room, alice, 'dance')).toEqual(unknown('dance'))
    expect(change(room, alice, 'x', { content: { membership: 7 } })).toEqual(unknown('number'))
    expect(change(room, alice, 'x', { content: { membership: null } })).toEqual(unknown('object'))
    expect(change(room, bob, 'knock')).toEqual(unknown('knock'))
  })
})

describe('the first join', () => {
  test.each(['1', '6', '10', '11', '12'] as const)('is for the creator, in version %s', (version) => {
    const room = testRoom({ crypto: nodeCrypto, version })
    expect(change(room, alice, 'join')).toBeUndefined()
    expect(change(room, eve, 'join')).toEqual({ code: 'join_not_invited', message: `${eve} is not invited` })
  })

  test('is for whom the content names up to version 10, for the sender from 11', () => {
    const creator = bob
    const old = testRoom({ crypto: nodeCrypto, version: '10', createContent: { creator } })
    expect(change(old, bob, 'join')).toBeUndefined()
    expect(change(old, alice, 'join')?.code).toBe('join_not_invited')
    const current = testRoom({ crypto: nodeCrypto, version: '11', createContent: { creator } })
    expect(change(current, bob, 'join')?.code).toBe('join_not_invited')
    expect(change(current, alice, 'join')).toBeUndefined()
  })

  test('is not for additional creators, who need an invitation', () => {
    const room = testRoom({ crypto: nodeCrypto, createContent: { additional_creators: [bob] } })
    expect(change(room, bob, 'join')?.code).toBe('join_not_invited')
  })

  test('is only right after the create event', () => {
    const room = aliceHasARoom()
    room.member(alice, 'leave')
    expect(change(room, alice, 'join')).toEqual({ code: 'join_not_invited', message: `${alice} is not invited` })
  })
})

describe('joining', () => {
  test('is for oneself', () => {
    const room = aliceHasARoom({ joinRule: 'public' })
    expect(change(room, alice, 'join', { target: bob })).toEqual({
      code: 'join_for_another',
      message: `${alice} cannot join for ${bob}`,
    })
  })

  test('is not for the banned, not even into a public room', () => {
    const room = aliceHasARoom({ joinRule: 'public' })
    room.member(eve, 'ban', { sender: alice })
    expect(change(room, eve, 'join')).toEqual({ code: 'join_banned', message: `${eve} is banned` })
  })

  test('a public room is open to all', () => {
    expect(change(aliceHasARoom({ joinRule: 'public' }), charlie, 'join')).toBeUndefined()
  })

  test.each(['invite', null])('a room by invitation (join rule %j) is for the invited', (joinRule) => {
    const room = aliceHasARoom({ joinRule })
    expect(change(room, bob, 'join')).toEqual({ code: 'join_not_invited', message: `${bob} is not invited` })
    room.member(bob, 'invite', { sender: alice })
    expect(change(room, bob, 'join')).toBeUndefined()
    room.member(bob, 'join')
    expect(change(room, bob, 'join', { content: { displayname: 'Bob' } })).toBeUndefined()
    room.member(bob, 'leave')
    expect(change(room, bob, 'join')?.code).toBe('join_not_invited')
  })

  test.each([
    ['knock', '6', '7'],
    ['restricted', '7', '8'],
    ['knock_restricted', '9', '10'],
  ] as const)('the join rule %s means nothing in version %s and lets the invited in from %s', (joinRule, before, from) => {
    const old = aliceHasARoom({ version: before, joinRule })
    old.member(bob, 'invite', { sender: alice })
    expect(change(old, bob, 'join')).toEqual({
      code: 'join_rule_refuses',
      message: `Nobody can join by the join rule "${joinRule}"`,
    })
    const current = aliceHasARoom({ version: from, joinRule })
    expect(change(current, bob, 'join')).toBeDefined()
    current.member(bob, 'invite', { sender: alice })
    expect(change(current, bob, 'join')).toBeUndefined()
  })

  test('an unknown join rule lets nobody in', () => {
    for (const joinRule of ['private', 'magic', 'constructor']) {
      const room = aliceHasARoom({ joinRule })
      room.member(bob, 'invite', { sender: alice })
      expect(change(room, bob, 'join')?.code).toBe('join_rule_refuses')
    }
    const room = aliceHasARoom()
    room.set('m.room.join_rules', { join_rule: 7 })
    expect(change(room, bob, 'join')?.message).toBe('Nobody can join by the join rule ""')
  })
})

describe.each(['restricted', 'knock_restricted'])('a %s room', (joinRule) => {
  const by = (authoriser: JsonObject[string]) => ({ content: { join_authorised_via_users_server: authoriser } })

  test('is for those a member authorises', () => {
    const room = aliceHasARoom({ joinRule })
    expect(change(room, charlie, 'join', by(alice))).toBeUndefined()
    for (const nobody of [{}, by(7), by(null)]) {
      expect(change(room, charlie, 'join', nobody)).toEqual({
        code: 'join_not_authorised',
        message: `${charlie} is not invited, and nobody authorised the join`,
      })
    }
  })

  test('is not for those a stranger authorises', () => {
    expect(change(aliceHasARoom({ joinRule }), charlie, 'join', by(eve))).toEqual({
      code: 'join_authoriser_not_in_room',
      message: `${eve} authorised the join but is not in the room`,
    })
  })

  test('is not for those a member without the power to invite authorises', () => {
    const room = aliceHasARoom({ joinRule, levels: { invite: 50, users: { [charlie]: 50 } } })
    room.member(bob, 'join')
    room.member(charlie, 'join')
    expect(change(room, eve, 'join', by(bob))).toEqual({
      code: 'join_authoriser_power_too_low',
      message: `Inviting takes power level 50, ${bob} has 0`,
    })
    expect(change(room, eve, 'join', by(charlie))).toBeUndefined()
  })

  test('is not for the banned, whoever authorises it', () => {
    const room = aliceHasARoom({ joinRule })
    room.member(eve, 'ban', { sender: alice })
    expect(change(room, eve, 'join', by(alice))?.code).toBe('join_banned')
  })
})

describe('inviting', () => {
  test('is for members', () => {
    expect(change(aliceHasARoom(), eve, 'invite', { target: bob })).toEqual({
      code: 'sender_not_in_room',
      message: `${eve} is not in the room`,
    })
  })

  test('is of those outside who are not banned', () => {
    const room = aliceHasARoom()
    expect(change(room, alice, 'invite', { target: bob })).toBeUndefined()
    room.member(bob, 'join')
    room.member(eve, 'ban', { sender: alice })
    expect(change(room, alice, 'invite', { target: bob })).toEqual({
      code: 'invite_of_member',
      message: `${bob} is in the room already`,
    })
    expect(change(room, alice, 'invite', { target: eve })).toEqual({
      code: 'invite_of_banned',
      message: `${eve} is banned`,
    })
  })

  test('takes the invite level, 0 unless the room says otherwise', () => {
    const open = aliceHasARoom()
    open.member(bob, 'join')
    expect(change(open, bob, 'invite', { target: charlie })).toBeUndefined()
    const strict = aliceHasARoom({ levels: { invite: 50 } })
    strict.member(bob, 'join')
    expect(change(strict, bob, 'invite', { target: charlie })).toEqual({
      code: 'invite_power_too_low',
      message: 'Inviting takes power level 50, the sender has 0',
    })
  })
})

describe('an invitation by e-mail', () => {
  const seed = new Uint8Array(32).fill(1)
  const publicKey = publicKeyOf(seed)
  const tools = { crypto: nodeCrypto }
  const signedFor = (mxid: string, token = 'tok'): JsonObject =>
    signJson({ mxid, token }, { entity: 'id.example.org', keyId: 'ed25519:0', seed }, nodeCrypto)

  function aliceInvitesByEmail(content: JsonObject = { public_key: publicKey }): TestRoom {
    const room = aliceHasARoom()
    room.send('e-mail', { type: 'm.room.third_party_invite', sender: alice, stateKey: 'tok', content })
    return room
  }
  function redeem(room: TestRoom, signed: JsonObject[string], sender: string = alice): AuthRejection | undefined {
    return change(room, sender, 'invite', { target: bob, content: { third_party_invite: { signed } }, tools })
  }

  test('is redeemed with the signature of the key Alice named, in either place', () => {
    expect(redeem(aliceInvitesByEmail(), signedFor(bob))).toBeUndefined()
    const other = publicKeyOf(new Uint8Array(32).fill(2))
    const list = { public_key: other, public_keys: [{ public_key: 'AAAA' }, 7, { public_key: publicKey }] }
    expect(redeem(aliceInvitesByEmail(list), signedFor(bob))).toBeUndefined()
  })

  test('needs no power and no membership of its sender any more', () => {
    const room = aliceInvitesByEmail()
    room.member(alice, 'leave')
    expect(redeem(room, signedFor(bob))).toBeUndefined()
  })

  test.each([
    ['nothing signed', undefined, 'third_party_invite_unsigned', 'The third-party invite has no signed part'],
    ['a text', 'x', 'third_party_invite_unsigned', 'The third-party invite has no signed part'],
    ['no token', { mxid: bob }, 'third_party_invite_incomplete', 'The third-party invite lacks mxid or token'],
    ['no user', { token: 'tok' }, 'third_party_invite_incomplete', 'The third-party invite lacks mxid or token'],
    ['another user', signedFor(eve), 'third_party_invite_of_another', `The third-party invite is for ${eve}, not for ${bob}`],
    ['another token', signedFor(bob, 'x'), 'third_party_invite_unknown', 'The room has no third-party invite of this token'],
    ['no signature', { mxid: bob, token: 'tok' }, 'third_party_invite_bad_signature', 'No key of the third-party invite made a signature of it'],
    ['a changed word', { ...signedFor(bob), x: 1 }, 'third_party_invite_bad_signature', 'No key of the third-party invite made a signature of it'],
  ])('is refused with %s', (_what, signed, code, message) => {
    const room = aliceInvitesByEmail()
    const content = signed === undefined ? { third_party_invite: {} } : { third_party_invite: { signed } }
    expect(change(room, alice, 'invite', { target: bob, content, tools })).toEqual({ code, message })
  })

  test('is refused for the banned, to another sender, and with a key the room does not name', () => {
    const room = aliceInvitesByEmail()
    expect(redeem(room, signedFor(bob), eve)).toEqual({
      code: 'third_party_invite_by_another',
      message: `${alice} made the third-party invite, not ${eve}`,
    })
    expect(redeem(aliceInvitesByEmail({ public_key: publicKeyOf(new Uint8Array(32)) }), signedFor(bob))?.code).toBe(
      'third_party_invite_bad_signature',
    )
    room.member(bob, 'ban', { sender: alice })
    expect(redeem(room, signedFor(bob))).toEqual({ code: 'invite_of_banned', message: `${bob} is banned` })
  })

  test('is refused where nobody can check the signature', () => {
    const content = { third_party_invite: { signed: signedFor(bob) } }
    expect(change(aliceInvitesByEmail(), alice, 'invite', { target: bob, content })).toEqual({
      code: 'third_party_invite_unverifiable',
      message: 'The signature of a third-party invite cannot be checked here',
    })
  })

  test('is refused where Eve makes it costly to check', () => {
    const public_keys = Array.from({ length: 101 }, (_, n) => ({ public_key: String(n) }))
    expect(redeem(aliceInvitesByEmail({ public_keys }), signedFor(bob))).toEqual({
      code: 'third_party_invite_too_many_keys',
      message: 'The third-party invite has too many signatures and keys to try',
    })
  })
})

describe('leaving', () => {
  test.each(['invite', 'join'])('is for those with the membership %s', (membership) => {
    const room = aliceHasARoom({ version: '6' })
    room.member(bob, membership, { sender: membership === 'invite' ? alice : bob })
    expect(change(room, bob, 'leave')).toBeUndefined()
  })

  test('is for those who knocked, from version 7', () => {
    for (const [version, fault] of [['6', { code: 'leave_not_in_room', message: `${bob} is not in the room` }], ['7', undefined]] as const) {
      const room = aliceHasARoom({ version, joinRule: 'knock' })
      room.member(bob, 'knock')
      expect(change(room, bob, 'leave')).toEqual(fault)
    }
  })

  test('is not for those outside or banned', () => {
    const room = aliceHasARoom()
    const fault = { code: 'leave_not_in_room', message: `${eve} is not in the room` }
    expect(change(room, eve, 'leave')).toEqual(fault)
    room.member(eve, 'ban', { sender: alice })
    expect(change(room, eve, 'leave')).toEqual(fault)
  })
})

describe('kicking', () => {
  test('is for members with the kick level over those below them', () => {
    const room = aliceHasARoom({ levels: { users: { [bob]: 50, [charlie]: 50 } } })
    for (const user of [bob, charlie, eve]) room.member(user, 'join')
    expect(change(room, bob, 'leave', { target: eve })).toBeUndefined()
    expect(change(room, eve, 'leave', { target: bob })).toEqual({
      code: 'kick_power_too_low',
      message: 'Kicking takes power level 50, the sender has 0',
    })
    expect(change(room, bob, 'leave', { target: charlie })).toEqual({
      code: 'target_not_below_sender',
      message: `${charlie} has power level 50, not below the sender's 50`,
    })
    room.member(bob, 'leave')
    expect(change(room, bob, 'leave', { target: eve })).toEqual({
      code: 'sender_not_in_room',
      message: `${bob} is not in the room`,
    })
  })

  test('the creator of a version 12 room is for nobody, a creator included', () => {
    const room = testRoom({ crypto: nodeCrypto, createContent: { additional_creators: [bob] } })
    room.member(alice, 'join')
    room.member(bob, 'join')
    room.set('m.room.power_levels', { users: { [charlie]: 2 ** 53 - 1 } })
    room.member(charlie, 'join')
    expect(change(room, charlie, 'leave', { target: alice })).toEqual({
      code: 'target_not_below_sender',
      message: `${alice} has power level Infinity, not below the sender's 9007199254740991`,
    })
    expect(change(room, bob, 'ban', { target: alice })).toEqual({
      code: 'target_not_below_sender',
      message: `${alice} has power level Infinity, not below the sender's Infinity`,
    })
    expect(change(room, bob, 'ban', { target: charlie })).toBeUndefined()
  })
})

describe('banning and unbanning', () => {
  test('are for members with the ban level', () => {
    const room = aliceHasARoom({ levels: { ban: 60, kick: 40, users: { [bob]: 50, [charlie]: 60 } } })
    for (const user of [bob, charlie]) room.member(user, 'join')
    expect(change(room, bob, 'ban', { target: eve })).toEqual({
      code: 'ban_power_too_low',
      message: 'Banning takes power level 60, the sender has 50',
    })
    expect(change(room, charlie, 'ban', { target: bob })).toBeUndefined()
    expect(change(room, eve, 'ban', { target: bob })?.code).toBe('sender_not_in_room')
    room.member(eve, 'ban', { sender: charlie })
    expect(change(room, bob, 'leave', { target: eve })).toEqual({
      code: 'unban_power_too_low',
      message: 'Unbanning takes power level 60, the sender has 50',
    })
    expect(change(room, charlie, 'leave', { target: eve })).toBeUndefined()
  })

  test('unbanning takes the kick level too', () => {
    const room = aliceHasARoom({ levels: { ban: 40, kick: 60, users: { [bob]: 50 } } })
    room.member(bob, 'join')
    room.member(eve, 'ban', { sender: alice })
    expect(change(room, bob, 'leave', { target: eve })).toEqual({
      code: 'kick_power_too_low',
      message: 'Kicking takes power level 60, the sender has 50',
    })
  })
})

describe('knocking', () => {
  test('is where the join rule says so', () => {
    const room = aliceHasARoom({ joinRule: 'knock', version: '7' })
    expect(change(room, charlie, 'knock')).toBeUndefined()
    expect(change(aliceHasARoom({ joinRule: 'public' }), charlie, 'knock')).toEqual({
      code: 'knock_not_open',
      message: 'Nobody can knock by the join rule "public"',
    })
    expect(change(aliceHasARoom({ joinRule: 'knock_restricted', version: '9' }), charlie, 'knock')?.code).toBe('knock_not_open')
    expect(change(aliceHasARoom({ joinRule: 'knock_restricted', version: '10' }), charlie, 'knock')).toBeUndefined()
  })

  test('is for oneself and from outside', () => {
    const room = aliceHasARoom({ joinRule: 'knock' })
    expect(change(room, alice, 'knock', { target: bob })).toEqual({
      code: 'knock_for_another',
      message: `${alice} cannot knock for ${bob}`,
    })
    for (const membership of ['ban', 'invite', 'join']) {
      room.member(bob, membership, { sender: alice })
      expect(change(room, bob, 'knock')).toEqual({
        code: 'knock_not_outside',
        message: `${bob} cannot knock with the membership ${membership}`,
      })
    }
    for (const membership of ['leave', 'knock']) {
      room.member(bob, membership)
      expect(change(room, bob, 'knock')).toBeUndefined()
    }
  })
})
