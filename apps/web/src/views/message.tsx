// One entry of a conversation.
import type { ReactNode } from 'react'
import type { Message } from '../viewmodels/types.ts'
import { useApp } from './app-context.tsx'
import { Avatar } from './avatar.tsx'
import { Unreadable } from './keys/unreadable.tsx'
import { FileMessage } from './body/file.tsx'
import { wordBody, wordChange } from './word-body.ts'

/** What an entry is given. `isContinued`: it goes on where the one before it ended. */
export interface MessageViewProps {
  message: Message
  isContinued: boolean
  resend: (id: string) => Promise<void>
}

/** An entry: who, when, what. */
export function MessageView({ message, isContinued, resend }: MessageViewProps): ReactNode {
  const { words } = useApp()
  const { body, sender, sentAtMs } = message
  if (body.kind === 'change') return <p className="message-change soft">{wordChange(body.change, words.say)}</p>
  return (
    <article className="message" data-continued={isContinued || undefined} data-mine={message.isMine || undefined}>
      {isContinued ? <span className="message-gap" /> : <Avatar id={sender.userId} name={sender.name} url={sender.avatarUrl} />}
      <div className="message-main">
        <header className={isContinued ? 'hidden-visually' : 'message-head'}>
          <strong>{sender.name}</strong>
          <time className="soft" dateTime={new Date(sentAtMs).toISOString()}>
            {words.moment(sentAtMs)}
          </time>
        </header>
        {body.kind === 'file' ? (
          <FileMessage file={body} id={message.id} sender={sender.name} />
        ) : body.kind === 'unreadable' ? (
          <Unreadable reason={body.reason} />
        ) : (
          <p className={`message-text message-${body.kind}`}>{wordBody(body, words.say)}</p>
        )}
        {message.sending === 'sending' || message.sending === 'waiting' ? <span className="soft message-state">{words.say(`talk.${message.sending}`)}</span> : null}
        {message.sending === 'failed' ? (
          <span className="message-state message-failed">
            {words.say('talk.failed')}{' '}
            <button type="button" className="link" onClick={() => void resend(message.id).catch(() => undefined)}>
              {words.say('talk.resend')}
            </button>
          </span>
        ) : null}
      </div>
    </article>
  )
}
