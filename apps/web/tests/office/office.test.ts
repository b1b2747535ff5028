// @vitest-environment jsdom
// Office documents as they are shown: what people write in them, and what somebody who means harm does.
import { expect, test } from 'vitest'
import { NotShown } from '../../src/office/bounds.ts'
import { drawDocument } from '../../src/office/draw.ts'
import type { Block, Shown } from '../../src/office/model.ts'
import { lookOf, showNumber } from '../../src/office/numbers.ts'
import { readDocument } from '../../src/office/read.ts'
import { textOf } from '../../src/office/text.ts'
import { HOSTILE_DOCUMENTS, makeOpenSheets, makeOpenText, makeSlides, makeWord, makeWorkbook, understated } from '@chappe/testkit/documents'

/** Blocks in signs: `#` a heading, `|` a table, what stands before an item, `!` a picture. */
function sign(block: Block): string {
  if (block.kind === 'picture') return `!${block.about}`
  if (block.kind === 'table') return block.rows.map((row) => `|${row.map(({ blocks, columns }) => `${blocks.map(sign).join('/')}${columns > 1 ? `*${columns}` : ''}`).join('|')}|`).join(' ')
  const words = block.runs.map(({ text, isBold, isItalic }) => `${isBold === true ? '**' : ''}${isItalic === true ? '_' : ''}${text}`).join('')
  return `${'#'.repeat(block.level ?? 0)}${'>'.repeat(block.indent ?? 0)}${block.mark ?? ''}${words}`
}

function text(bytes: Uint8Array): readonly string[] {
  const shown = readDocument(bytes, 'en-GB')
  if (shown.kind === 'sheets') return shown.sheets.map(({ name, rows }) => `${name}: ${rows.map(({ number, cells }) => `${number} ${cells.map((cell) => cell.text).join('|')}`).join('; ')}`)
  return (shown.kind === 'text' ? [shown.blocks] : shown.slides).flatMap((blocks) => blocks.map(sign))
}

test('a text of Word: headings, looks, lists, tables, pictures, notes; what was deleted is not there', () => {
  expect(text(makeWord())).toEqual([
    '#Note on the budget', 'The figures are **final.[2]', '1.Personnel', '>1.Prefectures', '2.Buildings', '•Anything else', '|Posts*2| |2026|12.4|', '!The building site', '[2]As of November.',
  ])
})

test('a workbook: what each cell shows, also of formulas, in the language of the screen', () => {
  expect(text(makeWorkbook())).toEqual(['Figures: 1 Post|2027 in €||Share; 3 Personnel|1,234,567.89 €|01/12/2026|12.50\u00a0%; 4 ✓|0.3|#REF!', 'Empty: '])
  expect(showNumber(1234.5, lookOf(4, new Map()), { language: 'fr-FR', is1904: false })).toBe('1\u202f234,50')
})

test('slides in their order, and documents of LibreOffice', () => {
  expect(text(makeSlides())).toEqual(['##**First', '!A plan', '**Second'])
  expect(text(makeOpenText())).toEqual(['##Minutes', 'Present: **Alice  and Bob [by telephone]', '1.Roof', '>•Gutters', '|both*2|', '!'].map((line) => line.replace('>•Gutters', '>1.Gutters')))
  expect(text(makeOpenSheets())).toEqual(['Figures: 1 Post|3,00 €|3,00 €; 4 twice; 5 twice'])
})

test('numbers and dates as a workbook counts them', () => {
  const show = (value: number, code: string): string => showNumber(value, lookOf(200, new Map([[200, code]])), { language: 'en-GB', is1904: false })
  expect([show(46357.75, 'dd/mm/yyyy hh:mm'), show(0.5, 'h:mm'), show(-3.14159, '0.00'), show(1e6, '#,##0'), show(12, '"no. "0'), show(5, '[$€-40C] #,##0.00'), show(3, '[Red]0;[Blue]-0')]).toEqual([
    '01/12/2026, 18:00', '12:00', '-3.14', '1,000,000', 'no. 12', '€ 5.00', '3',
  ])
  expect([show(Number.NaN, '0'), show(1e300, 'yyyy'), show(1, 'x'.repeat(5000))].every((shown) => shown.length < 320)).toBe(true)
})

