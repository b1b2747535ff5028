// Texts, sheets and slides as LibreOffice writes them (OASIS OpenDocument 1.3).
import type { Archive } from './archive.ts'
import type { Budget } from './bounds.ts'
import { BOUNDS, newBudget, take } from './bounds.ts'
import type { Block, Cell, Run, Sheet, SheetRow, Shown } from './model.ts'
import { allBelow, attributeOf, childAt, childrenOf, readXml } from './xml.ts'

type Looks = Omit<Run, 'text'>

/** What stands around other parts. */
const AROUND: ReadonlySet<string> = new Set(['section', 'frame', 'text-box', 'g', 'custom-shape', 'index-body', 'table-of-content'])

interface Reading {
  archive: Archive
  budget: Budget
  looks: ReadonlyMap<string, Looks>
  /** Whether a list is numbered, by the name of its style. */
  numbered: ReadonlyMap<string, boolean>
}

/** What is shown of it; undefined where it is none. */
export function readOpenDocument(archive: Archive): Shown | undefined {
  const root = readXml(archive, 'content.xml')
  const body = childAt(root, 'body')
  if (root === undefined || body === undefined) return undefined
  const reading: Reading = { archive, budget: newBudget(), looks: looksOf(root), numbered: numberedOf(root) }
  const [text, sheets, slides] = [childAt(body, 'text'), childAt(body, 'spreadsheet'), childAt(body, 'presentation')]
  if (text !== undefined) return { kind: 'text', blocks: blocksOf(text, reading, 0), isCut: reading.budget.isCut }
  if (sheets !== undefined) {
    const tables = childrenOf(sheets, 'table')
    if (tables.length > BOUNDS.sheets) reading.budget.isCut = true
    return { kind: 'sheets', sheets: tables.slice(0, BOUNDS.sheets).map((table) => sheetOf(table, reading)), isCut: reading.budget.isCut }
  }
  if (slides === undefined) return undefined
  const pages = childrenOf(slides, 'page')
  if (pages.length > BOUNDS.slides) reading.budget.isCut = true
  return { kind: 'slides', slides: pages.slice(0, BOUNDS.slides).map((page) => childrenOf(page, 'frame', 'custom-shape', 'g').flatMap((shape) => blocksOf(shape, reading, 1))), isCut: reading.budget.isCut }
}

function looksOf(root: Element): Map<string, Looks> {
  return new Map(
    allBelow(root, ['style']).map((style): [string, Looks] => {
      const properties = childAt(style, 'text-properties')
      const position = attributeOf(properties, 'text-position') ?? ''
      return [
        attributeOf(style, 'name') ?? '',
        {
          ...(attributeOf(properties, 'font-weight') === 'bold' ? { isBold: true } : {}),
          ...(attributeOf(properties, 'font-style') === 'italic' ? { isItalic: true } : {}),
          ...((attributeOf(properties, 'text-underline-style') ?? 'none') === 'none' ? {} : { isUnderlined: true }),
          ...((attributeOf(properties, 'text-line-through-style') ?? 'none') === 'none' ? {} : { isStruck: true }),
          ...(position.startsWith('super') ? { place: 'super' } : position.startsWith('sub') ? { place: 'sub' } : {}),
        },
      ]
    }),
  )
}

function numberedOf(root: Element): Map<string, boolean> {
  return new Map(allBelow(root, ['list-style']).map((style) => [attributeOf(style, 'name') ?? '', childAt(style, 'list-level-style-number') !== undefined]))
}

function blocksOf(parent: Element, reading: Reading, depth: number): Block[] {
  if (depth > BOUNDS.depth) return []
  return [...parent.children].flatMap((child): Block[] => {
    switch (child.localName) {
      case 'h':
      case 'p':
        return take(reading.budget, 'blocks') ? paragraph(child, reading) : []
      case 'list':
        return listOf(child, reading, { depth: depth + 1, indent: 0, style: attributeOf(child, 'style-name') })
      case 'table':
        return take(reading.budget, 'blocks') ? [{ kind: 'table', rows: rowsOf(child, reading, depth + 1) }] : []
      case 'image':
        return pictureOf(child, reading)
      default:
        return AROUND.has(child.localName) ? blocksOf(child, reading, depth + 1) : []
    }
  })
}

function paragraph(element: Element, reading: Reading): Block[] {
  const pictures: Block[] = []
  const own = reading.looks.get(attributeOf(element, 'style-name') ?? '') ?? {}
  const runs = runsOf(element, { reading, pictures, looks: own }, 0)
  const outline = Number(attributeOf(element, 'outline-level') ?? 1)
  const level = element.localName === 'h' ? { level: outline >= 1 && outline <= 9 ? Math.floor(outline) : 1 } : {}
  return runs.length === 0 && pictures.length > 0 ? pictures : [{ kind: 'words', runs, ...level }, ...pictures]
}

interface Writing {
  reading: Reading
  pictures: Block[]
  looks: Looks
}

