// Rooms that were found: those that are published, those of a space, or one whose address somebody gave.
import '../inbox/inbox-page.css'
import { Badge, Button, TextField, Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useMemo, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { paths } from '../../paths.ts'
import type { FoundRoom } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'

/** The rooms of a space; without one, those that are published. */
export function ExploreRooms({ spaceId }: { spaceId: string | undefined }): ReactNode {
  const { model, words } = useApp()
  const explore = useMemo(() => model.openExplore(), [model])
  useEffect(() => () => explore.close(), [explore])
  useEffect(() => explore.openSpace(spaceId), [explore, spaceId])
  const { term, rooms, hasMore, isLooking, problem } = useLive(explore.state)
  return (
    <>
      <TextField
        label={words.say('explore.search')}
        help={spaceId === undefined ? words.say('explore.help') : undefined}
        name="search"
        type="search"
        value={term}
        onChange={(next) => explore.setTerm(next)}
        maxLength={200}
      />
      {problem === undefined ? null : <Problem problem={problem === '' ? words.say('app.notReached') : problem} />}
      {!isLooking && problem === undefined && rooms.length === 0 ? <p className="soft">{words.say(spaceId === undefined ? 'explore.nothing' : 'explore.emptySpace')}</p> : null}
      <ul className="inbox" aria-busy={isLooking}>
        {rooms.map((room) => (
          <FoundRoomEntry key={room.roomId} room={room} />
        ))}
      </ul>
      {isLooking ? <Waiting label={words.say('people.looking')} /> : hasMore ? <Button onPress={() => explore.more()}>{words.say('explore.more')}</Button> : null}
    </>
  )
}

/** A room that was found: what it is, and the way in. */
export function FoundRoomEntry({ room }: { room: FoundRoom }): ReactNode {
  const { model, words } = useApp()
  const mine = useLive(model.rooms).find((each) => each.roomId === room.roomId)?.membership
  const { isBusy, problem, run } = useAsking()
  const [isAsking, setIsAsking] = useState(false)
  const [reason, setReason] = useState('')
  const { roomId, name, topic, memberCount, joinRule } = room
  const isKnock = joinRule === 'knock' || joinRule === 'knock_restricted'
  const join = (): void => {
    void run(async () => navigate(paths.room(await model.actions.join(roomId))))
  }
  const knock = (): void => {
    void run(() => model.actions.knock(roomId, reason.trim())).then((isDone) => (isDone ? setIsAsking(false) : undefined))
  }
  return (
    <li className="inbox-entry">
      <Avatar id={roomId} name={name} shape="room" />
      <div className="inbox-text">
        <p className="inbox-head">
          <strong>{name}</strong>
          {room.isSpace ? <Badge tone="soft">{words.say('explore.space')}</Badge> : null}
          {room.isEncrypted === true || room.isSpace ? null : <Badge tone="warn">{words.say('readers.notEncrypted')}</Badge>}
        </p>
        {topic === '' ? null : <p className="inbox-says">{topic}</p>}
        <p className="inbox-facts soft">{words.say('explore.members', { count: memberCount })}</p>
        {isAsking ? (
          <form
            className="stack-tight"
            onSubmit={(event) => {
              event.preventDefault()
              knock()
            }}
          >
            <TextField label={words.say('explore.reason')} name="reason" value={reason} onChange={setReason} maxLength={300} />
            <div className="row">
              <Button kind="main" type="submit" isBusy={isBusy}>
                {words.say('explore.ask')}
              </Button>
              <Button onPress={() => setIsAsking(false)}>{words.say('app.cancel')}</Button>
            </div>
          </form>
        ) : null}
        <Problem problem={problem} />
      </div>
      <div className="inbox-answers">
        {mine === 'join' || mine === 'invite' ? (
          <a className="button" href={paths.room(roomId)}>
            {words.say('explore.open')}
          </a>
        ) : mine === 'knock' ? (
          <span className="soft">{words.say('rooms.asked')}</span>
        ) : isKnock ? (
          isAsking ? null : <Button onPress={() => setIsAsking(true)}>{words.say('explore.ask')}</Button>
        ) : (
          <Button kind="main" isBusy={isBusy} onPress={join}>
            {words.say('explore.join')}
          </Button>
        )}
      </div>
    </li>
  )
}
