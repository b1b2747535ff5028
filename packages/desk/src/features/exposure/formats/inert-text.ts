// Text that others have chosen (names of rooms, files, people), made harmless to show: it is what it says, and does nothing.

const MAX_CHARS = 400

/**
 * Controls, what changes the direction of what follows, invisible signs, ends of lines, and halves of signs. Joiners stay:
 * without them Persian and the scripts of India are misspelt.
 */
const HIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Co}]|(?![\u200C\u200D])\p{Cf}/gu

/** Text without anything that works unseen: each such sign is written as its number, `[U+202E]`; what is too long ends in `…`. */
export function inertText(text: string, maxChars: number = MAX_CHARS): string {
  // Cut first: what comes from outside may be huge.
  const signs = Array.from(text.slice(0, maxChars * 2))
  const isLong = signs.length > maxChars || text.length > maxChars * 2
  return (isLong ? `${signs.slice(0, maxChars - 1).join('')}…` : text).replaceAll(HIDDEN, numberOfSign)
}

function numberOfSign(sign: string): string {
  return `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`
}
