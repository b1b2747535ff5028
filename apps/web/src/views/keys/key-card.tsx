// The card with the one thing to do about the keys.
import { Ask, Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import type { KeyState } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'
import { KeySteps } from './key-steps.tsx'
import { OtherWay } from './other-way.tsx'

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
  const { keys, pairing } = model.account
  const { isBusy } = useLive(keys.state)
  return (
    <>
      <p>{whatOf(state, words.say)}</p>
      {state.kind === 'probation' ? (
        <>
          <Button
            kind="main"
            onPress={() => {
              keys.close()
              void pairing.show()
            }}
          >
            {words.say('keys.probation.act')}
          </Button>
          <a className="button button-plain" href={keys.approvalPath} target="_blank" rel="noreferrer">
            {words.say('keys.probation.page')}
          </a>
          <p className="soft">{words.say('keys.probation.mark', { mark: keys.mark })}</p>
        </>
      ) : (
        <Button kind="main" isBusy={isBusy} onPress={() => void keys.act()}>
          {actOf(state, words.say)}
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
        <OtherWay by={state.by} />
      ) : null}
    </>
  )
}

type Say = ReturnType<typeof useApp>['words']['say']

function whatOf(state: KeyState, say: Say): string {
  if (state.kind === 'broken') return say(`keys.broken.${state.problem}`)
  if (state.kind === 'recover') return say(`keys.recover.${state.way}`)
  return say(state.kind === 'setUp' && state.by === 'print' ? 'keys.setUp.what.print' : `keys.${state.kind}.what`)
}

function actOf(state: KeyState, say: Say): string {
  if (state.kind === 'recover') return say(`keys.recover.${state.way}.act`)
  return say('by' in state && state.by === 'print' ? `keys.${state.kind}.act.print` : `keys.${state.kind}.act`)
}
