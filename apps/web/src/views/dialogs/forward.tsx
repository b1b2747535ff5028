// Sending messages on to another room.
import { Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { fold } from '../../viewmodels/composer/emoji.ts'
import { useApp } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import { useTalk } from '../message/context.ts'

const SHOWN_MAX = 30

/** Asks where to; each room can be pressed once. */
export function ForwardDialog({ ids }: { ids: readonly string[]; close: () => void }): ReactNode {
  const { words } = useApp()
  const { conversation, timeline } = useTalk()
  const [query, setQuery] = useState('')
  const [sentTo, setSentTo] = useState<ReadonlySet<string>>(new Set())
  const [hasFailed, setHasFailed] = useState(false)
  const rooms = conversation.listForwardRooms().filter(({ name }) => fold(name).includes(fold(query.trim())))
  const send = async (roomId: string): Promise<void> => {
    setHasFailed(false)
    setSentTo((before) => new Set(before).add(roomId))
    for (const id of ids) await conversation.actions.forward(id, roomId)
    timeline.endChoosing()
  }
  return (
    <div className="stack">
      <p className="soft">{words.say('forward.help', { count: ids.length })}</p>
      <TextField label={words.say('forward.find')} name="room" type="search" value={query} onChange={setQuery} />
      {hasFailed ? (
        <Notice tone="bad">
          <p>{words.say('talk.actionFailed')}</p>
        </Notice>
      ) : null}
      <ul className="dialog-list">
        {rooms.slice(0, SHOWN_MAX).map((room) => (
          <li key={room.roomId}>
            <Avatar id={room.roomId} name={room.name} shape={room.kind === 'person' ? 'person' : 'room'} />
            <span className="dialog-name">
              {room.name}
              {room.isEncrypted ? null : <span className="soft"> · {words.say('forward.notEncrypted')}</span>}
            </span>
            <button type="button" className="button" disabled={sentTo.has(room.roomId)} onClick={() => void send(room.roomId).catch(() => setHasFailed(true))}>
              {words.say(sentTo.has(room.roomId) ? 'forward.sent' : 'talk.send')}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
