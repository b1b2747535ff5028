// Inviting: colleagues by the directory, people from outside by their address, for whom one vouches.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { FoundPerson, RoomSummary } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { PeoplePicker } from '../people-picker.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'
import { ByMail } from './by-mail.tsx'

/** The form, once it is asked for. */
export function Invite({ room }: { room: RoomSummary }): ReactNode {
  const { words } = useApp()
  const [isOpen, setIsOpen] = useState(false)
  if (!isOpen) {
    return (
      <Button kind="main" onPress={() => setIsOpen(true)}>
        {words.say('details.invite')}
      </Button>
    )
  }
  return (
    <section className="details-part" aria-label={words.say('details.invite')}>
      <Colleagues room={room} onClose={() => setIsOpen(false)} />
      {room.admitsExternals ? <ByMail roomId={room.roomId} /> : room.isOpen ? null : <p className="soft">{words.say('details.byMailClosed')}</p>}
    </section>
  )
}

function Colleagues({ room, onClose }: { room: RoomSummary; onClose: () => void }): ReactNode {
  const { model, words } = useApp()
  const [chosen, setChosen] = useState<readonly FoundPerson[]>([])
  const { isBusy, problem, run } = useAsking()
  const invite = async (): Promise<void> => {
    for (const [at, person] of chosen.entries()) {
      await model.actions.invite(room.roomId, person.userId)
      // Who was invited is not asked for again where a later one is refused.
      setChosen(chosen.slice(at + 1))
    }
  }
  return (
    <form
      className="stack-tight"
      onSubmit={(event) => {
        event.preventDefault()
        if (chosen.length > 0) void run(invite).then((isDone) => (isDone ? onClose() : undefined))
      }}
    >
      <PeoplePicker
        label={words.say('begin.invite')}
        chosen={chosen}
        onChange={setChosen}
        offBecause={(person) => (person.kind === 'external' && !room.admitsExternals ? words.say('details.noExternals') : undefined)}
      />
      <Problem problem={problem} />
      <div className="row">
        <Button kind="main" type="submit" isBusy={isBusy}>
          {words.say('details.inviteThem')}
        </Button>
        <Button onPress={onClose}>{words.say('app.cancel')}</Button>
      </div>
    </form>
  )
}
