// Workbooks as Excel writes them (ECMA-376, SpreadsheetML): what each cell shows. Nothing is calculated: what the program that wrote it
// had found stands beside each formula.
import type { Archive } from './archive.ts'
import type { Budget } from './bounds.ts'
import { BOUNDS, newBudget, take } from './bounds.ts'
import type { Sheet, SheetRow, Shown } from './model.ts'
import type { NumberLook } from './numbers.ts'
import { lookOf, showNumber } from './numbers.ts'
import { allBelow, attributeOf, childAt, childrenOf, readXml, relationsOf } from './xml.ts'

const WORKBOOK = 'xl/workbook.xml'
const TEXT_CHARS_MAX = 32_767

interface Reading {
  archive: Archive
  budget: Budget
  texts: readonly string[]
  looks: readonly NumberLook[]
  language: string
  is1904: boolean
}

/** What is shown of it; undefined where it is none. */
export function readWorkbook(archive: Archive, language: string): Shown | undefined {
  const root = readXml(archive, WORKBOOK)
  const list = childAt(root, 'sheets')
  if (root === undefined || list === undefined) return undefined
  const relations = relationsOf(archive, WORKBOOK)
  const budget = newBudget()
  const is1904 = /^(?:1|true)$/.test(attributeOf(childAt(root, 'workbookPr'), 'date1904') ?? '')
  const reading: Reading = { archive, budget, texts: textsOf(archive), looks: looksOf(archive), language, is1904 }
  const all = childrenOf(list, 'sheet')
  if (all.length > BOUNDS.sheets) budget.isCut = true
  const sheets = all.slice(0, BOUNDS.sheets).flatMap((sheet): Sheet[] => {
    const part = relations.get(relationId(sheet))
    return part === undefined ? [] : [sheetOf(reading, (attributeOf(sheet, 'name') ?? '').slice(0, 100), part)]
  })
  return { kind: 'sheets', sheets, isCut: budget.isCut }
}

function relationId(element: Element): string {
  for (const { localName, prefix, value } of element.attributes) if (localName === 'id' && prefix !== null) return value
  return ''
}

function textsOf(archive: Archive): string[] {
  const root = readXml(archive, 'xl/sharedStrings.xml')
  return root === undefined ? [] : childrenOf(root, 'si').map(textOf)
}

/** The words of a text, without how they are read aloud. */
function textOf(element: Element): string {
  const parts = [...element.children].flatMap((child) => (child.localName === 't' ? [child] : child.localName === 'r' ? childrenOf(child, 't') : []))
  return parts.map((part) => part.textContent ?? '').join('').slice(0, TEXT_CHARS_MAX)
}

function looksOf(archive: Archive): NumberLook[] {
  const root = readXml(archive, 'xl/styles.xml')
  const formats = childAt(root, 'numFmts')
  const codes = new Map((formats === undefined ? [] : childrenOf(formats, 'numFmt')).map((each) => [Number(attributeOf(each, 'numFmtId')), attributeOf(each, 'formatCode') ?? '']))
  const styles = childAt(root, 'cellXfs')
  return (styles === undefined ? [] : childrenOf(styles, 'xf')).map((each) => lookOf(Number(attributeOf(each, 'numFmtId') ?? 0), codes))
}

function sheetOf(reading: Reading, name: string, part: string): Sheet {
  const data = childAt(readXml(reading.archive, part), 'sheetData')
  const all = data === undefined ? [] : childrenOf(data, 'row')
  const rows: SheetRow[] = []
  let isCut = all.length > BOUNDS.rows
  let number = 0
  for (const row of all.slice(0, BOUNDS.rows)) {
    number = numberOf(attributeOf(row, 'r')) ?? number + 1
    const cells = cellsOf(row, reading)
    if (cells === undefined) {
      isCut = true
      break
    }
    isCut ||= cells.isCut
    if (cells.cells.some(({ text }) => text !== '')) rows.push({ number, cells: cells.cells })
  }
  return { name, rows, isCut }
}

function numberOf(text: string | undefined): number | undefined {
  const number = Number(text)
  return Number.isSafeInteger(number) && number > 0 ? number : undefined
}

/** The cells of a row up to the last one; undefined where nothing is left to be shown. */
function cellsOf(row: Element, reading: Reading): { cells: SheetRow['cells'][number][]; isCut: boolean } | undefined {
  const cells: SheetRow['cells'][number][] = []
  let isCut = false
  for (const cell of childrenOf(row, 'c')) {
    const column = columnOf(attributeOf(cell, 'r')) ?? cells.length
    if (column >= BOUNDS.columns) {
      isCut = true
      continue
    }
    if (!take(reading.budget, 'cells')) return undefined
    while (cells.length < column) cells.push({ text: '', isNumber: false })
    cells[column] = contentOf(cell, reading)
  }
  return { cells, isCut }
}

/** Which column `AB12` stands in, from zero. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(reference ?? '')?.[0]
  if (letters === undefined) return undefined
  let column = 0
  for (let index = 0; index < letters.length; index += 1) column = column * 26 + letters.charCodeAt(index) - 64
  return column - 1
}

function contentOf(cell: Element, { texts, looks, language, is1904, budget }: Reading): SheetRow['cells'][number] {
  const value = childAt(cell, 'v')?.textContent ?? ''
  const word = (text: string): SheetRow['cells'][number] => ({ text: take(budget, 'chars', text.length) ? text : '', isNumber: false })
  switch (attributeOf(cell, 't')) {
    case 's':
      return word(texts[Number(value)] ?? '')
    case 'inlineStr':
      return word(allBelow(cell, ['is']).map(textOf).join(''))
    case 'str':
    case 'e':
      return word(value.slice(0, TEXT_CHARS_MAX))
    case 'b':
      return word(value === '1' ? '✓' : '✗')
    case 'd':
      return word(value.slice(0, 40))
    default:
      return value === '' ? { text: '', isNumber: false } : { text: showNumber(Number(value), looks[Number(attributeOf(cell, 's') ?? 0)] ?? { kind: 'plain' }, { language, is1904 }), isNumber: true }
  }
}
