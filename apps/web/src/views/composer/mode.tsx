// What is being answered or corrected, above the field.
import type { ReactNode } from 'react'
import type { ComposerModel } from '../../viewmodels/composer/composer.ts'
import { useApp, usePart } from '../app-context.tsx'
import { Icon } from '../icon.tsx'
import { wordBody } from '../word-body.ts'

/** The message that is answered or corrected, and the way back. */
export function ComposerMode({ composer }: { composer: ComposerModel }): ReactNode {
  const { words } = useApp()
  const mode = usePart(composer.state, (state) => state.mode)
  if (mode.kind === 'new') return null
  const message = mode.kind === 'reply' ? mode.to : mode.of
  return (
    <div className="composer-mode">
      <Icon name={mode.kind === 'reply' ? 'answer' : 'pen'} />
      <p>
        <strong>{words.say(mode.kind === 'reply' ? 'compose.replyTo' : 'compose.editing', { name: message.sender.name })}</strong>
        <span className="quote-text">{wordBody(message.body, words.say)}</span>
      </p>
      <button type="button" className="tool" aria-label={words.say('talk.cancel')} title={words.say('talk.cancel')} onClick={composer.cancel}>
        <Icon name="close" />
      </button>
    </div>
  )
}
