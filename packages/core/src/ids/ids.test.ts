import { describe, expect, test } from 'vitest'
import * as ids from './ids.ts'

describe('a server name', () => {
  test.each(['matrix.org', 'matrix.org:8888', '1.2.3.4', '1.2.3.4:1234', '[1234:5678::abcd]', '[::1]:5678', 'localhost'])(
    'may be %s',
    (name) => expect(ids.isServerName(name)).toBe(true),
  )
  test.each(['', 'a b', 'exa_mple.org', 'example.org:', 'example.org:123456', 'example.org:8a', '[::1', '::1', 'é.fr', 'a/b', 'a\n'])(
    'is not %j',
    (name) => expect(ids.isServerName(name)).toBe(false),
  )
  test('is not longer than 255 characters', () => {
    expect(ids.isServerName('a'.repeat(255))).toBe(true)
    expect(ids.isServerName('a'.repeat(256))).toBe(false)
  })
})

describe('a user id', () => {
  test('has a localpart and a server name', () => {
    expect(ids.parseUserId('@alice:example.org:8448')).toEqual({ localpart: 'alice', serverName: 'example.org:8448' })
  })

  test.each(['@Alice Dupont:example.org', '@:example.org', '@\u0001:example.org', '@日本:example.org'])(
    'of former times counts: %j',
    (id) => expect(ids.isUserId(id)).toBe(true),
  )

  test.each(['', '@', 'alice:example.org', '@alice', '@alice:', '@al\0ice:example.org', '@alice:exa mple', '#a:b', '@a\ud800:b'])(
    'is not %j',
    (id) => expect(ids.parseUserId(id)).toBeUndefined(),
  )

  test('takes at most 255 bytes, not characters', () => {
    expect(ids.isUserId(`@${'a'.repeat(242)}:example.org`)).toBe(true)
    expect(ids.isUserId(`@${'a'.repeat(243)}:example.org`)).toBe(false)
    expect(ids.isUserId(`@${'é'.repeat(121)}:example.org`)).toBe(true)
    expect(ids.isUserId(`@${'é'.repeat(122)}:example.org`)).toBe(false)
  })

  test('of a new account keeps to a small alphabet', () => {
    expect(ids.isValidLocalpart('alice.dupont_1=-/+')).toBe(true)
    for (const name of ['', 'Alice', 'al ice', 'alice:', 'é', 'a\n']) expect(ids.isValidLocalpart(name)).toBe(false)
  })

  test('is made of its parts, or not at all', () => {
    expect(ids.userIdOf('alice', 'example.org')).toBe('@alice:example.org')
    expect(ids.userIdOf('alice:evil.example', 'example.org')).toBeUndefined()
    expect(ids.userIdOf('a:b', '80')).toBeUndefined()
    expect(ids.userIdOf('a'.repeat(250), 'example.org')).toBeUndefined()
  })
})

test('a room id has a domain, or is the hash of a create event', () => {
  expect(ids.isRoomId('!abc:example.org')).toBe(true)
  expect(ids.isRoomId('!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM')).toBe(true)
  expect(ids.isHashRoomId('!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM')).toBe(true)
  expect(ids.isHashRoomId('!abc:example.org')).toBe(false)
  for (const id of ['!abc', '!31hneApxJ/1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM', '#abc:example.org', '!a\0:example.org']) {
    expect(ids.isRoomId(id)).toBe(false)
  }
})

test('an event id comes in three formats', () => {
  expect(ids.isEventId('$abc:example.org')).toBe(true)
  expect(ids.isEventId('$acR1l0raoZnm60CBwAVgqbZqoO/mYU81xysh1u7XcJk')).toBe(true)
  expect(ids.isEventId('$Rqnc-F-dvnEYJTyHq_iKxU2bZ1CI92-kuZq3a5lr5Zg')).toBe(true)
  for (const id of ['$abc', '$', '!abc:example.org', '$acR1l0raoZnm60CBwAVgqbZqoO/mYU81xysh1u7Xc_k']) {
    expect(ids.isEventId(id)).toBe(false)
  }
})

test('a room alias has a localpart and a server name', () => {
  expect(ids.parseRoomAlias('#open day:example.org')).toEqual({ localpart: 'open day', serverName: 'example.org' })
  expect(ids.isRoomAlias('#open')).toBe(false)
})

test('a device id is any short text without control characters', () => {
  expect(ids.isDeviceId('JLAFKJWSCS')).toBe(true)
  for (const id of ['', 'a\nb', 'x'.repeat(256), '\ud800']) expect(ids.isDeviceId(id)).toBe(false)
})

test('the domain of an id begins behind its first colon', () => {
  expect(ids.domainOf('@alice:example.org:8448')).toBe('example.org:8448')
  expect(ids.domainOf('$hash')).toBeUndefined()
})
