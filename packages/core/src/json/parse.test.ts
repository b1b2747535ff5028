import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from './canonical.ts'
import { JsonError } from './json-error.ts'
import { parseJson } from './parse.ts'

/** What parsing says instead of a value. */
function faultOf(text: string, maxDepth?: number): string {
  try {
    parseJson(text, maxDepth === undefined ? undefined : { maxDepth })
    return 'no fault'
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    return `${error.code}: ${error.message}`
  }
}

describe('ordinary JSON', () => {
  test('means what JSON.parse says it means', () => {
    const text = ' { "a" : [ 1 , -2.5e3 , true , false , null , "\\u65E5\\n\\/\\ud83d\\ude00" ] , "" : { } , "b" : [ ] } '
    expect(parseJson(text)).toEqual(JSON.parse(text))
    for (const scalar of ['0', '-0', '7', '"x"', 'true', 'null', '1e400'.slice(0, 3), '0.5', '1E+2', '1e-2']) {
      expect(parseJson(scalar)).toBe(JSON.parse(scalar))
    }
  })

  test('with floats is accepted, as account data and tags have them', () => {
    expect(parseJson('{"order":0.25}')).toEqual({ order: 0.25 })
    expect(parseJson('1e16')).toBe(1e16)
  })

  test('any value that JSON.stringify prints is read back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        // Integers that lose digits are refused, see below.
        const isGreat = (item: unknown): boolean => Number.isInteger(item) && !Number.isSafeInteger(item)
        const text = JSON.stringify(value, (_key, item: unknown) => (isGreat(item) ? 0 : item))
        expect(parseJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  test('in canonical form is the same after parsing and printing', () => {
    const key = fc.string({ unit: 'binary' })
    const integer = fc.maxSafeInteger()
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, fc.string({ unit: 'binary' }), integer, fc.boolean(), fc.constant(null), tie('array'), tie('object')),
      array: fc.array(tie('value'), { maxLength: 5 }),
      object: fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: true }),
    }))
    fc.assert(
      fc.property(value, (json) => {
        const text = canonicalJson(json)
        expect(canonicalJson(parseJson(text))).toBe(text)
      }),
    )
  })
})

