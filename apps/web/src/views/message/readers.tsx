// Who has read up to a message, as small pictures at its side.
import type { ReactNode } from 'react'
import type { Message } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import { useTalk } from './context.ts'

const PICTURES = 4

/** The pictures; a press shows all names. */
export function MessageReaders({ message: { id, readBy } }: { message: Message }): ReactNode {
  const { words } = useApp()
  const { timeline } = useTalk()
  if (readBy.length === 0) return null
  const names = readBy.map((person) => person.name).join(', ')
  return (
    <button type="button" className="readby" title={names} onClick={() => timeline.ask({ kind: 'readers', id })}>
      <span className="hidden-visually">{words.say('talk.readBy', { names })}</span>
      {readBy.slice(0, PICTURES).map(({ userId, name }) => (
        <Avatar key={userId} id={userId} name={name} />
      ))}
      {readBy.length > PICTURES ? <span aria-hidden="true">+{readBy.length - PICTURES}</span> : null}
    </button>
  )
}
