// What happens at its time, as long as the messenger is open: messages that are due are sent, and reminders shown as a card in the
// corner, with a notification where nobody looks. What draws the card is loaded then.
import type { ReactNode } from 'react'
import { lazy, Suspense, useEffect } from 'react'
import { useApp, useLive } from '../app-context.tsx'

const Reminders = lazy(async () => ({ default: (await import('./reminders.tsx')).Reminders }))

/** The cards; nothing where nothing is due. */
export function LaterWatch(): ReactNode {
  const { model, words } = useApp()
  const alerting = useLive(model.later.alerting)
  const isFull = useLive(model.later.isFull)
  useEffect(() => model.later.start(({ name, text }) => ({ title: words.say('later.alert', { name }), body: text })), [model, words])
  useEffect(() => model.scheduled.start(), [model])
  // What is said in it is told to screen readers, since it was there before.
  return (
    <div role="status">
      {alerting.length === 0 && !isFull ? null : (
        <Suspense fallback={null}>
          <Reminders entries={alerting} isFull={isFull} />
        </Suspense>
      )}
    </div>
  )
}
