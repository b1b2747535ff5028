// How far the work on a leak is, as a sign.
import type { ResponseOf, getAttribution } from '@chappe/contract'
import type { Tone } from '@chappe/ui'
import { Badge } from '@chappe/ui'
import type { ReactNode } from 'react'
import type { Say } from '../../desk-context.tsx'
import { useDesk } from '../../desk-context.tsx'

type Standing = Pick<ResponseOf<typeof getAttribution>, 'state' | 'progress'>

const TONES: Readonly<Record<Standing['state'], Tone>> = { waiting: 'warn', running: 'plain', done: 'good', failed: 'bad', cancelled: 'soft' }

/** So often a page looks while something moves. */
export const LOOK_EVERY_MS = 2000

/** Whether there is anything to wait for. */
export function isMoving({ state }: Pick<Standing, 'state'>): boolean {
  return state === 'waiting' || state === 'running'
}

/** What was asked, which the server writes as a list of numbers and what they are of. */
export function wordTarget(target: string, say: Say): string {
  const parts = [...target.matchAll(/(\d+) (events|places|texts|files)/g)].flatMap(([, count, what]) => {
    const known = WHAT.find((each) => each === what)
    return known === undefined ? [] : [say(`leaks.of.${known}`, { count: Number(count) })]
  })
  return parts.length === 0 ? target : parts.join(', ')
}

const WHAT = ['events', 'places', 'texts', 'files'] as const

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
