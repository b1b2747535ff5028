// Exploring: rooms that are published, rooms of a space, and one whose address or link somebody gave.
import { Badge, Button, TextField, Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useMemo, useState } from 'react'
import { useSearch } from 'wouter'
import { navigate } from 'wouter/use-browser-location'
import { joinTokenOf, paths } from '../paths.ts'
import type { FoundRoom } from '../viewmodels/types.ts'
import { useApp, useLive } from './app-context.tsx'
import { Avatar } from './avatar.tsx'
import './inbox-page.css'
import { PageHead } from './page-head.tsx'
import { Problem, useAsking } from './problem.tsx'

/** The page. */
export function ExplorePage(): ReactNode {
  const { model, words } = useApp()
  const spaceId = new URLSearchParams(useSearch()).get('space') ?? undefined
  const space = useLive(model.spaces).find(({ roomId }) => roomId === spaceId)
  const explore = useMemo(() => model.openExplore(), [model])
  useEffect(() => () => explore.close(), [explore])
  useEffect(() => explore.openSpace(spaceId), [explore, spaceId])
  const { term, rooms, hasMore, isLooking, problem } = useLive(explore.state)
  return (
    <section className="page" aria-labelledby="page-title">
      <PageHead title={space?.name ?? words.say('explore.title')} />
      <div className="page-body">
        <div className="page-column">
          <JoinByLink />
          <TextField label={words.say('explore.search')} help={words.say('explore.help')} name="search" type="search" value={term} onChange={(next) => explore.setTerm(next)} maxLength={200} />
          {problem === undefined ? null : <Problem problem={problem === '' ? words.say('app.notReached') : problem} />}
          {!isLooking && problem === undefined && rooms.length === 0 ? <p className="soft">{words.say(spaceId === undefined ? 'explore.nothing' : 'explore.emptySpace')}</p> : null}
          <ul className="inbox" aria-busy={isLooking}>
            {rooms.map((room) => (
              <Found key={room.roomId} room={room} />
            ))}
          </ul>
          {isLooking ? <Waiting label={words.say('people.looking')} /> : hasMore ? <Button onPress={() => explore.more()}>{words.say('explore.more')}</Button> : null}
        </div>
      </div>
    </section>
  )
}

/** A room that was found: what it is, and the way in. */
function Found({ room }: { room: FoundRoom }): ReactNode {
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
          <a className="button" href={room.isSpace ? `${paths.explore()}?space=${encodeURIComponent(roomId)}` : paths.room(roomId)}>
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

/** A link that led here: it is used when somebody says so, not by being opened. */
function JoinByLink(): ReactNode {
  const { model, words } = useApp()
  const [token, setToken] = useState(() => (location.hash.startsWith('#join=') ? joinTokenOf(location.hash) : ''))
  const { isBusy, problem, run } = useAsking()
  if (token === '') return null
  const comeIn = (): void => {
    void run(async () => {
      const roomId = await model.directory.redeemLink(token)
      setToken('')
      navigate(paths.room(roomId))
    })
  }
  return (
    <section className="card stack-tight" aria-label={words.say('begin.link')}>
      <p>{words.say('explore.byLink')}</p>
      <Problem problem={problem} />
      <div className="row">
        <Button kind="main" isBusy={isBusy} onPress={comeIn}>
          {words.say('begin.comeIn')}
        </Button>
        <Button onPress={() => setToken('')}>{words.say('app.cancel')}</Button>
      </div>
    </section>
  )
}
