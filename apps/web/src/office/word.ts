// Texts as Word writes them (ECMA-376, part 1, WordprocessingML): words and their looks, headings, lists, tables, pictures, notes.
import type { Archive } from './archive.ts'
import type { Budget } from './bounds.ts'
import { BOUNDS, newBudget, take } from './bounds.ts'
import type { Block, Cell, Run, Shown } from './model.ts'
import { allBelow, attributeOf, childAt, childrenOf, readXml, relationsOf } from './xml.ts'

const DOCUMENT = 'word/document.xml'
const INDENT_MAX = 8

interface Reading {
  archive: Archive
  budget: Budget
  relations: ReadonlyMap<string, string>
  /** Levels of headings, by style. */
  levels: ReadonlyMap<string, number>
  /** Whether a list is numbered, by its id and level. */
  numbered: ReadonlyMap<string, boolean>
  counters: Map<string, number>
}

/** What is shown of it; undefined where it is none. */
export function readWord(archive: Archive): Shown | undefined {
  const body = childAt(readXml(archive, DOCUMENT), 'body')
  if (body === undefined) return undefined
  const reading: Reading = { archive, budget: newBudget(), relations: relationsOf(archive, DOCUMENT), levels: levelsOf(archive), numbered: numberedOf(archive), counters: new Map() }
  const blocks = [...blocksOf(body, reading, 0), ...notesOf(reading)]
  return { kind: 'text', blocks, isCut: reading.budget.isCut }
}

function levelsOf(archive: Archive): Map<string, number> {
  const styles = readXml(archive, 'word/styles.xml')
  return new Map(
    (styles === undefined ? [] : childrenOf(styles, 'style')).flatMap((style): [string, number][] => {
      const named = /^heading (\d)$/i.exec(attributeOf(childAt(style, 'name'), 'val') ?? '')?.[1]
      const outline = attributeOf(childAt(style, 'pPr', 'outlineLvl'), 'val')
      const level = named !== undefined ? Number(named) : outline !== undefined ? Number(outline) + 1 : /^title$/i.test(attributeOf(childAt(style, 'name'), 'val') ?? '') ? 1 : Number.NaN
      return level >= 1 && level <= 9 ? [[attributeOf(style, 'styleId') ?? '', level]] : []
    }),
  )
}

function numberedOf(archive: Archive): Map<string, boolean> {
  const root = readXml(archive, 'word/numbering.xml')
  const found = new Map<string, boolean>()
  if (root === undefined) return found
  const abstract = new Map(childrenOf(root, 'abstractNum').map((each) => [attributeOf(each, 'abstractNumId'), each]))
  for (const each of childrenOf(root, 'num')) {
    const levels = abstract.get(attributeOf(childAt(each, 'abstractNumId'), 'val'))
    for (const level of levels === undefined ? [] : childrenOf(levels, 'lvl')) {
      const format = attributeOf(childAt(level, 'numFmt'), 'val')
      found.set(`${attributeOf(each, 'numId') ?? ''} ${attributeOf(level, 'ilvl') ?? ''}`, format !== 'bullet' && format !== 'none')
    }
  }
  return found
}

function blocksOf(parent: Element, reading: Reading, depth: number): Block[] {
  if (depth > BOUNDS.depth) return []
  return [...parent.children].flatMap((child): Block[] => {
    switch (child.localName) {
      case 'p':
        return take(reading.budget, 'blocks') ? paragraph(child, reading) : []
      case 'tbl':
        return take(reading.budget, 'blocks') ? [{ kind: 'table', rows: rowsOf(child, reading, depth + 1) }] : []
      case 'sdt':
      case 'sdtContent':
      case 'ins':
      case 'customXml':
        return blocksOf(child, reading, depth + 1)
      default:
        return []
    }
  })
}

function rowsOf(table: Element, reading: Reading, depth: number): Cell[][] {
  return childrenOf(table, 'tr').map((row) =>
    childrenOf(row, 'tc').map((cell) => {
      const span = Number(attributeOf(childAt(cell, 'tcPr', 'gridSpan'), 'val') ?? 1)
      return { blocks: blocksOf(cell, reading, depth + 1), columns: span >= 1 && span <= BOUNDS.columns ? Math.floor(span) : 1 }
    }),
  )
}

function paragraph(element: Element, reading: Reading): Block[] {
  const properties = childAt(element, 'pPr')
  const level = reading.levels.get(attributeOf(childAt(properties, 'pStyle'), 'val') ?? '')
  const pictures: Block[] = []
  const runs = runsOf(element, reading, pictures, 0)
  const words: Block = { kind: 'words', runs, ...(level === undefined ? {} : { level }), ...itemOf(childAt(properties, 'numPr'), reading) }
  return runs.length === 0 && pictures.length > 0 ? pictures : [words, ...pictures]
}

