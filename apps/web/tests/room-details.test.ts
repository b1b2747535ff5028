// What Alice sees of a room's people, and what she may do with them.
import { expect, test } from 'vitest'
import type { RoomStandings } from '../src/session/types.ts'
import { detailsPeople, factsOf, mustHandOver, powersOver, roleOf } from '../src/viewmodels/rooms/room-details.ts'
import { aMember, aRoom, NO_STANDINGS, peopleOf } from './_rooms.ts'

const ME = '@alice:x'
const standings: RoomStandings = {
  ...NO_STANDINGS,
  organisations: [{ id: 'acme', name: 'Acme', people: 1 }],
  people: new Map([['@eve:x', { kind: 'external', organisationId: 'acme' }]]),
}

test('those with power first, then by name; who asks to come in is not in yet', () => {
  const people = peopleOf([aMember('@zoe:x'), aMember('@eve:x'), aMember(ME, { level: 100 }), aMember('@bob:x', { level: 50 }), aMember('@knock:x', { membership: 'knock' })])
  expect(detailsPeople(people, standings).map(({ member, role, kind, organisation }) => [member.userId, role, kind, organisation])).toEqual([
    [ME, 'admin', undefined, ''],
    ['@bob:x', 'moderator', undefined, ''],
    ['@eve:x', 'member', 'external', 'Acme'],
    ['@zoe:x', 'member', undefined, ''],
  ])
})

test('a level means what it lets do', () => {
  expect([9007199254740991, 100, 99, 50, 49, 0, -1].map(roleOf)).toEqual(['admin', 'admin', 'moderator', 'moderator', 'member', 'member', 'silent'])
})

test('power is given to those below oneself, never to externals, and taken from nobody beside oneself', () => {
  const people = peopleOf([aMember(ME, { level: 100 }), aMember('@bob:x', { level: 100 }), aMember('@carol:x', { level: 50 }), aMember('@eve:x')])
  const [alice, bob, carol, eve] = detailsPeople(people, standings)
  const over = (person: typeof alice) => (person === undefined ? undefined : powersOver({ mine: people.mine, me: ME }, person))
  expect(over(alice)).toEqual({ roles: ['moderator', 'member'], mayRemove: false, mayBan: false })
  expect(over(bob)).toEqual({ roles: [], mayRemove: false, mayBan: false })
  expect(over(carol)).toEqual({ roles: ['admin', 'member', 'silent'], mayRemove: true, mayBan: true })
  expect(over(eve)).toEqual({ roles: ['silent'], mayRemove: true, mayBan: true })
})

test('who has no power does nothing to anybody', () => {
  const people = peopleOf([aMember(ME), aMember('@bob:x')], { level: 0, maySetLevels: false, mayRemove: false, mayBan: false })
  for (const person of detailsPeople(people, undefined)) expect(powersOver({ mine: people.mine, me: ME }, person)).toEqual({ roles: [], mayRemove: false, mayBan: false })
})

test('the last admin hands over before they leave, unless nobody stays or it is a talk of two', () => {
  const alone = peopleOf([aMember(ME, { level: 100 })])
  const last = peopleOf([aMember(ME, { level: 100 }), aMember('@bob:x')])
  const two = peopleOf([aMember(ME, { level: 100 }), aMember('@bob:x', { level: 100 })])
  const invited = peopleOf([aMember(ME, { level: 100 }), aMember('@bob:x', { membership: 'invite', level: 100 }), aMember('@carol:x')])
  expect([alone, last, two, invited].map((people) => mustHandOver(aRoom('!a'), people, ME))).toEqual([false, true, false, true])
  expect(mustHandOver(aRoom('!a', { kind: 'person' }), last, ME)).toBe(false)
})

test('what is not known of a room is taken for the strictest', () => {
  expect(factsOf(aRoom('!a', { joinRule: 'org.example.riddle', historyVisibility: '7' }))).toEqual({ entry: 'invite', history: 'joined', isEncrypted: true, admitsExternals: false })
  const forum = { organisationId: 'i', owners: [], purpose: '', reviewAtMs: 0 }
  expect(factsOf(aRoom('!a', { joinRule: 'public', forum, isEncrypted: false, historyVisibility: 'shared' }))).toEqual({ entry: 'forum', history: 'shared', isEncrypted: false, admitsExternals: false })
})
