// Draws what is shown of a document: elements of our own with its words in them.
import { isModest, sniff } from '../session/media/sniff.ts'
import type { Block, Run, Sheet, Shown } from './model.ts'

/** What is said around a document, in the language of the screen. */
export interface DocumentWords {
  /** That there is more than is shown. */
  cut: string
  slide: string
  /** A table without words. */
  empty: string
  sheets: string
}

const PICTURE_BYTES_MAX = 20 * 1024 * 1024
const CUT_CLASS = 'cut'

/** Draws it into a place. */
export function drawDocument(place: HTMLElement, shown: Shown, words: DocumentWords): void {
  place.replaceChildren()
  place.className = shown.kind
  if (shown.kind === 'text') place.append(page(shown.blocks))
  if (shown.kind === 'slides') {
    shown.slides.forEach((blocks, index) => {
      const slide = page(blocks)
      slide.setAttribute('aria-label', words.slide.replace('{number}', String(index + 1)))
      place.append(slide)
    })
  }
  if (shown.kind === 'sheets') place.append(...book(shown.sheets, words))
  if (shown.isCut) place.append(note(words.cut))
}

function note(text: string): HTMLElement {
  return element('p', { className: CUT_CLASS }, text)
}

function element(name: string, { className }: { className?: string }, ...children: readonly (Node | string)[]): HTMLElement {
  const made = document.createElement(name)
  if (className !== undefined) made.className = className
  made.append(...children)
  return made
}

function page(blocks: readonly Block[]): HTMLElement {
  return element('section', { className: 'page' }, ...blocks.map(drawBlock))
}

function drawBlock(block: Block): HTMLElement {
  switch (block.kind) {
    case 'words':
      return drawWords(block)
    case 'table':
      return element('div', { className: 'table' }, drawTable(block.rows))
    case 'picture':
      return drawPicture(block)
  }
}

function drawWords({ runs, level, mark, indent }: Extract<Block, { kind: 'words' }>): HTMLElement {
  // The page around is a first level of its own.
  const made = element(level === undefined ? 'p' : `h${Math.min(level + 1, 6)}`, {}, ...(mark === undefined ? [] : [element('span', { className: 'mark' }, mark)]), ...runs.map(drawRun))
  made.dir = 'auto'
  if (indent !== undefined) made.style.marginInlineStart = `${(indent + 1) * 1.5}em`
  return made
}

function drawRun({ text, isBold, isItalic, isUnderlined, isStruck, place }: Run): Node {
  const looks = [isBold === true ? 'b' : '', isItalic === true ? 'i' : '', isUnderlined === true ? 'u' : '', isStruck === true ? 's' : '', place === undefined ? '' : place === 'super' ? 'sup' : 'sub']
  return looks.filter((name) => name !== '').reduce<Node>((inner, name) => element(name, {}, inner), document.createTextNode(text))
}

function drawTable(rows: Extract<Block, { kind: 'table' }>['rows']): HTMLElement {
  const body = element('tbody', {})
  for (const row of rows) {
    const cells = row.map(({ blocks, columns }) => {
      const cell = document.createElement('td')
      cell.colSpan = columns
      cell.append(...blocks.map(drawBlock))
      return cell
    })
    body.append(element('tr', {}, ...cells))
  }
  return element('table', {}, body)
}

/** A picture that is one by its bytes; else what is said of it. */
function drawPicture({ bytes, about }: Extract<Block, { kind: 'picture' }>): HTMLElement {
  const found = bytes.length <= PICTURE_BYTES_MAX ? sniff(bytes) : undefined
  if (found?.kind !== 'image' || !isModest(found)) return element('p', { className: CUT_CLASS }, about === '' ? '▢' : about)
  const picture = document.createElement('img')
  picture.alt = about
  picture.src = URL.createObjectURL(new Blob([bytes], { type: found.type }))
  return picture
}

function book(sheets: readonly Sheet[], words: DocumentWords): HTMLElement[] {
  const place = element('div', { className: 'sheet' })
  place.tabIndex = 0
  const buttons = sheets.map((sheet, index) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = sheet.name === '' ? String(index + 1) : sheet.name
    button.addEventListener('click', () => open(index))
    return button
  })
  function open(index: number): void {
    const sheet = sheets[index]
    if (sheet === undefined) return
    buttons.forEach((button, at) => button.setAttribute('aria-pressed', String(at === index)))
    place.replaceChildren(sheet.rows.length === 0 ? note(words.empty) : drawSheet(sheet), ...(sheet.isCut ? [note(words.cut)] : []))
    place.scrollTop = 0
  }
  open(0)
  if (sheets.length < 2) return [place]
  const tabs = element('div', { className: 'sheets' }, ...buttons)
  tabs.setAttribute('role', 'group')
  tabs.setAttribute('aria-label', words.sheets)
  return [tabs, place]
}

function drawSheet({ rows, name }: Sheet): HTMLElement {
  const width = Math.max(...rows.map(({ cells }) => cells.length))
  const columns = Array.from({ length: width }, (_, index) => header('col', letters(index)))
  const table = element('table', {}, element('thead', {}, element('tr', {}, element('td', {}), ...columns)))
  const body = element('tbody', {})
  for (const { number, cells } of rows) {
    const drawn = Array.from({ length: width }, (_, index) => {
      const cell = cells[index]
      const made = element('td', cell?.isNumber === true ? { className: 'number' } : {}, cell?.text ?? '')
      made.dir = 'auto'
      return made
    })
    body.append(element('tr', {}, header('row', String(number)), ...drawn))
  }
  table.append(body)
  table.setAttribute('aria-label', name)
  return table
}

function header(scope: 'col' | 'row', text: string): HTMLElement {
  const made = document.createElement('th')
  made.scope = scope
  made.textContent = text
  return made
}

/** A to Z, AA, and so on. */
function letters(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : letters(Math.floor(index / 26) - 1) + letters(index % 26)
}