function itemOf(numbering: Element | undefined, { numbered, counters }: Reading): { mark?: string; indent?: number } {
  const list = attributeOf(childAt(numbering, 'numId'), 'val')
  if (list === undefined || list === '0') return {}
  const indent = Math.min(Math.max(Number(attributeOf(childAt(numbering, 'ilvl'), 'val') ?? 0) || 0, 0), INDENT_MAX)
  if (numbered.get(`${list} ${indent}`) !== true) return { mark: '•', indent }
  const count = (counters.get(`${list} ${indent}`) ?? 0) + 1
  counters.set(`${list} ${indent}`, count)
  // What stands deeper begins anew.
  for (let deeper = indent + 1; deeper <= INDENT_MAX; deeper += 1) counters.delete(`${list} ${deeper}`)
  return { mark: `${count}.`, indent }
}

function runsOf(parent: Element, reading: Reading, pictures: Block[], depth: number): Run[] {
  if (depth > BOUNDS.depth) return []
  return [...parent.children].flatMap((child): Run[] => {
    switch (child.localName) {
      case 'r':
        return run(child, reading, pictures)
      // What was deleted while changes were tracked is not shown.
      case 'del':
      case 'moveFrom':
      case 'pPr':
        return []
      default:
        return runsOf(child, reading, pictures, depth + 1)
    }
  })
}

function run(element: Element, reading: Reading, pictures: Block[]): Run[] {
  const parts = [...element.children].map((child): string => {
    switch (child.localName) {
      case 't':
        return child.textContent ?? ''
      case 'tab':
        return '\t'
      case 'br':
      case 'cr':
        return '\n'
      case 'noBreakHyphen':
        return '\u2011'
      case 'footnoteReference':
      case 'endnoteReference':
        return `[${attributeOf(child, 'id') ?? ''}]`
      case 'drawing':
      case 'pict':
      case 'AlternateContent':
        pictures.push(...picturesOf(child, reading))
        return ''
      default:
        return ''
    }
  })
  const text = parts.join('')
  return text === '' || !take(reading.budget, 'chars', text.length) ? [] : [{ text, ...looksOf(childAt(element, 'rPr')) }]
}

function looksOf(properties: Element | undefined): Omit<Run, 'text'> {
  const isOn = (name: string): boolean => {
    const found = childAt(properties, name)
    return found !== undefined && !/^(?:0|false|off|none)$/.test(attributeOf(found, 'val') ?? '')
  }
  const align = attributeOf(childAt(properties, 'vertAlign'), 'val')
  return {
    ...(isOn('b') ? { isBold: true } : {}),
    ...(isOn('i') ? { isItalic: true } : {}),
    ...(isOn('u') ? { isUnderlined: true } : {}),
    ...(isOn('strike') ? { isStruck: true } : {}),
    ...(align === 'superscript' ? { place: 'super' } : align === 'subscript' ? { place: 'sub' } : {}),
  }
}

/** Pictures within an element, and the words of boxes that float. */
function picturesOf(element: Element, reading: Reading): Block[] {
  // What is there twice, once for older programs, is taken once.
  const chosen = element.localName === 'AlternateContent' ? (childAt(element, 'Choice') ?? element) : element
  const about = allBelow(chosen, ['docPr']).map((each) => attributeOf(each, 'descr') ?? '')[0] ?? ''
  const boxes = allBelow(chosen, ['txbxContent']).flatMap((box) => blocksOf(box, reading, 1))
  const pictures = allBelow(chosen, ['blip', 'imagedata']).flatMap((each): Block[] => {
    const name = reading.relations.get(attributeOf(each, 'embed') ?? attributeOf(each, 'id') ?? '')
    const bytes = name === undefined || !take(reading.budget, 'pictures') ? undefined : reading.archive.read(name)
    return bytes === undefined ? [] : [{ kind: 'picture', bytes, about }]
  })
  return [...pictures, ...boxes]
}

/** Notes stand at the end. */
function notesOf(reading: Reading): Block[] {
  return (['footnote', 'endnote'] as const).flatMap((kind) => {
    const root = readXml(reading.archive, `word/${kind}s.xml`)
    return (root === undefined ? [] : childrenOf(root, kind)).flatMap((note): Block[] => {
      if (attributeOf(note, 'type') !== undefined) return []
      const [first, ...rest] = blocksOf(note, reading, 0)
      return first?.kind === 'words' ? [{ ...first, mark: `[${attributeOf(note, 'id') ?? ''}]`, indent: 0 }, ...rest] : rest
    })
  })
}
