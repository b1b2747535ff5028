// The files that are laid out or on their way, above where one writes.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import type { Upload, Uploads } from '../../viewmodels/uploads.ts'
import { useApp, useLive } from '../app-context.tsx'
import './media.css'
import { wordBytes } from './word-file.ts'

/** The files; nothing where there are none. */
export function UploadTray({ uploads }: { uploads: Uploads }): ReactNode {
  const { words } = useApp()
  const { items, bytesMax, leftOut } = useLive(uploads.state)
  if (items.length === 0) return null
  return (
    <section className="uploads" aria-label={words.say('uploads.title')}>
      <ul className="uploads-list">
        {items.map((item) => (
          <UploadRow key={item.id} item={item} uploads={uploads} bytesMax={bytesMax} />
        ))}
      </ul>
      {leftOut > 0 ? <p className="uploads-note">{words.say('uploads.leftOut', { count: leftOut })}</p> : null}
      {bytesMax !== undefined && Number.isFinite(bytesMax) && items.some(({ stage }) => stage === 'laidOut') ? (
        <p className="uploads-note soft">{words.say('uploads.limit', { size: wordBytes(bytesMax, words) })}</p>
      ) : null}
    </section>
  )
}

function UploadRow({ item, uploads, bytesMax }: { item: Upload; uploads: Uploads; bytesMax: number | undefined }): ReactNode {
  const { words } = useApp()
  const { id, name, stage, progress } = item
  const isTooLarge = bytesMax !== undefined && item.bytes > bytesMax
  const isLaidOut = stage === 'laidOut' || stage === 'preparing'
  return (
    <li className="upload" data-stage={stage}>
      {item.pictureUrl === undefined ? (
        <span className="upload-picture file-mark" aria-hidden="true">
          {item.isVoice ? '♪' : '•'}
        </span>
      ) : (
        <img className="upload-picture" src={item.pictureUrl} alt="" />
      )}
      <div className="upload-text">
        <span className="file-name">{name}</span>
        <span className="soft file-about">
          {wordBytes(item.bytes, words)} · {words.say(`uploads.stage.${stage}`, { percent: Math.round(progress * 100) })}
        </span>
        {isTooLarge ? <span className="upload-problem">{words.say('uploads.tooLarge', { size: wordBytes(bytesMax, words) })}</span> : null}
        {stage === 'failed' ? <span className="upload-problem">{words.say(item.why === 'tooLarge' || item.why === 'gone' ? `uploads.failed.${item.why}` : 'uploads.failed.other')}</span> : null}
        {item.keepsMetadata ? <span className="uploads-note">{words.say('uploads.metadata')}</span> : null}
        {isLaidOut && !item.isVoice && !isTooLarge ? (
          <input
            className="upload-caption"
            aria-label={words.say('uploads.caption', { name })}
            placeholder={words.say('uploads.captionShort')}
            value={item.caption}
            onChange={({ target }) => uploads.setCaption(id, target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
              event.preventDefault()
              void uploads.send()
            }}
          />
        ) : null}
        {stage === 'uploading' || stage === 'paused' ? <progress className="upload-progress" value={progress} max={1} aria-label={name} /> : null}
      </div>
      <div className="upload-acts">
        {stage === 'uploading' || stage === 'waiting' ? <IconButton label={words.say('uploads.pause', { name })} sign="❚❚" onPress={() => uploads.pause(id)} /> : null}
        {stage === 'paused' ? <IconButton label={words.say('uploads.resume', { name })} sign="▶" onPress={() => uploads.resume(id)} /> : null}
        {stage === 'failed' || stage === 'away' ? (
          <Button kind="plain" onPress={() => uploads.resume(id)}>
            {words.say('media.again')}
            <span className="hidden-visually"> {name}</span>
          </Button>
        ) : null}
        <IconButton label={words.say(isLaidOut ? 'uploads.remove' : 'uploads.cancel', { name })} sign="✕" onPress={() => uploads.remove(id)} />
      </div>
    </li>
  )
}

/** A button that is a sign; its words are for those who do not see it, and in its tip. */
export function IconButton({ label, sign, onPress }: { label: string; sign: string; onPress: () => void }): ReactNode {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={onPress}>
      <span aria-hidden="true">{sign}</span>
    </button>
  )
}
