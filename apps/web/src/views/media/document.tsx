// A PDF or an office document in place. It is read and drawn by a page of its own in an opaque origin: whatever a document makes of its reader, it
// has no session, no storage and no network there.
import { Waiting } from '@chappe/ui'
import type { ReactNode, RefObject } from 'react'
import { useEffect, useRef, useState } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { parseDocumentText } from '../../document-text.ts'
import { paths } from '../../paths.ts'
import type { FileBody, MediaFailure } from '../../viewmodels/types.ts'
import type { WordKey } from '../../words/en.ts'
import { useApp } from '../app-context.tsx'
import { Failure, failureOf } from './failure.tsx'
import './media.css'
import { SaveButton } from './save-button.tsx'
import { IconButton } from './icon-button.tsx'

/** What is shown in place. */
export type DocumentKind = 'pdf' | 'office'

/** `pages`: none where they are not counted. */
type Standing = { kind: 'opening' } | { kind: 'open'; pages: number } | { kind: 'broken'; why: WordKey } | { kind: 'failed'; why: MediaFailure }

/** Whose way of writing dates and numbers goes with a language. */
const REGIONS = { fr: 'fr-FR', en: 'en-GB' } as const
const ZOOM_STEP = 1.25
const ZOOM_MIN = 0.5
const ZOOM_MAX = 4
/** A document that takes longer is made to hold up whoever opens it. */
const DRAWN_WITHIN_MS = 30_000
const REASONS: Readonly<Record<string, WordKey>> = { locked: 'office.locked', tooLarge: 'office.tooLarge' }

/** The document, until it is closed. */
export function DocumentViewer({ file, kind, onClose }: { file: FileBody; kind: DocumentKind; onClose: () => void }): ReactNode {
  const { model, words } = useApp()
  const frame = useRef<HTMLIFrameElement>(null)
  const [standing, setStanding] = useState<Standing>({ kind: 'opening' })
  const [zoom, setZoom] = useState(1)
  const [tries, setTries] = useState(0)
  const isWithin = useFocusWithin(frame)

  useEffect(() => {
    const ending = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const { source } = file
    // An opaque origin has no name: the frame itself is what is known of whoever speaks.
    const tell = (message: unknown, transfer: Transferable[] = []): void => frame.current?.contentWindow?.postMessage(message, '*', transfer)
    const reading = source === undefined ? Promise.reject(new Error('no source')) : (kind === 'pdf' ? model.files.readPdf : model.files.readOffice)(source, { signal: ending.signal })
    reading.catch((error: unknown) => {
      if (!ending.signal.aborted) setStanding({ kind: 'failed', why: failureOf(error) })
    })
    const onMessage = ({ source: speaker, data }: MessageEvent): void => {
      if (speaker === null || speaker !== frame.current?.contentWindow) return
      const said: Readonly<Record<string, unknown>> = typeof data === 'object' && data !== null ? data : {}
      if (said['kind'] === 'ready') {
        const hand = (bytes: ArrayBuffer): void => {
          timer = setTimeout(() => setStanding({ kind: 'broken', why: 'office.tooLarge' }), DRAWN_WITHIN_MS)
          tell({ kind: 'open', bytes, page: words.say('pdf.page', { number: '{number}' }), language: REGIONS[words.language], words: officeWords(words.say) }, [bytes])
        }
        void reading.then(hand, () => undefined)
      }
      if (said['kind'] === 'open' || said['kind'] === 'broken') clearTimeout(timer)
      if (said['kind'] === 'open') setStanding({ kind: 'open', pages: Number(said['pages']) || 0 })
      if (said['kind'] === 'broken') setStanding({ kind: 'broken', why: REASONS[String(said['why'])] ?? 'pdf.broken' })
      const text = parseDocumentText(said)
      if (text !== undefined) model.files.noteText(file, text)
      if (said['kind'] === 'escape') onClose()
    }
    window.addEventListener('message', onMessage)
    return () => {
      ending.abort()
      clearTimeout(timer)
      window.removeEventListener('message', onMessage)
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- one frame reads one document
  }, [file, tries])

  const setZoomTo = (to: number): void => {
    const next = Math.min(Math.max(to, ZOOM_MIN), ZOOM_MAX)
    setZoom(next)
    frame.current?.contentWindow?.postMessage({ kind: 'zoom', zoom: next }, '*')
  }

  return (
    <ModalOverlay
      className="lightbox-veil"
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      <Modal className="lightbox">
        <Dialog>
          <div className="lightbox-inner">
            <header className="lightbox-head">
              <Heading slot="title" className="file-name lightbox-title">
                {file.name}
              </Heading>
              {standing.kind === 'open' && standing.pages > 0 ? <span className="soft">{words.say('pdf.pages', { count: standing.pages })}</span> : null}
              <IconButton label={words.say('gallery.zoomOut')} icon="less" onPress={() => setZoomTo(zoom / ZOOM_STEP)} />
              <IconButton label={words.say('gallery.zoomIn')} icon="add" onPress={() => setZoomTo(zoom * ZOOM_STEP)} />
              <SaveButton file={file} />
              <IconButton label={words.say('gallery.close')} icon="close" onPress={onClose} />
            </header>
            {kind === 'office' && standing.kind === 'open' ? <p className="soft document-simple">{words.say('office.simple')}</p> : null}
            {standing.kind === 'failed' ? (
              <Failure
                why={standing.why}
                retry={() => {
                  setStanding({ kind: 'opening' })
                  setTries(tries + 1)
                }}
              />
            ) : standing.kind === 'broken' ? (
              <p className="media-failure">{words.say(standing.why)}</p>
            ) : (
              <>
                {standing.kind === 'opening' ? <Waiting label={words.say('pdf.opening')} /> : null}
                <iframe key={tries} ref={frame} className="pdf-frame" data-within={isWithin || undefined} src={kind === 'pdf' ? paths.pdf() : paths.office()} sandbox="allow-scripts" title={words.say('pdf.frame', { name: file.name })} />
                <BackToHead />
              </>
            )}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

/** Whether the focus is within the frame, as its page says: the browser marks it nowhere in this one. */
function useFocusWithin(frame: RefObject<HTMLIFrameElement | null>): boolean {
  const [isWithin, setIsWithin] = useState(false)
  useEffect(() => {
    const onMessage = ({ source, data }: MessageEvent): void => {
      const said: Readonly<Record<string, unknown>> = typeof data === 'object' && data !== null ? data : {}
      if (source === null || source !== frame.current?.contentWindow) return
      if (said['kind'] === 'focus' || said['kind'] === 'blur') setIsWithin(said['kind'] === 'focus')
    }
    window.addEventListener('message', onMessage)
    return () => window.removeEventListener('message', onMessage)
  }, [frame])
  return isWithin
}

/** After the frame: whoever tabs out of it comes to the buttons again, and not back into the frame. */
function BackToHead(): ReactNode {
  return <span tabIndex={0} onFocus={({ currentTarget }) => currentTarget.closest('.lightbox-inner')?.querySelector('button')?.focus()} />
}

function officeWords(say: ReturnType<typeof useApp>['words']['say']) {
  return { cut: say('office.cut'), slide: say('office.slide', { number: '{number}' }), empty: say('office.empty'), sheets: say('office.sheets') }
}
