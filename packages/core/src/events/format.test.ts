import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../json/value.ts'
import { ROOM_VERSIONS } from '../room-versions/table.ts'
import { canonicalJson } from '../json/canonical.ts'
import { checkEventFormat } from './format.ts'

const v1 = ROOM_VERSIONS['1']
const v5 = ROOM_VERSIONS['5']
const v6 = ROOM_VERSIONS['6']
const v12 = ROOM_VERSIONS['12']

const id = (n: number): string => `$${String(n).padStart(43, 'a')}`

const message: JsonObject = {
  auth_events: [id(1)],
  content: { body: 'Hello' },
  depth: 5,
  hashes: { sha256: 'x' },
  origin_server_ts: 1_750_000_000_000,
  prev_events: [id(2)],
  room_id: '!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM',
  sender: '@alice:example.org',
  signatures: { 'example.org': { 'ed25519:1': 's' } },
  type: 'm.room.message',
}

const pair = (n: number): [string, JsonObject] => [`$${n}:example.org`, { sha256: 'x' }]
const oldMessage: JsonObject = {
  ...message,
  auth_events: [pair(1)],
  prev_events: [pair(2)],
  event_id: '$3:example.org',
  room_id: '!r:example.org',
}

test('a message is an event in every version that has its form', () => {
  for (const rules of Object.values(ROOM_VERSIONS)) {
    const event = rules.eventIdFormat === 'server' ? oldMessage : message
    expect(checkEventFormat(event, rules)).toBeUndefined()
  }
})

test('an event on its way to be signed has no signatures yet', () => {
  const { signatures: _signatures, hashes: _hashes, ...event } = message
  expect(checkEventFormat(event, v12)).toBeUndefined()
})

describe('a field', () => {
  test.each(['type', 'sender', 'room_id', 'content', 'depth', 'origin_server_ts', 'auth_events', 'prev_events'])(
    '%s must be there',
    (field) => {
      const { [field]: _gone, ...event } = message
      expect(checkEventFormat(event, v12)).toEqual({ code: 'missing_field', message: `${field} is missing`, field })
    },
  )

  test.each([
    [{ type: 7 }, 'type', 'a string'],
    [{ sender: 'alice' }, 'sender', 'a valid identifier'],
    [{ sender: null }, 'sender', 'a string'],
    [{ state_key: 7 }, 'state_key', 'a string'],
    [{ room_id: '#alias:example.org' }, 'room_id', 'a valid identifier'],
    [{ content: [] }, 'content', 'an object'],
    [{ content: null }, 'content', 'an object'],
    [{ depth: -1 }, 'depth', 'an integer from 0 to 2^53 - 1'],
    [{ depth: '5' }, 'depth', 'an integer from 0 to 2^53 - 1'],
    [{ origin_server_ts: 'now' }, 'origin_server_ts', 'an integer within 2^53 - 1'],
    [{ auth_events: {} }, 'auth_events', 'a list'],
    [{ auth_events: [7] }, 'auth_events', 'a list of event ids'],
    [{ auth_events: [pair(1)] }, 'auth_events', 'a list of event ids'],
    [{ prev_events: ['!room:example.org'] }, 'prev_events', 'a list of event ids'],
    [{ hashes: [] }, 'hashes', 'an object'],
    [{ hashes: { sha256: 7 } }, 'hashes.sha256', 'a string'],
    [{ signatures: { 'example.org': 'x' } }, 'signatures', 'a map of servers to maps of keys to signatures'],
    [{ signatures: { 'example.org': { 'ed25519:1': 1 } } }, 'signatures', 'a map of servers to maps of keys to signatures'],
    [{ unsigned: 'x' }, 'unsigned', 'an object'],
  ])('%j is refused', (fault, field, what) => {
    expect(checkEventFormat({ ...message, ...fault }, v12)).toEqual({
      code: 'bad_field',
      message: `${field} is not ${what}`,
      field,
    })
  })

  test.each(['type', 'state_key', 'sender', 'room_id', 'event_id'])('%s takes at most 255 bytes', (field) => {
    const sigil = { sender: '@', room_id: '!', event_id: '$' }[field] ?? ''
    const ofBytes = (bytes: number): string => `${sigil}${'x'.repeat(bytes - sigil.length - 2)}:a`
    expect(checkEventFormat({ ...message, [field]: ofBytes(255) }, v12)).toBeUndefined()
    expect(checkEventFormat({ ...message, [field]: ofBytes(256) }, v12)).toEqual({
      code: 'field_too_long',
      message: `${field} is longer than 255 bytes`,
      field,
    })
  })

  test('is measured in bytes, not characters', () => {
    expect(checkEventFormat({ ...message, type: 'é'.repeat(127) }, v12)).toBeUndefined()
    expect(checkEventFormat({ ...message, type: 'é'.repeat(128) }, v12)?.code).toBe('field_too_long')
  })

  test('redacts is a string up to version 10 and means nothing from 11 on', () => {
    expect(checkEventFormat({ ...message, redacts: 7 }, ROOM_VERSIONS['10'])?.message).toBe('redacts is not a string')
    expect(checkEventFormat({ ...message, redacts: 7 }, ROOM_VERSIONS['11'])).toBeUndefined()
  })
})

