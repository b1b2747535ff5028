import { describe, expect, test } from 'vitest'
import { nodeCrypto } from '../../tests/node-crypto.ts'
import type { RoomVersion } from '../room-versions/rules.ts'
import { ROOM_VERSIONS } from '../room-versions/table.ts'
import { people, testRoom, type TestRoom } from '../testing/index.ts'
import { checkRedactionApplies, redactedEventId } from './redaction.ts'

const { alice, bob, charlie } = people
const fault = { code: 'redaction_not_allowed', message: 'The sender may not redact events of another server' }

function publicRoom(version: RoomVersion): TestRoom {
  const room = testRoom({ crypto: nodeCrypto, version })
  room.member(alice, 'join')
  room.set('m.room.join_rules', { join_rule: 'public' })
  room.member(bob, 'join')
  room.member(charlie, 'join')
  return room
}

describe('a redaction event', () => {
  test.each(['1', '2'] as const)('is judged by the domains of the event ids in version %s', (version) => {
    const room = publicRoom(version)
    const redact = (sender: string, redacts?: string) =>
      room.check({ type: 'm.room.redaction', sender, ...(redacts === undefined ? {} : { redacts }) })
    expect(redact(bob, '$1:example.org')).toBeUndefined()
    expect(redact(bob, '$1:elsewhere.example')).toEqual(fault)
    expect(redact(bob, '$1')).toEqual(fault)
    expect(redact(bob)).toEqual(fault)
    // Alice has the redact level.
    expect(redact(alice, '$1:elsewhere.example')).toBeUndefined()
  })

  test('is like any other event from version 3 on', () => {
    const room = publicRoom('3')
    expect(room.check({ type: 'm.room.redaction', sender: bob, redacts: '$1:elsewhere.example' })).toBeUndefined()
  })
})

describe('a redaction', () => {
  test.each(['3', '11', '12'] as const)('is applied for moderators, and for users of the same server, in version %s', (version) => {
    const room = publicRoom(version)
    const redaction = (sender: string) => room.build({ type: 'm.room.redaction', sender }).auth
    const message = room.send('message', { type: 'm.room.message', sender: bob }).auth
    expect(checkRedactionApplies(room.rules, redaction(bob), message, room.state)).toBeUndefined()
    expect(checkRedactionApplies(room.rules, redaction(alice), message, room.state)).toBeUndefined()
    expect(checkRedactionApplies(room.rules, redaction(charlie), message, room.state)).toEqual(fault)
    const abroad = room.send('abroad', { type: 'm.room.message', sender: charlie }).auth
    expect(checkRedactionApplies(room.rules, redaction(bob), abroad, room.state)).toEqual(fault)
    expect(checkRedactionApplies(room.rules, redaction(alice), abroad, room.state)).toBeUndefined()
  })

  test('is not applied in another room', () => {
    const room = publicRoom('12')
    const redaction = room.build({ type: 'm.room.redaction', sender: alice }).auth
    const elsewhere = { room_id: '!other', sender: alice }
    expect(checkRedactionApplies(room.rules, redaction, elsewhere, room.state)).toEqual({
      code: 'redaction_of_another_room',
      message: 'The redacted event is of another room',
    })
  })

  test('names its event at top level up to version 10, in the content from 11', () => {
    const redaction = { content: { redacts: '$inside' }, redacts: '$top' }
    expect(redactedEventId(ROOM_VERSIONS['10'], redaction)).toBe('$top')
    expect(redactedEventId(ROOM_VERSIONS['11'], redaction)).toBe('$inside')
    expect(redactedEventId(ROOM_VERSIONS['11'], { content: { redacts: 7 }, redacts: '$top' })).toBeUndefined()
  })
})
