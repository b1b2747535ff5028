// The files that are laid out or on their way, above where one writes.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import type { Upload, Uploads } from '../../viewmodels/media/uploads.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Icon } from '../icon.tsx'
import { IconButton } from './icon-button.tsx'
import './media.css'
import { wordBytes } from './word-file.ts'

/** What the tray is given. */
export interface TrayProps {
  uploads: Uploads
  /** Sends what is laid out, with what is written. */
  send: () => void
  /** Words that were to go with a file that was taken away. */
  giveBack: (text: string) => void
}

/** The files; nothing where there are none. */
export function UploadTray({ uploads, send, giveBack }: TrayProps): ReactNode {
  const { words } = useApp()
  const { items, bytesMax, leftOut } = useLive(uploads.state)
  if (items.length === 0) return null
  return (
    <section className="uploads" aria-label={words.say('uploads.title')}>
      <ul className="uploads-list">
        {items.map((item) => (
          <UploadRow key={item.id} item={item} uploads={uploads} bytesMax={bytesMax} send={send} giveBack={giveBack} />
        ))}
      </ul>
      {leftOut > 0 ? <p className="uploads-note">{words.say('uploads.leftOut', { count: leftOut })}</p> : null}
      {bytesMax !== undefined && Number.isFinite(bytesMax) && items.some(({ stage }) => stage === 'laidOut') ? (
        <p className="uploads-note soft">{words.say('uploads.limit', { size: wordBytes(bytesMax, words) })}</p>
      ) : null}
    </section>
  )
}

interface RowProps extends TrayProps {
  item: Upload
  bytesMax: number | undefined
}

function UploadRow({ item, uploads, bytesMax = Infinity, send, giveBack }: RowProps): ReactNode {
  const { words } = useApp()
  const { id, name, stage, progress } = item
  const isTooLarge = item.bytes > bytesMax
  return (
    <li className="upload" data-stage={stage}>
      {item.pictureUrl === undefined ? (
        <span className="upload-picture file-mark">
          <Icon name={item.isVoice ? 'microphone' : 'files'} />
        </span>
      ) : (
        <img className="upload-picture" src={item.pictureUrl} alt="" />
      )}
      <div className="upload-text">
        <span className="file-name">{name}</span>
        <span className="soft file-about">
          {wordBytes(item.bytes, words)} · {words.say(`uploads.stage.${stage}`, { percent: Math.round(progress * 100) })}
        </span>
        <UploadNotes item={item} bytesMax={bytesMax} />
        {isLaidOut(item) && !item.isVoice && !isTooLarge ? (
          <input
            className="upload-caption"
            aria-label={words.say('uploads.caption', { name })}
            placeholder={words.say('uploads.captionShort')}
            value={item.caption}
            onChange={({ target }) => uploads.setCaption(id, target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
              event.preventDefault()
              send()
            }}
          />
        ) : null}
        {stage === 'uploading' || stage === 'paused' ? <progress className="upload-progress" value={progress} max={1} aria-label={name} /> : null}
      </div>
      <UploadActs item={item} uploads={uploads} giveBack={giveBack} />
    </li>
  )
}

/** What is to be known of it before it is sent, and why it was not. */
function UploadNotes({ item, bytesMax }: { item: Upload; bytesMax: number }): ReactNode {
  const { words } = useApp()
  const isTooLarge = item.bytes > bytesMax
  const isFailed = item.stage === 'failed'
  return (
    <>
      {isTooLarge ? <span className="upload-problem">{words.say('uploads.tooLarge', { size: wordBytes(bytesMax, words) })}</span> : null}
      {isFailed ? <span className="upload-problem">{words.say(`uploads.failed.${REASONS[item.why ?? ''] ?? 'other'}`)}</span> : null}
      {item.isKept === false && !isFailed && !isTooLarge ? <span className="uploads-note">{words.say('uploads.notKept')}</span> : null}
      {item.keepsMetadata ? <span className="uploads-note">{words.say('uploads.metadata')}</span> : null}
    </>
  )
}

const REASONS: Readonly<Record<string, 'tooLarge' | 'gone' | 'notKept'>> = { tooLarge: 'tooLarge', gone: 'gone', notKept: 'notKept' }

function isLaidOut({ stage }: Upload): boolean {
  return stage === 'laidOut' || stage === 'preparing'
}

function UploadActs({ item, uploads, giveBack }: Omit<RowProps, 'bytesMax' | 'send'>): ReactNode {
  const { words } = useApp()
  const { id, name, stage } = item
  const remove = (): void => {
    const said = uploads.remove(id)
    if (said !== undefined && said !== '') giveBack(said)
  }
  return (
    <div className="upload-acts">
      {stage === 'uploading' || stage === 'waiting' ? <IconButton label={words.say('uploads.pause', { name })} icon="pause" onPress={() => uploads.pause(id)} /> : null}
      {stage === 'paused' ? <IconButton label={words.say('uploads.resume', { name })} icon="play" onPress={() => uploads.resume(id)} /> : null}
      {(stage === 'failed' && item.why !== 'notKept') || stage === 'away' ? (
        <Button kind="plain" onPress={() => uploads.resume(id)}>
          {words.say('media.again')}
          <span className="hidden-visually"> {name}</span>
        </Button>
      ) : null}
      <IconButton label={words.say(isLaidOut(item) ? 'uploads.remove' : 'uploads.cancel', { name })} icon="close" onPress={remove} />
    </div>
  )
}
