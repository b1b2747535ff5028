// Text as it is searched: without case and accents, cut into words.

/** Letters that Unicode does not take apart. */
const LIGATURES: Readonly<Record<string, string>> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }
const LIGATURE = /[œæßøłđðþı]/g
const PLAIN = /^[\u0020-\u007e]*$/

/** Text without case and accents: `Élysée` and `elysee` are found by each other, `sœur` and `soeur` too. */
export function foldText(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(LIGATURE, (letter) => LIGATURES[letter] ?? letter)
}

/** The words of a text as they are written, but small: what stemming needs, which knows endings by their accents. */
export function writtenWordsOf(text: string): string[] {
  return text.normalize('NFC').toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
}

/** The folded words of a text: runs of letters and digits. */
export function wordsOf(text: string): string[] {
  return foldText(text).match(/[\p{L}\p{N}]+/gu) ?? []
}
