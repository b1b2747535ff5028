// The ways in which files are handed to the messenger: a button, a paste, a drop.
import type { ClipboardEvent, DragEvent, ReactNode } from 'react'
import { useRef, useState } from 'react'
import type { Uploads } from '../../viewmodels/media/uploads.ts'
import { useApp } from '../app-context.tsx'
import './media.css'
import { IconButton } from './icon-button.tsx'

/** The button that asks for files. */
export function AddFiles({ uploads }: { uploads: Uploads }): ReactNode {
  const { words } = useApp()
  const field = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={field}
        className="hidden-visually"
        type="file"
        multiple
        tabIndex={-1}
        aria-hidden="true"
        onChange={({ currentTarget }) => {
          uploads.add([...(currentTarget.files ?? [])])
          // The same file again is a change again.
          currentTarget.value = ''
        }}
      />
      <IconButton label={words.say('uploads.add')} icon="attach" onPress={() => field.current?.click()} />
    </>
  )
}

/** Takes the files of a paste. Whether there were any: else it is text, and for whom it was pasted to. */
export function takePaste(event: ClipboardEvent, uploads: Uploads): boolean {
  const files = [...event.clipboardData.files]
  // A table copied from a document comes as text and as a picture of it: the text is what was meant.
  if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return false
  event.preventDefault()
  uploads.add(files)
  return true
}

/** What around which one may drop files is given. */
export interface DropProps {
  onDragEnter(event: DragEvent): void
  onDragOver(event: DragEvent): void
  onDragLeave(event: DragEvent): void
  onDrop(event: DragEvent): void
}

/** Lets files be dropped; `isOver` while some are held above. */
export function useDrop(uploads: Uploads | undefined): { isOver: boolean; props: DropProps } {
  // Entering what stands inside comes before leaving what is around it.
  const depth = useRef(0)
  const [isOver, setIsOver] = useState(false)
  const holdsFiles = (event: DragEvent): boolean => uploads !== undefined && event.dataTransfer.types.includes('Files')
  const move = (by: number): void => {
    depth.current = Math.max(depth.current + by, 0)
    setIsOver(depth.current > 0)
  }
  return {
    isOver,
    props: {
      onDragEnter(event) {
        if (holdsFiles(event)) move(1)
      },
      onDragOver(event) {
        if (holdsFiles(event)) event.preventDefault()
      },
      onDragLeave(event) {
        if (holdsFiles(event)) move(-1)
      },
      onDrop(event) {
        if (!holdsFiles(event)) return
        event.preventDefault()
        depth.current = 0
        setIsOver(false)
        uploads?.add([...event.dataTransfer.files])
      },
    },
  }
}

/** Around what files may be dropped on. */
export function DropZone({ uploads, children }: { uploads: Uploads | undefined; children: ReactNode }): ReactNode {
  const { words } = useApp()
  const { isOver, props } = useDrop(uploads)
  return (
    <div className="drop-zone" {...props}>
      {children}
      {isOver ? (
        <div className="drop-veil" role="status">
          {words.say('uploads.drop')}
        </div>
      ) : null}
    </div>
  )
}
