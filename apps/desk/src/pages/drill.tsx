// One drill: a clock while it is on, its steps as they are done, and how the report stands to the truth.
import { endDrill, getDrill } from '@chappe/contract'
import { Badge, Button, Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { Compared } from '../drills/compared.tsx'
import { ExerciseBadge } from '../drills/exercise.tsx'
import type { Drill } from '../drills/shapes.ts'
import { stepAt, titleOf, wordLength } from '../drills/shapes.ts'
import { StepList } from '../drills/step-list.tsx'
import { ActForm } from '../forms/act-form.tsx'
import { Answer, Page } from '../page.tsx'
import { paths } from '../paths.ts'
import { saveText } from '../save.ts'
import { useAnswer } from '../use-answer.ts'
import { wordState } from './drills.tsx'

/** Each look is on record as any other: no more of them than somebody who looks needs. */
const LOOK_EVERY_MS = 3000

/** The page. */
export function DrillPage({ drillId }: { drillId: string }): ReactNode {
  const { words, ask, may } = useDesk()
  const [isEnding, setEnding] = useState(false)
  const params = { drillId }
  const asked = useAnswer(`drill ${drillId}`, () => ask(getDrill, { params }))
  const { answer, askAgain } = asked
  const isOn = answer !== undefined && answer.state !== 'ended'
  useEffect(() => {
    if (!isOn) return undefined
    const timer = setInterval(() => {
      if (!document.hidden) askAgain()
    }, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [isOn, askAgain])
  return (
    <Page
      title={answer === undefined ? words.say('drill.title', { id: drillId }) : titleOf(answer, words.say)}
      acts={
        <>
          <Button onPress={() => print()}>{words.say('desk.print')}</Button>
          {answer === undefined ? null : <Button onPress={() => saveText(`drill-${drillId}.json`, JSON.stringify(answer, null, 2), 'application/json')}>{words.say('drill.json')}</Button>}
          {isOn && (answer.state !== 'ending' || answer.trouble !== null) && may(endDrill) ? (
            <Button kind="danger" onPress={() => setEnding(true)}>
              {words.say(answer.state === 'ending' ? 'drill.endAnew' : 'drill.end')}
            </Button>
          ) : null}
        </>
      }
    >
      <Answer asked={asked}>
        {(drill) => (
          <>
            {drill.trouble === null ? null : <Trouble trouble={drill.trouble} />}
            <Facts drill={drill} />
            {stepAt(drill, 'intruder') === null ? null : (
              <>
                <StepList drill={drill} />
                <Compared drill={drill} />
              </>
            )}
          </>
        )}
      </Answer>
      {isEnding ? (
        <ActForm
          title={words.say('drill.end')}
          explanation={words.say('drill.endWhy')}
          button={words.say('drill.end')}
          isDangerous
          hasCase={false}
          onClose={() => {
            setEnding(false)
            askAgain()
          }}
          act={async ({ reason }) => {
            await ask(endDrill, { params, body: { reason } })
          }}
        />
      ) : null}
    </Page>
  )
}

/** Going on has failed: when it is tried again, or what to do. */
function Trouble({ trouble: { tries, next_try_at_ms: nextAtMs } }: { trouble: NonNullable<Drill['trouble']> }): ReactNode {
  const { words } = useDesk()
  return (
    <Notice tone={nextAtMs === null ? 'bad' : 'warn'}>
      <p>{words.say('drill.failed', { tries })}</p>
      <p>{nextAtMs === null ? words.say('drill.givenUp') : words.say('drill.nextTry', { moment: words.moment(nextAtMs) })}</p>
    </Notice>
  )
}

function Facts({ drill }: { drill: Drill }): ReactNode {
  const { words } = useDesk()
  const { user_id: userId, case_id: caseId, ends_at_ms: endsAtMs } = drill
  return (
    <>
      <div className="row">
        <ExerciseBadge />
        <Badge tone={drill.state === 'ended' ? 'soft' : 'warn'}>{wordState(drill, words.say)}</Badge>
        <span className="soft">
          {words.moment(drill.begun_at_ms)}, <span className="fixed">{drill.begun_by}</span>
        </span>
        {drill.state === 'playing' || drill.state === 'played' ? <Running drill={drill} /> : null}
      </div>
      <dl className="card facts">
        {drill.note === '' ? null : (
          <>
            <dt>{words.say('drill.note')}</dt>
            <dd className="note-text">{drill.note}</dd>
          </>
        )}
        {drill.state === 'waiting' ? (
          <>
            <dt>{words.say('drill.window')}</dt>
            <dd>{words.moment(drill.window_ends_at_ms)}</dd>
          </>
        ) : null}
        {userId === null ? null : (
          <>
            <dt>{words.say('drill.account')}</dt>
            <dd>
              <a className="fixed break" href={paths.account(userId)}>
                {userId}
              </a>
            </dd>
            <dt>{words.say('drill.from')}</dt>
            <dd className="fixed">{drill.addresses.join(', ')}</dd>
          </>
        )}
        {caseId === null ? null : (
          <>
            <dt>{words.say('act.case')}</dt>
            <dd>
              <a href={paths.case(caseId)}>{words.say('case.untitled', { id: caseId })}</a>
            </dd>
          </>
        )}
        {endsAtMs === null || drill.state === 'ended' ? null : (
          <>
            <dt>{words.say('drill.endsAt')}</dt>
            <dd>{words.moment(endsAtMs)}</dd>
          </>
        )}
      </dl>
    </>
  )
}

/** The time since the intruder came, second by second, by the clock of the server. */
function Running({ drill }: { drill: Drill }): ReactNode {
  const { words } = useDesk()
  const startedAtMs = stepAt(drill, 'intruder')
  const [aheadMs, setAhead] = useState(0)
  useEffect(() => {
    const sinceMs = performance.now()
    setAhead(0)
    const timer = setInterval(() => setAhead(performance.now() - sinceMs), 1000)
    return () => clearInterval(timer)
  }, [drill.now_ms])
  if (startedAtMs === null) return null
  return (
    <span className="drill-clock">
      <span className="soft">{words.say('drill.running')}</span> <strong role="timer">{wordLength(Math.max(0, drill.now_ms - startedAtMs + aheadMs), words.say)}</strong>
    </span>
  )
}
