// A row of the log: a message, a day, where the new ones begin, or what happened to the room.
import type { ReactNode } from 'react'
import { memo, useState } from 'react'
import type { Row } from '../../viewmodels/talk/timeline-rows.ts'
import type { Message } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { Icon } from '../icon.tsx'
import { MessageView } from '../message/message.tsx'
import { useTalk } from '../message/context.ts'
import { wordChange } from '../word-body.ts'
import { wordChanges } from '../word-changes.ts'

/** What a row is given. */
export interface TimelineRowProps {
  row: Row
  /** Whether Tab leads to it. */
  isFocusable: boolean
  isHighlighted: boolean
  /** Undefined while nothing is being chosen. */
  isChosen: boolean | undefined
}

/** The row; drawn anew only when something of it changed. */
export const TimelineRow = memo(function TimelineRow({ row, ...props }: TimelineRowProps): ReactNode {
  const { words } = useApp()
  const { timeline } = useTalk()
  switch (row.kind) {
    case 'day':
      return (
        <p className="timeline-day">
          <button type="button" title={words.say('date.title')} onClick={() => timeline.ask({ kind: 'date' })}>
            {words.day(row.atMs)}
          </button>
        </p>
      )
    case 'unread':
      return (
        <p className="timeline-unread">
          <span>{words.say('talk.new')}</span>
        </p>
      )
    case 'message':
      return row.message.body.kind === 'change' ? <ChangeLine message={row.message} isFocusable={props.isFocusable} /> : <MessageView message={row.message} isContinued={row.isContinued} {...props} />
    case 'changes':
      return <FoldedChanges changes={row.changes} isFocusable={props.isFocusable} />
  }
})

function ChangeLine({ message, isFocusable }: { message: Message; isFocusable: boolean }): ReactNode {
  const { words } = useApp()
  if (message.body.kind !== 'change') return null
  return (
    <p className="message-change soft" data-stop tabIndex={isFocusable ? 0 : -1} dir="auto">
      {wordChange(message.body.change, words.say)}
    </p>
  )
}

function FoldedChanges({ changes, isFocusable }: { changes: readonly Message[]; isFocusable: boolean }): ReactNode {
  const { words } = useApp()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <div className="message-changes">
      <button type="button" className="message-change soft" data-stop tabIndex={isFocusable ? 0 : -1} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        <Icon name="fold" />
        <span dir="auto">{wordChanges(changes, words.say)}</span>
      </button>
      {isOpen ? changes.map((message) => <ChangeLine key={message.id} message={message} isFocusable={false} />) : null}
    </div>
  )
}
