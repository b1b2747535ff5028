// A message that cannot be read: why, and when it will be.
import type { ReactNode } from 'react'
import type { KeyState, UnreadableReason } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'

/** Says it, with the one thing that helps where there is one. */
export function Unreadable({ reason }: { reason: UnreadableReason }): ReactNode {
  const { model, words } = useApp()
  const { keys } = model.account
  const { state } = useLive(keys.state)
  const shown = reasonHere(reason, state)
  const canAct = shown === 'notHere' && state.kind !== 'ready' && state.kind !== 'checking' && state.kind !== 'offline'
  return (
    <p className="message-text message-unreadable" data-reason={shown}>
      {words.say(`unreadable.${shown}`)}{' '}
      {canAct ? (
        <button type="button" className="link" onClick={keys.open}>
          {words.say('unreadable.act')}
        </button>
      ) : null}
    </p>
  )
}

/** Where this device has no keys at all, that is the reason, whatever else might be one. */
function reasonHere(reason: UnreadableReason, { kind }: KeyState): UnreadableReason {
  const lacksKeys = kind === 'probation' || kind === 'recover' || kind === 'asking'
  return lacksKeys && (reason === 'waiting' || reason === 'lost' || reason === 'withheld' || reason === 'opening') ? 'notHere' : reason
}
