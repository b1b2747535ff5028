// Drawing a document for print: headings, paragraphs, facts, tables, bars. Same inputs, same bytes.
import { fileURLToPath } from 'node:url'
import PDFDocument from 'pdfkit'
import type { DrawnText } from './drawn-text.ts'
import { drawnBy } from './drawn-text.ts'
import { coverageOf } from './font-coverage.ts'
import { inertText } from './inert-text.ts'

/** What a document says of itself. */
export interface SheetInfo {
  title: string
  language: 'fr' | 'en'
  /** When it was made: the one date in it that is not of its contents. */
  madeAtMs: number
  /** At the foot of every page. */
  foot: string
}

/** One column of a table. */
export interface Column<Row> {
  label: string
  /** Its part of the width. */
  weight: number
  isNumber?: boolean
  /** What stands in it; a second line is small. */
  text: (row: Row) => string | readonly [string, string]
}

/** A document that is being drawn, from the top down. */
export interface Sheet {
  /** `keep`: how much of what follows has to stand on the same page. */
  heading(text: string, keep?: number): void
  paragraph(text: string, look?: 'soft' | 'fixed'): void
  facts(pairs: readonly (readonly [string, string])[]): void
  table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): void
  /** Heights of equal times, with what stands below the first and the last. */
  bars(heights: readonly number[], ends: readonly [string, string]): void
  newPage(): void
  /** The bytes of the whole. */
  finish(): Promise<Buffer>
}

