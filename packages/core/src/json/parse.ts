// Strict JSON: what JSON.parse lets through and a homeserver must not (duplicate keys, lone surrogates, integers that
// lose digits, nesting without end) is refused. https://spec.matrix.org/v1.19/appendices/#canonical-json
import { JsonError, type JsonErrorCode } from './json-error.ts'
import type { JsonObject, JsonValue } from './value.ts'

/** Bounds on what is read. */
export interface JsonLimits {
  /** How many arrays and objects may lie inside each other; 100 unless told, 1,000 at most. */
  maxDepth?: number
}

const DEFAULT_MAX_DEPTH = 100
/** The parser recurses once per level, so the bound itself is bounded: the stack takes this many with ease. */
const GREATEST_MAX_DEPTH = 1000

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const MINUS = 0x2d
const DOT = 0x2e
const ZERO = 0x30
const NINE = 0x39
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/**
 * Reads one JSON value. `__proto__` becomes an ordinary own property; floats are accepted (account data and tags use
 * them), integers must lie within 2^53 - 1.
 *
 * @throws JsonError and nothing else, with its code and the position in UTF-16 units.
 */
export function parseJson(text: string, limits?: JsonLimits): JsonValue {
  if (!text.isWellFormed()) fail('lone_surrogate', 'A surrogate stands alone', loneSurrogateAt(text))
  const reader: Reader = {
    text,
    at: 0,
    depth: 0,
    maxDepth: Math.min(limits?.maxDepth ?? DEFAULT_MAX_DEPTH, GREATEST_MAX_DEPTH),
  }
  skipSpace(reader)
  const value = readValue(reader)
  skipSpace(reader)
  if (reader.at < text.length) fail('syntax', 'Text goes on after the value', reader.at)
  return value
}

interface Reader {
  readonly text: string
  at: number
  depth: number
  readonly maxDepth: number
}

function fail(code: JsonErrorCode, message: string, position: number): never {
  throw new JsonError(code, message, position)
}

function unexpected(reader: Reader): never {
  if (reader.at >= reader.text.length) fail('syntax', 'The text ends too soon', reader.text.length)
  return fail('syntax', 'Unexpected character', reader.at)
}

function loneSurrogateAt(text: string): number {
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    if (unit < 0xd800 || unit > 0xdfff) continue
    const next = text.charCodeAt(i + 1)
    if (unit > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return i
    i += 1
  }
  return -1
}

function skipSpace(reader: Reader): void {
  const text = reader.text
  let at = reader.at
  for (;;) {
    const unit = text.charCodeAt(at)
    // Most text has no space between its tokens: one comparison decides. (At the end `unit` is NaN.)
    if (unit > 0x20) break
    if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) break
    at += 1
  }
  reader.at = at
}

function readValue(reader: Reader): JsonValue {
  const unit = reader.text.charCodeAt(reader.at)
  switch (unit) {
    case QUOTE:
      return readString(reader)
    case OPEN_BRACE:
      return readObject(reader)
    case OPEN_BRACKET:
      return readArray(reader)
    case 0x74:
      return readWord(reader, 'true', true)
    case 0x66:
      return readWord(reader, 'false', false)
    case 0x6e:
      return readWord(reader, 'null', null)
    default:
      return unit === MINUS || isDigit(unit) ? readNumber(reader) : unexpected(reader)
  }
}

function readWord(reader: Reader, word: string, value: JsonValue): JsonValue {
  if (!reader.text.startsWith(word, reader.at)) unexpected(reader)
  reader.at += word.length
  return value
}

function enter(reader: Reader): void {
  reader.depth += 1
  if (reader.depth > reader.maxDepth) fail('depth', `More than ${reader.maxDepth} levels of nesting`, reader.at)
  reader.at += 1
  skipSpace(reader)
}

function readObject(reader: Reader): JsonObject {
  const text = reader.text
  const object: JsonObject = {}
  enter(reader)
  if (text.charCodeAt(reader.at) === CLOSE_BRACE) {
    reader.at += 1
    reader.depth -= 1
    return object
  }
  for (;;) {
    const keyAt = reader.at
    if (text.charCodeAt(keyAt) !== QUOTE) unexpected(reader)
    const key = readString(reader)
    skipSpace(reader)
    if (text.charCodeAt(reader.at) !== COLON) unexpected(reader)
    reader.at += 1
    skipSpace(reader)
    const value = readValue(reader)
    // A plain read is cheaper than hasOwn and is undefined for every new key but the few that Object.prototype has.
    if (object[key] !== undefined) putAwkward(object, key, value, keyAt)
    else object[key] = value
    skipSpace(reader)
    const unit = text.charCodeAt(reader.at)
    if (unit === COMMA) {
      reader.at += 1
      skipSpace(reader)
    } else if (unit === CLOSE_BRACE) {
      reader.at += 1
      reader.depth -= 1
      return object
    } else {
      unexpected(reader)
    }
  }
}

/** Puts a key whose plain read found something: a duplicate, or a name that Object.prototype has (`__proto__`). */
function putAwkward(object: JsonObject, key: string, value: JsonValue, keyAt: number): void {
  if (Object.hasOwn(object, key)) fail('duplicate_key', 'A key appears twice in one object', keyAt)
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
}

