// Slides as PowerPoint writes them (ECMA-376, PresentationML and DrawingML): the words, tables and pictures of each, one below the other.
import type { Archive } from './archive.ts'
import type { Budget } from './bounds.ts'
import { BOUNDS, newBudget, take } from './bounds.ts'
import type { Block, Run, Shown } from './model.ts'
import { allBelow, attributeOf, childAt, childrenOf, readXml, relationsOf } from './xml.ts'

const PRESENTATION = 'ppt/presentation.xml'

interface Reading {
  archive: Archive
  budget: Budget
  relations: ReadonlyMap<string, string>
}

/** What is shown of it; undefined where it is none. */
export function readSlides(archive: Archive): Shown | undefined {
  const root = readXml(archive, PRESENTATION)
  if (root === undefined) return undefined
  const relations = relationsOf(archive, PRESENTATION)
  const budget = newBudget()
  const list = childAt(root, 'sldIdLst')
  const names = (list === undefined ? [] : childrenOf(list, 'sldId')).flatMap((each) => relations.get(relationId(each)) ?? [])
  if (names.length > BOUNDS.slides) budget.isCut = true
  const slides = names.slice(0, BOUNDS.slides).map((name) => slideOf({ archive, budget, relations: relationsOf(archive, name) }, name))
  return { kind: 'slides', slides, isCut: budget.isCut }
}

/** `r:id`, beside an `id` of its own. */
function relationId(element: Element): string {
  for (const { localName, prefix, value } of element.attributes) if (localName === 'id' && prefix !== null) return value
  return ''
}

function slideOf(reading: Reading, name: string): Block[] {
  const tree = childAt(readXml(reading.archive, name), 'cSld', 'spTree')
  return tree === undefined ? [] : allBelow(tree, ['sp', 'pic', 'tbl']).flatMap((shape) => shapeOf(shape, reading))
}

function shapeOf(shape: Element, reading: Reading): Block[] {
  if (shape.localName === 'pic') return pictureOf(shape, reading)
  if (shape.localName === 'tbl') {
    const rows = childrenOf(shape, 'tr').map((row) => childrenOf(row, 'tc').map((cell) => ({ columns: 1, blocks: paragraphsOf(childAt(cell, 'txBody'), reading, false) })))
    return take(reading.budget, 'blocks') ? [{ kind: 'table', rows }] : []
  }
  const role = attributeOf(childAt(shape, 'nvSpPr', 'nvPr', 'ph'), 'type') ?? ''
  return paragraphsOf(childAt(shape, 'txBody'), reading, /title$/i.test(role))
}

function paragraphsOf(body: Element | undefined, reading: Reading, isTitle: boolean): Block[] {
  return (body === undefined ? [] : childrenOf(body, 'p')).flatMap((paragraph): Block[] => {
    const runs = runsOf(paragraph, reading)
    if (runs.length === 0 || !take(reading.budget, 'blocks')) return []
    const indent = Math.min(Number(attributeOf(childAt(paragraph, 'pPr'), 'lvl') ?? 0) || 0, 8)
    return [{ kind: 'words', runs, ...(isTitle ? { level: 2 } : indent > 0 ? { indent: indent - 1 } : {}) }]
  })
}

function runsOf(paragraph: Element, { budget }: Reading): Run[] {
  return childrenOf(paragraph, 'r', 'fld', 'br').flatMap((run): Run[] => {
    const text = run.localName === 'br' ? '\n' : (childAt(run, 't')?.textContent ?? '')
    if (text === '' || !take(budget, 'chars', text.length)) return []
    const looks = childAt(run, 'rPr')
    return [{ text, ...(attributeOf(looks, 'b') === '1' ? { isBold: true } : {}), ...(attributeOf(looks, 'i') === '1' ? { isItalic: true } : {}) }]
  })
}

function pictureOf(shape: Element, { archive, budget, relations }: Reading): Block[] {
  const name = relations.get(attributeOf(childAt(shape, 'blipFill', 'blip'), 'embed') ?? '')
  const bytes = name === undefined || !take(budget, 'pictures') ? undefined : archive.read(name)
  return bytes === undefined ? [] : [{ kind: 'picture', bytes, about: attributeOf(childAt(shape, 'nvPicPr', 'cNvPr'), 'descr') ?? '' }]
}
