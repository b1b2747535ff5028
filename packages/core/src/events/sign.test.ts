import { describe, expect, test } from 'vitest'
import { bytesOf, nodeCrypto, publicKeyOf } from '../../tests/node-crypto.ts'
import { ROOM_VERSIONS } from '../room-versions/table.ts'
import { contentHash } from './hash.ts'
import type { Pdu } from './pdu.ts'
import { requiredSigners, signJson, signPdu, verifyJson, verifyPduSignature } from './sign.ts'

const seed = bytesOf('YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1')
const key = { entity: 'domain', keyId: 'ed25519:1', seed }
const verifyKey = { entity: 'domain', keyId: 'ed25519:1', publicKey: publicKeyOf(seed) }

// https://spec.matrix.org/v1.19/appendices/#cryptographic-test-vectors
describe("the specification's vectors", () => {
  test('an empty object is signed', () => {
    expect(signJson({}, key, nodeCrypto)).toEqual({
      signatures: {
        domain: {
          'ed25519:1':
            'K8280/U9SSy9IVtjBuVeLr+HpOB4BQFWbg+UZaADMtTdGYI7Geitb76LTrr5QV/7Xg4ahLwYGYZzuHGZKM5ZAQ',
        },
      },
    })
  })

  test('an object with data is signed', () => {
    expect(signJson({ one: 1, two: 'Two' }, key, nodeCrypto)).toEqual({
      one: 1,
      signatures: {
        domain: {
          'ed25519:1':
            'KqmLSbO39/Bzb0QIYE82zqLwsA+PDzYIpIRA2sRQ4sL53+sN6/fpNSoqE7BP7vBZhG6kYdD13EIMJpvhJI+6Bw',
        },
      },
      two: 'Two',
    })
  })

  test('a minimal event is hashed and signed', () => {
    const event: Pdu = {
      room_id: '!x:domain',
      sender: '@a:domain',
      origin: 'domain',
      origin_server_ts: 1000000,
      signatures: {},
      type: 'X',
      content: {},
      prev_events: [],
      auth_events: [],
      depth: 3,
      unsigned: { age_ts: 1000000 },
    }
    const hashed = { ...event, hashes: { sha256: contentHash(event, nodeCrypto) } }
    expect(signPdu(hashed, ROOM_VERSIONS['1'], key, nodeCrypto)).toEqual({
      ...event,
      hashes: { sha256: '5jM4wQpv6lnBo7CLIghJuHdW+s2CMBJPUOGOC89ncos' },
      signatures: {
        domain: {
          'ed25519:1':
            'KxwGjPSDEtvnFgU00fwFz+l6d2pJM6XBIaMEn81SXPTRl16AqLAYqfIReFGZlHi5KLjAWbOoMszkwsQma+lYAg',
        },
      },
    })
  })

  test('an event with content that redaction takes is hashed and signed', () => {
    // The vector lacks what every real event has (depth and references), so it is read as it stands.
    const event = JSON.parse(`{
      "content": { "body": "Here is the message content" },
      "event_id": "$0:domain",
      "origin": "domain",
      "origin_server_ts": 1000000,
      "type": "m.room.message",
      "room_id": "!r:domain",
      "sender": "@u:domain",
      "signatures": {},
      "unsigned": { "age_ts": 1000000 }
    }`) as Pdu
    const hashed = { ...event, hashes: { sha256: contentHash(event, nodeCrypto) } }
    const signed = signPdu(hashed, ROOM_VERSIONS['1'], key, nodeCrypto)
    expect(signed.hashes).toEqual({ sha256: 'onLKD1bGljeBWQhWZ1kaP9SorVmRQNdN5aM2JYU2n/g' })
    expect(signed.signatures).toEqual({
      domain: {
        'ed25519:1': 'Wm+VzmOUOz08Ds+0NTWb1d4CZrVsJSikkeRxh6aCcUwu6pNC78FunoD7KNWzqFn241eYHYMGCA5McEiVPdhzBA',
      },
    })
    expect(verifyPduSignature(signed, ROOM_VERSIONS['1'], verifyKey, nodeCrypto)).toBe(true)
  })
})

