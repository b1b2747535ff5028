// A room that is open: its name, its messages, where one writes.
import { Button, Notice, Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { paths } from '../paths.ts'
import type { ConversationModel } from '../viewmodels/conversation.ts'
import { useApp, useLive } from './app-context.tsx'
import { Composer } from './composer.tsx'
import { ConversationMedia, useUploads } from './media/conversation-media.tsx'
import { TimelineView } from './timeline.tsx'

/** Opens a room for as long as it is looked at. */
export function ConversationPage({ roomId }: { roomId: string }): ReactNode {
  const { model, words } = useApp()
  const { sections } = useLive(model.roomList.state)
  const [conversation, setConversation] = useState<ConversationModel>()
  // A room that was just joined appears with the next answer of the server.
  const isKnown = conversation !== undefined || sections.some(({ rooms }) => rooms.some((room) => room.roomId === roomId))
  useEffect(() => {
    const opened = isKnown ? model.openConversation(roomId) : undefined
    setConversation(opened)
    return () => opened?.close()
  }, [model, roomId, isKnown])
  if (conversation !== undefined) return <Conversation conversation={conversation} roomId={roomId} />
  return isKnown ? <Waiting label={words.say('app.loading')} /> : <p className="nothing soft">{words.say('talk.noSuchRoom')}</p>
}

function Conversation({ conversation, roomId }: { conversation: ConversationModel; roomId: string }): ReactNode {
  const uploads = useUploads(roomId)
  const { words } = useApp()
  const { room, readers } = useLive(conversation.state)
  const name = room?.name ?? ''
  useEffect(() => {
    document.title = name === '' ? words.say('app.name') : `${name} · ${words.say('app.name')}`
  }, [name, words])
  if (room === undefined) return <p className="nothing soft">{words.say('talk.noSuchRoom')}</p>
  return (
    <section className="talk" aria-labelledby="talk-name">
      <header className="talk-head">
        <a className="talk-back" href={paths.home()}>
          <span aria-hidden="true">‹</span>
          <span className="hidden-visually">{words.say('app.back')}</span>
        </a>
        <h1 id="talk-name">{name}</h1>
      </header>
      {readers.isOpen && !readers.isEncrypted ? (
        <p className="band" role="note">
          {words.say('readers.open')}
        </p>
      ) : null}
      {room.membership === 'invite' ? (
        <Notice>
          <p>{words.say('talk.invited', { name: room.inviter?.name ?? '' })}</p>
          <div className="row">
            <Button kind="main" onPress={() => void conversation.join().catch(() => undefined)}>
              {words.say('talk.accept')}
            </Button>
            <Button onPress={() => void conversation.leave().catch(() => undefined)}>{words.say('talk.decline')}</Button>
          </div>
        </Notice>
      ) : (
        <ConversationMedia source={conversation.messages} uploads={uploads}>
          <TimelineView conversation={conversation} />
          <Composer conversation={conversation} roomId={roomId} name={name} />
        </ConversationMedia>
      )}
    </section>
  )
}
