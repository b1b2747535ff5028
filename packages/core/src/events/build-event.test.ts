import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nodeCrypto } from '../../tests/node-crypto.ts'
import { canonicalJson } from '../json/canonical.ts'
import { JsonError } from '../json/json-error.ts'
import { parseJson } from '../json/parse.ts'
import type { JsonObject } from '../json/value.ts'
import type { RoomVersion } from '../room-versions/rules.ts'
import { ROOM_VERSIONS } from '../room-versions/table.ts'
import { buildEvent, type EventInput } from './build-event.ts'
import { contentHash, eventIdOf, eventReferenceIds, hasValidContentHash, referenceHash, roomIdFromCreate } from './hash.ts'
import type { Pdu } from './pdu.ts'

const types = [
  'm.room.message',
  'm.room.create',
  'm.room.member',
  'm.room.join_rules',
  'm.room.power_levels',
  'm.room.aliases',
  'm.room.history_visibility',
  'm.room.redaction',
  'x"\\\u0001é\u{1f600}',
  'constructor',
]
const contentKeys = [
  'membership', 'join_authorised_via_users_server', 'third_party_invite', 'signed', 'creator', 'room_version',
  'join_rule', 'allow', 'users', 'invite', 'ban', 'aliases', 'history_visibility', 'redacts', 'body', '__proto__', '\u{1f600}', '\ufb01',
]

const text = fc.string({ unit: 'grapheme' })
const leaf = fc.oneof(text, fc.maxSafeInteger(), fc.boolean(), fc.constant(null))
const member = fc.oneof(leaf, fc.array(leaf), fc.dictionary(fc.constantFrom(...contentKeys), leaf, { noNullPrototype: true }))
const content = fc.dictionary(fc.oneof(fc.constantFrom(...contentKeys), text), member, { noNullPrototype: true }) as fc.Arbitrary<JsonObject>
const ids = fc.array(fc.oneof(fc.constant('$Rqnc-F-dvnEYJTyHq_iKxU2bZ1CI92-kuZq3a5lr5Zg'), text), { maxLength: 4 })

const inputs = fc.record(
  {
    auth_events: ids,
    prev_events: ids,
    depth: fc.maxSafeNat(),
    origin_server_ts: fc.maxSafeNat(),
    room_id: text,
    sender: text,
    type: fc.constantFrom(...types),
    state_key: text,
    content,
    redacts: text,
  },
  { requiredKeys: ['auth_events', 'prev_events', 'depth', 'origin_server_ts', 'sender', 'type', 'content'] },
) as fc.Arbitrary<EventInput & { auth_events: string[]; prev_events: string[] }>

describe('the template gives byte for byte what the generic functions give', () => {
  test.each(Object.keys(ROOM_VERSIONS) as RoomVersion[])('in version %s', (version) => {
    const rules = ROOM_VERSIONS[version]
    fc.assert(
      fc.property(inputs, (given) => {
        const pair = (id: string): [string, { sha256: string }] => [id, { sha256: 'x' }]
        const input: EventInput =
          rules.eventIdFormat === 'server'
            ? { ...given, event_id: '$"1":é', auth_events: given.auth_events.map(pair), prev_events: given.prev_events.map(pair) }
            : given
        const built = buildEvent(input, rules, nodeCrypto)

        const unhashed: Pdu = { ...input }
        const pdu: Pdu = { ...unhashed, hashes: { sha256: contentHash(unhashed, nodeCrypto) } }
        expect(built.pdu).toEqual(pdu)
        expect(built.json).toBe(canonicalJson(pdu))
        expect(built.eventId).toBe(eventIdOf(pdu, rules, nodeCrypto))
        expect(canonicalJson(parseJson(built.json))).toBe(built.json)
        expect(hasValidContentHash(built.pdu, nodeCrypto)).toBe(true)
      }),
    )
  })
})

const hello: EventInput = {
  auth_events: [],
  prev_events: [],
  depth: 1,
  origin_server_ts: 1,
  room_id: '!r:example.org',
  sender: '@alice:example.org',
  type: 'm.room.message',
  content: { body: 'Hello' },
}

describe('an event id', () => {
  test('is the reference hash in the alphabet of the version', () => {
    const urlSafe = buildEvent(hello, ROOM_VERSIONS['4'], nodeCrypto).eventId
    const plain = buildEvent(hello, ROOM_VERSIONS['3'], nodeCrypto).eventId
    expect(urlSafe).toMatch(/^\$[A-Za-z0-9_-]{43}$/)
    expect(plain).toMatch(/^\$[A-Za-z0-9+/]{43}$/)
    expect(plain.replaceAll('+', '-').replaceAll('/', '_')).toBe(urlSafe)
  })

  test('does not change with signatures, unsigned data or a redaction, and does with the sender', () => {
    const rules = ROOM_VERSIONS['12']
    const { pdu, eventId } = buildEvent(hello, rules, nodeCrypto)
    const signed = { ...pdu, signatures: { a: { b: 'c' } }, unsigned: { age: 1 } }
    expect(eventIdOf(signed, rules, nodeCrypto)).toBe(eventId)
    expect(eventIdOf({ ...signed, content: {} }, rules, nodeCrypto)).toBe(eventId)
    expect(eventIdOf({ ...signed, sender: '@eve:example.org' }, rules, nodeCrypto)).not.toBe(eventId)
    expect(hasValidContentHash({ ...pdu, content: { body: 'Changed' } }, nodeCrypto)).toBe(false)
    expect(`$${referenceHash(pdu, rules, nodeCrypto)}`).toBe(eventId)
  })

  test('is given in versions 1 and 2, and missed where it is not', () => {
    expect(buildEvent({ ...hello, event_id: '$1:example.org' }, ROOM_VERSIONS['2'], nodeCrypto).eventId).toBe('$1:example.org')
    expect(() => buildEvent(hello, ROOM_VERSIONS['1'], nodeCrypto)).toThrow(
      new TypeError('An event of room version 1 or 2 needs an event_id'),
    )
  })

  test('of a create event is the room id of version 12', () => {
    expect(roomIdFromCreate('$abc')).toBe('!abc')
  })
})

test('content without a canonical form is refused', () => {
  const build = (version: RoomVersion, value: JsonObject) => () =>
    buildEvent({ ...hello, event_id: '$1:a', content: value }, ROOM_VERSIONS[version], nodeCrypto)
  expect(build('12', { order: 0.5 })).toThrow(JsonError)
  expect(build('5', { order: 0.5 })).not.toThrow()
  expect(build('5', { body: '\ud800' })).toThrow(JsonError)
})

test('references are ids or pairs with ids', () => {
  expect(eventReferenceIds(['$a', '$b'])).toEqual(['$a', '$b'])
  expect(eventReferenceIds([['$a:x', { sha256: 'h' }]])).toEqual(['$a:x'])
})