describe('a signature', () => {
  test('joins those that are there and leaves unsigned alone', () => {
    const object = { hello: 'Bob', unsigned: { age: 1 }, signatures: { elsewhere: { 'ed25519:9': 'abc' } } }
    const signed = signJson(object, key, nodeCrypto)
    expect(signed.unsigned).toEqual({ age: 1 })
    expect(Object.keys(signed.signatures)).toEqual(['elsewhere', 'domain'])
    expect(verifyJson(signed, verifyKey, nodeCrypto)).toBe(true)
    expect(verifyJson({ ...signed, unsigned: { age: 2 } }, verifyKey, nodeCrypto)).toBe(true)
  })

  test('is not valid when Eve changed a word, or for another key or server', () => {
    const signed = signJson({ hello: 'Bob' }, key, nodeCrypto)
    expect(verifyJson({ ...signed, hello: 'Eve' }, verifyKey, nodeCrypto)).toBe(false)
    expect(verifyJson(signed, { ...verifyKey, keyId: 'ed25519:2' }, nodeCrypto)).toBe(false)
    expect(verifyJson(signed, { ...verifyKey, entity: 'evil.example' }, nodeCrypto)).toBe(false)
    const evesKey = publicKeyOf(new Uint8Array(32).fill(7))
    expect(verifyJson(signed, { ...verifyKey, publicKey: evesKey }, nodeCrypto)).toBe(false)
  })

  test('of a malformed object is not valid, and says so without an error', () => {
    expect(verifyJson({}, verifyKey, nodeCrypto)).toBe(false)
    expect(verifyJson({ signatures: 7 }, verifyKey, nodeCrypto)).toBe(false)
    expect(verifyJson({ signatures: { domain: { 'ed25519:1': 7 } } }, verifyKey, nodeCrypto)).toBe(false)
    expect(verifyJson({ x: 1.5, signatures: { domain: { 'ed25519:1': 'abc' } } }, verifyKey, nodeCrypto)).toBe(false)
    expect(verifyJson({ signatures: { domain: {} } }, { ...verifyKey, keyId: 'constructor' }, nodeCrypto)).toBe(false)
    expect(verifyJson({ signatures: {} }, { ...verifyKey, entity: '__proto__' }, nodeCrypto)).toBe(false)
  })

  test('of an event covers its redacted form: the text of a message may go, its sender may not', () => {
    const rules = ROOM_VERSIONS['12']
    const event: Pdu = {
      auth_events: [],
      content: { body: 'Meet at noon' },
      depth: 4,
      origin_server_ts: 1,
      prev_events: [],
      room_id: '!r',
      sender: '@alice:domain',
      type: 'm.room.message',
    }
    const signed = signPdu(event, rules, key, nodeCrypto)
    expect(verifyPduSignature({ ...signed, content: {} }, rules, verifyKey, nodeCrypto)).toBe(true)
    expect(verifyPduSignature({ ...signed, sender: '@eve:domain' }, rules, verifyKey, nodeCrypto)).toBe(false)
  })
})

describe('the signatures an event needs', () => {
  const event: Pdu = {
    auth_events: [],
    content: {},
    depth: 1,
    origin_server_ts: 1,
    prev_events: [],
    room_id: '!r:example.org',
    sender: '@alice:example.org',
    type: 'm.room.message',
  }

  test("are its sender's server's", () => {
    expect(requiredSigners(event, ROOM_VERSIONS['12'])).toEqual(['example.org'])
  })

  test("are also its event id's server's in versions 1 and 2", () => {
    expect(requiredSigners({ ...event, event_id: '$1:elsewhere.example' }, ROOM_VERSIONS['2'])).toEqual([
      'example.org',
      'elsewhere.example',
    ])
  })

  test("are also the authorising user's server's for a restricted join, from version 8", () => {
    const join = {
      ...event,
      type: 'm.room.member',
      state_key: '@alice:example.org',
      content: { membership: 'join', join_authorised_via_users_server: '@charlie:elsewhere.example' },
    }
    expect(requiredSigners(join, ROOM_VERSIONS['8'])).toEqual(['example.org', 'elsewhere.example'])
    expect(requiredSigners(join, ROOM_VERSIONS['7'])).toEqual(['example.org'])
  })

  test("are not the sender's for an invite by e-mail", () => {
    const invite = { ...event, type: 'm.room.member', content: { membership: 'invite', third_party_invite: {} } }
    expect(requiredSigners(invite, ROOM_VERSIONS['12'])).toEqual([])
  })
})
