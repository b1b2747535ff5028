// From when to when, to the minute, in the time of whoever looks at it; the last minute is in it.
import { TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'
import { fromLocalTime } from './local-time.ts'

/** A time as the fields hold it; empty: without that end. */
export interface TimeDraft {
  from: string
  to: string
}

/** A time without ends. */
export const ANY_TIME: TimeDraft = { from: '', to: '' }

const LAST_MS = 59_999

/** The two fields. */
export function TimeFields({ time, onChange, isFromRequired = false }: { time: TimeDraft; onChange: (time: TimeDraft) => void; isFromRequired?: boolean }): ReactNode {
  const { words } = useDesk()
  return (
    <div className="two">
      <TextField label={words.say('exposure.from')} help={words.say('exposure.fromHelp')} name="from" type="datetime-local" value={time.from} onChange={(from) => onChange({ ...time, from })} isRequired={isFromRequired} />
      <TextField label={words.say('exposure.to')} help={words.say('exposure.toHelp')} name="to" type="datetime-local" value={time.to} onChange={(to) => onChange({ ...time, to })} />
    </div>
  )
}

/** As the endpoints take it. */
export function timeOf({ from, to }: TimeDraft): { from_ms?: number; to_ms?: number } {
  const [fromMs, toMs] = [fromLocalTime(from), fromLocalTime(to)]
  return { ...(fromMs === undefined ? {} : { from_ms: fromMs }), ...(toMs === undefined ? {} : { to_ms: toMs + LAST_MS }) }
}
