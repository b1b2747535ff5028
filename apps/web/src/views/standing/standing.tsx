// A room that one is not in: invited to it, waiting to be let in; or that another has taken the place of.
import { Badge, Button, Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { paths } from '../../paths.ts'
import type { ConversationModel } from '../../viewmodels/talk/conversation.ts'
import type { RoomSummary } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'
import { wordRoom } from '../word-person.ts'

/** An invitation: from whom, to what, and what coming in means. */
export function Invitation({ conversation, room }: { conversation: ConversationModel; room: RoomSummary }): ReactNode {
  const { words } = useApp()
  const { isBusy, problem, run } = useAsking()
  const isOpen = room.isOpen && !room.isEncrypted
  const name = wordRoom(room, words.say)
  return (
    <div className="standing">
      <Avatar id={room.roomId} name={name} shape={room.kind === 'person' ? 'person' : 'room'} url={room.avatarUrl} />
      <h2>{name}</h2>
      {room.topic === '' ? null : <p className="soft">{room.topic}</p>}
      <p>{room.inviter?.isServer === true ? words.say('talk.invitedByServer') : words.say('talk.invited', { name: room.inviter?.name ?? '' })}</p>
      {room.isOfServer ? null : (
        <p className="row standing-signs">
          <Badge tone={room.isEncrypted ? 'good' : 'warn'}>{words.say(room.isEncrypted ? 'readers.encrypted' : 'readers.notEncrypted')}</Badge>
          {room.admitsExternals ? <Badge tone="warn">{words.say('rooms.externalsMark')}</Badge> : null}
        </p>
      )}
      {isOpen ? (
        <Notice tone="warn">
          <p>{words.say('readers.open')}</p>
        </Notice>
      ) : null}
      <p className="soft">{words.say(room.isOfServer ? 'standing.invitedByServer' : 'standing.invited')}</p>
      <Problem problem={problem} />
      <div className="row">
        <Button kind="main" isBusy={isBusy} onPress={() => void run(conversation.join)}>
          {words.say(room.isOfServer ? 'talk.openIt' : 'talk.accept')}
        </Button>
        {room.isOfServer ? null : (
          <Button isBusy={isBusy} onPress={() => void run(conversation.leave).then((isDone) => (isDone ? navigate(paths.home()) : undefined))}>
            {words.say('talk.decline')}
          </Button>
        )}
      </div>
    </div>
  )
}

/** While one waits to be let in. */
export function Asked({ room }: { room: RoomSummary }): ReactNode {
  const { model, words } = useApp()
  const { isBusy, problem, run } = useAsking()
  return (
    <div className="standing">
      <Avatar id={room.roomId} name={room.name} shape="room" />
      <h2>{room.name}</h2>
      <p>{words.say('standing.asked')}</p>
      <Problem problem={problem} />
      <Button isBusy={isBusy} onPress={() => void run(() => model.actions.leave(room.roomId)).then((isDone) => (isDone ? navigate(paths.home()) : undefined))}>
        {words.say('rooms.takeBack')}
      </Button>
    </div>
  )
}

/** A room goes on in another one; what was said stays here. */
export function Replaced({ successorId }: { successorId: string }): ReactNode {
  const { model, words } = useApp()
  const { isBusy, problem, run } = useAsking()
  const follow = (): void => {
    void run(async () => navigate(paths.room(await model.actions.join(successorId))))
  }
  return (
    <div className="talk-silent">
      <p>{words.say('standing.replaced')}</p>
      <Problem problem={problem} />
      <Button kind="main" isBusy={isBusy} onPress={follow}>
        {words.say('standing.follow')}
      </Button>
    </div>
  )
}
