// A question in front of everything else: it keeps the focus until it is answered.
import type { ReactNode } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'

/** What a question is given. */
export interface AskProps {
  title: string
  isOpen: boolean
  onClose: () => void
  /** What the sign that closes it is called; for what has no button of its own to leave by, since a phone has no Escape. */
  closeName?: string | undefined
  /** The id of what explains it, read with its title when it opens. */
  describedBy?: string | undefined
  children: ReactNode
}

/** The question. Escape closes it. */
export function Ask({ title, isOpen, onClose, closeName, describedBy, children }: AskProps): ReactNode {
  return (
    <ModalOverlay
      className="veil"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Modal className="dialog">
        <Dialog {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}>
          {closeName === undefined ? (
            <Heading slot="title">{title}</Heading>
          ) : (
            <div className="dialog-head">
              <Heading slot="title">{title}</Heading>
              <button type="button" className="dialog-close" aria-label={closeName} title={closeName} onClick={onClose}>
                <svg viewBox="0 0 20 20" aria-hidden="true">
                  <path d="M5 5l10 10M15 5 5 15" />
                </svg>
              </button>
            </div>
          )}
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
