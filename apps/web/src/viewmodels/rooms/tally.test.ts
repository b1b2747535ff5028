import { expect, test } from 'vitest'
import type { Asked, RoomMember } from '../../session/types.ts'
import { tallyOf } from './tally.ts'

const person = (name: string, more: Partial<RoomMember> = {}): RoomMember => ({ userId: `@${name}:x`, name, avatarUrl: undefined, membership: 'join', level: 0, reason: '', ...more })
const [alice, bob, carol] = [person('alice'), person('bob'), person('carol')]
const late = person('dan', { cameAtMs: 2000 })
const invited = person('eve', { membership: 'invite' })
const members = [alice, carol, bob, late, invited]

function count(asked: Asked, confirmedBy: readonly RoomMember[], of: readonly RoomMember[] = members) {
  const confirmations = confirmedBy.map((each) => ({ person: each, atMs: 1500, isBeforeCorrection: false }))
  const { confirmed, missing, total } = tallyOf({ sender: alice, sentAtMs: 1000 }, { asked, confirmations, isOfMe: false, isDone: false }, { members: of })
  return [confirmed.map(({ person: { name } }) => name), missing.map(({ name }) => name), total]
}

test('everybody who was there when Alice said it is asked, she herself is not', () => {
  expect(count('everybody', [])).toEqual([[], ['bob', 'carol'], 2])
  expect(count('everybody', [bob])).toEqual([['bob'], ['carol'], 2])
})

test('who confirmed and left has confirmed; who left before is asked no more', () => {
  expect(count('everybody', [bob], [alice, carol])).toEqual([['bob'], ['carol'], 2])
  expect(count('everybody', [], [alice, bob])).toEqual([[], ['bob'], 1])
})

test('where people are asked by name, they are, whenever they came in', () => {
  expect(count({ userIds: [late.userId, bob.userId, '@nobody:x'] }, [])).toEqual([[], ['bob', 'dan'], 2])
})
