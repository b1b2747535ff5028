// The details of a room: who is in it.
import type { ReactNode } from 'react'
import { useApp, useLive } from './app-context.tsx'
import { Avatar } from './avatar.tsx'
import type { PanelProps } from './panel-props.ts'
import './room-details.css'

/** The panel. */
export function RoomDetails({ conversation }: PanelProps): ReactNode {
  const { words } = useApp()
  const { people } = useLive(conversation.state)
  return (
    <section className="details" aria-labelledby="details-people">
      <h3 id="details-people">{words.say('details.people', { count: people.count })}</h3>
      <ul className="details-people">
        {people.members.map(({ userId, name, membership }) => (
          <li key={userId} className="details-person">
            <Avatar id={userId} name={name} />
            <span className="details-name">{name}</span>
            {membership === 'invite' ? <span className="soft">{words.say('details.invited')}</span> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
