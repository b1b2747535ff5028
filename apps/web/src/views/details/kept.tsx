// How long what is said in a room is kept. What is older than that is deleted, so it is asked once more.
import { Ask, Button, ChoiceField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { KEPT_DAYS } from '../../viewmodels/rooms/room-details.ts'
import type { RoomPeople, RoomSummary } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'

/** In days, as a choice; where the room says nothing, the service does. */
const UNSAID = ''

/** The choice. */
export function Kept({ room, people }: { room: RoomSummary; people: RoomPeople }): ReactNode {
  const { model, words } = useApp()
  const said = room.keptDays === undefined ? UNSAID : String(room.keptDays)
  const [chosen, setChosen] = useState(said)
  const [isAsking, setIsAsking] = useState(false)
  const { isBusy, problem, run } = useAsking()
  if (!people.mine.mayHistory) return null
  const days = [...new Set([...KEPT_DAYS, ...(room.keptDays === undefined ? [] : [room.keptDays])])].toSorted((a, b) => a - b)
  const set = (): void => {
    void run(() => model.actions.setKept(room.roomId, chosen === UNSAID ? undefined : Number(chosen))).then((isDone) => (isDone ? setIsAsking(false) : undefined))
  }
  return (
    <div className="stack-tight">
      <ChoiceField
        label={words.say('roomSettings.kept')}
        name="kept"
        value={chosen}
        onChange={setChosen}
        choices={[{ value: UNSAID, label: words.say('roomSettings.keptUnsaid') }, ...days.map((each) => ({ value: String(each), label: words.say('details.days', { count: each }) }))]}
      />
      {chosen === said ? null : (
        <div>
          <Button onPress={() => setIsAsking(true)}>{words.say('roomSettings.keptChange')}</Button>
        </div>
      )}
      <Ask title={words.say('roomSettings.keptChange')} isOpen={isAsking} onClose={() => setIsAsking(false)}>
        <p>{chosen === UNSAID ? words.say('roomSettings.keptUnsaidWhy') : words.say('roomSettings.keptWhy', { count: Number(chosen) })}</p>
        <Problem problem={problem} />
        <div className="row row-end">
          <Button onPress={() => setIsAsking(false)}>{words.say('app.cancel')}</Button>
          <Button kind={chosen === UNSAID ? 'main' : 'danger'} isBusy={isBusy} onPress={set}>
            {words.say('roomSettings.keptYes')}
          </Button>
        </div>
      </Ask>
    </div>
  )
}
