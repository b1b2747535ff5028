// Where one writes.
import { Button } from '@chappe/ui'
import type { KeyboardEvent, ReactNode } from 'react'
import { useRef, useState } from 'react'
import type { ConversationModel } from '../viewmodels/conversation.ts'
import { useApp } from './app-context.tsx'

/** The field, and above it who reads what is written there. Enter sends, Shift with Enter begins a line. */
export function Composer({ conversation, name }: { conversation: ConversationModel; name: string }): ReactNode {
  const { words } = useApp()
  const [text, setText] = useState(() => conversation.findDraft())
  const field = useRef<HTMLTextAreaElement>(null)
  const change = (next: string): void => {
    setText(next)
    conversation.setDraft(next)
  }
  const send = (): void => {
    if (text.trim() === '') return
    change('')
    void conversation.send(text).catch(() => undefined)
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div className="composer-row">
        <textarea
          ref={field}
          className="composer-field"
          aria-label={words.say('talk.write', { name })}
          placeholder={words.say('talk.write', { name })}
          rows={1}
          value={text}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <Button kind="main" type="submit">
          {words.say('talk.send')}
        </Button>
      </div>
    </form>
  )
}
