// What a spreadsheet makes of a table that somebody hostile has named things in.
import { expect, test } from 'vitest'
import { toCsv } from './csv.ts'

test.each([
  ['=HYPERLINK("http://evil")', `"'=HYPERLINK(""http://evil"")"`],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['Jeanne, "la chef"', '"Jeanne, ""la chef"""'],
  ['two\nlines', '"two\nlines"'],
  ['plain', 'plain'],
])('%j is %s', (cell, text) => {
  expect(toCsv([[cell]])).toBe(`${text}\r\n`)
})

test('numbers are numbers, also those below nothing', () => {
  expect(toCsv([['a', -3, 4.5]])).toBe('a,-3,4.5\r\n')
})
