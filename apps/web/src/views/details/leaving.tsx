// Leaving a room. Its last admin hands it over first.
import { Ask, Button, ChoiceField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { paths } from '../../paths.ts'
import { detailsPeople, LEVELS, mustHandOver } from '../../viewmodels/rooms/room-details.ts'
import type { RoomPeople, RoomStandings, RoomSummary } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'

/** The way out, with what it means. */
export function Leaving({ room, people, standings }: { room: RoomSummary; people: RoomPeople; standings: RoomStandings | undefined }): ReactNode {
  const { model, words } = useApp()
  const [isAsking, setIsAsking] = useState(false)
  const { isBusy, problem, run } = useAsking()
  const [heir, setHeir] = useState('')
  // What the server tells one is not left: it would come back.
  if (room.isOfServer) return null
  const isLast = mustHandOver(room, people, model.userId)
  const heirs = detailsPeople(people, standings).filter(({ member, kind }) => member.membership === 'join' && member.userId !== model.userId && kind !== 'external')
  const chosen = heirs.find(({ member }) => member.userId === heir) ?? heirs[0]
  const leave = async (): Promise<void> => {
    if (isLast && chosen !== undefined) await model.actions.setLevel(room.roomId, chosen.member.userId, LEVELS.admin)
    await model.actions.leave(room.roomId)
    navigate(paths.home())
  }
  return (
    <div className="details-part">
      <Button onPress={() => setIsAsking(true)}>
        {words.say('details.leave')}
      </Button>
      <Ask title={words.say('details.leave')} isOpen={isAsking} onClose={() => setIsAsking(false)}>
        <p>{words.say(room.isOpen ? 'details.leaveOpenWhy' : 'details.leaveWhy', { name: room.name })}</p>
        {isLast && chosen !== undefined ? (
          <ChoiceField
            label={words.say('details.handOver')}
            help={words.say('details.handOverHelp')}
            name="heir"
            value={chosen.member.userId}
            onChange={setHeir}
            choices={heirs.map(({ member }) => ({ value: member.userId, label: member.name }))}
          />
        ) : null}
        <Problem problem={problem} />
        <div className="row row-end">
          <Button onPress={() => setIsAsking(false)}>{words.say('app.cancel')}</Button>
          <Button kind="danger" isBusy={isBusy} onPress={() => void run(leave)}>
            {words.say(isLast && chosen !== undefined ? 'details.handOverAndLeave' : 'details.leave')}
          </Button>
        </div>
      </Ask>
    </div>
  )
}
