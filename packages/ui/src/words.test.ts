// Words in two languages.
import { expect, test } from 'vitest'
import { languageOf } from './languages.ts'
import { createWords } from './words.ts'

const catalogs = {
  en: { people: '{count, plural, one {# person} other {# people}}', hello: 'Hello {name}' },
  fr: { people: '{count, plural, one {# personne} other {# personnes}}', hello: 'Bonjour {name}' },
}

test.each([
  ['fr', 0, '0 personne'],
  ['fr', 2, '2 personnes'],
  ['en', 0, '0 people'],
  ['en', 1, '1 person'],
] as const)('%s counts %i', (language, count, text) => {
  expect(createWords(catalogs, language).say('people', { count })).toBe(text)
})

test('a name is put in as it is, braces and all', () => {
  expect(createWords(catalogs, 'fr').say('hello', { name: '{count}<b>' })).toBe('Bonjour {count}<b>')
})

test.each([
  [['de', 'en-GB'], 'en'],
  [['FR-ca', 'en'], 'fr'],
  [[], 'fr'],
  [['ja'], 'fr'],
] as const)('who wishes for %j reads %s', (wishes, language) => {
  expect(languageOf(wishes)).toBe(language)
})
