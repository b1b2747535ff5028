import { describe, expect, test } from 'vitest'
import { nodeCrypto } from '../../tests/node-crypto.ts'
import type { JsonObject } from '../json/value.ts'
import type { RoomVersion } from '../room-versions/rules.ts'
import { ROOM_VERSIONS } from '../room-versions/table.ts'
import { people, testRoom, type TestRoom } from '../testing/index.ts'
import { authTypesFor, checkAuthEventsSelection } from './selection.ts'
import type { AuthRejection } from './state.ts'

const { alice, bob, charlie } = people

function selected(version: RoomVersion, type: string, content: JsonObject, stateKey?: string): string[] {
  const event = { type, sender: alice, content, ...(stateKey === undefined ? {} : { state_key: stateKey }) }
  return authTypesFor(ROOM_VERSIONS[version], event).map(([slot, key]) => `${slot.slice('m.room.'.length)} ${key}`)
}

describe('the auth events', () => {
  const always = ['power_levels ', `member ${alice}`]

  test('of a create event are none', () => {
    expect(selected('1', 'm.room.create', {}, '')).toEqual([])
  })

  test('of a message are create, power levels and the sender; without create in version 12', () => {
    expect(selected('11', 'm.room.message', { membership: 'join' })).toEqual(['create ', ...always])
    expect(selected('12', 'm.room.message', { membership: 'join' })).toEqual(always)
  })

  test.each([
    [{ membership: 'join' }, alice, ['join_rules ']],
    [{ membership: 'knock' }, alice, ['join_rules ']],
    [{ membership: 'leave' }, alice, []],
    [{ membership: 'leave' }, bob, [`member ${bob}`]],
    [{ membership: 'ban' }, bob, [`member ${bob}`]],
    [{ membership: 'invite' }, bob, [`member ${bob}`, 'join_rules ']],
    [{ membership: 'invite', third_party_invite: { signed: { token: 't' } } }, bob, [`member ${bob}`, 'join_rules ', 'third_party_invite t']],
    [{ membership: 'invite', third_party_invite: { signed: 7 } }, bob, [`member ${bob}`, 'join_rules ']],
    [{ membership: 'leave', third_party_invite: { signed: { token: 't' } } }, bob, [`member ${bob}`]],
    [{ membership: 'join', join_authorised_via_users_server: charlie }, alice, ['join_rules ', `member ${charlie}`]],
    [{ membership: 'join', join_authorised_via_users_server: alice }, alice, ['join_rules ']],
    [{ membership: 'join', join_authorised_via_users_server: 7 }, alice, ['join_rules ']],
  ])('of a membership event %j for %s', (content, stateKey, more) => {
    expect(selected('12', 'm.room.member', content, stateKey)).toEqual([...always, ...more])
  })

  test('of a restricted join have its authoriser from version 8', () => {
    const content = { membership: 'join', join_authorised_via_users_server: charlie }
    expect(selected('7', 'm.room.member', content, alice)).not.toContain(`member ${charlie}`)
    expect(selected('8', 'm.room.member', content, alice)).toContain(`member ${charlie}`)
  })
})

describe('the check of the auth events', () => {
  function publicRoom(version: RoomVersion, name = 'room'): TestRoom {
    const room = testRoom({ crypto: nodeCrypto, version, name })
    room.member(alice, 'join')
    room.set('m.room.power_levels', {})
    room.set('m.room.topic', { topic: name })
    return room
  }
  /** What is said to a message of Alice with these auth events. */
  function check(room: TestRoom, names: readonly string[]): AuthRejection | undefined {
    const event = room.build({ type: 'm.room.message', sender: alice, auth: names }).auth
    return checkAuthEventsSelection(room.rules, event, names.map((name) => room.get(name).auth))
  }
  const member = `${alice} join`

  test.each(['1', '11'] as const)('wants the create event in version %s', (version) => {
    const room = publicRoom(version)
    expect(check(room, ['create', member, 'm.room.power_levels'])).toBeUndefined()
    expect(check(room, [member])).toEqual({
      code: 'auth_events_without_create',
      message: 'The auth events do not contain the create event',
    })
  })

  test('wants no create event in version 12', () => {
    const room = publicRoom('12')
    expect(check(room, [member, 'm.room.power_levels'])).toBeUndefined()
    expect(check(room, [])).toBeUndefined()
    expect(check(room, ['create'])).toEqual({
      code: 'auth_events_unexpected',
      message: 'The auth events contain m.room.create "", which is not selected for this event',
    })
  })

  test('refuses duplicates, others and messages', () => {
    const room = publicRoom('12')
    expect(check(room, [member, member])).toEqual({
      code: 'auth_events_duplicate',
      message: `The auth events contain m.room.member "${alice}" twice`,
    })
    expect(check(room, ['m.room.topic'])).toEqual({
      code: 'auth_events_unexpected',
      message: 'The auth events contain m.room.topic "", which is not selected for this event',
    })
    room.send('message', { type: 'm.room.power_levels', sender: alice })
    expect(check(room, ['message'])?.message).toBe(
      'The auth events contain m.room.power_levels null, which is not selected for this event',
    )
  })

  test('refuses events of another room', () => {
    const [room, other] = [publicRoom('11'), publicRoom('11', 'other')]
    const event = room.build({ type: 'm.room.message', sender: alice }).auth
    const events = [room.get('create').auth, other.get(member).auth]
    expect(checkAuthEventsSelection(room.rules, event, events)).toEqual({
      code: 'auth_events_of_another_room',
      message: `The auth events contain m.room.member "${alice}" of another room`,
    })
  })

  test('refuses a create event with auth events', () => {
    const room = publicRoom('11')
    const create = room.get('create').auth
    expect(checkAuthEventsSelection(room.rules, create, [])).toBeUndefined()
    expect(checkAuthEventsSelection(room.rules, create, [room.get(member).auth])?.code).toBe('auth_events_unexpected')
  })
})
