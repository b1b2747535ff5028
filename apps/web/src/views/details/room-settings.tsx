// What those who look after a room can change of it: who comes in, what newcomers see, who was removed for good, and its version.
import { Ask, Button, ChoiceField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { paths } from '../../paths.ts'
import { ENTRIES_CHOSEN, HISTORIES_CHOSEN, mayChange } from '../../viewmodels/rooms/room-details.ts'
import type { RoomPeople, RoomSummary } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { AudienceField, useOwnOrganisation } from '../audience-field.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'
import { Kept } from './kept.tsx'

/** The settings; nothing where there is nothing one may change. */
export function RoomSettings({ room, people }: { room: RoomSummary; people: RoomPeople }): ReactNode {
  const { words } = useApp()
  const [isOpen, setIsOpen] = useState(false)
  if (!mayChange(room, people)) return null
  return (
    <details className="details-part" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{words.say('roomSettings.title')}</summary>
      {isOpen ? (
        <>
          <Entry room={room} people={people} />
          <Meant room={room} people={people} />
          <History room={room} people={people} />
          <Kept room={room} people={people} />
          <Banned room={room} people={people} />
          {people.mine.mayReplace ? <Renewal room={room} people={people} /> : null}
        </>
      ) : null}
    </details>
  )
}

interface PartProps {
  room: RoomSummary
  people: RoomPeople
}

/** Whether people may ask to be let in. Who may come in by themselves is said when a room is made. */
function Entry({ room, people }: PartProps): ReactNode {
  const { model, words } = useApp()
  const { problem, run } = useAsking()
  const chosen = ENTRIES_CHOSEN.find((each) => each === room.joinRule)
  if (!people.mine.mayJoinRule || chosen === undefined) return null
  return (
    <>
      <ChoiceField
        label={words.say('roomSettings.entry')}
        name="entry"
        value={chosen}
        onChange={(value) => void run(() => model.actions.setMayAsk(room.roomId, value === 'knock'))}
        choices={ENTRIES_CHOSEN.map((value) => ({ value, label: words.say(`details.entry.${value}`) }))}
      />
      <Problem problem={problem} />
    </>
  )
}

/** For which organisations an open room is. */
function Meant({ room, people }: PartProps): ReactNode {
  const { model, words } = useApp()
  const own = useOwnOrganisation()?.organisation
  const [audience, setAudience] = useState(room.audience)
  const { isBusy, problem, run } = useAsking()
  if (!people.mine.mayJoinRule || !room.isOpen || own === undefined) return null
  return (
    <form
      className="stack-tight"
      onSubmit={(event) => {
        event.preventDefault()
        void run(() => model.actions.setAudience(room.roomId, audience))
      }}
    >
      <AudienceField own={own} value={audience} onChange={setAudience} />
      <p className="field-help">{words.say('roomSettings.audienceHelp')}</p>
      <Problem problem={problem} />
      <div>
        <Button type="submit" isBusy={isBusy}>
          {words.say('roomSettings.audienceSave')}
        </Button>
      </div>
    </form>
  )
}

/** What newcomers see of what was said. It holds for what is said from then on. */
function History({ room, people }: PartProps): ReactNode {
  const { model, words } = useApp()
  const { problem, run } = useAsking()
  const chosen = HISTORIES_CHOSEN.find((each) => each === room.historyVisibility)
  if (!people.mine.mayHistory || chosen === undefined) return null
  return (
    <>
      <ChoiceField
        label={words.say('roomSettings.history')}
        help={words.say('roomSettings.historyHelp')}
        name="history"
        value={chosen}
        onChange={(value) => void run(() => model.actions.setHistory(room.roomId, HISTORIES_CHOSEN.find((each) => each === value) ?? chosen))}
        choices={HISTORIES_CHOSEN.map((value) => ({ value, label: words.say(`details.history.${value}`) }))}
      />
      <Problem problem={problem} />
    </>
  )
}

/** Who was removed for good; that is taken back here. */
function Banned({ room, people }: PartProps): ReactNode {
  const { model, words } = useApp()
  const { isBusy, problem, run } = useAsking()
  if (!people.mine.mayBan || people.banned.length === 0) return null
  return (
    <section className="stack-tight" aria-labelledby="room-banned">
      <h3 id="room-banned">{words.say('roomSettings.banned')}</h3>
      <ul className="details-people">
        {people.banned.map(({ userId, name }) => (
          <li key={userId} className="details-person">
            <span className="person-text">
              <span className="person-name">{name}</span>
              <span className="person-whose soft">{userId}</span>
            </span>
            <Button isBusy={isBusy} onPress={() => void run(() => model.actions.unban(room.roomId, userId))}>
              {words.say('roomSettings.lift')}
              <span className="hidden-visually"> {name}</span>
            </Button>
          </li>
        ))}
      </ul>
      <Problem problem={problem} />
    </section>
  )
}

/** A room of an older version can be replaced by one of the newest; it is asked once more, as it cannot be taken back. */
function Renewal({ room, people }: PartProps): ReactNode {
  const { model, words } = useApp()
  const [newest, setNewest] = useState<string>()
  const [isAsking, setIsAsking] = useState(false)
  const { isBusy, problem, run } = useAsking()
  const { roomId, name } = room
  useEffect(() => {
    let isCurrent = true
    model.actions.findNewerVersion(roomId).then(
      (version) => (isCurrent ? setNewest(version) : undefined),
      () => undefined,
    )
    return () => {
      isCurrent = false
    }
  }, [model, roomId])
  if (newest === undefined) return null
  const renew = async (): Promise<void> => {
    const others = people.members.filter(({ userId, membership }) => userId !== model.userId && membership !== 'knock')
    navigate(paths.room(await model.actions.renew(roomId, { version: newest, invite: room.isOpen ? [] : others.map(({ userId }) => userId) })))
  }
  return (
    <section className="stack-tight" aria-labelledby="room-version">
      <h3 id="room-version">{words.say('roomSettings.version')}</h3>
      <p className="details-small">{words.say('roomSettings.versionOld')}</p>
      <div>
        <Button onPress={() => setIsAsking(true)}>{words.say('roomSettings.renew')}</Button>
      </div>
      <Ask title={words.say('roomSettings.renew')} isOpen={isAsking} onClose={() => setIsAsking(false)}>
        <p>{words.say('roomSettings.renewWhy', { name })}</p>
        <Problem problem={problem} />
        <div className="row row-end">
          <Button onPress={() => setIsAsking(false)}>{words.say('app.cancel')}</Button>
          <Button kind="danger" isBusy={isBusy} onPress={() => void run(renew)}>
            {words.say('roomSettings.renewYes')}
          </Button>
        </div>
      </Ask>
    </section>
  )
}
