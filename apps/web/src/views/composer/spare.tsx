// A text that was begun here on another device at the same time, and gave way to the later one.
import type { ReactNode } from 'react'
import type { ComposerModel } from '../../viewmodels/composer/composer.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Icon } from '../icon.tsx'

const SHOWN_CHARS = 200

/** The offer; nothing where nothing gave way. */
export function ComposerSpare({ composer }: { composer: ComposerModel }): ReactNode {
  const { words } = useApp()
  const spare = useLive(composer.spare)
  return (
    <div role="status">
      {spare === undefined ? null : (
        <div className="composer-mode">
          <Icon name="pen" />
          <p>
            <strong>{words.say('compose.spare')}</strong>
            <span className="quote-text">{spare.slice(0, SHOWN_CHARS)}</span>
          </p>
          <button type="button" className="link" onClick={composer.takeSpare}>
            {words.say('compose.takeSpare')}
          </button>
          <button type="button" className="tool" aria-label={words.say('compose.dropSpare')} title={words.say('compose.dropSpare')} onClick={composer.dropSpare}>
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  )
}
