// The first minute: who one is here, and one touch that keeps everything one will read and write from being lost.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useApp, useLive } from '../app-context.tsx'
import { KeySteps } from './key-steps.tsx'

/** Sets the keys up, before the messenger is shown. */
export function FirstRun({ onLater }: { onLater: () => void }): ReactNode {
  const { model, words } = useApp()
  const { keys, profile } = model.account
  const { step, isBusy } = useLive(keys.state)
  const { name } = useLive(profile.state)
  return (
    <div className="alone">
      <main className="card stack first-run">
        {step.kind === 'none' || step.kind === 'card' ? (
          <>
            <h1>{words.say('keys.welcome', { name })}</h1>
            <p>{words.say('keys.welcomeWhat')}</p>
            <ul className="first-run-facts">
              <li>{words.say('keys.welcomeFact.touch')}</li>
              <li>{words.say('keys.welcomeFact.devices')}</li>
              <li>{words.say('keys.welcomeFact.nobody')}</li>
            </ul>
          </>
        ) : (
          <h1>{words.say('keys.setUp.title')}</h1>
        )}
        <KeySteps />
        {step.kind === 'none' || step.kind === 'card' ? (
          <div className="stack-tight">
            <Button kind="main" isBusy={isBusy} onPress={() => void keys.act()}>
              {words.say('keys.setUp.act')}
            </Button>
            <div className="row">
              <Button kind="plain" onPress={() => void keys.choose('print')}>
                {words.say('keys.usePrint')}
              </Button>
              <Button kind="plain" onPress={onLater}>
                {words.say('keys.later')}
              </Button>
            </div>
          </div>
        ) : null}
      </main>
    </div>
  )
}
