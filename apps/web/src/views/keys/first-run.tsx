// The first minute: who one is here, and one touch, or one sheet of paper, that keeps everything one will read and write from being lost.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import type { MakingWay } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'
import { KeySteps } from './key-steps.tsx'
import { OtherWay } from './other-way.tsx'

/** Sets the keys up, before the messenger is shown. */
export function FirstRun({ by, onLater }: { by: MakingWay; onLater: () => void }): ReactNode {
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
            <p>{words.say(by === 'print' ? 'keys.welcomeWhat.print' : 'keys.welcomeWhat')}</p>
            <ul className="first-run-facts">
              <li>{words.say(by === 'print' ? 'keys.welcomeFact.touch.print' : 'keys.welcomeFact.touch')}</li>
              <li>{words.say(by === 'print' ? 'keys.welcomeFact.devices.print' : 'keys.welcomeFact.devices')}</li>
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
              {words.say(by === 'print' ? 'keys.setUp.act.print' : 'keys.setUp.act')}
            </Button>
            <div className="row">
              <OtherWay by={by} />
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
