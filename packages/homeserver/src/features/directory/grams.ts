// Which pairs of letters a text holds, in a few numbers: most texts that do not hold a word are told apart from it
// without being read.

/** A set of pairs, each one bit of 256; two pairs may share a bit. */
export type Grams = Uint32Array

const WORDS = 8

/** The pairs of letters of a text. */
export function gramsOf(text: string): Grams {
  const grams = new Uint32Array(WORDS)
  for (let index = 1; index < text.length; index += 1) {
    const pair = Math.imul(text.charCodeAt(index - 1) * 31 + text.charCodeAt(index), 0x9e3779b1) >>> 24
    const word = pair >>> 5
    grams[word] = (grams[word] ?? 0) | (1 << (pair & 31))
  }
  return grams
}

/** Whether a text may hold another one; false only where it does not. */
export function mayHold(text: Grams, other: Grams): boolean {
  for (let word = 0; word < WORDS; word += 1) {
    const wanted = other[word] ?? 0
    if (((text[word] ?? 0) & wanted) >>> 0 !== wanted) return false
  }
  return true
}
