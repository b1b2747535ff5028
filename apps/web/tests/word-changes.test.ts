// What happened to a room in a row, as one reads it in one line.
import { createWords } from '@chappe/ui'
import { expect, test } from 'vitest'
import type { Message, RoomChange } from '../src/viewmodels/types.ts'
import { wordChanges } from '../src/views/word-changes.ts'
import { en } from '../src/words/en.ts'
import { fr } from '../src/words/fr.ts'

const inEnglish = createWords({ en, fr }, 'en').say
const inFrench = createWords({ en, fr }, 'fr').say

const inRow = (...changes: readonly RoomChange[]): Message[] => changes.map((change) => ({ sender: { userId: '@Alice:chappe.example' }, body: { kind: 'change', change } }) as unknown as Message)

const move = (name: string, from: string, to: string, isOwn = true): RoomChange => ({
  kind: 'member',
  person: { userId: `@${name}:chappe.example`, name: `${name} (Interior)`, avatarUrl: undefined },
  from,
  to,
  isOwn,
  reason: '',
})
const comesIn = (name: string): RoomChange => move(name, 'invite', 'join')

test('who came in is told by name, as far as there is place', () => {
  expect(wordChanges(inRow(comesIn('Bob'), comesIn('Carol')), inEnglish)).toBe('Bob and Carol came in')
  expect(wordChanges(inRow(comesIn('Bob'), comesIn('Carol'), comesIn('Dan')), inFrench)).toBe('Bob, Carol et Dan ont rejoint la conversation')
  expect(wordChanges(inRow(...['Bob', 'Carol', 'Dan', 'Eve', 'Fatou'].map(comesIn)), inEnglish)).toBe('Bob, Carol and 3 others came in')
})

test('what happens to somebody in a row is told once, as it came out', () => {
  expect(wordChanges(inRow(move('Bob', 'leave', 'invite', false), comesIn('Bob')), inEnglish)).toBe('Bob came in')
  expect(wordChanges(inRow(comesIn('Bob'), move('Bob', 'join', 'join')), inEnglish)).toBe('Bob came in')
  expect(wordChanges(inRow(comesIn('Bob'), move('Bob', 'join', 'leave')), inEnglish)).toBe('Bob came in and left')
  expect(wordChanges(inRow(move('Bob', 'join', 'join'), move('Bob', 'join', 'leave')), inEnglish)).toBe('Bob left')
  expect(wordChanges(inRow(comesIn('Bob'), move('Bob', 'join', 'ban', false)), inEnglish)).toBe('Bob was removed')
  expect(wordChanges(inRow(move('Bob', 'join', 'join'), move('Bob', 'join', 'join')), inFrench)).toBe('Bob a modifié son nom ou son portrait')
})

test('what began comes first, people after it, and the rest as often as it happened', () => {
  const begun = inRow({ kind: 'created' }, move('Alice', '', 'join'), { kind: 'encrypted' }, move('Bob', '', 'invite', false), move('Carol', '', 'invite', false), { kind: 'pinned' }, { kind: 'pinned' }, { kind: 'other', type: 'm.room.power_levels' }, { kind: 'named', name: 'Soup' })
  expect(wordChanges(begun, inEnglish)).toBe(
    'The conversation was begun · Bob and Carol were invited · What is said from here on is encrypted · The pinned messages were changed 2 times · The settings were changed · The room is now called “Soup”',
  )
  expect(wordChanges(inRow({ kind: 'pinned' }, { kind: 'topic', topic: 'x' }), inFrench)).toBe('Les messages épinglés ont changé · Le sujet a changé')
})
