// Where one writes.
import './composer.css'
import type { ReactNode } from 'react'
import { memo, useEffect, useState } from 'react'
import type { ComposerModel } from '../../viewmodels/composer/composer.ts'
import type { ConversationModel } from '../../viewmodels/talk/conversation.ts'
import type { Uploads } from '../../viewmodels/media/uploads.ts'
import { useApp, useLive, usePart } from '../app-context.tsx'
import { ComposerBar } from './bar.tsx'
import { EmojiButton } from './emoji.tsx'
import { ComposerFormulas } from './formulas.tsx'
import { ComposerMode } from './mode.tsx'
import { ComposerSpare } from './spare.tsx'
import { ComposerSuggestions } from './suggestions.tsx'
import { ComposerTextarea } from './textarea.tsx'
import { WeightButton, WeightLine } from './weight.tsx'
import { Icon } from '../icon.tsx'
import { SendLaterButton, WaitingStrips } from '../later/send-later.tsx'
import { AddFiles, takePaste } from '../media/add-files.tsx'
import { useUploads } from '../media/conversation-media.tsx'
import { UploadTray } from '../media/upload-tray.tsx'
import { VoiceButton } from '../media/voice-button.tsx'
import { focusComposer } from '../message/keys.ts'

/** Where one writes into a room. What arrives in that room, or in others, does not draw it anew. */
export const Composer = memo(function Composer({ conversation, name }: { conversation: ConversationModel; roomId: string; name: string }): ReactNode {
  const { words } = useApp()
  useEffect(() => conversation.nameGroups({ moderators: words.say('group.moderators') }), [conversation, words])
  return <ComposerField composer={conversation.composer} conversation={conversation} threadId={undefined} label={words.say('talk.write', { name })} />
})

/** What a field is given. */
export interface ComposerFieldProps {
  composer: ComposerModel
  conversation: ConversationModel
  /** The thread it goes into. */
  threadId: string | undefined
  label: string
  /** Without what stands beside the text. */
  isSmall?: boolean
}

/** The field, with what it answers above it and what is offered for its words. Enter sends, Shift with Enter begins a line. */
export function ComposerField({ composer, conversation, threadId, label, isSmall = false }: ComposerFieldProps): ReactNode {
  const { words } = useApp()
  const rights = usePart(conversation.signs, (signs) => signs.rights)
  const [hasBar, setHasBar] = useState(false)
  const [hasFailed, setHasFailed] = useState(false)
  const [isAskingWhen, setIsAskingWhen] = useState(false)
  const uploads = useUploads(conversation.roomId, threadId)
  const send = (): void => {
    setHasFailed(false)
    // Words that are written with files go along with them, in one message: nobody has the file without what is asked of them.
    if (uploads.isReady() && composer.state.getState().mode.kind !== 'edit') composer.sendWith((said) => uploads.send(said)).catch(() => setHasFailed(true))
    else sendWords()
  }
  const sendWords = (): void => {
    const { typed, mode } = composer.state.getState()
    // Who says something new wants to see it.
    if (threadId === undefined && mode.kind !== 'edit' && typed.text.trim() !== '') void conversation.timeline.goToNewest().catch(() => undefined)
    composer.send().then(
      (command) => {
        if (command !== undefined) conversation.timeline.ask({ kind: command })
      },
      // What the server refused stands among the messages; what did not get that far is still in the field.
      () => setHasFailed(true),
    )
  }
  if (!rights.write) return <p className="composer soft">{words.say('compose.mayNot')}</p>
  return (
    <form
      className="composer"
      data-small={isSmall || undefined}
      onSubmit={(event) => {
        event.preventDefault()
        send()
        event.currentTarget.querySelector('textarea')?.focus()
      }}
    >
      <WaitingStrips composer={composer} />
      <ComposerSpare composer={composer} />
      <ComposerMode composer={composer} />
      <ComposerSuggestions composer={composer} />
      {hasBar ? <ComposerBar composer={composer} /> : null}
      <ComposerFormulas composer={composer} />
      <WeightLine composer={composer} />
      <UploadTray uploads={uploads} send={send} giveBack={(text) => (composer.state.getState().typed.text === '' ? composer.type({ text, from: text.length, to: text.length }) : undefined)} />
      <div className="composer-row">
        {isSmall ? null : <AddFiles uploads={uploads} />}
        <ComposerTextarea composer={composer} label={label} send={send} sendLater={() => setIsAskingWhen(true)} onPaste={(event) => takePaste(event, uploads)} />
        {isSmall ? null : (
          <div className="composer-tools">
            <button type="button" className="tool only-wide" aria-pressed={hasBar} aria-label={words.say('compose.bar')} title={words.say('compose.bar')} onClick={() => setHasBar(!hasBar)}>
              <Icon name="letters" />
            </button>
            <button type="button" className="tool only-wide" aria-label={words.say('poll.new')} title={words.say('poll.new')} onClick={() => conversation.timeline.ask({ kind: 'poll' })}>
              <Icon name="poll" />
            </button>
            {/* A phone's own keyboard has emoji. */}
            <span className="only-wide">
              <EmojiButton
                label={words.say('compose.emoji')}
                icon="face"
                onPick={(char) => {
                  composer.insert(char)
                  setTimeout(focusComposer, 0)
                }}
              />
            </span>
            <WeightButton composer={composer} rights={rights} />
          </div>
        )}
        {isSmall ? null : <VoiceButton uploads={uploads} />}
        <SendLaterButton composer={composer} isAsking={isAskingWhen} setIsAsking={setIsAskingWhen} />
        <SendButton composer={composer} uploads={uploads} />
      </div>
      {hasFailed ? (
        <p className="message-failed" role="alert">
          {words.say('talk.actionFailed')}
        </p>
      ) : null}
    </form>
  )
}

function SendButton({ composer, uploads }: { composer: ComposerModel; uploads: Uploads }): ReactNode {
  const { words } = useApp()
  const isEmpty = usePart(composer.state, ({ typed }) => typed.text.trim() === '')
  const isEdit = usePart(composer.state, ({ mode }) => mode.kind === 'edit')
  useLive(uploads.state)
  const label = words.say(isEdit ? 'compose.save' : 'talk.send')
  return (
    <button type="submit" className="button button-main composer-send" aria-label={label} title={label} aria-disabled={isEmpty && !uploads.isReady()}>
      <Icon name={isEdit ? 'check' : 'send'} />
    </button>
  )
}
