// The body of a message with a file: a picture, a film, a voice, or a row that says what it is.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { FileBody } from '../../viewmodels/types.ts'
import { extensionOf } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { useOpenPicture } from '../media/conversation-media.tsx'
import '../media/media.css'
import type { DocumentKind } from '../media/document.tsx'
import { DocumentViewer } from '../media/document.tsx'
import { HtmlBody } from './html.tsx'
import { Picture } from '../media/picture.tsx'
import { Player } from '../media/player.tsx'
import { SaveButton } from '../media/save-button.tsx'
import { isRisky, wordFile } from '../media/word-file.ts'

/** What the body is given. */
export interface FileMessageProps {
  file: FileBody
  /** The message's, by which its picture is opened in front of everything else. */
  id: string
  /** Whose it is. */
  sender: string
}

/** The body, with what was written along with it. */
export function FileMessage({ file, id, sender }: FileMessageProps): ReactNode {
  return (
    <div className="media-body">
      <FileItself file={file} id={id} sender={sender} />
      <Caption file={file} />
    </div>
  )
}

/** What was written along with it. */
function Caption({ file: { caption, captionHtml, groups } }: Pick<FileMessageProps, 'file'>): ReactNode {
  if (caption === undefined) return null
  if (captionHtml === undefined) return <p className="message-text">{caption}</p>
  return (
    <div className="message-text body-html" dir="auto">
      <HtmlBody html={captionHtml} text={caption} groups={groups} />
    </div>
  )
}

function FileItself({ file, id, sender }: FileMessageProps): ReactNode {
  const openPicture = useOpenPicture()
  if (file.source === undefined || file.media === 'file') return <FileRow file={file} />
  if (file.media === 'audio') {
    return file.isVoice ? (
      <Player file={file} name={sender} />
    ) : (
      <>
        <FileRow file={file} />
        <Player file={file} name={sender} />
      </>
    )
  }
  return <Picture file={file} onOpen={() => openPicture(id)} />
}

/** A file by its name: what it is, how large, and what can be done with it. */
export function FileRow({ file }: { file: FileBody }): ReactNode {
  const { words } = useApp()
  const [isOpen, setIsOpen] = useState(false)
  const kind = documentKindOf(file)
  return (
    <div className="file-row">
      <span className="file-mark" aria-hidden="true">
        {markOf(file)}
      </span>
      <div className="file-text">
        <span className="file-name">{file.name}</span>
        <span className="soft file-about">{wordFile(file, words)}</span>
        {isRisky(file) ? <span className="file-risky">{words.say('media.risky')}</span> : null}
      </div>
      <div className="file-acts">
        {kind !== undefined && file.source !== undefined ? (
          <Button kind="plain" onPress={() => setIsOpen(true)}>
            {words.say('media.open')}
            <span className="hidden-visually"> {file.name}</span>
          </Button>
        ) : null}
        <SaveButton file={file} />
      </div>
      {isOpen && kind !== undefined ? <DocumentViewer file={file} kind={kind} onClose={() => setIsOpen(false)} /> : null}
    </div>
  )
}

/** Documents that are shown in place, macros and all: nothing of them runs here. */
const OFFICE: ReadonlySet<string> = new Set(['docx', 'docm', 'xlsx', 'xlsm', 'pptx', 'pptm', 'odt', 'ods', 'odp'])

function documentKindOf({ name, media }: FileBody): DocumentKind | undefined {
  if (media !== 'file') return undefined
  const extension = extensionOf(name)
  return extension === 'pdf' ? 'pdf' : OFFICE.has(extension) ? 'office' : undefined
}

function markOf({ name }: FileBody): string {
  const extension = /\.([a-z0-9]{1,4})$/i.exec(name)?.[1]
  return extension?.toUpperCase() ?? '•'
}
