// What a message says, whatever kind it is of.
import type { ReactNode } from 'react'
import type { Message } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { Unreadable } from '../keys/unreadable.tsx'
import { wordBody } from '../word-body.ts'
import { FileMessage } from './file.tsx'
import { PollBody } from './poll.tsx'
import { TextBody } from './text.tsx'

/** The body. */
export function Body({ message }: { message: Message }): ReactNode {
  const { words } = useApp()
  const { body, sender } = message
  switch (body.kind) {
    case 'text':
      return <TextBody body={body} sender={sender} />
    case 'file':
      return <FileMessage file={body} id={message.id} sender={sender.name} />
    case 'poll':
      return <PollBody message={message} poll={body.poll} />
    case 'unreadable':
      return <Unreadable reason={body.reason} />
    case 'deleted':
    case 'change':
    case 'unknown':
      return (
        <p className={`message-text message-${body.kind}`} dir="auto">
          {wordBody(body, words.say)}
        </p>
      )
  }
}
