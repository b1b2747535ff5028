// When to be reminded of a message.
import type { ReactNode } from 'react'
import { useApp, useLive } from '../app-context.tsx'
import { WhenForm } from '../later/when-form.tsx'
import { useTalk } from '../message/context.ts'

/** Asks when; a message that was not saved so far is saved. */
export function RemindDialog({ id, close }: { id: string; close: () => void }): ReactNode {
  const { model, words } = useApp()
  const { timeline, conversation, threadId } = useTalk()
  const isWoken = useLive(model.alerts.wakes)
  return (
    <WhenForm
      help={words.say(isWoken ? 'later.remindHowWoken' : 'later.remindHow')}
      onChoose={(atMs) => {
        const message = timeline.find(id)
        if (message !== undefined) model.later.save({ roomId: conversation.roomId, threadId, message }, atMs)
        close()
      }}
    />
  )
}
