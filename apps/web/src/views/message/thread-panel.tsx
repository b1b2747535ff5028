// A thread beside the conversation.
import './thread-panel.css'
import { Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import type { ThreadModel } from '../../viewmodels/talk/thread.ts'
import { useApp } from '../app-context.tsx'
import { ComposerField } from '../composer/composer.tsx'
import { MessageDialogs } from './dialogs.tsx'
import { TalkContext, useTalk } from './context.ts'
import { useThread } from './thread.tsx'
import type { PanelProps } from '../frame/panel-props.ts'
import { SelectionBar } from '../timeline/selection.tsx'
import { MessageLog } from '../timeline/log.tsx'

/** The thread that the address names. */
export function ThreadPanel({ conversation, item }: PanelProps): ReactNode {
  const talk = useMemo(() => ({ conversation, timeline: conversation.timeline, composer: conversation.composer, threadId: undefined }), [conversation])
  return <TalkContext value={talk}>{item === undefined ? null : <OpenThread key={item} rootId={item} />}</TalkContext>
}

function OpenThread({ rootId }: { rootId: string }): ReactNode {
  const { words } = useApp()
  const thread = useThread(rootId)
  return thread === undefined ? <Waiting label={words.say('app.loading')} /> : <Thread thread={thread} />
}

function Thread({ thread }: { thread: ThreadModel }): ReactNode {
  const { words } = useApp()
  const { conversation } = useTalk()
  const talk = useMemo(() => ({ conversation, timeline: thread.timeline, composer: thread.composer, threadId: thread.rootId }), [conversation, thread])
  return (
    <TalkContext value={talk}>
      <div className="thread-panel">
        <MessageLog />
        <SelectionBar />
        <ComposerField composer={thread.composer} conversation={conversation} threadId={thread.rootId} label={words.say('thread.write')} />
      </div>
      <MessageDialogs />
    </TalkContext>
  )
}
