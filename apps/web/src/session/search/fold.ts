// Words as a search compares them: without accents and capitals, where they stand in what was written.

/** A word of a text. */
export interface Word {
  /** As it is compared. */
  folded: string
  /** Where it stands. */
  start: number
  end: number
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu
const MARKS = /\p{M}+/gu
/** What taking accents off does not reach. */
const LIGATURES: Readonly<Record<string, string>> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ı: 'i' }
const LIGATURE = /[œæßøłđı]/g
/** What is no language is not compared beyond this. */
const WORD_CHARS_MAX = 48
const WORDS_MAX = 2000

/** A word as it is compared: `Élysée` and `elysee` are one. */
export function fold(word: string): string {
  return word.slice(0, WORD_CHARS_MAX).normalize('NFKD').replace(MARKS, '').toLowerCase().replace(LIGATURE, (each) => LIGATURES[each] ?? each)
}

/** The words of a text, in their order; at most so many. */
export function listWords(text: string, wordsMax = WORDS_MAX): Word[] {
  const words: Word[] = []
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (words.length === wordsMax) break
    const folded = fold(word)
    if (folded !== '') words.push({ folded, start: index, end: index + word.length })
  }
  return words
}
