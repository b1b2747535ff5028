// A question in front of everything else: it keeps the focus until it is answered.
import type { ReactNode } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'

/** What a question is given. */
export interface AskProps {
  title: string
  isOpen: boolean
  onClose: () => void
  children: ReactNode
}

/** The question. Escape closes it. */
export function Ask({ title, isOpen, onClose, children }: AskProps): ReactNode {
  return (
    <ModalOverlay
      className="veil"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Modal className="dialog">
        <Dialog>
          <Heading slot="title">{title}</Heading>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
