// The page that draws a PDF. It stands in a frame without an origin: it has the bytes that it is handed and nothing else.
import './pdf.css'
import type { DocumentText } from '../document-text.ts'
import { DOCUMENT_CHARS_MAX, DOCUMENT_PAGES_MAX } from '../document-text.ts'
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist'
import { getDocument, TextLayer } from 'pdfjs-dist'
// An opaque origin cannot start a worker: loaded here, what a worker would do is done by this page, which is a process of its own.
import 'pdfjs-dist/build/pdf.worker.mjs'

const PAGES_MAX = 2000
const SIDE_PX_MAX = 4096
const WIDTH_MAX = 1000
const MARGIN = 16
const TEXT_PAUSE_MS = 30

interface Drawn {
  place: HTMLElement
  number: number
  /** For which zoom it is drawn. */
  zoom: number
}

let zoom = 1
let pageWord = '{number}'
let redraw: () => void = () => undefined

window.addEventListener('message', ({ source, data }: MessageEvent) => {
  if (source !== window.parent || typeof data !== 'object' || data === null) return
  if (data.kind === 'zoom' && typeof data.zoom === 'number') {
    zoom = data.zoom
    redraw()
  }
  if (data.kind === 'read' && data.bytes instanceof ArrayBuffer) {
    read(data.bytes).catch(() => tell({ kind: 'broken' }))
  }
  if (data.kind === 'open' && data.bytes instanceof ArrayBuffer) {
    pageWord = String(data.page)
    open(data.bytes).then(
      (pages) => tell({ kind: 'open', pages }),
      () => tell({ kind: 'broken' }),
    )
  }
})
window.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') tell({ kind: 'escape' })
})
// Nothing else tells the page around that the focus is here.
for (const kind of ['focus', 'blur'] as const) window.addEventListener(kind, () => tell({ kind }))
tell({ kind: 'ready' })

function tell(message: { kind: string; pages?: number } | DocumentText): void {
  window.parent.postMessage(message, '*')
}

const openFile = (bytes: ArrayBuffer): Promise<PDFDocumentProxy> =>
  getDocument({ data: bytes, enableXfa: false, useSystemFonts: true, stopAtErrors: false, maxImageSize: 50_000_000 }).promise

/** Reads what is not to be drawn. */
async function read(bytes: ArrayBuffer): Promise<void> {
  tell({ kind: 'text', text: await textOf(await openFile(bytes), () => Promise.resolve()) })
}

/** The words of its pages, one page after the other, as far as is looked for. */
async function textOf(file: PDFDocumentProxy, pause: () => Promise<unknown>): Promise<string> {
  let text = ''
  for (let number = 1; number <= Math.min(file.numPages, DOCUMENT_PAGES_MAX) && text.length < DOCUMENT_CHARS_MAX; number += 1) {
    await pause()
    const { items } = await (await file.getPage(number)).getTextContent()
    text += `${items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join('')}\n`
  }
  return text.slice(0, DOCUMENT_CHARS_MAX)
}

async function open(bytes: ArrayBuffer): Promise<number> {
  const file = await openFile(bytes)
  const count = Math.min(file.numPages, PAGES_MAX)
  const root = document.querySelector('#pages')
  if (root === null) throw new Error('there is no place for the pages')
  const first = await file.getPage(1)
  const drawn = Array.from({ length: count }, (_, index) => makePlace(root, index + 1, first))
  watch(file, drawn)
  // What is in sight is drawn first.
  void textOf(file, () => new Promise((done) => setTimeout(done, TEXT_PAUSE_MS))).then((text) => tell({ kind: 'text', text }), () => undefined)
  return file.numPages
}

function makePlace(root: Element, number: number, like: PDFPageProxy): Drawn {
  const place = document.createElement('section')
  place.className = 'page'
  place.setAttribute('aria-label', pageWord.replace('{number}', String(number)))
  setSize(place, like)
  root.append(place)
  return { place, number, zoom: 0 }
}

/** Draws the pages that come in sight, and those in sight anew when they are zoomed. */
function watch(file: PDFDocumentProxy, drawn: readonly Drawn[]): void {
  const inSight = new Set<Drawn>()
  let chain = Promise.resolve()
  const draw = (page: Drawn): void => {
    if (page.zoom === zoom) return
    page.zoom = zoom
    chain = chain.then(() => (inSight.has(page) ? drawPage(file, page) : undefined)).catch(() => undefined)
  }
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const page = drawn.find(({ place }) => place === target)
        if (page === undefined) continue
        if (isIntersecting) {
          inSight.add(page)
          draw(page)
        } else {
          inSight.delete(page)
          // What is far away is not kept drawn.
          page.zoom = 0
          page.place.replaceChildren()
        }
      }
    },
    { rootMargin: '100% 0px' },
  )
  for (const { place } of drawn) observer.observe(place)
  redraw = () => {
    for (const page of drawn) page.place.style.setProperty('--zoom', String(zoom))
    for (const page of inSight) draw(page)
  }
  window.addEventListener('resize', () => {
    for (const page of inSight) page.zoom = 0
    redraw()
  })
}

async function drawPage(file: PDFDocumentProxy, { place, number }: Drawn): Promise<void> {
  const page = await file.getPage(number)
  const scale = setSize(place, page)
  const viewport = page.getViewport({ scale })
  const sharpness = Math.min(window.devicePixelRatio, SIDE_PX_MAX / Math.max(viewport.width, viewport.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.floor(viewport.width * sharpness)
  canvas.height = Math.floor(viewport.height * sharpness)
  canvas.setAttribute('aria-hidden', 'true')
  await page.render({ canvas, viewport, transform: [sharpness, 0, 0, sharpness, 0, 0] }).promise
  const text = document.createElement('div')
  text.className = 'textLayer'
  text.style.setProperty('--scale-factor', String(scale))
  text.style.setProperty('--total-scale-factor', String(scale))
  await new TextLayer({ textContentSource: await page.getTextContent(), container: text, viewport }).render()
  place.replaceChildren(canvas, text)
}

/** Gives a page its place; gives back by how much it is enlarged. */
function setSize(place: HTMLElement, page: PDFPageProxy): number {
  const plain = page.getViewport({ scale: 1 })
  const fit = Math.min((document.documentElement.clientWidth - 2 * MARGIN) / plain.width, WIDTH_MAX / plain.width)
  const scale = fit * zoom
  place.style.inlineSize = `${Math.floor(plain.width * scale)}px`
  place.style.blockSize = `${Math.floor(plain.height * scale)}px`
  return scale
}
