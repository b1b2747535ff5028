// The steps of a drill, ticked off as they are done; of the next one, where it is done.
import { Badge } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'
import { paths } from '../paths.ts'
import type { Drill, Step } from './shapes.ts'
import { afterMs, wordLength, wordNotDone } from './shapes.ts'

const HINTED = ['alert', 'seen', 'contained', 'last_byte', 'ordered', 'draft'] as const

type Hinted = (typeof HINTED)[number]

/** The list. */
export function StepList({ drill }: { drill: Drill }): ReactNode {
  const { words } = useDesk()
  const isOn = drill.state === 'playing' || drill.state === 'played'
  const next = isOn ? drill.steps.find(({ step, at_ms: atMs }) => atMs === null && step !== 'ended' && step !== 'last_byte')?.step : undefined
  return (
    <section className="stack">
      <h2>{words.say('drill.steps')}</h2>
      <ol className="steps card">
        {drill.steps.map(({ step, at_ms: atMs, by }) => (
          <li key={step} className={`step${atMs === null ? '' : ' step-done'}`} aria-current={step === next ? 'step' : undefined}>
            <span className="step-mark" aria-hidden="true">
              {atMs === null ? '' : '✓'}
            </span>
            <span className="step-what">
              <span className="row">
                {words.say(`drillStep.${step}`)}
                {step === next ? <Badge tone="warn">{words.say('drill.next')}</Badge> : null}
              </span>
              {isOn && atMs === null && (step === next || step === 'last_byte') ? <Hint drill={drill} step={step} /> : null}
            </span>
            <When drill={drill} step={step} atMs={atMs} by={by} />
          </li>
        ))}
      </ol>
    </section>
  )
}

/** When it was done, how long after the intruder came, and by whom. */
function When({ drill, step, atMs, by }: { drill: Drill; step: Step; atMs: number | null; by: string | null }): ReactNode {
  const { words } = useDesk()
  const after = step === 'intruder' ? null : afterMs(drill, step)
  return (
    <span className="step-when">
      {atMs === null ? <span className="soft">{wordNotDone(drill, words.say)}</span> : <time dateTime={new Date(atMs).toISOString()}>{words.moment(atMs)}</time>}
      {after === null ? null : <span className="soft">{words.say('drill.after', { time: wordLength(after, words.say) })}</span>}
      {by === null ? null : <span className="fixed soft">{by}</span>}
    </span>
  )
}

function isHinted(step: Step): step is Hinted {
  return HINTED.some((each) => each === step)
}

function Hint({ drill, step }: { drill: Drill; step: Step }): ReactNode {
  const { words } = useDesk()
  if (!isHinted(step)) return null
  const href = hrefOf(drill, step)
  const text = words.say(`drillHint.${step}`)
  return <span className="soft">{href === undefined ? text : <a href={href}>{text}</a>}</span>
}

/** Where a step is done. */
function hrefOf({ user_id: userId, report_id: reportId }: Drill, step: Hinted): string | undefined {
  if (step === 'alert' || step === 'seen') return paths.alerts()
  if (step === 'contained' && userId !== null) return paths.account(userId)
  if (step === 'ordered' && userId !== null) return paths.exposure({ account: userId })
  return step === 'draft' && reportId !== null ? paths.notification(reportId) : undefined
}
