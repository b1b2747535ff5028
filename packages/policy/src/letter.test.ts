import { expect, test } from 'vitest'
import { LETTER, letterContent } from './letter.ts'

const bothDays = { fr: 'À lundi', en: 'Until Monday' }

test('a letter is a text in both languages, with each of them beside it', () => {
  expect(letterContent(bothDays)).toEqual({ msgtype: 'm.text', body: 'À lundi\n\nUntil Monday', [LETTER]: bothDays })
  expect(letterContent(bothDays, 'À lundi')).toEqual({ msgtype: 'm.text', body: 'À lundi', [LETTER]: bothDays })
})

test('one that is so long that the event could not hold it twice is a text alone', () => {
  const fr = 'é'.repeat(10_000)
  expect(letterContent({ fr, en: 'Short' })).toEqual({ msgtype: 'm.text', body: `${fr}\n\nShort` })
})
