// What is pinned in a room, above its messages.
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { ConversationModel } from '../../viewmodels/talk/conversation.ts'
import type { Quote } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Icon } from '../icon.tsx'
import { wordBody } from '../word-body.ts'
import { wordPerson } from '../word-person.ts'

/** The last pinned message; all of them where there are more and somebody asks. */
export function PinnedBanner({ conversation }: { conversation: ConversationModel }): ReactNode {
  const { words } = useApp()
  const { pinned, rights } = useLive(conversation.signs)
  const [isOpen, setIsOpen] = useState(false)
  const last = pinned.at(-1)
  if (last === undefined) return null
  const shown = isOpen ? pinned.toReversed() : [last]
  return (
    <section className="pinned" aria-label={words.say('pinned.title')}>
      <Icon name="pin" />
      <ul>
        {shown.map((quote) => (
          <li key={quote.id}>
            <PinnedLine quote={quote} conversation={conversation} />
            {rights.pin && isOpen ? (
              <button type="button" className="tool" aria-label={words.say('pinned.unpin')} title={words.say('pinned.unpin')} onClick={() => void conversation.actions.setPinned(quote.id, false).catch(() => undefined)}>
                <Icon name="close" />
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {pinned.length > 1 || rights.pin ? (
        <button type="button" className="link" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {words.say(isOpen ? 'pinned.less' : 'pinned.all', { count: pinned.length })}
        </button>
      ) : null}
    </section>
  )
}

function PinnedLine({ quote: { id, message }, conversation }: { quote: Quote; conversation: ConversationModel }): ReactNode {
  const { words } = useApp()
  return (
    <button type="button" className="pinned-line" onClick={() => void conversation.timeline.goTo(id).catch(() => undefined)}>
      {message === undefined ? (
        <span className="soft">{words.say('talk.quoteUnknown')}</span>
      ) : (
        <>
          <strong>{wordPerson(message.sender, words.say)}</strong> <span>{wordBody(message.body, words.say)}</span>
        </>
      )}
    </button>
  )
}