describe('versions 1 and 2', () => {
  test('have an event id', () => {
    const { event_id: _id, ...event } = oldMessage
    expect(checkEventFormat(event, v1)?.message).toBe('event_id is missing')
    expect(checkEventFormat({ ...oldMessage, event_id: 'x' }, v1)?.message).toBe('event_id is not a valid identifier')
  })

  test.each([[[id(1)]], [[['$1:example.org']]], [[['$1:example.org', 'x']]], [[['$1:example.org', {}]]], [[[7, { sha256: 'x' }]]]])(
    'refer in pairs, not %j',
    (references) => {
      expect(checkEventFormat({ ...oldMessage, prev_events: references }, v1)?.message).toBe(
        'prev_events is not a list of pairs of event id and hashes',
      )
    },
  )
})

test('a create event of version 12 has no room id, one of version 11 must', () => {
  const { room_id: _room, ...create }: JsonObject = { ...message, type: 'm.room.create', state_key: '', prev_events: [] }
  expect(checkEventFormat(create, v12)).toBeUndefined()
  expect(checkEventFormat(create, ROOM_VERSIONS['11'])?.message).toBe('room_id is missing')
})

test('at most 10 auth events and 20 previous events', () => {
  const list = (length: number): string[] => Array.from({ length }, (_, n) => id(n))
  expect(checkEventFormat({ ...message, auth_events: list(10), prev_events: list(20) }, v12)).toBeUndefined()
  expect(checkEventFormat({ ...message, auth_events: list(11) }, v12)).toEqual({
    code: 'too_many_references',
    message: 'auth_events has more than 10 entries',
    field: 'auth_events',
  })
  expect(checkEventFormat({ ...message, prev_events: list(21) }, v12)?.message).toBe('prev_events has more than 20 entries')
})

test('at most 65,536 bytes of canonical JSON', () => {
  const empty = new TextEncoder().encode(canonicalJson({ ...message, content: { body: '' } })).length
  const filled = (bytes: number): JsonObject => ({ ...message, content: { body: 'x'.repeat(bytes - empty) } })
  expect(checkEventFormat(filled(65_536), v12)).toBeUndefined()
  expect(checkEventFormat(filled(65_537), v12)).toEqual({
    code: 'too_large',
    message: 'The event is larger than 65536 bytes',
  })
  const accents = { ...message, content: { body: 'é'.repeat(33_000) } }
  expect(checkEventFormat(accents, v12)?.code).toBe('too_large')
  expect(checkEventFormat(message, v12, 'x'.repeat(65_537))?.code).toBe('too_large')
})

test('numbers are integers from version 6 on', () => {
  const event = { ...message, content: { order: 1.5 } }
  expect(checkEventFormat(event, v5)).toBeUndefined()
  expect(checkEventFormat(event, v6)).toEqual({
    code: 'not_canonical',
    message: 'The event has no canonical form: A number is not an integer within 2^53 - 1',
  })
  expect(checkEventFormat({ ...message, content: { n: 2 ** 53 } }, v6)?.code).toBe('not_canonical')
})

test('keys of Object.prototype are not fields', () => {
  const event = Object.create({ type: 'm.room.message' }) as JsonObject
  const { type: _type, ...rest } = message
  Object.assign(event, rest)
  expect(checkEventFormat(event, v12)?.message).toBe('type is missing')
})
