// One entry of a conversation: who, when, what, and all that hangs on it.
import './message.css'
import type { FocusEvent, KeyboardEvent, ReactNode } from 'react'
import { useEffect, useState } from 'react'
import type { Message } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import { Body } from '../body/body.tsx'
import { MessageActions } from './actions.tsx'
import { useTalk } from './context.ts'
import { actOnMessage } from './keys.ts'
import { MessageQuote } from './quote.tsx'
import { MessageReactions } from './reactions.tsx'
import { MessageReaders } from './readers.tsx'
import { SavedMark } from '../later/saved-mark.tsx'
import { MessageSending } from './sending.tsx'
import { MessageThread } from './thread.tsx'
import { MessageAsking, MessageMark } from './weight.tsx'
import { wordBody } from '../word-body.ts'
import { wordPerson } from '../word-person.ts'

/** What an entry is given. `isContinued`: it goes on where the one before it ended. */
export interface MessageViewProps {
  message: Message
  isContinued: boolean
  /** Whether Tab leads to it. */
  isFocusable: boolean
  isHighlighted: boolean
  /** Undefined while nothing is being chosen. */
  isChosen: boolean | undefined
}

const SPOKEN_CHARS = 500

/** An entry. What can be done with it appears where the pointer or the focus is. */
export function MessageView({ message, isContinued, isFocusable, isHighlighted, isChosen }: MessageViewProps): ReactNode {
  const { model, words, preferences } = useApp()
  const talk = useTalk()
  const [isNear, setIsNear] = useState(false)
  const [isOpen, setIsOpen] = useState(false)
  useEscape(isNear, () => setIsNear(false))
  const { sender, sentAtMs, body, priority, asking } = message
  const asks = asking?.isOfMe === true && !asking.isDone ? `${words.say('confirm.please')} ` : ''
  const weight = priority === undefined ? asks : `${words.say(`weight.${priority}`)}. ${asks}`
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    if (!currentTarget.contains(relatedTarget)) setIsNear(false)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target === event.currentTarget && actOnMessage(event, message, { talk, later: model.later, hasOneKeys: preferences.state.getState().hasOneKeys })) event.preventDefault()
  }
  return (
    <article
      className="message"
      data-stop
      data-continued={isContinued}
      data-mine={message.isMine}
      data-mention={message.mentionsMe}
      data-highlighted={isHighlighted}
      data-chosen={isChosen}
      tabIndex={isFocusable ? 0 : -1}
      aria-label={words.say('talk.spoken', { name: wordPerson(sender, words.say), when: words.moment(sentAtMs), text: `${weight}${wordBody(body, words.say).slice(0, SPOKEN_CHARS)}` })}
      // A row that comes under a pointer at rest is told of it by the mouse's events only.
      onMouseEnter={() => setIsNear(true)}
      onMouseMove={() => setIsNear(true)}
      onMouseLeave={({ currentTarget }) => setIsNear((isShown) => isShown && hasKeys(currentTarget))}
      onFocus={() => setIsNear(true)}
      onBlur={onBlur}
      onKeyDown={onKeyDown}
    >
      {isChosen === undefined ? null : <input type="checkbox" className="message-choice" checked={isChosen} aria-label={words.say('talk.choose')} onChange={() => talk.timeline.choose(message.id)} />}
      <MessageSide message={message} isContinued={isContinued} />
      <MessageMain message={message} isContinued={isContinued} />
      <MessageReaders message={message} />
      {(isNear || isOpen) && isChosen === undefined && message.sending === 'sent' && body.kind !== 'deleted' ? <MessageActions message={message} onOpen={setIsOpen} /> : null}
    </article>
  )
}

/** Whether the keyboard is in it: a pointer that goes away, or a row that goes away under one, takes nothing from whoever is there. */
function hasKeys(row: HTMLElement): boolean {
  return row.matches(':focus-visible') || row.querySelector(':focus-visible') !== null
}

/** What comes with the pointer covers a part of the line above: Escape takes it away (WCAG 1.4.13). */
function useEscape(isOn: boolean, act: () => void): void {
  useEffect(() => {
    if (!isOn) return undefined
    const onKeyDown = ({ key }: { key: string }): void => {
      if (key === 'Escape') act()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })
}

interface PartProps {
  message: Message
  isContinued: boolean
}

/** At the side: who it is, or when, where that was said above already. */
function MessageSide({ message: { sender, sentAtMs }, isContinued }: PartProps): ReactNode {
  const { words } = useApp()
  if (!isContinued) return <Avatar id={sender.userId} name={wordPerson(sender, words.say)} url={sender.avatarUrl} />
  return (
    <time className="message-gap soft" aria-hidden="true">
      {words.time(sentAtMs)}
    </time>
  )
}

/** What was said, and what hangs on it. */
function MessageMain({ message, isContinued }: PartProps): ReactNode {
  const { model, words } = useApp()
  const { timeline, threadId } = useTalk()
  const { sender, sentAtMs } = message
  return (
    <div className="message-main">
      {isContinued ? null : (
        <header className="message-head">
          {/* By keyboard, the menu of the message leads there: Tab does not stop at each name. */}
          <button type="button" className="message-name" tabIndex={-1} title={sender.userId} onClick={() => model.person.open(sender)}>
            {wordPerson(sender, words.say)}
          </button>
          <time className="soft" dateTime={new Date(sentAtMs).toISOString()} title={words.moment(sentAtMs)}>
            {words.time(sentAtMs)}
          </time>
        </header>
      )}
      {message.replyTo === undefined ? null : <MessageQuote quote={message.replyTo} />}
      <MessageMark message={message} />
      <Body message={message} />
      {message.isEdited ? (
        <button type="button" className="link message-edited" onClick={() => timeline.ask({ kind: 'history', id: message.id })}>
          {words.say('talk.edited')}
        </button>
      ) : null}
      <MessageAsking message={message} />
      <SavedMark message={message} />
      <MessageReactions message={message} />
      <MessageSending message={message} />
      {message.thread === undefined || threadId !== undefined ? null : <MessageThread message={message} thread={message.thread} />}
    </div>
  )
}
