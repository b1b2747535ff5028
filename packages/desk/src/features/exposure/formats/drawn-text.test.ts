// What the font of reports cannot draw is written by its number.
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { drawnBy } from './drawn-text.ts'
import { coverageOf } from './font-coverage.ts'

const fontOf = (name: string) => drawnBy(coverageOf(fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`))))

test.each([
  ['Conseil d’État, œuvre – “été”', 'Conseil d’État, œuvre – “été”'],
  ['сводка Ελληνικά עברית العربية Հայերեն ქართული', 'сводка Ελληνικά עברית العربية Հայերեն ქართული'],
  ['国家 plan', '[U+56FD 5BB6] plan'],
  ['salle नमस्ते', 'salle [U+0928 092E 0938 094D 0924 0947]'],
  ['한국어 ສະບາຍ', '[U+D55C AD6D C5B4] ສະບາຍ'],
  ['𠮷', '[U+20BB7]'],
  ['\u0D9A\u0F40', '[U+0D9A 0F40]'],
  ['', ''],
])('%s', (text, shown) => {
  expect(fontOf('DejaVuSans')(text)).toBe(shown)
  expect(fontOf('DejaVuSans')(text)).toBe(shown)
})

test('each font for itself: the narrow one has fewer signs', () => {
  expect(fontOf('DejaVuSansMono')('!room:chappe.test עברית')).toContain('[U+05E2')
})
