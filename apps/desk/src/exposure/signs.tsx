// What a report is about, how far it is, and what became of something, as signs.
import type { Tone } from '@chappe/ui'
import { Badge } from '@chappe/ui'
import type { ReactNode } from 'react'
import type { Say } from '../desk-context.tsx'
import { useDesk } from '../desk-context.tsx'
import type { ExposureClass, ExposureRow, ExposureSubject } from './shapes.ts'

const CLASS_TONES: Readonly<Record<ExposureClass, Tone>> = { delivered: 'bad', unknown: 'bad', keys_reachable: 'bad', ciphertext_only: 'warn', reachable: 'soft' }
const STATE_TONES: Readonly<Record<ExposureRow['state'], Tone>> = { asked: 'warn', waiting: 'warn', running: 'plain', done: 'good', failed: 'bad' }

/** What became of something. */
export function ClassBadge({ name }: { name: ExposureClass }): ReactNode {
  const { words } = useDesk()
  return <Badge tone={CLASS_TONES[name]}>{words.say(`exposureClass.${name}`)}</Badge>
}

/** How far a report is. */
export function ReportState({ report }: { report: Pick<ExposureRow, 'state' | 'progress'> }): ReactNode {
  const { words } = useDesk()
  return (
    <span className="row">
      <Badge tone={STATE_TONES[report.state]}>{words.say(`exposureState.${report.state}`)}</Badge>
      {report.state === 'running' ? (
        <span className="share">
          <progress max={1} value={report.progress} aria-label={words.say('exposureState.running')} />
          <span>{`${Math.floor(report.progress * 100)} %`}</span>
        </span>
      ) : null}
    </span>
  )
}

/** Whom or what a report is about, in words. */
export function wordSubject(subject: ExposureSubject, say: Say): string {
  switch (subject.kind) {
    case 'account':
      return subject.user_id
    case 'session':
      return say('exposure.sessionOf', { device: subject.device_id, who: subject.user_id })
    case 'network':
      return subject.cidr
    case 'window':
      return say('exposure.everybody')
  }
}
