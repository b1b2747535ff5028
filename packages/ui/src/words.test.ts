// Words in two languages.
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { expect, test, vi } from 'vitest'
import { languageOf } from './languages.ts'
import { createWords } from './words.ts'

vi.mock('@lingui/message-utils/compileMessage', async (load) => {
  const library = await load<{ compileMessage: typeof compileMessage }>()
  return { ...library, compileMessage: vi.fn(library.compileMessage) }
})

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

test('a moment is told as shortly as it can be: a time today, the day of the week within six days, else the day', () => {
  const now = new Date(2026, 10, 26, 12, 0).getTime()
  const { ago } = createWords(catalogs, 'en')
  expect(ago(new Date(2026, 10, 26, 0, 5).getTime(), now)).toBe('00:05')
  expect(ago(new Date(2026, 10, 25, 23, 59).getTime(), now)).toBe('Wed')
  expect(ago(new Date(2026, 10, 19, 11, 0).getTime(), now)).toBe('19/11/26')
  // A clock that is wrong, here or there, names no day that has not been.
  expect(ago(new Date(2026, 10, 28, 12, 0).getTime(), now)).toBe('28/11/26')
})

test('a message is compiled when it is said for the first time, and said as often as one likes', () => {
  vi.mocked(compileMessage).mockClear()
  const { say } = createWords(catalogs, 'en')
  expect(compileMessage).not.toHaveBeenCalled()
  expect([1, 2, 3].map((count) => say('people', { count }))).toEqual(['1 person', '2 people', '3 people'])
  expect(say('hello', { name: 'Bob' })).toBe('Hello Bob')
  expect(compileMessage).toHaveBeenCalledTimes(2)
})
