// The clock of a case: how much of the 72 hours is left, and setting it.
import type { ResponseOf, getDeskCase } from '@chappe/contract'
import { setDeskCaseAware } from '@chappe/contract'
import { Button, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { ActForm } from '../forms/act-form.tsx'
import { Clock } from '../overview/clock.tsx'

/** A case as its page has it. */
export type Case = ResponseOf<typeof getDeskCase>

/** The clock, with its buttons where one may set it. */
export function CaseClock({ found, onDone }: { found: Case; onDone: () => void }): ReactNode {
  const { words, may } = useDesk()
  const [open, setOpen] = useState<'set' | 'stop' | undefined>(undefined)
  const mayset = may(setDeskCaseAware) && found.closed_at_ms === null
  const close = (): void => {
    setOpen(undefined)
    onDone()
  }
  return (
    <div className="card row">
      <div className="grow">
        {found.aware_at_ms === null ? <p className="soft">{words.say('clock.none')}</p> : <Clock awareAtMs={found.aware_at_ms} />}
        {found.aware_at_ms === null || found.aware_set_by === null ? null : (
          <p className="soft">
            {words.say('clock.aware')} {words.moment(found.aware_at_ms)}, {words.say('clock.by', { who: found.aware_set_by })}
          </p>
        )}
      </div>
      {mayset ? (
        <div className="row">
          <Button onPress={() => setOpen('set')}>{words.say('clock.set')}</Button>
          {found.aware_at_ms === null ? null : <Button onPress={() => setOpen('stop')}>{words.say('clock.stop')}</Button>}
        </div>
      ) : null}
      {open === 'set' ? <SetForm found={found} onClose={close} /> : null}
      {open === 'stop' ? <StopForm found={found} onClose={close} /> : null}
    </div>
  )
}

function SetForm({ found, onClose }: { found: Case; onClose: () => void }): ReactNode {
  const { words, ask } = useDesk()
  const [day, setDay] = useState(() => localDay(Date.now()))
  const [time, setTime] = useState(() => localTime(Date.now()))
  const atMs = new Date(`${day}T${time}`).getTime()
  const isMoment = !Number.isNaN(atMs) && atMs <= Date.now()
  return (
    <ActForm
      title={words.say('clock.set')}
      explanation={words.say('clock.setWhy')}
      button={words.say('clock.set')}
      hasCase={false}
      offBecause={isMoment ? undefined : words.say('clock.bad')}
      fields={
        <div className="row">
          <TextField label={words.say('clock.awareDay')} name="day" type="date" value={day} onChange={setDay} isRequired />
          <TextField label={words.say('clock.awareTime')} name="time" type="time" value={time} onChange={setTime} isRequired />
        </div>
      }
      onClose={onClose}
      act={async ({ reason }) => {
        await ask(setDeskCaseAware, { params: { caseId: String(found.case_id) }, body: { reason, aware_at_ms: atMs } })
      }}
    />
  )
}

function StopForm({ found, onClose }: { found: Case; onClose: () => void }): ReactNode {
  const { words, ask } = useDesk()
  return (
    <ActForm
      title={words.say('clock.stop')}
      explanation={words.say('clock.stopWhy')}
      button={words.say('clock.stop')}
      hasCase={false}
      onClose={onClose}
      act={async ({ reason }) => {
        await ask(setDeskCaseAware, { params: { caseId: String(found.case_id) }, body: { reason, aware_at_ms: null } })
      }}
    />
  )
}

/** The day and the time of this place, as the fields of the browser take them. */
function localDay(ms: number): string {
  const date = new Date(ms)
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`
}

function localTime(ms: number): string {
  const date = new Date(ms)
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`
}
