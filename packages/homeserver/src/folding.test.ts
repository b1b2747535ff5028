// Folding as a table.
import { expect, test } from 'vitest'
import { foldText, wordsOf } from './folding.ts'

test('case and accents go, ligatures come apart', () => {
  expect(foldText('ÉLYSÉE')).toBe('elysee')
  expect(foldText('Sœur Œdipe')).toBe('soeur oedipe')
  expect(foldText('Straße Łódź')).toBe('strasse lodz')
  expect(foldText('Plain Text')).toBe('plain text')
})

test('words are runs of letters and digits', () => {
  expect(wordsOf("L'école n°12, rue Jean-Jaurès")).toEqual(['l', 'ecole', 'n', '12', 'rue', 'jean', 'jaures'])
  expect(wordsOf('...')).toEqual([])
})
