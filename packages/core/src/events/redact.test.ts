import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../json/value.ts'
import type { RoomVersion } from '../room-versions/rules.ts'
import { ROOM_VERSIONS } from '../room-versions/table.ts'
import type { Pdu } from './pdu.ts'
import { keepsContentWhenRedacted, redact, redactContent } from './redact.ts'

const versions = Object.keys(ROOM_VERSIONS) as RoomVersion[]

/** The versions in which each content key of a type survives. */
function survivors(type: string, keys: readonly string[]): Record<string, string> {
  const content: JsonObject = Object.fromEntries(keys.map((key) => [key, `${key} value`]))
  return Object.fromEntries(
    keys.map((key) => [
      key,
      versions.filter((version) => Object.hasOwn(redactContent(type, content, ROOM_VERSIONS[version]), key)).join(' '),
    ]),
  )
}

const ALL = versions.join(' ')

describe('of the content', () => {
  test('a message keeps nothing', () => {
    expect(survivors('m.room.message', ['body', 'membership', 'redacts'])).toEqual({ body: '', membership: '', redacts: '' })
  })

  test('a membership keeps itself, and who authorised it from version 9', () => {
    expect(survivors('m.room.member', ['membership', 'displayname', 'reason', 'join_authorised_via_users_server'])).toEqual({
      membership: ALL,
      displayname: '',
      reason: '',
      join_authorised_via_users_server: '9 10 11 12',
    })
  })

  test('a membership keeps the signed part of a third-party invite from version 11', () => {
    const signed = { mxid: '@bob:example.org', token: 't', signatures: {} }
    const content = { membership: 'invite', third_party_invite: { display_name: 'B.', signed } }
    expect(redactContent('m.room.member', content, ROOM_VERSIONS['10'])).toEqual({ membership: 'invite' })
    expect(redactContent('m.room.member', content, ROOM_VERSIONS['11'])).toEqual({
      membership: 'invite',
      third_party_invite: { signed },
    })
    const odd = { membership: 'invite', third_party_invite: 'x' }
    expect(redactContent('m.room.member', odd, ROOM_VERSIONS['12'])).toEqual({ membership: 'invite' })
  })

  test('a create event keeps the creator, and everything from version 11', () => {
    expect(survivors('m.room.create', ['creator', 'room_version', 'm.federate', 'additional_creators'])).toEqual({
      creator: ALL,
      room_version: '11 12',
      'm.federate': '11 12',
      additional_creators: '11 12',
    })
  })

  test('join rules keep the rule, and whom they allow from version 8', () => {
    expect(survivors('m.room.join_rules', ['join_rule', 'allow', 'note'])).toEqual({
      join_rule: ALL,
      allow: '8 9 10 11 12',
      note: '',
    })
  })

  test('power levels keep all levels, and invite from version 11', () => {
    const kept = ['ban', 'events', 'events_default', 'kick', 'redact', 'state_default', 'users', 'users_default']
    expect(survivors('m.room.power_levels', [...kept, 'invite', 'notifications'])).toEqual({
      ...Object.fromEntries(kept.map((key) => [key, ALL])),
      invite: '11 12',
      notifications: '',
    })
  })

  test('aliases keep themselves up to version 5', () => {
    expect(survivors('m.room.aliases', ['aliases'])).toEqual({ aliases: '1 2 3 4 5' })
  })

  test('history visibility keeps itself', () => {
    expect(survivors('m.room.history_visibility', ['history_visibility', 'x'])).toEqual({ history_visibility: ALL, x: '' })
  })

  test('a redaction keeps what it redacts from version 11', () => {
    expect(survivors('m.room.redaction', ['redacts', 'reason'])).toEqual({ redacts: '11 12', reason: '' })
  })

  test('keys of Object.prototype are not found where they are not', () => {
    for (const version of versions) {
      const kept = redactContent('m.room.member', {}, ROOM_VERSIONS[version])
      expect(kept).toEqual({})
      expect(keepsContentWhenRedacted('constructor', ROOM_VERSIONS[version])).toBe(false)
    }
  })
})

test('of the event, the protected keys stay and the input is left as it is', () => {
  const pdu: Pdu = {
    auth_events: ['$a'],
    content: { body: 'gone' },
    depth: 1,
    event_id: '$x:example.org',
    hashes: { sha256: 'h' },
    membership: 'join',
    origin: 'example.org',
    origin_server_ts: 1,
    prev_events: ['$p'],
    prev_state: [],
    redacts: '$r',
    room_id: '!r:example.org',
    sender: '@alice:example.org',
    signatures: { 'example.org': { 'ed25519:1': 's' } },
    state_key: '',
    type: 'm.room.topic',
    unsigned: { age: 1 },
    age_ts: 5,
  }
  const before = structuredClone(pdu)
  const { redacts: _redacts, unsigned: _unsigned, age_ts: _ageTs, ...kept } = pdu
  expect(redact(pdu, ROOM_VERSIONS['10'])).toEqual({ ...kept, content: {} })
  const { membership: _membership, origin: _origin, prev_state: _prevState, ...keptFrom11 } = kept
  expect(redact(pdu, ROOM_VERSIONS['11'])).toEqual({ ...keptFrom11, content: {} })
  expect(redact(pdu, ROOM_VERSIONS['12'])).toEqual({ ...keptFrom11, content: {} })
  expect(pdu).toEqual(before)
})
