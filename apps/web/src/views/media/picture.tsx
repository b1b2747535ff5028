// A picture in a conversation, or the first look of a film. Its place is kept before it is there, so that nothing jumps.
import type { ReactNode } from 'react'
import type { FileBody } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { Blur } from './blur.tsx'
import { Failure } from './failure.tsx'
import { Icon } from '../icon.tsx'
import { useShown } from './use-shown.ts'

/** At most so large, where nobody says otherwise. */
const ROOM = { width: 420, height: 320 }
const UNKNOWN = { width: 280, height: 210 }
const SIDE_MIN = 48

/** How large a picture stands in the conversation, by what its message says. */
export function placeOf(file: Pick<FileBody, 'width' | 'height'>, room = ROOM): { width: number; height: number } {
  const isKnown = file.width !== undefined && file.height !== undefined && file.width * file.height > 0
  const { width = UNKNOWN.width, height = UNKNOWN.height } = isKnown ? file : UNKNOWN
  const scale = Math.min(room.width / width, room.height / height, 1)
  return { width: Math.max(Math.round(width * scale), SIDE_MIN), height: Math.max(Math.round(height * scale), SIDE_MIN) }
}

/** The picture. `onOpen` shows it in front of everything else; `room` is how large it may be. */
export function Picture({ file, onOpen, room }: { file: FileBody; onOpen: () => void; room?: { width: number; height: number } }): ReactNode {
  const { model, words } = useApp()
  const { state, retry } = useShown(() => model.files.showPreview(file), `${file.source?.mxc ?? ''} ${file.source?.key?.sha256 ?? ''}`)
  const { width, height } = placeOf(file, room)
  const isFilm = file.media === 'video'
  const label = words.say(isFilm ? 'media.film' : 'media.picture', { name: file.name })
  // A film without a first look is still a film.
  if (state.kind === 'failed' && !(isFilm && state.why === 'gone')) return <Failure why={state.why} retry={retry} />
  return (
    <button type="button" className="media-picture" style={{ inlineSize: width, aspectRatio: `${width} / ${height}` }} aria-label={label} onClick={onOpen}>
      <Blur hash={file.blurhash} />
      {state.kind === 'ready' ? <img src={state.url} alt="" draggable={false} /> : null}
      {isFilm ? (
        <span className="media-play" aria-hidden="true">
          <Icon name="play" />
        </span>
      ) : null}
    </button>
  )
}
