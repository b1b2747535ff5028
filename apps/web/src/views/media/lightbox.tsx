// Pictures and films in front of everything else. Arrows go on and back, plus and minus zoom, Escape closes.
import type { KeyboardEvent, ReactNode } from 'react'
import { useRef } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import type { Gallery, GalleryItem } from '../../viewmodels/media/gallery.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Blur } from './blur.tsx'
import { Failure } from './failure.tsx'
import './media.css'
import { SaveButton } from './save-button.tsx'
import { IconButton } from './icon-button.tsx'
import { useShown } from './use-shown.ts'
import { wordFile } from './word-file.ts'

const ZOOM_STEP = 1.5

/** The lightbox of a conversation. `onForward` hands a message on; without it there is no such button. */
export function Lightbox({ gallery, onForward }: { gallery: Gallery; onForward?: ((messageId: string) => void) | undefined }): ReactNode {
  const { words } = useApp()
  const { shown, position, count, hasPrevious, hasNext, zoom } = useLive(gallery.state)
  if (shown === undefined) return null
  // The question stands behind the picture until that is gone.
  const forward = (id: string, hand: (messageId: string) => void): void => {
    gallery.dismiss()
    hand(id)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = KEYS[event.key]
    // In a film, arrows go on and back in it.
    if (act === undefined || event.target instanceof HTMLVideoElement) return
    event.preventDefault()
    act(gallery, zoom)
  }
  return (
    <ModalOverlay
      className="lightbox-veil"
      isOpen
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) gallery.dismiss()
      }}
    >
      <Modal className="lightbox">
        <Dialog aria-label={words.say('gallery.title')}>
          <div className="lightbox-inner" onKeyDown={onKeyDown}>
            <header className="lightbox-head">
              <div className="file-text">
                <strong className="file-name">{shown.file.name}</strong>
                <span className="soft file-about">
                  {words.say('roomFiles.by', { name: shown.message.sender.name, moment: words.moment(shown.message.sentAtMs) })} · {wordFile(shown.file, words)}
                </span>
              </div>
              <span className="soft" role="status">
                {words.say('gallery.position', { position, count })}
              </span>
              <IconButton label={words.say('gallery.zoomOut')} icon="less" onPress={() => gallery.setZoom(zoom / ZOOM_STEP)} />
              <IconButton label={words.say('gallery.zoomIn')} icon="add" onPress={() => gallery.setZoom(zoom * ZOOM_STEP)} />
              <SaveButton file={shown.file} />
              {onForward === undefined ? null : <IconButton label={words.say('gallery.forward')} icon="forward" onPress={() => forward(shown.id, onForward)} />}
              <IconButton label={words.say('gallery.close')} icon="close" onPress={gallery.dismiss} />
            </header>
            <Stage key={shown.id} item={shown} zoom={zoom} />
            {hasPrevious ? (
              <div className="lightbox-side lightbox-previous">
                <IconButton label={words.say('gallery.previous')} icon="back" onPress={gallery.previous} />
              </div>
            ) : null}
            {hasNext ? (
              <div className="lightbox-side lightbox-next">
                <IconButton label={words.say('gallery.next')} icon="next" onPress={gallery.next} />
              </div>
            ) : null}
            {shown.file.caption === undefined ? null : <p className="lightbox-caption">{shown.file.caption}</p>}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

const isMirrored = (): boolean => document.dir === 'rtl'
const KEYS: Readonly<Record<string, (gallery: Gallery, zoom: number) => void>> = {
  ArrowLeft: (gallery) => (isMirrored() ? gallery.next() : gallery.previous()),
  ArrowRight: (gallery) => (isMirrored() ? gallery.previous() : gallery.next()),
  '+': (gallery, zoom) => gallery.setZoom(zoom * ZOOM_STEP),
  '=': (gallery, zoom) => gallery.setZoom(zoom * ZOOM_STEP),
  '-': (gallery, zoom) => gallery.setZoom(zoom / ZOOM_STEP),
  '0': (gallery) => gallery.setZoom(1),
}

function Stage({ item: { file }, zoom }: { item: GalleryItem; zoom: number }): ReactNode {
  const { model, words } = useApp()
  const { state, retry } = useShown(() => model.files.showWhole(file), file.source?.mxc ?? '')
  const scroller = useRef<HTMLDivElement>(null)
  const ratio = file.width !== undefined && file.height !== undefined && file.width > 0 ? file.width / Math.max(file.height, 1) : 4 / 3
  if (state.kind === 'failed') return <div className="lightbox-stage"><Failure why={state.why} retry={retry} /></div>
  return (
    <div className="lightbox-stage" ref={scroller} data-zoomed={zoom > 1 || undefined} tabIndex={zoom > 1 ? 0 : undefined}>
      {state.kind === 'loading' ? (
        <div className="lightbox-waiting" style={{ aspectRatio: String(ratio) }} role="status" aria-label={words.say('app.loading')}>
          <Blur hash={file.blurhash} />
        </div>
      ) : file.media === 'video' ? (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- what people send each other has none
        <video className="lightbox-film" src={state.url} controls autoPlay aria-label={words.say('media.film', { name: file.name })} />
      ) : (
        <img className="lightbox-picture" src={state.url} alt={words.say('media.picture', { name: file.name })} style={{ inlineSize: `${zoom * 100}%`, blockSize: `${zoom * 100}%` }} />
      )}
    </div>
  )
}
