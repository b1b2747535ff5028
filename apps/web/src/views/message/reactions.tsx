// What people put under a message.
import type { ReactNode } from 'react'
import type { Message, Reaction } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { useTalk } from './context.ts'

/** The reactions; a press adds one's own or takes it away. */
export function MessageReactions({ message: { id, reactions } }: { message: Message }): ReactNode {
  const { words } = useApp()
  const { conversation, timeline } = useTalk()
  if (reactions.length === 0) return null
  return (
    <div className="reactions" role="group" aria-label={words.say('talk.reactions')}>
      {reactions.map((reaction) => (
        <button
          key={reaction.key}
          type="button"
          className="reaction"
          aria-pressed={reaction.isMine}
          title={namesOf(reaction)}
          onClick={() => void conversation.actions.react(id, reaction.key).catch(() => undefined)}
        >
          <span className="reaction-key">{reaction.key}</span>
          <span>{words.number(reaction.count)}</span>
          <span className="hidden-visually">{words.say('talk.reaction', { names: namesOf(reaction) })}</span>
        </button>
      ))}
      <button type="button" className="link reactions-who" onClick={() => timeline.ask({ kind: 'reactions', id })}>
        {words.say('talk.who')}
      </button>
    </div>
  )
}

function namesOf({ people, count }: Reaction): string {
  return people.join(', ') + (count > people.length ? ` + ${count - people.length}` : '')
}
