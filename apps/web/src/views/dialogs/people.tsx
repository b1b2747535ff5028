// Who has read a message, and who put what under it.
import type { ReactNode } from 'react'
import { useApp, useLive } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import { useTalk } from '../message/context.ts'

/** Whoever has read up to the message or further. */
export function ReadersDialog({ id }: { id: string }): ReactNode {
  const { words } = useApp()
  const { timeline } = useTalk()
  const { rows } = useLive(timeline.state)
  const from = rows.findIndex((row) => row.kind === 'message' && row.message.id === id)
  const people = rows.slice(Math.max(from, 0)).flatMap((row) => (row.kind === 'message' ? row.message.readBy : []))
  if (people.length === 0) return <p>{words.say('seen.none')}</p>
  return (
    <ul className="dialog-list">
      {people.map(({ userId, name }) => (
        <li key={userId}>
          <Avatar id={userId} name={name} />
          <span className="dialog-name">{name}</span>
        </li>
      ))}
    </ul>
  )
}

/** Each reaction, and from whom it is. */
export function ReactionsDialog({ id }: { id: string }): ReactNode {
  const { timeline } = useTalk()
  const { rows } = useLive(timeline.state)
  const row = rows.find((each) => each.kind === 'message' && each.message.id === id)
  const reactions = row?.kind === 'message' ? row.message.reactions : []
  return (
    <ul className="dialog-list">
      {reactions.map(({ key, people, count }) => (
        <li key={key}>
          <span className="reaction-key">{key}</span>
          <span className="dialog-name">
            {people.join(', ')}
            {count > people.length ? ` + ${count - people.length}` : ''}
          </span>
        </li>
      ))}
    </ul>
  )
}
