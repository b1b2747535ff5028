// What opens one's messages again when a device is lost.
import { Badge, Button, Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { paths } from '../../paths.ts'
import { useApp, useLive } from '../app-context.tsx'

/** How it stands, the passkeys that open them, and the printed key. */
export function RecoverySection(): ReactNode {
  const { model, words } = useApp()
  const { keys } = model.account
  const { state, problem, step } = useLive(keys.state)
  const isReady = state.kind === 'ready'
  useEffect(() => {
    if (isReady) void keys.countPasskeys()
  }, [keys, isReady])
  return (
    <>
      <section className="stack-tight" aria-labelledby="recovery-state">
        <h2 id="recovery-state">
          {words.say(`keys.${state.kind}.title`)} {isReady ? <Badge tone="good">✓</Badge> : null}
        </h2>
        {isReady ? (
          <p>{words.say('keys.ready.what')}</p>
        ) : (
          <div>
            <Button kind="main" onPress={keys.open}>
              {state.kind === 'checking' || state.kind === 'offline' ? words.say(`keys.${state.kind}.act`) : words.say(`keys.${state.kind}.look`)}
            </Button>
          </div>
        )}
      </section>
      {problem === undefined || step.kind !== 'none' ? null : (
        <Notice tone="bad">
          <p>{words.say(`keys.problem.${problem.kind}`)}</p>
        </Notice>
      )}
      <Passkeys />
      {isReady ? <PrintedKey /> : null}
    </>
  )
}

function Passkeys(): ReactNode {
  const { model, words } = useApp()
  const { keys } = model.account
  const { state, isBusy, passkeys: counted } = useLive(keys.state)
  const passkeys = state.kind === 'ready' ? counted : undefined
  return (
    <section className="stack-tight" aria-labelledby="recovery-passkeys">
      <h2 id="recovery-passkeys">{words.say('recovery.passkeys')}</h2>
      {passkeys === undefined ? null : <p>{words.say('recovery.counts', { opening: passkeys.opening, all: passkeys.all })}</p>}
      <div className="row">
        {passkeys !== undefined && passkeys.opening < passkeys.all ? (
          <Button isBusy={isBusy} onPress={() => void keys.addPasskey()}>
            {words.say('recovery.add')}
          </Button>
        ) : null}
        <a className="button" href={paths.account()}>
          {words.say('recovery.manage')}
        </a>
      </div>
    </section>
  )
}

function PrintedKey(): ReactNode {
  const { model, words } = useApp()
  const { keys } = model.account
  const { isBusy, passkeys } = useLive(keys.state)
  return (
    <section className="stack-tight" aria-labelledby="recovery-sheet">
      <h2 id="recovery-sheet">{words.say('recovery.sheet')}</h2>
      <p>{words.say('recovery.sheetWhat')}</p>
      <div className="row">
        {passkeys === undefined || passkeys.opening === 0 ? null : (
          <Button isBusy={isBusy} onPress={() => void keys.printAgain()}>
            {words.say('recovery.printAgain')}
          </Button>
        )}
        <Button onPress={keys.replaceKey}>{words.say('recovery.replace')}</Button>
      </div>
      <p className="soft">{words.say('recovery.replaceWhat')}</p>
    </section>
  )
}
