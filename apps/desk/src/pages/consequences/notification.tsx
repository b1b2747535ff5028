// Telling the supervisory authority: the clock, what is told, and the register.
import type { ResponseOf } from '@chappe/contract'
import { getBreachNotification, setBreachNotification } from '@chappe/contract'
import { Badge, Button, ChoiceField, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../../desk-context.tsx'
import { ExerciseNotice } from '../../drills/exercise.tsx'
import { Answer, Page } from '../../page.tsx'
import { Problem } from '../../problem.tsx'
import { useAnswer } from '../../use-answer.ts'
import { ConsequenceLinks, PrintButton } from './consequences.tsx'
import { fromLocalTime, toLocalTime } from '../../forms/local-time.ts'
import { Printed } from './both-field.tsx'
import type { Fields } from './notification-fields.tsx'
import { NotificationFields } from './notification-fields.tsx'
import { Register } from './register.tsx'

type Notification = ResponseOf<typeof getBreachNotification>

const PHASES = ['draft', 'first', 'further', 'complete'] as const
const HOUR_MS = 3_600_000

/** The page. */
export function NotificationPage({ reportId }: { reportId: string }): ReactNode {
  const { words, ask } = useDesk()
  const asked = useAnswer(reportId, () => ask(getBreachNotification, { params: { reportId } }))
  return (
    <Page title={`${words.say('consequences.notification')} · ${words.say('consequences.title', { id: reportId })}`} acts={<PrintButton />}>
      <ConsequenceLinks reportId={reportId} here="notification" />
      <p className="soft no-print">{words.say('notification.why')}</p>
      <Answer asked={asked}>
        {(found) => (
          <>
            {found.is_exercise ? <ExerciseNotice about="report" /> : null}
            <Clock found={found} />
            <NotificationForm key={found.revision} reportId={reportId} found={found} onSaved={asked.askAgain} />
            <Register found={found} />
          </>
        )}
      </Answer>
    </Page>
  )
}

/** How much of the 72 hours is left. */
function Clock({ found }: { found: Notification }): ReactNode {
  const { words } = useDesk()
  const { became_aware_at_ms: aware, due_at_ms: due, is_assumed: isAssumed } = found.clock
  const leftMs = due - Date.now()
  const isTold = found.phase !== 'draft'
  const left = leftMs <= 0 ? words.say('notification.late') : words.say('notification.left', { hours: Math.floor(leftMs / HOUR_MS) })
  return (
    <Notice tone={isTold ? 'good' : leftMs <= 0 ? 'bad' : leftMs < 24 * HOUR_MS ? 'warn' : 'plain'}>
      <p>
        <strong>{isTold ? words.say('notification.sentInTime') : left}</strong>
      </p>
      <p>{words.say('notification.clock', { aware: words.moment(aware), due: words.moment(due) })}</p>
      {isAssumed ? <p>{words.say('notification.assumed')}</p> : null}
    </Notice>
  )
}

function NotificationForm({ reportId, found, onSaved }: { reportId: string; found: Notification; onSaved: () => void }): ReactNode {
  const { words, ask, may } = useDesk()
  const [fields, setFields] = useState<Fields>(found.fields)
  const [phase, setPhase] = useState(found.phase)
  const [reference, setReference] = useState(found.reference)
  const [aware, setAware] = useState(toLocalTime(found.clock.became_aware_at_ms))
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(undefined)

  async function save(): Promise<void> {
    setBusy(true)
    setProblem(undefined)
    // Unchanged, it stays what it was, assumed or said.
    const said = aware === toLocalTime(found.clock.became_aware_at_ms) ? undefined : fromLocalTime(aware)
    try {
      const body = { revision: found.revision, phase, reference, fields, ...(said === undefined ? {} : { became_aware_at_ms: said }) }
      await ask(setBreachNotification, { params: { reportId }, body })
      onSaved()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }

  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBusy) void save()
      }}
    >
      <NotificationFields fields={fields} set={(more) => setFields((before) => ({ ...before, ...more }))} />
      <section className="stack">
        <Printed label={words.say('notification.aware')} text={words.moment(fromLocalTime(aware) ?? found.clock.became_aware_at_ms)}>
          <TextField label={words.say('notification.aware')} name="aware" type="datetime-local" value={aware} onChange={setAware} isRequired />
        </Printed>
        <Printed label={words.say('notification.phase')} text={words.say(`phase.${phase}`)}>
          <ChoiceField label={words.say('notification.phase')} name="phase" value={phase} onChange={setPhase} choices={PHASES.map((value) => ({ value, label: words.say(`phase.${value}`) }))} />
        </Printed>
        <Printed label={words.say('notification.reference')} text={reference}>
          <TextField label={words.say('notification.reference')} name="reference" value={reference} onChange={setReference} maxLength={255} />
        </Printed>
      </section>
      {problem === undefined ? null : <Problem of={problem} />}
      <div className="row">
        {found.revision === 0 ? null : <Badge tone="good">{words.say('notification.saved', { revision: found.revision })}</Badge>}
        {may(setBreachNotification) ? (
          <Button kind="main" type="submit" isBusy={isBusy}>
            {words.say('notification.save')}
          </Button>
        ) : null}
      </div>
    </form>
  )
}
