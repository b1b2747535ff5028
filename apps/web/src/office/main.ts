// The page that draws an office document. It stands in a frame without an origin: it has the bytes that it is handed and nothing else.
import './office.css'
import type { DocumentText } from '../document-text.ts'
import { DOCUMENT_CHARS_MAX } from '../document-text.ts'
import { NotShown } from './bounds.ts'
import type { DocumentWords } from './draw.ts'
import { drawDocument } from './draw.ts'
import { readDocument } from './read.ts'
import { textOf } from './text.ts'

window.addEventListener('message', ({ source, data }: MessageEvent) => {
  if (source !== window.parent || typeof data !== 'object' || data === null) return
  if (data.kind === 'zoom' && typeof data.zoom === 'number') document.documentElement.style.setProperty('--zoom', String(data.zoom))
  if (data.kind === 'open' && data.bytes instanceof ArrayBuffer) open(data.bytes, String(data.language), wordsOf(data.words))
  if (data.kind === 'read' && data.bytes instanceof ArrayBuffer) read(data.bytes, String(data.language))
})
window.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') tell({ kind: 'escape' })
})
// Nothing else tells the page around that the focus is here.
for (const kind of ['focus', 'blur'] as const) window.addEventListener(kind, () => tell({ kind }))
tell({ kind: 'ready' })

function tell(message: { kind: string; why?: string } | DocumentText): void {
  window.parent.postMessage(message, '*')
}

function open(bytes: ArrayBuffer, language: string, words: DocumentWords): void {
  const place = document.querySelector<HTMLElement>('#document')
  if (place === null) return
  document.documentElement.lang = language
  try {
    const shown = readDocument(new Uint8Array(bytes), language)
    drawDocument(place, shown, words)
    tell({ kind: 'open' })
    tell({ kind: 'text', text: textOf(shown, DOCUMENT_CHARS_MAX) })
  } catch (error) {
    tell({ kind: 'broken', why: error instanceof NotShown ? error.why : 'broken' })
  }
}

/** Reads what is not to be drawn. */
function read(bytes: ArrayBuffer, language: string): void {
  try {
    tell({ kind: 'text', text: textOf(readDocument(new Uint8Array(bytes), language), DOCUMENT_CHARS_MAX) })
  } catch {
    tell({ kind: 'broken' })
  }
}

function wordsOf(said: unknown): DocumentWords {
  const held: Readonly<Record<string, unknown>> = typeof said === 'object' && said !== null ? { ...said } : {}
  const word = (name: keyof DocumentWords): string => String(held[name] ?? '')
  return { cut: word('cut'), slide: word('slide'), empty: word('empty'), sheets: word('sheets') }
}
