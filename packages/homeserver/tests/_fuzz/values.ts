// Chance that can be repeated, and the values that have broken servers before.

/** Numbers that come the same for the same seed. */
export interface Chance {
  /** A whole number from 0 to one below the bound. */
  below(bound: number): number
  pick<T>(of: readonly T[]): T
}

/** Chance from a seed (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const below = (bound: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound
  }
  return {
    below,
    pick(of) {
      const picked = of[below(of.length)]
      if (picked === undefined) throw new Error('nothing to pick from')
      return picked
    },
  }
}

/** A value in a body that is written as it stands: what `JSON.stringify` cannot say. */
export class Written {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const deep = (levels: number): Written => new Written('[['.repeat(levels) + ']]'.repeat(levels))

/** Values of every type, at the edges of what is allowed and beyond. */
export const HOSTILE: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  1.5,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53 - 1,
  -(2 ** 53) + 1,
  new Written('9007199254740992'),
  new Written('1e400'),
  new Written('-0'),
  '',
  ' ',
  '0',
  'true',
  'constructor',
  '\u0000',
  'a\u0000b',
  '\u202e\u0007\u001b[31m',
  '\u{1f600}'.repeat(40),
  '\u0301'.repeat(300),
  new Written('"\\ud800"'),
  'x'.repeat(256),
  'x'.repeat(5_000),
  "'; DROP TABLE event; --",
  '%00%2F..%2F..%2Fetc%2Fpasswd',
  '../../../../etc/passwd',
  '@bob:chappe.test',
  '@nobody:chappe.test',
  '@:chappe.test',
  '@a:elsewhere.example',
  '!nowhere:chappe.test',
  '#nowhere:chappe.test',
  '$nothing',
  'mxc://chappe.test/nothing',
  's1.0.0',
  's1.999999999999.999999999999',
  's9007199254740992.-1.NaN',
  [],
  {},
  [null],
  [[]],
  [''],
  [1, 'a', {}],
  { a: { a: { a: {} } } },
  { '': '' },
  { '\u0000': 1 },
  new Written('{"__proto__": {"isAdmin": true}}'),
  new Written('{"constructor": {"prototype": {"x": 1}}, "toString": 1, "hasOwnProperty": null}'),
  new Written('{"a": 1, "a": 2}'),
  deep(20),
  deep(60),
  Array.from({ length: 200 }, (_, at) => at),
  Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`key${at}`, at])),
]

/** Parts of paths, encoded already. */
export const HOSTILE_PARTS: readonly string[] = [
  '',
  '%00',
  'a%00b',
  '%2F',
  '%2F%2F',
  '..%2F..%2Fetc',
  '..',
  '.',
  '%2e%2e',
  '%252F',
  '%ZZ',
  '%',
  '%C0%AF',
  '%ED%A0%80',
  '%F0%9F%98%80',
  'x'.repeat(255),
  'x'.repeat(256),
  'x'.repeat(2_000),
  'x'.repeat(3_000),
  '__proto__',
  'constructor',
  'undefined',
  '-1',
  '0',
  '9007199254740993',
  '%20',
  '%0d%0aX-Injected:%201',
  ';a=b',
  '@bob:chappe.test',
  '@nobody:chappe.test',
  '@:',
  '!nowhere:chappe.test',
  '!' + 'x'.repeat(250) + ':chappe.test',
  '%23nowhere:chappe.test',
  '%23' + 'x'.repeat(254),
  '$nothing',
  'm.room.create',
  'm.room.power_levels',
  'm.push_rules',
  'm.direct',
  'm.fully_read',
  'm.read.private',
]

/** Values of query parameters, encoded already. Nothing that makes the server wait. */
export const HOSTILE_QUERY: readonly string[] = [
  '',
  '0',
  '-1',
  '1',
  '1.5',
  '1e3',
  '9007199254740993',
  '99999999999999999999',
  'NaN',
  'true',
  'TRUE',
  'null',
  '%00',
  'a%00b',
  '%ZZ',
  '%C0%AF',
  '%ED%A0%80',
  '%5B%5D',
  '%7B%7D',
  '%7B%22limit%22%3A-1%7D',
  '%7B%22room%22%3A%7B%22timeline%22%3A%7B%22limit%22%3A%22x%22%7D%7D%7D',
  '%7B%22types%22%3A%5B%22*%22%2C%22%00%22%2C1%5D%7D',
  '%7B%22__proto__%22%3A%7B%7D%7D',
  's1.0.0',
  's1.999999999.999999999',
  's-1.-1.-1',
  's1.9007199254740993.0',
  't1-0',
  'x'.repeat(300),
  'x'.repeat(3_000),
  'b',
  'f',
  'join',
  '@bob:chappe.test',
]

/** Bodies that are not JSON, or JSON that is refused, with the code that fits. */
export const BROKEN_BODIES: readonly { label: string; bytes: Uint8Array; errcode: string }[] = [
  ...['{', '{"a":}', '{"a":1,}', "{'a': 1}", 'undefined', '{"a": 01}', '\u0000', '{"a": "\u0001"}', '{} {}', 'NaN', '{"a": 0x10}'].map(
    (text) => ({ label: `not JSON: ${JSON.stringify(text)}`, bytes: Buffer.from(text), errcode: 'M_NOT_JSON' }),
  ),
  ...[[0xff, 0xfe], [0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d], [0x22, 0xed, 0xa0, 0x80, 0x22]].map((bytes) => ({
    label: `not UTF-8: ${bytes.join(' ')}`,
    bytes: Uint8Array.from(bytes),
    errcode: 'M_NOT_JSON',
  })),
  ...[
    `{"a":${'['.repeat(150)}${']'.repeat(150)}}`,
    '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000),
    '{"a": 1, "a": 2}',
    '{"a": {"b": 1, "b": 1}}',
    '{"a": "\\ud800"}',
    '{"\\udc00": 1}',
    '{"a": 9007199254740992}',
    '{"a": -1e999}',
    '[]',
    '[{}]',
    '"text"',
    '12',
    'null',
    'true',
  ].map((text) => ({ label: `refused JSON: ${text.slice(0, 40)}`, bytes: Buffer.from(text), errcode: 'M_BAD_JSON' })),
]
