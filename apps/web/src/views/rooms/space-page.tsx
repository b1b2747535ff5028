// A space that is open: its rooms, and for those who look after it the way to put rooms into it.
import { Button, ChoiceField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import type { ConversationModel } from '../../viewmodels/talk/conversation.ts'
import type { RoomSummary } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'
import { ExploreRooms } from './explore-rooms.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'

/** The rooms of a space. Opening it leaves them alone in the list. */
export function SpacePage({ space, conversation }: { space: RoomSummary; conversation: ConversationModel }): ReactNode {
  const { model } = useApp()
  const { people } = useLive(conversation.state)
  const held = useLive(model.spaces).find(({ roomId }) => roomId === space.roomId)?.children ?? []
  useEffect(() => model.roomList.setSpace(space.roomId), [model, space.roomId])
  return (
    <div className="page-body">
      <div className="page-column">
        <ExploreRooms key={held.length} spaceId={space.roomId} />
        {people.mine.maySetChildren ? <AddRoom space={space} held={held} /> : null}
      </div>
    </div>
  )
}

function AddRoom({ space, held }: { space: RoomSummary; held: readonly string[] }): ReactNode {
  const { model, words } = useApp()
  const { isBusy, problem, run } = useAsking()
  const others = useLive(model.rooms).filter((room) => room.membership === 'join' && room.kind !== 'person' && !room.isOfServer && room.roomId !== space.roomId && !held.includes(room.roomId))
  const [chosen, setChosen] = useState('')
  const room = others.find(({ roomId }) => roomId === chosen) ?? others[0]
  if (room === undefined) return null
  return (
    <form
      className="search"
      onSubmit={(event) => {
        event.preventDefault()
        void run(() => model.actions.setChild(space.roomId, room.roomId, true))
      }}
    >
      <ChoiceField label={words.say('explore.addRoom')} name="room" value={room.roomId} onChange={setChosen} choices={others.map(({ roomId, name }) => ({ value: roomId, label: name }))} />
      <Button type="submit" isBusy={isBusy}>
        {words.say('explore.add')}
      </Button>
      <Problem problem={problem} />
    </form>
  )
}
