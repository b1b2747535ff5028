// A PDF in place. It is read and drawn by a page of its own in an opaque origin: whatever a document makes of its reader, it
// has no session, no storage and no network there.
import { Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { paths } from '../../paths.ts'
import type { FileBody, MediaFailure } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { Failure, failureOf } from './failure.tsx'
import './media.css'
import { SaveButton } from './save-button.tsx'
import { IconButton } from './icon-button.tsx'

type Standing = { kind: 'opening' } | { kind: 'open'; pages: number } | { kind: 'broken' } | { kind: 'failed'; why: MediaFailure }

const ZOOM_STEP = 1.25
const ZOOM_MIN = 0.5
const ZOOM_MAX = 4

/** The document, until it is closed. */
export function PdfViewer({ file, onClose }: { file: FileBody; onClose: () => void }): ReactNode {
  const { model, words } = useApp()
  const frame = useRef<HTMLIFrameElement>(null)
  const [standing, setStanding] = useState<Standing>({ kind: 'opening' })
  const [zoom, setZoom] = useState(1)
  const [tries, setTries] = useState(0)

  useEffect(() => {
    const ending = new AbortController()
    const { source } = file
    // An opaque origin has no name: the frame itself is what is known of whoever speaks.
    const tell = (message: unknown, transfer: Transferable[] = []): void => frame.current?.contentWindow?.postMessage(message, '*', transfer)
    const reading = source === undefined ? Promise.reject(new Error('no source')) : model.files.readPdf(source, { signal: ending.signal })
    reading.catch((error: unknown) => {
      if (!ending.signal.aborted) setStanding({ kind: 'failed', why: failureOf(error) })
    })
    const onMessage = ({ source: speaker, data }: MessageEvent): void => {
      if (speaker === null || speaker !== frame.current?.contentWindow) return
      const said: Readonly<Record<string, unknown>> = typeof data === 'object' && data !== null ? data : {}
      if (said['kind'] === 'ready') void reading.then((bytes) => tell({ kind: 'open', bytes, page: words.say('pdf.page', { number: '{number}' }) }, [bytes]), () => undefined)
      if (said['kind'] === 'open') setStanding({ kind: 'open', pages: Number(said['pages']) || 0 })
      if (said['kind'] === 'broken') setStanding({ kind: 'broken' })
      if (said['kind'] === 'escape') onClose()
    }
    window.addEventListener('message', onMessage)
    return () => {
      ending.abort()
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
              {standing.kind === 'open' ? <span className="soft">{words.say('pdf.pages', { count: standing.pages })}</span> : null}
              <IconButton label={words.say('gallery.zoomOut')} icon="less" onPress={() => setZoomTo(zoom / ZOOM_STEP)} />
              <IconButton label={words.say('gallery.zoomIn')} icon="add" onPress={() => setZoomTo(zoom * ZOOM_STEP)} />
              <SaveButton file={file} />
              <IconButton label={words.say('gallery.close')} icon="close" onPress={onClose} />
            </header>
            {standing.kind === 'failed' ? (
              <Failure
                why={standing.why}
                retry={() => {
                  setStanding({ kind: 'opening' })
                  setTries(tries + 1)
                }}
              />
            ) : standing.kind === 'broken' ? (
              <p className="media-failure">{words.say('pdf.broken')}</p>
            ) : (
              <>
                {standing.kind === 'opening' ? <Waiting label={words.say('pdf.opening')} /> : null}
                <iframe key={tries} ref={frame} className="pdf-frame" src={paths.pdf()} sandbox="allow-scripts" title={words.say('pdf.frame', { name: file.name })} />
              </>
            )}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
