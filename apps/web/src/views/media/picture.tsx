// A picture in a conversation, or the first look of a film. Its place is kept before it is there, so that nothing jumps.
import type { ReactNode } from 'react'
import type { FileBody } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { Blur } from './blur.tsx'
import { Failure } from './failure.tsx'
import { Icon } from '../icon.tsx'
import { useShown } from './use-shown.ts'

const WIDTH_MAX = 420
const HEIGHT_MAX = 320
const SIDE_MIN = 48

/** How large a picture stands in the conversation, by what its message says. */
export function placeOf({ width = 0, height = 0 }: Pick<FileBody, 'width' | 'height'>): { width: number; height: number } {
  if (width === 0 || height === 0) return { width: 280, height: 210 }
  const scale = Math.min(WIDTH_MAX / width, HEIGHT_MAX / height, 1)
  return { width: Math.max(Math.round(width * scale), SIDE_MIN), height: Math.max(Math.round(height * scale), SIDE_MIN) }
}

/** The picture. `onOpen` shows it in front of everything else. */
export function Picture({ file, onOpen }: { file: FileBody; onOpen: () => void }): ReactNode {
  const { model, words } = useApp()
  const { state, retry } = useShown(() => model.files.showPreview(file), `${file.source?.mxc ?? ''} ${file.source?.key?.sha256 ?? ''}`)
  const { width, height } = placeOf(file)
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
