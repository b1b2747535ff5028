// What is done to somebody in a room is asked once more, and can say why.
import { Ask, Button, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { DetailsPerson, Role } from '../../viewmodels/rooms/room-details.ts'
import type { RoomSummary } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'

/** What is to be done. */
export type Deed = { person: DetailsPerson } & ({ kind: 'level'; level: number; role: Role } | { kind: 'remove' } | { kind: 'ban' })

/** The question. */
export function Moderate({ room, deed, onClose }: { room: RoomSummary; deed: Deed; onClose: () => void }): ReactNode {
  const { model, words } = useApp()
  const [reason, setReason] = useState('')
  const { isBusy, problem, run } = useAsking()
  const { userId, name } = deed.person.member
  const act = (): Promise<void> => {
    if (deed.kind === 'level') return model.actions.setLevel(room.roomId, userId, deed.level)
    return deed.kind === 'ban' ? model.actions.ban(room.roomId, userId, reason.trim()) : model.actions.remove(room.roomId, userId, reason.trim())
  }
  const title = deed.kind === 'level' ? words.say(`details.make.${deed.role}`) : words.say(`details.${deed.kind}`)
  return (
    <Ask title={title} isOpen onClose={onClose}>
      <p>{words.say(deed.kind === 'level' ? `details.makeWhy.${deed.role}` : `details.${deed.kind}Why`, { name })}</p>
      {deed.kind === 'level' ? null : <TextField label={words.say('details.reason')} help={words.say('details.reasonHelp')} name="reason" value={reason} onChange={setReason} maxLength={300} />}
      <Problem problem={problem} />
      <div className="row row-end">
        <Button onPress={onClose}>{words.say('app.cancel')}</Button>
        <Button kind={deed.kind === 'level' ? 'main' : 'danger'} isBusy={isBusy} onPress={() => void run(act).then((isDone) => (isDone ? onClose() : undefined))}>
          {title}
        </Button>
      </div>
    </Ask>
  )
}
