// Where one writes.
import { Button } from '@chappe/ui'
import type { KeyboardEvent, ReactNode } from 'react'
import { useRef, useState } from 'react'
import { AddFiles, takePaste } from './media/add-files.tsx'
import { useUploads } from './media/conversation-media.tsx'
import { UploadTray } from './media/upload-tray.tsx'
import { VoiceButton } from './media/voice-button.tsx'
import type { ConversationModel } from '../viewmodels/conversation.ts'
import { useApp } from './app-context.tsx'

/** The field, and above it who reads what is written there. Enter sends, Shift with Enter begins a line. */
export function Composer({ conversation, roomId, name }: { conversation: ConversationModel; roomId: string; name: string }): ReactNode {
  const { model, words } = useApp()
  const [text, setText] = useState(() => conversation.findDraft())
  const field = useRef<HTMLTextAreaElement>(null)
  const change = (next: string): void => {
    setText(next)
    conversation.setDraft(next)
  }
  const uploads = useUploads(roomId)
  const send = (): void => {
    if (uploads.state.getState().items.some(({ stage }) => stage === 'laidOut' || stage === 'preparing')) {
      void uploads.send(text.trim()).then((isSent) => (isSent ? change('') : undefined))
      return
    }
    if (text.trim() === '') return
    void model.sendGuard.confirmSend(roomId, 'message').then((isYes) => {
      if (!isYes) return
      change('')
      void conversation.send(text).catch(() => undefined)
      field.current?.focus()
    })
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
      <UploadTray uploads={uploads} />
      <div className="composer-row">
        <AddFiles uploads={uploads} />
        <textarea
          ref={field}
          className="composer-field"
          aria-label={words.say('talk.write', { name })}
          placeholder={words.say('talk.write', { name })}
          rows={1}
          value={text}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => takePaste(event, uploads)}
        />
        <VoiceButton uploads={uploads} />
        <Button kind="main" type="submit">
          {words.say('talk.send')}
        </Button>
      </div>
    </form>
  )
}
