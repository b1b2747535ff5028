// Deleting messages for everybody.
import { Button, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useApp } from '../app-context.tsx'
import { useTalk } from '../message/context.ts'

const REASON_CHARS = 300

/** Asks whether, and why. */
export function RemoveDialog({ ids, close }: { ids: readonly string[]; close: () => void }): ReactNode {
  const { words } = useApp()
  const { conversation, timeline } = useTalk()
  const [reason, setReason] = useState('')
  const [state, setState] = useState<'asking' | 'busy' | 'failed'>('asking')
  const areOthers = ids.some((id) => timeline.find(id)?.isMine === false)
  const remove = async (): Promise<void> => {
    setState('busy')
    for (const id of ids) await conversation.actions.remove(id, reason.trim())
    timeline.endChoosing()
    close()
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void remove().catch(() => setState('failed'))
      }}
    >
      <p>{words.say('remove.ask', { count: ids.length })}</p>
      {areOthers ? <TextField label={words.say('remove.reason')} name="reason" value={reason} onChange={setReason} maxLength={REASON_CHARS} /> : null}
      {state === 'failed' ? (
        <Notice tone="bad">
          <p>{words.say('talk.actionFailed')}</p>
        </Notice>
      ) : null}
      <div className="row">
        <Button kind="danger" type="submit" isBusy={state === 'busy'}>
          {words.say('act.remove')}
        </Button>
        <Button onPress={close}>{words.say('talk.cancel')}</Button>
      </div>
    </form>
  )
}
