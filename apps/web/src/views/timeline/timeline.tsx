// The messages of a conversation, with what is pinned above them and who is writing below.
import './timeline.css'
import { Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { memo, useEffect, useMemo, useState } from 'react'
import type { ConversationModel } from '../../viewmodels/talk/conversation.ts'
import { useApp, usePart } from '../app-context.tsx'
import { MessageDialogs } from '../message/dialogs.tsx'
import { TalkContext } from '../message/context.ts'
import { PinnedBanner } from './pinned.tsx'
import { usePlace } from '../place.ts'
import { SelectionBar } from './selection.tsx'
import { MessageLog } from './log.tsx'
import { TypingLine } from './typing.tsx'

/** The messages of a room. A link to one of them is followed. What else is known of the room does not draw them anew. */
export const TimelineView = memo(function TimelineView({ conversation }: { conversation: ConversationModel }): ReactNode {
  const { words } = useApp()
  const { eventId } = usePlace()
  const { timeline, composer } = conversation
  const isOpening = usePart(timeline.state, (state) => state.isOpening)
  const [missingId, setMissingId] = useState<string>()
  useEffect(() => {
    if (eventId === undefined || isOpening) return
    timeline.goTo(eventId).then(
      (isThere) => setMissingId(isThere ? undefined : eventId),
      () => setMissingId(eventId),
    )
  }, [timeline, eventId, isOpening])
  const talk = useMemo(() => ({ conversation, timeline, composer, threadId: undefined }), [conversation, timeline, composer])
  return (
    <TalkContext value={talk}>
      <PinnedBanner conversation={conversation} />
      {missingId !== undefined && missingId === eventId ? (
        <Notice tone="warn">
          <p>{words.say('talk.noSuchMessage')}</p>
        </Notice>
      ) : null}
      <MessageLog />
      <SelectionBar />
      <TypingLine conversation={conversation} />
      <MessageDialogs />
    </TalkContext>
  )
})
