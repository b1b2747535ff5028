// The messages of a conversation, with what is pinned above them and who is writing below.
import './timeline.css'
import type { ReactNode } from 'react'
import { useEffect, useMemo } from 'react'
import type { ConversationModel } from '../viewmodels/conversation.ts'
import { useLive } from './app-context.tsx'
import { MessageDialogs } from './message-dialogs.tsx'
import { TalkContext } from './message-context.ts'
import { PinnedBanner } from './timeline-pinned.tsx'
import { usePlace } from './place.ts'
import { SelectionBar } from './timeline-selection.tsx'
import { MessageLog } from './timeline-log.tsx'
import { TypingLine } from './timeline-typing.tsx'

/** The messages of a room. A link to one of them is followed. */
export function TimelineView({ conversation }: { conversation: ConversationModel }): ReactNode {
  const { eventId } = usePlace()
  const { timeline, composer } = conversation
  const { isOpening } = useLive(timeline.state)
  useEffect(() => {
    if (eventId !== undefined && !isOpening) void timeline.goTo(eventId).catch(() => undefined)
  }, [timeline, eventId, isOpening])
  const talk = useMemo(() => ({ conversation, timeline, composer, threadId: undefined }), [conversation, timeline, composer])
  return (
    <TalkContext value={talk}>
      <PinnedBanner conversation={conversation} />
      <MessageLog />
      <SelectionBar />
      <TypingLine conversation={conversation} />
      <MessageDialogs />
    </TalkContext>
  )
}
