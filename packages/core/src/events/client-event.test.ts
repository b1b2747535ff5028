import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../json/canonical.ts'
import { JsonError } from '../json/json-error.ts'
import type { JsonObject } from '../json/value.ts'
import { ROOM_VERSIONS } from '../room-versions/table.ts'
import { clientEventJson, eventNames, topLevelMembers } from './client-event.ts'

const pdu: JsonObject = {
  auth_events: ['$a'],
  content: { body: 'She said "no }],{[ \\" and left', list: [{ a: [] }, '}'] },
  depth: 3,
  hashes: { sha256: 'h' },
  origin_server_ts: 12,
  prev_events: ['$p'],
  room_id: '!r:example.org',
  sender: '@alice:example.org',
  signatures: { 'example.org': { 'ed25519:1': 's' } },
  type: 'm.room.message',
  unsigned: { secret: true },
}
const common = { event_id: '$e', origin_server_ts: 12, room_id: '!room', sender: '@alice:example.org' }

/** The client format of an event made of `pdu` and `changes`. */
function clientEvent(changes: JsonObject, extras?: Parameters<typeof clientEventJson>[3]): unknown {
  return JSON.parse(clientEventJson(canonicalJson({ ...pdu, ...changes }), '$e', '!room', extras))
}

describe('the client format', () => {
  test('has what clients see and nothing that servers tell each other', () => {
    expect(clientEvent({})).toEqual({ ...common, content: pdu.content, type: 'm.room.message' })
  })

  test('is canonical, as what it is spliced from', () => {
    const text = clientEventJson(canonicalJson({ ...pdu, state_key: '' }), '$e', '!room', '{"age":1}')
    expect(text).toBe(canonicalJson(JSON.parse(text)))
  })

  test('has the state key where there is one, the empty one too', () => {
    expect(clientEvent({ state_key: '', type: 'm.room.name', content: {} })).toEqual({
      ...common,
      content: {},
      state_key: '',
      type: 'm.room.name',
    })
  })

  test('has the unsigned data it is given', () => {
    const expected = { ...common, content: pdu.content, type: 'm.room.message', unsigned: { age: 7 } }
    expect(clientEvent({}, '{"age":7}')).toEqual(expected)
    expect(clientEvent({}, { unsignedJson: '{"age":7}' })).toEqual(expected)
  })

  test('takes the room id it is given: a create event of version 12 has none', () => {
    const { room_id: _room, ...create }: JsonObject = { ...pdu, type: 'm.room.create', state_key: '', content: {} }
    expect(JSON.parse(clientEventJson(canonicalJson(create), '$e', '!e'))).toEqual({
      ...common,
      content: {},
      room_id: '!e',
      state_key: '',
      type: 'm.room.create',
    })
  })
})

describe('an event as servers build it', () => {
  // What only servers tell each other makes the text one that is read member by member.
  const { signatures: _signatures, unsigned: _unsigned, ...built } = pdu
  const same = (changes: JsonObject): void => {
    const text = clientEventJson(canonicalJson({ ...built, ...changes }), '$e', '!room', { unsignedJson: (at) => `{"age":${at}}` })
    expect(text).toBe(clientEventJson(canonicalJson({ ...pdu, ...changes }), '$e', '!room', '{"age":12}'))
    expect(text).toBe(canonicalJson(JSON.parse(text)))
  }

  test('looks the same as any other', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), fc.option(fc.string()), (content, type, stateKey) => {
        const given = JSON.parse(JSON.stringify({ content, type, ...(stateKey === null ? {} : { state_key: stateKey }) }))
        try {
          canonicalJson(given)
        } catch {
          return
        }
        same(given)
      }),
    )
  })

  test('looks the same whatever stands in its ids and its content', () => {
    same({ prev_events: ['$a],"room_id":"!x', '$b]'], auth_events: ['$c],"content":{'] })
    same({ content: { depth: 1, hashes: { sha256: 'x' } }, state_key: '"},"depth":2' })
    same({ content: {}, prev_events: [], auth_events: [], sender: '@q"],:x', type: 'm.room.redactions' })
    same({ custom: { depth: 1 }, zzz: 1 })
    same({ event_id: '$e:old', auth_events: [['$a', { sha256: 'x' }]], prev_events: [['$a', { sha256: 'x' }]] })
    same({ type: 'm.room.redaction', redacts: '$t' })
  })

  test('has its ids escaped', () => {
    const text = clientEventJson(canonicalJson(built), '$"', '!"')
    expect(JSON.parse(text)).toMatchObject({ event_id: '$"', room_id: '!"' })
  })
})

