// Who was removed for good, as those see it who can lift that.
import type { MatrixClient } from 'matrix-js-sdk'
import { afterEach, expect, test } from 'vitest'
import { openPeople } from '../src/session/person/people.ts'
import { ME, member, roomOf, state, tellClient } from './_client.ts'

let client: MatrixClient | undefined
afterEach(() => client?.stopClient())

test('Bob is known by the name he had, Carol, of whom nothing is said, by her id; neither is among the people', async () => {
  const ban = (userId: string, unsigned: object): object => ({ ...member(userId, { membership: 'ban' }), unsigned })
  client = await tellClient({
    join: {
      '!budget:chappe.test': roomOf(
        [state('m.room.power_levels', { users: { [ME]: 100 } }), member('@bob:chappe.test', { membership: 'join', displayname: 'Bob Durand' })],
        [ban('@bob:chappe.test', { prev_content: { membership: 'join', displayname: 'Bob Durand' } }), ban('@carol:chappe.test', {})],
      ),
    },
  })
  const room = client.getRoom('!budget:chappe.test')
  if (room === null) throw new Error('there is no room')
  const people = openPeople(client, room)
  const { banned, members, mine } = people.state.getState()
  expect(banned.map(({ name }) => name).toSorted()).toEqual(['@carol:chappe.test', 'Bob Durand'])
  expect(members.map(({ userId }) => userId).toSorted()).toEqual([ME, '@mallory:chappe.test'])
  expect([mine.mayBan, mine.mayHistory, mine.mayJoinRule]).toEqual([true, true, true])
  people.close()
})
