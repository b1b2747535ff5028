// The messages of a conversation, drawn as far as they are in sight.
import { useVirtualizer } from '@tanstack/react-virtual'
import type { ReactNode } from 'react'
import { useEffect, useLayoutEffect, useRef } from 'react'
import type { ConversationModel } from '../viewmodels/conversation.ts'
import type { Message } from '../viewmodels/types.ts'
import { useApp, useLive } from './app-context.tsx'
import { MessageView } from './message.tsx'

const NEAR_PX = 200
const ESTIMATE_PX = 56

/** The messages; stays at the newest while one is there, and where one is otherwise. */
export function TimelineView({ conversation }: { conversation: ConversationModel }): ReactNode {
  const { words } = useApp()
  const { timeline } = useLive(conversation.state)
  const { messages, hasOlder, isPaging } = timeline
  const scroller = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const firstId = useRef<string | undefined>(undefined)
  const rows = useVirtualizer({
    count: messages.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATE_PX,
    getItemKey: (index) => messages[index]?.id ?? index,
    overscan: 12,
  })

  useLayoutEffect(() => {
    const first = messages[0]?.id
    const shift = firstId.current === undefined ? 0 : messages.findIndex((message) => message.id === firstId.current)
    if (isAtEnd.current) rows.scrollToIndex(messages.length - 1, { align: 'end' })
    else if (shift > 0 && scroller.current !== null) scroller.current.scrollTop += shift * ESTIMATE_PX
    firstId.current = first
  }, [messages, rows])

  useEffect(() => {
    if (isAtEnd.current && document.hasFocus()) void conversation.markRead().catch(() => undefined)
  }, [conversation, messages])

  const onScroll = (): void => {
    const element = scroller.current
    if (element === null) return
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX
    if (element.scrollTop < NEAR_PX && hasOlder && !isPaging) void conversation.pageBack().catch(() => undefined)
  }

  return (
    <div className="timeline" ref={scroller} onScroll={onScroll} role="log" aria-label={words.say('talk.messages')} tabIndex={0}>
      {hasOlder ? null : <p className="timeline-begin soft">{words.say('talk.beginning')}</p>}
      <div className="timeline-rows" style={{ blockSize: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ key, index, start }) => {
          const message = messages[index]
          return message === undefined ? null : (
            <div key={key} ref={rows.measureElement} data-index={index} className="timeline-row" style={{ transform: `translateY(${start}px)` }}>
              <MessageView message={message} isContinued={follows(messages[index - 1], message)} resend={conversation.resend} />
            </div>
          )
        })}
      </div>
    </div>
  )
}

const TOGETHER_MS = 5 * 60_000

/** Whether a message goes on where the one before it ended: the same person, soon after. */
function follows(before: Message | undefined, message: Message): boolean {
  if (before === undefined || before.body.kind === 'change' || message.body.kind === 'change') return false
  return before.sender.userId === message.sender.userId && message.sentAtMs - before.sentAtMs < TOGETHER_MS
}
