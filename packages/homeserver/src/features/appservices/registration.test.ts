// Registration files as values.
import { expect, test } from 'vitest'
import { namesOf } from './namespaces.ts'
import { parseRegistration } from './registration.ts'

const irc = {
  id: 'irc',
  url: 'http://localhost:9999/',
  as_token: 'as',
  hs_token: 'hs',
  sender_localpart: 'ircbot',
  namespaces: { users: [{ exclusive: true, regex: '@irc_.*' }], aliases: [{ exclusive: true, regex: '#irc_.*' }] },
}

test('a registration is read, with what it leaves out', () => {
  expect(parseRegistration(irc, 'chappe.test')).toMatchObject({
    id: 'irc', url: 'http://localhost:9999', senderId: '@ircbot:chappe.test', rooms: [], isRateLimited: true, receivesEphemeral: false,
  })
  expect(parseRegistration({ ...irc, url: null }, 'chappe.test').url).toBeUndefined()
})

test.each([
  [{ ...irc, as_token: undefined }, 'as_token: expected text'],
  [{ ...irc, url: 'ftp://x' }, 'url: not a http:// or https:// URL'],
  [{ ...irc, namespaces: { users: [{ exclusive: true, regex: '(' }] } }, 'namespaces/users: not a regular expression'],
  [{ ...irc, namespaces: { users: 'all' } }, 'namespaces/users: expected a list'],
  [[], 'the file: expected keys and values'],
])('what is wrong is named', (value, message) => {
  expect(() => parseRegistration(value, 'chappe.test')).toThrow(message)
})

test('a namespace is kept for its application service; the whole name has to match', () => {
  const names = namesOf([parseRegistration(irc, 'chappe.test')])
  expect(names.findByToken('as')?.id).toBe('irc')
  expect(names.findByToken('hs')).toBeUndefined()
  expect(names.isUserReserved('@irc_bob:chappe.test')).toBe(true)
  expect(names.isUserReserved('@ircbot:chappe.test')).toBe(true)
  expect(names.isUserReserved('@bob_@irc_x:chappe.test')).toBe(false)
  expect(names.mayMakeAlias('@bob:chappe.test', '#irc_x:chappe.test')).toBe(false)
  expect(names.mayMakeAlias('@irc_bob:chappe.test', '#irc_x:chappe.test')).toBe(true)
  expect(names.mayMakeAlias('@bob:chappe.test', '#x:chappe.test')).toBe(true)
})
