// What the keyboard does with the message that has the focus.
import type { KeyboardEvent } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { paths } from '../../paths.ts'
import type { LaterModel } from '../../viewmodels/later/later.ts'
import type { Message } from '../../viewmodels/types.ts'
import type { WordKey } from '../../words/en.ts'
import type { TalkWithin } from './context.ts'

/** What each key does; false where it does nothing with this message. */
const KEYS: Readonly<Record<string, (message: Message, talk: TalkWithin, later: LaterModel) => boolean>> = {
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
  c({ id, asking }, { conversation }) {
    const isWaiting = asking?.isOfMe === true && !asking.isDone
    if (isWaiting) void conversation.actions.confirm(id).catch(() => undefined)
    return isWaiting
  },
  s(message, { conversation, threadId }, later) {
    later.toggle({ roomId: conversation.roomId, threadId, message })
    return true
  },
  m(message, { timeline }) {
    timeline.ask({ kind: 'remind', id: message.id })
    return true
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

/** The keys of a message, as the help shows them. */
export const MESSAGE_KEYS: readonly { key: string; word: WordKey }[] = [
  { key: 'r', word: 'act.reply' },
  { key: 't', word: 'act.thread' },
  { key: 'c', word: 'confirm.key' },
  { key: 'e', word: 'act.edit' },
  { key: 's', word: 'later.saveKey' },
  { key: 'm', word: 'later.remind' },
  { key: 'Delete', word: 'act.remove' },
  { key: ' ', word: 'act.choose' },
]

/** Does what a key asks for; false where it asks for nothing. */
export function actOnMessage({ key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>, message: Message, { talk, later, hasOneKeys }: { talk: TalkWithin; later: LaterModel; hasOneKeys: boolean }): boolean {
  if (!hasOneKeys && /^\p{L}$/u.test(key)) return false
  if (ctrlKey || metaKey || altKey || message.sending !== 'sent') return false
  const name = key.toLowerCase()
  return Object.hasOwn(KEYS, name) && KEYS[name]?.(message, talk, later) === true
}

/** Puts the caret where one writes: in the thread or the room that has the focus. */
export function focusComposer(): true {
  findComposer()?.focus()
  return true
}

/** The field where one writes: of the thread or the room that has the focus; undefined where there is none. */
export function findComposer(): HTMLElement | undefined {
  const around = document.activeElement?.closest('.panel') ?? document.querySelector('.talk')
  const fields = [...(around?.querySelectorAll<HTMLElement>('[data-composer]') ?? [])]
  // What stands among the messages is not meant.
  return fields.find((each) => each.closest('[role="log"]') === null) ?? fields[0]
}