const WORDS = { cut: 'more', slide: 'Slide {number}', empty: 'nothing', sheets: 'Sheets' }
URL.createObjectURL = () => 'blob:null/1'

function draw(shown: Shown): HTMLElement {
  const place = document.createElement('main')
  drawDocument(place, shown, WORDS)
  return place
}

const ELEMENTS = /^(?:section|div|p|h[2-6]|span|b|i|u|s|sup|sub|table|thead|tbody|tr|td|th|img|button)$/
const ATTRIBUTES = /^(?:class|dir|style|colspan|scope|tabindex|type|aria-pressed|aria-label|role|alt|src)$/

test.each(HOSTILE_DOCUMENTS)('$name: shown or not, it runs nothing, fetches nothing and ends soon', { timeout: 60_000 }, ({ make, isShown }) => {
  const bytes = make()
  const started = performance.now()
  let shown: Shown | undefined
  try {
    shown = readDocument(bytes, 'en-GB')
  } catch (error) {
    expect(error).toHaveProperty('why')
  }
  expect(performance.now() - started).toBeLessThan(20_000)
  expect(shown !== undefined).toBe(isShown)
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
  if (shown === undefined) return
  const place = draw(shown)
  for (const element of place.querySelectorAll('*')) {
    expect(element.localName).toMatch(ELEMENTS)
    for (const { name, value } of element.attributes) {
      expect(name).toMatch(ATTRIBUTES)
      if (name === 'src') expect(value).toMatch(/^blob:/)
      if (name === 'style') expect(value).toMatch(/^margin-inline-start: [\d.]+em;$/)
    }
  }
  expect(place.querySelectorAll('*').length).toBeLessThan(120_000)
})

test('what the directory of an archive says of sizes is not believed, and hides nothing', () => {
  expect(text(understated(makeWord()))[0]).toBe('#Note on the budget')
})

test('what was left out is said', () => {
  const shown = readDocument(HOSTILE_DOCUMENTS.find(({ name }) => name === 'a great many words')?.make() ?? new Uint8Array(), 'en')
  expect([shown.isCut, draw(shown).lastElementChild?.textContent]).toEqual([true, 'more'])
})

test('a document that takes a password says so', () => {
  expect(() => readDocument(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0, 0), 'en')).toThrow('locked')
})

test('sheets are chosen by name; a picture has its words', () => {
  const book = draw(readDocument(makeWorkbook(), 'en'))
  const [figures, empty] = book.querySelectorAll('button')
  expect([figures?.textContent, figures?.getAttribute('aria-pressed'), book.querySelectorAll('tbody tr').length]).toEqual(['Figures', 'true', 3])
  empty?.click()
  expect([empty?.getAttribute('aria-pressed'), book.querySelector('.sheet')?.textContent]).toEqual(['true', 'nothing'])
  expect(draw(readDocument(makeWord(), 'en')).querySelector('img')?.alt).toBe('The building site')
})

test('for looking them up, the words of a document follow each other, within a bound', () => {
  const wordsOf = (bytes: Uint8Array, max = 1000): string => textOf(readDocument(bytes, 'en-GB'), max)
  expect(wordsOf(makeWord())).toBe('Note on the budget\nThe figures are final.[2]\nPersonnel\nPrefectures\nBuildings\nAnything else\nPosts\n2026\n12.4\nThe building site\nAs of November.')
  expect(wordsOf(makeWorkbook())).toBe('Figures\nPost 2027 in € Share\nPersonnel 1,234,567.89 € 01/12/2026 12.50\u00a0%\n✓ 0.3 #REF!\nEmpty')
  expect(wordsOf(makeSlides())).toContain('Second')
  expect(wordsOf(makeWord(), 10)).toBe('Note on th')
})

test.each(HOSTILE_DOCUMENTS.map(({ name, make, isShown }) => ({ name, make, isShown })))('the words of what was made to do harm are bounded: $name', ({ make, isShown }) => {
  try {
    expect(textOf(readDocument(make(), 'en-GB'), 60_000).length).toBeLessThanOrEqual(60_000)
  } catch (error) {
    expect([isShown, error instanceof NotShown]).toEqual([false, true])
  }
})
