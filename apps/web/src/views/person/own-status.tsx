// What one says of oneself and of when one is to be reached: a status, being out of office, working hours, and whether alerts
// wait meanwhile. One panel, saved as a whole.
import './own-status.css'
import { Ask, Button, ChoiceField, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { DraftFault, StatusDraft } from '../../viewmodels/person/own-status.ts'
import { draftOf, STATUS_ENDS, wishOf } from '../../viewmodels/person/own-status.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Switch } from '../alerts/switch.tsx'
import { WeekFields } from '../alerts/week-fields.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'
import { isOwnStatusShown } from './own-status-shown.ts'

const AWAY_CHARS_MAX = 300

/** The panel. */
export function OwnStatus(): ReactNode {
  const { words } = useApp()
  const close = (): void => isOwnStatusShown.setState(false, true)
  return (
    <Ask title={words.say('own.title')} isOpen onClose={close}>
      <Fields onClose={close} />
    </Ask>
  )
}

function Fields({ onClose }: { onClose: () => void }): ReactNode {
  const { model, words } = useApp()
  const { about } = useLive(model.account.profile.state)
  const quiet = useLive(model.alerts.quiet)
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const [draft, setDraft] = useState<StatusDraft>(() => draftOf(about, { nowMs: Date.now(), here }))
  const [holds, setHolds] = useState(quiet.isOn && quiet.followsAvailability)
  const [fault, setFault] = useState<DraftFault>()
  const { isBusy, problem, run } = useAsking()
  const change = (part: Partial<StatusDraft>): void => setDraft({ ...draft, ...part })
  const save = async (): Promise<void> => {
    const wish = wishOf(draft, { nowMs: Date.now(), before: about.availability })
    setFault(typeof wish === 'string' ? wish : undefined)
    if (typeof wish === 'string') return
    const isDone = await run(async () => {
      await model.account.profile.setStatus(wish.status, wish.statusUntilMs)
      await model.account.profile.setAvailability(wish.availability)
      if (holds !== (quiet.isOn && quiet.followsAvailability)) await model.alerts.setQuiet(holds ? { isOn: true, followsAvailability: true } : { isOn: false, followsAvailability: false })
    })
    if (isDone) onClose()
  }
  return (
    <form
      className="stack own-status"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <p className="soft">{words.say('own.who')}</p>
      <StatusFields draft={draft} change={change} />
      <AwayFields draft={draft} change={change} />
      <section className="own-status-part">
        <Switch label={words.say('own.hours')} isOn={draft.hasHours} onChange={(hasHours) => change({ hasHours })} />
        {draft.hasHours ? <WeekFields span={draft.hours} timeZone={draft.timeZone} onSpan={(hours) => change({ hours })} onTimeZone={(timeZone) => change({ timeZone })} /> : null}
      </section>
      <section className="own-status-part">
        <Switch label={words.say('own.hold')} isOn={holds} onChange={setHolds} />
        <p className="soft own-status-help">{words.say('own.holdHelp')}</p>
      </section>
      {fault === undefined ? null : (
        <Notice tone="bad">
          <p>{words.say(`own.fault.${fault}`)}</p>
        </Notice>
      )}
      <Problem problem={problem} />
      <div className="row row-end">
        <Button onPress={onClose}>{words.say('app.cancel')}</Button>
        <Button kind="main" type="submit" isBusy={isBusy}>
          {words.say('own.save')}
        </Button>
      </div>
    </form>
  )
}

interface PartProps {
  draft: StatusDraft
  change: (part: Partial<StatusDraft>) => void
}

function StatusFields({ draft, change }: PartProps): ReactNode {
  const { words } = useApp()
  return (
    <section className="own-status-part">
      <TextField label={words.say('own.status')} help={words.say('own.statusHelp')} name="status" value={draft.status} onChange={(status) => change({ status })} maxLength={100} />
      {draft.status.trim() === '' ? null : (
        <div className="own-status-pair">
          <ChoiceField
            label={words.say('own.until')}
            name="until"
            value={draft.end}
            onChange={(text) => change({ end: STATUS_ENDS.find((end) => end === text) ?? 'never' })}
            choices={STATUS_ENDS.map((value) => ({ value, label: words.say(`own.until.${value}`) }))}
          />
          {draft.end === 'day' ? <TextField label={words.say('own.lastDay')} name="end-day" type="date" value={draft.endDay} onChange={(endDay) => change({ endDay })} isRequired /> : null}
        </div>
      )}
    </section>
  )
}

function AwayFields({ draft, change }: PartProps): ReactNode {
  const { words } = useApp()
  return (
    <section className="own-status-part">
      <Switch label={words.say('own.away')} isOn={draft.isAway} onChange={(isAway) => change({ isAway })} />
      {draft.isAway ? (
        <>
          <div className="own-status-pair">
            <TextField label={words.say('own.firstDay')} name="away-from" type="date" value={draft.awayFrom} onChange={(awayFrom) => change({ awayFrom })} isRequired />
            <TextField label={words.say('own.lastDay')} name="away-to" type="date" value={draft.awayTo} onChange={(awayTo) => change({ awayTo })} isRequired />
          </div>
          <TextField
            label={words.say('own.awayText')}
            help={words.say('own.awayTextHelp')}
            name="away-text"
            value={draft.awayText}
            onChange={(awayText) => change({ awayText })}
            isLong
            maxLength={AWAY_CHARS_MAX}
          />
        </>
      ) : null}
    </section>
  )
}
