// The card with the one thing to do about the keys.
import { Ask, Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import type { KeyState } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'
import { KeySteps } from './key-steps.tsx'

/** The card, while it is wanted. */
export function KeyCard(): ReactNode {
  const { model, words } = useApp()
  const { keys } = model.account
  const { state, step } = useLive(keys.state)
  const isDone = step.kind === 'card' && state.kind === 'ready'
  return (
    <Ask title={words.say(`keys.${state.kind}.title`)} isOpen={step.kind !== 'none' && !isDone} onClose={keys.close}>
      {step.kind === 'card' ? <Standing state={state} /> : null}
      <KeySteps />
    </Ask>
  )
}

function Standing({ state }: { state: KeyState }): ReactNode {
  const { model, words } = useApp()
  const { keys } = model.account
  const { isBusy } = useLive(keys.state)
  const what = state.kind === 'broken' ? words.say(`keys.broken.${state.problem}`) : state.kind === 'recover' ? words.say(`keys.recover.${state.way}`) : words.say(`keys.${state.kind}.what`)
  return (
    <>
      <p>{what}</p>
      {state.kind === 'probation' ? (
        <a className="button button-main" href={keys.approvalPath} target="_blank" rel="noreferrer">
          {words.say('keys.probation.act')}
        </a>
      ) : (
        <Button kind="main" isBusy={isBusy} onPress={() => void keys.act()}>
          {state.kind === 'recover' ? words.say(`keys.recover.${state.way}.act`) : words.say(`keys.${state.kind}.act`)}
        </Button>
      )}
      {state.kind === 'recover' && state.others.length > 0 ? (
        <div className="row">
          <span className="soft">{words.say('keys.or')}</span>
          {state.others.map((way) => (
            <Button key={way} kind="plain" onPress={() => void keys.choose(way)}>
              {words.say(`keys.recover.${way}.act`)}
            </Button>
          ))}
        </div>
      ) : null}
      {state.kind === 'setUp' || state.kind === 'broken' || state.kind === 'lost' ? (
        <Button kind="plain" onPress={() => void keys.choose('print')}>
          {words.say('keys.usePrint')}
        </Button>
      ) : null}
    </>
  )
}
