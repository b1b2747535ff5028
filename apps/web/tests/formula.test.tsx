// @vitest-environment jsdom
// Formulas, whatever they say: drawn as MathML and nothing else, within bounds.
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { cleanHtml } from '../src/views/body/clean-html.ts'
import { drawFormula } from '../src/views/body/formula-draw.ts'
import { HOSTILE_LATEX } from './hostile.ts'

// This page without a browser knows no looks of MathML.
Object.defineProperty(Element.prototype, 'style', { get: () => ({}), configurable: true })

const draw = (latex: string, isBlock = false): string | undefined => {
  const drawn = drawFormula(latex, isBlock)
  return drawn === undefined ? undefined : renderToStaticMarkup(<>{drawn}</>)
}

test('a formula is drawn, and says what it is to those who cannot see it', () => {
  const drawn = draw('\\frac{a}{b} \\le \\sqrt{x_1}') ?? ''
  expect(drawn).toMatch(/^<math display="inline" alttext="\\frac\{a\}\{b\} \\le \\sqrt\{x_1\}">/)
  for (const part of ['<mfrac', '<msqrt', '<msub', '≤']) expect(drawn).toContain(part)
  expect(draw('\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}', true)).toMatch(/^<math display="block".*<mtable/)
})

test('what is no formula is not drawn', () => {
  expect([draw('\\frac{'), draw('\\unknown{x}'), draw('x'.repeat(3000))]).toEqual([undefined, undefined, undefined])
})

test.each(HOSTILE_LATEX.map((latex) => [latex.slice(0, 50), latex]))('%s runs nothing, fetches nothing, covers nothing and takes no time', (_name, latex) => {
  const started = performance.now()
  const drawn = draw(latex, true)
  expect(performance.now() - started).toBeLessThan(3000)
  if (drawn === undefined) return
  const page = new DOMParser().parseFromString(drawn, 'text/html')
  for (const element of page.body.querySelectorAll('*')) {
    expect(element.localName).toMatch(/^(?:math|m[a-z]+|none)$/)
    for (const { name, value } of element.attributes) {
      expect(name).not.toMatch(/^(?:on|href|src|style|class|id|data-|mathcolor|mathbackground)/)
      const ems = /(-?[\d.]+)em/.exec(value)?.[1]
      if (ems !== undefined && name !== 'alttext') expect(Math.abs(Number(ems))).toBeLessThanOrEqual(50)
    }
  }
})

test('one formula defines nothing for the next', () => {
  draw('\\gdef\\frac#1#2{evil}\\frac12')
  expect(draw('\\frac12')).toContain('<mfrac')
})

test('the attribute that carries a formula comes through the cleaning', () => {
  const place = document.createElement('div')
  const clean = cleanHtml('<span data-mx-maths="a &lt; b">x</span>')
  if (clean !== undefined) place.append(clean)
  expect(place.querySelector('span')?.getAttribute('data-mx-maths')).toBe('a < b')
})
