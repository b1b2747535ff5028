// How much a message matters, and who has confirmed it.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { tallyOf } from '../../viewmodels/rooms/tally.ts'
import type { Asking, Message } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'
import { Icon } from '../icon.tsx'
import { useTalk } from './context.ts'
import './weight.css'

/** Above the words: that they are important or urgent. */
export function MessageMark({ message: { priority } }: { message: Pick<Message, 'priority'> }): ReactNode {
  const { words } = useApp()
  if (priority === undefined) return null
  return (
    <p className="message-mark" data-priority={priority}>
      <Icon name={priority === 'urgent' ? 'warn' : 'flag'} />
      {words.say(`weight.${priority}`)}
    </p>
  )
}

/** Below the words: what is asked of whoever reads, and how many have done it. */
export function MessageAsking({ message }: { message: Message }): ReactNode {
  return message.asking === undefined ? null : <AskingLine message={message} asking={message.asking} />
}

function AskingLine({ message, asking }: { message: Message; asking: Asking }): ReactNode {
  const { words } = useApp()
  const { conversation, timeline } = useTalk()
  const { people } = useLive(conversation.state)
  const { isBusy, problem, run } = useAsking()
  const { confirmed, total } = useMemo(() => tallyOf(message, asking, people), [message, asking, people])
  const isWaiting = asking.isOfMe && !asking.isDone
  return (
    <div className="message-asking" data-waiting={isWaiting || undefined}>
      {isWaiting ? (
        <>
          <p>{words.say('confirm.please')}</p>
          <Button kind="main" isBusy={isBusy} onPress={() => void run(() => conversation.actions.confirm(message.id))}>
            {words.say('confirm.do')}
          </Button>
        </>
      ) : null}
      {asking.isDone ? (
        <p className="message-confirmed">
          <Icon name="check" />
          {words.say('confirm.done')}
        </p>
      ) : null}
      <button type="button" className="link" onClick={() => timeline.ask({ kind: 'confirmations', id: message.id })}>
        {words.say('confirm.count', { done: confirmed.length, total })}
      </button>
      <Problem problem={problem} />
    </div>
  )
}
