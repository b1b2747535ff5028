import { expect, test } from 'vitest'
import { createEmojiBook, createEmojiHabits, toned } from './emoji.ts'

const ENTRIES = [
  { unicode: '👍️', label: 'pouce levé', tags: ['bien', 'accord'], group: 1, order: 2, skins: [{ unicode: '👍🏻' }, { unicode: '👍🏼' }, { unicode: '👍🏽' }, { unicode: '👍🏾' }, { unicode: '👍🏿' }] },
  { unicode: '🎉', label: 'cotillons', tags: ['fête'], group: 6, order: 3 },
  { unicode: '🇦', label: 'indicateur A' },
  { unicode: '😀', label: 'visage rieur', tags: ['sourire'], group: 0, order: 1 },
]

function storage(held: Record<string, string> = {}) {
  return { getItem: (key: string) => held[key] ?? null, setItem: (key: string, value: string) => void (held[key] = value) }
}

test('emoji are found by the beginnings of their words, without accents', () => {
  const book = createEmojiBook(ENTRIES)
  expect(book.all.map(({ char }) => char)).toEqual(['😀', '👍️', '🎉'])
  expect(book.search('fete', 5).map(({ char }) => char)).toEqual(['🎉'])
  expect(book.search('pou lev', 5).map(({ char }) => char)).toEqual(['👍️'])
  expect(book.search('  ', 5)).toEqual([])
})

test('a tone of skin is kept, as is what was used last; what was kept wrong is forgotten', () => {
  const kept = storage()
  const habits = createEmojiHabits(kept)
  const [, thumb] = createEmojiBook(ENTRIES).all
  habits.setTone(3)
  habits.use('🎉')
  habits.use('👍')
  expect(createEmojiHabits(kept).recent().slice(0, 2)).toEqual(['👍', '🎉'])
  expect(createEmojiHabits(kept).recent().filter((char) => char.startsWith('👍'))).toHaveLength(1)
  expect(thumb === undefined ? undefined : toned(thumb, createEmojiHabits(kept).tone())).toBe('👍🏽')
  expect(createEmojiHabits(storage({ 'chappe.emoji.recent': '{"a":1}', 'chappe.emoji.tone': '9' })).tone()).toBe(0)
  expect(createEmojiHabits(storage({ 'chappe.emoji.recent': 'not json' })).recent().length).toBeGreaterThan(4)
})
