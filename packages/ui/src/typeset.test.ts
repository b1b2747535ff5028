// What is typed, and how it is set.
import { expect, test } from 'vitest'
import { typeset } from './typeset.ts'
import { createWords } from './words.ts'

test.each([
  ["Quand l'envoyer ?", 'Quand l’envoyer\u202F?'],
  ['Chiffré : « {name} » ; 2 000 membres', 'Chiffré\u00A0: «\u00A0{name}\u00A0»\u202F; 2\u202F000 membres'],
  ['{size} Mo, {percent} %, sous {days} jours', '{size}\u00A0Mo, {percent}\u00A0%, sous {days}\u00A0jours'],
  ['par e-mail', 'par e\u2011mail'],
  ["d'{name}, aujourd'hui", 'd’{name}, aujourd’hui'],
])('French: %s', (typed, set) => {
  expect(typeset(typed, 'fr')).toBe(set)
})

test('what counts and chooses goes on counting and choosing, in both languages', () => {
  const message = "{count, plural, =0 {Rien n'a été trouvé.} one {# message : {name}} other {# messages ?}}"
  const words = createWords({ fr: { found: message }, en: { found: "{count, plural, one {It isn't {name}} other {# aren't}}" } }, 'fr')
  expect([0, 1, 2].map((count) => words.say('found', { count, name: 'a : b' }))).toEqual(['Rien n’a été trouvé.', '1 message\u00A0: a : b', '2 messages\u202F?'])
  expect(typeset("It isn't {name} : 5 s", 'en')).toBe('It isn’t {name} : 5 s')
})
