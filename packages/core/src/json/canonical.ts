// Canonical JSON: the one text of a value that hashes and signatures are made over.
// https://spec.matrix.org/v1.19/appendices/#canonical-json
import { JsonError } from './json-error.ts'
import { compareCodePoints } from './text.ts'
import type { JsonObject } from './value.ts'

/** How numbers are treated. */
export interface CanonicalOptions {
  /** Room versions 1 to 5: floats and integers beyond 2^53 - 1 are printed as JavaScript prints them. */
  lenientNumbers?: boolean
}

/** Printing recurses once per level; no parsed value is deeper than this (see parse.ts). */
const MAX_DEPTH = 1000

/**
 * The canonical JSON text of `value`: members sorted by Unicode code points, no insignificant space, shortest escapes.
 * Members that are `undefined` are left out, and -0 prints 0.
 *
 * @throws JsonError for a float or an integer beyond 2^53 - 1 (unless lenient), a lone surrogate, nesting beyond
 * 1,000 levels, or something that is no JSON value at all.
 */
export function canonicalJson(value: unknown, options?: CanonicalOptions): string {
  const lenient = options?.lenientNumbers === true
  // The platform's printer does the work where it would print the same.
  if (printsCanonically(value, lenient, 0)) return JSON.stringify(value)
  return print(value, lenient, 0)
}

/** Whether a value from outside is a JSON object: not null, not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Whether JSON.stringify prints `value` canonically: keys stand in order and are free of surrogates, and nothing needs
 * an error. False also where it is merely not sure.
 */
function printsCanonically(value: unknown, lenient: boolean, depth: number): boolean {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed()
    case 'number':
      return Number.isSafeInteger(value) || (lenient && Number.isFinite(value))
    case 'boolean':
      return true
    case 'object':
      if (value === null) return true
      if (depth >= MAX_DEPTH) return false
      return Array.isArray(value)
        ? itemsPrintCanonically(value, lenient, depth)
        : membersPrintCanonically(value, lenient, depth)
    default:
      return false
  }
}

function itemsPrintCanonically(array: readonly unknown[], lenient: boolean, depth: number): boolean {
  for (const item of array) {
    if (!printsCanonically(item, lenient, depth + 1)) return false
  }
  return true
}

function membersPrintCanonically(object: object, lenient: boolean, depth: number): boolean {
  let previous = ''
  for (const key of Object.keys(object)) {
    // UTF-16 order is code point order as long as no surrogate takes part.
    if (key < previous || !isBelowSurrogates(key)) return false
    if (!printsCanonically(Reflect.get(object, key), lenient, depth + 1)) return false
    previous = key
  }
  return true
}

function isBelowSurrogates(key: string): boolean {
  for (let i = 0; i < key.length; i += 1) {
    if (key.charCodeAt(i) >= 0xd800) return false
  }
  return true
}

function print(value: unknown, lenient: boolean, depth: number): string {
  switch (typeof value) {
    case 'string':
      return printString(value)
    case 'number':
      return printNumber(value, lenient)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      if (depth >= MAX_DEPTH) throw new JsonError('depth', `More than ${MAX_DEPTH} levels of nesting`)
      return Array.isArray(value) ? printArray(value, lenient, depth) : printObject(value, lenient, depth)
    default:
      throw new JsonError('syntax', `A value of type ${typeof value} is no JSON`)
  }
}

function printString(text: string): string {
  if (!text.isWellFormed()) throw new JsonError('lone_surrogate', 'A surrogate stands alone')
  // JSON.stringify escapes exactly what the canonical grammar escapes, in the same shape.
  return JSON.stringify(text)
}

function printNumber(value: number, lenient: boolean): string {
  if (Number.isSafeInteger(value) || (lenient && Number.isFinite(value))) return JSON.stringify(value)
  throw new JsonError('number_range', 'A number is not an integer within 2^53 - 1')
}

function printArray(array: readonly unknown[], lenient: boolean, depth: number): string {
  // Not `map`, which would skip the holes of a sparse array.
  let text = '['
  for (const item of array) text += (text === '[' ? '' : ',') + print(item, lenient, depth + 1)
  return `${text}]`
}

function printObject(object: object, lenient: boolean, depth: number): string {
  let text = '{'
  for (const key of sortedKeys(object)) {
    const member: unknown = Reflect.get(object, key)
    if (member === undefined) continue
    text += `${text === '{' ? '' : ','}${printString(key)}:${print(member, lenient, depth + 1)}`
  }
  return `${text}}`
}

function sortedKeys(object: object): string[] {
  const keys = Object.keys(object)
  // The platform's own order is that of UTF-16 units, and right as long as no surrogate takes part.
  return keys.every(isBelowSurrogates) ? keys.sort() : keys.sort(compareCodePoints)
}
