// How far a message is on its way, and what can be done where it did not go.
import type { ReactNode } from 'react'
import type { Message } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { useTalk } from './context.ts'

/** The state of a message that was not sent yet. */
export function MessageSending({ message: { id, sending, failure } }: { message: Message }): ReactNode {
  const { words } = useApp()
  const { actions } = useTalk().conversation
  if (sending === 'sent') return null
  if (sending !== 'failed') return <span className="soft message-state">{words.say(`talk.${sending}`)}</span>
  return (
    <span className="message-state message-failed" role="alert">
      {words.say(`talk.failed.${failure ?? 'other'}`)}{' '}
      {failure === 'other' || failure === undefined ? (
        <button type="button" className="link" onClick={() => void actions.resend(id).catch(() => undefined)}>
          {words.say('talk.resend')}
        </button>
      ) : (
        <button type="button" className="link" onClick={() => actions.discard(id)}>
          {words.say('talk.discard')}
        </button>
      )}
    </span>
  )
}
