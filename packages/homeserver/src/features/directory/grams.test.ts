import { expect, test } from 'vitest'
import { gramsOf, mayHold } from './grams.ts'

test('a text may hold every part of itself, and hardly anything else', () => {
  const text = 'cantine du ministère\nsoupe et pain\n#cantine:chappe.test'
  const grams = gramsOf(text)
  for (let start = 0; start < text.length; start += 1) {
    for (let end = start; end <= text.length; end += 1) expect(mayHold(grams, gramsOf(text.slice(start, end)))).toBe(true)
  }
  for (const other of ['budget', 'zzz', 'forum 7', 'soupe et vin']) expect(mayHold(grams, gramsOf(other))).toBe(false)
})
