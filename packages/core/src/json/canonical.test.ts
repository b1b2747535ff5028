import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, isJsonObject } from './canonical.ts'
import { JsonError } from './json-error.ts'
import { parseJson } from './parse.ts'
import { compareCodePoints, fitsUtf8, utf8Length } from './text.ts'

function faultOf(value: unknown): string {
  try {
    return `no fault: ${canonicalJson(value)}`
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    return `${error.code}: ${error.message}`
  }
}

// https://spec.matrix.org/v1.19/appendices/#examples
describe("the specification's examples", () => {
  test.each([
    ['{}', '{}'],
    ['{ "one": 1, "two": "Two" }', '{"one":1,"two":"Two"}'],
    ['{ "b": "2", "a": "1" }', '{"a":"1","b":"2"}'],
    ['{"b":"2","a":"1"}', '{"a":"1","b":"2"}'],
    [
      `{ "auth": { "success": true, "mxid": "@john.doe:example.com", "profile": { "display_name": "John Doe",
         "three_pids": [ { "medium": "email", "address": "john.doe@example.org" },
                         { "medium": "msisdn", "address": "123456789" } ] } } }`,
      '{"auth":{"mxid":"@john.doe:example.com","profile":{"display_name":"John Doe","three_pids":[{"address":"john.doe@example.org","medium":"email"},{"address":"123456789","medium":"msisdn"}]},"success":true}}',
    ],
    ['{ "a": "日本語" }', '{"a":"日本語"}'],
    ['{ "本": 2, "日": 1 }', '{"日":1,"本":2}'],
    ['{ "a": "\\u65E5" }', '{"a":"日"}'],
    ['{ "a": null }', '{"a":null}'],
    ['{ "a": -0, "b": 1e10 }', '{"a":0,"b":10000000000}'],
  ])('%s', (text, canonical) => {
    expect(canonicalJson(parseJson(text))).toBe(canonical)
  })
})

describe('keys', () => {
  test('are sorted by code points, not by UTF-16 units', () => {
    // U+1F600 has the units D83D DE00, which come before FB01.
    expect(canonicalJson({ '\u{1f600}': 1, '\ufb01': 2, z: 3 })).toBe('{"z":3,"\ufb01":2,"\u{1f600}":1}')
    expect(canonicalJson({ '\ufb01': 2, '\u{1f600}': 1 })).toBe('{"\ufb01":2,"\u{1f600}":1}')
  })

  test('that are digits are sorted as texts', () => {
    expect(canonicalJson({ 9: 1, 10: 2, '': 3 })).toBe('{"":3,"10":2,"9":1}')
  })

  test('in any order give the same text', () => {
    const objects = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 1 }), { noNullPrototype: true })
    fc.assert(
      fc.property(objects, fc.infiniteStream(fc.nat()), (object, random) => {
        const shuffled = Object.entries(object)
          .map((entry): [number, [string, unknown]] => [Number(random.next().value), entry])
          .sort(([a], [b]) => a - b)
          .map(([, entry]) => entry)
        const lenient = { lenientNumbers: true }
        expect(canonicalJson(Object.fromEntries(shuffled), lenient)).toBe(canonicalJson(object, lenient))
      }),
    )
  })

  test('are ordered by code points one by one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        const points = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0)
        const [left, right] = [points(a), points(b)]
        const at = left.findIndex((point, i) => point !== right[i])
        const expected = at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1)
        expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(expected))
      }),
    )
  })
})

describe('values', () => {
  test('that are undefined are left out', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}')
    expect(canonicalJson({ a: undefined })).toBe('{}')
  })

  test('have the shortest escapes', () => {
    expect(canonicalJson('\u0000\u0007\b\t\n\u000b\f\r\u001f"\\/\u007f\u2028')).toBe(
      '"\\u0000\\u0007\\b\\t\\n\\u000b\\f\\r\\u001f\\"\\\\/\u007f\u2028"',
    )
  })

  test.each([
    [{ a: 1.5 }, 'number_range: A number is not an integer within 2^53 - 1'],
    [{ z: 1, a: 2 ** 53 }, 'number_range: A number is not an integer within 2^53 - 1'],
    [{ a: -(2 ** 53) }, 'number_range: A number is not an integer within 2^53 - 1'],
    [{ a: Number.NaN }, 'number_range: A number is not an integer within 2^53 - 1'],
    [{ a: 2 ** 53 - 1 }, 'no fault: {"a":9007199254740991}'],
    [{ a: -0 }, 'no fault: {"a":0}'],
    [{ b: 1, a: -0 }, 'no fault: {"a":0,"b":1}'],
    [{ a: 'x\ud800' }, 'lone_surrogate: A surrogate stands alone'],
    [{ 'x\ud800': 1 }, 'lone_surrogate: A surrogate stands alone'],
    [undefined, 'syntax: A value of type undefined is no JSON'],
    [[undefined], 'syntax: A value of type undefined is no JSON'],
    [{ a: 1n }, 'syntax: A value of type bigint is no JSON'],
    [{ a: () => 1 }, 'syntax: A value of type function is no JSON'],
  ])('%o', (value, fault) => {
    expect(faultOf(value)).toBe(fault)
  })

  test('print floats and great integers where the room version is lenient', () => {
    expect(canonicalJson({ b: 1.5, a: 1e21, c: 2 ** 53 }, { lenientNumbers: true })).toBe(
      '{"a":1e+21,"b":1.5,"c":9007199254740992}',
    )
    expect(() => canonicalJson({ a: Infinity }, { lenientNumbers: true })).toThrow(JsonError)
  })

  test('100,000 levels deep are an error, not a stack overflow', () => {
    let deep: unknown = 1
    for (let i = 0; i < 100_000; i += 1) deep = i % 2 === 0 ? [deep] : { a: deep }
    expect(faultOf(deep)).toBe('depth: More than 1000 levels of nesting')
  })

  test('of any kind give a text or a JsonError', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withSparseArray: true }), (value) => {
        try {
          JSON.parse(canonicalJson(value))
        } catch (error) {
          expect(error).toBeInstanceOf(JsonError)
        }
      }),
    )
  })
})

test('an object is neither null nor an array', () => {
  expect([{}, null, [], 'x', 1].map(isJsonObject)).toEqual([true, false, false, false, false])
})

test('the length in UTF-8 is what an encoder makes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const bytes = new TextEncoder().encode(text).length
      expect(utf8Length(text)).toBe(bytes)
      expect(fitsUtf8(text, bytes)).toBe(true)
      expect(fitsUtf8(text, bytes - 1)).toBe(false)
    }),
  )
  expect(utf8Length('a\ud800b\udc00')).toBe(8)
})
