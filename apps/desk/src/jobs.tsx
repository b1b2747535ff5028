// What is worked out behind the requests, on screen: how far it is, looking again while it moves, and putting an end to it.
import { Badge, Button, Notice } from '@chappe/ui'
import type { Tone } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { useDesk } from './desk-context.tsx'
import { ActForm } from './forms/act-form.tsx'

/** How far something is. */
export interface Standing {
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  progress: number
}

const TONES: Readonly<Record<Standing['state'], Tone>> = { waiting: 'warn', running: 'plain', done: 'good', failed: 'bad', cancelled: 'soft' }

/** So often a page looks while something moves. */
const LOOK_EVERY_MS = 1000

/** Whether there is anything to wait for. */
export function isMoving({ state }: Pick<Standing, 'state'>): boolean {
  return state === 'waiting' || state === 'running'
}

/** Looks again and again while something moves. */
export function useLooks(isOn: boolean, askAgain: () => void): void {
  useEffect(() => {
    if (!isOn) return undefined
    const timer = setInterval(askAgain, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [isOn, askAgain])
}

/** How far it is, as a sign. */
export function JobState({ job: { state, progress } }: { job: Standing }): ReactNode {
  const { words } = useDesk()
  return (
    <span className="row" role="status">
      <Badge tone={TONES[state]}>{words.say(`job.state.${state}`)}</Badge>
      {state === 'running' ? (
        <span className="share">
          <progress max={1} value={progress} aria-label={words.say('job.state.running')} />
          <span>{`${Math.floor(progress * 100)} %`}</span>
        </span>
      ) : null}
    </span>
  )
}

/** The same with what there is to say of it: that one may leave, or why it failed. */
export function JobHead({ job, failure }: { job: Standing; failure: string | null }): ReactNode {
  const { words } = useDesk()
  return (
    <>
      <JobState job={job} />
      {isMoving(job) ? <p className="soft">{words.say('job.moving')}</p> : null}
      {failure === null ? null : (
        <Notice tone="bad">
          <p>{failure}</p>
        </Notice>
      )}
    </>
  )
}

/** The button that puts an end to it, and the question behind it. */
export function CancelJob({ cancel, onCancelled }: { cancel: (reason: string) => Promise<unknown>; onCancelled: () => void }): ReactNode {
  const { words } = useDesk()
  const { say } = words
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button onPress={() => setAsking(true)}>{say('job.cancel')}</Button>
      {isAsking ? (
        <ActForm
          title={say('job.cancelTitle')}
          explanation={say('job.cancelWhy')}
          button={say('job.cancelTitle')}
          hasCase={false}
          onClose={() => {
            setAsking(false)
            onCancelled()
          }}
          act={async ({ reason }) => {
            await cancel(reason)
          }}
        />
      ) : null}
    </>
  )
}
