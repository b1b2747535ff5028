import { expect, test } from 'vitest'
import { fold, summaryOf } from './summary.ts'

test('accents and case do not matter for searching', () => {
  expect(fold('Élysée Œuvre ÇA')).toBe(fold('elysee œuvre ca'))
})

test('a room without any names still has an entry', () => {
  const summary = summaryOf({ roomNid: 7, roomId: '!a:b', joined: 2 }, () => undefined)
  expect(JSON.parse(summary.json)).toEqual({
    room_id: '!a:b',
    num_joined_members: 2,
    world_readable: false,
    guest_can_join: false,
    join_rule: 'invite',
  })
  expect(summary).toMatchObject({ roomType: null, searched: '' })
})