describe('the names of an event', () => {
  test('are what it was made with, whatever they are and whatever follows them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.option(fc.string()), fc.boolean(), (type, sender, key, isSigned) => {
        const state = key === null ? {} : { state_key: key }
        const { signatures, unsigned, ...plain } = pdu
        const event = { ...plain, ...(isSigned ? { signatures, unsigned } : {}), type, sender, ...state }
        expect(eventNames(canonicalJson(JSON.parse(JSON.stringify(event).toWellFormed())))).toEqual({
          type: type.toWellFormed(),
          sender: sender.toWellFormed(),
          stateKey: key?.toWellFormed(),
        })
      }),
    )
    const content = { sender: '@x', type: 'y"', state_key: ',"sender":"z","type":"w"' }
    const names = { type: 't,"type":"u', sender: '@a:b', stateKey: '' }
    expect(eventNames(canonicalJson({ ...pdu, content, type: names.type, sender: '@a:b', state_key: '' }))).toEqual(names)
  })
})

describe('a redaction', () => {
  const type = 'm.room.redaction'

  test('of version 11 and later is also readable for older clients', () => {
    expect(clientEvent({ type, content: { reason: 'x', redacts: '$t' } })).toEqual({
      ...common,
      type,
      redacts: '$t',
      content: { reason: 'x', redacts: '$t' },
    })
  })

  test('of version 10 and earlier is also readable for newer clients', () => {
    const expected = { ...common, type, redacts: '$t' }
    expect(clientEvent({ type, redacts: '$t', content: { reason: 'x' } })).toEqual({
      ...expected,
      content: { reason: 'x', redacts: '$t' },
    })
    expect(clientEvent({ type, redacts: '$t', content: {} })).toEqual({ ...expected, content: { redacts: '$t' } })
  })

  test('that names two events names the one its room version means', () => {
    const eves = { type, redacts: '$top', content: { redacts: '$inside' } }
    const top = { ...common, type, redacts: '$top', content: { redacts: '$top' } }
    const inside = { ...common, type, redacts: '$inside', content: { redacts: '$inside' } }
    expect(clientEvent(eves, { rules: ROOM_VERSIONS['10'] })).toEqual(top)
    expect(clientEvent(eves, { rules: ROOM_VERSIONS['11'] })).toEqual(inside)
    expect(clientEvent(eves)).toEqual(inside)
  })

  test('that was itself redacted names nothing', () => {
    expect(clientEvent({ type, content: {} })).toEqual({ ...common, type, content: {} })
  })
})

describe('the members of a text', () => {
  test('are found whatever lies inside them', () => {
    const key = fc.string({ unit: 'binary' })
    const value = fc.jsonValue({ maxDepth: 3 })
    fc.assert(
      fc.property(fc.dictionary(key, value, { noNullPrototype: true }), (object) => {
        const json = JSON.stringify(object)
        const members = topLevelMembers(json).map(([name, start, end]) => [name, JSON.parse(json.slice(start, end))])
        expect(members).toEqual(Object.entries(JSON.parse(json)))
      }),
    )
  })

  test.each(['', 'x', '[]', '{', '{"a"', '{"a":', '{"a":}', '{"a":1', '{"a":1,', '{"a":1,}', '{"a":[1}', '{}x', '{"a":1}}', '{ }', '{"a', '{"a\\"'])(
    'of %j are an error, not a hang',
    (text) => expect(() => topLevelMembers(text)).toThrow(JsonError),
  )

  test('of any text are found or are an error', () => {
    const pieces = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '"a"', '1', ' ')
    fc.assert(
      fc.property(fc.array(pieces).map((list) => list.join('')), (text) => {
        try {
          topLevelMembers(text)
        } catch (error) {
          expect(error).toBeInstanceOf(JsonError)
        }
      }),
    )
  })
})
