// What the keyboard does with the message that has the focus.
import type { KeyboardEvent } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { paths } from '../../paths.ts'
import type { Message } from '../../viewmodels/types.ts'
import type { TalkWithin } from './context.ts'

/** What each key does; false where it does nothing with this message. */
const KEYS: Readonly<Record<string, (message: Message, talk: TalkWithin) => boolean>> = {
  r(message, { composer }) {
    composer.reply(message)
    return focusComposer()
  },
  e(message, { composer }) {
    if (!message.isMine || message.body.kind !== 'text') return false
    composer.edit(message)
    return focusComposer()
  },
  t(message, { conversation, threadId }) {
    if (threadId === undefined) navigate(paths.panel(conversation.roomId, 'thread', message.id))
    return threadId === undefined
  },
  delete(message, { timeline }) {
    if (message.isMine) timeline.ask({ kind: 'remove', ids: [message.id] })
    return message.isMine
  },
  ' '(message, { timeline }) {
    timeline.choose(message.id)
    return true
  },
  escape(_message, { timeline }) {
    timeline.endChoosing()
    return focusComposer()
  },
}

/** Does what a key asks for; false where it asks for nothing. */
export function actOnMessage({ key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>, message: Message, talk: TalkWithin): boolean {
  if (ctrlKey || metaKey || altKey || message.sending !== 'sent') return false
  const name = key.toLowerCase()
  return Object.hasOwn(KEYS, name) && KEYS[name]?.(message, talk) === true
}

/** Puts the caret where one writes: in the thread or the room that has the focus. */
export function focusComposer(): true {
  const around = document.activeElement?.closest('.panel') ?? document.querySelector('.talk')
  const fields = [...(around?.querySelectorAll<HTMLElement>('[data-composer]') ?? [])]
  // What stands among the messages is not meant.
  ;(fields.find((each) => each.closest('[role="log"]') === null) ?? fields[0])?.focus()
  return true
}
