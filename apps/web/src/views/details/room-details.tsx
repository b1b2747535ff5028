// The details of a room: what it is, who is in it, how one comes in and goes.
import './room-details.css'
import type { ReactNode } from 'react'
import { useApp, useLive } from '../app-context.tsx'
import { RoomAlerts } from '../alerts/room-alerts.tsx'
import type { PanelProps } from '../frame/panel-props.ts'
import { RoomReports } from '../report/room-reports.tsx'
import { About } from './about.tsx'
import { Facts } from './facts.tsx'
import { Invite } from './invite.tsx'
import { Leaving } from './leaving.tsx'
import { Links } from './links.tsx'
import { Members } from './members.tsx'
import { RoomSettings } from './room-settings.tsx'

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
      <Members room={room} people={people} standings={standings} />
      {room.membership === 'join' ? <RoomAlerts roomId={room.roomId} isEncrypted={room.isEncrypted} /> : null}
      {mayInvite && !room.isOpen && own?.kind !== 'external' ? <Links roomId={room.roomId} /> : null}
      <RoomSettings room={room} people={people} />
      <Leaving room={room} people={people} standings={standings} />
      <RoomReports roomId={room.roomId} name={room.name} />
    </div>
  )
}
