// What a room is called and what it is about; those who may change it do so here.
import { Button, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { OwnPowers, RoomSummary } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import { Icon } from '../icon.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'
import { wordRoom } from '../word-person.ts'

/** The name and the topic. */
export function About({ room, mine }: { room: RoomSummary; mine: OwnPowers }): ReactNode {
  const { words } = useApp()
  const [isChanging, setIsChanging] = useState(false)
  const mayChange = room.kind !== 'person' && room.membership === 'join' && (mine.mayName || mine.mayTopic)
  if (isChanging) return <ChangeForm room={room} mine={mine} onClose={() => setIsChanging(false)} />
  return (
    <div className="details-about">
      <Avatar id={room.roomId} name={wordRoom(room, words.say)} shape={room.kind === 'person' ? 'person' : 'room'} url={room.avatarUrl} />
      <div className="details-text">
        <p className="details-title">{wordRoom(room, words.say)}</p>
        {room.topic === '' ? null : <p className="details-topic soft">{room.topic}</p>}
      </div>
      {mayChange ? (
        <button type="button" className="tool" aria-label={words.say('details.change')} title={words.say('details.change')} onClick={() => setIsChanging(true)}>
          <Icon name="pen" />
        </button>
      ) : null}
    </div>
  )
}

function ChangeForm({ room, mine, onClose }: { room: RoomSummary; mine: OwnPowers; onClose: () => void }): ReactNode {
  const { model, words } = useApp()
  const [name, setName] = useState(room.name)
  const [topic, setTopic] = useState(room.topic)
  const { isBusy, problem, run } = useAsking()
  const [picture, setPicture] = useState<File>()
  const store = async (): Promise<void> => {
    if (picture !== undefined) await model.actions.setPicture(room.roomId, picture)
    if (mine.mayName && name.trim() !== '' && name.trim() !== room.name) await model.actions.setName(room.roomId, name.trim())
    if (mine.mayTopic && topic.trim() !== room.topic) await model.actions.setTopic(room.roomId, topic.trim())
  }
  return (
    <form
      className="stack-tight"
      onSubmit={(event) => {
        event.preventDefault()
        void run(store).then((isDone) => (isDone ? onClose() : undefined))
      }}
    >
      {mine.mayName ? <TextField label={words.say('begin.name')} name="name" value={name} onChange={setName} maxLength={120} isRequired /> : null}
      {mine.mayTopic ? <TextField label={words.say('begin.topic')} name="topic" value={topic} onChange={setTopic} maxLength={300} isLong /> : null}
      {mine.mayPicture ? (
        <div className="field">
          <label htmlFor="room-picture">{words.say('details.picture')}</label>
          <input id="room-picture" type="file" accept="image/png,image/jpeg,image/webp,image/gif" onChange={(event) => setPicture(event.target.files?.[0])} />
        </div>
      ) : null}
      <Problem problem={problem} />
      <div className="row">
        <Button kind="main" type="submit" isBusy={isBusy}>
          {words.say('app.save')}
        </Button>
        <Button onPress={onClose}>{words.say('app.cancel')}</Button>
      </div>
    </form>
  )
}
