// The steps with a recovery key: it is shown and printed, its end is typed once, or the whole of it.
import { Button, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { ENDING_CHARS } from '../../viewmodels/keys/keys.ts'
import type { KeyFailure } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'

/** The step one is at, and what went wrong. */
export function KeySteps(): ReactNode {
  const { model } = useApp()
  const { step, problem } = useLive(model.account.keys.state)
  return (
    <>
      {problem === undefined ? null : <Problem problem={problem} />}
      {step.kind === 'print' ? <Sheet value={step.key} isNew={step.isNew} /> : null}
      {step.kind === 'confirm' ? <Ending isWrong={step.isWrong} /> : null}
      {step.kind === 'enter' ? <Entering purpose={step.purpose} /> : null}
    </>
  )
}

function Problem({ problem }: { problem: KeyFailure }): ReactNode {
  const { words } = useApp()
  return (
    <Notice tone="bad">
      <p>{words.say(`keys.problem.${problem.kind}`)}</p>
      {problem.kind === 'permission' ? (
        <a href={problem.url} target="_blank" rel="noreferrer">
          {words.say('keys.problem.permissionLink')}
        </a>
      ) : null}
    </Notice>
  )
}

/** The sheet that is printed: nothing else of the page is. */
function Sheet({ value, isNew }: { value: string; isNew: boolean }): ReactNode {
  const { model, words } = useApp()
  const { keys } = model.account
  return (
    <div className="stack">
      <section className="sheet stack-tight" aria-labelledby="sheet-title">
        <h2 id="sheet-title">{words.say('keys.sheet.title')}</h2>
        <p>{words.say('keys.sheet.what', { user: model.userId })}</p>
        <p className="sheet-key fixed" translate="no">
          {value}
        </p>
        <p className="soft">{words.say('keys.sheet.keep')}</p>
      </section>
      <div className="row">
        <Button kind={isNew ? 'ordinary' : 'main'} onPress={() => window.print()}>
          {words.say('keys.sheet.print')}
        </Button>
        <Button kind={isNew ? 'main' : 'ordinary'} onPress={keys.printed}>
          {words.say(isNew ? 'keys.sheet.printed' : 'keys.sheet.close')}
        </Button>
      </div>
    </div>
  )
}

function Ending({ isWrong }: { isWrong: boolean }): ReactNode {
  const { model, words } = useApp()
  const { keys } = model.account
  const { isBusy } = useLive(keys.state)
  const [ending, setEnding] = useState('')
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void keys.confirm(ending)
      }}
    >
      <TextField
        label={words.say('keys.ending.label', { count: ENDING_CHARS })}
        help={words.say('keys.ending.help')}
        wrong={isWrong ? words.say('keys.ending.wrong') : undefined}
        name="ending"
        value={ending}
        onChange={setEnding}
        maxLength={12}
      />
      <div className="row">
        <Button kind="main" type="submit" isBusy={isBusy}>
          {words.say('keys.ending.act')}
        </Button>
        <Button onPress={keys.back}>{words.say('keys.ending.back')}</Button>
      </div>
    </form>
  )
}

function Entering({ purpose }: { purpose: 'open' | 'passkey' }): ReactNode {
  const { model, words } = useApp()
  const { keys } = model.account
  const { isBusy } = useLive(keys.state)
  const [text, setText] = useState('')
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void keys.enter(text)
      }}
    >
      <TextField label={words.say('keys.enter.label')} help={words.say('keys.enter.help')} name="recovery-key" value={text} onChange={setText} maxLength={200} isLong />
      <Button kind="main" type="submit" isBusy={isBusy}>
        {words.say(`keys.enter.${purpose}`)}
      </Button>
    </form>
  )
}
