// How well a name fits what was typed: without accents and case, by the beginnings of words.

/** A text as it is compared. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/**
 * How well a name fits folded words: 4 it is them, 3 it begins with them, 2 each begins one of its words, 1 each is
 * somewhere in it; undefined: it does not.
 */
export function rank(name: string, wanted: string): number | undefined {
  const text = fold(name)
  if (wanted === '' || text === wanted) return 4
  if (text.startsWith(wanted)) return 3
  const parts = wanted.split(' ')
  const words = text.split(/[^\p{L}\p{N}]+/u)
  if (parts.every((part) => words.some((word) => word.startsWith(part)))) return 2
  return parts.every((part) => text.includes(part)) ? 1 : undefined
}