function runsOf(parent: Element, writing: Writing, depth: number): Run[] {
  const { reading, pictures, looks } = writing
  if (depth > BOUNDS.depth) return []
  const say = (text: string): Run[] => (text === '' || !take(reading.budget, 'chars', text.length) ? [] : [{ text, ...looks }])
  return [...parent.childNodes].flatMap((node): Run[] => {
    if (node.nodeType === Node.TEXT_NODE) return say((node.textContent ?? '').replace(/\s+/g, ' '))
    if (!(node instanceof Element)) return []
    switch (node.localName) {
      case 's':
        return say(' '.repeat(Math.min(Math.max(Number(attributeOf(node, 'c') ?? 1) || 1, 1), 100)))
      case 'tab':
        return say('\t')
      case 'line-break':
        return say('\n')
      case 'frame':
        pictures.push(...blocksOf(node, reading, depth + 1))
        return []
      case 'annotation':
      case 'tracked-changes':
        return []
      case 'note':
        return [...say(' ['), ...allBelow(node, ['p']).flatMap((each) => runsOf(each, writing, depth + 1)), ...say(']')]
      default:
        return runsOf(node, { ...writing, looks: { ...looks, ...reading.looks.get(attributeOf(node, 'style-name') ?? '') } }, depth + 1)
    }
  })
}

function listOf(list: Element, reading: Reading, at: { depth: number; indent: number; style: string | undefined }): Block[] {
  if (at.depth > BOUNDS.depth) return []
  const isNumbered = reading.numbered.get(at.style ?? '') === true
  return childrenOf(list, 'list-item', 'list-header').flatMap((item, index) =>
    [...item.children].flatMap((child, place): Block[] => {
      if (child.localName === 'list') return listOf(child, reading, { depth: at.depth + 1, indent: Math.min(at.indent + 1, 8), style: attributeOf(child, 'style-name') ?? at.style })
      if (!take(reading.budget, 'blocks')) return []
      const [first, ...rest] = paragraph(child, reading)
      if (first?.kind !== 'words') return first === undefined ? rest : [first, ...rest]
      return [{ ...first, indent: at.indent, ...(place === 0 ? { mark: isNumbered ? `${index + 1}.` : '•' } : {}) }, ...rest]
    }),
  )
}

/** The rows of a table, also where they stand in groups. */
function tableRows(table: Element): Element[] {
  return allBelow(table, ['table-row'])
}

function rowsOf(table: Element, reading: Reading, depth: number): Cell[][] {
  return tableRows(table)
    .slice(0, BOUNDS.rows)
    .map((row) => childrenOf(row, 'table-cell').map((cell) => ({ blocks: blocksOf(cell, reading, depth + 1), columns: countOf(cell, 'number-columns-spanned', BOUNDS.columns) })))
}

/** A count that an attribute says; within bounds, whatever it says. */
function countOf(element: Element, name: string, max: number): number {
  const count = Number(attributeOf(element, name) ?? 1)
  return Number.isSafeInteger(count) && count > 0 ? Math.min(count, max) : 1
}

function sheetOf(table: Element, reading: Reading): Sheet {
  const rows: SheetRow[] = []
  let number = 1
  let isCut = false
  for (const row of tableRows(table)) {
    const found = cellsOf(row, reading)
    isCut ||= found.isCut
    const repeated = countOf(row, 'number-rows-repeated', Number.MAX_SAFE_INTEGER)
    // What stands in many rows alike is shown so often as there is room.
    for (let index = 0; found.cells.length > 0 && index < repeated; index += 1) {
      if (rows.length >= BOUNDS.rows || !take(reading.budget, 'cells', found.cells.length)) {
        isCut = true
        break
      }
      rows.push({ number: number + index, cells: found.cells })
    }
    number += repeated
  }
  return { name: (attributeOf(table, 'name') ?? '').slice(0, 100), rows, isCut }
}

function cellsOf(row: Element, { budget }: Reading): { cells: SheetRow['cells'][number][]; isCut: boolean } {
  const cells: SheetRow['cells'][number][] = []
  let isCut = false
  for (const cell of childrenOf(row, 'table-cell', 'covered-table-cell')) {
    const said = childrenOf(cell, 'p').map((each) => each.textContent ?? '').join('\n')
    const isNumber = /^(?:float|percentage|currency|date|time)$/.test(attributeOf(cell, 'value-type') ?? '')
    const text = take(budget, 'chars', said.length) ? said : ''
    for (let index = countOf(cell, 'number-columns-repeated', BOUNDS.columns + 1); index > 0 && cells.length < BOUNDS.columns; index -= 1) cells.push({ text, isNumber })
    if (cells.length >= BOUNDS.columns && text !== '') isCut = true
  }
  while (cells.at(-1)?.text === '') cells.pop()
  return { cells, isCut }
}

function pictureOf(image: Element, { archive, budget }: Reading): Block[] {
  const name = attributeOf(image, 'href') ?? ''
  const bytes = name === '' || !archive.has(name) || !take(budget, 'pictures') ? undefined : archive.read(name)
  const about = image.parentElement === null ? undefined : (childAt(image.parentElement, 'desc') ?? childAt(image.parentElement, 'title'))
  return bytes === undefined ? [] : [{ kind: 'picture', bytes, about: about?.textContent?.slice(0, 500) ?? '' }]
}
