// The dialogs of reporting: one for things and people, one for what has happened to oneself.
import './report.css'
import { Ask, Button, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { paths } from '../../paths.ts'
import type { ReportState, ReportTarget, TrickedChoice } from '../../viewmodels/report.ts'
import { TRICKED_CHOICES } from '../../viewmodels/report.ts'
import { Switch } from '../alerts/switch.tsx'
import { useApp, useLive } from '../app-context.tsx'
import { Choice } from '../settings/choice.tsx'

const MAX_CHARS = 4000

/** The dialog of what is being reported; nothing while nothing is. */
export function ReportDialog(): ReactNode {
  const { model, words } = useApp()
  const state = useLive(model.report.state)
  if (state === undefined) return null
  const { target, step } = state
  const close = (): void => {
    model.report.close()
    // Nobody is signed in any more: the page begins anew, and says so.
    if (step === 'stopped') location.assign(paths.home())
  }
  return (
    <Ask title={words.say(`report.${target.kind}`, target.kind === 'person' ? { name: target.name } : {})} isOpen onClose={close}>
      <div className="report">
        {step === 'failed' ? (
          <Notice tone="bad">
            <p>{words.say('report.failed')}</p>
          </Notice>
        ) : null}
        <Step state={state} onClose={close} />
      </div>
    </Ask>
  )
}

function Step({ state, onClose }: { state: ReportState; onClose: () => void }): ReactNode {
  const { target, step, received } = state
  switch (step) {
    case 'stopping':
      return <Stopping />
    case 'stopped':
      return <Stopped onClose={onClose} />
    case 'told':
      return target.kind === 'tricked' ? <WhatNext state={state} onClose={onClose} /> : <Told state={state} onClose={onClose} />
    default:
      // What was told already is not asked for once more: stopping the account has failed.
      if (target.kind === 'tricked') return received === undefined ? <Tricked isBusy={step === 'sending'} onClose={onClose} /> : <Stopping isBusy={step === 'sending'} />
      return <Telling target={target} isBusy={step === 'sending'} onClose={onClose} />
  }
}

function Telling({ target, isBusy, onClose }: { target: Exclude<ReportTarget, { kind: 'tricked' }>; isBusy: boolean; onClose: () => void }): ReactNode {
  const { model, words } = useApp()
  const [reason, setReason] = useState('')
  return (
    <form
      className="report"
      onSubmit={(event) => {
        event.preventDefault()
        void model.report.send(reason)
      }}
    >
      <p>{words.say(`report.${target.kind}.help`, 'name' in target ? { name: target.name } : {})}</p>
      <TextField label={words.say('report.reason')} name="reason" value={reason} onChange={setReason} isLong isRequired maxLength={MAX_CHARS} />
      <div className="row row-end">
        <Button onPress={onClose}>{words.say('report.cancel')}</Button>
        <Button kind="main" type="submit" isBusy={isBusy}>
          {words.say('report.send')}
        </Button>
      </div>
    </form>
  )
}

function Tricked({ isBusy, onClose }: { isBusy: boolean; onClose: () => void }): ReactNode {
  const { model, words } = useApp()
  const [choice, setChoice] = useState<TrickedChoice>('gave_code')
  const [reason, setReason] = useState('')
  const [endOtherSessions, setEndOtherSessions] = useState(true)
  return (
    <form
      className="report"
      onSubmit={(event) => {
        event.preventDefault()
        void model.report.sendTricked({ choice, reason, endOtherSessions })
      }}
    >
      <p>{words.say('report.tricked.intro')}</p>
      <Choice label={words.say('report.choice')} value={choice} onChange={setChoice} choices={TRICKED_CHOICES.map((value) => ({ value, label: words.say(`report.choice.${value}`) }))} />
      <TextField label={words.say('report.words')} help={words.say('report.words.help')} name="words" value={reason} onChange={setReason} isLong maxLength={MAX_CHARS} />
      <Switch label={words.say('report.endOthers')} isOn={endOtherSessions} onChange={setEndOtherSessions} />
      <div className="row row-end">
        <Button onPress={onClose}>{words.say('report.cancel')}</Button>
        <Button kind="main" type="submit" isBusy={isBusy}>
          {words.say('report.tellDesk')}
        </Button>
      </div>
    </form>
  )
}

function Told({ state: { received }, onClose }: { state: ReportState; onClose: () => void }): ReactNode {
  const { words } = useApp()
  return (
    <>
      <Notice tone="good">
        <p>{words.say('report.told')}</p>
        {received === undefined ? null : <p className="soft">{words.say('report.number', { number: received.number })}</p>}
      </Notice>
      <div className="row row-end">
        <Button kind="main" onPress={onClose}>
          {words.say('report.close')}
        </Button>
      </div>
    </>
  )
}

function WhatNext({ state: { received }, onClose }: { state: ReportState; onClose: () => void }): ReactNode {
  const { model, words } = useApp()
  return (
    <>
      <Notice tone="good">
        <p>{words.say('report.told')}</p>
        {received === undefined ? null : <p className="soft">{words.say('report.number', { number: received.number })}</p>}
      </Notice>
      <section className="report-next" aria-labelledby="report-next">
        <h3 id="report-next">{words.say('report.next')}</h3>
        <p>{received?.sessionsEnded === null ? words.say('report.next.notEnded') : words.say('report.next.ended', { count: received?.sessionsEnded ?? 0 })}</p>
        <p>{words.say('report.next.desk')}</p>
        <p>{words.say('report.next.stop')}</p>
      </section>
      <div className="row row-end">
        <Button kind="danger" onPress={() => model.report.askToStop()}>
          {words.say('report.stop')}
        </Button>
        <Button kind="main" onPress={onClose}>
          {words.say('report.close')}
        </Button>
      </div>
    </>
  )
}

function Stopping({ isBusy = false }: { isBusy?: boolean }): ReactNode {
  const { model, words } = useApp()
  return (
    <>
      <p>{words.say('report.stop.sure')}</p>
      <div className="row row-end">
        <Button onPress={() => model.report.close()}>{words.say('report.cancel')}</Button>
        <Button kind="danger" isBusy={isBusy} onPress={() => void model.report.stop()}>
          {words.say('report.stop.do')}
        </Button>
      </div>
    </>
  )
}

function Stopped({ onClose }: { onClose: () => void }): ReactNode {
  const { words } = useApp()
  return (
    <>
      <Notice tone="warn">
        <p>{words.say('report.stopped')}</p>
      </Notice>
      <div className="row row-end">
        <Button kind="main" onPress={onClose}>
          {words.say('report.close')}
        </Button>
      </div>
    </>
  )
}
