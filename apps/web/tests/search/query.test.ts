// What people write into the search field, in either language.
import { expect, test } from 'vitest'
import { isEmpty, readQuery } from '../../src/viewmodels/search-query.ts'

const word = (...words: string[]) => ({ words, isPrefix: true })
const phrase = (...words: string[]) => ({ words, isPrefix: false })

test.each([
  ['Élysée figures', [word('elysee'), word('figures')]],
  ['"the figures are in"', [phrase('the', 'figures', 'are', 'in')]],
  ["« l'État »", [phrase('l', 'etat')]],
  ["l'État", [word('l', 'etat')]],
  ['https://example.org', [word('https', 'example', 'org')]],
  ['  ', []],
  ['"unclosed phrase', [word('unclosed'), word('phrase')]],
])('%s', (text, wanted) => {
  expect(readQuery(text).wanted).toEqual(wanted)
})

test('conditions are understood in French and English, in any order, with names in quotes', () => {
  const day = new Date(2026, 0, 31).getTime()
  for (const text of ['from:Alice in:"Budget 2026" after:2026-01-31 has:file figures', 'chiffres avec:fichier depuis:31/01/2026 dans:"Budget 2026" de:Alice']) {
    const query = readQuery(text)
    expect(query).toMatchObject({ from: ['alice'], in: ['budget 2026'], afterMs: day, beforeMs: undefined, has: ['file'], unclear: [] })
    expect(query.wanted).toHaveLength(1)
  }
  expect(readQuery('avant:2026-01-31 avec:sondage').beforeMs).toBe(day)
})

test('a condition that means nothing is said, and asks for nothing', () => {
  const query = readQuery('after:yesterday has:everything before:2026-02-31')
  expect(query.unclear).toEqual(['after:yesterday', 'has:everything', 'before:2026-02-31'])
  expect(isEmpty(query)).toBe(true)
})

test('whatever is written is a query, in bounded time', () => {
  for (const text of ['"'.repeat(600), 'a:'.repeat(400), `${'x'.repeat(10_000)}`, '\u202e\u0000💥', 'from:', ':', '__proto__:x constructor:y']) {
    expect(readQuery(text).wanted.length).toBeLessThanOrEqual(20)
  }
})
