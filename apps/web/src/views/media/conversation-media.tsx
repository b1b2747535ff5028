// What a conversation needs around it for files: a place to drop them on, and pictures in front of everything else.
import type { ReactNode } from 'react'
import { createContext, useContext, useEffect, useMemo, useState } from 'react'
import type { Gallery, GallerySource } from '../../viewmodels/media/gallery.ts'
import { createGallery } from '../../viewmodels/media/gallery.ts'
import type { Uploads } from '../../viewmodels/media/uploads.ts'
import { useApp } from '../app-context.tsx'
import { DropZone } from './add-files.tsx'
import { Lightbox } from './lightbox.tsx'

const OpenPicture = createContext<(messageId: string) => void>(() => undefined)

/** Shows the picture of a message in front of everything else. */
export function useOpenPicture(): (messageId: string) => void {
  return useContext(OpenPicture)
}

/** What pictures are given. `source`: the messages, and how earlier ones are fetched. `onForward` hands a message on. */
export interface PicturesProps {
  source: GallerySource
  onForward?: ((messageId: string) => void) | undefined
  children: ReactNode
}

/** Around messages whose pictures can be opened. */
export function Pictures({ source, onForward, children }: PicturesProps): ReactNode {
  const [gallery, setGallery] = useState<Gallery>()
  useEffect(() => {
    const opened = createGallery(source)
    setGallery(opened)
    return () => opened.close()
  }, [source])
  const open = useMemo(() => (messageId: string) => gallery?.open(messageId), [gallery])
  return (
    <OpenPicture value={open}>
      {children}
      {gallery === undefined ? null : <Lightbox gallery={gallery} onForward={onForward} />}
    </OpenPicture>
  )
}

/** Around the messages and where one writes. */
export function ConversationMedia({ uploads, children, ...pictures }: PicturesProps & { uploads: Uploads | undefined }): ReactNode {
  return (
    <Pictures {...pictures}>
      <DropZone uploads={uploads}>{children}</DropZone>
    </Pictures>
  )
}

/** The files of a room that are on their way, of a thread of it where one is named. */
export function useUploads(roomId: string, threadId?: string): Uploads {
  const { model } = useApp()
  return useMemo(() => model.files.uploads.of(roomId, threadId), [model, roomId, threadId])
}
