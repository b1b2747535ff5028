// What holds in a room, in words: who comes in, what newcomers see, whether it is encrypted, whose it is.
import { Ask, Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { paths } from '../../paths.ts'
import type { Kept } from '../../viewmodels/talk/readers.ts'
import { keptOf } from '../../viewmodels/talk/readers.ts'
import { factsOf } from '../../viewmodels/rooms/room-details.ts'
import type { OwnPowers, RoomStandings, RoomSummary } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'
import type { IconName } from '../icon.tsx'
import { Icon } from '../icon.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'

const DAY_MS = 24 * 60 * 60 * 1000

/** The facts. */
export function Facts({ room, standings, mine }: { room: RoomSummary; standings: RoomStandings | undefined; mine: OwnPowers }): ReactNode {
  const { model, words } = useApp()
  const rooms = useLive(model.rooms)
  const facts = factsOf(room)
  const { forum, predecessorId } = room
  const isKnown = predecessorId !== undefined && rooms.some(({ roomId }) => roomId === predecessorId)
  return (
    <ul className="details-facts">
      <Fact icon={facts.isEncrypted ? 'lock' : 'unlocked'} isWarning={!facts.isEncrypted}>
        {words.say(facts.isEncrypted ? 'details.encrypted' : 'details.notEncrypted')}
      </Fact>
      <EntryFact room={room} standings={standings} />
      <Fact icon="inbox">{words.say(`details.history.${facts.history}`)}</Fact>
      <KeptFact kept={keptOf(room, standings)} />
      {facts.admitsExternals ? (
        <Fact icon="globe" isWarning>
          {words.say('details.admitsExternals')}
        </Fact>
      ) : null}
      {forum === undefined ? null : <ForumFact forum={forum} topic={room.topic} standings={standings} />}
      {isKnown ? (
        <Fact icon="back">
          <a href={paths.room(predecessorId)}>{words.say('details.predecessor')}</a>
        </Fact>
      ) : null}
      {!facts.admitsExternals && !room.isOpen && room.kind === 'room' && room.membership === 'join' && mine.maySetLevels ? (
        <li>
          <AdmitExternals room={room} />
        </li>
      ) : null}
    </ul>
  )
}

/** How long what is said is kept, who said so, and when what is written today goes. */
function KeptFact({ kept }: { kept: Kept | undefined }): ReactNode {
  const { words } = useApp()
  if (kept === undefined) return null
  const { days, by } = kept
  return (
    <Fact icon="clock">
      {words.say('details.kept', { count: days })} {by === undefined ? words.say('details.keptByService') : words.say('details.keptBy', { name: by.name, day: words.day(by.atMs) })}{' '}
      {words.say('details.keptUntil', { day: words.day(Date.now() + days * DAY_MS) })}
    </Fact>
  )
}

/** Whose a forum is, when it is looked at again, and what for. */
function ForumFact({ forum, topic, standings }: { forum: NonNullable<RoomSummary['forum']>; topic: string; standings: RoomStandings | undefined }): ReactNode {
  const { words } = useApp()
  const organisation = standings?.organisations.find(({ id }) => id === forum.organisationId)?.name ?? forum.organisationId
  return (
    <Fact icon="details">
      {words.say('details.forum', { organisation, day: words.day(forum.reviewAtMs) })} {forum.purpose === topic ? null : forum.purpose}
    </Fact>
  )
}

/** Who comes in; of an open room that is for some organisations, which they are. */
function EntryFact({ room, standings }: { room: RoomSummary; standings: RoomStandings | undefined }): ReactNode {
  const { words } = useApp()
  if (room.kind === 'person') return null
  const meant = room.isOpen && room.audience !== undefined ? (standings?.audienceOf ?? []).map(({ name }) => name).join(', ') : ''
  return <Fact icon="people">{meant === '' ? words.say(`details.entry.${factsOf(room).entry}`) : words.say('details.entry.of', { organisations: meant })}</Fact>
}

function Fact({ icon, isWarning = false, children }: { icon: IconName; isWarning?: boolean; children: ReactNode }): ReactNode {
  return (
    <li className="details-fact" data-warning={isWarning || undefined}>
      <Icon name={icon} />
      <span>{children}</span>
    </li>
  )
}

/** Opens a room to externals, for good: asked once more before it is done. */
function AdmitExternals({ room }: { room: RoomSummary }): ReactNode {
  const { model, words } = useApp()
  const [isAsking, setIsAsking] = useState(false)
  const { isBusy, problem, run } = useAsking()
  const admit = (): void => {
    void run(() => model.actions.admitExternals(room.roomId)).then((isDone) => (isDone ? setIsAsking(false) : undefined))
  }
  return (
    <>
      <Button kind="plain" onPress={() => setIsAsking(true)}>
        {words.say('details.admit')}
      </Button>
      <Ask title={words.say('details.admit')} isOpen={isAsking} onClose={() => setIsAsking(false)}>
        <p>{words.say('details.admitWhy', { name: room.name })}</p>
        <Problem problem={problem} />
        <div className="row row-end">
          <Button onPress={() => setIsAsking(false)}>{words.say('app.cancel')}</Button>
          <Button kind="danger" isBusy={isBusy} onPress={admit}>
            {words.say('details.admitYes')}
          </Button>
        </div>
      </Ask>
    </>
  )
}
