// Sending later: the button beside the one that sends, what waits above the field, and taking back what was just sent. The forms
// are loaded when they are asked for.
import './later.css'
import { Ask, Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { ComposerModel } from '../../viewmodels/composer/composer.ts'
import { useApp, useLive, usePart } from '../app-context.tsx'
import { Icon } from '../icon.tsx'
import { focusComposer } from '../message/keys.ts'

const loadForms = () => import('./send-later-forms.tsx')
const SendLaterForm = lazy(async () => ({ default: (await loadForms()).SendLaterForm }))
const ScheduledList = lazy(async () => ({ default: (await loadForms()).ScheduledList }))

/** The button; there is none while nothing is written. `isAsking`: whether it was asked for by keyboard. */
export function SendLaterButton({ composer, isAsking, setIsAsking }: { composer: ComposerModel; isAsking: boolean; setIsAsking: (isAsking: boolean) => void }): ReactNode {
  const { words } = useApp()
  const canSend = usePart(composer.state, ({ typed, mode }) => typed.text.trim() !== '' && mode.kind !== 'edit')
  if (!canSend && !isAsking) return null
  const label = words.say('sendLater.button')
  return (
    <>
      <button type="button" className="tool send-later" aria-label={label} title={label} onClick={() => setIsAsking(true)}>
        <Icon name="clock" />
      </button>
      <Ask title={words.say('sendLater.title')} isOpen={isAsking && canSend} onClose={() => setIsAsking(false)} closeName={words.say('app.close')}>
        <Suspense fallback={<Waiting label={words.say('app.loading')} />}>
          <SendLaterForm composer={composer} close={() => setIsAsking(false)} />
        </Suspense>
      </Ask>
    </>
  )
}

/** What waits here, above the field. */
export function WaitingStrips({ composer }: { composer: ComposerModel }): ReactNode {
  return (
    <>
      <Held composer={composer} />
      <Scheduled composer={composer} />
    </>
  )
}

/** The message that was just sent, while it can be taken back. */
function Held({ composer }: { composer: ComposerModel }): ReactNode {
  const { model, words } = useApp()
  const held = useLive(composer.held)
  return (
    <div role="status">
      {held === undefined ? null : (
        <div className="composer-mode">
          <Icon name="clock" />
          <p>
            <strong>
              <Seconds until={held.dueAtMs} />
              <span className="hidden-visually">{words.say('undo.soon')}</span>
            </strong>
            <span className="quote-text">{held.text}</span>
          </p>
          <button
            type="button"
            className="link"
            onClick={() => {
              composer.takeBack()
              focusComposer()
            }}
          >
            {words.say('undo.take')}
          </button>
          <button type="button" className="link" onClick={() => model.scheduled.sendNow(held.id)}>
            {words.say('sendLater.now')}
          </button>
        </div>
      )}
    </div>
  )
}

/** The seconds that are left; a screen reader is not told each of them. */
function Seconds({ until }: { until: number }): ReactNode {
  const { words } = useApp()
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  return <span aria-hidden="true">{words.say('undo.waiting', { seconds: Math.max(Math.ceil((until - nowMs) / 1000), 0) })}</span>
}

/** What is to be sent at a time: how much, and the list of it. */
function Scheduled({ composer }: { composer: ComposerModel }): ReactNode {
  const { words } = useApp()
  const waiting = useLive(composer.waiting)
  const [isOpen, setIsOpen] = useState(false)
  const [first] = waiting
  if (first === undefined) return null
  const hasProblem = waiting.some(({ stand }) => stand === 'failed' || stand === 'stuck')
  return (
    <>
      <button type="button" className="composer-mode scheduled-strip" data-problem={hasProblem || undefined} onClick={() => setIsOpen(true)}>
        <Icon name={hasProblem ? 'warn' : 'clock'} />
        <span>{words.say(hasProblem ? 'sendLater.problem' : 'sendLater.count', { count: waiting.length, when: words.moment(first.dueAtMs) })}</span>
      </button>
      <Ask title={words.say('sendLater.list')} isOpen={isOpen} onClose={() => setIsOpen(false)} closeName={words.say('app.close')}>
        <Suspense fallback={<Waiting label={words.say('app.loading')} />}>
          <ScheduledList composer={composer} close={() => setIsOpen(false)} />
        </Suspense>
      </Ask>
    </>
  )
}
