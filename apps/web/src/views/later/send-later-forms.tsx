// Choosing when something is sent, and the list of what is to be sent.
import './later.css'
import { Button, Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { ComposerModel } from '../../viewmodels/composer/composer.ts'
import type { ScheduledEntry } from '../../viewmodels/later/scheduled.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Icon } from '../icon.tsx'
import { focusComposer } from '../message/keys.ts'
import { WhenForm } from './when-form.tsx'

/** When what is written is to be sent. */
export function SendLaterForm({ composer, close }: { composer: ComposerModel; close: () => void }): ReactNode {
  const { model, words } = useApp()
  const isEverywhere = useLive(model.scheduled.isEverywhere)
  const [isFull, setIsFull] = useState(false)
  const choose = async (atMs: number): Promise<void> => {
    if ((await composer.sendLater(atMs)) === 'full') return setIsFull(true)
    close()
    setTimeout(focusComposer, 0)
  }
  return (
    <WhenForm help={words.say(isEverywhere ? 'sendLater.how' : 'sendLater.howHere')} onChoose={(atMs) => void choose(atMs)}>
      {isFull ? (
        <Notice tone="warn">
          <p>{words.say('sendLater.full')}</p>
        </Notice>
      ) : null}
    </WhenForm>
  )
}

/** What is to be sent from here, and what can be done about it. */
export function ScheduledList({ composer, close }: { composer: ComposerModel; close: () => void }): ReactNode {
  const { model, words } = useApp()
  const waiting = useLive(composer.waiting)
  const isEverywhere = useLive(model.scheduled.isEverywhere)
  return (
    <div className="stack">
      <ul className="later-list">
        {waiting.map((entry) => (
          <Entry key={entry.id} entry={entry} composer={composer} close={close} isReached={isEverywhere || entry.onlyOn !== undefined} />
        ))}
      </ul>
      <p className="soft when-help">{words.say(isEverywhere ? 'sendLater.how' : 'sendLater.howHere')}</p>
    </div>
  )
}

function Entry({ entry, composer, close, isReached }: { entry: ScheduledEntry; composer: ComposerModel; close: () => void; isReached: boolean }): ReactNode {
  const { model, words } = useApp()
  const [isAsking, setIsAsking] = useState(false)
  const { id, stand, text, dueAtMs, failure } = entry
  return (
    <li className="later-entry scheduled-entry">
      <div className="later-text">
        <span className="later-says">{text}</span>
        <span className="later-facts soft">
          <Icon name="clock" /> {words.say(`sendLater.stand.${stand}`, { when: words.moment(dueAtMs) })}
        </span>
        {failure === undefined ? null : (
          <span className="message-failed" role="alert">
            {words.say(`sendLater.failed.${failure}`)}
          </span>
        )}
      </div>
      {!isReached ? (
        <p className="soft when-help">{words.say('sendLater.noServer')}</p>
      ) : isAsking ? (
        <WhenForm
          help=""
          initialMs={dueAtMs}
          onChoose={(atMs) => {
            model.scheduled.setDue(id, atMs)
            setIsAsking(false)
          }}
        />
      ) : stand === 'sending' ? null : (
        <div className="inbox-answers">
          <Button onPress={() => model.scheduled.sendNow(id)}>{words.say('sendLater.now')}</Button>
          {stand === 'stuck' ? null : <Button onPress={() => setIsAsking(true)}>{words.say('sendLater.move')}</Button>}
          <Button
            onPress={() => {
              close()
              void composer.rewrite(id).then(() => setTimeout(focusComposer, 0))
            }}
          >
            {words.say('sendLater.edit')}
          </Button>
          <Button kind="plain" onPress={() => void model.scheduled.remove(id)}>
            {words.say('sendLater.remove')}
          </Button>
        </div>
      )}
    </li>
  )
}
