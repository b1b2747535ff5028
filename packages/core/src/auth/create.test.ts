import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../json/value.ts'
import type { RoomVersion } from '../room-versions/rules.ts'
import { ROOM_VERSIONS } from '../room-versions/table.ts'
import { checkAuth } from './check-auth.ts'
import type { AuthEvent, AuthRejection } from './state.ts'

const nothing = { get: () => undefined }

/** What the rules of a version say to a create event of Alice. */
function create(version: RoomVersion, content: JsonObject, changes: Partial<AuthEvent> = {}): AuthRejection | undefined {
  const room = version === '12' ? {} : { room_id: '!r:example.org' }
  const event = { event_id: '$1', type: 'm.room.create', state_key: '', sender: '@alice:example.org', content, ...room }
  return checkAuth(ROOM_VERSIONS[version], { ...event, ...changes }, nothing)
}

const creator = '@alice:example.org'

describe('Alice creates a room', () => {
  test('of any version', () => {
    for (const version of Object.keys(ROOM_VERSIONS) as RoomVersion[]) {
      expect(create(version, { creator, room_version: version }, { prev_events: [] })).toBeUndefined()
    }
  })

  test('not after other events', () => {
    for (const version of ['1', '12'] as const) {
      expect(create(version, { creator }, { prev_events: ['$0'] })).toEqual({
        code: 'create_has_prev_events',
        message: 'A create event comes before every other and has no prev_events',
      })
    }
  })

  test('with a room id of her server up to version 11', () => {
    const fault = {
      code: 'create_room_id_of_another_server',
      message: "The room id's domain is not the domain of the sender",
    }
    for (const version of ['1', '6', '11'] as const) {
      expect(create(version, { creator }, { room_id: '!r:evil.example' })).toEqual(fault)
    }
    expect(create('11', {}, { room_id: '!r' })).toEqual(fault)
    expect(create('11', {}, { room_id: '!r', sender: '@alice' })).toEqual(fault)
  })

  test('without a room id in version 12, whatever it is', () => {
    for (const room_id of ['!r:example.org', '!1']) {
      expect(create('12', {}, { room_id })).toEqual({
        code: 'create_has_room_id',
        message: 'The room id is the hash of the create event, which cannot carry it',
      })
    }
  })

  test('of a version that is known', () => {
    for (const room_version of ['13', 12, null, 'constructor']) {
      expect(create('11', { room_version })).toEqual({
        code: 'create_unknown_room_version',
        message: 'The room version of the create event is not known',
      })
    }
  })

  test('and says so in the content up to version 10', () => {
    for (const version of ['1', '10'] as const) {
      expect(create(version, {})).toEqual({
        code: 'create_without_creator',
        message: 'The create event does not name the creator',
      })
    }
    expect(create('11', {})).toBeUndefined()
  })

  test('with others in version 12, by their user ids', () => {
    const fault = { code: 'create_bad_additional_creators', message: 'additional_creators is not a list of user ids' }
    expect(create('12', { additional_creators: ['@bob:example.org'] })).toBeUndefined()
    expect(create('12', { additional_creators: [] })).toBeUndefined()
    for (const listed of ['@bob:example.org', null, {}, ['bob'], [7], ['@bob:example.org', '@x']]) {
      expect(create('12', { additional_creators: listed })).toEqual(fault)
    }
    expect(create('11', { additional_creators: 'anything' })).toBeUndefined()
  })
})
