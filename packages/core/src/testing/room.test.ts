import { expect, test } from 'vitest'
import { nodeCrypto } from '../../tests/node-crypto.ts'
import { checkAuthEventsSelection } from '../auth/selection.ts'
import { checkEventFormat } from '../events/format.ts'
import { eventIdOf, hasValidContentHash } from '../events/hash.ts'
import type { RoomVersion } from '../room-versions/rules.ts'
import { ROOM_VERSIONS } from '../room-versions/table.ts'
import { people, testRoom } from './index.ts'

const { alice, bob } = people

test.each(Object.keys(ROOM_VERSIONS) as RoomVersion[])('a version %s room has real events', (version) => {
  const room = testRoom({ crypto: nodeCrypto, version })
  room.member(alice, 'join')
  room.set('m.room.join_rules', { join_rule: 'public' })
  room.member(bob, 'join')
  const left = room.send('left', { type: 'm.room.message', sender: alice })
  room.send('right', { type: 'm.room.message', sender: bob, prev: [`${bob} join`] })
  const merge = room.send('merge', { type: 'm.room.message', sender: bob, prev: ['left', 'right'] })

  const byId = new Map(room.events().map((event) => [event.eventId, event.auth]))
  expect(byId.size).toBe(7)
  for (const event of room.events()) {
    expect(checkEventFormat(event.pdu, room.rules)).toBeUndefined()
    expect(hasValidContentHash(event.pdu, nodeCrypto)).toBe(true)
    expect(eventIdOf(event.pdu, room.rules, nodeCrypto)).toBe(event.eventId)
    const authEvents = (event.auth.auth_events ?? []).flatMap((id) => byId.get(id) ?? [])
    const ofThisRoom = authEvents.map((auth) => ({ ...auth, room_id: room.roomId }))
    expect(checkAuthEventsSelection(room.rules, { ...event.auth, room_id: room.roomId }, ofThisRoom)).toBeUndefined()
  }
  expect(merge.auth.prev_events).toEqual([left.eventId, room.get('right').eventId])
  expect(merge.pdu.depth).toBe(left.pdu.depth + 1)
})

test('a name that no event has is a fault of the test', () => {
  expect(() => testRoom({ crypto: nodeCrypto }).get('x')).toThrow(new TypeError('The room has no event named x'))
})