function readArray(reader: Reader): JsonValue[] {
  const text = reader.text
  const array: JsonValue[] = []
  enter(reader)
  if (text.charCodeAt(reader.at) === CLOSE_BRACKET) {
    reader.at += 1
    reader.depth -= 1
    return array
  }
  for (;;) {
    array.push(readValue(reader))
    skipSpace(reader)
    const unit = text.charCodeAt(reader.at)
    if (unit === COMMA) {
      reader.at += 1
      skipSpace(reader)
    } else if (unit === CLOSE_BRACKET) {
      reader.at += 1
      reader.depth -= 1
      return array
    } else {
      unexpected(reader)
    }
  }
}

function readString(reader: Reader): string {
  const text = reader.text
  const start = reader.at + 1
  let at = start
  for (;;) {
    const unit = text.charCodeAt(at)
    if (unit === QUOTE) {
      reader.at = at + 1
      return text.slice(start, at)
    }
    if (unit === BACKSLASH) return readEscapedString(reader, start, at)
    // Also false at the end of the text, where `unit` is NaN.
    if (!(unit >= 0x20)) {
      reader.at = at
      unexpected(reader)
    }
    at += 1
  }
}

/** The rest of a string from its first backslash on. */
function readEscapedString(reader: Reader, start: number, firstEscape: number): string {
  const text = reader.text
  let result = text.slice(start, firstEscape)
  reader.at = firstEscape
  for (;;) {
    const from = reader.at
    let at = from
    let unit = text.charCodeAt(at)
    while (unit >= 0x20 && unit !== QUOTE && unit !== BACKSLASH) {
      at += 1
      unit = text.charCodeAt(at)
    }
    result += text.slice(from, at)
    reader.at = at
    if (unit === QUOTE) {
      reader.at = at + 1
      return result
    }
    if (unit !== BACKSLASH) unexpected(reader)
    result += readEscape(reader)
  }
}

const SHORT_ESCAPES: ReadonlyMap<number, string> = new Map([
  [QUOTE, '"'],
  [BACKSLASH, '\\'],
  [0x2f, '/'],
  [0x62, '\b'],
  [0x66, '\f'],
  [0x6e, '\n'],
  [0x72, '\r'],
  [0x74, '\t'],
])

/** One escape; `reader.at` stands on its backslash and ends behind it. */
function readEscape(reader: Reader): string {
  const escapeAt = reader.at
  reader.at += 1
  const short = SHORT_ESCAPES.get(reader.text.charCodeAt(reader.at))
  if (short !== undefined) {
    reader.at += 1
    return short
  }
  const unit = readHexEscape(reader)
  if (unit < 0xd800 || unit > 0xdfff) return String.fromCharCode(unit)
  // A low half first, or a high half without an escaped low half behind it (a bare one stands alone in the text and
  // was refused before).
  if (unit > 0xdbff || reader.text.charCodeAt(reader.at) !== BACKSLASH) {
    fail('lone_surrogate', 'A surrogate stands alone', escapeAt)
  }
  if (reader.text.charCodeAt(reader.at + 1) !== 0x75) fail('lone_surrogate', 'A surrogate stands alone', escapeAt)
  reader.at += 1
  const low = readHexEscape(reader)
  if (low < 0xdc00 || low > 0xdfff) fail('lone_surrogate', 'A surrogate stands alone', escapeAt)
  return String.fromCharCode(unit, low)
}

/** The code unit of `uXXXX`; `reader.at` stands on the u and ends behind the last digit. */
function readHexEscape(reader: Reader): number {
  if (reader.text.charCodeAt(reader.at) !== 0x75) unexpected(reader)
  let unit = 0
  for (let i = 0; i < 4; i += 1) {
    reader.at += 1
    unit = unit * 16 + hexDigit(reader)
  }
  reader.at += 1
  return unit
}

function hexDigit(reader: Reader): number {
  const unit = reader.text.charCodeAt(reader.at)
  if (isDigit(unit)) return unit - ZERO
  const lower = unit | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : unexpected(reader)
}

function isDigit(unit: number): boolean {
  return unit >= ZERO && unit <= NINE
}

function skipDigits(reader: Reader): void {
  if (!isDigit(reader.text.charCodeAt(reader.at))) unexpected(reader)
  do reader.at += 1
  while (isDigit(reader.text.charCodeAt(reader.at)))
}

function readNumber(reader: Reader): number {
  const text = reader.text
  const start = reader.at
  if (text.charCodeAt(start) === MINUS) reader.at += 1
  // "A leading zero stands alone": 01 is not a number, so that the digit after it is an unexpected character.
  if (text.charCodeAt(reader.at) === ZERO) reader.at += 1
  else skipDigits(reader)
  const isFloat = skipFraction(reader)
  const value = Number(text.slice(start, reader.at))
  if (isFloat ? !Number.isFinite(value) : !Number.isSafeInteger(value)) {
    fail('number_range', 'A number is out of range', start)
  }
  return value
}

/** Skips fraction and exponent; whether there was one. */
function skipFraction(reader: Reader): boolean {
  const text = reader.text
  const start = reader.at
  if (text.charCodeAt(reader.at) === DOT) {
    reader.at += 1
    skipDigits(reader)
  }
  if ((text.charCodeAt(reader.at) | 0x20) === 0x65) {
    reader.at += 1
    const sign = text.charCodeAt(reader.at)
    if (sign === 0x2b || sign === MINUS) reader.at += 1
    skipDigits(reader)
  }
  return reader.at > start
}
