// That a message was saved for later, under its words.
import './later.css'
import type { ReactNode } from 'react'
import type { Message } from '../../viewmodels/types.ts'
import { useApp, usePart } from '../app-context.tsx'
import { Icon } from '../icon.tsx'
import { useTalk } from '../message/context.ts'

/** The mark; nothing where it was not saved, or is done. */
export function SavedMark({ message }: { message: Message }): ReactNode {
  const { model, words } = useApp()
  const { roomId } = useTalk().conversation
  const thing = usePart(model.later.items, (items) => items.get(`${roomId} ${message.id}`))
  if (thing === undefined || thing.doneAtMs !== undefined) return null
  return (
    <span className="saved-mark soft">
      <Icon name="bookmark" />
      {thing.dueAtMs === undefined ? words.say('later.saved') : words.say('later.savedUntil', { when: words.moment(thing.dueAtMs) })}
    </span>
  )
}
