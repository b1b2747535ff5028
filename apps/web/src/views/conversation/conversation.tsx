// A room that is open: its name, its messages, where one writes, and a panel beside them.
import './conversation.css'
import { Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useDeferredValue, useEffect, useState } from 'react'
import { paths } from '../../paths.ts'
import type { ConversationModel } from '../../viewmodels/talk/conversation.ts'
import { reachOf } from '../../viewmodels/person/reach.ts'
import type { About, Membership, RoomSummary } from '../../viewmodels/types.ts'
import { useApp, useLive, usePart } from '../app-context.tsx'
import { Composer } from '../composer/composer.tsx'
import { Icon } from '../icon.tsx'
import { ConversationMedia, useUploads } from '../media/conversation-media.tsx'
import { usePlace } from '../place.ts'
import { ReadersLine, wordOrganisations } from './readers-line.tsx'
import { PANELS, SidePanel } from '../frame/side-panel.tsx'
import { SpacePage } from '../rooms/space-page.tsx'
import { Asked, Invitation, Replaced } from '../standing/standing.tsx'
import { TimelineView } from '../timeline/timeline.tsx'
import { wordReach } from '../person/reach-line.tsx'
import { wordRoom } from '../word-person.ts'
import { UnknownRoom } from '../rooms/unknown-room.tsx'
import { useTitle } from '../use-title.ts'

/** Opens a room for as long as it is looked at. Its head is there before what was said in it. */
export function ConversationPage({ roomId }: { roomId: string }): ReactNode {
  const { model, words } = useApp()
  const { panel: panelId, item, eventId } = usePlace()
  const room = usePart(model.rooms, (rooms) => rooms.find((each) => each.roomId === roomId))
  const conversation = useConversation(roomId, room?.membership)
  const panel = PANELS.find(({ id }) => id === panelId)
  useTitle(room === undefined ? undefined : wordRoom(room, words.say))
  if (room === undefined) return <UnknownRoom roomIdOrAlias={roomId} eventId={eventId} />
  return (
    <>
      <section className="talk" data-of-server={room.isOfServer || undefined} aria-labelledby="talk-name">
        <TalkHead room={room} panelId={panelId} />
        <div className="talk-open">{conversation === undefined ? <Waiting label={words.say('app.loading')} /> : <Conversation conversation={conversation} room={room} />}</div>
      </section>
      {panel === undefined || conversation === undefined ? null : <SidePanel panel={panel} roomId={roomId} conversation={conversation} item={item} />}
    </>
  )
}

/**
 * The model of a room, once its head was drawn: what is pressed answers at once, whatever the room holds. Opened anew for
 * who comes in: what was seen of the room from outside is not what is in it.
 */
function useConversation(roomId: string, membership: Membership | undefined): ConversationModel | undefined {
  const { model } = useApp()
  const [conversation, setConversation] = useState<ConversationModel>()
  useEffect(() => {
    if (membership === undefined) return undefined
    let opened: ConversationModel | undefined
    const timer = setTimeout(() => {
      opened = model.openConversation(roomId)
      setConversation(opened)
    }, 0)
    return () => {
      clearTimeout(timer)
      opened?.close()
      setConversation(undefined)
    }
  }, [model, roomId, membership])
  return conversation
}

function TalkHead({ room, panelId }: { room: RoomSummary; panelId: string | undefined }): ReactNode {
  const { words } = useApp()
  const { roomId } = room
  return (
    <header className="talk-head">
      <a className="tool only-phone" href={paths.home()} aria-label={words.say('app.back')}>
        <Icon name="back" />
      </a>
      <div className="talk-name">
        <h1 id="talk-name">{wordRoom(room, words.say)}</h1>
        {room.topic === '' ? <AboutLine room={room} /> : <span className="talk-topic soft">{room.topic}</span>}
      </div>
      <div className="talk-tools">
        {PANELS.filter(({ isInHead }) => isInHead).map(({ id, title, icon }) => (
          <a
            key={id}
            className="tool"
            href={id === panelId ? paths.room(roomId) : paths.panel(roomId, id)}
            aria-label={words.say(title)}
            title={words.say(title)}
            aria-current={id === panelId ? 'true' : undefined}
          >
            <Icon name={icon} />
          </a>
        ))}
      </div>
    </header>
  )
}

/** What the other one of a talk does, and says of themselves at present. */
function AboutLine({ room: { kind, directUserId } }: { room: RoomSummary }): ReactNode {
  const { model, words } = useApp()
  const userId = kind === 'person' ? directUserId : undefined
  const [about, setAbout] = useState<About>()
  useEffect(() => {
    let isGone = false
    setAbout(undefined)
    if (userId !== undefined) void model.aboutOf(userId).then((said) => (isGone ? undefined : setAbout(said)), () => undefined)
    return () => {
      isGone = true
    }
  }, [model, userId])
  if (about === undefined) return null
  const reach = reachOf(about, Date.now())
  const said = wordReach(reach, words)
  const line = [reach.status, about.job.title, about.job.service].filter((each) => each !== '').join(' · ')
  return (
    <span className="talk-topic soft">
      {said === '' ? null : (
        <span className="talk-reach" title={reach.away?.text || undefined}>
          <Icon name="clock" />
          {said}
        </span>
      )}
      {said === '' || line === '' ? line : ` · ${line}`}
    </span>
  )
}

function Conversation({ conversation, room }: { conversation: ConversationModel; room: RoomSummary }): ReactNode {
  if (room.membership === 'invite') return <Invitation conversation={conversation} room={room} />
  if (room.membership === 'knock') return <Asked room={room} />
  if (room.kind === 'space') return <SpacePage space={room} conversation={conversation} />
  return <Talk conversation={conversation} room={room} />
}

/** What was said, and where one writes; or why one does not. */
function Talk({ conversation, room }: { conversation: ConversationModel; room: RoomSummary }): ReactNode {
  const { words } = useApp()
  const { readers, people } = useLive(conversation.state)
  const uploads = useUploads(room.roomId)
  // One reads before one writes: the field is drawn right after the messages, into the place that is left for it.
  const isBelowShown = useDeferredValue(true, false)
  return (
    <>
      {readers.isOpen && !readers.isEncrypted ? (
        <p className="band" role="note">
          <Icon name="warn" />
          {readers.audienceOf === undefined || readers.audienceOf.length === 0 ? words.say('readers.open') : words.say('readers.openOf', { organisations: wordOrganisations(readers.audienceOf, words) })}
        </p>
      ) : null}
      <ConversationMedia source={conversation.messages} uploads={uploads} onForward={(id) => conversation.timeline.ask({ kind: 'forward', ids: [id] })}>
        <TimelineView conversation={conversation} />
        <div className="talk-below">
          {!isBelowShown ? null : room.successorId !== undefined ? (
            <Replaced successorId={room.successorId} />
          ) : people.mine.maySpeak ? (
            <>
              <ReadersLine roomId={room.roomId} readers={readers} />
              <Composer conversation={conversation} roomId={room.roomId} name={wordRoom(room, words.say)} />
            </>
          ) : (
            <p className="talk-silent soft">{words.say(room.isOfServer ? 'standing.ofServer' : 'standing.silent')}</p>
          )}
        </div>
      </ConversationMedia>
    </>
  )
}
