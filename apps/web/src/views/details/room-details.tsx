// The details of a room: what it is, who is in it, how one comes in and goes.
import './room-details.css'
import type { ReactNode } from 'react'
import { useApp, useLive } from '../app-context.tsx'
import type { PanelProps } from '../panel-props.ts'
import { About } from './about.tsx'
import { Facts } from './facts.tsx'
import { Invite } from './invite.tsx'
import { Leaving } from './leaving.tsx'
import { Links } from './links.tsx'
import { Members } from './members.tsx'

/** The panel. */
export function RoomDetails({ conversation }: PanelProps): ReactNode {
  const { model } = useApp()
  const { room, people, standings } = useLive(conversation.state)
  if (room === undefined) return null
  const mayInvite = people.mine.mayInvite && room.membership === 'join' && room.kind !== 'person'
  const own = standings?.people.get(model.userId)
  return (
    <div className="details">
      <About room={room} mine={people.mine} />
      <Facts room={room} standings={standings} mine={people.mine} />
      {mayInvite ? <Invite room={room} /> : null}
      {mayInvite && !room.isOpen && own?.kind !== 'external' ? <Links roomId={room.roomId} /> : null}
      <Members room={room} people={people} standings={standings} />
      <Leaving room={room} people={people} standings={standings} />
    </div>
  )
}
