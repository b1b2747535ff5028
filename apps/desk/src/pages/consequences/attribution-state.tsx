// How far the work on a leak is, as a sign.
import type { ResponseOf, getAttribution } from '@chappe/contract'
import type { Tone } from '@chappe/ui'
import { Badge } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useDesk } from '../../desk-context.tsx'

type Standing = Pick<ResponseOf<typeof getAttribution>, 'state' | 'progress'>

const TONES: Readonly<Record<Standing['state'], Tone>> = { waiting: 'warn', running: 'plain', done: 'good', failed: 'bad', cancelled: 'soft' }

/** So often a page looks while something moves. */
export const LOOK_EVERY_MS = 2000

/** Whether there is anything to wait for. */
export function isMoving({ state }: Pick<Standing, 'state'>): boolean {
  return state === 'waiting' || state === 'running'
}

/** The sign. */
export function AttributionState({ attribution: { state, progress } }: { attribution: Standing }): ReactNode {
  const { words } = useDesk()
  return (
    <span className="row">
      <Badge tone={TONES[state]}>{words.say(`leaks.state.${state}`)}</Badge>
      {state === 'running' ? (
        <span className="share">
          <progress max={1} value={progress} aria-label={words.say('leaks.state.running')} />
          <span>{`${Math.floor(progress * 100)} %`}</span>
        </span>
      ) : null}
    </span>
  )
}