const fontPath = (name: string): string => fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`))

/** By their paths: a font that is registered under a second name is read anew each time it is taken. */
const FONTS = { plain: fontPath('DejaVuSans'), strong: fontPath('DejaVuSans-Bold'), fixed: fontPath('DejaVuSansMono') }
type FontName = keyof typeof FONTS

let drawn: Readonly<Record<FontName, DrawnText>> | undefined

/** A text without what works unseen and without what a font cannot draw. The fonts are looked through when the first report is printed. */
function shownText(text: string, font: FontName, charsMax?: number): string {
  drawn ??= { plain: drawnBy(coverageOf(FONTS.plain)), strong: drawnBy(coverageOf(FONTS.strong)), fixed: drawnBy(coverageOf(FONTS.fixed)) }
  return drawn[font](inertText(text, charsMax))
}

const MARGIN = 48
const FOOT = 28
const INK = '#1b1f24'
const SOFT = '#57606a'
const LINE = '#c9d1d9'
const BAR = '#1f5fbf'
/** Longer than any line: what is longer still is cut before it is measured. */
const LINE_CHARS_MAX = 300
const PARAGRAPH_CHARS_MAX = 20_000
const BARS_HEIGHT = 90
/** Of a cell of a table; more than two are names that somebody has made long. */
const CELL_LINES_MAX = 2
const LINE_HEIGHT = 11
const STRONG_CHARS_MAX = 48

/** Begins a document: A4, its fonts within it, nothing in it that acts. */
export function openSheet(info: SheetInfo): Sheet {
  const date = new Date(info.madeAtMs)
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, bottom: MARGIN + FOOT, left: MARGIN, right: MARGIN },
    font: FONTS.plain,
    lang: info.language,
    displayTitle: true,
    bufferPages: true,
    pdfVersion: '1.7',
    info: { Title: inertText(info.title), Creator: 'Chappe', Producer: 'Chappe', CreationDate: date, ModDate: date },
  })
  const chunks: Buffer[] = []
  const ended = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
  const pen = createPen(doc)
  return {
    heading(text, keep = 60) {
      pen.ensure(keep)
      doc.moveDown(0.8)
      doc.font(FONTS.strong).fontSize(14).fillColor(INK).text(shownText(text, 'strong'), MARGIN, doc.y, { width: pen.width })
      doc.moveDown(0.3)
    },
    paragraph(text, look) {
      pen.look(look === 'fixed' ? 'fixed' : 'plain', look === 'fixed' ? 8 : 10, look === 'soft' ? SOFT : INK)
      for (const line of text.slice(0, PARAGRAPH_CHARS_MAX).split('\n')) doc.text(shownText(line, look === 'fixed' ? 'fixed' : 'plain', PARAGRAPH_CHARS_MAX), MARGIN, doc.y, { width: pen.width, lineGap: 2 })
      doc.moveDown(0.4)
    },
    facts: (pairs) => drawFacts(doc, pen, pairs),
    table: (columns, rows) => drawTable(doc, pen, { columns, rows }),
    bars: (heights, ends) => drawBars(doc, pen, { heights, ends }),
    newPage: () => void doc.addPage(),
    async finish() {
      drawFeet(doc, pen, info)
      doc.end()
      return ended
    },
  }
}

type Doc = InstanceType<typeof PDFDocument>

/** What every part of the drawing needs. */
interface Pen {
  /** Of the page within its margins. */
  width: number
  /** Begins a page where less is left. */
  ensure(height: number): boolean
  /** What lines are written with. */
  look(font: FontName, size: number, color: string): void
  /** A text in as many lines as it takes in a width, at most so many; the last one may be too long. */
  linesOf(text: string, room: number, linesMax: number): string[]
  /** One line of text at a place, cut to a width. */
  line(text: string, at: { x: number; y: number; width: number; align?: 'left' | 'right' }): void
}

function createPen(doc: Doc): Pen {
  const width = doc.page.width - 2 * MARGIN
  const widths = new Map<string, number>()
  let look: { font: FontName; size: number } = { font: 'plain', size: 10 }
  return {
    width,
    ensure(height) {
      if (doc.y + height <= doc.page.height - MARGIN - FOOT) return false
      doc.addPage()
      return true
    },
    linesOf(text, room, linesMax) {
      const lines: string[] = []
      let rest = shownText(text, look.font, LINE_CHARS_MAX)
      while (lines.length < linesMax - 1) {
        const fits = fittingChars(rest, room)
        if (fits === rest.length || fits === 0) break
        const space = rest.lastIndexOf(' ', fits)
        const end = space > fits / 2 ? space : fits
        lines.push(rest.slice(0, end))
        rest = rest.slice(end).trimStart()
      }
      return [...lines, rest]
    },
    line(text, { x, y, width: room, align = 'left' }) {
      const fitted = fit(shownText(text, look.font, LINE_CHARS_MAX), room)
      const from = align === 'right' ? x + room - fitted.width : x
      doc.text(fitted.text, from, y, { lineBreak: false })
    },
    look(font, size, color) {
      doc.font(FONTS[font]).fontSize(size).fillColor(color)
      look = { font, size }
    },
  }

  /** Signs are measured one by one and once: to lay out a text costs a hundred times as much. */
  function widthOf(sign: string): number {
    const key = `${look.font} ${sign}`
    const known = widths.get(key)
    if (known !== undefined) return known * look.size
    const width = doc.widthOfString(sign) / look.size
    widths.set(key, width)
    return width * look.size
  }

  /** How much of a text a width holds. */
  function fittingChars(text: string, room: number): number {
    let [whole, chars] = [0, 0]
    for (const sign of text) {
      whole += widthOf(sign)
      if (whole > room) break
      chars += sign.length
    }
    return chars
  }

  /** As much of a text as a width holds, with a sign that it goes on. */
  function fit(text: string, room: number): { text: string; width: number } {
    const end = widthOf('…')
    let [whole, kept, keptWidth] = [0, '', 0]
    for (const sign of text) {
      whole += widthOf(sign)
      if (whole + end > room) continue
      kept += sign
      keptWidth = whole
    }
    return whole <= room ? { text, width: whole } : { text: `${kept}…`, width: keptWidth + end }
  }
}

function drawFacts(doc: Doc, pen: Pen, pairs: readonly (readonly [string, string])[]): void {
  const nameWidth = pen.width * 0.42
  for (const [name, value] of pairs) {
    // Figures and names stand out; sentences do not shout.
    const look = value.length > STRONG_CHARS_MAX ? 'plain' : 'strong'
    const [font, shown] = [FONTS[look], shownText(value, look)]
    const nameHeight = doc.font(FONTS.plain).fontSize(10).heightOfString(name, { width: nameWidth - 12 })
    const height = Math.max(doc.font(font).heightOfString(shown, { width: pen.width - nameWidth }), nameHeight) + 5
    pen.ensure(height)
    const y = doc.y
    doc.font(FONTS.plain).fillColor(SOFT).text(name, MARGIN, y, { width: nameWidth - 12 })
    doc.font(font).fillColor(INK).text(shown, MARGIN + nameWidth, y, { width: pen.width - nameWidth })
    doc.y = y + height
  }
  doc.moveDown(0.4)
}

function drawTable<Row>(doc: Doc, pen: Pen, { columns, rows }: { columns: readonly Column<Row>[]; rows: readonly Row[] }): void {
  const sum = columns.reduce((total, { weight }) => total + weight, 0)
  const gap = 10
  let x = MARGIN
  const places = columns.map((column) => {
    const place = { column, x, width: (pen.width * column.weight) / sum - gap }
    x += place.width + gap
    return place
  })
  const drawHead = (): void => {
    const y = doc.y + 2
    pen.look('strong', 8, SOFT)
    for (const place of places) pen.line(place.column.label, { ...place, y, align: place.column.isNumber === true ? 'right' : 'left' })
    doc.y = y + 13
    drawRule(doc, pen)
  }
  pen.ensure(60)
  drawHead()
  for (const row of rows) {
    pen.look('plain', 9, INK)
    const cells = places.map(({ column, ...place }) => {
      const text = column.text(row)
      const [first, second] = typeof text === 'string' ? [text] : text
      return { ...place, second, lines: pen.linesOf(first, place.width, CELL_LINES_MAX), align: column.isNumber === true ? ('right' as const) : ('left' as const) }
    })
    const height = Math.max(...cells.map(({ lines, second }) => lines.length * LINE_HEIGHT + (second === undefined ? 0 : 10))) + 4
    if (pen.ensure(height)) drawHead()
    const y = doc.y + 2
    for (const { lines, second, ...place } of cells) {
      pen.look('plain', 9, INK)
      lines.forEach((line, index) => pen.line(line, { ...place, y: y + index * LINE_HEIGHT }))
      if (second === undefined) continue
      pen.look('fixed', 6.5, SOFT)
      pen.line(second, { ...place, y: y + lines.length * LINE_HEIGHT })
    }
    doc.y = y + height - 2
  }
  doc.moveDown(0.6)
  doc.x = MARGIN
}

function drawRule(doc: Doc, pen: Pen): void {
  doc.moveTo(MARGIN, doc.y).lineTo(MARGIN + pen.width, doc.y).lineWidth(0.5).strokeColor(LINE).stroke()
}

function drawBars(doc: Doc, pen: Pen, { heights, ends }: { heights: readonly number[]; ends: readonly [string, string] }): void {
  pen.ensure(BARS_HEIGHT + 30)
  const top = doc.y + 4
  const most = heights.reduce((greatest, each) => Math.max(greatest, each), 0)
  const step = pen.width / Math.max(1, heights.length)
  heights.forEach((each, index) => {
    if (each <= 0 || most === 0) return
    const height = Math.max(1, (each / most) * BARS_HEIGHT)
    doc.rect(MARGIN + index * step, top + BARS_HEIGHT - height, Math.max(0.5, step * 0.85), height).fill(BAR)
  })
  doc.y = top + BARS_HEIGHT
  drawRule(doc, pen)
  pen.look('plain', 8, SOFT)
  const y = doc.y + 4
  pen.line(ends[0], { x: MARGIN, y, width: pen.width / 2 - 4 })
  pen.line(ends[1], { x: MARGIN + pen.width / 2, y, width: pen.width / 2, align: 'right' })
  doc.y = y + 16
  doc.x = MARGIN
}

/** Every page says what it is of, and which of how many it is. */
function drawFeet(doc: Doc, pen: Pen, { foot }: SheetInfo): void {
  const { start, count } = doc.bufferedPageRange()
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page)
    // What stands below the margin would otherwise begin a page of its own.
    doc.page.margins.bottom = 0
    pen.look('plain', 7.5, SOFT)
    const y = doc.page.height - MARGIN
    pen.line(foot, { x: MARGIN, y, width: pen.width - 80 })
    pen.line(`${page + 1} / ${count}`, { x: MARGIN + pen.width - 76, y, width: 76, align: 'right' })
  }
}
