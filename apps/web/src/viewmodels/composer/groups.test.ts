import { expect, test } from 'vitest'
import type { RoomMember, RoomStandings } from '../../session/types.ts'
import { groupsOf } from './groups.ts'

const person = (userId: string, more: Partial<RoomMember> = {}): RoomMember => ({ userId, name: userId, avatarUrl: undefined, membership: 'join', level: 0, reason: '', ...more })
const standingsOf = (people: Readonly<Record<string, string>>): RoomStandings => ({
  organisations: [{ id: 'finance', name: 'Finance', people: 2 }, { id: 'interior', name: 'Interior', people: 1 }],
  externals: 0,
  elsewhere: 0,
  people: new Map(Object.entries(people).map(([userId, organisationId]) => [userId, { kind: 'agent', organisationId }])),
})

const members = [person('@me'), person('@bob', { level: 50 }), person('@carol'), person('@dan', { membership: 'invite' })]
const parts = { me: '@me', people: { members }, standings: standingsOf({ '@me': 'finance', '@bob': 'interior', '@carol': 'finance', '@dan': 'finance' }), mayNotifyAll: false, moderators: 'moderators' }

test('moderators and organisations, without oneself and without who has not come in', () => {
  expect(groupsOf(parts).map(({ name, userIds }) => [name, userIds])).toEqual([['moderators', ['@bob']], ['Finance', ['@carol']], ['Interior', ['@bob']]])
})

test('an organisation that is the whole room is no group: that is everybody', () => {
  const standings = standingsOf({ '@me': 'finance', '@bob': 'finance', '@carol': 'finance' })
  expect(groupsOf({ ...parts, standings }).map(({ name }) => name)).toEqual(['moderators'])
})

test('until the server has said who is of which organisation, there are moderators alone', () => {
  expect(groupsOf({ ...parts, standings: undefined }).map(({ name }) => name)).toEqual(['moderators'])
})

test('who may not tell everybody tells fifty, who may tells two hundred', () => {
  const many = Array.from({ length: 300 }, (_, index) => person(`@p${index}`))
  const small = many.slice(0, 60)
  const of = (people: readonly RoomMember[], mayNotifyAll: boolean) => {
    const standings = standingsOf(Object.fromEntries(people.map(({ userId }) => [userId, 'finance'])))
    return groupsOf({ ...parts, people: { members: [...members, ...people] }, standings, mayNotifyAll }).find(({ name }) => name === 'Finance')
  }
  expect([of(small, false)?.isTooMany, of(small, true)?.isTooMany, of(many, true)?.isTooMany, of(many, true)?.userIds.length]).toEqual([true, false, true, 200])
})
