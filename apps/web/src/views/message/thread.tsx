// What was answered below a message, folded in its place: the last answers, and where one answers at once.
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { paths } from '../../paths.ts'
import type { ThreadModel } from '../../viewmodels/talk/thread.ts'
import type { Message, ThreadSummary } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import { ComposerField } from '../composer/composer.tsx'
import { useTalk } from './context.ts'
import { wordBody } from '../word-body.ts'
import { wordPerson } from '../word-person.ts'

/** The answers. */
export function MessageThread({ message, thread }: { message: Message; thread: ThreadSummary }): ReactNode {
  const { words } = useApp()
  const { conversation } = useTalk()
  const [isAnswering, setIsAnswering] = useState(false)
  const unread = thread.mentionCount > 0 ? thread.mentionCount : thread.unreadCount
  return (
    <section className="thread" aria-label={words.say('thread.count', { count: thread.count })} data-unread={unread > 0 || undefined}>
      {thread.last.map(({ id, sender, body }) => (
        <p key={id} className="thread-answer">
          <Avatar id={sender.userId} name={wordPerson(sender, words.say)} />
          <span className="thread-line">
            <strong>{wordPerson(sender, words.say)}</strong> {wordBody(body, words.say)}
          </span>
        </p>
      ))}
      <div className="thread-foot">
        <a href={paths.panel(conversation.roomId, 'thread', message.id)}>{words.say('thread.count', { count: thread.count })}</a>
        {unread > 0 ? (
          <span className={thread.mentionCount > 0 ? 'count count-strong' : 'count'}>
            <span aria-hidden="true">{words.number(unread)}</span>
            <span className="hidden-visually">{words.say('thread.unread', { count: unread })}</span>
          </span>
        ) : null}
        <button type="button" className="link" aria-expanded={isAnswering} onClick={() => setIsAnswering(!isAnswering)}>
          {words.say('thread.answerHere')}
        </button>
      </div>
      {isAnswering ? <AnswerHere rootId={message.id} /> : null}
    </section>
  )
}

function AnswerHere({ rootId }: { rootId: string }): ReactNode {
  const { words } = useApp()
  const { conversation } = useTalk()
  const thread = useThread(rootId)
  return thread === undefined ? null : <ComposerField composer={thread.composer} conversation={conversation} threadId={rootId} label={words.say('thread.write')} isSmall />
}

/** The thread below a message, for as long as it is looked at. */
export function useThread(rootId: string | undefined): ThreadModel | undefined {
  const { conversation } = useTalk()
  const [thread, setThread] = useState<ThreadModel>()
  useEffect(() => {
    if (rootId === undefined) return undefined
    let opened: ThreadModel | undefined
    let isGone = false
    void conversation.openThread(rootId).then(
      (model) => {
        if (isGone) model?.close()
        else {
          opened = model
          setThread(model)
        }
      },
      () => undefined,
    )
    return () => {
      isGone = true
      opened?.close()
      setThread(undefined)
    }
  }, [conversation, rootId])
  return thread
}
