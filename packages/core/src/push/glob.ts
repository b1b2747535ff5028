// Glob-style matching, in time linear in the text: patterns and texts both come from outside, so nothing here
// backtracks. A pattern is cut at its `*` into segments of literal characters and `?`; each segment is searched
// for with the shift-and method (one bit for each character of the segment), earliest occurrence first, which is
// enough because `*` may match anything in between.
// https://spec.matrix.org/v1.19/appendices/#glob-style-matching

/** Longer patterns never match. */
export const GLOB_PATTERN_LENGTH_MAX = 1024

/** A compiled pattern: whether it matches `text`, in whatever case. */
export type GlobMatcher = (text: string) => boolean

interface Segment {
  length: number
  words: number
  /** For each character of the segment, the bits of the places where it may stand; `?` counts for all of them. */
  masks: ReadonlyMap<number, Int32Array>
  /** The bits of the places where any character may stand. */
  anywhere: Int32Array
}

const STAR = 0x2a
const QUESTION = 0x3f

/**
 * Compiles a pattern that must match the whole value, ignoring case.
 *
 * @param pattern `*` matches zero or more characters, `?` exactly one (a code point), all others themselves
 */
export function compileWholeGlob(pattern: string): GlobMatcher {
  if (pattern.length > GLOB_PATTERN_LENGTH_MAX) return () => false
  const lowered = pattern.toLowerCase()
  if (!/[*?]/.test(lowered)) return compileLiteral(lowered)
  const segments = cutSegments(codePoints(lowered), true)
  return (text) => matchSegments(segments, codePoints(text.toLowerCase()), false)
}

/**
 * Compiles a pattern that must match a substring which starts and ends at a word boundary, ignoring case: "the
 * start or end of the value, or any character not in the sets `[A-Z]`, `[a-z]`, `[0-9]` or `_`" (v1.19).
 *
 * @param pattern as for {@link compileWholeGlob}
 * @param wildcards false when `*` and `?` stand for themselves, as in a display name
 */
export function compileWordGlob(pattern: string, wildcards = true): GlobMatcher {
  if (pattern.length > GLOB_PATTERN_LENGTH_MAX) return () => false
  const lowered = pattern.toLowerCase()
  const segments = cutSegments(codePoints(lowered), wildcards)
  // Most patterns do not occur at all, and the engine's own search says so fastest.
  const literal = wildcards ? longestLiteral(lowered) : lowered
  return (text) => {
    const loweredText = text.toLowerCase()
    return loweredText.includes(literal) && matchSegments(segments, codePoints(loweredText), true)
  }
}

// Nearly every comparison of a send is one of these. What becomes ASCII in lower case has the length it had before, so
// most are over before anything is lower-cased.
function compileLiteral(lowered: string): GlobMatcher {
  if (!/^[\x20-\x7e]*$/.test(lowered)) return (text) => text.toLowerCase() === lowered
  return (text) => text.length === lowered.length && (text === lowered || text.toLowerCase() === lowered)
}

function longestLiteral(pattern: string): string {
  return pattern.split(/[*?]/).reduce((longest, part) => (part.length > longest.length ? part : longest), '')
}

function codePoints(text: string): readonly number[] {
  const points: number[] = []
  for (let index = 0; index < text.length; index += 1) {
    const point = text.codePointAt(index) ?? 0
    if (point > 0xffff) index += 1
    points.push(point)
  }
  return points
}

function cutSegments(pattern: readonly number[], wildcards: boolean): readonly Segment[] {
  const segments: Segment[] = []
  let start = 0
  for (let index = 0; index <= pattern.length; index += 1) {
    if (index < pattern.length && !(wildcards && pattern[index] === STAR)) continue
    segments.push(buildSegment(pattern.slice(start, index), wildcards))
    start = index + 1
  }
  return segments
}

function buildSegment(points: readonly number[], wildcards: boolean): Segment {
  const words = Math.ceil(points.length / 32)
  const anywhere = new Int32Array(words)
  const masks = new Map<number, Int32Array>()
  points.forEach((point, index) => {
    if (wildcards && point === QUESTION) setBit(anywhere, index)
  })
  points.forEach((point, index) => {
    if (wildcards && point === QUESTION) return
    const mask = masks.get(point) ?? Int32Array.from(anywhere)
    setBit(mask, index)
    masks.set(point, mask)
  })
  return { length: points.length, words, masks, anywhere }
}

function setBit(bits: Int32Array, index: number): void {
  const word = index >>> 5
  bits[word] = (bits[word] ?? 0) | (1 << (index & 31))
}

function matchSegments(segments: readonly Segment[], text: readonly number[], atWords: boolean): boolean {
  const last = segments.length - 1
  let from = 0
  for (const [index, segment] of segments.entries()) {
    const place = { text, from, startsAtEdge: index === 0, endsAtEdge: index === last, atWords }
    const end = segment.length === 0 ? emptyEnd(place) : searchSegment(segment, place)
    if (end === undefined) return false
    from = end
  }
  return true
}

interface SearchPlace {
  text: readonly number[]
  from: number
  startsAtEdge: boolean
  endsAtEdge: boolean
  atWords: boolean
}

/** An empty segment stands before a leading `*`, after a trailing one or between two: it ends wherever it may. */
function emptyEnd({ text, from, startsAtEdge, endsAtEdge, atWords }: SearchPlace): number | undefined {
  if (startsAtEdge && endsAtEdge) return atWords || text.length === 0 ? 0 : undefined
  return endsAtEdge ? text.length : from
}

/** Where the first allowed occurrence of `segment` at or after `from` ends. */
function searchSegment(segment: Segment, place: SearchPlace): number | undefined {
  const { text, from } = place
  const state = new Int32Array(segment.words)
  const lastWord = segment.words - 1
  const lastBit = 1 << ((segment.length - 1) & 31)
  for (let index = from; index < text.length; index += 1) {
    const mask = segment.masks.get(text[index] ?? 0) ?? segment.anywhere
    let carry = mayStart(place, index) ? 1 : 0
    for (let word = 0; word <= lastWord; word += 1) {
      const bits = state[word] ?? 0
      state[word] = ((bits << 1) | carry) & (mask[word] ?? 0)
      carry = bits >>> 31
    }
    if (((state[lastWord] ?? 0) & lastBit) !== 0 && mayEnd(place, index + 1)) return index + 1
  }
  return undefined
}

function mayStart({ text, startsAtEdge, atWords }: SearchPlace, index: number): boolean {
  if (!startsAtEdge) return true
  return atWords ? isWordBoundary(text, index) : index === 0
}

function mayEnd({ text, endsAtEdge, atWords }: SearchPlace, index: number): boolean {
  if (!endsAtEdge) return true
  return atWords ? isWordBoundary(text, index) : index === text.length
}

function isWordBoundary(text: readonly number[], index: number): boolean {
  return !isWordCharacter(text[index - 1]) || !isWordCharacter(text[index])
}

function isWordCharacter(point: number | undefined): boolean {
  if (point === undefined) return false
  const isDigit = point >= 0x30 && point <= 0x39
  const isUpper = point >= 0x41 && point <= 0x5a
  const isLower = point >= 0x61 && point <= 0x7a
  return isDigit || isUpper || isLower || point === 0x5f
}
