// Facts about text that need no platform: its length in UTF-8 and its order by code points.

/**
 * How many bytes `text` takes in UTF-8. A lone surrogate counts as the three bytes of U+FFFD, as encoders write it.
 */
export function utf8Length(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) continue
    if (unit < 0x800) {
      bytes += 1
    } else {
      bytes += 2
      if (unit >= 0xd800 && unit <= 0xdbff) {
        const next = text.charCodeAt(i + 1)
        if (next >= 0xdc00 && next <= 0xdfff) i += 1
      }
    }
  }
  return bytes
}

/** Whether `text` takes at most `limit` bytes in UTF-8; counts only when the answer is not plain. */
export function fitsUtf8(text: string, limit: number): boolean {
  if (text.length > limit) return false
  return text.length * 3 <= limit || utf8Length(text) <= limit
}

/**
 * Orders two texts by Unicode code points: negative, zero or positive. Differs from `<`, which compares UTF-16
 * units and so puts U+1F600 (units from D83D) before U+FB01.
 */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i += 1) {
    const left = a.charCodeAt(i)
    const right = b.charCodeAt(i)
    if (left !== right) return codePointRank(left) - codePointRank(right)
  }
  return a.length - b.length
}

/** Moves the surrogates above U+E000..U+FFFF, where the code points they stand for belong. */
function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}
