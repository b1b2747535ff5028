import { expect, test } from 'vitest'
import { toHtml } from './composer-markdown.ts'
import { formulasIn } from './formulas.ts'

const latexOf = (text: string): string[] => formulasIn(text).map(({ latex, isBlock }) => (isBlock ? `[${latex}]` : latex))
const span = (latex: string): string => `<span data-mx-maths="${latex}"><code>${latex}</code></span>`

test.each([
  'soup costs $5 and cake $6',
  'it costs $5, $6 or $$ more',
  'we earned $$ and spent $$ again',
  '$HOME/$USER and $1',
  'from $$5 to $6',
  'US$20–US$30',
  '$$ $$',
  '$$$$',
])('%s is no formula', (text) => {
  expect(formulasIn(text)).toEqual([])
  expect(toHtml(text, []) ?? '').not.toContain('data-mx-maths')
})

test('two signs on each side ask for a formula, within a line or in lines of its own', () => {
  expect(latexOf('so $$x^2$$ and $$\\frac{a_1}{b_2}$$.')).toEqual(['x^2', '\\frac{a_1}{b_2}'])
  expect(latexOf('thus\n$$\nx = y\n+ 1\n$$\nand $$z$$')).toEqual(['[x = y\n+ 1]', 'z'])
  expect(latexOf('$$E = mc^2$$')).toEqual(['[E = mc^2]'])
  expect(latexOf('/plain $$x$$')).toEqual([])
})

test('a formula is sent as the specification has it, and what it would mean as Markdown is left alone', () => {
  expect(toHtml('so $$x_1*y_2*z$$ **there**', [])).toBe(`so ${span('x_1*y_2*z')} <strong>there</strong>`)
  expect(toHtml('$$x$$', [])).toBe('<div data-mx-maths="x"><code>x</code></div>')
  expect(toHtml('a\n\n$$\nx\n= y\n$$\n\nb', [])).toContain('<div data-mx-maths="x\n= y"><code>x\n= y</code></div>')
  expect(toHtml('`$$x$$` and $$a<b \\text{"q"}$$', [])).toBe('<code>$$x$$</code> and <span data-mx-maths="a&lt;b \\text{&quot;q&quot;}"><code>a&lt;b \\text{&quot;q&quot;}</code></span>')
  expect(toHtml('```\n$$x$$\n```', [])).not.toContain('data-mx-maths')
})

test('what is begun and not ended is text', () => {
  expect(toHtml('$$\nx', []) ?? '').not.toContain('data-mx-maths')
  expect(toHtml('$$x', []) ?? '').not.toContain('data-mx-maths')
})

test('looking takes no longer than the text is long', () => {
  const started = performance.now()
  for (const text of ['$$'.repeat(5000), `$$${'\\'.repeat(9000)}`, '$$a '.repeat(2500), '$$\n'.repeat(3000)]) formulasIn(text)
  expect(performance.now() - started).toBeLessThan(2000)
})
