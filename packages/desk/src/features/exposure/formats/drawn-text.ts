// Text as a font can draw it: what it has no sign for is written by its number, so that nothing is lost.
import type { Coverage } from './font-coverage.ts'

/** Says how a text is drawn by a font. */
export type DrawnText = (text: string) => string

/**
 * A text whose signs without a glyph are written as their numbers in Unicode, those that follow each other together:
 * `Room [U+56FD 5BB6]`. Remembers the signs it has seen.
 */
export function drawnBy(covers: Coverage): DrawnText {
  const known = new Map<string, string | undefined>()
  const numberOf = (sign: string): string | undefined => {
    if (known.has(sign)) return known.get(sign)
    const codePoint = sign.codePointAt(0) ?? 0
    const number = covers(codePoint) ? undefined : codePoint.toString(16).toUpperCase().padStart(4, '0')
    if (known.size < KNOWN_MAX) known.set(sign, number)
    return number
  }
  return (text) => {
    const parts: string[] = []
    let isWithin = false
    for (const sign of text) {
      const number = numberOf(sign)
      if (isWithin && number === undefined) parts.push(']')
      parts.push(number === undefined ? sign : isWithin ? ` ${number}` : `[U+${number}`)
      isWithin = number !== undefined
    }
    return `${parts.join('')}${isWithin ? ']' : ''}`
  }
}

const KNOWN_MAX = 100_000
