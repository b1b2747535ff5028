// The message that another one answers.
import type { ReactNode } from 'react'
import type { Quote } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { useTalk } from './context.ts'
import { wordBody } from '../word-body.ts'
import { wordPerson } from '../word-person.ts'

/** The message, in a line or two; a press goes there. */
export function MessageQuote({ quote: { id, message } }: { quote: Quote }): ReactNode {
  const { words } = useApp()
  const { timeline } = useTalk()
  return (
    <button type="button" className="quote" onClick={() => void timeline.goTo(id).catch(() => undefined)}>
      <span className="hidden-visually">{words.say('talk.answers')}</span>
      {message === undefined ? (
        <span className="soft">{words.say('talk.quoteUnknown')}</span>
      ) : (
        <>
          <strong>{wordPerson(message.sender, words.say)}</strong>
          <span className="quote-text">{wordBody(message.body, words.say)}</span>
        </>
      )}
    </button>
  )
}
