// Who is writing at this moment.
import type { ReactNode } from 'react'
import type { ConversationModel } from '../../viewmodels/talk/conversation.ts'
import { useApp, useLive } from '../app-context.tsx'

/** The line; it keeps its height when nobody writes. */
export function TypingLine({ conversation }: { conversation: ConversationModel }): ReactNode {
  const { words } = useApp()
  const { typing } = useLive(conversation.signs)
  const [first, second] = typing
  return (
    <p className="typing soft" aria-live="off">
      {first === undefined ? '' : words.say('talk.typing', { count: typing.length, first: first.name, second: second?.name ?? '' })}
    </p>
  )
}