describe('hostile JSON', () => {
  test('__proto__ is a key like any other', () => {
    const value = parseJson('{"__proto__":{"admin":true},"constructor":1,"toString":2}')
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor', 'toString'])
    expect((value as { admin?: boolean }).admin).toBeUndefined()
    expect(canonicalJson(value)).toBe('{"__proto__":{"admin":true},"constructor":1,"toString":2}')
    expect(Reflect.get({}, 'admin')).toBeUndefined()
  })

  test.each([
    ['{"a":1,"a":2}', 'duplicate_key: A key appears twice in one object at position 7'],
    ['{"a":1,"\\u0061":2}', 'duplicate_key: A key appears twice in one object at position 7'],
    ['{"__proto__":1,"__proto__":2}', 'duplicate_key: A key appears twice in one object at position 15'],
    ['{"toString":null,"toString":2}', 'duplicate_key: A key appears twice in one object at position 17'],
    ['[{"b":{"x":null,"x":null}}]', 'duplicate_key: A key appears twice in one object at position 16'],
  ])('a duplicate key in %s', (text, fault) => {
    expect(faultOf(text)).toBe(fault)
  })

  test.each([
    ['"a\ud800"', 'lone_surrogate: A surrogate stands alone at position 2'],
    ['"\udc00b"', 'lone_surrogate: A surrogate stands alone at position 1'],
    ['"\u{1f600}\ud83d"', 'lone_surrogate: A surrogate stands alone at position 3'],
    ['"\\ud800"', 'lone_surrogate: A surrogate stands alone at position 1'],
    ['"ab\\udc00"', 'lone_surrogate: A surrogate stands alone at position 3'],
    ['"\\ud800\\n"', 'lone_surrogate: A surrogate stands alone at position 1'],
    ['"\\ud800\\ud800"', 'lone_surrogate: A surrogate stands alone at position 1'],
    ['"\\ud800x"', 'lone_surrogate: A surrogate stands alone at position 1'],
    ['{"\\udfff":1}', 'lone_surrogate: A surrogate stands alone at position 2'],
  ])('a lone surrogate in %j', (text, fault) => {
    expect(faultOf(text)).toBe(fault)
  })

  test.each([
    ['9007199254740991', 'no fault'],
    ['-9007199254740991', 'no fault'],
    ['9007199254740992', 'number_range: A number is out of range at position 0'],
    ['-9007199254740992', 'number_range: A number is out of range at position 0'],
    ['[1,9007199254740993]', 'number_range: A number is out of range at position 3'],
    ['100000000000000000000000000000', 'number_range: A number is out of range at position 0'],
    ['1e400', 'number_range: A number is out of range at position 0'],
    ['-1e400', 'number_range: A number is out of range at position 0'],
  ])('the number %s', (text, fault) => {
    expect(faultOf(text)).toBe(fault)
  })

  test('100,000 levels of nesting', () => {
    const depth = 'depth: More than 100 levels of nesting at position'
    expect(faultOf('['.repeat(100_000) + ']'.repeat(100_000))).toBe(`${depth} 100`)
    expect(faultOf('{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000))).toBe(`${depth} 500`)
    expect(faultOf('['.repeat(100) + ']'.repeat(100))).toBe('no fault')
    expect(faultOf('[[1],[2],[3]]', 2)).toBe('no fault')
    expect(faultOf('[[[1]]]', 2)).toBe('depth: More than 2 levels of nesting at position 2')
    // Nobody can ask for more than the stack has.
    const bounded = 'depth: More than 1000 levels of nesting at position 1000'
    expect(faultOf('['.repeat(100_000), 1_000_000)).toBe(bounded)
  })

  test.each([
    ['', 'syntax: The text ends too soon at position 0'],
    ['{', 'syntax: The text ends too soon at position 1'],
    ['{"a"', 'syntax: The text ends too soon at position 4'],
    ['{"a":1,}', 'syntax: Unexpected character at position 7'],
    ['{"a" 1}', 'syntax: Unexpected character at position 5'],
    ['{a:1}', 'syntax: Unexpected character at position 1'],
    ['[1,]', 'syntax: Unexpected character at position 3'],
    ['[1 2]', 'syntax: Unexpected character at position 3'],
    ['01', 'syntax: Text goes on after the value at position 1'],
    ['-', 'syntax: The text ends too soon at position 1'],
    ['1.', 'syntax: The text ends too soon at position 2'],
    ['.5', 'syntax: Unexpected character at position 0'],
    ['1e', 'syntax: The text ends too soon at position 2'],
    ['+1', 'syntax: Unexpected character at position 0'],
    ['NaN', 'syntax: Unexpected character at position 0'],
    ['nul', 'syntax: Unexpected character at position 0'],
    ['"abc', 'syntax: The text ends too soon at position 4'],
    ['"a\nb"', 'syntax: Unexpected character at position 2'],
    ['"a\\x"', 'syntax: Unexpected character at position 3'],
    ['"\\u12g4"', 'syntax: Unexpected character at position 5'],
    ['"\\u12', 'syntax: The text ends too soon at position 5'],
    ['{} {}', 'syntax: Text goes on after the value at position 3'],
    ['\ufeff{}', 'syntax: Unexpected character at position 0'],
    ['\u00a0{}', 'syntax: Unexpected character at position 0'],
  ])('the text %j', (text, fault) => {
    expect(faultOf(text)).toBe(fault)
  })

  test('no text makes it throw anything but JsonError, and what it accepts JSON.parse accepts', () => {
    const pieces = fc.constantFrom(
      '{', '}', '[', ']', ',', ':', '"', '\\', '\\u', 'd800', 'dc00', '\ud83d', '\ude00', '0', '1', '-', '.', 'e', '+',
      'true', 'null', ' ', '\n', '"a"', '"__proto__"', '{"a":1}', '\0', 'x',
    )
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.array(pieces, { maxLength: 20 }).map((list) => list.join('')))
    fc.assert(
      fc.property(texts, (text) => {
        let value: unknown
        try {
          value = parseJson(text)
        } catch (error) {
          expect(error).toBeInstanceOf(JsonError)
          return
        }
        expect(value).toEqual(JSON.parse(text))
      }),
      { numRuns: 2000 },
    )
  })
})
